"""Escalations of a dispute: what a second person confirmed, what still waits for one, what turned criminal.

disputes.md 7.10: an escalation counts only by its signed criteria, seven days on, found calm by a second
person. Each is of one sort: a gathering is kept from a group petition, a threat or a weapon from turning
criminal; talk of self-harm alone is neither, and stands apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from urtuu.kinds.fold import Done, Standing

OFFICIAL_SORTS = ("criminal", "group")
"""The two rows of the official table."""
SORTS = (*OFFICIAL_SORTS, "self_harm")
_CRIMINAL = frozenset({"threat", "weapon"})
_GROUP = "gathering"


@dataclass(frozen=True)
class Kept:
    """An escalation that was confirmed: of which sort, how many persons, and the act that confirmed it."""

    sort: str
    persons: int
    by: Done


def sort_of(signs: object) -> str:
    """The sort of an escalation by its signed criteria; nothing where they are none of these.

    A gathering with threats is one escalation, counted once: as the gathering it was.
    """
    said = set(signs) if isinstance(signs, list | tuple) else set()
    if _GROUP in said:
        return "group"
    if said & _CRIMINAL:
        return "criminal"
    return "self_harm" if "self_harm" in said else ""


def kept(standing: Standing) -> Iterator[Kept]:
    """Every confirmed escalation, in order. A confirmation is of the last escalation before it, once."""
    for defused, confirmed in _pairs(standing):
        if confirmed and confirmed.actor != defused.actor and confirmed.body.get("afterwards") == "calm":
            sort = sort_of(defused.body.get("signs"))
            if sort:
                yield Kept(sort, _persons(standing, defused), confirmed)


def unconfirmed(standing: Standing) -> Iterator[Done]:
    """Every escalation that nobody has looked at since."""
    for defused, confirmed in _pairs(standing):
        if confirmed is None:
            yield defused


def turned_criminal(standing: Standing) -> Done | None:
    """When it was first learned that a dispute turned criminal; nothing where it did not."""
    return next(iter(standing.all_of("turned_criminal")), None)


def _pairs(standing: Standing) -> Iterator[tuple[Done, Done | None]]:
    waiting: list[Done] = []
    for done in standing.all_of("defuse", "confirm_defused"):
        if done.act == "defuse":
            waiting.append(done)
            continue
        if waiting:
            # Whoever found it calm found all calm that had gone before; the last is what is counted.
            yield waiting[-1], done
            waiting = []
    yield from ((defused, None) for defused in waiting)


def _persons(standing: Standing, defused: Done) -> int:
    """As the act itself says; where its table has no such field, how many the dispute is known to be of."""
    return int(defused.body.get("people") or standing.body.get("people") or 0)

"""What is held on one party of a record, as they may see it: their own and the joint (disputes.md 7.8).

Opened by whoever sits at the counter, in the party's presence; the reading is journaled first.
Never the other side's data, what somebody said alone, notes, or the answers to safety questions; nor any
sign that there was screening, a hold, or a visit of the other side at the counter (7.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from django.db import transaction

from urtuu.journal import sealing
from urtuu.journal.desk import perform
from urtuu.journal.models import StandingRow
from urtuu.journal.queries import Step, _steps, rows
from urtuu.journal.standings import standing_of
from urtuu.kinds.composing import Deed
from urtuu.kinds.fold import Standing
from urtuu.kinds.registry import shelf

JOINT = frozenset({"session", "agree", "settle_at_once", "seal", "performed", "undisputed", "extend"})
"""Acts whose words both sides know."""
OWN = frozenset({"add_party", "consent", "contact", "follow_up", "party_asks"})
"""Acts about one party: shown to that party only."""
HOLD = "safety_hold"
PURPOSE = "party asked at the counter"
UNTOLD = frozenset({"safety", "minor"})
"""Parts whose readings are not told: that they exist would say that somebody was screened or is at risk."""


@dataclass(frozen=True)
class Reading:
    """That somebody opened a part: who and when; what for, only whether it was for this party here.

    The words of a purpose are the reader's own and may speak of the other side.
    """

    staff: str
    at: datetime
    part: str
    at_counter: bool
    turned_away: bool


@dataclass(frozen=True)
class Holding:
    """What is held on a party."""

    row: StandingRow
    standing: Standing
    state: str
    """As a party is told it: a hold changes nothing in it."""
    party: str
    about: Mapping[str, Any]
    steps: list[tuple[Step, Mapping[str, Any]]]
    """Acts with the words this party may see."""
    readings: list[Reading]


def held_on(staff: str, record: str, party: str, now: datetime) -> Holding | None:
    """What is held, read in the name of whoever opens it and journaled; nothing for no such record."""
    row = StandingRow.objects.filter(record=record, training=False).first()
    if row is None:
        return None
    with transaction.atomic():
        fields = {"kind": row.kind, "about": record, "part": "party", "purpose": f"{PURPOSE} {party}"}
        perform(
            staff, Deed(kind="reading", act="read", fields=fields, station=row.station, grid=row.grid), now
        )
    key = f"{record}/party/{party}"
    about = sealing.opened_parts(record, ["party"]).get(key, {})
    steps = [step for step in _steps(record, ["personal", "party"]) if _shows(step, party)]
    shown = [(step, _words(step)) for step in steps]
    standing = standing_of(row)
    return Holding(row, standing, _told_state(standing), party, about, shown, _readings(row, party))


def _told_state(standing: Standing) -> str:
    """The state without the hold: the one before it, or where a party's own no has led from there."""
    if standing.state != HOLD:
        return standing.state
    before = standing.before or "reported"
    since = list(takewhile(lambda done: done.act != "hold", reversed(standing.acts)))
    acts = shelf()[standing.kind].act
    said = next((acts[done.act] for done in since if done.act in ("stop", "refuse")), None)
    return str(said.leads_to) if said and before in said.after else before


def _shows(step: Step, party: str) -> bool:
    body = step.entry.body
    if step.act in OWN:
        return body.get("party") == party
    if step.act == "session" and body.get("manner") != "joint":
        return any(present.get("party") == party for present in body.get("present", ()))
    return step.act in JOINT or step.act in ("report", "accept", "stop", "refuse", "terminate", "close")


def _words(step: Step) -> Mapping[str, Any]:
    """The sealed words of an act, where they are joint or the party's own."""
    if step.act not in JOINT | OWN:
        return {}
    said: dict[str, Any] = {}
    for sealed in step.parts.values():
        said.update(sealed)
    return said


def _readings(row: StandingRow, party: str) -> list[Reading]:
    """Every reading of what is theirs or joint and every try, the last first."""
    found = StandingRow.objects.filter(
        kind="reading", station=row.station, began_at__gte=row.began_at, body__contains=row.record
    )
    told = [(one.standing.body, one.row) for one in rows(found.order_by("-began_at", "record"))]
    return [
        Reading(
            staff=one.author,
            at=one.began_at,
            part=str(body["part"]),
            at_counter=str(body.get("purpose", "")) == f"{PURPOSE} {party}",
            turned_away=one.state == "turned_away",
        )
        for body, one in told
        if body.get("about") == row.record and _tells(body, party)
    ]


def _tells(body: Mapping[str, Any], party: str) -> bool:
    """Whether a reading is told to a party: not one of a hidden part, nor the other side's at the counter."""
    purpose = str(body.get("purpose", ""))
    return body.get("part") not in UNTOLD and (
        not purpose.startswith(PURPOSE) or purpose == f"{PURPOSE} {party}"
    )

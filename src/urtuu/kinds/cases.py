"""Made-up entries: valid bodies for any act, and the cases on which two validators must never disagree.

Deterministic from a seed. What is expected is read off the table's text here, in other words than the door's:
a plain list of required names, states and types, so that an error in one of the two is noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from urtuu.kinds.composing import Deed, Hand, compose, gathered
from urtuu.kinds.entries import Entry
from urtuu.kinds.fields import (
    Choice,
    Count,
    Day,
    Days,
    Field,
    Household,
    Link,
    Many,
    Moment,
    Officer,
    Phone,
    Photo,
    Place,
    Words,
    YesNo,
)
from urtuu.kinds.fold import Done, Standing
from urtuu.kinds.judging import Answer
from urtuu.kinds.registry import Shelf
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import ANY, Act, Kind

MORNING = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
Body = dict[str, Any]
Parts = dict[str, Body]
_SYLLABLES = "草场牧道围栏水井邻里家庭商量约定今天下午村部东侧回访说明"


@dataclass(frozen=True)
class GeneratedCase:
    """One question to the door: the entry, its parts, the record before it, and the answer the table gives.

    `may`: whether the role is among those the act names (judged elsewhere, by `permissions`). `answer` says
    nothing of guards: where the act has one and the table would take it, either answer is right.
    """

    name: str
    role: Role
    standing: Standing | None
    entry: Entry
    parts: Mapping[str, Body]
    answer: Answer
    may: bool
    guarded: bool


def filled(act: Act, rng: Random, *, wishes: bool = True) -> tuple[Body, Parts]:
    """A valid open body of an act, and its sealed parts by name."""
    body: Body = {}
    parts: Parts = {}
    asked = act.fields if wishes else act.needs
    for name, field in asked.items():
        if not isinstance(field, Days):
            (parts.setdefault(field.part, {}) if field.part else body)[name] = value_of(field, rng)
    days = gathered(act, {**body, **_flat(parts)})
    return body | {name: value for name, value in days.items() if name in asked}, parts


def value_of(field: Field, rng: Random) -> Any:
    """A valid value of a field."""
    return next(make(field, rng) for kind_of_field, make in _MAKERS if isinstance(field, kind_of_field))


def wrong_value_of(field: Field) -> Any:
    """A value no field of this type takes."""
    match field:
        case Words():
            return " " if field.min <= 1 else "x" * (field.max + 1)
        case Count():
            return field.max + 1
        case YesNo():
            return "yes"
        case Choice():
            return ["no such option"] if field.many else "no such option"
        case Many() | Photo():
            return []
        case _:
            return "not a value of this field"


def generated(shelf: Shelf, seed: int = 131) -> Iterator[GeneratedCase]:
    """Kind × state × act × filled, missing, wrong, foreign; the roles go round."""
    for kind in shelf:
        for act in kind.acts:
            for state in ("", *kind.states):
                rng = Random(f"{seed}/{kind.name}/{act.name}/{state}")  # noqa: S311 -- repeatable, not secret
                yield from _of_state(kind, act, state, rng)


def _of_state(kind: Kind, act: Act, state: str, rng: Random) -> Iterator[GeneratedCase]:
    roles = list(Role)
    for turn, (manner, body, parts, fits) in enumerate(_bodies(act, rng)):
        role = roles[(rng.randrange(len(roles)) + turn) % len(roles)]
        entry, sealed = _entry(kind, act, {**body, **_flat(parts)}, rng)
        entry = replace_body(entry, body)
        yield GeneratedCase(
            name=f"{kind.name}/{act.name}/{state or 'nothing yet'}/{manner}",
            role=role,
            standing=standing_in(kind, state, entry) if state else None,
            entry=entry,
            parts={part.part: part.body for part in sealed},
            answer=_expected(act, state, fits=fits),
            may=role.value in {allowed.value for allowed in act.by},
            guarded=bool(act.guard),
        )


def _expected(act: Act, state: str, *, fits: bool) -> Answer:
    """The answer as a reader of the table would give it."""
    if not fits:
        return Answer.RETURNED
    if len(act.after) == 0:
        return Answer.RETURNED if state else Answer.TAKEN
    if not state:
        return Answer.HELD
    free = act.always or act.leads_to == ""
    return Answer.TAKEN if free or state in act.after or ANY in act.after else Answer.HELD


def _bodies(act: Act, rng: Random) -> Iterator[tuple[str, Body, Parts, bool]]:
    yield "filled", *filled(act, rng), True
    yield "needs only", *filled(act, rng, wishes=False), True
    body, parts = filled(act, rng)
    yield "foreign field", {**body, "no_such_field": 1}, parts, False
    if act.needs:
        name = rng.choice(list(act.needs))
        yield "missing", *_without(act, name, rng), False
    if act.fields:
        name = rng.choice(list(act.fields))
        yield "wrong", *_with_wrong(act, name, rng), False


def _without(act: Act, name: str, rng: Random) -> tuple[Body, Parts]:
    body, parts = filled(act, rng)
    part = act.needs[name].part
    (parts[part] if part else body).pop(name)
    return body, parts


def _with_wrong(act: Act, name: str, rng: Random) -> tuple[Body, Parts]:
    body, parts = filled(act, rng)
    part = act.fields[name].part
    (parts[part] if part else body)[name] = wrong_value_of(act.fields[name])
    return body, parts


def standing_in(kind: Kind, state: str, entry: Entry) -> Standing:
    """A record that stands in a state, begun by somebody else, of whom the author of the entry knew."""
    begun = Done(
        entry="begun",
        act=kind.beginnings[0].name,
        actor="somebody-else",
        device="desk",
        at=MORNING - timedelta(days=1),
        state=state,
    )
    return Standing(
        kind=kind.name,
        record=entry.record,
        grid=entry.grid,
        station=entry.station,
        state=state,
        version=1,
        acts=[begun],
    )


def replace_body(entry: Entry, body: Body) -> Entry:
    """The entry with another open body: a foreign field must reach the door."""
    return Entry(**{**{name: getattr(entry, name) for name in entry.__struct_fields__}, "body": body})


def _entry(kind: Kind, act: Act, fields: Body, rng: Random) -> tuple[Entry, list[Any]]:
    hand = Hand(
        device="phone",
        seq=1,
        actor="bataar",
        occurred_at=MORNING,
        recorded_at=MORNING,
        noise=rng.randbytes,
    )
    deed = Deed(kind=kind.name, act=act.name, fields=fields, grid="grid-1", station="station-1", saw=1)
    return compose(kind, act, replace(deed, record=_id(None, rng)), hand)


def _flat(parts: Parts) -> Body:
    return {name: value for body in parts.values() for name, value in body.items()}


def _group(field: Many, rng: Random) -> Body:
    return {name: value_of(inner, rng) for name, inner in field.of.items()}


def _words(field: Words, rng: Random) -> str:
    if (field.min, field.max) == (8, 8):
        return "2026-W48"
    if field.min == field.max:
        return f"{rng.getrandbits(4 * field.max):0{field.max}x}"
    return _syllables(rng, min(field.max, max(field.min, 8)))


def _syllables(rng: Random, count: int) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(count))


def _choice(field: Any, rng: Random) -> Any:
    some = rng.sample(field.options, rng.randint(1, len(field.options)))
    return some if field.many else some[0]


def _id(_: Any, rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))


def _photo(_: Any, rng: Random) -> list[Body]:
    return [{"sha256": f"{rng.getrandbits(256):064x}", "size": 90_000, "mime": "image/jpeg"}]


_MAKERS: tuple[tuple[type[Field], Callable[[Any, Random], Any]], ...] = (
    (Words, _words),
    (Phone, lambda _, rng: f"1380476{rng.randrange(10_000):04d}"),
    (Count, lambda field, rng: rng.randint(field.min, min(field.max, field.min + 200))),
    (YesNo, lambda _, rng: rng.random() < 0.5),
    (Choice, _choice),
    (Day, lambda _, rng: str((MORNING + timedelta(days=rng.randrange(60))).date())),
    (Moment, lambda _, rng: (MORNING + timedelta(minutes=rng.randrange(10_000))).isoformat()),
    (Place, lambda _, rng: {"gacha": "150421102204", "spot": _syllables(rng, 4)}),
    (Household, _id),
    (Officer, _id),
    (Link, _id),
    (Photo, _photo),
    (Many, lambda field, rng: [_group(field, rng) for _ in range(max(1, field.min))]),
)

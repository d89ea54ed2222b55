"""The first and the last day that a form takes: every clock still counts from them."""

from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

import pytest

from urtuu.base.workdays import working_days
from urtuu.kinds.cases import MORNING, filled, standing_in
from urtuu.kinds.clocks import running
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.fields import Day, Moment
from urtuu.kinds.fold import Standing, begin, fold
from urtuu.kinds.judging import Answer, Verdict, judge
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Act, Kind

EDGES = {
    Day: ("1900-01-01", "2199-12-31"),
    Moment: ("1900-01-01T00:00:00+14:00", "2199-12-31T23:59:59-12:00"),
}
BEYOND = {
    Day: ("0000-01-01", "1899-12-31", "2200-01-01", "9999-12-31"),
    Moment: ("9999-12-31T23:59:59-08:00",),
}


def dated() -> Iterator[Any]:
    for kind in shelf():
        for act in kind.acts:
            for name, field in act.fields.items():
                if isinstance(field, Day | Moment):
                    yield pytest.param(kind, act, name, id=f"{kind.name}.{act.name}.{name}")


def written(kind: Kind, act: Act, name: str, value: str) -> tuple[Verdict, Standing]:
    """What the door says to it, and the record after it."""
    rng = Random(f"{kind.name}/{act.name}/{name}")
    body, parts = filled(act, rng)
    fields = {**body, **{key: value for part in parts.values() for key, value in part.items()}, name: value}
    hand = Hand(
        device="phone", seq=1, actor="bataar", occurred_at=MORNING, recorded_at=MORNING, noise=rng.randbytes
    )
    deed = Deed(kind=kind.name, act=act.name, fields=fields, grid="grid-1", station="station-1", saw=1)
    entry, sealed = compose(kind, act, deed, hand)
    before = standing_in(kind, next(iter(act.after)), entry) if act.after and "*" not in act.after else None
    if before is None and act.after:
        before = standing_in(kind, kind.states[0], entry)
    verdict = judge(entry, before, {part.part: part.body for part in sealed}, shelf())
    return verdict, fold(before or begin(entry), entry, kind, entry.occurred_at)


@pytest.mark.parametrize(("kind", "act", "name"), list(dated()))
def test_the_edges_are_taken_and_every_clock_still_counts(kind: Kind, act: Act, name: str) -> None:
    for value in EDGES[type(act.fields[name])]:
        verdict, record = written(kind, act, name, value)
        # A guard may have something to say about the rest of the body, which is made up.
        assert verdict.answer is Answer.TAKEN or (act.guard and verdict.sentence), verdict
        assert not verdict.sentence or not verdict.sentence.name.startswith("field_"), verdict
        for now in (MORNING, datetime.fromisoformat("2199-12-31T00:00:00+08:00")):
            running(record, kind, now, working_days())


@pytest.mark.parametrize(("kind", "act", "name"), list(dated()))
def test_beyond_them_the_field_is_named(kind: Kind, act: Act, name: str) -> None:
    for value in BEYOND[type(act.fields[name])]:
        verdict, _ = written(kind, act, name, value)
        assert verdict.answer is Answer.RETURNED
        assert verdict.sentence
        assert verdict.sentence.values["field"] == name

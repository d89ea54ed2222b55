"""A matter on its way: the steps that are still to come, by whose hand, and what must have arrived before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from urtuu.kinds.composing import Deed

Said = Mapping[str, Any]
Fields = Said | Callable[[date], Said]


@dataclass(frozen=True)
class Step:
    """One act to come.

    hand   the staff id of whoever does it
    wait   days since the step before; with none it follows in the same sitting
    gap    minutes since the step before when it follows at once
    record another record than the case's own: a referral sent along, or the visit that found it
    """

    hand: str
    act: str
    fields: Fields = field(default_factory=dict)
    wait: int = 0
    gap: int = 3
    kind: str = ""
    record: str = ""

    def said(self, day: date) -> Said:
        """The fields as they are filled on a day."""
        return self.fields(day) if callable(self.fields) else self.fields


@dataclass
class Case:
    """A record and the steps that are to come. `unsent`: on whose phone its last step still lies."""

    kind: str
    record: str
    grid: str
    station: str
    gacha: str
    steps: deque[Step]
    label: str = ""
    group: str = ""
    began: date = date.min
    ready_on: date = date.min
    unsent: str = ""
    urgent: bool = False
    versions: dict[str, int] = field(default_factory=dict)

    @property
    def hand(self) -> str:
        """Whose turn it is; nobody's when it is over."""
        return self.steps[0].hand if self.steps else ""

    def ready(self, day: date) -> bool:
        """Whether the next step can be done on a day."""
        return bool(self.steps) and self.unsent in ("", self.hand) and self.ready_on <= day

    def take(self, day: date) -> tuple[Step, Deed]:
        """The next step and what is done, on a day."""
        step = self.steps.popleft()
        record = step.record or self.record
        saw = self.versions.get(record, 0)
        self.versions[record] = saw + 1
        deed = Deed(
            kind=step.kind or self.kind,
            act=step.act,
            fields=step.said(day),
            record=record,
            grid=self.grid,
            station=self.station,
            gacha=self.gacha,
            saw=saw,
        )
        if self.steps:
            self.ready_on = day + timedelta(days=self.steps[0].wait)
        return step, deed

    def sitting(self, day: date) -> Iterable[tuple[Step, Deed]]:
        """All steps the same hand does in one go."""
        hand = self.hand
        while self.steps and self.steps[0].hand == hand and self.ready_on <= day:
            yield self.take(day)


class Docket:
    """The cases by whose turn it is."""

    def __init__(self) -> None:
        self._by_hand: dict[str, list[Case]] = {}

    def put(self, case: Case) -> None:
        """A case that has steps to come; a finished one leaves the docket."""
        if case.steps:
            self._by_hand.setdefault(case.hand, []).append(case)

    def draw(self, hand: str, day: date, most: int = 10_000) -> list[Case]:
        """The cases ready for a hand, taken out; the longest-waiting first."""
        there = self._by_hand.get(hand, [])
        ready = [case for case in there if case.ready(day)][:most]
        if ready:
            drawn = {id(case) for case in ready}
            self._by_hand[hand] = [case for case in there if id(case) not in drawn]
        return ready

    def look(self, hand: str) -> list[Case]:
        """The cases whose turn is a hand's."""
        return list(self._by_hand.get(hand, ()))


def day_text(day: date, days: int = 0) -> str:
    """A day as entries carry it, so many days later."""
    return str(day + timedelta(days=days))

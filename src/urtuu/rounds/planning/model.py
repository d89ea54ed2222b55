"""What the planner knows: places, minutes, windows, classes, dates and skills. Nothing about a person.

Times are whole seconds since midnight of a day; places are indices into a matrix of travel seconds. The types
are a white list: a test fails on any field that is not here (planning.md, "The problem").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from urtuu.kinds.route.kind import CLASSES, StopClass

Kind = StopClass
KINDS: tuple[Kind, ...] = CLASSES


@dataclass(frozen=True)
class Window:
    """When a visit may begin: on a day of the week, between two moments, both included."""

    day: int
    opens: int
    closes: int


@dataclass(frozen=True, kw_only=True)
class OfficerDay:
    """One officer on one day.

    start, end  places where the day begins and ends
    earliest    not away before
    latest      back by
    duty        seconds from leaving to being back at most; lunch is taken off already
    skills      what the officer can: a language, an appointment; never what somebody is
    """

    id: str
    officer: str
    day: int
    start: int
    end: int
    earliest: int
    latest: int
    duty: int
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One stop that is wished for.

    service    seconds at the place
    windows    when it may begin; with none on a day it cannot be on that day
    value      what it is worth, more than nothing; a promise is worth more than all the rest together
    needs      skills that the officer must have
    officer    the only officer who may go; nobody in particular when empty
    locked     the officer-day it is pinned to; movable when empty
    published  the officer-day of the plan that people know already; a change is priced
    """

    id: str
    place: int
    service: int
    windows: tuple[Window, ...]
    kind: Kind
    value: int
    needs: frozenset[str] = frozenset()
    officer: str = ""
    locked: str = ""
    published: str = ""


@dataclass(frozen=True, kw_only=True)
class Week:
    """A week to be planned. `travel[a][b]`: seconds from place a to place b; need not be the same back."""

    days: tuple[OfficerDay, ...]
    visits: tuple[Visit, ...]
    travel: Sequence[Sequence[int]] = field(repr=False)

    def may_serve(self, visit: Visit, day: OfficerDay) -> bool:
        """Whether this officer-day can be asked at all: it may go there, and there is a window that day."""
        return self.may_go(visit, day) and any(window.day == day.day for window in visit.windows)

    def may_go(self, visit: Visit, day: OfficerDay) -> bool:
        """Not when it is pinned elsewhere, another's, or needs a skill that is lacking; windows apart."""
        if visit.locked and visit.locked != day.id:
            return False
        if visit.officer and visit.officer != day.officer:
            return False
        return visit.needs <= day.skills


@dataclass(frozen=True)
class Plan:
    """For each officer-day, in the order of the week's, the visits by index in the order of driving."""

    routes: tuple[tuple[int, ...], ...]

    @property
    def visited(self) -> frozenset[int]:
        """Every visit that is in it."""
        return frozenset(one for route in self.routes for one in route)

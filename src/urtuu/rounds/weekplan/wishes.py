"""What the planner is told of a station's week: tasks and doors become visits. Pure.

A visit knows its place, minutes, windows, class and date; nothing about whoever lives there. The labels that
the chief reads stay on this side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from urtuu.rounds.planning.model import Kind, OfficerDay, Visit, Window
from urtuu.rounds.travel.keys import PlaceKey

MINUTE = 60
NEVER_WEEKS = 104
"""The planner looks back two years: a door without a visit since is as old as that."""
LEAST_WEEKS = 2
"""A door seen more recently is left in peace."""
MOST_DOORS = 40
"""So many doors without a task are offered for one officer: five full days of them."""
DUE, A_DAY, ROUTINE = 300, 30, 10
"""Value of what is due, of each day less to wait for it, and of each week since the last visit."""
DAYS_AHEAD = 6


@dataclass(frozen=True, kw_only=True)
class Hours:
    """A station's field day, minutes since midnight; lunch is taken off the time away."""

    begins: int
    ends: int
    lunch: int

    @property
    def duty(self) -> int:
        """Seconds from leaving to being back at most."""
        return (self.ends - self.begins - self.lunch) * MINUTE


@dataclass(frozen=True, kw_only=True)
class Rounder:
    """An officer as far as planning goes: which grids, which skills, which days not."""

    staff: str
    grids: tuple[str, ...]
    skills: frozenset[str] = frozenset()
    away: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One stop that is wished for, with what the chief reads of it.

    id        `task:` or `door:` and the id
    first, last  days between which it is wished; nothing: any field day
    slot      the moments between which it may begin, seconds since midnight, where that was agreed
    officer   the only one who may go; nobody in particular when empty
    stands    the officer-day of the published plan
    """

    id: str
    title: str
    place: PlaceKey
    minutes: int
    kind: Kind
    grid: str
    first: date | None = None
    last: date | None = None
    slot: tuple[int, int] | None = None
    needs: frozenset[str] = frozenset()
    officer: str = ""
    stands: str = ""
    pinned: bool = False
    weeks: int = 0
    note: str = ""
    where: str = ""
    door: str = ""
    """The household it is at, for a task too: a door planned without a task may have one by now."""

    @property
    def task(self) -> str:
        """The record, when it is a task already."""
        return self.id.removeprefix("task:") if self.id.startswith("task:") else ""

    @property
    def household(self) -> str:
        """The door, when there is no task for it yet."""
        return self.id.removeprefix("door:") if self.id.startswith("door:") else ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the chief decided around the plan.

    locks   visit id → officer-day id: it stays there
    left    visit ids that are not wanted this week
    slots   visit id → (officer-day id, first begin, last begin): agreed anew with the household
    """

    locks: Mapping[str, str] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    slots: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)


def day_id(staff: str, day: date) -> str:
    """An officer on a day, as plans name it."""
    return f"{staff}/{day.isoformat()}"


def day_of(officer_day: str) -> date:
    """The day of an officer-day."""
    return date.fromisoformat(officer_day.partition("/")[2])


def officer_of(officer_day: str) -> str:
    """The officer of an officer-day."""
    return officer_day.partition("/")[0]


def officer_days(
    rounders: Iterable[Rounder],
    days: Sequence[date],
    hours: Hours,
    start: Mapping[str, int],
    *,
    today: date,
    minute: int,
) -> tuple[OfficerDay, ...]:
    """Every officer on every field day that is left; today from now on. `start`: place index by staff."""
    found = []
    for one in rounders:
        for day in days:
            earliest = max(hours.begins, minute if day == today else 0)
            if day in one.away or earliest >= hours.ends:
                continue
            found.append(
                OfficerDay(
                    id=day_id(one.staff, day), officer=one.staff, day=day.weekday(), start=start[one.staff],
                    end=start[one.staff], earliest=earliest * MINUTE, latest=hours.ends * MINUTE,
                    duty=min(hours.duty, (hours.ends - earliest) * MINUTE), skills=one.skills,
                )
            )  # fmt: skip
    return tuple(found)


def visits(
    wishes: Sequence[Wish],
    days: Sequence[date],
    hours: Hours,
    places: Mapping[PlaceKey, int],
    asked: Asked,
    there: Collection[str],
) -> tuple[Visit, ...]:
    """The wishes as visits, in their order. `there`: officer-days by id; a lock to another is forgotten."""
    found = [
        _visit(wish, days, hours, places[wish.place], asked, there)
        for wish in wishes
        if wish.id not in asked.left
    ]
    rest = sum(one.value for one in found if one.kind != "promise")
    return tuple(replace(one, value=rest + 1) if one.kind == "promise" else one for one in found)


def _visit(
    wish: Wish, days: Sequence[date], hours: Hours, place: int, asked: Asked, there: Collection[str]
) -> Visit:
    slot = asked.slots.get(wish.id)
    lock = asked.locks.get(wish.id, wish.stands if wish.pinned else "")
    if slot:
        windows: tuple[Window, ...] = (Window(day_of(slot[0]).weekday(), slot[1], slot[2]),)
        lock = slot[0]
    else:
        windows = _windows(wish, days, hours)
    lock = lock if lock in there else ""
    return Visit(
        id=wish.id, place=place, service=wish.minutes * MINUTE, windows=windows, kind=wish.kind,
        value=_value(wish, days), needs=wish.needs, officer="" if lock else wish.officer, locked=lock,
        published=wish.stands if wish.stands in there else "",
    )  # fmt: skip


def _windows(wish: Wish, days: Sequence[date], hours: Hours) -> tuple[Window, ...]:
    """The days on which it may be. What is overdue may be on the first day left: better late than never."""
    fitting = [
        day for day in days if (not wish.first or wish.first <= day) and (not wish.last or day <= wish.last)
    ]
    if not fitting and wish.kind == "due" and days and wish.last and wish.last < days[0]:
        fitting = [days[0]]
    opens, closes = wish.slot or (hours.begins * MINUTE, hours.ends * MINUTE)
    return tuple(Window(day.weekday(), opens, closes) for day in fitting)


def _value(wish: Wish, days: Sequence[date]) -> int:
    if wish.kind == "due":
        left = (wish.last - days[0]).days if wish.last and days else DAYS_AHEAD
        return DUE + A_DAY * max(0, DAYS_AHEAD - left) + ROUTINE * min(wish.weeks, NEVER_WEEKS) // 4
    return ROUTINE * max(1, min(wish.weeks, NEVER_WEEKS))


def kind_of_door(weeks: int, most: int) -> Kind:
    """A door past the longest gap is due: so nobody starves behind those who are nearer."""
    return "due" if weeks >= most else "routine"


def weeks_since(visited: date | None, today: date) -> int:
    """Whole weeks since a door was last visited."""
    return (today - visited).days // 7 if visited else NEVER_WEEKS

"""The 131 week: which day is the briefing, which are in the field, which is the return.

A pattern is data: five or more letters, one a weekday from Monday, `B` briefing, `F` field, `R` return,
`-` nothing. Public holidays take days out and make-up days put days in; the pattern is then laid over the
days that are left, keeping the first as the briefing and the last as the return.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from urtuu.base.workdays import WorkingDays

ONE_THREE_ONE = "BFFFR--"
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years of weeks that are read, as of days; the weeks before and after them can still be reckoned."""


class DayPart(StrEnum):
    """What a day of the week is for."""

    BRIEFING = "briefing"
    FIELD = "field"
    RETURN = "return"


_LETTERS = {"B": DayPart.BRIEFING, "F": DayPart.FIELD, "R": DayPart.RETURN}


@dataclass(frozen=True, order=True)
class Week:
    """An ISO 8601 week."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"

    @property
    def monday(self) -> date:
        """The first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    def shifted(self, weeks: int) -> Week:
        """The week so many weeks later; negative for earlier."""
        return week_of(self.monday + timedelta(weeks=weeks))


def week_of(day: date) -> Week:
    """The ISO week a day belongs to."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def read_week(text: str) -> Week | None:
    """A week from `2026-W48` of the years 1900 to 2199, or nothing."""
    try:
        year, _, number = text.partition("-W")
        week = Week(int(year), int(number))
        return week if FIRST_YEAR <= week.year <= LAST_YEAR and week_of(week.monday) == week else None
    except ValueError:
        return None


def weeks_of_year(year: int) -> Iterator[Week]:
    """All ISO weeks of a year, 52 or 53."""
    week = Week(year, 1)
    while week.year == year:
        yield week
        week = week.shifted(1)


def day_parts(week: Week, days: WorkingDays, pattern: str = ONE_THREE_ONE) -> dict[date, DayPart]:
    """What each worked day of a week is for; empty when the whole week is free.

    A short week keeps its two ends: with four worked days it is 1-2-1, with two 1-0-1, with one day that day
    is the briefing. A make-up day at a weekend lengthens the field days.
    """
    worked = [day for day in (week.monday + timedelta(days=n) for n in range(7)) if days.is_working(day)]
    letters = [_LETTERS[letter] for letter in pattern if letter in _LETTERS]
    usual = {week.monday + timedelta(days=n) for n, letter in enumerate(pattern) if letter in _LETTERS}
    if set(worked) == usual:
        return dict(zip(sorted(usual), letters, strict=True))
    parts = dict.fromkeys(worked, DayPart.FIELD)
    if len(worked) > 1:
        parts[worked[-1]] = DayPart.RETURN
    if worked:
        parts[worked[0]] = DayPart.BRIEFING
    return parts

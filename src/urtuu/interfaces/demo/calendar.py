"""The days of a demonstration week, and moments on them. A year without a table has no holidays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from urtuu.base.weeks import DayPart, Week, day_parts
from urtuu.base.workdays import WorkingDays, YearMissing, YearTable, working_days

HERE = timezone(timedelta(hours=8))
Say = Callable[[str], None]


@dataclass(frozen=True)
class WorkedWeek:
    """The days of one week. Without a briefing the whole week is free."""

    week: Week
    briefing: date | None
    field: tuple[date, ...]
    back: date | None

    @property
    def last(self) -> date | None:
        """The day on which officers come back, or the only day there is."""
        return self.back or self.briefing


def worked_week(week: Week, days: WorkingDays) -> WorkedWeek:
    """A week laid out over the days that are worked."""
    parts = day_parts(week, days)
    of = {part: [day for day, what in parts.items() if what == part] for part in DayPart}
    briefing = next(iter(of[DayPart.BRIEFING]), None)
    back = next(iter(of[DayPart.RETURN]), None)
    return WorkedWeek(week, briefing, tuple(of[DayPart.FIELD]), back)


def days_or_guess(weeks: list[Week], say: Say) -> WorkingDays:
    """The working-day tables; a year that has none is said once and taken as free of holidays."""
    days = working_days()
    years = {day.year for week in weeks for day in (week.monday, week.sunday)}
    guessed = {year: YearTable(frozenset(), frozenset()) for year in years if _missing(days, year)}
    for year in sorted(guessed):
        say(f"There is no working-day table for {year}; the demonstration takes Monday to Friday there.")
    return WorkingDays({**days.years, **guessed})


def _missing(days: WorkingDays, year: int) -> bool:
    try:
        days.is_working(date(year, 1, 2))
    except YearMissing:
        return True
    return False


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on a day; minutes may run over the hour."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=HERE) + timedelta(minutes=minute)

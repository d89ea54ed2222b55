"""What the days of a week are for; a year without a table is said, and plain weekdays are assumed."""

from __future__ import annotations

from datetime import date, timedelta

from urtuu.base.weeks import ONE_THREE_ONE, DayPart, Week, day_parts
from urtuu.base.workdays import WorkingDays, YearMissing, YearTable, working_days


def parts_of(
    week: Week, pattern: str = ONE_THREE_ONE, days: WorkingDays | None = None
) -> tuple[dict[date, DayPart], int]:
    """The worked days with what they are for, and the year whose table is missing, or 0."""
    try:
        return day_parts(week, days or working_days(), pattern), 0
    except YearMissing as missing:
        # Planning goes on: a guessed free day costs a look at the calendar, a stopped Monday a week.
        return day_parts(week, _plain_years(week), pattern), missing.year


def _plain_years(week: Week) -> WorkingDays:
    none = YearTable(free=frozenset(), worked=frozenset())
    return WorkingDays({(week.monday + timedelta(days=n)).year: none for n in range(7)})

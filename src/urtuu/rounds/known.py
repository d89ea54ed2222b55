"""What the planner is told, as values: matters, doors, campaigns, and the week it is asked for. Pure.

Nothing here could say what kind of person lives behind a door.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from urtuu.base.weeks import Week

GAP_WEEKS, MOST_VISITS, SILENT_DAYS = 8, 6, 7
DAY_BEGINS, DAY_ENDS, LUNCH_MINUTES = 8 * 60 + 30, 17 * 60 + 30, 60
"""A field day where a station says nothing else; minutes."""
LONGEST_LUNCH, LONGEST_GAP = 180, 52
"""What a station may say: minutes, and weeks between two visits of a door."""
AT_THE_DESK = frozenset({"triage", "chief_told", "review", "dossier", "confirmation"})
"""Clocks that are stopped at a desk: no officer has to go anywhere for them."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """A running promise of time. `tonight`: 小事不过夜; `a_day`: 大事不过天."""

    name: str
    label: str
    ends_at: datetime
    tonight: bool = False
    a_day: bool = False

    @property
    def last_day(self) -> date:
        """The last day on which it can be kept; midnight belongs to the day before it."""
        return (self.ends_at - timedelta(microseconds=1)).date()


@dataclass(frozen=True, kw_only=True)
class Matter:
    """An open dispute, need, referral or session. `heading` says what it is without naming anybody."""

    kind: str
    record: str
    number: str
    heading: str
    grid: str
    began_on: date
    moved_on: date
    gacha: str = ""
    spot: str = ""
    household: str = ""
    dues: Sequence[Due] = ()
    """The promises that run, the first to end first."""
    promised_on: date | None = None
    untouched: bool = False
    """Reported, and nobody has been in touch yet."""
    resting: bool = False
    """Paused on purpose: silence is no reason to go there."""

    @property
    def due(self) -> Due | None:
        """The first promise for which somebody has to go there."""
        return next((due for due in self.dues if due.name not in AT_THE_DESK), None)


@dataclass(frozen=True, kw_only=True)
class Door:
    """A household as the planner may know it: where it is and when somebody was last there."""

    household: str
    label: str
    grid: str
    gacha: str = ""
    visited_on: date | None = None
    wished_on: date | None = None
    """The day for which another visit was wished, on the last visit."""


@dataclass(frozen=True, kw_only=True)
class Drive:
    """A campaign: so many sessions in every grid between two days."""

    title: str
    from_on: date
    until_on: date
    per_grid: int = 1


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The week asked for: its field days, who serves which grid, and the station's measure."""

    week: Week
    today: date
    field_days: Sequence[date]
    officers: Mapping[str, str]
    grids: Sequence[str]
    gap_weeks: int = GAP_WEEKS
    most_visits: int = MOST_VISITS
    silent_days: int = SILENT_DAYS

    @property
    def window(self) -> tuple[date, date]:
        """The field days that are left; the whole rest of the week when none is."""
        left = [day for day in self.field_days if day >= self.today]
        first = min(max(self.today, self.week.monday), self.week.sunday)
        return (left[0], left[-1]) if left else (first, self.week.sunday)

"""Working days: the State Council's yearly notice as a table that anyone may edit, one file a year.

A year without a table is an error with a sentence, never a guess: a legal period computed from a missing
table would be wrong without anyone noticing.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "holidays"


class YearMissing(LookupError):
    """There is no working-day table for a year."""

    def __init__(self, year: int) -> None:
        super().__init__(f"there is no working-day table for {year}; add {year}.toml from that year's notice")
        self.year = year


@dataclass(frozen=True)
class YearTable:
    """One year's notice: weekdays that are free, and weekend days that are worked."""

    free: frozenset[date]
    worked: frozenset[date]


@dataclass(frozen=True)
class WorkingDays:
    """Working-day arithmetic over the years that have a table."""

    years: Mapping[int, YearTable]

    def is_working(self, day: date) -> bool:
        """Whether a day is worked. Raises YearMissing."""
        table = self.years.get(day.year)
        if table is None:
            raise YearMissing(day.year)
        return day in table.worked or (day.weekday() < 5 and day not in table.free)

    def after(self, day: date, count: int) -> date:
        """The count-th working day after a day; the day itself is not counted (民法典 201)."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day

    def next_working(self, day: date) -> date:
        """The day itself if it is worked, else the first worked day after it (民法典 203)."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day


def read_year(path: Path) -> YearTable:
    """One table from its file: `free` and `worked` are lists of dates or `[first, last]` ranges."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return YearTable(free=_days(data["free"]), worked=_days(data["worked"]))


def _days(rows: list[date | list[date]]) -> frozenset[date]:
    found: set[date] = set()
    for row in rows:
        first, last = (row[0], row[-1]) if isinstance(row, list) else (row, row)
        found.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(found)


@cache
def working_days(folder: Path = FOLDER) -> WorkingDays:
    """All tables by year: those that came with the product, then those in the folder `URTUU_WORKDAYS` names.

    A year in the operator's folder replaces the product's: a notice may be changed in the middle of a year.
    """
    own = os.environ.get("URTUU_WORKDAYS", "").strip()
    folders = [folder, *([Path(own).expanduser()] if own and folder == FOLDER else [])]
    files = [path for place in folders for path in sorted(place.glob("[0-9][0-9][0-9][0-9].toml"))]
    return WorkingDays({int(path.stem): read_year(path) for path in files})

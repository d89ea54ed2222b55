"""What became of the disputes found in each month, and of each class (the official rows, disputes.md 4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count

from urtuu.base.weeks import Week, read_week
from urtuu.kinds.dispute.codes import SHUT
from urtuu.reports.asked import Asked, said_in
from urtuu.reports.official_rows import official_row

OUTCOMES = ("settled", "referred", "refused", "pending")
_BY_STATE = {
    "agreed": "settled",
    "performing": "settled",
    "performed": "settled",
    "not_performed": "settled",
    "referred": "referred",
    "terminated": "refused",
    "not_accepted": "refused",
}
Month = tuple[int, int]


@dataclass
class Cohort:
    """Disputes found together: how many, and how they stand today."""

    outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))

    @property
    def found(self) -> int:
        """All of them."""
        return sum(self.outcomes.values())

    def share(self, outcome: str) -> int:
        """Per cent of those found."""
        return round(100 * self.outcomes[outcome] / self.found) if self.found else 0


@dataclass
class Found:
    """The disputes of some weeks by month of finding and by class."""

    months: dict[Month, Cohort]
    classes: dict[str, Cohort]
    own_codes: dict[str, int]
    """Codes of ours without an official row of their own, counted under OTH."""


def found(asked: Asked) -> Found:
    """One query, whatever the size."""
    result = Found({month: Cohort() for month in months(asked.first, asked.last)}, {}, {})
    rows = (
        asked.standings.filter(asked.weeks, kind="dispute")
        .annotate(category=said_in("category"), grassland=said_in("grassland"), outcome=said_in("outcome"))
        .values("week", "category", "grassland", "state", "outcome")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for row in rows:
        _add(result, row)
    return result


def _add(result: Found, row: Mapping[str, object]) -> None:
    code, many = str(row["category"] or "unknown"), int(str(row["n"]))
    became = outcome(str(row["state"]), str(row["outcome"] or ""))
    official = official_row(code, str(row["grassland"] or ""))
    if official == "OTH" != code:
        result.own_codes[code] = result.own_codes.get(code, 0) + many
    result.classes.setdefault(official, Cohort()).outcomes[became] += many
    week = read_week(str(row["week"]))
    if week:
        result.months.setdefault(month_of(week), Cohort()).outcomes[became] += many


def outcome(state: str, named: str) -> str:
    """How a dispute stands: by its state, or by what it was closed with."""
    return _BY_STATE.get(named if state in SHUT else state, "pending")


def month_of(week: Week) -> Month:
    """The month of a week is that of its Thursday, as its year is (ISO 8601)."""
    thursday = week.monday + timedelta(days=3)
    return thursday.year, thursday.month


def months(first: Week, last: Week) -> Iterable[Month]:
    """Every month that a week of the range belongs to, in order."""
    week, seen = first, dict[Month, None]()
    while week.monday <= last.monday:
        seen[month_of(week)] = None
        week = week.shifted(1)
    return list(seen)

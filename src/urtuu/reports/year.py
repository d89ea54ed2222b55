"""A year: ours beside the published figures of the method, with what became of everything that was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from urtuu.base.weeks import Week, read_week, week_of
from urtuu.journal.queries import today
from urtuu.places import permissions
from urtuu.places.models import Station
from urtuu.places.permissions import Who
from urtuu.reports.asked import Asked
from urtuu.reports.behind import first_weeks
from urtuu.reports.cohorts import Cohort, Found, Month, found, month_of
from urtuu.reports.counting import Tally, tally
from urtuu.reports.figures import FIGURES, Source
from urtuu.reports.official_rows import OFFICIAL
from urtuu.reports.scopes import Scope, refusal
from urtuu.reports.sheet import NotYours
from urtuu.reports.small_cells import Cell, protected

PAGE = "year"
WEEKS = 52
QUARTER = 13
PUBLISHED: Mapping[str, int] = {
    "disputes_settled": 1200,
    "escalations_defused": 5,
    "sessions": 3000,
    "people_reached": 60_000,
    "needs_met": 700,
}
"""Published figures of the 131 method, each "more than", over the time since it began; not of one year."""
BY_STATION = (
    "visits",
    "disputes_opened",
    "disputes_settled",
    "sessions",
    "people_reached",
    "needs_heard",
    "needs_met",
)


@dataclass(frozen=True)
class MonthRow:
    """A month: disputes found and settled in it, needs met in it, and what became of those found in it."""

    month: Month
    found: Cell
    settled: Cell
    needs_met: Cell
    cohort: Cohort | None


@dataclass(frozen=True)
class ClassRow:
    """A class of the official statistics."""

    code: str
    found: Cell
    cohort: Cohort | None


@dataclass(frozen=True)
class StationRow:
    """A station beside the others, in the order of ids."""

    ident: str
    name: str
    figures: Mapping[str, Cell]


@dataclass(frozen=True)
class Year:
    """All a yearly page says. Readers of counts get no cohorts, and small figures are missing."""

    scope: Scope
    first: Week
    last: Week
    asked_at: datetime
    figures: Mapping[str, int]
    entries: int
    whole: Cohort
    months: list[MonthRow]
    classes: list[ClassRow]
    own_codes: Mapping[str, int]
    stations: list[StationRow]
    counts_only: bool

    @property
    def late_permille(self) -> int:
        """How many of a thousand entries came late."""
        return round(1000 * self.figures["late_entries"] / self.entries) if self.entries else 0


def year(asking: Who, first: Week, last: Week, scope: Scope, now: datetime) -> Year:
    """Some weeks of a scope. Raises NotYours."""
    asked = ask(asking, first, last, scope, now)
    counted, disputes = tally(asked), found(asked)
    whole = Cohort()
    for cohort in disputes.months.values():
        for name, many in cohort.outcomes.items():
            whole.outcomes[name] += many
    plain = Year(
        scope=scope,
        first=first,
        last=last,
        asked_at=now,
        figures={f.name: counted.total(f.name) for f in FIGURES if f.source is not Source.DEVICES},
        entries=counted.entries,
        whole=whole,
        months=_months(asked, disputes),
        classes=[ClassRow(code, c.found, c) for code, c in _in_order(disputes)],
        own_codes=disputes.own_codes,
        stations=_stations(scope, counted),
        counts_only=permissions.reach(asking, PAGE, asked.on).counts_only,
    )
    return _protected(plain) if plain.counts_only else plain


def ask(asking: Who, first: Week, last: Week, scope: Scope, now: datetime) -> Asked:
    """What is asked for a year, if this person may have it. Raises NotYours."""
    asked = Asked(asking=asking, scope=scope, first=first, last=last, now=now, page=PAGE)
    refused = refusal(asking, scope, PAGE, asked.on)
    if refused:
        raise NotYours(refused)
    return asked


def finished(asking: Who, now: datetime, asked_year: int | None) -> tuple[Week, Week]:
    """The weeks of a page: a year of the calendar, or the last 52 finished weeks.

    Readers of counts get calendar years that are over, or 52 weeks up to the end of a quarter: windows that
    move by a week, or lie within one another, would give away by their difference what each of them hides.
    """
    last = week_of(today(now)).shifted(-1)
    quarterly = permissions.reach(asking, PAGE, today(now)).counts_only
    if asked_year is not None and not (quarterly and asked_year > _last_over(last)):
        first = Week(asked_year, 1)
        return first, min(Week(asked_year + 1, 1).shifted(-1), max(first, last))
    if quarterly:
        last = _end_of_quarter(last)
    return last.shifted(1 - WEEKS), last


def _last_over(last: Week) -> int:
    """The last calendar year that is over."""
    return last.year if last.shifted(1).year > last.year else last.year - 1


def _end_of_quarter(last: Week) -> Week:
    if last.shifted(1).year > last.year:
        return last
    quarters = last.number // QUARTER
    return Week(last.year, quarters * QUARTER) if quarters else Week(last.year, 1).shifted(-1)


def _months(asked: Asked, disputes: Found) -> list[MonthRow]:
    settled = _by_month(first_weeks(asked, "disputes_settled"))
    met = _by_month(first_weeks(asked, "needs_met"))
    return [
        MonthRow(month, cohort.found, settled[month], met[month], cohort)
        for month, cohort in sorted(disputes.months.items())
    ]


def _by_month(weeks: Sequence[str]) -> Counter[Month]:
    read = (read_week(week) for week in weeks)
    return Counter(month_of(week) for week in read if week)


def _in_order(disputes: Found) -> list[tuple[str, Cohort]]:
    return [(code, disputes.classes.get(code, Cohort())) for code in OFFICIAL]


def _stations(scope: Scope, counted: Tally) -> list[StationRow]:
    if scope.level != "banner":
        return []
    names = Station.objects.filter(pk__in=scope.stations).order_by("pk").values_list("pk", "name")
    return [
        StationRow(ident, name, {figure: counted.of(figure, station=ident) for figure in BY_STATION})
        for ident, name in names
    ]


def _protected(plain: Year) -> Year:
    """For a reader of counts: every line beside a known total without its small figures; no two-way table."""
    lines = {name: protected([row.figures[name] or 0 for row in plain.stations]) for name in BY_STATION}
    by_month = ("found", "settled", "needs_met")
    found_, settled, met = (protected([getattr(row, name) or 0 for row in plain.months]) for name in by_month)
    classes = protected([row.found or 0 for row in plain.classes])
    return replace(
        plain,
        months=[
            MonthRow(row.month, found_[at], settled[at], met[at], None) for at, row in enumerate(plain.months)
        ],
        classes=[ClassRow(row.code, classes[at], None) for at, row in enumerate(plain.classes)],
        own_codes={},
        stations=[
            StationRow(row.ident, row.name, {name: line[at] for name, line in lines.items()})
            for at, row in enumerate(plain.stations)
        ],
    )

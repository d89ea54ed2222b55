"""The Friday sheet: a week of an officer, a station or the banner, and how far its numbers can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.db.models.functions import TruncDate

from urtuu.base.sentences import Sentence
from urtuu.base.weeks import ONE_THREE_ONE, DayPart, Week
from urtuu.base.workdays import WorkingDays, working_days
from urtuu.journal import queries
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.registry import shelf
from urtuu.places.models import Grid, Station
from urtuu.places.permissions import Who
from urtuu.reports import pending as waiting
from urtuu.reports import phones, tasks
from urtuu.reports.asked import Asked, said_in
from urtuu.reports.counting import Tally, pending, tally
from urtuu.reports.figures import FIGURES
from urtuu.reports.frozen import HandedIn, Report, handed_in, report_of, reports_in
from urtuu.reports.phones import Phone, Serving
from urtuu.reports.scopes import Scope, refusal
from urtuu.reports.tasks import Going
from urtuu.rounds.calendar import parts_of

BY_ROW = (
    "visits",
    "disputes_opened",
    "sessions",
    "people_reached",
    "needs_heard",
    "tasks_done",
    "tasks_carried",
)
"""What a row of a grid or a station shows: workload only. Settlements are not compared between officers."""


class NotYours(Exception):
    """The figures of this scope are not for this person; the sentence says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.name)
        self.sentence = sentence


@dataclass(frozen=True)
class Gaps:
    """Why a number may still change, each named."""

    known: int
    declared: int
    silent: list[Phone]
    waiting: list[Phone]
    skewed: list[Phone]
    no_table: int

    @property
    def any(self) -> bool:
        """Whether anything could be incomplete."""
        return bool(self.silent or self.waiting or self.skewed or self.no_table)


@dataclass(frozen=True)
class Row:
    """A grid with its officers, or a station; in the order of their ids, never of their figures."""

    ident: str
    name: str
    officers: list[tuple[str, str]]
    figures: Mapping[str, int]
    late: int
    silent: bool
    declared: int


@dataclass(frozen=True)
class Sheet:
    """All a sheet says; the page, the print and the workbook show the same."""

    scope: Scope
    week: Week
    asked_at: datetime
    figures: Mapping[str, int]
    entries: int
    rows: list[Row]
    classes: list[tuple[str, int]]
    pending: waiting.Pending
    gaps: Gaps
    carried: list[Going]
    unfinished: list[Going]
    days: Mapping[date, DayPart]
    by_day: Mapping[date, Mapping[str, int]]
    report: Report | None
    handed_in: list[HandedIn]

    @property
    def not_handed_in(self) -> list[str]:
        """The names of officers of the scope who have not handed their week in, in the order of the grids."""
        there = {one.staff for one in self.handed_in}
        named = [pair for row in self.rows for pair in row.officers if pair[0] not in there]
        return list(dict.fromkeys(name for _, name in named))


def sheet(asking: Who, scope: Scope, week: Week, now: datetime, days: WorkingDays | None = None) -> Sheet:
    """The sheet of a week. Raises NotYours."""
    asked = ask(asking, scope, week, now)
    table = days or working_days()
    served = phones.serving(scope, week, week, phones.heard_since(week, table, now))
    counted = tally(asked)
    figures = with_phones(counted, served)
    pattern = _pattern(scope)
    worked, no_table = parts_of(week, pattern, table)
    kind = shelf()["dispute"]
    reports = reports_in(asked)
    open_ones = [row.standing for row in queries.rows(pending(asked).order_by("began_at"))]
    return Sheet(
        scope=scope,
        week=week,
        asked_at=now,
        figures=figures,
        entries=counted.entries,
        rows=_rows(scope, counted, served),
        classes=classes(asked),
        pending=waiting.pending(open_ones, kind, asked.until, table),
        gaps=Gaps(counted.entries, served.declared, served.silent, served.waiting, served.skewed, no_table),
        carried=tasks.carried(asked),
        unfinished=tasks.unfinished(asked),
        days=worked,
        by_day=by_day(asked),
        report=report_of(asked, figures, reports),
        handed_in=handed_in(asked, reports),
    )


def ask(asking: Who, scope: Scope, week: Week, now: datetime) -> Asked:
    """What is asked for a sheet, if this person may have it. Raises NotYours."""
    asked = Asked(asking=asking, scope=scope, first=week, last=week, now=now)
    refused = refusal(asking, scope, asked.page, asked.on)
    if refused:
        raise NotYours(refused)
    return asked


def live_figures(asked: Asked, days: WorkingDays | None = None) -> dict[str, int]:
    """The figures of a week's report as they are now."""
    since = phones.heard_since(asked.last, days or working_days(), asked.now)
    return with_phones(tally(asked), phones.serving(asked.scope, asked.first, asked.last, since))


def with_phones(counted: Tally, served: Serving) -> dict[str, int]:
    """The figures of a week's report, in the order of the table."""
    told = {"devices_silent": len(served.silent), "queue_declared": served.declared}
    return {f.name: told.get(f.name, counted.total(f.name)) for f in FIGURES if f.weekly}


def classes(asked: Asked) -> list[tuple[str, int]]:
    """The disputes of the weeks by class, as they are classed now; only classes that occur."""
    found = asked.standings.filter(asked.weeks, kind="dispute").annotate(category=said_in("category"))
    rows = found.values("category").annotate(n=Count("pk")).order_by("-n", "category")
    return [(row["category"] or "unknown", row["n"]) for row in rows]


BY_DAY = {
    "tasks": ("task", ("issue",)),
    "visits": ("visit", ("make",)),
    "sessions": ("publicity", ("hold", "hold_now")),
    "disputes": ("dispute", ("agree", "settle_at_once")),
}
"""What the week's ribbon tells of each day."""


def by_day(asked: Asked) -> dict[date, dict[str, int]]:
    """Tasks issued, visits made, sessions held and disputes settled on each day."""
    names = {(kind, act): name for name, (kind, acts) in BY_DAY.items() for act in acts}
    kinds, acts = sorted({kind for kind, _ in names}), sorted({act for _, act in names})
    dated = asked.acts.filter(kind__in=kinds, act__in=acts).annotate(
        day=TruncDate("counted_at", tzinfo=LOCAL)
    )
    days: dict[date, dict[str, int]] = {}
    for row in dated.values("day", "kind", "act").annotate(n=Count("pk")).order_by("day"):
        name = names.get((row["kind"], row["act"]))
        if name:
            there = days.setdefault(row["day"], {})
            there[name] = there.get(name, 0) + row["n"]
    return days


def _pattern(scope: Scope) -> str:
    if len(scope.stations) != 1:
        return ONE_THREE_ONE
    found = Station.objects.filter(pk=scope.stations[0]).values_list("week_pattern", flat=True).first()
    return found or ONE_THREE_ONE


def _rows(scope: Scope, counted: Tally, served: Serving) -> list[Row]:
    if scope.level == "banner":
        names = Station.objects.filter(pk__in=scope.stations).values_list("pk", "name")
        return [_station_row(ident, name, counted, served) for ident, name in names.order_by("pk")]
    grids = Grid.objects.filter(station__in=scope.stations)
    if scope.grids:
        grids = grids.filter(pk__in=scope.grids)
    rows = [_grid_row(grid.pk, grid.name, counted, served) for grid in grids.order_by("pk")]
    whole = _grid_row("", "", counted, served)
    return [*rows, whole] if any(whole.figures.values()) or whole.late else rows


def _grid_row(ident: str, name: str, counted: Tally, served: Serving) -> Row:
    own = [phone for phone in served.phones.values() if ident and ident in phone.grids]
    return Row(
        ident=ident,
        name=name,
        officers=served.officers.get(ident, []),
        figures={figure: counted.of(figure, grid=ident) for figure in BY_ROW},
        late=counted.of("late_entries", grid=ident),
        silent=any(phone.silent for phone in own),
        declared=sum(phone.queue for phone in own),
    )


def _station_row(ident: str, name: str, counted: Tally, served: Serving) -> Row:
    own = [phone for phone in served.phones.values() if ident in phone.stations]
    return Row(
        ident=ident,
        name=name,
        officers=[],
        figures={figure: counted.of(figure, station=ident) for figure in BY_ROW},
        late=counted.of("late_entries", station=ident),
        silent=any(phone.silent for phone in own),
        declared=sum(phone.queue for phone in own),
    )

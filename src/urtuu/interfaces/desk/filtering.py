"""Which records a list shows and in what order: read from the address, kept in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from urtuu.base.weeks import Week, read_week, week_of
from urtuu.interfaces.desk.asking import asking, language, today_of
from urtuu.journal import queries as journal
from urtuu.kinds import words
from urtuu.kinds.vocabulary import Kind
from urtuu.places import offers
from urtuu.places.models import Grid
from urtuu.web.dates import week_words

SORTS = {"changed": "changed_at", "began": "began_at", "number": "number", "state": "state", "grid": "grid"}
WEEKS_OFFERED = 12
OPEN, CLOSED, ALL = "open", "closed", "all"


@dataclass(frozen=True)
class Filter:
    """What was asked of a list; values that mean nothing are dropped."""

    kind: Kind
    which: str
    state: str = ""
    week: str = ""
    station: str = ""
    grid: str = ""
    mine: bool = False
    words: str = ""
    sort: str = "-changed"

    @property
    def order(self) -> tuple[str, str]:
        """The columns to order by; the id makes it the same every time."""
        column = SORTS[self.sort.lstrip("-")]
        return f"-{column}" if self.sort.startswith("-") else column, "record"


def read(request: HttpRequest, kind: Kind) -> Filter:
    """The filter of an address."""
    asked = request.GET
    which, sort = asked.get("which", ""), asked.get("sort", "")
    week = read_week(asked.get("week", ""))
    return Filter(
        kind=kind,
        which=which if which in (OPEN, CLOSED, ALL) else OPEN if all_last(kind) else ALL,
        state=asked.get("state", "") if asked.get("state") in kind.states else "",
        week=str(week) if week else "",
        station=asked.get("station", "")[:80],
        grid=asked.get("grid", "")[:80],
        mine=asked.get("mine") == "on",
        words=asked.get("q", "").strip()[:60],
        sort=sort if sort.lstrip("-") in SORTS and sort.count("-") <= 1 else "-changed",
    )


def changed(request: HttpRequest, **changes: str) -> str:
    """The address of the same list asked for otherwise, from its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def lasts(kind: Kind) -> bool:
    """Whether its records may stay open for a while; a visit is over when it is written."""
    return any(act.leads_to not in kind.ends for act in kind.beginnings)


def all_last(kind: Kind) -> bool:
    """Whether all of them do, so that the open ones are what is looked for."""
    return all(act.leads_to not in kind.ends for act in kind.beginnings)


def rows(request: HttpRequest, asked: Filter) -> QuerySet[Any]:
    """The standings in reach that fit, open and closed ones alike."""
    who = asking(request)
    found = journal.standings(who, asked.kind.name, today_of(request))
    fitting = {
        name: value
        for name, value in (("state", asked.state), ("week", asked.week), ("grid", asked.grid))
        if value
    }
    if asked.station:
        fitting["station"] = asked.station
    found = found.filter(**fitting)
    if asked.mine:
        found = found.filter(Q(holder=who.staff) | Q(author=who.staff))
    if asked.words:
        found = found.filter(Q(number__icontains=asked.words) | Q(title__icontains=asked.words))
    return found


def counts(found: QuerySet[Any]) -> dict[str, int]:
    """How many are open, closed, and both together. One query."""
    told = found.aggregate(open=Count("record", filter=Q(open=True)), all=Count("record"))
    return {OPEN: told["open"], CLOSED: told["all"] - told["open"], ALL: told["all"]}


def only(found: QuerySet[Any], asked: Filter) -> QuerySet[Any]:
    """Those of the chosen tab, in the chosen order."""
    if asked.which != ALL:
        found = found.filter(open=asked.which == OPEN)
    return found.order_by(*asked.order)


def controls(request: HttpRequest, asked: Filter, grids: Sequence[Grid]) -> list[dict[str, Any]]:
    """The fields of the filter, as `web/components/control.html` draws them."""
    kind = asked.kind
    states = [(state, words.label(language(), kind.name, "states", state)) for state in kind.states]
    fields = [
        field("q", _("Number or title"), asked.words, type="search"),
        select("state", _("State"), asked.state, states),
        select("week", _("Week"), asked.week, _weeks(week_of(today_of(request)), asked.week)),
    ]
    stations = list(dict.fromkeys((grid.station_id, grid.station.name) for grid in grids))
    if len(stations) > 1:
        fields.append(select("station", _("Police station"), asked.station, stations))
    if len(grids) > 1:
        fields.append(select("grid", _("Grid"), asked.grid, [(grid.pk, grid.name) for grid in grids]))
    return [*fields, field("mine", _("Only mine"), asked.mine, type="check")]


def grids_offered(request: HttpRequest) -> list[Grid]:
    """The grids in reach, for the filter. One query."""
    return offers.grids_read(asking(request), today_of(request))


def field(name: str, label: str, value: Any, *, type: str) -> dict[str, Any]:
    """A control of a filter."""
    return {"id": f"filter_{name}", "name": name, "label": label, "value": value, "type": type}


def select(
    name: str, label: str, value: str, choices: Sequence[tuple[str, str]], *, empty: bool = True
) -> dict[str, Any]:
    """A choice of a filter; `empty`: all of them may be asked for."""
    every = [("", _("All"))] if empty else []
    return {**field(name, label, value, type="select"), "choices": [*every, *choices]}


def _weeks(now: Week, chosen: str) -> list[tuple[str, str]]:
    weeks = [now.shifted(-back) for back in range(-1, WEEKS_OFFERED)]
    picked = read_week(chosen)
    if picked and picked not in weeks:
        weeks.append(picked)
    return [(str(week), week_words(week.year, week.number, language())) for week in weeks]

"""The year in figures: ours beside the published ones, by month, by class and by station."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from urtuu.base.sentences import Sentence, say
from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.interfaces.desk.sheet import download
from urtuu.interfaces.desk.showing import opens, refuse, show
from urtuu.places import permissions
from urtuu.places.models import Grid, Region, Station
from urtuu.reports import saying, scopes
from urtuu.reports import workbook as books
from urtuu.reports import year as figures
from urtuu.reports.asked import Asked
from urtuu.reports.cohorts import OUTCOMES
from urtuu.reports.scopes import Scope
from urtuu.reports.sheet import NotYours
from urtuu.reports.year import BY_STATION, PUBLISHED, Year
from urtuu.web.charts import BarChart, Series, bar_chart

PAGE = "year"
FIRST_YEAR = 2020
HONEST = ("escalations_unconfirmed", "turned_criminal", "follow_ups", "sessions_mn", "late_entries")
_ICONS = {
    "disputes_settled": ("scales", "grass"),
    "escalations_defused": ("shield", "grass"),
    "sessions": ("megaphone", "sky"),
    "people_reached": ("people", "sky"),
    "needs_met": ("heart-hand", "grass"),
}


@require_safe
@opens(PAGE)
def page(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The last 52 finished weeks, or a calendar year."""
    try:
        found = _year(request, number)
    except NotYours as answer:
        return refuse(request, answer.sentence)
    return show(request, "desk/sheet/year.html", **_context(request, found, number))


@require_safe
@opens(PAGE)
def workbook(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The same year for an office programme."""
    try:
        found = _year(request, number)
    except NotYours as answer:
        return refuse(request, answer.sentence)
    title = f"{_('The year in figures')} {found.scope.name} {found.first} – {found.last}"
    return download(books.of_year(found, title), title)


def asked_of(request: HttpRequest, number: int | None) -> Asked:
    """What an address of a year asks for. Raises NotYours and Http404."""
    who, now = asking(request), now_of(request)
    if number is not None and not FIRST_YEAR <= number <= today_of(request).isocalendar().year:
        raise Http404(_("There are no figures of that year."))
    first, last = figures.finished(who, now, number)
    return figures.ask(who, first, last, chosen_scope(request), now)


def _year(request: HttpRequest, number: int | None) -> Year:
    asked = asked_of(request, number)
    return figures.year(asked.asking, asked.first, asked.last, asked.scope, asked.now)


def chosen_scope(request: HttpRequest) -> Scope:
    """The part of the banner that an address names, else the widest this person may have. Raises Http404."""
    level, _colon, ident = request.GET.get("scope", "").partition(":")
    reading = {"station": scopes.station_scope, "gacha": scopes.gacha_scope, "banner": scopes.banner_scope}
    if level in reading:
        found = reading[level](ident)
    else:
        who, on = asking(request), today_of(request)
        found = scopes.usual_scope(who, PAGE, figures.finished(who, now_of(request), None)[1], on)
    if found is None:
        raise Http404(_("There is no such place, or no grid serves it."))
    return found


def address(request: HttpRequest, number: int | None, **more: str) -> str:
    """The address of a year with the scope that was chosen."""
    url = reverse("desk:year") if number is None else reverse("desk:year_number", args=[number])
    asked = more | ({"scope": request.GET["scope"]} if request.GET.get("scope") else {})
    return f"{url}?{urlencode(asked)}" if asked else url


def counts_sentence(request: HttpRequest) -> Sentence:
    """Why a reader of counts opens no list."""
    roles = sorted(role.value for role in asking(request).roles(today_of(request)))
    return say("counts_only", role=", ".join(roles))


def _context(request: HttpRequest, found: Year, number: int | None) -> dict[str, Any]:
    base = reverse("desk:year") if number is None else reverse("desk:year_number", args=[number])
    query = f"?{urlencode({'scope': request.GET['scope']})}" if request.GET.get("scope") else ""
    lists = not found.counts_only
    return {
        "year": found,
        "lists": lists,
        "base": base,
        "query": query,
        "periods": _periods(request, found, number),
        "choices": _choices(request),
        "chosen": f"{found.scope.level}:{found.scope.ident}",
        "beside": [_beside(found, name, base, query) for name in PUBLISHED],
        "chart": _chart(
            found,
            _("Disputes by month"),
            ("found", _("Found"), "pale"),
            ("settled", _("Settled"), "sky"),
        ),
        "needs_chart": _chart(found, _("Needs met by month"), ("needs_met", _("Met"), "grass")),
        "outcomes": [
            (str(saying.OUTCOMES[name]), found.whole.outcomes[name], found.whole.share(name), name)
            for name in OUTCOMES
        ],
        "outcome_heads": [str(saying.OUTCOMES[name]) for name in OUTCOMES],
        "months": [_month(row) for row in found.months],
        "classes": [_class(row, found) for row in found.classes],
        "own_codes": [(saying.class_name(code), n) for code, n in sorted(found.own_codes.items())],
        "honest": [(name, saying.label(name), found.figures[name]) for name in HONEST],
        "late": f"{found.late_permille / 10:.1f} %",
        "stations": [
            (row.name, [saying.cell(row.figures[name]) for name in BY_STATION], row.ident)
            for row in found.stations
        ],
        "station_heads": [saying.label(name) for name in BY_STATION],
        "withheld": saying.cell(None),
    }


def _periods(request: HttpRequest, found: Year, number: int | None) -> list[dict[str, Any]]:
    this = found.asked_at.year
    shown = [this - 1] if found.counts_only else [this, this - 1]
    last = {"label": _("Last 52 weeks"), "url": address(request, None), "current": number is None}
    return [
        last,
        *(
            {"label": str(year), "url": address(request, year), "current": number == year}
            for year in shown
            if year >= FIRST_YEAR
        ),
    ]


def _choices(request: HttpRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """The scopes this person may choose: the banner, its stations, the gachas that a grid serves."""
    reach = permissions.reach(asking(request), PAGE, today_of(request))
    if reach.counts_only:
        return []
    wide = Station.objects.filter(banner__in=reach.banners) if reach.banners else None
    stations = list(wide if wide is not None else Station.objects.filter(pk__in=reach.stations))
    grids = Grid.objects.filter(station__in=stations)
    gachas = Region.objects.filter(level="gacha", grids__in=grids).distinct().order_by("code")
    banners = Region.objects.filter(pk__in=reach.banners)
    return [
        (_("Banner"), [(f"banner:{region.pk}", region.short_name) for region in banners]),
        (_("Stations"), [(f"station:{station.pk}", station.name) for station in stations]),
        (_("Gachas and villages"), [(f"gacha:{region.pk}", region.short_name) for region in gachas]),
    ]


def _beside(found: Year, name: str, base: str, query: str) -> dict[str, Any]:
    icon, tone = _ICONS[name]
    published = _("published %(figure)s+") % {"figure": f"{PUBLISHED[name]:,}"}
    return {
        "label": saying.label(name),
        "value": f"{found.figures[name]:,}",
        "unit": published,
        "icon": icon,
        "tone": tone,
        "url": "" if found.counts_only else f"{base}figure/{name}/{query}",
    }


def _chart(found: Year, title: str, *shown: tuple[str, str, str]) -> BarChart | None:
    """Bars by month; none where a month is withheld, for a bar of nothing would say nought."""
    values = {name: [getattr(row, name) for row in found.months] for name, _label, _tone in shown}
    if any(value is None for line in values.values() for value in line):
        return None
    months = [saying.month_name(row.month)[2:] for row in found.months]
    series = [Series(label, values[name], tone) for name, label, tone in shown]
    return bar_chart(title, months, series, width=760, height=220)


def _month(row: figures.MonthRow) -> dict[str, Any]:
    shares = [(row.cohort.outcomes[name], row.cohort.share(name)) for name in OUTCOMES] if row.cohort else []
    return {
        "name": saying.month_name(row.month),
        "found": saying.cell(row.found),
        "settled": saying.cell(row.settled),
        "needs_met": saying.cell(row.needs_met),
        "outcomes": shares,
    }


def _class(row: figures.ClassRow, found: Year) -> dict[str, Any]:
    return {
        "name": saying.class_name(row.code),
        "code": row.code,
        "found": saying.cell(row.found),
        "share": f"{100 * row.found / found.whole.found:.1f} %" if row.found and found.whole.found else "",
        "outcomes": [row.cohort.outcomes[name] for name in OUTCOMES] if row.cohort else [],
    }

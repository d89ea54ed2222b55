"""How long the ways from one place are, what each rests on, and a time typed by somebody who drives it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from urtuu.base.sentences import say
from urtuu.interfaces.desk.asking import asking, read_day, today_of
from urtuu.interfaces.desk.points import of_station
from urtuu.interfaces.desk.showing import show, told
from urtuu.places.models import LegTime, Station
from urtuu.places.services import Refused
from urtuu.places.ways import MOST_MINUTES
from urtuu.rounds.travel import listing, queries, services
from urtuu.rounds.travel.keys import PlaceKey, read_key
from urtuu.rounds.travel.legs import Legs
from urtuu.rounds.travel.listing import Place

ROWS = 60


@require_http_methods(["GET", "HEAD", "POST"])
@of_station
def legs(request: HttpRequest, station: Station) -> HttpResponse:
    """The ways from a place to all others of the station on a day."""
    if request.method == "POST":
        return _typed(request, station)
    found = listing.places(station)
    chosen = _chosen(request, found)
    on = read_day(request.GET.get("on", "")) or today_of(request)
    if chosen is None:
        return show(request, "desk/points_legs.html", station=station, start=None)
    others = [one for one in found if one.key != chosen.key]
    page = Paginator(others, ROWS).get_page(request.GET.get("page"))
    keys = [chosen.key, *(one.key for one in page.object_list)]
    matrix = queries.matrix(station.pk, keys, on)
    return show(
        request,
        "desk/points_legs.html",
        station=station,
        start=chosen,
        start_name=name_of(chosen),
        controls=_controls(found, chosen, on),
        season=_season_words(queries.site_speeds().usual.season(on)),
        page=page,
        params=request.GET,
        lines=[_line(matrix, at, one) for at, one in enumerate(page.object_list, 1)],
        pace=_pace(matrix),
        most_minutes=MOST_MINUTES,
        seasons=[(one, _season_words(one)) for one in LegTime.SEASONS],
        typed=_typed_lines(station, chosen.key, found),
    )


def _controls(found: Sequence[Place], chosen: Place, on: date) -> list[dict[str, Any]]:
    return [
        {
            "id": "id_from",
            "name": "from",
            "label": _("Start from"),
            "type": "select",
            "value": chosen.key.text,
            "choices": [(one.key.text, name_of(one)) for one in found],
        },
        {"id": "id_on", "name": "on", "label": _("On the day"), "type": "date", "value": on.isoformat()},
    ]


def _chosen(request: HttpRequest, found: Sequence[Place]) -> Place | None:
    """The place asked for; else the first, a village room where there is one."""
    key = read_key(request.GET.get("from", ""))
    return next((one for one in found if one.key == key), found[0] if found else None)


def name_of(one: Place) -> str:
    """A place by name, with what it lies within."""
    name = f"{one.within} · {one.name}" if one.within else one.name
    return _("%(grid)s, village room") % {"grid": name} if one.is_room else name


def basis_chip(basis: str) -> dict[str, str]:
    """What a leg rests on, as a chip: never by colour alone."""
    return {
        "typed": {"text": _("typed"), "tone": "grass", "icon": "edit"},
        "network": {"text": _("by road"), "tone": "sky", "icon": "route"},
        "estimate": {"text": _("estimate"), "tone": "ochre", "icon": "help"},
    }[basis]


def _line(matrix: Legs, at: int, one: Place) -> dict[str, Any]:
    return {
        "name": name_of(one),
        "key": one.key.text,
        "there": minutes(matrix.seconds[0][at]),
        "back": minutes(matrix.seconds[at][0]),
        "basis": basis_chip(matrix.basis[0][at]),
        "back_basis": basis_chip(matrix.basis[at][0]) if matrix.basis[0][at] != matrix.basis[at][0] else None,
        "without_point": matrix.spots[at].by != "own",
    }


def minutes(seconds: int) -> int:
    """Whole minutes, never none for a way."""
    return max(1, round(seconds / 60))


def _pace(matrix: Legs) -> str:
    """What estimates are reckoned with, in words."""
    per_km = f"{matrix.pace.seconds_a_km / 60:.1f}"
    values = {"minutes": per_km, "pairs": matrix.pace.pairs}
    if matrix.pace.by == "typed":
        return _("Estimates: %(minutes)s minutes a straight kilometre, from %(pairs)s typed times.") % values
    if matrix.pace.by == "network":
        return _("Estimates: %(minutes)s minutes a straight kilometre, from %(pairs)s ways by road.") % values
    return _("Estimates: %(minutes)s minutes a straight kilometre, as usual on the steppe.") % values


def _season_words(season: str) -> str:
    return {"": _("all year"), "summer": _("summer"), "winter": _("winter")}[season]


def _typed_lines(station: Station, start: PlaceKey, found: Sequence[Place]) -> list[dict[str, Any]]:
    """Times typed for ways from or to a place."""
    names = {one.key.text: name_of(one) for one in found}
    rows = LegTime.objects.filter(station=station).select_related("set_by")
    return [
        {
            "row": row,
            "name": f"{names.get(row.from_place, row.from_place)} → {names.get(row.to_place, row.to_place)}",
            "season": _season_words(row.season),
            "who": row.set_by.name if row.set_by else "",
        }
        for row in rows
        if start.text in (row.from_place, row.to_place)
    ]


def _typed(request: HttpRequest, station: Station) -> HttpResponse:
    """A time typed, or taken away."""
    sent = request.POST
    start, end = read_key(sent.get("from", "")), read_key(sent.get("to", ""))
    season = sent.get("season", "") if sent.get("season", "") in LegTime.SEASONS else ""
    text = sent.get("minutes", "").strip()
    try:
        if start is None or end is None:
            raise Refused(say("point_not_here"))
        if "forget" not in sent and not (text.isascii() and text.isdigit()):
            raise Refused(say("leg_no_minutes"))
        way = services.Way(start, end, season)
        given = None if "forget" in sent else int(text)
        services.set_leg(asking(request), station, way, given, today_of(request))
    except Refused as refused:
        messages.error(request, told(refused.sentence))
    else:
        messages.success(
            request, _("The time was taken away.") if "forget" in sent else _("The time was noted.")
        )
    back = reverse("desk:points_legs", args=[station.pk])
    return redirect(f"{back}?from={sent.get('back') or sent.get('from', '')}")

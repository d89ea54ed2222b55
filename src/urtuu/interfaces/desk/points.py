"""Where the places of a station lie: the list with its map, one place marked by typing or by a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from urtuu.base.coordinates import CONVERSIONS, SYSTEMS, Point, point
from urtuu.base.sentences import say
from urtuu.interfaces.desk.asking import asking, today_of
from urtuu.interfaces.desk.points_map import area_lines, click_frame, map_of, map_places
from urtuu.interfaces.desk.showing import opens, refuse, show, told
from urtuu.places.models import PlacePoint, Station
from urtuu.places.services import Refused
from urtuu.rounds.travel import listing, queries, services, store
from urtuu.rounds.travel.keys import read_key
from urtuu.rounds.travel.listing import PAGE, Place
from urtuu.rounds.travel.reading import Unreadable
from urtuu.rounds.travel.roads import Roads
from urtuu.web import maps
from urtuu.web.map_frames import Frame

ROWS = 60
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Station, P], HttpResponse]


def of_station(view: View[P]) -> Callable[..., HttpResponse]:
    """A page of one station's places, for whoever may mark them."""

    @wraps(view)
    @opens(PAGE)
    def answered(request: HttpRequest, station: str, *args: Any, **more: Any) -> HttpResponse:
        found = get_object_or_404(Station.objects.select_related("banner"), pk=station)
        refused = listing.station_refused(asking(request), found, today_of(request))
        return refuse(request, refused) if refused else view(request, found, *args, **more)

    return answered


@require_safe
@opens(PAGE)
def stations(request: HttpRequest) -> HttpResponse:
    """The only station at once; else a choice."""
    found = listing.stations(asking(request), today_of(request))
    if len(found) == 1:
        return redirect("desk:points_of", found[0].pk)
    return show(request, "desk/points_stations.html", stations=found)


@require_safe
@of_station
def points(request: HttpRequest, station: Station) -> HttpResponse:
    """Every place with or without a point, the map, and what the roads are."""
    found = listing.places(station)
    missing = [one for one in found if one.row is None]
    shown = missing if request.GET.get("show") == "missing" else found
    page = Paginator(shown, ROWS).get_page(request.GET.get("page"))
    area = queries.area(station.pk)
    return show(
        request,
        "desk/points.html",
        station=station,
        lines=[_line(station, one) for one in page.object_list],
        page=page,
        params=request.GET,
        total=len(found),
        missing=len(missing),
        # Groups are seen when a place is marked; here they would crowd the gachas out.
        map=map_of(station, [one for one in found if not one.key.group], area.roads),
        note_head=[_("Longitude, latitude")],
        roads=area.roads,
        invented=_invented(found, area.roads),
        warning=told(area.warning) if area.warning else "",
        tabs=_tabs(request, station, len(found), len(missing)),
    )


def _invented(found: Sequence[Place], roads: Any) -> bool:
    """Whether anything of it was made for a demonstration."""
    made = any(one.row is not None and one.row.source == PlacePoint.INVENTED for one in found)
    return made or bool(roads and roads.invented)


def _tabs(request: HttpRequest, station: Station, total: int, missing: int) -> list[dict[str, Any]]:
    url = reverse("desk:points_of", args=[station.pk])
    only = request.GET.get("show") == "missing"
    return [
        {"url": url, "label": _("All places (%(n)d)") % {"n": total}, "current": not only},
        {
            "url": f"{url}?show=missing",
            "label": _("Without a point (%(n)d)") % {"n": missing},
            "current": only,
        },
    ]


def source_words(source: str) -> str:
    """How a point came to be known."""
    return {
        PlacePoint.CSV: _("from a list"),
        PlacePoint.DESK: _("marked at the desk"),
        PlacePoint.CAPTURED: _("captured on the spot"),
        PlacePoint.INVENTED: _("invented for the demonstration"),
    }.get(source, source)


def _line(station: Station, one: Place) -> dict[str, Any]:
    row = one.row
    said = [source_words(row.source)] if row else []
    if row and row.marked_by:
        said.append(row.marked_by.name)
    return {
        "place": one,
        "kind": _kind(one),
        "degrees": degrees_of(one.point),
        "source": " · ".join(said),
        "on": row.marked_on if row else None,
        "mark": f"{reverse('desk:points_mark', args=[station.pk])}?place={one.key.text}",
        "legs": f"{reverse('desk:points_legs', args=[station.pk])}?from={one.key.text}",
    }


def _kind(one: Place) -> str:
    if one.is_room:
        return _("Village room")
    return _("Group") if one.key.group else _("Gacha")


def degrees_of(at: Point | None) -> str:
    """Longitude and latitude as one reads them."""
    return f"{at.lon:.5f}, {at.lat:.5f}" if at else ""


@require_http_methods(["GET", "HEAD", "POST"])
@of_station
def mark(request: HttpRequest, station: Station) -> HttpResponse:
    """One place: a click fills in the degrees and looks closer; only saving writes."""
    sent = request.POST if request.method == "POST" else request.GET
    found = listing.places(station)
    key = read_key(sent.get("place", ""))
    place = next((one for one in found if one.key == key), None)
    if place is None:
        return refuse(request, say("point_not_here"), 404)
    if request.method == "POST":
        return _marked(request, station, place, found)
    frame = click_frame(request.GET, found, place, _roads())
    typed = _clicked(request, frame) or place.point
    return _asked(request, station, place, frame=frame, typed=typed)


def _clicked(request: HttpRequest, frame: Frame | None) -> Point | None:
    """What lies under the click that brought us here, in the frame that was shown then."""
    told_x, told_y = request.GET.get("at.x", ""), request.GET.get("at.y", "")
    if frame is None or not (told_x.isdigit() and told_y.isdigit()):
        return None
    return point(*frame.degrees(frame.width / 2, frame.height / 2))


def _asked(
    request: HttpRequest,
    station: Station,
    place: Place,
    *,
    frame: Frame | None,
    typed: Point | None,
    error: str = "",
) -> HttpResponse:
    sent = request.POST
    lon, lat = (f"{typed.lon:.6f}", f"{typed.lat:.6f}") if typed else ("", "")
    return show(
        request,
        "desk/points_mark.html",
        status=422 if error else 200,
        station=station,
        place=place,
        kind=_kind(place),
        degrees=degrees_of(place.point),
        error=error,
        frame=area_lines(frame) if frame else None,
        lon=sent.get("lon", lon),
        lat=sent.get("lat", lat),
        system=_system_control(sent.get("system", "wgs84")),
        changed=bool(typed and typed != place.point),
    )


def _system_control(chosen: str) -> dict[str, Any]:
    return {
        "id": "id_system",
        "name": "system",
        "label": _("Coordinate system"),
        "type": "select",
        "value": chosen,
        "required": True,
        "choices": [
            ("wgs84", _("WGS-84 or CGCS2000 (satellite receiver, this map)")),
            ("gcj02", _("GCJ-02 (maps sold in China)")),
        ],
        "hint": _("The two lie several hundred metres apart. A point in GCJ-02 is converted."),
    }


def _marked(request: HttpRequest, station: Station, place: Place, found: Sequence[Place]) -> HttpResponse:
    who, on = asking(request), today_of(request)
    frame = click_frame(request.GET, found, place, _roads())
    try:
        if "forget" in request.POST:
            services.forget(who, station, place.key, on)
            messages.success(request, _("The point of %(place)s was removed.") % {"place": place.name})
            return redirect("desk:points_of", station.pk)
        at = _typed(request)
        if at is None:
            error = _("Please write both as degrees, such as 120.08213 and 43.87120.")
            return _asked(request, station, place, frame=frame, typed=None, error=error)
        services.mark(who, station, place.key, at, on)
    except Refused as refused:
        return _asked(request, station, place, frame=frame, typed=None, error=told(refused.sentence))
    messages.success(request, _("%(place)s now has a point.") % {"place": place.name})
    return redirect("desk:points_of", station.pk)


def _typed(request: HttpRequest) -> Point | None:
    system = next((one for one in SYSTEMS if one == request.POST.get("system")), None)
    try:
        lon, lat = float(request.POST.get("lon", "")), float(request.POST.get("lat", ""))
    except ValueError:
        return None
    if system is None or not (abs(lon) <= 180 and abs(lat) <= 90):
        return None
    return point(*CONVERSIONS[system](lon, lat))


def _roads() -> Roads | None:
    """The roads, where they can be read; the page of the list says why not."""
    try:
        return store.roads()
    except Unreadable:
        return None


@require_safe
@of_station
def click_map(request: HttpRequest, station: Station) -> HttpResponse:
    """The picture that is clicked on: the same frame as the page's, as one SVG file."""
    found = listing.places(station)
    place = next((one for one in found if one.key == read_key(request.GET.get("place", ""))), None)
    roads = _roads()
    drawn = map_of(station, found, roads, frame=click_frame(request.GET, found, place, roads), about=place)
    if drawn is None:
        return HttpResponse(status=404)
    middle = (drawn.width / 2, drawn.height / 2) if "clicked" in request.GET else None
    page = show_svg(request, drawn, middle)
    page["Cache-Control"] = "private, no-store"
    return page


def show_svg(request: HttpRequest, drawn: maps.DrawnMap, middle: tuple[float, float] | None) -> HttpResponse:
    """A map as a file of its own: what it looks like stands in it, since no style sheet reaches a picture."""
    shown = {"map": drawn, "middle": middle}
    return render(request, "desk/points_click.svg", shown, content_type="image/svg+xml")


@require_safe
@opens(PAGE)
def geojson(request: HttpRequest) -> HttpResponse:
    """The points in reach for another program."""
    found = listing.stations(asking(request), today_of(request))
    chosen = request.GET.get("station")
    told_of = [one for one in found if chosen in (None, "", one.pk)]
    places = [place for station in told_of for place in map_places(listing.places(station))]
    answer = JsonResponse(maps.geojson(places, note=_("Points in WGS-84; places only, no doors.")))
    answer["Content-Type"] = "application/geo+json"
    answer["Content-Disposition"] = 'attachment; filename="map.geojson"'
    return answer

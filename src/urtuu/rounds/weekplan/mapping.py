"""The week's plan as a map: where the places lie, and each officer's day as a line."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from urtuu.rounds.saying import lang
from urtuu.rounds.travel.estimate import Usual
from urtuu.rounds.travel.ground import Spot
from urtuu.rounds.weekplan.showing import OfficerRow, PlanSeen
from urtuu.rounds.weekplan.wishes import day_of
from urtuu.web.dates import weekday_name
from urtuu.web.map_frames import KM_A_DEGREE, LonLat
from urtuu.web.maps import DrawnMap, MapPlace, MapRoute, draw_map


def plan_map(seen: PlanSeen, staff: str = "") -> DrawnMap | None:
    """The places of the plan with the routes of one officer, or of all; nothing while no place is known."""
    at = _known(seen)
    if not at:
        return None
    used = {visit.place for visit in seen.week.visits} | {day.start for day in seen.week.days}
    starts = {day.start for day in seen.week.days}
    labels = {key.text: label for key, label in seen.ground.labels.items()}
    places = [
        MapPlace(label=labels[seen.request.places[one]], at=at[one], centre=one in starts)
        for one in sorted(used)
        if one in at
    ]
    rows = [row for row in seen.rows if not staff or row.staff == staff]
    return draw_map(_("Routes of the week"), places, list(_routes(seen, rows, at, one_officer=bool(staff))))


def _known(seen: PlanSeen) -> dict[int, LonLat]:
    """Places by index as they were when the plan was asked for. Without any point, the schematic sheet."""
    now = {key.text: spot for key, spot in zip(seen.ground.places, seen.ground.legs.spots, strict=True)}
    spots = {index: now[text] for index, text in enumerate(seen.request.places) if text in now}
    if any(spot.point for spot in spots.values()):
        return {index: (spot.point.lon, spot.point.lat) for index, spot in spots.items() if spot.point}
    return {index: found for index, spot in spots.items() if (found := _sheet(spot))}


def _sheet(spot: Spot) -> LonLat | None:
    if spot.sheet is None:
        return None
    across, down = spot.sheet
    scale = Usual().sheet / KM_A_DEGREE
    return across * scale, -down * scale


def _routes(
    seen: PlanSeen, rows: list[OfficerRow], at: dict[int, LonLat], *, one_officer: bool
) -> Iterator[MapRoute]:
    frames = {day.id: day for day in seen.week.days}
    place_of = {visit.id: visit.place for visit in seen.week.visits}
    for style, row in enumerate(rows, start=1):
        for number, day in enumerate(row.days, start=1):
            if not day.stops:
                continue
            frame = frames[day.id]
            places = [frame.start, *(place_of[stop.visit] for stop in day.stops), frame.end]
            name = weekday_name(day_of(day.id), lang())
            yield MapRoute(
                label=f"{row.name} {name}",
                points=[at[one] for one in places if one in at],
                style=number if one_officer else style,
                short=name if one_officer else f"{row.name[:1]}{name[-1:]}",
                note=day.said,
            )

"""What the map of a station's places shows, and which part of it a click looks at more closely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from urtuu.base.coordinates import CHINA, MICRO, Point
from urtuu.places.models import Station
from urtuu.rounds.travel.listing import Place
from urtuu.rounds.travel.roads import Array, Roads
from urtuu.web.map_frames import Frame, LonLat, frame_around, frame_of
from urtuu.web.maps import DrawnMap, MapPlace, draw_map

WIDTH, HEIGHT = 720, 512
CLOSER = 4
"""A click looks so many times closer."""
LEAST_KM = 2.0
COARSE = 2
"""Units of the grid that roads are drawn on."""
MOST_LINES = 6000
"""Stretches of road drawn at most; beyond that tracks are left out."""


def map_places(found: Sequence[Place], about: Place | None = None) -> list[MapPlace]:
    """The places that have a point; rooms as squares, since days begin there; a ring around one of them."""
    return [
        MapPlace(
            label=one.name,
            at=(one.point.lon, one.point.lat),
            tone="grass" if one.key.group else "sky",
            note=f"{one.point.lon:.5f}, {one.point.lat:.5f}",
            centre=one.is_room,
            key=one.key.text,
            ring=one == about,
        )
        for one in found
        if one.point
    ]


def map_of(
    station: Station,
    found: Sequence[Place],
    roads: Roads | None,
    *,
    frame: Frame | None = None,
    about: Place | None = None,
) -> DrawnMap | None:
    """The map of a station, or a part of it; nothing while no place has a point."""
    places = map_places(found, about)
    seen = frame or frame_of([one.at for one in places])
    if seen is None:
        return None
    lines = list(road_lines(roads, seen)) if roads else []
    return draw_map(_("Places of %(station)s") % {"station": station.name}, places, roads=lines, frame=seen)


def road_lines(roads: Roads, frame: Frame) -> Iterator[Sequence[LonLat]]:
    """Stretches of road within a frame; without tracks where there would be too many.

    Ends are moved to a coarse grid of the drawing: what is shorter is not seen, and what falls on the same
    stretch is drawn once.
    """
    x = np.rint((roads.lons / MICRO - frame.west) * frame.squeeze * frame.scale / COARSE).astype(np.int64)
    y = np.rint((frame.north - roads.lats / MICRO) * frame.scale / COARSE).astype(np.int64)
    inside = (x >= 0) & (x * COARSE <= frame.width) & (y >= 0) & (y * COARSE <= frame.height)
    shown = inside[roads.tails] | inside[roads.heads]
    found = _stretches(roads, x, y, shown)
    if len(found) > MOST_LINES:
        found = _stretches(roads, x, y, shown & ~roads.is_track)
    for one in found[:MOST_LINES].tolist():
        ends = (one[:2], one[2:])
        yield [frame.degrees(end[0] * COARSE, end[1] * COARSE) for end in ends]


def _stretches(roads: Roads, x: Array, y: Array, shown: Array) -> Array:
    """Rows of (x, y, x, y), each stretch once whichever way it is driven."""
    at = np.flatnonzero(shown)
    tails, heads = roads.tails[at], roads.heads[at]
    one, other = np.column_stack((x[tails], y[tails])), np.column_stack((x[heads], y[heads]))
    turned = (one[:, 0] > other[:, 0]) | ((one[:, 0] == other[:, 0]) & (one[:, 1] > other[:, 1]))
    rows = np.where(turned[:, None], np.hstack((other, one)), np.hstack((one, other)))
    found: Array = np.unique(rows[(one != other).any(axis=1)], axis=0)
    return found


@dataclass(frozen=True)
class Lines:
    """The frame of a click map as the address carries it: middle and kilometres across."""

    lon: str
    lat: str
    km: str
    width: int
    height: int


def area_lines(frame: Frame) -> Lines:
    """A frame as text."""
    lon, lat = frame.degrees(frame.width / 2, frame.height / 2)
    return Lines(f"{lon:.6f}", f"{lat:.6f}", f"{frame.width * frame.km:.3f}", frame.width, frame.height)


def click_frame(
    sent: Mapping[str, str], found: Sequence[Place], place: Place | None, roads: Roads | None
) -> Frame | None:
    """The frame to show: that of the address, moved and closer when it was clicked on.

    At first a close look at the place when it has a point, else all points of the station, else all roads.
    """
    shown = _told_frame(sent)
    if shown is None:
        if place and place.point:
            return frame_around(_at(place.point), 4 * LEAST_KM, width=WIDTH, height=HEIGHT)
        known = [_at(one.point) for one in found if one.point] or _corners(roads)
        return frame_of(known, width=WIDTH, height=HEIGHT)
    x, y = sent.get("at.x", ""), sent.get("at.y", "")
    if not (x.isdigit() and y.isdigit()):
        return shown
    at = shown.degrees(min(int(x), WIDTH), min(int(y), HEIGHT))
    return frame_around(at, max(LEAST_KM, WIDTH * shown.km / CLOSER), width=WIDTH, height=HEIGHT)


def _corners(roads: Roads | None) -> list[LonLat]:
    if roads is None:
        return []
    lons, lats = roads.lons / MICRO, roads.lats / MICRO
    return [(float(lons.min()), float(lats.min())), (float(lons.max()), float(lats.max()))]


def _told_frame(sent: Mapping[str, str]) -> Frame | None:
    try:
        lon, lat, km = (float(sent.get(name, "")) for name in ("mid_lon", "mid_lat", "km"))
        middle = Point(round(lon * MICRO), round(lat * MICRO))
    except (ValueError, OverflowError):  # no number, or none that is a degree
        return None
    if not (0.1 <= km <= 20_000 and CHINA.holds(middle)):
        return None
    return frame_around((lon, lat), km, width=WIDTH, height=HEIGHT)


def _at(one: Point) -> LonLat:
    return one.lon, one.lat

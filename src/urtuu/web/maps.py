"""Geometry of a map: places with labels that cover nothing, roads faint, routes told apart without colour.

From plain values to what a template draws; nothing here reads a record. Each drawing carries a title, a
description and its rows, so that it always comes with a table. Lengths are units of the drawing's own
`viewBox`; points come as (longitude, latitude) in degrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, hypot, log10
from typing import Any

from urtuu.web.map_frames import EDGE, Frame, LonLat, frame_of
from urtuu.web.map_labels import Crowd, Label

STYLES = 8
"""Routes that are told apart by dash and colour; further ones begin anew, told apart by their label."""


@dataclass(frozen=True)
class MapPlace:
    """A place to show: `tone` is one of the chart's, `note` is for the table, `ring` marks the one meant."""

    label: str
    at: LonLat
    tone: str = "sky"
    note: str = ""
    url: str = ""
    centre: bool = False
    key: str = ""
    ring: bool = False


@dataclass(frozen=True)
class MapRoute:
    """A line to show, such as one officer's day; `style` from 1, `short` stands on the line."""

    label: str
    points: Sequence[LonLat]
    style: int = 1
    short: str = ""
    note: str = ""


@dataclass(frozen=True)
class Spot:
    """A place on the drawing; without a label where none found room."""

    place: MapPlace
    x: float
    y: float
    radius: float
    label: Label | None = None

    @property
    def dot(self) -> float:
        """How big the point itself is, inside a ring or without one."""
        return min(self.radius, 4.5)

    @property
    def corner(self) -> tuple[float, float]:
        """Where the square of a centre begins."""
        return round(self.x - 7, 1), round(self.y - 7, 1)


@dataclass(frozen=True)
class Route:
    """A line on the drawing."""

    route: MapRoute
    d: str
    style: int
    label: Label | None = None


@dataclass(frozen=True)
class Scale:
    """The bar that says how long a kilometre is."""

    km: float
    x: float
    y: float
    length: float

    @property
    def text(self) -> str:
        """Such as 20 km."""
        return f"{self.km:g} km"


@dataclass(frozen=True)
class DrawnMap:
    """All a template needs."""

    title: str
    desc: str
    frame: Frame
    spots: list[Spot]
    routes: list[Route]
    roads: str
    scale: Scale

    @property
    def width(self) -> int:
        """Units across."""
        return self.frame.width

    @property
    def height(self) -> int:
        """Units down."""
        return self.frame.height

    @property
    def unlabelled(self) -> list[str]:
        """Places whose label found no room; the table has them."""
        return [spot.place.label for spot in self.spots if spot.label is None]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The table behind the drawing: routes, then places."""
        return [(one.route.label, [one.route.note]) for one in self.routes] + [
            (spot.place.label, [spot.place.note]) for spot in self.spots
        ]


def draw_map(
    title: str,
    places: Sequence[MapPlace],
    routes: Sequence[MapRoute] = (),
    *,
    roads: Iterable[Sequence[LonLat]] = (),
    desc: str = "",
    frame: Frame | None = None,
) -> DrawnMap | None:
    """The map of places and routes, drawn to scale; nothing without a point to draw.

    A given frame cuts off what lies outside it.
    """
    known = [one.at for one in places] + [at for route in routes for at in route.points]
    frame = frame or frame_of(known)
    if frame is None:
        return None
    inside = [one for one in places if _inside(frame.xy(one.at), frame)]
    crowd = Crowd(frame)
    lines = [[frame.xy(at) for at in route.points] for route in routes]
    spots = _spots(inside, frame, crowd)
    drawn = [
        Route(route, _path(line), _style(route.style), crowd.on_line(route.short, line))
        for route, line in zip(routes, lines, strict=True)
    ]
    named = [(one.label, one.note) for one in routes] + [(one.label, one.note) for one in inside]
    said = desc or "; ".join(" ".join(part for part in one if part) for one in named)
    return DrawnMap(title, said, frame, spots, drawn, _road_path(roads, frame), _scale(frame))


def _inside(at: tuple[float, float], frame: Frame) -> bool:
    return 0 <= at[0] <= frame.width and 0 <= at[1] <= frame.height


def _style(style: int) -> int:
    return (style - 1) % STYLES + 1


def _path(line: Sequence[tuple[float, float]]) -> str:
    return "".join(f"{'L' if at else 'M'}{x:g} {y:g}" for at, (x, y) in enumerate(line))


def _road_path(roads: Iterable[Sequence[LonLat]], frame: Frame) -> str:
    """All roads as one path; points that fall on the same unit are left out, and what lies outside."""
    drawn = []
    for road in roads:
        line: list[tuple[float, float]] = []
        for at in road:
            x, y = frame.xy(at)
            if not line or hypot(x - line[-1][0], y - line[-1][1]) >= 1.5:
                line.append((round(x), round(y)))
        if len(line) > 1 and any(_inside(at, frame) for at in line):
            drawn.append(_path(line))
    return "".join(drawn)


def _scale(frame: Frame) -> Scale:
    """A round length near a fifth of the width, at the lower corner."""
    most = frame.width / 5 * frame.km
    step: float = 10.0 ** floor(log10(most))
    km = next(step * n for n in (5, 2, 1) if step * n <= most)
    return Scale(km, EDGE / 2, frame.height - 12, round(km / frame.km, 1))


def _spots(places: Sequence[MapPlace], frame: Frame, crowd: Crowd) -> list[Spot]:
    at = [frame.xy(place.at) for place in places]
    radii = [10.0 if place.ring else 7.0 if place.centre else 4.5 for place in places]
    for (x, y), radius in zip(at, radii, strict=True):
        crowd.take((x - radius, y - radius, x + radius, y + radius))
    near = [sum(hypot(x - a, y - b) < 90 for a, b in at) for x, y in at]
    labels: dict[int, Label | None] = {}
    # A centre is where everybody begins: its name goes first. Then where there is least room.
    for n in sorted(range(len(at)), key=lambda n: (not places[n].centre, -near[n], at[n], n)):
        labels[n] = crowd.beside(places[n].label, *at[n], radii[n])
    return [
        Spot(place, x, y, radius, labels[n])
        for n, (place, (x, y), radius) in enumerate(zip(places, at, radii, strict=True))
    ]


def geojson(
    places: Sequence[MapPlace], routes: Sequence[MapRoute] = (), *, note: str = ""
) -> Mapping[str, Any]:
    """The same places and routes for another program (RFC 7946: longitude first, WGS-84)."""
    points = [_feature("Point", list(one.at), _told(one.label, one.note, one.key)) for one in places]
    lines = [
        _feature("LineString", [list(at) for at in one.points], _told(one.label, one.note, ""))
        for one in routes
        if len(one.points) > 1
    ]
    found: dict[str, Any] = {"type": "FeatureCollection", "features": [*points, *lines]}
    return found | ({"description": note} if note else {})


def _told(name: str, note: str, key: str) -> dict[str, str]:
    return {"name": name, **({"note": note} if note else {}), **({"place": key} if key else {})}


def _feature(kind: str, coordinates: list[Any], properties: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }

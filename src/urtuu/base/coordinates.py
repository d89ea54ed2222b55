"""Points on the earth: whole microdegrees in WGS-84, distances, and the way back from GCJ-02. Pure.

GCJ-02 is the shifted system that maps sold in China must use. It has no official paper; the formula here
is the one that has been published and checked against such maps since 2010 (Krasovsky 1940 ellipsoid; see
"Restrictions on geographic data in China", section GCJ-02, and the notes of the eviltransform project).
It has no closed inverse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import asin, cos, hypot, pi, radians, sin, sqrt
from statistics import median
from typing import Literal

System = Literal["wgs84", "gcj02"]
SYSTEMS: tuple[System, ...] = ("wgs84", "gcj02")

MICRO = 1_000_000
EARTH_KM = 6371.0088
"""Mean radius, IUGG 1980."""
METRES_A_DEGREE = EARTH_KM * 1000 * pi / 180
_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
_CLOSE = 1e-9
"""Degrees; a tenth of a millimetre."""


@dataclass(frozen=True, order=True)
class Point:
    """Longitude and latitude in WGS-84, in whole microdegrees: about a tenth of a metre."""

    lon_micro: int
    lat_micro: int

    @property
    def lon(self) -> float:
        """Degrees east."""
        return self.lon_micro / MICRO

    @property
    def lat(self) -> float:
        """Degrees north."""
        return self.lat_micro / MICRO


def point(lon: float, lat: float) -> Point:
    """A point from degrees in WGS-84."""
    return Point(round(lon * MICRO), round(lat * MICRO))


@dataclass(frozen=True)
class Box:
    """A rectangle between two meridians and two parallels, in microdegrees, edges included."""

    west: int
    south: int
    east: int
    north: int

    def holds(self, one: Point) -> bool:
        """Whether a point lies in it."""
        return self.west <= one.lon_micro <= self.east and self.south <= one.lat_micro <= self.north

    def wider(self, by_micro: int) -> Box:
        """The same box, wider on every side."""
        return Box(self.west - by_micro, self.south - by_micro, self.east + by_micro, self.north + by_micro)


CHINA = Box(73_000_000, 3_000_000, 136_000_000, 54_000_000)
"""Where GCJ-02 is in use, roughly; a point outside is certainly a slip."""


def box_of(points: Iterable[Point]) -> Box | None:
    """The smallest box around points; nothing around none."""
    found = list(points)
    if not found:
        return None
    lons, lats = [one.lon_micro for one in found], [one.lat_micro for one in found]
    return Box(min(lons), min(lats), max(lons), max(lats))


def distance_km(one: Point, other: Point) -> float:
    """Great circle by the haversine formula (Sinnott 1984), in kilometres."""
    lat, other_lat = radians(one.lat), radians(other.lat)
    half = sin((other_lat - lat) / 2) ** 2
    half += cos(lat) * cos(other_lat) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """Degrees in WGS-84 as GCJ-02 draws them."""
    x, y = lon - 105.0, lat - 35.0
    wave = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    root = sqrt(abs(x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    east += _wavelets(x, (20, 1), (40, 3)) + _wavelets(x, (150, 12), (300, 30))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    north += _wavelets(y, (20, 1), (40, 3)) + _wavelets(y, (160, 12), (320, 30))
    squeeze = 1 - _ECCENTRICITY * sin(radians(lat)) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / squeeze**1.5 * pi / 180
    parallel = _AXIS / sqrt(squeeze) * cos(radians(lat)) * pi / 180
    return lon + east / parallel, lat + north / meridian


def _wavelets(at: float, *waves: tuple[float, float]) -> float:
    """Sines of given height and half length, two thirds of their sum."""
    return sum(height * sin(at / length * pi) for height, length in waves) * 2 / 3


def from_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """Degrees in GCJ-02 back as WGS-84: the way there, repeated until it fits to 0.1 mm."""
    x, y = lon, lat
    for _turn in range(20):  # it halves a hundredfold each turn; three or four are enough
        there_x, there_y = to_gcj02(x, y)
        x, y = x + lon - there_x, y + lat - there_y
        if abs(lon - there_x) < _CLOSE and abs(lat - there_y) < _CLOSE:
            break
    return x, y


@dataclass(frozen=True)
class Shift:
    """How a list lies against known points: so many pairs, metres to the same side, metres of scatter."""

    pairs: int
    metres: int
    scatter: int


def shift_of(pairs: Iterable[tuple[Point, Point]]) -> Shift:
    """The common shift from the first to the second of each pair, by medians: one slip moves nothing."""
    moved = [_moved(one, other) for one, other in pairs]
    if not moved:
        return Shift(0, 0, 0)
    east, north = median(x for x, _ in moved), median(y for _, y in moved)
    scatter = median(hypot(x - east, y - north) for x, y in moved)
    return Shift(len(moved), round(hypot(east, north)), round(scatter))


def _moved(one: Point, other: Point) -> tuple[float, float]:
    """Metres east and north."""
    east = (other.lon - one.lon) * METRES_A_DEGREE * cos(radians(one.lat))
    return east, (other.lat - one.lat) * METRES_A_DEGREE


LEAST_PAIRS = 3
FAR_METRES, SCATTER_METRES = 150, 60
"""The two systems lie 574 m apart in the middle of Ar Horqin; two readings of one village scatter less."""


def looks_shifted(pairs: Iterable[tuple[Point, Point]]) -> Shift | None:
    """The shift of a list that lies beside known points as a whole; nothing when too few pairs tell."""
    found = shift_of(pairs)
    beside = found.pairs >= LEAST_PAIRS and found.metres > FAR_METRES and found.scatter < SCATTER_METRES
    return found if beside else None


Conversion = Callable[[float, float], tuple[float, float]]
CONVERSIONS: dict[System, Conversion] = {"wgs84": lambda lon, lat: (lon, lat), "gcj02": from_gcj02}

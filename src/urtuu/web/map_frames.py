"""How degrees become units of a drawing and back: flat around the middle, north above.

One scale both ways.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

from urtuu.base.coordinates import METRES_A_DEGREE

LonLat = tuple[float, float]
WIDTH, HEIGHT, EDGE = 900, 640, 36
KM_A_DEGREE = METRES_A_DEGREE / 1000


@dataclass(frozen=True)
class Frame:
    """How degrees become units and back: flat around the middle, north above, one scale both ways."""

    west: float
    north: float
    squeeze: float
    scale: float
    width: int = WIDTH
    height: int = HEIGHT

    def xy(self, at: LonLat) -> tuple[float, float]:
        """Units of a point."""
        lon, lat = at
        return (
            round((lon - self.west) * self.squeeze * self.scale, 1),
            round((self.north - lat) * self.scale, 1),
        )

    def degrees(self, x: float, y: float) -> LonLat:
        """The point under a spot of the drawing."""
        return self.west + x / self.scale / self.squeeze, self.north - y / self.scale

    @property
    def km(self) -> float:
        """Kilometres for one unit."""
        return KM_A_DEGREE / self.scale


def frame_of(
    points: Iterable[LonLat], *, width: int = WIDTH, height: int = HEIGHT, least_km: float = 4.0
) -> Frame | None:
    """The frame that holds all points with an edge; nothing for none. It is never narrower than some km."""
    found = list(points)
    if not found:
        return None
    lons, lats = [lon for lon, _ in found], [lat for _, lat in found]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    squeeze = cos(radians(lat))
    least = least_km / KM_A_DEGREE
    wide = max((max(lons) - min(lons)) * squeeze, least)
    tall = max(max(lats) - min(lats), least)
    scale = min((width - 2 * EDGE) / wide, (height - 2 * EDGE) / tall)
    return _around((lon, lat), squeeze, scale, (width, height))


def frame_around(at: LonLat, km: float, *, width: int = WIDTH, height: int = HEIGHT) -> Frame:
    """The frame with a point in its middle, so many kilometres wide."""
    return _around(at, cos(radians(at[1])), width * KM_A_DEGREE / km, (width, height))


def _around(at: LonLat, squeeze: float, scale: float, size: tuple[int, int]) -> Frame:
    width, height = size
    west, north = at[0] - width / 2 / scale / squeeze, at[1] + height / 2 / scale
    return Frame(west, north, squeeze, scale, width, height)

"""Where places lie: by an own point, by the gacha's, or by a spot on the schematic sheet. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import Literal

from urtuu.base.coordinates import Point, distance_km
from urtuu.rounds.travel.keys import PlaceKey, gacha_place

Known = Literal["own", "gacha", "sheet", "nowhere"]
Sheet = tuple[int, int]
WITHIN_KM = 1.5
"""Between two places of one gacha when one of them has no point of its own: not nothing, and not far."""


@dataclass(frozen=True)
class Spot:
    """What is known of a place, and how: `by` says whether the point is its own, its gacha's, or none."""

    key: PlaceKey
    by: Known
    point: Point | None = None
    sheet: Sheet | None = None


@dataclass(frozen=True)
class Ground:
    """Everything needed to place any place of a station.

    points  own points
    sheets  spots of gachas on the schematic sheet, and of the sumu where a gacha has none
    rooms   the gachas of each grid, in the order of their codes: its village room is in one of them
    served  the gachas of the station itself; the others are its neighbours'
    """

    points: Mapping[PlaceKey, Point] = field(default_factory=dict)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    rooms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    served: frozenset[str] = frozenset()

    def spot(self, key: PlaceKey) -> Spot:
        """The best that is known of a place."""
        gachas = self.rooms.get(key.grid, ()) if key.grid else (key.gacha,)
        sheet = next((self.sheets[code] for code in gachas if code in self.sheets), None)
        if own := self.points.get(key):
            return Spot(key, "own", own, sheet)
        near = next((found for code in gachas if (found := self.points.get(gacha_place(code)))), None)
        if near:
            return Spot(key, "gacha", near, sheet)
        return Spot(key, "sheet" if sheet else "nowhere", None, sheet)

    def sheet_pairs(self) -> list[tuple[float, float]]:
        """Pairs of (units of the sheet, kilometres) between gachas that have both, neighbours in the list."""
        both = [
            (self.sheets[key.gacha], found)
            for key, found in sorted(self.points.items())
            if key.gacha in self.sheets and not key.group
        ]
        return [
            (units(one[0], other[0]), distance_km(one[1], other[1]))
            for one, other in itertools.pairwise(both)
        ]


def units(one: Sheet, other: Sheet) -> float:
    """How far apart two spots stand on the sheet."""
    return hypot(one[0] - other[0], one[1] - other[1])


def straight_km(one: Spot, other: Spot, sheet_km: float) -> float | None:
    """Straight kilometres between two places; nothing when it is not known where one of them is."""
    if one.key == other.key:
        return 0.0
    least = 0.0 if one.by == other.by == "own" else WITHIN_KM
    if one.point and other.point:
        return max(least, distance_km(one.point, other.point))
    if one.sheet and other.sheet:
        return max(least, units(one.sheet, other.sheet) * sheet_km)
    return None

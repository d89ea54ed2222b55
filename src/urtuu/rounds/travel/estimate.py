"""How long a way takes where no road is known: great circle, times a detour, by a speed. Pure.

Detour and speed are one number here, the pace: seconds for each straight kilometre. It is fitted to the
area and the season as the median of ratios (Theil 1950: a median of simple estimates), because a few
wrong minutes must not move it. It is fitted to pairs of places only; where anybody has been is not known
and not needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Literal

from urtuu.kinds.task.kind import WayBasis

Season = Literal["summer", "winter"]
Basis = WayBasis

LEAST_PAIRS = 8
"""With fewer pairs the usual pace is kept: one long river would decide for the area."""
SHORTEST_KM = 1.0
"""Below this a ratio says more of the two points than of the way."""
LEAST_SECONDS = 60
UNKNOWN_SECONDS = 45 * 60
"""For a place of which nothing is known at all, not even where it stands on the schematic sheet."""


@dataclass(frozen=True)
class Usual:
    """What holds before anything is known of an area. Editable; see `roads.toml`.

    detour   kilometres driven for each straight one
    kmh      speed on the way, by season
    winter   the months that count as winter
    sheet    kilometres for one unit of the schematic sheet
    """

    detour: float = 1.35
    kmh: Mapping[Season, float] = field(default_factory=lambda: {"summer": 40.0, "winter": 33.0})
    winter: frozenset[int] = frozenset({11, 12, 1, 2, 3})
    sheet: float = 0.15

    def season(self, on: date) -> Season:
        """Which season a day is in."""
        return "winter" if on.month in self.winter else "summer"

    def pace(self, season: Season) -> float:
        """Seconds for each straight kilometre."""
        return self.detour * 3600 / self.kmh[season]


@dataclass(frozen=True)
class Pair:
    """A way whose time is known: its straight kilometres and its seconds."""

    km: float
    seconds: float


@dataclass(frozen=True)
class Pace:
    """Seconds for each straight kilometre, how many pairs it was fitted to, and whose they were."""

    seconds_a_km: float
    pairs: int = 0
    by: Literal["usual", "network", "typed"] = "usual"

    def seconds(self, km: float, slower: float = 1.0) -> int:
        """A way's seconds; `slower` is what the season does to every road."""
        return max(LEAST_SECONDS, round(km * self.seconds_a_km * slower)) if km else 0


def fitted(usual: float, *, typed: Iterable[Pair] = (), network: Iterable[Pair] = ()) -> Pace:
    """The pace of an area: by typed times first, then by the roads; too few of both leave the usual one."""
    for by, pairs in (("typed", typed), ("network", network)):
        ratios = [one.seconds / one.km for one in pairs if one.km >= SHORTEST_KM and one.seconds > 0]
        if len(ratios) >= LEAST_PAIRS:
            return Pace(median(ratios), len(ratios), "typed" if by == "typed" else "network")
    return Pace(usual)


def fitted_sheet(usual: float, pairs: Iterable[tuple[float, float]]) -> float:
    """Kilometres for a unit of the schematic sheet, from pairs of units and kilometres."""
    ratios = [km / units for units, km in pairs if units > 0]
    return median(ratios) if len(ratios) >= LEAST_PAIRS else usual

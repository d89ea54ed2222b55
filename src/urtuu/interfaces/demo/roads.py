"""Invented points and roads over the schematic sheet: ways by road, and estimates beside them.

No point of it is where the real place lies, and every page that shows them says so. The first two stations
have roads; in the third every way is estimated, as on the first day of a real site.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import osmium
from osmium.osm.mutable import Node, Way
from scipy.sparse.csgraph import minimum_spanning_tree  # type: ignore[import-untyped]  # scipy ships no types
from scipy.spatial import cKDTree  # type: ignore[import-untyped]  # the same

from urtuu.interfaces.demo.chance import Dice, dice
from urtuu.interfaces.demo.doors import Door
from urtuu.interfaces.demo.plans import BannerPlan, GridPlan
from urtuu.places.models import PlacePoint, RoadSeason
from urtuu.rounds.travel import store
from urtuu.rounds.travel.reading import Unreadable

WEST, NORTH = 119.2, 44.7
LON_A_UNIT, LAT_A_UNIT = 0.0018, 0.0013
"""Degrees for a unit of the sheet: 145 m both ways, about the size of a banner."""
STATIONS_WITH_ROADS = 2
WITHOUT_POINT = 11
"""One gacha in so many has no point yet."""
BEND_KM = 0.8
Spot = tuple[float, float]


def lay_out(plan: BannerPlan, doors: Iterable[Door], seed: int, monday: date) -> None:
    """Points, roads and two seasons. Roads that are not of a demonstration stay as they are."""
    points = [*_points(plan), *_groups(plan, doors, dice(seed, "groups"))]
    PlacePoint.objects.bulk_create(points, batch_size=500)
    RoadSeason.objects.bulk_create(_seasons(plan, monday))
    if _may_replace():
        with tempfile.TemporaryDirectory(prefix="urtuu-demo-") as folder:
            extract = _write(Path(folder) / "invented.osm.pbf", plan, dice(seed, "roads"))
            store.take_roads(extract, dry_run=False, invented=True)


def _may_replace() -> bool:
    try:
        found = store.roads()
    except Unreadable:
        return False
    return found is None or found.invented


def _at(sheet: dict[str, tuple[int, int]], code: str) -> Spot:
    """The invented spot of a place: the schematic sheet, laid over some degrees."""
    x, y = sheet[code]
    return WEST + x * LON_A_UNIT, NORTH - y * LAT_A_UNIT


def _points(plan: BannerPlan) -> Iterator[PlacePoint]:
    sheet = plan.sheet()
    for grid in plan.grids:
        lon, lat = _at(sheet, grid.gachas[0])
        yield _point(lon + 0.004, lat - 0.003, grid_id=grid.id)
    gachas = sorted({code for grid in plan.grids for code in grid.gachas})
    for n, code in enumerate(gachas):
        if n % WITHOUT_POINT != WITHOUT_POINT - 1:
            yield _point(*_at(sheet, code), gacha_id=code)


def _groups(plan: BannerPlan, doors: Iterable[Door], throw: Dice) -> Iterator[PlacePoint]:
    """The groups of the first station, a little off their gachas; elsewhere the gacha's point stands in."""
    sheet = plan.sheet()
    served = {code for grid in plan.stations[0].grids for code in grid.gachas}
    for gacha, group in sorted({(one.gacha, one.group) for one in doors if one.group}):
        lon, lat = _at(sheet, gacha)
        off = throw.uniform(0.004, 0.014), throw.uniform(0, 2 * math.pi)
        if gacha in served:
            spot = (lon + off[0] * math.cos(off[1]), lat + off[0] * math.sin(off[1]))
            yield _point(*spot, gacha_id=gacha, group_name=group)


def _point(lon: float, lat: float, **of: str) -> PlacePoint:
    return PlacePoint(
        lon_micro=round(lon * 1e6), lat_micro=round(lat * 1e6), source=PlacePoint.INVENTED, **of
    )


def _seasons(plan: BannerPlan, monday: date) -> list[RoadSeason]:
    """The snow of the winter that the week is in or before, and the mud after it."""
    year = monday.year if monday.month > 4 else monday.year - 1
    snow = ("积雪", date(year, 11, 10), date(year + 1, 3, 15), 140, RoadSeason.TRACK)
    mud = ("春季翻浆", date(year + 1, 3, 16), date(year + 1, 4, 30), 170, RoadSeason.UNPAVED)
    return [
        RoadSeason(
            banner_id=plan.code,
            title=title,
            from_on=begins,
            until_on=ends,
            percent=percent,
            surface=surface,
            set_on=begins,
        )
        for title, begins, ends, percent, surface in (snow, mud)
    ]


def _write(path: Path, plan: BannerPlan, throw: Dice) -> Path:
    """An extract as an operator's would be: roads between towns, tracks to gachas, with bends."""
    net = _Net(throw)
    sheet = plan.sheet()
    grids: Sequence[GridPlan] = [
        grid for station in plan.stations[:STATIONS_WITH_ROADS] for grid in station.grids
    ]
    gachas = sorted({code for grid in grids for code in grid.gachas})
    towns = sorted({code[:9] for code in gachas})
    town_nodes = [net.crossing(_at(sheet, code)) for code in towns]
    gacha_nodes = [net.crossing(_at(sheet, code)) for code in gachas]
    net.join(town_nodes, ["secondary", "tertiary"], more=2)
    net.join([*town_nodes, *gacha_nodes], ["unclassified", "track", "track"], more=3)
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for number, spot in enumerate(net.spots, 1):
            writer.add_node(Node(id=number, version=1, location=spot))
        for number, (nodes, kind) in enumerate(net.ways, 1):
            writer.add_way(Way(id=number, version=1, nodes=nodes, tags={"highway": kind}))
    return path


class _Net:
    """Crossings and the bent roads between them."""

    def __init__(self, throw: Dice) -> None:
        self.throw = throw
        self.spots: list[Spot] = []
        self.ways: list[tuple[list[int], str]] = []

    def crossing(self, spot: Spot) -> int:
        """A node's number."""
        self.spots.append(spot)
        return len(self.spots)

    def join(self, nodes: Sequence[int], kinds: Sequence[str], *, more: int) -> None:
        """The shortest tree over the nodes, and for each a road to some of its neighbours."""
        at = np.array([self._flat(self.spots[node - 1]) for node in nodes])
        apart = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
        tree = minimum_spanning_tree(apart).tocoo()
        pairs = {(min(a, b), max(a, b)) for a, b in zip(tree.row.tolist(), tree.col.tolist(), strict=True)}
        _far, near = cKDTree(at).query(at, k=min(more + 1, len(nodes)))
        pairs |= {(min(a, b), max(a, b)) for a, row in enumerate(near.tolist()) for b in row if a != b}
        for a, b in sorted(pairs):
            self._road(nodes[a], nodes[b], self.throw.choice(kinds))

    @staticmethod
    def _flat(spot: Spot) -> Spot:
        return spot[0] * math.cos(math.radians(NORTH)) * 111.2, spot[1] * 111.2

    def _road(self, one: int, other: int, kind: str) -> None:
        """A road with bends, so that it is longer than the straight line."""
        start, end = self.spots[one - 1], self.spots[other - 1]
        (x, y), (to_x, to_y) = self._flat(start), self._flat(end)
        bends = int(math.hypot(to_x - x, to_y - y) / BEND_KM)
        sway = 0.12 * self.throw.uniform(-1, 1)
        inner = []
        for n in range(1, bends):
            share = n / bends
            off = sway * math.sin(share * math.pi) + 0.02 * self.throw.uniform(-1, 1)
            lon = start[0] + (end[0] - start[0]) * share - (end[1] - start[1]) * off
            lat = start[1] + (end[1] - start[1]) * share + (end[0] - start[0]) * off
            inner.append(self.crossing((lon, lat)))
        line = [one, *inner, other]
        self.ways.append((line, kind))

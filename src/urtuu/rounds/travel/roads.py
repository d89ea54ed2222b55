"""The road network as plain arrays, and the shortest times over it. Knows no file format and no Django.

Edges are kept as they are on the ground (metres, class, surface); seconds are made from them for a table of
speeds and the seasons of a day, as a scipy CSR matrix, and kept while the same are asked for. The search is
Dijkstra's (1959), by scipy, from all places at once and no further than a limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse.csgraph import connected_components, dijkstra  # type: ignore[import-untyped]  # the same
from scipy.spatial import cKDTree  # type: ignore[import-untyped]  # the same

from urtuu.base.coordinates import METRES_A_DEGREE, MICRO, Box, Point
from urtuu.rounds.travel.seasons import Layer
from urtuu.rounds.travel.speeds import NAMES, Speeds

Array = npt.NDArray[Any]
Snapped = tuple[int, float] | None
"""A node and the metres to it; nothing where no road is near."""
SNAP_METRES = 3000
"""A place further than this from any road is no place of the network; its ways are estimated."""
LIMIT_SECONDS = 8 * 3600
"""No way of a field day is longer; the search stops there."""
LEAST_EDGE_SECONDS = 1e-3
"""Two points at one spot; a zero would be no edge at all in a sparse matrix."""
KEPT = 4
"""So many reckoned matrices at once: today's seasons and those of a few other days."""


@dataclass
class Roads:
    """A network: nodes with microdegrees, directed edges by the index of their nodes.

    ids                 numbers of the nodes in the extract, int64
    lons, lats          microdegrees, int32
    tails, heads        int32, sorted by (tail, head); two roads between the same nodes are two edges
    metres              float32
    classes             index into `speeds.NAMES`, uint8
    unpaved             bool
    ways                numbers of the roads in the extract, int64
    invented            made for a demonstration; there are no such roads
    """

    ids: Array
    lons: Array
    lats: Array
    tails: Array
    heads: Array
    metres: Array
    classes: Array
    unpaved: Array
    ways: Array
    invented: bool = False
    _kept: dict[tuple[Any, ...], csr_matrix] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """How many nodes."""
        return len(self.ids)

    @property
    def km(self) -> int:
        """Kilometres of road; a road in both directions counts once."""
        once = np.where(self._both_ways, 0.5, 1.0)
        return round(float((self.metres * once).sum()) / 1000)

    @property
    def is_track(self) -> Array:
        """Which edges are tracks."""
        found: Array = self.classes == NAMES.index("track")
        return found

    @cached_property
    def _both_ways(self) -> Array:
        there = self.tails.astype(np.int64) * self.size + self.heads
        back = self.heads.astype(np.int64) * self.size + self.tails
        return np.isin(there, back)

    @cached_property
    def _squeeze(self) -> float:
        """What a degree of longitude is in degrees of latitude, in the middle of the network."""
        return float(np.cos(np.radians(self.lats.mean() / MICRO))) if self.size else 1.0

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(np.column_stack(self._plane(self.lons, self.lats)))

    def _plane(self, lons: Any, lats: Any) -> tuple[Any, Any]:
        """Metres on a flat sheet; exact enough to find the nearest of a banner's nodes."""
        scale = METRES_A_DEGREE / MICRO
        return lons * (scale * self._squeeze), lats * scale

    def nearest(self, points: Sequence[Point | None]) -> list[Snapped]:
        """The nearest node of each point and the metres to it; nothing when it is too far or unknown."""
        asked = [at for at, one in enumerate(points) if one is not None]
        found: list[Snapped] = [None] * len(points)
        if not asked or not self.size:
            return found
        known = [one for one in points if one is not None]
        lons, lats = np.array([one.lon_micro for one in known]), np.array([one.lat_micro for one in known])
        far, nodes = self._tree.query(
            np.column_stack(self._plane(lons, lats)), distance_upper_bound=SNAP_METRES
        )
        for at, metres, node in zip(asked, far, nodes, strict=True):
            found[at] = (int(node), float(metres)) if np.isfinite(metres) else None
        return found

    def matrix(self, speeds: Speeds, layers: tuple[Layer, ...] = ()) -> csr_matrix:
        """Seconds of each edge as a sparse matrix: without closed ones, and of two roads the faster."""
        key = (speeds.key, layers)
        found = self._kept.get(key)
        if found is None:
            found = self._reckoned(speeds, layers)
            if len(self._kept) >= KEPT:
                self._kept.clear()  # all at once: several requests may be here together
            self._kept[key] = found
        return found

    def _reckoned(self, speeds: Speeds, layers: tuple[Layer, ...]) -> csr_matrix:
        seconds = self.metres * 3.6 / self._kmh(speeds)
        is_open = np.ones(len(seconds), dtype=bool)
        for layer in layers:
            about = self._about(layer)
            if layer.factor is None:
                is_open &= ~about
            else:
                seconds = np.where(about, seconds * layer.factor, seconds)
        tails, heads, seconds = self.tails[is_open], self.heads[is_open], seconds[is_open]
        if not len(tails):
            return csr_matrix((self.size, self.size))
        first = np.flatnonzero(np.r_[True, (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])])
        best = np.maximum(np.minimum.reduceat(seconds, first), LEAST_EDGE_SECONDS)
        starts = np.searchsorted(tails[first], np.arange(self.size + 1))
        return csr_matrix((best, heads[first], starts), shape=(self.size, self.size))

    def _kmh(self, speeds: Speeds) -> Array:
        table = np.array([[speeds.of(name, unpaved=rough) for name in NAMES] for rough in (False, True)])
        return table[self.unpaved.astype(np.int8), self.classes]

    def _about(self, layer: Layer) -> Array:
        """Which edges a line of a season is about."""
        about = np.ones(len(self.tails), dtype=bool)
        track = self.is_track
        if layer.surface != "all":
            about &= track if layer.surface == "track" else track | self.unpaved
        if layer.way is not None:
            about &= self.ways == layer.way
        if layer.node is not None:
            at = self.ids == layer.node
            about &= at[self.tails] | at[self.heads]
        if layer.box is not None:
            inside = self._inside(layer.box)
            about &= inside[self.tails] | inside[self.heads]
        return about

    def _inside(self, box: Box) -> Array:
        across = (box.west <= self.lons) & (self.lons <= box.east)
        inside: Array = across & (box.south <= self.lats) & (self.lats <= box.north)
        return inside

    def seconds(
        self,
        points: Sequence[Point | None],
        speeds: Speeds,
        layers: tuple[Layer, ...] = (),
        limit: float = LIMIT_SECONDS,
    ) -> list[list[float | None]]:
        """Seconds between all pairs of points; nothing where there is no way within the limit.

        From a point to its node one drives across country, as fast as on a track.
        """
        snapped = self.nearest(points)
        return self._between(snapped, snapped, self.matrix(speeds, layers), speeds, limit)

    def seconds_from(
        self,
        start: Point,
        points: Sequence[Point | None],
        speeds: Speeds,
        layers: tuple[Layer, ...] = (),
        limit: float = LIMIT_SECONDS,
    ) -> list[float | None]:
        """Seconds from one point to others: what a new place costs."""
        snapped = self.nearest([start, *points])
        return self._between(snapped[:1], snapped[1:], self.matrix(speeds, layers), speeds, limit)[0]

    def _between(
        self,
        starts: Sequence[Snapped],
        ends: Sequence[Snapped],
        graph: csr_matrix,
        speeds: Speeds,
        limit: float,
    ) -> list[list[float | None]]:
        froms = sorted({one[0] for one in starts if one})
        tos = sorted({one[0] for one in ends if one})
        if not froms or not tos:
            return [[None] * len(ends) for _ in starts]
        rows = np.concatenate(
            # One source at a time: the distances to all nodes need no room for all sources at once.
            [dijkstra(graph, indices=[node], limit=limit)[:, tos] for node in froms]
        )
        row = {node: at for at, node in enumerate(froms)}
        column = {node: at for at, node in enumerate(tos)}
        across = 3.6 / speeds.kmh["track"]
        return [[_leg(one, other, rows, (row, column), across) for other in ends] for one in starts]

    def largest_part(self) -> Roads:
        """The largest part in which every node can be reached from every other; islands are left out."""
        if not self.size:
            return self
        ones = np.ones(len(self.tails), dtype=np.int8)
        graph = csr_matrix((ones, (self.tails, self.heads)), shape=(self.size, self.size))
        _count, parts = connected_components(graph, directed=True, connection="strong")
        keep = parts == np.bincount(parts).argmax()
        number = np.cumsum(keep) - 1
        stays = keep[self.tails] & keep[self.heads]
        return Roads(
            ids=self.ids[keep],
            lons=self.lons[keep],
            lats=self.lats[keep],
            tails=number[self.tails[stays]].astype(np.int32),
            heads=number[self.heads[stays]].astype(np.int32),
            metres=self.metres[stays],
            classes=self.classes[stays],
            unpaved=self.unpaved[stays],
            ways=self.ways[stays],
            invented=self.invented,
        )


def _leg(
    one: Snapped, other: Snapped, rows: Array, at: tuple[dict[int, int], dict[int, int]], across: float
) -> float | None:
    if one is None or other is None:
        return None
    over = float(rows[at[0][one[0]], at[1][other[0]]])
    return over + (one[1] + other[1]) * across if np.isfinite(over) else None

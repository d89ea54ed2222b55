"""Small invented road extracts, written by pyosmium as an operator's extract would be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Way

from urtuu.base.coordinates import Point

LON, LAT = 120.0, 44.0
STEP = 0.01
"""Degrees between two crossings: 1,112 m to the north, 800 m to the east."""
SIDE = 10
ISLAND, ACROSS, ONE_WAY, HIGH_STREET = 9_000, 700, 701, 500


def node_at(x: int, y: int) -> int:
    """The number of a crossing of the grid."""
    return 1 + y * SIDE + x


def spot(x: float, y: float) -> Point:
    """A point of the grid, crossings being whole numbers."""
    return Point(round((LON + x * STEP) * 1e6), round((LAT + y * STEP) * 1e6))


@dataclass
class Town:
    """Nodes by number, and roads as (number, nodes, tags)."""

    nodes: dict[int, tuple[float, float]] = field(default_factory=dict)
    ways: list[tuple[int, list[int], Mapping[str, str]]] = field(default_factory=list)

    def way(self, number: int, nodes: Iterable[int], **tags: str) -> None:
        """One road more."""
        self.ways.append((number, list(nodes), tags))

    def write(self, path: Path) -> Path:
        """The extract."""
        with osmium.SimpleWriter(str(path), overwrite=True) as writer:
            for number, (lon, lat) in sorted(self.nodes.items()):
                writer.add_node(Node(id=number, version=1, location=(lon, lat)))
            for number, nodes, tags in sorted(self.ways):
                writer.add_way(Way(id=number, version=1, nodes=nodes, tags=dict(tags)))
        return path


def grid_town(*, island: bool = True) -> Town:
    """Ten by ten crossings: residential rows, tracks for columns, a high street, a one-way and an island.

    The high street is row 0. Road 701 leads one way from (0, 9) out to (0, 10) and back to (1, 9).
    """
    town = Town({node_at(x, y): (LON + x * STEP, LAT + y * STEP) for y in range(SIDE) for x in range(SIDE)})
    for y in range(SIDE):
        kind = "primary" if y == 0 else "residential"
        town.way(HIGH_STREET + y, [node_at(x, y) for x in range(SIDE)], highway=kind)
    for x in range(SIDE):
        town.way(600 + x, [node_at(x, y) for y in range(SIDE)], highway="track")
    town.nodes[800] = (LON, LAT + SIDE * STEP)
    town.way(ONE_WAY, [node_at(0, 9), 800, node_at(1, 9)], highway="residential", oneway="yes")
    town.way(ACROSS, [node_at(0, 5), node_at(9, 5)], highway="footway")
    if island:
        town.nodes |= {ISLAND: (LON + 0.5, LAT), ISLAND + 1: (LON + 0.51, LAT)}
        town.way(790, [ISLAND, ISLAND + 1], highway="primary")
    return town

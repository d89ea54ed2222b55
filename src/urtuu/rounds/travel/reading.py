"""From a road extract (`.osm.pbf`) to the network, read once by pyosmium; and to one `.npz` file and back."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import numpy as np
import osmium

from urtuu.base.coordinates import METRES_A_DEGREE, MICRO
from urtuu.rounds.travel.roads import Array, Roads
from urtuu.rounds.travel.speeds import NAMES, UNPAVED

_AT = {name: at for at, name in enumerate(NAMES)}
_NO = frozenset(("no", "private", "agricultural", "forestry"))
_FORWARD, _BACK = frozenset(("yes", "true", "1")), frozenset(("-1", "reverse"))
STRETCH_METRES = 1500
"""On the steppe a track may have no node for kilometres; longer stretches get nodes of ours in between, so
that a place is taken to where the road is near, not to the next bend."""
FORMAT = 1
"""Raised when the arrays change; an older file is then read in anew from its extract."""
ARRAYS = ("ids", "lons", "lats", "tails", "heads", "metres", "classes", "unpaved", "ways")


class Unreadable(Exception):
    """The file is no road extract, or no network of ours; the message says why."""


def read_extract(path: Path, *, invented: bool = False) -> Roads:
    """The roads for cars in an extract, as they are: parts that are cut off included. Raises Unreadable."""
    edges = _Edges()
    try:
        for way in osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations():
            if isinstance(way, osmium.osm.Way):
                edges.add(way)
    except (RuntimeError, OSError) as error:
        raise Unreadable(str(error)) from None
    return edges.roads(invented=invented)


class _Edges:
    """Edges as they are read, by the numbers of their nodes."""

    def __init__(self) -> None:
        self.places: dict[int, tuple[int, int]] = {}
        self.rows: list[tuple[int, int, int, bool, int]] = []
        self.made = 0

    def add(self, way: Any) -> None:
        tags = way.tags
        found = _AT.get(tags.get("highway", ""))
        if found is None or not _may_drive(tags):
            return
        unpaved = tags.get("surface", "") in UNPAVED
        nodes = [(node.ref, node.location) for node in way.nodes if node.location.valid()]
        for ref, at in nodes:
            self.places[ref] = (round(at.lon * MICRO), round(at.lat * MICRO))
        for one, other in _directed(self._finer([ref for ref, _at in nodes]), tags):
            self.rows.append((one, other, found, unpaved, way.id))

    def _finer(self, refs: list[int]) -> list[int]:
        """The nodes of a road with more in between where they are far apart; those have negative numbers."""
        finer = refs[:1]
        for one, other in pairwise(refs):
            (lon, lat), (to_lon, to_lat) = self.places[one], self.places[other]
            parts = int(_apart(lon, lat, to_lon, to_lat) // STRETCH_METRES) + 1
            for n in range(1, parts):
                self.made -= 1
                spot = lon + (to_lon - lon) * n / parts, lat + (to_lat - lat) * n / parts
                self.places[self.made] = round(spot[0]), round(spot[1])
                finer.append(self.made)
            finer.append(other)
        return finer

    def roads(self, *, invented: bool) -> Roads:
        ids = np.array(sorted(self.places), dtype=np.int64)
        spots = np.array([self.places[ref] for ref in ids.tolist()], dtype=np.int32).reshape(-1, 2)
        rows = np.array(self.rows, dtype=np.int64).reshape(-1, 5)
        tails, heads = np.searchsorted(ids, rows[:, 0]), np.searchsorted(ids, rows[:, 1])
        order = np.lexsort((heads, tails))
        rows, tails, heads = rows[order], tails[order].astype(np.int32), heads[order].astype(np.int32)
        lons, lats = spots[:, 0], spots[:, 1]
        return Roads(
            ids=ids,
            lons=lons,
            lats=lats,
            tails=tails,
            heads=heads,
            metres=_metres(lons, lats, tails, heads),
            classes=rows[:, 2].astype(np.uint8),
            unpaved=rows[:, 3].astype(bool),
            ways=rows[:, 4],
            invented=invented,
        )


def _may_drive(tags: Mapping[str, str]) -> bool:
    """The most particular word on access decides: `motor_vehicle` before `vehicle` before `access`."""
    said = (tags.get(name) for name in ("motorcar", "motor_vehicle", "vehicle", "access"))
    return next((word not in _NO for word in said if word), True)


def _directed(refs: list[int], tags: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    oneway = tags.get("oneway", "")
    round_about = tags.get("junction", "") in ("roundabout", "circular")
    implied = (round_about or tags.get("highway") == "motorway") and oneway != "no"
    for one, other in pairwise(refs):
        if one == other:
            continue
        if oneway not in _BACK:
            yield one, other
        if oneway not in _FORWARD and not (implied and oneway not in _BACK):
            yield other, one


def _apart(lon: int, lat: int, to_lon: int, to_lat: int) -> float:
    """Metres between two points in microdegrees."""
    east = (to_lon - lon) * cos(radians((lat + to_lat) / 2 / MICRO))
    return hypot(east, to_lat - lat) * METRES_A_DEGREE / MICRO


def _metres(lons: Array, lats: Array, tails: Array, heads: Array) -> Array:
    """Lengths on a sphere flattened at each edge: an edge is so short that the curve does not show."""
    middle = np.radians((lats[tails].astype(float) + lats[heads]) / 2 / MICRO)
    east = (lons[heads].astype(float) - lons[tails]) * np.cos(middle)
    north = lats[heads].astype(float) - lats[tails]
    metres: Array = (np.hypot(east, north) * METRES_A_DEGREE / MICRO).astype(np.float32)
    return metres


def save(roads: Roads, path: Path) -> None:
    """Write aside, then rename: whoever plans meanwhile reads the old network or the new one, never half."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    arrays = {name: getattr(roads, name) for name in ARRAYS}
    try:
        with aside.open("wb") as file:
            np.savez_compressed(file, format=np.array(FORMAT), invented=np.array(roads.invented), **arrays)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def load(path: Path) -> Roads:
    """The network in a file of ours. Raises Unreadable."""
    try:
        with np.load(path, allow_pickle=False) as told:
            if int(told["format"]) != FORMAT:
                raise Unreadable("the file of roads is of another release; import the extract again")
            return Roads(**{name: told[name] for name in ARRAYS}, invented=bool(told["invented"]))
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise Unreadable(f"the file of roads cannot be read: {error}") from None

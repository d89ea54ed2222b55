"""Travel times over an invented network of about 49,000 nodes, against Dijkstra in plain Python.

The network is a jittered grid with the classes of a banner's roads, written as an extract and read as an
operator's would be. Seconds of CPU; the ratio is to Dijkstra with a heap over the same edges in the same run.
"""

from __future__ import annotations

import heapq
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIDE, PLACES, SEED = 221, 300, 131
STEP = 0.008
PURE_SOURCES = 5
"""So many sources are enough to measure one; three hundred would take minutes."""
ROUNDS = 3


def main() -> None:
    """Write, read, save, load, then the matrix, one new place, and the same in plain Python."""
    from urtuu.base.coordinates import Point
    from urtuu.rounds.travel.reading import load, read_extract, save
    from urtuu.rounds.travel.speeds import Speeds

    throw = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="urtuu-bench-") as folder:
        extract, kept = Path(folder) / "roads.osm.pbf", Path(folder) / "roads.npz"
        _write(extract, throw)
        reading, whole = _timed(lambda: read_extract(extract), rounds=1)
        roads = whole.largest_part()
        save(roads, kept)
        loading, roads = _timed(lambda: load(kept))
        size = kept.stat().st_size
    print(f"network: {roads.size:,} nodes, {len(roads.tails):,} directed edges, {roads.km:,} km")
    print(f"read the extract once {reading:.2f} s; load the kept file ({size / 1e6:.1f} MB) {loading:.3f} s")
    chosen = throw.sample(range(roads.size), PLACES + 1)
    points = [Point(int(roads.lons[at]), int(roads.lats[at])) for at in chosen]
    speeds = Speeds()
    first, _matrix = _timed(lambda: roads.matrix(speeds), rounds=1)
    many, found = _timed(lambda: roads.seconds(points[:PLACES], speeds))
    one, _row = _timed(lambda: roads.seconds_from(points[PLACES], points[:PLACES], speeds))
    print(
        f"edges in seconds {first:.3f} s; {PLACES} x {PLACES} {many:.2f} s; one new place {1000 * one:.1f} ms"
    )
    pure, other = _timed(lambda: _pure(roads, speeds, chosen[:PURE_SOURCES], chosen[:PLACES]), rounds=1)
    _same(found, other)
    each, theirs = many / PLACES, pure / PURE_SOURCES
    ratio = theirs / each
    print(f"a source: {1000 * each:.1f} ms; plain Python {1000 * theirs:.0f} ms, {ratio:.1f} times as long")


def _timed(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """The least CPU seconds of some rounds, and what came of it."""
    best, found = float("inf"), None
    for _round in range(rounds):
        begun = time.process_time()
        found = work()
        best = min(best, time.process_time() - begun)
    return best, found


def _write(path: Path, throw: random.Random) -> None:
    """A grid whose crossings are moved a little, with roads along its rows and columns, some left out."""
    import osmium
    from osmium.osm.mutable import Node, Way

    kinds = ("secondary", "tertiary", "unclassified", "track", "track", "track")
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for at in range(SIDE * SIDE):
            lon = 119.0 + (at % SIDE + throw.uniform(-0.3, 0.3)) * STEP
            lat = 43.0 + (at // SIDE + throw.uniform(-0.3, 0.3)) * STEP
            writer.add_node(Node(id=at + 1, version=1, location=(lon, lat)))
        number = 0
        for at in range(SIDE):
            for line in (
                [at * SIDE + n + 1 for n in range(SIDE)],
                [n * SIDE + at + 1 for n in range(SIDE)],
            ):
                for start in range(0, SIDE - 1, 5):
                    number += 1
                    if throw.random() < 0.93:
                        tags = {"highway": throw.choice(kinds)}
                        writer.add_way(Way(id=number, version=1, nodes=line[start : start + 6], tags=tags))


def _pure(roads: Any, speeds: Any, sources: list[int], wanted: list[int]) -> list[list[float]]:
    """Dijkstra with a heap over lists."""
    graph = roads.matrix(speeds)
    starts, heads, seconds = graph.indptr.tolist(), graph.indices.tolist(), graph.data.tolist()
    rows = []
    for source in sources:
        best = [float("inf")] * roads.size
        best[source] = 0.0
        waiting = [(0.0, source)]
        while waiting:
            gone, at = heapq.heappop(waiting)
            if gone > best[at]:
                continue
            for edge in range(starts[at], starts[at + 1]):
                there = gone + seconds[edge]
                if there < best[heads[edge]]:
                    best[heads[edge]] = there
                    heapq.heappush(waiting, (there, heads[edge]))
        rows.append([best[at] for at in wanted])
    return rows


def _same(found: list[list[float | None]], other: list[list[float]]) -> None:
    """Two ways to reckon agree, as far as the search went."""
    from urtuu.rounds.travel.roads import LIMIT_SECONDS

    for mine, theirs in zip(found, other, strict=False):
        for one, two in zip(mine, theirs, strict=True):
            if one is None:
                assert two > LIMIT_SECONDS, "a way within the limit was not found"
            else:
                assert abs(one - two) < 1e-3 * max(1.0, two), "the two disagree"


if __name__ == "__main__":
    main()

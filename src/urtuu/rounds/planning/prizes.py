"""Prize-collecting files with time windows (PCVRPTW, VRPLIB form): read, searched, judged without a solver.

Convention of the 12th DIMACS challenge: distances cut after one decimal, so that all is in whole tenths. The
objective is the distance driven plus the prizes left behind; a client without a prize must be visited. A tour
has no limit but the depot's window and capacity: this is no week, and stays out of `Week`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot
from pathlib import Path
from typing import Any

from urtuu.rounds.planning import engine
from urtuu.rounds.planning.published import Unread

TENTHS = 10
Tours = tuple[tuple[int, ...], ...]
"""Clients by their number in the file's order, the depot being 0; as `.sol` files count them."""


@dataclass(frozen=True)
class Instance:
    """One file; lists by client with the depot first, times and prizes in tenths."""

    name: str
    vehicles: int
    capacity: int
    demands: Sequence[int]
    service: Sequence[int]
    windows: Sequence[tuple[int, int]]
    prizes: Sequence[int]
    distances: Sequence[Sequence[int]] = field(repr=False)


def instance_of(file: Path) -> Instance:
    """Read with vrplib, which comes with PyVRP. Raises Unread, and engine.Absent where that is not there."""
    try:
        import vrplib  # type: ignore[import-untyped]  # late: it is not installed everywhere
    except ImportError:
        raise engine.Absent("Files of this kind need PyVRP, which is not installed.") from None
    try:
        known = vrplib.read_instance(file, compute_edge_weights=False)
        return _instance(known)
    except (KeyError, ValueError, TypeError, IndexError, RuntimeError) as error:
        raise Unread(f"This is no PCVRPTW file: {error}.") from None


def _instance(known: dict[str, Any]) -> Instance:
    places = [(float(x), float(y)) for x, y in known["node_coord"]]
    size = len(places)
    service = known.get("service_time", 0)
    times = [service] * size if isinstance(service, int | float) else list(service)
    lists = known["demand"], known["time_window"], known["prize"], times
    if known["type"] != "PCVRPTW" or size < 2 or any(len(one) != size for one in lists):
        raise ValueError("a list is missing or too short")
    return Instance(
        name=str(known["name"]),
        vehicles=int(known["vehicles"]),
        capacity=int(known["capacity"]),
        demands=[int(one) for one in known["demand"]],
        service=[0, *(int(TENTHS * one) for one in times[1:])],
        windows=[(int(TENTHS * a), int(TENTHS * b)) for a, b in known["time_window"]],
        prizes=[int(TENTHS * one) for one in known["prize"]],
        distances=[[int(TENTHS * hypot(a - c, b - d) + 1e-9) for c, d in places] for a, b in places],
    )


def cost_of(instance: Instance, tours: Tours) -> int:
    """Distance driven and prizes left behind, in tenths."""
    legs = (pair for tour in tours if tour for pair in zip((0, *tour), (*tour, 0), strict=True))
    visited = {client for tour in tours for client in tour}
    left = sum(prize for client, prize in enumerate(instance.prizes) if client and client not in visited)
    return sum(instance.distances[a][b] for a, b in legs) + left


def faults_of(instance: Instance, tours: Tours) -> list[str]:
    """What is wrong with an answer, each in a sentence; no line of a solver judges it."""
    return [*_shape(instance, tours), *(said for tour in tours for said in _tour(instance, tour))]


def _shape(instance: Instance, tours: Tours) -> Iterator[str]:
    driven = sum(1 for tour in tours if tour)
    if driven > instance.vehicles:
        yield f"{driven} tours for {instance.vehicles} vehicles"
    counted = Counter(client for tour in tours for client in tour)
    for client, times in counted.items():
        if not 0 < client < len(instance.prizes):
            yield f"there is no client {client}"
        elif times > 1:
            yield f"client {client} is visited {times} times"
    for client in range(1, len(instance.prizes)):
        if instance.prizes[client] == 0 and client not in counted:
            yield f"client {client} must be visited"


def _tour(instance: Instance, tour: tuple[int, ...]) -> Iterator[str]:
    known = [client for client in tour if 0 < client < len(instance.prizes)]
    if sum(instance.demands[client] for client in known) > instance.capacity:
        yield f"the tour from {known[0]} carries more than {instance.capacity}"
    now, place = instance.windows[0][0], 0
    for client in (*known, 0):
        now += instance.service[place] + instance.distances[place][client]
        opens, closes = instance.windows[client]
        if now > closes:
            yield f"the tour from {known[0]} is too late at {client or 'the depot'}"
            return
        now, place = max(now, opens), client


def toured(file: Path, seed: int, goes_on: Callable[[int], bool], iterations: int = 10**9) -> Tours:
    """The best tours found. Asks as the search of a week does. Raises engine.Absent without PyVRP."""
    if engine.version() is None:
        raise engine.Absent("Files of this kind need PyVRP, which is not installed.")
    import pyvrp

    data = pyvrp.read(file, round_func="dimacs")
    found = engine.tours_searched(data, seed, iterations, goes_on)
    return tuple(tuple(step.idx + 1 for step in route if step.is_client()) for route in found.routes())


def best_known(file: Path) -> Tours | None:
    """The tours of the `.sol` file beside an instance; nothing when there is none that can be read."""
    try:
        import vrplib

        return tuple(tuple(route) for route in vrplib.read_solution(file.with_suffix(".sol"))["routes"])
    except (ImportError, OSError, ValueError, KeyError):
        return None

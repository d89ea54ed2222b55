"""Peers of the planner: what stations do without one, and two solvers asked plainly for the same value."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from urtuu.rounds.planning import engine
from urtuu.rounds.planning.checking import faults
from urtuu.rounds.planning.inserting import Route, plan_of
from urtuu.rounds.planning.model import Plan, Week

EDGE_OF_VALUE = 60
"""Seconds on the road that one unit of value is worth to a peer: the poorest visit is worth two hours."""


def nearest_neighbour(week: Week) -> Plan:
    """Each officer drives on to the nearest door that may be visited in time, until the day is full."""
    routes = [Route(week, day) for day in week.days]
    free = set(range(len(week.visits)))
    for route in routes:
        while (index := _nearest(week, route, free)) is not None:
            free.remove(index)
    return plan_of(routes)


def _nearest(week: Week, route: Route, free: set[int]) -> int | None:
    """Goes on to the nearest visit that fits at the end of the day; tells which."""
    place = week.visits[route.indices[-1]].place if route.indices else route.day.start
    near = sorted(free, key=lambda one: (week.travel[place][week.visits[one].place], one))
    return next((one for one in near if _appended(week, route, one)), None)


def _appended(week: Week, route: Route, index: int) -> bool:
    if not week.may_serve(week.visits[index], route.day):
        return False
    known = list(route.indices)
    try:
        route.set([*known, index])
    except ValueError:
        route.set(known)
        return False
    return True


def plain_list(week: Week) -> Plan:
    """The list as stations keep it: what is worth most first, each to the end of the first day with room."""
    routes = [Route(week, day) for day in week.days]
    for index in sorted(range(len(week.visits)), key=lambda one: (-week.visits[one].value, one)):
        any(_appended(week, route, index) for route in routes)
    return plan_of(routes)


def pyvrp_plain(week: Week, seconds: float, seed: int) -> Plan:
    """PyVRP as it comes: prizes are values, cost is time on the road, no start and no price of a second."""
    import pyvrp

    began = time.process_time()
    problem = engine._Problem(week, Plan(((),) * len(week.days)), 1.0)
    data = _plainly(problem.data(), [week.visits[index].value for index, _ in problem.clients])

    def stop(_best: int) -> bool:
        return time.process_time() - began > seconds

    result = pyvrp.solve(data, stop, seed=seed, collect_stats=False)
    plan = problem.plan(result.best)
    return plan if not faults(week, plan) else Plan(((),) * len(week.days))


def _plainly(data, values: list[int]):  # type: ignore[no-untyped-def]  # PyVRP is optional
    import pyvrp

    clients = [
        pyvrp.Client(
            location=one.location,
            service_duration=one.service_duration,
            tw_early=one.tw_early,
            tw_late=one.tw_late,
            prize=value * EDGE_OF_VALUE,
            required=False,
            group=one.group,
        )
        for one, value in zip(data.clients(), values, strict=True)
    ]
    vehicles = [one.replace(unit_duration_cost=0) for one in data.vehicle_types()]
    return data.replace(clients=clients, vehicle_types=vehicles, distance_matrices=data.duration_matrices())


def ortools_plain(week: Week, seconds: float, _seed: int) -> Plan:
    """OR-Tools with guided local search: the same values as penalties, the same cost, windows cut out."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    began = time.process_time()
    starts = [day.start for day in week.days]
    ends = [day.end for day in week.days]
    count = len(week.visits)
    places = [visit.place for visit in week.visits] + starts + ends
    days = len(week.days)
    manager = pywrapcp.RoutingIndexManager(
        count + 2 * days, days, list(range(count, count + days)), list(range(count + days, count + 2 * days))
    )
    routing = pywrapcp.RoutingModel(manager)
    service = [visit.service for visit in week.visits] + [0] * (2 * days)

    def driving(a: int, b: int) -> int:
        return week.travel[places[manager.IndexToNode(a)]][places[manager.IndexToNode(b)]]

    def passing(a: int, b: int) -> int:
        return driving(a, b) + service[manager.IndexToNode(a)]

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(driving))
    horizon = engine.DAY * (1 + max(day.day for day in week.days))
    routing.AddDimension(routing.RegisterTransitCallback(passing), horizon, horizon, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for at, day in enumerate(week.days):
        clock.SetSpanUpperBoundForVehicle(day.duty, at)
        for node in (routing.Start(at), routing.End(at)):
            clock.CumulVar(node).SetRange(
                day.day * engine.DAY + day.earliest, day.day * engine.DAY + day.latest
            )
        routing.AddVariableMinimizedByFinalizer(clock.CumulVar(routing.End(at)))
        routing.AddVariableMaximizedByFinalizer(clock.CumulVar(routing.Start(at)))
    for index, visit in enumerate(week.visits):
        node = manager.NodeToIndex(index)
        may = [at for at, day in enumerate(week.days) if week.may_serve(visit, day)]
        routing.AddDisjunction([node], visit.value * EDGE_OF_VALUE)
        routing.VehicleVar(node).SetValues([-1, *may])
        spans = sorted((w.day * engine.DAY + w.opens, w.day * engine.DAY + w.closes) for w in visit.windows)
        cumul = clock.CumulVar(node)
        cumul.SetRange(spans[0][0], spans[-1][1])
        for (_, closes), (opens, _) in pairwise(spans):
            if closes + 1 <= opens - 1:
                cumul.RemoveInterval(closes + 1, opens - 1)
    routing.AddSearchMonitor(routing.solver().CustomLimit(lambda: time.process_time() - began > seconds))
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.seconds = int(seconds * 4) + 1
    found = routing.SolveWithParameters(asked)
    if found is None:
        return Plan(((),) * days)
    routes = []
    for at in range(days):
        node, route = routing.Start(at), []
        while not routing.IsEnd(node):
            if (index := manager.IndexToNode(node)) < count:
                route.append(index)
            node = found.Value(routing.NextVar(node))
        routes.append(tuple(route))
    plan = Plan(tuple(routes))
    return plan if not faults(week, plan) else Plan(((),) * days)


def pyvrp_raw(file: Path, seed: int, goes_on: Callable[[int], bool]) -> tuple[tuple[int, ...], ...]:
    """A PCVRPTW file by `pyvrp.solve` with everything as it comes."""
    import pyvrp

    data = pyvrp.read(file, round_func="dimacs")
    best = pyvrp.solve(data, lambda _cost: not goes_on(0), seed=seed, collect_stats=False).best
    return tuple(tuple(step.idx + 1 for step in route if step.is_client()) for route in best.routes())

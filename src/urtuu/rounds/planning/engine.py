"""PyVRP behind an adapter: officers' time as cost, visits as prizes. Planning works without it and says so.

How a week becomes a problem of PyVRP 0.14, and why, is in docs/planning-model.md.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version as version_of
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from urtuu.rounds.planning.checking import faults
from urtuu.rounds.planning.inserting import SURCHARGE
from urtuu.rounds.planning.model import OfficerDay, Plan, Visit, Week
from urtuu.rounds.planning.timing import traced

if TYPE_CHECKING:
    import pyvrp

DAY = 86_400
ASKED = 50
"""Iterations between two questions whether the search goes on: some hundredths of a second."""
NEVER = 4 * DAY
"""Travel seconds to a door that an officer may not go to: no day is as long."""
STRICT, PENALTY, UPDATE = 50_000.0, 50.0, 200
"""What a second too late costs the search at first, in seconds, when promises are planned alone and when
everything is, and after how many iterations that is looked at again. PyVRP begins strictly, and a search of
some thousand iterations then never leaves what is feasible."""
MEMORY, PERTURBATIONS = 50, 10
"""Less than PyVRP's 300 and 25, which are made for far more iterations (tuned on three generated weeks)."""
FLOOR = 4
"""What falls due brings at least so many of the longest days: the search must not trade it for routine."""


class Absent(ValueError):
    """PyVRP was insisted on and is not installed."""


def version() -> str | None:
    """Name and version; nothing when it is not installed."""
    return f"pyvrp {version_of('pyvrp')}" if find_spec("pyvrp") else None


def searched(
    week: Week,
    start: Plan,
    price: float,
    seed: int,
    iterations: int,
    goes_on: Callable[[int], bool],
    *,
    change: int = SURCHARGE,
) -> Plan:
    """The best plan found from a start that the checker accepts; else the start.

    price    value of an officer's second; prizes are values over it
    goes_on  asked every ASKED iterations, with how many are done; a no ends it with the best plan so far
    change   seconds that a change of a published assignment is priced at
    """
    problem = _Problem(week, start, price, change)
    if not problem.clients:
        return start
    data = problem.data()
    with warnings.catch_warnings():
        # A penalty at its bound is no news here: the checker looks at whatever comes back.
        warnings.simplefilter("ignore")
        result = _search(data, problem.solution(data), seed, PENALTY if price else STRICT).run(
            _Stop(iterations, goes_on), collect_stats=False
        )
    found = problem.plan(result.best)
    return start if faults(week, found) else found


def _search(
    data: pyvrp.ProblemData, start: pyvrp.Solution, seed: int, penalty: float
) -> pyvrp.IteratedLocalSearch:
    """PyVRP's iterated local search as `pyvrp.solve` puts it together, but for what is set above."""
    import pyvrp
    import pyvrp.search

    rng = pyvrp.RandomNumberGenerator(seed=seed)
    perturbing = pyvrp.search.PerturbationManager(
        pyvrp.search.PerturbationParams(max_perturbations=PERTURBATIONS)
    )
    local = pyvrp.search.LocalSearch(data, rng, pyvrp.search.compute_neighbours(data), perturbing)
    for operator in pyvrp.search.OPERATORS:
        if operator.supports(data):
            local.add_operator(operator(data))
    penalties = pyvrp.PenaltyManager(
        ([penalty] * data.num_load_dimensions, penalty, penalty),
        pyvrp.PenaltyParams(solutions_between_updates=UPDATE),
    )
    memory = pyvrp.IteratedLocalSearchParams(history_length=MEMORY)
    return pyvrp.IteratedLocalSearch(data, penalties, local, start, memory)


class _Stop:
    """After so many iterations, or when somebody says no."""

    def __init__(self, iterations: int, goes_on: Callable[[int], bool]) -> None:
        self._done, self._iterations, self._goes_on = -1, iterations, goes_on

    def __call__(self, best_cost: int) -> bool:
        del best_cost
        self._done += 1
        return self._done >= self._iterations or (self._done % ASKED == 0 and not self._goes_on(self._done))


@dataclass
class _Problem:
    """A week as PyVRP wants it, and back.

    Each visit has a location of its own, after those of the places where days begin and end: who may go, and
    what a change costs, hangs on the visit and not on the place.
    """

    week: Week
    start: Plan
    price: float
    change: int = SURCHARGE
    depots: list[int] = field(init=False)
    clients: list[tuple[int, int]] = field(default_factory=list)
    _first: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.depots = sorted({place for day in self.week.days for place in (day.start, day.end)})
        for index, visit in enumerate(self.week.visits):
            days = {day.day for day in self.week.days if self.week.may_serve(visit, day)}
            for number, window in enumerate(visit.windows):
                if window.day in days:
                    self._first.setdefault((index, window.day), []).append(len(self.clients))
                    self.clients.append((index, number))

    def data(self) -> pyvrp.ProblemData:
        """The problem."""
        import pyvrp

        profiles, matrices = self._profiles()
        clients, groups = self._clients()
        at = {place: number for number, place in enumerate(self.depots)}
        vehicles = [
            pyvrp.VehicleType(
                start_depot=at[day.start],
                end_depot=at[day.end],
                tw_early=day.day * DAY + day.earliest,
                tw_late=day.day * DAY + day.latest,
                shift_duration=day.duty,
                unit_distance_cost=1,
                unit_duration_cost=1,
                profile=profile,
            )
            for day, profile in zip(self.week.days, profiles, strict=True)
        ]
        return pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0)] * (len(self.depots) + len(self.week.visits)),
            clients=clients,
            depots=[pyvrp.Depot(location=number) for number in range(len(self.depots))],
            vehicle_types=vehicles,
            distance_matrices=[distance for distance, _ in matrices],
            duration_matrices=[duration for _, duration in matrices],
            groups=groups,
        )

    def _clients(self) -> tuple[list[pyvrp.Client], list[pyvrp.ClientGroup]]:
        """A client a window; the windows of one visit are a group, of which at most one is visited."""
        import pyvrp

        prizes, sure = self._prizes(), self._sure()
        members: dict[int, list[int]] = {}
        for client, (index, _) in enumerate(self.clients):
            members.setdefault(index, []).append(client)
        several = [index for index, all_ in members.items() if len(all_) > 1]
        group_of = {index: number for number, index in enumerate(several)}
        clients = [
            pyvrp.Client(
                location=len(self.depots) + index,
                service_duration=self.week.visits[index].service,
                tw_early=window.day * DAY + window.opens,
                tw_late=window.day * DAY + window.closes,
                prize=prizes[index],
                required=index in sure and index not in group_of,
                group=group_of.get(index),
            )
            for index, number in self.clients
            for window in [self.week.visits[index].windows[number]]
        ]
        return clients, [pyvrp.ClientGroup(members[index], required=index in sure) for index in several]

    def _sure(self) -> set[int]:
        """Promises and pinned visits of the start: already there, and not to be bargained with.

        Promises alone are searched without a price, and one may then make room for two.
        """
        visits = self.week.visits
        return {
            one
            for one in self.start.visited
            if visits[one].locked or (visits[one].kind == "promise" and (self.price or visits[one].published))
        }

    def _prizes(self) -> list[int]:
        """Seconds that a visit is worth. To drop a published one is a change too, and priced as one."""
        worth = [visit.value / self.price if self.price else float(DAY) for visit in self.week.visits]
        longest = max((day.duty for day in self.week.days), default=0)
        due = [one for one, visit in zip(worth, self.week.visits, strict=True) if visit.kind == "due"]
        raised = max(FLOOR * longest / min(due), 1.0) if due else 1.0
        by_kind = {"due": raised, "routine": 1.0}
        return [
            max(round(one * by_kind[visit.kind]), 1) + (self.change if visit.published else 0)
            if visit.kind != "promise"
            else 2 * FLOOR * longest
            for one, visit in zip(worth, self.week.visits, strict=True)
        ]

    def _profiles(self) -> tuple[list[int], list[tuple[Any, Any]]]:
        """Which matrices each officer-day drives by, and the matrices: surcharges, and seconds."""
        import numpy as np

        places = [*self.depots, *(visit.place for visit in self.week.visits)]
        travel = np.asarray(self.week.travel, dtype=np.int64)[np.ix_(places, places)]
        known: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
        chosen: list[int] = []
        matrices: list[tuple[Any, Any]] = []
        for day in self.week.days:
            shut, moved = self._shut(day), self._moved(day)
            if (shut, moved) not in known:
                known[shut, moved] = len(matrices)
                duration, distance = travel.copy(), np.zeros_like(travel)
                duration[:, shut] = NEVER
                distance[:, moved] = self.change
                np.fill_diagonal(duration, 0)
                np.fill_diagonal(distance, 0)
                matrices.append((distance, duration))
            chosen.append(known[shut, moved])
        return chosen, matrices

    def _locations(self, chosen: Callable[[Visit], bool]) -> tuple[int, ...]:
        visits = enumerate(self.week.visits, start=len(self.depots))
        return tuple(location for location, visit in visits if chosen(visit))

    def _shut(self, day: OfficerDay) -> tuple[int, ...]:
        """Where this officer may not go at all; the day itself is the windows' affair."""
        return self._locations(lambda visit: not self.week.may_go(visit, day))

    def _moved(self, day: OfficerDay) -> tuple[int, ...]:
        return self._locations(lambda visit: visit.published not in ("", day.id))

    def solution(self, data: pyvrp.ProblemData) -> pyvrp.Solution:
        """The start."""
        import pyvrp

        routes = []
        for at, (day, route) in enumerate(zip(self.week.days, self.start.routes, strict=True)):
            found = traced(self.week, day, route) if route else None
            if found:
                clients = [
                    self._client(index, day.day, stop.earliest)
                    for index, stop in zip(route, found[1], strict=True)
                ]
                routes.append(pyvrp.Route(data, clients, at))
        return pyvrp.Solution(data, routes)

    def _client(self, index: int, day: int, opens: int) -> int:
        windows = self.week.visits[index].windows
        return next(one for one in self._first[index, day] if windows[self.clients[one][1]].opens == opens)

    def plan(self, solution: pyvrp.Solution) -> Plan:
        """What was found, as a plan."""
        routes: list[tuple[int, ...]] = [()] * len(self.week.days)
        for route in solution.routes():
            routes[route.vehicle_type()] = tuple(
                self.clients[step.idx][0] for step in route if step.is_client()
            )
        return Plan(tuple(routes))


def tours_searched(
    data: pyvrp.ProblemData, seed: int, iterations: int, goes_on: Callable[[int], bool]
) -> pyvrp.Solution:
    """A published problem with capacities, by PyVRP as it comes: no officer's time is to be priced there."""
    import pyvrp

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pyvrp.solve(data, _Stop(iterations, goes_on), seed=seed, collect_stats=False).best

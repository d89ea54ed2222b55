"""The own insertion: class by class, what is worth most per extra minute first; pure Python.

It is the start of the pipeline, the whole of it where no solver is installed, and what the phone does to mend
a day. Ties are broken by index, so the same week gives the same plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from urtuu.rounds.planning.model import KINDS, OfficerDay, Plan, Visit, Week
from urtuu.rounds.planning.timing import Segment, away, back, joined, stops, traced

SURCHARGE = 20 * 60
"""Seconds that a change of a published assignment is priced at: most people keep the day they know."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit would be put in, at what price in seconds, and in which of its windows."""

    price: int
    extra: int
    at: int
    stop: Segment


Before = tuple[list[int], list[Segment]]
"""What a route was: its visits and their stops."""


class Route:
    """One officer-day as it grows, with the joined segment before and after every gap."""

    def __init__(self, week: Week, day: OfficerDay) -> None:
        self.week, self.day = week, day
        self.indices: list[int] = []
        self.stops: list[Segment] = [away(day), back(day)]
        self._join()

    def _join(self) -> None:
        travel, stops_ = self.week.travel, self.stops
        before, after = [stops_[0]], [stops_[-1]]
        for stop in stops_[1:-1]:
            before.append(_sure(joined(before[-1], stop, travel[before[-1].last][stop.first])))
        for stop in reversed(stops_[1:-1]):
            after.append(_sure(joined(stop, after[-1], travel[stop.last][after[-1].first])))
        self.before, self.after = before, after[::-1]
        first, rest = self.before[0], self.after[0]
        self.seconds = _sure(joined(first, rest, travel[first.last][rest.first])).seconds

    def best_place(self, index: int) -> Place | None:
        """The cheapest gap for a visit; nothing when none is in time or within the duty."""
        visit = self.week.visits[index]
        if not self.week.may_serve(visit, self.day):
            return None
        return self.place_for(visit, self.surcharge(index))

    def surcharge(self, index: int) -> int:
        """Seconds that a visit is priced for being here and not where people know it to be."""
        return SURCHARGE if self.week.visits[index].published not in ("", self.day.id) else 0

    def place_for(self, visit: Visit, surcharge: int = 0) -> Place | None:
        """The cheapest gap for a visit that may be asked of this day, in one of its windows there."""
        best = None
        travel, duty = self.week.travel, self.day.duty
        out = travel[visit.place]
        for stop in stops(visit, self.day.day):
            for at, (one, rest) in enumerate(zip(self.before, self.after, strict=True)):
                gap = one.seconds + travel[one.last][visit.place]
                if one.earliest + gap > stop.latest:
                    continue
                wait = max(stop.earliest - gap - one.latest, 0)
                seconds = gap + wait + stop.seconds
                earliest = max(stop.earliest - gap, one.earliest) - wait
                latest = min(stop.latest - gap, one.latest)
                gap = seconds + out[rest.first]
                if earliest + gap > rest.latest:
                    continue
                wait = rest.earliest - gap - latest
                total = gap + max(wait, 0) + rest.seconds
                if total > duty:
                    continue
                extra = total - self.seconds
                if best is None or extra + surcharge < best.price:
                    best = Place(extra + surcharge, extra, at, stop)
        return best

    def put(self, index: int, place: Place) -> None:
        """A visit into its gap."""
        self.indices.insert(place.at, index)
        self.stops.insert(place.at + 1, place.stop)
        self._join()

    def set(self, indices: Iterable[int]) -> None:
        """These visits instead, in this order. Raises ValueError when they cannot be driven."""
        self.indices = list(indices)
        found = traced(self.week, self.day, tuple(self.indices))
        if found is None:
            raise ValueError(f"{self.day.id}: no choice of moments keeps every window and the duty")
        self.stops = [away(self.day), *found[1], back(self.day)]
        self._join()

    def clear(self, at: int, length: int) -> Before | None:
        """A run of visits, out again; gives what `restore` takes.

        Nothing, and nothing is changed, when the rest cannot be driven without them: with typed times the way
        round by a door may be shorter than the straight one.
        """
        before = self.indices[:], self.stops[:]
        del self.indices[at : at + length]
        del self.stops[at + 1 : at + 1 + length]
        try:
            self._join()
        except ValueError:
            self.restore(before)
            return None
        if self.seconds > self.day.duty:
            self.restore(before)
            return None
        return before

    def restore(self, before: Before) -> None:
        """As it was."""
        self.indices, self.stops = before[0][:], before[1][:]
        self._join()


def _sure(segment: Segment | None) -> Segment:
    if segment is None:
        raise ValueError("a route that was in time no longer is")
    return segment


def inserted(
    week: Week, routes: list[Route] | None = None, *, goes_on: Callable[[], bool] = lambda: True
) -> list[Route]:
    """Routes filled class by class. `goes_on` is asked after each visit put in; a no ends it there."""
    filled = routes if routes is not None else [Route(week, day) for day in week.days]
    taken = {index for route in filled for index in route.indices}
    missing = [i for i in range(len(week.visits)) if i not in taken]
    for turn in range(len(KINDS) + 1):
        if not _fill(week, filled, [i for i in missing if turn_of(week.visits[i]) == turn], goes_on):
            break
    return filled


def turn_of(visit: Visit) -> int:
    """Promises, then what is pinned, then class by class."""
    rank = KINDS.index(visit.kind)
    return 0 if rank == 0 else 1 if visit.locked else 1 + rank


def _fill(week: Week, routes: list[Route], wanted: Iterable[int], goes_on: Callable[[], bool]) -> bool:
    """Puts in as many as fit, the best value for its extra time first; false when told to stop."""
    places = {index: [route.best_place(index) for route in routes] for index in wanted}
    while places:
        index, at = _next(week, places)
        if index < 0:
            return True
        place = places.pop(index)[at]
        assert place is not None  # it was the best
        routes[at].put(index, place)
        for other, known in places.items():
            known[at] = routes[at].best_place(other)
        if not goes_on():
            return False
    return True


def _next(week: Week, places: dict[int, list[Place | None]]) -> tuple[int, int]:
    """The visit with the most value per extra second, and its route; (-1, -1) when nothing fits anywhere."""
    best, found = (0.0, 0), (-1, -1)
    for index, known in places.items():
        for at, place in enumerate(known):
            if place is None:
                continue
            worth = week.visits[index].value / (60 + max(place.price, 0))
            if (worth, -index) > best or found[0] < 0:
                best, found = (worth, -index), (index, at)
    return found


def routes_of(week: Week, plan: Plan) -> list[Route]:
    """A plan as routes that can grow. Raises ValueError when a route of it cannot be driven."""
    routes = [Route(week, day) for day in week.days]
    for route, indices in zip(routes, plan.routes, strict=True):
        route.set(indices)
    return routes


def plan_of(routes: Iterable[Route]) -> Plan:
    """The routes as a plan."""
    return Plan(tuple(tuple(route.indices) for route in routes))


def value_of(week: Week, plan: Plan) -> int:
    """What is visited is worth, summed."""
    return sum(week.visits[index].value for index in plan.visited)


def left_out(week: Week, plan: Plan) -> list[Visit]:
    """What is not in the plan, in the order of the week."""
    visited = plan.visited
    return [visit for index, visit in enumerate(week.visits) if index not in visited]

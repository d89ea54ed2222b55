"""When each officer leaves, is at each door and is back: the least waiting, then the earliest."""

from __future__ import annotations

from dataclasses import dataclass

from urtuu.rounds.planning.model import OfficerDay, Plan, Week
from urtuu.rounds.planning.timing import traced


@dataclass(frozen=True)
class Stop:
    """One visit of a day: at the door, at work, and away again; seconds since midnight."""

    visit: int
    arrives: int
    begins: int
    ends: int


@dataclass(frozen=True)
class Day:
    """One officer-day as it is driven. With no stop the officer stays: gone and back at `earliest`."""

    day: str
    leaves: int
    back: int
    stops: tuple[Stop, ...]


def moments(week: Week, plan: Plan) -> tuple[Day, ...]:
    """Every officer-day in the order of the week's. Raises ValueError for a day that cannot be driven."""
    return tuple(_driven(week, day, route) for day, route in zip(week.days, plan.routes, strict=True))


def _driven(week: Week, day: OfficerDay, route: tuple[int, ...]) -> Day:
    if not route:
        return Day(day.id, day.earliest, day.earliest, ())
    found = traced(week, day, route)
    if found is None:
        raise ValueError(f"{day.id}: no choice of moments keeps every window and the duty")
    leaves = now = found[0].earliest
    place, stops = day.start, []
    for index, window in zip(route, found[1], strict=True):
        visit = week.visits[index]
        arrives = now + week.travel[place][visit.place]
        begins = max(arrives, window.earliest)
        now, place = begins + visit.service, visit.place
        stops.append(Stop(index, arrives, begins, now))
    return Day(day.id, leaves, now + week.travel[place][day.end], tuple(stops))

"""What the chief is told beside the plan: broken promises, slots to offer, and what else stays out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from urtuu.rounds.planning.inserting import Place, Route, routes_of
from urtuu.rounds.planning.model import OfficerDay, Plan, Visit, Week, Window

SLOTS = 3
MINUTE, DAY = 60, 86_400

Reason = Literal["no_slot", "costs"]


@dataclass(frozen=True)
class Slot:
    """When a promise could be kept instead: any begin between the two moments, both included.

    day     id of the officer-day
    begins  seconds since midnight, whole minutes
    ends    the same
    """

    day: str
    begins: int
    ends: int


@dataclass(frozen=True)
class Impossible:
    """A promise that cannot be kept as it was made, and up to three slots beside all promises that can.

    Each slot holds for this promise alone: once one is taken, the others are to be asked for again.
    """

    visit: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class LeftOut:
    """A visit that was due or routine and is not in the plan.

    reason         `no_slot`: nobody who may go can begin it in a window of its own without breaking the
                   window of another visit, however long the day. `costs`: it can be begun in time, and the
                   day would be `extra_seconds` longer than planned, past its end or its duty
    extra_seconds  of the cheapest such day; 0 for `no_slot`
    day            id of that officer-day; empty for `no_slot`
    """

    visit: str
    reason: Reason
    extra_seconds: int = 0
    day: str = ""


def impossible(week: Week, promised: Plan, kept: Collection[int]) -> tuple[Impossible, ...]:
    """Promises that are not kept, in the order of the week, with slots beside a plan of promises alone.

    kept  visits by index that are in the plan
    """
    routes = routes_of(week, Plan(tuple(tuple(i for i in route if i in kept) for route in promised.routes)))
    return tuple(
        Impossible(visit.id, _slots(routes, visit))
        for index, visit in enumerate(week.visits)
        if visit.kind == "promise" and index not in kept
    )


def _slots(routes: list[Route], visit: Visit) -> tuple[Slot, ...]:
    found = []
    for at, route in enumerate(routes):
        day = route.day
        whole_day = replace(visit, windows=(Window(day.day, day.earliest, day.latest),))
        if not route.week.may_serve(whole_day, day):
            continue
        if (place := route.place_for(whole_day)) and (slot := _slot(route, place, visit)):
            found.append((place.extra, at, slot))
    return tuple(slot for _, _, slot in sorted(found, key=lambda one: one[:2])[:SLOTS])


def _slot(route: Route, place: Place, visit: Visit) -> Slot | None:
    """Every begin in a gap that keeps the rest in time and the day within the duty: they are one stretch.

    What comes before only waits when the begin is late, what comes after only when it is early, so the length
    of the day falls, rests and rises.
    """
    one, rest = route.before[place.at], route.after[place.at]
    reach = one.seconds + route.week.travel[one.last][visit.place]
    leave = visit.service + route.week.travel[visit.place][rest.first]
    spare = route.day.duty - reach - leave - rest.seconds
    first = max(one.earliest + reach, rest.earliest - leave - spare)
    last = min(rest.latest - leave, one.latest + reach + spare)
    begins, ends = -(-first // MINUTE) * MINUTE, last // MINUTE * MINUTE
    return Slot(route.day.id, begins, ends) if begins <= ends else None


def left_out_of(week: Week, plan: Plan) -> tuple[LeftOut, ...]:
    """Due and routine visits that are not in a plan, in the order of the week, each with its reason."""
    endless = replace(week, days=tuple(_endless(day) for day in week.days))
    routes, visited = routes_of(endless, plan), plan.visited
    return tuple(
        _reason(routes, index, visit)
        for index, visit in enumerate(week.visits)
        if visit.kind != "promise" and index not in visited
    )


def _endless(day: OfficerDay) -> OfficerDay:
    return replace(day, latest=day.latest + DAY, duty=2 * DAY)


def _reason(routes: list[Route], index: int, visit: Visit) -> LeftOut:
    found = [
        (place.extra, at) for at, route in enumerate(routes) if (place := route.best_place(index)) is not None
    ]
    if not found:
        return LeftOut(visit.id, "no_slot")
    extra, at = min(found)
    return LeftOut(visit.id, "costs", extra, routes[at].day.id)

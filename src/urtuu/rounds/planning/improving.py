"""A short pass on the true aims: shorter days, then what is left out against what is planned, then what fits.

Five moves, each only for a gain, tried in the order of the week until none is left: a visit is driven at a
better moment or by somebody else; of two promises that cannot both be kept the one is kept that leaves room
for more; what is promised, pinned or due pushes out a run of a lower class; a visit makes room for a worthier
one; a visit makes room and finds another place. Deterministic, in pure Python, and
all there is beside the insertion where no solver is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from urtuu.rounds.planning.aims import score
from urtuu.rounds.planning.inserting import SURCHARGE, Place, Route, inserted, plan_of, routes_of, turn_of
from urtuu.rounds.planning.model import Plan, Week
from urtuu.rounds.planning.timing import whole

LONGEST = 6
"""Visits in a row that one of a higher class may push out."""
GoesOn = Callable[[], bool]
MOVABLE = 2
"""Turns before are promises and pinned visits: once planned they never make room for good."""


def improved(week: Week, plan: Plan, price: float, goes_on: GoesOn) -> Plan:
    """A plan at least as good by the order of aims. `goes_on` is asked after each officer-day.

    price  what a second is worth, in value; see aims.score
    """
    routes = routes_of(week, plan)
    changed = True
    while changed:
        inserted(week, routes)
        changed = _shortened(routes, goes_on)
        changed |= _traded(week, routes)
        changed |= _pressed(week, routes)
        changed |= _exchanged(week, routes, price, goes_on)
    found = plan_of(routes)
    return found if score(week, found, price) > score(week, plan, price) else plan


def _shortened(routes: list[Route], goes_on: GoesOn) -> bool:
    """Visits put where they cost less time and surcharge; whether there was one."""
    changed = False
    for route in routes:
        at = 0
        while at < len(route.indices):
            changed |= _replaced(routes, route, at)
            at += 1
        if not goes_on():
            return False
    return changed


def _replaced(routes: list[Route], route: Route, at: int) -> bool:
    """One visit out and in where it is cheapest. Stays when that is where it was, or as dear."""
    index = route.indices[at]
    here = _out(route, at)
    if here is None:
        return False
    found = [(place.price, number) for number, one in enumerate(routes) if (place := one.best_place(index))]
    price, number = min(found, default=(here.price, -1))
    place = routes[number].best_place(index) if price < here.price else None
    if place is None:
        route.put(index, here)
        return False
    routes[number].put(index, place)
    return True


def _out(route: Route, at: int) -> Place | None:
    """Takes a visit out, if the day can be driven without it; tells where it was and what it cost there."""
    index, stop, before = route.indices[at], route.stops[at + 1], route.seconds
    if route.clear(at, 1) is None:
        return None
    extra = before - route.seconds
    return Place(extra + route.surcharge(index), extra, at, stop)


def _traded(week: Week, routes: list[Route]) -> bool:
    """Left-out promises put for others that nobody was told of, where that makes room for more.

    Whether there was one.
    """
    changed, planned = False, {index for route in routes for index in route.indices}
    for index in sorted(range(len(week.visits)), key=_order(week)):
        if week.visits[index].kind != "promise" or index in planned:
            continue
        left = [one for one in range(len(week.visits)) if one not in planned and _outranks(week, one)]
        for route in routes:
            if order := _trade(week, route, index, left):
                route.set(order)
                planned = {one for route in routes for one in route.indices}
                changed = True
                break
    return changed


def _trade(week: Week, route: Route, came: int, left: list[int]) -> tuple[int, ...]:
    """The day with one promise for another, if promises and what is due then bring more; else nothing."""
    high = [one for one in route.indices if _outranks(week, one)]
    for went in high:
        visit = week.visits[went]
        if visit.kind != "promise" or visit.locked or visit.published:
            continue
        rest = tuple(one for one in high if one != went)
        if not whole(week, route.day, rest):
            continue
        trial = Route(week, route.day)
        trial.set(rest)
        _put_in(trial, [came])
        _put_in(trial, sorted({*left, went}, key=_order(week)))
        if _rank(week, trial.indices) > _rank(week, high):
            _put_in(trial, [one for one in route.indices if one != went])
            return tuple(trial.indices)
    return ()


def _put_in(route: Route, wanted: Sequence[int]) -> None:
    """Those that fit, in this order."""
    for index in wanted:
        place = route.best_place(index) if index not in route.indices else None
        if place:
            route.put(index, place)


def _outranks(week: Week, index: int) -> bool:
    return turn_of(week.visits[index]) <= MOVABLE


def _rank(week: Week, indices: Sequence[int]) -> tuple[int, int, int]:
    """Promises, pinned visits and the value of what is due."""
    visits = [week.visits[index] for index in indices]
    return (
        sum(1 for visit in visits if visit.kind == "promise"),
        sum(1 for visit in visits if visit.locked),
        sum(visit.value for visit in visits if visit.kind == "due"),
    )


def _pressed(week: Week, routes: list[Route]) -> bool:
    """Promised, pinned and due visits that are left out push out runs of a lower class; whether one did."""
    changed, planned = False, {index for route in routes for index in route.indices}
    for index in sorted(range(len(week.visits)), key=_order(week)):
        if index in planned or not _outranks(week, index):
            continue
        if room := min(_rooms(week, routes, index), default=None):
            _, _, number, at, length = room
            routes[number].clear(at, length)
            place = routes[number].best_place(index)
            assert place is not None  # it was tried a moment ago
            routes[number].put(index, place)
            changed = True
    return changed


def _rooms(week: Week, routes: list[Route], index: int) -> Iterator[tuple[int, int, int, int, int]]:
    """Runs of less worth whose room a visit can take: how many published, their value, and where they are."""
    turn, value = turn_of(week.visits[index]), week.visits[index].value
    for number, route in enumerate(routes):
        if not week.may_serve(week.visits[index], route.day):
            continue
        for length in range(1, LONGEST + 1):
            for at in range(len(route.indices) - length + 1):
                run = [week.visits[one] for one in route.indices[at : at + length]]
                alike = sum(visit.value for visit in run if turn_of(visit) == turn)
                if any(turn_of(visit) < max(turn, MOVABLE) for visit in run) or alike >= value:
                    continue
                before = route.clear(at, length)
                if before is None:
                    continue
                if route.best_place(index):
                    told = sum(1 for visit in run if visit.published)
                    yield told, sum(visit.value for visit in run), number, at, length
                route.restore(before)


def _exchanged(week: Week, routes: list[Route], price: float, goes_on: GoesOn) -> bool:
    """Left-out visits put in the room of planned ones; whether there was one."""
    planned = {index for route in routes for index in route.indices}
    wanted = sorted((one for one in range(len(week.visits)) if one not in planned), key=_order(week))
    changed = False
    for route in routes:
        able = [one for one in wanted if week.may_serve(week.visits[one], route.day)]
        for at in range(len(route.indices)):
            if taken := _swapped(routes, route, at, able, price):
                changed = True
                went, came = taken
                wanted = sorted({*wanted, *([went] if went >= 0 else [])} - {came}, key=_order(week))
                able = [one for one in wanted if week.may_serve(week.visits[one], route.day)]
        if not goes_on():
            return False
    return changed


def _order(week: Week) -> Callable[[int], tuple[int, int, int]]:
    """The worthiest first."""

    def key(index: int) -> tuple[int, int, int]:
        visit = week.visits[index]
        return turn_of(visit), -visit.value, index

    return key


def _swapped(
    routes: list[Route], route: Route, at: int, able: list[int], price: float
) -> tuple[int, int] | None:
    """One planned visit makes room. Tells which went (-1 when it found another place) and which came."""
    week, index = route.week, route.indices[at]
    here = _out(route, at)
    if here is None:
        return None
    elsewhere = min(
        ((place.price, number) for number, other in enumerate(routes)
         if other is not route and (place := other.best_place(index))),
        default=None,
    )  # fmt: skip
    for came in able:
        if elsewhere is None and not _may_go(week, index, came, price):
            break
        if place := route.best_place(came):
            route.put(came, place)
            if elsewhere is None:
                return index, came
            again = routes[elsewhere[1]].best_place(index)
            assert again is not None  # that day was not touched
            routes[elsewhere[1]].put(index, again)
            return -1, came
    route.put(index, here)
    return None


def _may_go(week: Week, index: int, came: int, price: float) -> bool:
    """Whether a planned visit may make room for good; once it is told, the gain must be worth the change."""
    out, new = week.visits[index], week.visits[came]
    if turn_of(out) < MOVABLE:
        return False
    told = price * SURCHARGE if out.published else 0.0
    return (turn_of(new), told - new.value) < (turn_of(out), -out.value)

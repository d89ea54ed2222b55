"""Whether a plan may be published: judged without a line of any solver, stop by stop and second by second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from urtuu.rounds.planning.model import OfficerDay, Plan, Visit, Week


def faults(week: Week, plan: Plan) -> list[str]:
    """What is wrong, each in a sentence; nothing when it may be published."""
    return [*_shape(week, plan), *(said for at in range(len(plan.routes)) for said in _route(week, plan, at))]


def _shape(week: Week, plan: Plan) -> Iterator[str]:
    if len(plan.routes) != len(week.days):
        yield f"{len(plan.routes)} routes for {len(week.days)} officer-days"
    counted = Counter(one for route in plan.routes for one in route)
    for index, times in counted.items():
        if not 0 <= index < len(week.visits):
            yield f"no visit has the index {index}"
        elif times > 1:
            yield f"{week.visits[index].id} is planned {times} times"


def _route(week: Week, plan: Plan, at: int) -> Iterator[str]:
    if at >= len(week.days):
        return
    day = week.days[at]
    visits = [week.visits[index] for index in plan.routes[at] if 0 <= index < len(week.visits)]
    for visit in visits:
        yield from _may(visit, day)
    if visits and not _in_time(week, day, visits):
        yield f"{day.id}: no choice of moments keeps every window and the duty"


def _may(visit: Visit, day: OfficerDay) -> Iterator[str]:
    if visit.locked and visit.locked != day.id:
        yield f"{visit.id} is pinned to {visit.locked}, not {day.id}"
    if visit.officer and visit.officer != day.officer:
        yield f"{visit.id} is {visit.officer}'s, not {day.officer}'s"
    if lacking := visit.needs - day.skills:
        yield f"{day.id} lacks {', '.join(sorted(lacking))} for {visit.id}"
    if not any(window.day == day.day for window in visit.windows):
        yield f"{visit.id} cannot be on day {day.day}"


def _in_time(week: Week, day: OfficerDay, visits: list[Visit]) -> bool:
    """Tries leaving at each moment that can matter: the earliest, and those that arrive as a window opens."""
    return any(
        (end := _drive(week, day, visits, leaving)) is not None and end <= min(day.latest, leaving + day.duty)
        for leaving in _leavings(week, day, visits)
    )


def _leavings(week: Week, day: OfficerDay, visits: list[Visit]) -> list[int]:
    """Leaving later saves waiting only until something would begin as a window opens or closes."""
    moments, gone, place = {day.earliest}, 0, day.start
    for visit in visits:
        gone += week.travel[place][visit.place]
        for window in visit.windows:
            if window.day == day.day:
                moments |= {window.opens - gone, window.closes - gone}
        gone += visit.service
        place = visit.place
    return sorted(one for one in moments if day.earliest <= one <= day.latest)


def _drive(week: Week, day: OfficerDay, visits: list[Visit], leaving: int) -> int | None:
    """When the officer is back; nothing when a window is missed. Each visit begins as soon as it may."""
    now, place = leaving, day.start
    for visit in visits:
        arrives = now + week.travel[place][visit.place]
        begins = min(
            (max(arrives, w.opens) for w in visit.windows if w.day == day.day and arrives <= w.closes),
            default=None,
        )
        if begins is None:
            return None
        now, place = begins + visit.service, visit.place
    return now + week.travel[place][day.end]

"""What is better: promises kept, then due before its date, then routine value, then time on the road.

The order is strict; what the chief pinned comes right after promises. A change of a published assignment is
weighed against routine value at its price, not after it: otherwise the smallest gain would call every
household in the area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from urtuu.rounds.planning.inserting import SURCHARGE
from urtuu.rounds.planning.model import KINDS, Kind, Plan, Visit, Week
from urtuu.rounds.planning.timing import whole

Score = tuple[int, ...]
"""More is better, the first difference decides."""


@dataclass(frozen=True)
class Count:
    """Of one class: how many visits are planned, and how many were wished for."""

    kind: Kind
    planned: int
    wished: int


def score(week: Week, plan: Plan, price: float = 0.0) -> Score:
    """The aims in order: promises, pinned, due value, routine value less priced changes, seconds, evenness.

    price   what a second is worth, in value; only changes of the published plan are weighed with it
    Raises ValueError when a route of the plan cannot be driven.
    """
    lengths = seconds(week, plan)
    priced = ceil(price * SURCHARGE * len(broken(week, plan)))
    return (
        sum(1 for index in plan.visited if week.visits[index].kind == "promise"),
        sum(1 for index in plan.visited if week.visits[index].locked),
        worth(week, plan, "due"),
        worth(week, plan, "routine") - priced,
        -sum(lengths),
        -sum(one * one for one in lengths),
    )


def worth(week: Week, plan: Plan, kind: Kind) -> int:
    """What is visited of one class is worth."""
    return sum(week.visits[index].value for index in plan.visited if week.visits[index].kind == kind)


def seconds(week: Week, plan: Plan) -> list[int]:
    """From leaving to being back, for each officer-day. Raises ValueError for a day that cannot be driven."""
    lengths = []
    for day, route in zip(week.days, plan.routes, strict=True):
        driven = whole(week, day, route) if route else None
        if route and driven is None:
            raise ValueError(f"{day.id}: no choice of moments keeps every window and the duty")
        lengths.append(driven.seconds if driven else 0)
    return lengths


def broken(week: Week, plan: Plan) -> list[Visit]:
    """Published visits that are planned on another officer-day than people know, or no longer."""
    where = {index: day.id for day, route in zip(week.days, plan.routes, strict=True) for index in route}
    return [
        visit
        for index, visit in enumerate(week.visits)
        if visit.published and where.get(index) != visit.published
    ]


def counts(week: Week, plan: Plan) -> tuple[Count, ...]:
    """Planned and wished for, class by class."""
    visited = plan.visited

    def of(kind: Kind, chosen: Sequence[int]) -> int:
        return sum(1 for index in chosen if week.visits[index].kind == kind)

    everything = range(len(week.visits))
    return tuple(Count(kind, of(kind, tuple(visited)), of(kind, everything)) for kind in KINDS)


def second_price(week: Week, plan: Plan) -> float:
    """What a second of officers' time is worth: the 5 % quantile of value over service and saved travel.

    Of the visits of a plan that are no promise: an officer's time is worth what the poorest of them bring.
    Nothing (0.0) when there is none to learn from.
    """
    rates = sorted(_rates(week, plan))
    return rates[len(rates) // 20] if rates else 0.0


def _rates(week: Week, plan: Plan) -> list[float]:
    rates = []
    for day, route in zip(week.days, plan.routes, strict=True):
        places = [day.start, *(week.visits[index].place for index in route), day.end]
        for at, index in enumerate(route):
            visit, before, after = week.visits[index], places[at], places[at + 2]
            detour = week.travel[before][visit.place] + week.travel[visit.place][after]
            saved = max(detour - week.travel[before][after], 0)
            if visit.kind != "promise":
                rates.append(visit.value / max(visit.service + saved, 1))
    return rates

"""The week planned: promises alone, then everything around them, then a search, then a pass on the true aims.

A plan is the same whenever week, seed, iterations and engine are: nothing here looks at a clock
(docs/planning-model.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from urtuu.rounds.planning import engine
from urtuu.rounds.planning.aims import Count, broken, counts, score, second_price
from urtuu.rounds.planning.changes import with_published
from urtuu.rounds.planning.improving import improved
from urtuu.rounds.planning.inserting import SURCHARGE, inserted, plan_of, routes_of, value_of
from urtuu.rounds.planning.model import Plan, Week
from urtuu.rounds.planning.telling import Impossible, LeftOut, impossible, left_out_of
from urtuu.rounds.planning.timing import whole

EngineName = Literal["auto", "pyvrp", "own"]
Stage = Literal["promises", "inserting", "searching", "improving"]
OWN = "own"
TURN, PRICES = 1_000, (1.0, 0.25)
"""A search goes on from the best in turns of so many iterations, in which a second costs such a part of its
price: officers' time may be what is tight, or the windows of doors, and nobody knows before."""
CHANGED, DEARER = 0.12, 4
"""Of what is published no search may change more than this share, however good it is; after one that would, a
change costs the next one so many times more."""
PROMISE_SHARE, MOST = 10, 1_000
"""The search for promises alone gets a tenth of the iterations and no more than that many: they are few."""


@dataclass(frozen=True)
class Settings:
    """How to plan.

    seed        of the search; the same seed gives the same plan
    iterations  of the search; with the own engine, rounds of ejecting are cut short by it too
    engine      `auto` takes PyVRP where it is installed; `pyvrp` insists on it
    """

    seed: int = 1
    iterations: int = 2_000
    engine: EngineName = "auto"


@dataclass(frozen=True)
class Progress:
    """How far: a stage, and how much of it is done. `done` may end below `of`."""

    stage: Stage
    done: int
    of: int


GoesOn = Callable[[Progress], bool]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A plan that may be published, and what is to be told with it.

    engine       what searched, with its version: "pyvrp 0.14.1" or "own"
    fell_back    `auto` was asked for, and PyVRP is not installed
    cancelled    somebody said no on the way; the plan is the best so far
    impossible   promises that cannot be kept
    left_out     what else is not in the plan, with its reason
    value        what is visited is worth, summed
    price        value of an officer's second in this week; changes were weighed with it
    counts       planned and wished for, class by class
    known        what it was planned around, by `replanned`
    """

    plan: Plan
    engine: str
    fell_back: bool
    seed: int
    iterations: int
    cancelled: bool
    impossible: tuple[Impossible, ...]
    left_out: tuple[LeftOut, ...]
    value: int
    price: float
    counts: tuple[Count, ...]
    known: tuple[tuple[str, str], ...] = ()


class _Asked:
    """Remembers a no: after one, nothing new is begun."""

    def __init__(self, goes_on: GoesOn) -> None:
        self._goes_on, self.cancelled = goes_on, False

    def stage(self, stage: Stage, of: int) -> Callable[[], bool]:
        """What a step asks after each piece of its work."""
        done = 0

        def again() -> bool:
            nonlocal done
            done += 1
            return self.at(stage, done, of)

        return again

    def at(self, stage: Stage, done: int, of: int) -> bool:
        """Whether to go on, with so much done of a stage."""
        if not self.cancelled and not self._goes_on(Progress(stage, min(done, of), of)):
            self.cancelled = True
        return not self.cancelled


def planned(week: Week, settings: Settings, goes_on: GoesOn = lambda _progress: True) -> Outcome:
    """The best plan found. `goes_on` is asked some hundred times; a no ends it with the best plan so far.

    Raises engine.Absent when PyVRP is insisted on and is not installed.
    """
    return _planned(week, {}, settings, goes_on)


def replanned(
    week: Week, known: Mapping[str, str], settings: Settings, goes_on: GoesOn = lambda _progress: True
) -> Outcome:
    """The week again, around what people know: visits and their officer-days by id, in the order of driving.

    A visit that goes to another officer, another day or nowhere is priced twenty minutes.
    What is pinned stays. Raises engine.Absent when PyVRP is insisted on and is not installed.
    """
    return _planned(with_published(week, known), known, settings, goes_on)


def _planned(week: Week, known: Mapping[str, str], settings: Settings, goes_on: GoesOn) -> Outcome:
    name, fell_back = _engine(settings)
    asked = _Asked(goes_on)
    promised = _promises(week, settings, name, asked)
    start = _start(week, promised, known, asked)
    price = second_price(week, start)
    found = _searched(week, start, price, settings, name, asked)
    if not asked.cancelled:
        last = improved(week, found, price, asked.stage("improving", len(week.visits)))
        found = found if _upsets(week, last, start) else last
    return Outcome(
        plan=found,
        engine=name,
        fell_back=fell_back,
        seed=settings.seed,
        iterations=settings.iterations,
        cancelled=asked.cancelled,
        impossible=impossible(week, promised, found.visited),
        left_out=left_out_of(week, found),
        value=value_of(week, found),
        price=price,
        counts=counts(week, found),
        known=tuple(known.items()),
    )


def _engine(settings: Settings) -> tuple[str, bool]:
    if settings.engine == OWN:
        return OWN, False
    version = engine.version()
    if version is None and settings.engine == "pyvrp":
        raise engine.Absent("PyVRP is not installed; the own insertion plans without it.")
    return (OWN, True) if version is None else (version, False)


def _promises(week: Week, settings: Settings, name: str, asked: _Asked) -> Plan:
    """As many promises as can be kept when nothing else is asked for."""
    alone = [index for index, visit in enumerate(week.visits) if visit.kind == "promise"]
    small = replace(week, visits=tuple(week.visits[index] for index in alone))
    again = asked.stage("promises", len(alone))
    plan = improved(small, plan_of(inserted(small)), 0.0, again)
    if name != OWN and len(plan.visited) < len(alone) and not asked.cancelled:
        few = min(max(settings.iterations // PROMISE_SHARE, 1), MOST)
        plan = _better(
            small, plan, engine.searched(small, plan, 0.0, settings.seed, few, lambda _done: again()), 0.0
        )
    return Plan(tuple(tuple(alone[index] for index in route) for route in plan.routes))


def _start(week: Week, promised: Plan, known: Mapping[str, str], asked: _Asked) -> Plan:
    """Everything inserted around the promises; or, where there is a published plan, that plan mended.

    What is urgent finds its place by pushing routine visits out, so that most people keep the day they know.
    """
    again = asked.stage("inserting", len(week.visits))
    if known and not asked.cancelled:
        remembered = _remembered(week, known)
        mended = improved(week, remembered, second_price(week, remembered), again)
        if counts(week, mended)[0].planned >= len(promised.visited):
            return mended
    return plan_of(inserted(week, routes_of(week, promised), goes_on=again))


def _remembered(week: Week, known: Mapping[str, str]) -> Plan:
    """The published plan without what is no longer there; what no longer fits is left out, the last first."""
    index_of = {visit.id: index for index, visit in enumerate(week.visits)}
    routes = []
    for day in week.days:
        route: tuple[int, ...] = ()
        for visit, where in known.items():
            index = index_of.get(visit)
            if where != day.id or index is None or not week.may_serve(week.visits[index], day):
                continue
            if whole(week, day, (*route, index)):
                route = (*route, index)
        routes.append(route)
    return Plan(tuple(routes))


def _searched(week: Week, start: Plan, price: float, settings: Settings, name: str, asked: _Asked) -> Plan:
    """What PyVRP finds from a start, when it is there and finds something better."""
    if name == OWN or asked.cancelled or not week.visits:
        return start
    best, done, change = start, 0, SURCHARGE
    while done < settings.iterations and not asked.cancelled:
        turn, begun = done // TURN, done
        few = min(TURN, settings.iterations - done)

        def again(more: int, begun: int = begun) -> bool:
            return asked.at("searching", begun + more, settings.iterations)

        paid = price * PRICES[turn % len(PRICES)]
        found = engine.searched(week, best, paid, settings.seed + turn, few, again, change=change)
        if _upsets(week, found, start):
            change *= DEARER
        else:
            best = _better(week, best, found, price)
        done += few
    return best


def _upsets(week: Week, plan: Plan, start: Plan) -> bool:
    """Whether a plan changes more of what people know than may be changed, and more than its start does."""
    told = sum(1 for visit in week.visits if visit.published)
    return len(broken(week, plan)) > max(CHANGED * told, len(broken(week, start)))


def _better(week: Week, one: Plan, other: Plan, price: float) -> Plan:
    return other if score(week, other, price) > score(week, one, price) else one

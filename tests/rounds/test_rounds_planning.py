"""Who goes where: the white list of what is known, times to the second, and plans the checker lets pass."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weeks_made import HOUR, made

from urtuu.rounds.planning.checking import faults
from urtuu.rounds.planning.inserting import inserted, left_out, plan_of, value_of
from urtuu.rounds.planning.model import OfficerDay, Plan, Visit, Week, Window
from urtuu.rounds.planning.timing import whole

KNOWN = {
    Window: {"day", "opens", "closes"},
    OfficerDay: {"id", "officer", "day", "start", "end", "earliest", "latest", "duty", "skills"},
    Visit: {"id", "place", "service", "windows", "kind", "value", "needs", "officer", "locked", "published"},
    Week: {"days", "visits", "travel"},
}


@pytest.mark.parametrize("of", list(KNOWN))
def test_the_planner_knows_nothing_that_is_not_on_the_white_list(of: type):
    assert {one.name for one in fields(of)} == KNOWN[of]


def small(seed: int, visits: int = 6) -> Week:
    """One officer on one day, with narrow windows."""
    rng = Random(seed)
    week = made(seed, officers=1, days=1, visits=visits)
    wished = []
    for visit in week.visits:
        opens = [rng.randint(8, 14) * HOUR for _ in range(rng.choice((1, 1, 2)))]
        windows = tuple(Window(0, one, one + rng.choice((1, 2, 4)) * HOUR) for one in opens)
        wished.append(replace(visit, windows=windows, needs=frozenset()))
    travel = [[seconds // 6 for seconds in row] for row in week.travel]
    return Week(days=week.days, visits=tuple(wished), travel=travel)


def by_the_minute(week: Week, route: tuple[int, ...]) -> int | None:
    """The shortest day that drives a route, found by leaving at every minute."""
    day, best = week.days[0], None
    for leaving in range(day.earliest, day.latest + 1, 60):
        now, place = leaving, day.start
        for index in route:
            visit = week.visits[index]
            arrives = now + week.travel[place][visit.place]
            begins = [max(arrives, window.opens) for window in visit.windows if arrives <= window.closes]
            if not begins:
                break
            now, place = min(begins) + visit.service, visit.place
        else:
            end = now + week.travel[place][day.end]
            if end <= day.latest and end - leaving <= day.duty:
                best = min(best or end - leaving, end - leaving)
    return best


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), draw=st.randoms(use_true_random=False))
def test_the_length_of_a_day_is_that_of_leaving_at_the_best_minute(seed: int, draw: Random):
    week = small(seed)
    week = replace(week, travel=[[seconds // 60 * 60 for seconds in row] for row in week.travel])
    route = tuple(draw.sample(range(6), 3))
    exact, slow = whole(week, week.days[0], route), by_the_minute(week, route)
    assert (exact is None) == (slow is None)
    assert exact is None or exact.seconds == slow
    assert (faults(week, Plan((route,))) == []) == (exact is not None)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_inserted_may_be_published(seed: int):
    week = made(seed, officers=3, visits=90)
    plan = plan_of(inserted(week))
    assert faults(week, plan) == []
    assert len(plan.visited) + len(left_out(week, plan)) == 90
    assert value_of(week, plan) > 0


def test_the_same_week_gives_the_same_plan():
    week = made(3, officers=3, visits=90)
    assert plan_of(inserted(week)) == plan_of(inserted(made(3, officers=3, visits=90)))


@pytest.mark.parametrize("seed", range(6))
def test_on_a_small_day_insertion_comes_near_the_best_order_there_is(seed: int):
    week = small(seed, visits=5)
    orders = (order for n in range(6) for order in permutations(range(5), n))
    best = max(value_of(week, Plan((one,))) for one in orders if whole(week, week.days[0], one))
    assert value_of(week, plan_of(inserted(week))) >= 0.8 * best


def test_what_is_pinned_stays_and_what_is_published_moves_only_for_a_gain():
    week = made(5, officers=3, visits=60)
    first = plan_of(inserted(week))
    where = {index: week.days[at].id for at, route in enumerate(first.routes) for index in route}
    pinned = min(where)
    known = tuple(
        replace(visit, published=where.get(i, ""), locked=where[i] if i == pinned else "")
        for i, visit in enumerate(week.visits)
    )
    again = plan_of(inserted(replace(week, visits=known)))
    assert faults(replace(week, visits=known), again) == []
    now = {index: week.days[at].id for at, route in enumerate(again.routes) for index in route}
    assert now[pinned] == where[pinned]
    assert sum(now.get(i) == day for i, day in where.items()) >= 0.85 * len(where)


def overfull(week: Week, plan: Plan) -> tuple[int, ...]:
    """The first day with everything that was left out and could be asked of it."""
    more = {i for i, visit in enumerate(week.visits) if week.may_serve(visit, week.days[0])} - plan.visited
    return (*plan.routes[0], *sorted(more))


WRONG = {
    "is planned 2 times": lambda _week, plan: Plan((plan.routes[0] + plan.routes[0][:1], *plan.routes[1:])),
    "routes for": lambda _week, plan: Plan(plan.routes[:-1]),
    "no visit has the index": lambda _week, plan: Plan(((999,), *plan.routes[1:])),
    "no choice of moments": lambda week, plan: Plan((overfull(week, plan), *plan.routes[1:])),
}


@pytest.mark.parametrize("sentence", list(WRONG))
def test_the_checker_notices_each_fault(sentence: str):
    week = made(8, officers=2, visits=80)
    wrong = WRONG[sentence](week, plan_of(inserted(week)))
    assert any(sentence in said for said in faults(week, wrong))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"locked": "o9-0"}, "is pinned to"),
        ({"officer": "o9"}, "not o"),
        ({"needs": frozenset({"boat"})}, "lacks boat"),
        ({"windows": (Window(6, 0, HOUR),)}, "cannot be on day"),
    ],
)
def test_the_checker_notices_who_may_not_go(change: dict[str, object], sentence: str):
    week = made(9, officers=2, visits=40)
    plan = plan_of(inserted(week))
    index = next(iter(plan.visited))
    visits = tuple(replace(v, **change) if i == index else v for i, v in enumerate(week.visits))  # type: ignore[arg-type]
    assert any(sentence in said for said in faults(replace(week, visits=visits), plan))

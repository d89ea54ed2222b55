"""A whole week planned: what may be published, what is impossible, and the same plan from the same text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_rounds_planning import small
from weeks_made import HOUR, made

from urtuu.rounds.planning.changes import Change, assignments, changes, kept_share
from urtuu.rounds.planning.checking import faults
from urtuu.rounds.planning.model import Plan, Visit, Week, Window
from urtuu.rounds.planning.moments import moments
from urtuu.rounds.planning.pipeline import Progress, Settings, planned, replanned
from urtuu.rounds.planning.timing import whole
from urtuu.rounds.planning.writing import (
    Unreadable,
    published_plan,
    published_text,
    replayed,
    week_of_text,
    week_text,
)

OWN = Settings(seed=1, iterations=200, engine="own")


def with_two_promises_at_one_time() -> Week:
    """A single officer on a single day, promised to two doors an hour apart in the same five minutes."""
    week = made(4, officers=1, days=2, visits=30)
    travel = [[0 if a == b else HOUR for b in range(31)] for a in range(31)]
    visits = [replace(v, kind="routine", value=100, needs=frozenset()) for v in week.visits]
    for index in (3, 7):
        window = (Window(0, 10 * HOUR, 10 * HOUR + 300),)
        visits[index] = replace(visits[index], kind="promise", value=100_000, windows=window)
    return replace(week, visits=tuple(visits), travel=travel)


def test_a_promise_that_cannot_be_kept_is_named_with_slots_that_can():
    week = with_two_promises_at_one_time()
    outcome = planned(week, OWN)
    assert faults(week, outcome.plan) == []
    (missed,) = outcome.impossible
    assert missed.visit in {"v4", "v8"}
    assert {one.day for one in missed.slots} == {"o0-0", "o0-1"}
    index = next(i for i, v in enumerate(week.visits) if v.id == missed.visit)
    for slot in missed.slots:
        for begins in (slot.begins, slot.ends):
            assert can_be_kept(week, index, slot.day, begins)
        assert not can_be_kept(week, index, slot.day, slot.ends + 60)
        assert not can_be_kept(week, index, slot.day, slot.begins - 60)


def can_be_kept(week: Week, index: int, day: str, begins: int) -> bool:
    """Whether both promises fit when the one begins exactly then."""
    at = next(i for i, one in enumerate(week.days) if one.id == day)
    exact = replace(week.visits[index], windows=(Window(week.days[at].day, begins, begins),))
    other = ({3, 7} - {index}).pop()
    tried = replace(week, visits=tuple(exact if i == index else v for i, v in enumerate(week.visits)))
    orders = ((index, other), (other, index)) if at == 0 else ((index,),)
    return any(whole(tried, week.days[at], one) for one in orders)


def test_what_is_left_out_says_why():
    week = made(6, officers=1, visits=60)
    never = replace(week.visits[0], kind="due", windows=(Window(0, 3 * HOUR, 4 * HOUR),))
    week = replace(week, visits=(never, *week.visits[1:]))
    outcome = planned(week, OWN)
    told = {one.visit: one for one in outcome.left_out}
    assert told["v1"].reason == "no_slot"
    assert told["v1"].extra_seconds == 0
    costing = [one for one in outcome.left_out if one.reason == "costs"]
    assert costing
    assert all(one.extra_seconds > 0 and one.day for one in costing)
    promised = sum(v.kind == "promise" for v in week.visits)
    kept = sum(c.planned for c in outcome.counts)
    assert kept + len(outcome.left_out) + len(outcome.impossible) == 60
    assert next(c.wished for c in outcome.counts) == promised


def test_an_extra_minute_less_of_duty_is_what_a_left_out_visit_lacks():
    week = made(2, officers=1, days=1, visits=30)
    outcome = planned(week, OWN)
    one = next(left for left in outcome.left_out if left.reason == "costs")
    length = whole(week, week.days[0], outcome.plan.routes[0])
    assert length is not None
    assert length.seconds + one.extra_seconds > week.days[0].duty


def test_the_moments_of_a_day_keep_every_window_and_wait_least():
    week = made(11, officers=2, visits=60)
    plan = planned(week, OWN).plan
    for day, route, driven in zip(week.days, plan.routes, moments(week, plan), strict=True):
        shortest = whole(week, day, route) if route else None
        assert driven.back - driven.leaves == (shortest.seconds if shortest else 0)
        assert day.earliest <= driven.leaves <= driven.back <= day.latest
        place, now = day.start, driven.leaves
        for index, stop in zip(route, driven.stops, strict=True):
            visit = week.visits[index]
            assert stop.visit == index
            assert stop.arrives == now + week.travel[place][visit.place]
            assert stop.begins >= stop.arrives
            assert any(w.day == day.day and w.opens <= stop.begins <= w.closes for w in visit.windows)
            assert stop.ends == stop.begins + visit.service
            place, now = visit.place, stop.ends


def test_a_day_without_a_visit_is_not_driven():
    week = made(1, officers=1, days=1, visits=3)
    (day,) = moments(week, Plan(((),)))
    assert (day.leaves, day.back, day.stops) == (8 * HOUR, 8 * HOUR, ())


def test_a_week_written_down_is_the_same_week():
    week = made(5, officers=2, visits=40)
    text = week_text(week)
    assert week_text(week_of_text(text)) == text
    assert week_text(made(5, officers=2, visits=40)) == text
    again = week_of_text(text)
    assert (again.days, again.visits) == (week.days, week.visits)


def test_one_text_is_enough_to_plan_a_week_again():
    week = made(5, officers=2, visits=40)
    outcome = planned(week, OWN)
    text = published_text(week, OWN, outcome)
    assert published_plan(text) == outcome.plan
    assert replayed(text) == outcome.plan


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"form":1}', '{"form":1,"days":[{}],"visits":[],"travel":[]}']
)
def test_what_is_no_week_is_not_read(text: str):
    with pytest.raises(Unreadable):
        week_of_text(text)


def test_a_plan_of_another_engine_is_not_passed_off_as_replayed():
    week = made(5, officers=1, visits=10)
    text = published_text(week, OWN, replace(planned(week, OWN), engine="pyvrp 0.1"))
    with pytest.raises(Unreadable, match=r"pyvrp 0\.1"):
        replayed(text)


def test_a_no_ends_the_planning_with_what_there_is():
    week = made(7, officers=3, visits=90)
    asked: list[Progress] = []

    def five_times(progress: Progress) -> bool:
        asked.append(progress)
        return len(asked) < 30

    outcome = planned(week, OWN, five_times)
    assert outcome.cancelled
    assert len(asked) == 30
    assert faults(week, outcome.plan) == []
    assert 0 < len(outcome.plan.visited) < len(planned(week, OWN).plan.visited)
    assert not planned(week, OWN).cancelled


def test_changes_name_what_moved_came_and_went():
    before, after = {"v1": "a", "v2": "a", "v3": "b"}, {"v1": "b", "v3": "b", "v4": "a"}
    assert changes(before, after) == (Change("v1", "a", "b"), Change("v2", "a", ""), Change("v4", "", "a"))
    assert kept_share(before, after) == 1 / 3
    assert changes(before, before) == ()


def urgent(week: Week, count: int) -> list[Visit]:
    """Visits that fall due on the second day, at known doors."""
    return [
        replace(visit, id=f"u{visit.id}", kind="due", value=3_000, needs=frozenset(),
                windows=(Window(1, 8 * HOUR, 17 * HOUR),))
        for visit in week.visits[:: len(week.visits) // count][:count]
    ]  # fmt: skip


def test_a_week_planned_again_takes_what_is_urgent_and_keeps_what_is_known():
    week = made(12, officers=3, visits=120)
    known = assignments(week, planned(week, OWN).plan)
    more = replace(week, visits=(*week.visits, *urgent(week, 2)))
    again = replanned(more, known, OWN)
    now = assignments(more, again.plan)
    assert faults(more, again.plan) == []
    assert sum(one.startswith("u") for one in now) == 2
    assert kept_share(known, now) >= 0.85


def test_a_day_with_one_officer_and_narrow_windows_is_planned():
    week = small(3)
    assert faults(week, planned(week, OWN).plan) == []


def test_one_text_is_enough_to_plan_a_week_again_around_what_was_known():
    week = made(12, officers=2, visits=60)
    known = assignments(week, planned(week, OWN).plan)
    more = replace(week, visits=(*week.visits[5:], *urgent(week, 2)))
    again = replanned(more, known, OWN)
    assert replayed(published_text(more, OWN, again)) == again.plan

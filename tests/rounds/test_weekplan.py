"""A week's plan from asking to the phones: inputs, queue, changes by hand, publication."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from week_acts import MONDAY, WEEK, at, dispute, task, tasks, visit, visited_everywhere
from weeks_made import made

from cast import Cast
from urtuu.base.canonical import canonical
from urtuu.base.ids import new_id
from urtuu.journal import queries as journal
from urtuu.kinds.entries import LONGEST_LINE
from urtuu.kinds.plan.kind import MOST_TEXT
from urtuu.places.models import Household
from urtuu.rounds import queries, services
from urtuu.rounds.models import Absence, Measure, PlanJob
from urtuu.rounds.planning import engine
from urtuu.rounds.planning.changes import assignments
from urtuu.rounds.planning.checking import faults
from urtuu.rounds.planning.moments import moments
from urtuu.rounds.planning.pipeline import Settings, planned
from urtuu.rounds.planning.writing import Unreadable, week_of_text, week_text
from urtuu.rounds.refusals import (
    ALREADY_PUBLISHED,
    NO_OFFICER,
    NO_PLAN_YET,
    NO_SUCH_SLOT,
    NO_SUCH_STOP,
    PLAN_CHANGED,
    PLAN_IN_WORK,
    TOO_LONG_AWAY,
    WEEK_IS_OVER,
    Refused,
)
from urtuu.rounds.seen import Board
from urtuu.rounds.weekplan import jobs, routes
from urtuu.rounds.weekplan import services as plans
from urtuu.rounds.weekplan.drafts import (
    Cannot,
    Request,
    packed,
    read_asked,
    read_draft,
    reckoned_again,
    text_of,
    unpacked,
)
from urtuu.rounds.weekplan.wishes import Asked

HOME = "shuangsheng"
QUICK = Settings(seed=131, iterations=50)
WEDNESDAY = date(2026, 11, 25)
WEEK_DAYS = (date(2026, 11, 24), WEDNESDAY, date(2026, 11, 26))


def board(cast: Cast, now: datetime = MONDAY) -> Board:
    return queries.board(cast.saran.who, HOME, WEEK, now)


def drafted(cast: Cast, now: datetime = MONDAY) -> PlanJob:
    plans.ask(cast.saran.who, board(cast, now))
    job = jobs.work_once(QUICK)
    assert job is not None
    assert job.state == PlanJob.DONE, job.failure
    return job


def published_now(cast: Cast) -> int:
    return plans.publish(cast.saran.who, HOME, WEEK, MONDAY)


def stands(job: PlanJob) -> dict[str, str]:
    job.refresh_from_db()
    return assignments(week_of_text(job.problem), read_draft(job.result).plan)


def published(cast: Cast, *kinds: str) -> list[journal.RecordRow]:
    return journal.rows(journal.counted(cast.saran.who, "board", WEEK.monday).filter(kind__in=kinds))


def days_of(job: PlanJob, staff: str) -> list[str]:
    return [one.id for one in week_of_text(job.problem).days if one.officer == staff]


def own(job: PlanJob, staff: str, but: str = "") -> str:
    """A visit of an officer's that may be on any day."""
    week = week_of_text(job.problem)
    free = {one.id for one in week.visits if len(one.windows) == len(WEEK_DAYS)}
    return next(name for name, day in stands(job).items() if day.startswith(staff) and name in free - {but})


def promised(cast: Cast) -> str:
    """A household of Bataar's that was promised Wednesday, proposed as a task; its visit id."""
    visited_everywhere(cast, at(-60))
    door = cast.doors["near"][0]
    visit(cast.bataar, cast.near, str(door.pk), at(0, 15), next_wished=WEDNESDAY.isoformat())
    dispute(cast.bataar, cast.near, at(1, 8))
    services.draw_up(cast.saran.who, HOME, WEEK, MONDAY)
    (one,) = [row for row in tasks(cast) if row.standing.body["source"] == "follow_up"]
    return f"task:{one.row.record}"


def test_tasks_and_doors_become_visits_with_their_classes(cast: Cast) -> None:
    wanted = promised(cast)
    found = plans.ground_of(cast.saran.who, board(cast))
    assert found.days == [date(2026, 11, 24), WEDNESDAY, date(2026, 11, 26)]
    assert {one.kind for one in found.wishes} >= {"promise", "due"}
    wish = found.by_id[wanted]
    assert (wish.kind, wish.first, wish.last) == ("promise", WEDNESDAY, WEDNESDAY)
    assert [one.grids for one in found.rounders] == [("near",), ("next-door",)]
    assert set(found.places) >= {wish.place}
    assert "警务室" in "".join(found.labels.values())


def test_a_plan_is_asked_for_worked_out_and_keeps_the_promise(cast: Cast) -> None:
    wanted = promised(cast)
    job = drafted(cast)
    week, draft = week_of_text(job.problem), read_draft(job.result)
    assert faults(week, draft.plan) == []
    assert stands(job)[wanted] == f"{cast.bataar.id}/{WEDNESDAY}"
    assert (job.done, job.of) != (0, 0)
    assert jobs.work_once(QUICK) is None


def test_nothing_of_a_person_is_in_what_the_planner_is_told(cast: Cast) -> None:
    promised(cast)
    job = drafted(cast)
    for name in (cast.bataar.name, *Household.objects.values_list("label", flat=True)):
        assert name not in job.problem
    keys = {key for one in json.loads(job.problem)["visits"] for key in one}
    assert keys == {
        "id", "place", "service", "windows", "kind", "value", "needs", "officer", "locked", "published",
    }  # fmt: skip


def test_publishing_deals_schedules_and_sends_and_can_be_reckoned_again(cast: Cast) -> None:
    wanted = promised(cast)
    drafted(cast)
    count = published_now(cast)
    (one,) = [row for row in tasks(cast) if row.row.record == wanted.removeprefix("task:")]
    body = one.standing.body
    assert one.row.state == "issued"
    assert (body["officer"], body["on_day"], body["promised"]) == (cast.bataar.id, "2026-11-25", True)
    assert body["begins"].startswith("2026-11-25T")
    found = published(cast, "plan", "route")
    kinds = [row.row.kind for row in found]
    assert (kinds.count("plan"), kinds.count("route")) == (1, 2)
    (plan,) = [row for row in found if row.row.kind == "plan"]
    assert plan.standing.body["visits"] == count
    week, again = reckoned_again(text_of(plan.standing))
    assert assignments(week, again) == stands(PlanJob.objects.get())
    route = next(row for row in found if row.standing.holder == cast.bataar.id)
    stops = route.standing.body["stops"]
    assert {one["task"] for one in stops} == {
        row.row.record for row in tasks(cast) if row.standing.body.get("officer") == cast.bataar.id
    }


def test_doors_without_a_task_become_tasks_when_they_are_planned(cast: Cast) -> None:
    drafted(cast)
    before = len(tasks(cast))
    count = published_now(cast)
    assert before == 0
    assert count == len(tasks(cast)) > 0
    assert {one.standing.body["source"] for one in tasks(cast)} == {"unvisited"}
    assert {one.row.state for one in tasks(cast)} == {"issued"}


def test_a_door_that_has_a_task_by_now_gets_no_second_one(cast: Cast) -> None:
    drafted(cast)
    services.draw_up(cast.saran.who, HOME, WEEK, MONDAY)
    drawn = len(tasks(cast))
    assert drawn > 0
    published_now(cast)
    assert len(tasks(cast)) == drawn
    assert {one.row.state for one in tasks(cast)} == {"issued"}


def test_a_visit_is_moved_by_hand_and_stays_there_when_asked_again(cast: Cast) -> None:
    wanted = promised(cast)
    job = drafted(cast)
    moving = own(job, cast.bataar.id, but=wanted)
    there = stands(job)[moving]
    to = next(one for one in days_of(job, cast.bataar.id) if one != there)
    plans.move(cast.saran.who, HOME, WEEK, moving, to, MONDAY)
    assert stands(job)[moving] == to
    again = drafted(cast)
    assert stands(again)[moving] == to
    assert read_asked(again.asked).asked.locks == {moving: to}
    published_now(cast)
    (plan,) = published(cast, "plan")
    week, found = reckoned_again(text_of(plan.standing))
    assert assignments(week, found) == stands(again)


def test_a_move_after_the_last_asking_is_part_of_what_is_reckoned_again(cast: Cast) -> None:
    job = drafted(cast)
    moving, there = next(iter(stands(job).items()))
    to = next(one for one in days_of(job, there.split("/")[0]) if one != there)
    plans.move(cast.saran.who, HOME, WEEK, moving, to, MONDAY)
    published_now(cast)
    (plan,) = published(cast, "plan")
    week, found = reckoned_again(text_of(plan.standing))
    assert assignments(week, found)[moving] == to


def test_a_move_that_cannot_be_driven_is_refused_with_its_reason(cast: Cast) -> None:
    wanted = promised(cast)
    job = drafted(cast)
    thursday = f"{cast.bataar.id}/2026-11-26"
    for to, why in (
        (thursday, "other_day"),
        (f"{cast.qiqige.id}/2026-11-25", "not_the_officer"),
        ("x/2026-11-25", "no_such_day"),
    ):
        with pytest.raises(Cannot) as refused:
            plans.move(cast.saran.who, HOME, WEEK, wanted, to, MONDAY)
        assert refused.value.why == why
    assert stands(job)[wanted] == f"{cast.bataar.id}/{WEDNESDAY}"


def test_what_is_left_out_by_hand_stays_out_until_it_is_taken_back(cast: Cast) -> None:
    job = drafted(cast)
    one = next(iter(stands(job)))
    plans.move(cast.saran.who, HOME, WEEK, one, "", MONDAY)
    assert one not in stands(job)
    assert one not in stands(drafted(cast))
    plans.take_back(cast.saran.who, HOME, WEEK, one, MONDAY)
    assert one in stands(drafted(cast))


def test_an_officer_who_is_away_gets_nothing_on_that_day(cast: Cast) -> None:
    plans.note_absence(cast.saran.who, board(cast), cast.bataar.id, WEDNESDAY, WEDNESDAY)
    plans.note_absence(cast.saran.who, board(cast), cast.bataar.id, WEDNESDAY, WEDNESDAY)
    days = [one.id for one in week_of_text(drafted(cast).problem).days]
    assert f"{cast.bataar.id}/{WEDNESDAY}" not in days
    assert len(days) == 5
    (absence,) = Absence.objects.all()
    plans.forget_absence(cast.saran.who, board(cast), absence.pk)
    assert not Absence.objects.exists()
    with pytest.raises(Refused) as refused:
        plans.note_absence(cast.saran.who, board(cast), cast.dorji.id, WEDNESDAY, WEDNESDAY)
    assert refused.value.why == NO_OFFICER


def test_a_promise_nobody_can_keep_is_named_with_slots_and_one_can_be_taken(cast: Cast) -> None:
    wanted = promised(cast)
    plans.note_absence(cast.saran.who, board(cast), cast.bataar.id, WEDNESDAY, WEDNESDAY)
    job = drafted(cast)
    (broken,) = read_draft(job.result).impossible
    assert broken.visit == wanted
    assert 1 <= len(broken.slots) <= 3
    slot = broken.slots[0]
    plans.take_slot(cast.saran.who, board(cast), wanted, (slot.day, slot.begins, slot.ends))
    again = jobs.work_once(QUICK)
    assert again is not None
    assert read_draft(again.result).impossible == ()
    assert stands(again)[wanted] == slot.day


def test_neighbours_help_only_where_the_chief_allows_it(cast: Cast) -> None:
    own = drafted(cast)
    assert all(one.officer for one in week_of_text(own.problem).visits)
    Measure.objects.create(station=cast.home, neighbours_help=True)
    assert not any(one.officer for one in week_of_text(drafted(cast).problem).visits)


def test_in_the_middle_of_the_week_what_people_know_is_kept(cast: Cast) -> None:
    promised(cast)
    drafted(cast)
    published_now(cast)
    now = at(3, 7)
    before = {
        f"task:{row.row.record}": f"{row.standing.body['officer']}/{row.standing.body['on_day']}"
        for row in tasks(cast, now)
        if row.standing.body.get("on_day", "") >= "2026-11-25"
    }
    urgent = task(
        cast.saran,
        cast.near,
        "急事",
        now,
        window_from="2026-11-25",
        window_to="2026-11-25",
        place={"gacha": cast.near.gachas.all()[0].pk},
    )
    job = drafted(cast, now)
    week = week_of_text(job.problem)
    assert {one.id.split("/")[1] for one in week.days} == {"2026-11-25", "2026-11-26"}
    assert stands(job)[f"task:{urgent}"].endswith("2026-11-25")
    kept = [name for name, day in before.items() if stands(job).get(name) == day]
    assert len(kept) >= 0.85 * len(before)
    plans.publish(cast.saran.who, HOME, WEEK, now, why="临时急事")
    found = published(cast, "plan")
    assert sorted(row.row.state for row in found) == ["published", "replaced"]


def test_only_who_deals_may_plan_and_never_a_week_that_is_over(cast: Cast) -> None:
    for who in (cast.bataar, cast.li, cast.nasan):
        with pytest.raises(Refused):
            plans.ask(who.who, board(cast))
    with pytest.raises(Refused) as refused:
        plans.ask(cast.saran.who, board(cast, MONDAY + timedelta(days=8)))
    assert refused.value.why == WEEK_IS_OVER
    with pytest.raises(Refused) as refused:
        published_now(cast)
    assert refused.value.why == NO_PLAN_YET


# --- decisions that must not be lost -----------------------------------------------------------------


def test_a_second_publication_changes_nothing_and_says_so(cast: Cast) -> None:
    job = drafted(cast)
    mark = plans.mark_of(job)
    published_now(cast)
    before = [(one.row.record, one.row.version) for one in tasks(cast)]
    with pytest.raises(Refused) as refused:
        plans.publish(cast.saran.who, HOME, WEEK, MONDAY, shown=mark)
    assert refused.value.why == ALREADY_PUBLISHED
    assert [(one.row.record, one.row.version) for one in tasks(cast)] == before


def test_nobody_publishes_a_draft_they_did_not_see(cast: Cast) -> None:
    job = drafted(cast)
    mark = plans.mark_of(job)
    plans.move(cast.saran.who, HOME, WEEK, next(iter(stands(job))), "", MONDAY)
    with pytest.raises(Refused) as refused:
        plans.publish(cast.saran.who, HOME, WEEK, MONDAY, shown=mark)
    assert refused.value.why == PLAN_CHANGED
    job.refresh_from_db()
    assert plans.publish(cast.saran.who, HOME, WEEK, MONDAY, shown=plans.mark_of(job)) > 0


def test_while_a_plan_is_worked_out_nothing_is_decided_on_the_old_one(cast: Cast) -> None:
    job = drafted(cast)
    one = next(iter(stands(job)))
    plans.ask(cast.saran.who, board(cast))
    with pytest.raises(Refused) as refused:
        plans.move(cast.saran.who, HOME, WEEK, one, "", MONDAY)
    assert refused.value.why == PLAN_IN_WORK
    with pytest.raises(Refused):
        published_now(cast)
    assert one in stands(job)


def test_what_was_decided_outlives_a_plan_that_was_called_off(cast: Cast) -> None:
    job = drafted(cast)
    one = next(iter(stands(job)))
    plans.move(cast.saran.who, HOME, WEEK, one, "", MONDAY)
    plans.ask(cast.saran.who, board(cast))
    plans.stop(cast.saran.who, HOME, WEEK, MONDAY)
    assert one not in stands(drafted(cast))


def test_a_stop_or_a_time_that_is_not_there_is_refused(cast: Cast) -> None:
    wanted = promised(cast)
    drafted(cast)
    with pytest.raises(Refused) as refused:
        plans.lock(cast.saran.who, HOME, WEEK, "task:nothing", MONDAY, on=True)
    assert refused.value.why == NO_SUCH_STOP
    with pytest.raises(Refused) as refused:
        plans.take_slot(cast.saran.who, board(cast), wanted, (f"{cast.bataar.id}/2026-11-26", 0, 86_000))
    assert refused.value.why == NO_SUCH_SLOT


def test_an_absence_of_a_thousand_years_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        plans.note_absence(cast.saran.who, board(cast), cast.bataar.id, date(1026, 11, 24), WEDNESDAY)
    assert refused.value.why == TOO_LONG_AWAY


def test_a_large_week_is_kept_in_pieces_that_fit_a_line() -> None:
    text = week_text(made(1, officers=16, visits=640))
    pieces = packed(text)
    assert len(pieces) > 1
    assert all(len(one) <= MOST_TEXT < LONGEST_LINE for one in pieces)
    assert unpacked(pieces) == text
    with pytest.raises(Unreadable):
        unpacked(pieces[1:])


def test_a_route_of_many_places_fits_a_line() -> None:
    week = made(2, officers=1, visits=60)
    by_day = [set(range(n, n + 20)) for n in (0, 20, 40)]
    assert len(routes._pairs(sorted(set().union(*by_day)), by_day)) == 3 * 20 * 19
    assert len(routes._pairs(range(25), by_day)) == 25 * 24
    plan = planned(week, QUICK).plan
    here = len(week.travel)
    request = Request(asked=Asked(), places=("150421102204",) * here, basis=("e" * here,) * here)
    ground = SimpleNamespace(week=WEEK, labels={}, station=SimpleNamespace(pk=HOME))
    ids = {visit.id: str(new_id(MONDAY)) for visit in week.visits}
    staff = str(new_id(MONDAY))
    frames = tuple(replace(day, id=f"{staff}/2026-11-2{4 + n}") for n, day in enumerate(week.days))
    week = replace(week, days=frames)
    (deed,) = routes.deeds(week, request, ground, ids, str(new_id(MONDAY)), moments(week, plan))  # type: ignore[arg-type]
    assert len(plan.visited) > 15
    assert len(canonical(deed.fields)) < LONGEST_LINE - 4_096


# --- the queue ---------------------------------------------------------------------------------------


def test_a_job_that_waits_is_called_off_at_once_and_a_newer_one_replaces_it(cast: Cast) -> None:
    first = plans.ask(cast.saran.who, board(cast))
    second = plans.ask(cast.saran.who, board(cast))
    first.refresh_from_db()
    assert first.state == PlanJob.CANCELLED
    assert plans.stop(cast.saran.who, HOME, WEEK, MONDAY) == 1
    second.refresh_from_db()
    assert second.state == PlanJob.CANCELLED
    assert jobs.work_once(QUICK) is None


def test_a_running_job_hears_that_it_is_called_off_and_leaves_the_best_so_far(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "EVERY", 0.0)
    job = plans.ask(cast.saran.who, board(cast))
    PlanJob.objects.filter(pk=job.pk).update(cancel_asked=True)
    done = jobs.work_once(QUICK)
    assert done is not None
    assert read_draft(done.result).cancelled


def test_a_worker_that_fell_silent_loses_its_job_to_the_next(cast: Cast) -> None:
    job = plans.ask(cast.saran.who, board(cast))
    now = MONDAY + timedelta(minutes=1)
    assert jobs.claim(now) is not None
    assert jobs.claim(now + timedelta(seconds=30)) is None
    taken = jobs.claim(now + jobs.SILENCE + timedelta(seconds=1))
    assert taken is not None
    assert taken.pk == job.pk


def test_a_failure_is_written_on_the_job_and_the_queue_goes_on(cast: Cast) -> None:
    job = plans.ask(cast.saran.who, board(cast))
    PlanJob.objects.filter(pk=job.pk).update(problem="{}")
    failed = jobs.work_once(QUICK)
    assert failed is not None
    assert failed.state == PlanJob.FAILED
    assert "Unreadable" in failed.failure
    assert drafted(cast).state == PlanJob.DONE


def test_without_pyvrp_a_week_is_planned_all_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "version", lambda: None)
    draft = read_draft(drafted(cast).result)
    assert (draft.engine, draft.fell_back) == ("own", True)
    assert draft.plan.visited

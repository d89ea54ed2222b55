"""The board as values: what it shows, to whom, and in how many queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from week_acts import MONDAY, WEEK, at, did, dispute, need, phone, task, visit

from cast import Cast, Person, appoint, person
from urtuu.base.weeks import DayPart, Week
from urtuu.kinds.roles import Role
from urtuu.places.models import Grid, Region
from urtuu.rounds import queries, services
from urtuu.rounds.calendar import parts_of
from urtuu.rounds.seen import Board, Promised

HOME = "shuangsheng"


def board(asking: Person, week: Week = WEEK, station: str = HOME) -> Board:
    return queries.board(asking.who, station, week, MONDAY)


def titles(asking: Person, week: Week = WEEK) -> list[str]:
    return sorted(one.title for one in board(asking, week).tasks)


# --- what it shows


def test_what_falls_due_first_stands_first_with_its_promise(cast: Cast) -> None:
    task(cast.saran, cast.near, "不急的事")
    matter = dispute(cast.bataar, cast.near, at(1, 8))
    task(cast.saran, cast.near, "首次联系", about=matter)
    first, second = board(cast.saran).undealt
    assert (first.title, second.title) == ("首次联系", "不急的事")
    assert first.due is not None
    assert (first.due.label, first.due.ends_at) == ("小事不过夜", at(2, 0))
    assert (first.gacha, first.suggested_name) == ("永和村", "巴特尔")


def test_an_officers_load_by_class_and_what_the_suggested_one_has(cast: Cast) -> None:
    dealt = [
        task(cast.saran, cast.near, "走访", what="visit"),
        task(cast.saran, cast.near, "宣讲", what="publicity"),
        task(cast.saran, cast.near, "联系", what="dispute_first_contact"),
        task(cast.saran, cast.near, "代办", what="errand"),
    ]
    services.assign(cast.saran.who, HOME, WEEK, dealt, cast.bataar.id, MONDAY)
    waiting = task(cast.saran, cast.near, "再走访")
    shown = board(cast.saran)
    near, next_door = shown.officers
    assert (near.name, near.load.dispute, near.load.visit, near.load.publicity, near.load.other) == (
        "巴特尔", 1, 1, 1, 1,
    )  # fmt: skip
    assert next_door.load.total == 0
    assert [(one.record, one.suggested_load) for one in shown.undealt] == [(waiting, 4)]


def test_officers_stand_by_grid_and_not_by_load(cast: Cast) -> None:
    busy = task(cast.saran, cast.next_door)
    services.assign(cast.saran.who, HOME, WEEK, [busy], cast.qiqige.id, MONDAY)
    assert [one.name for one in board(cast.saran).officers] == ["巴特尔", "其其格"]


def test_somebody_with_two_grids_stands_there_once(cast: Cast) -> None:
    appoint(cast.bataar.staff, Role.OFFICER, cast.next_door, from_on=date(2026, 2, 1))
    (one,) = board(cast.saran).officers
    assert list(one.gachas) == ["永和村", "双胜村"]


def test_the_state_of_the_phones(cast: Cast) -> None:
    phone(cast.bataar, at(0), queue=2)
    phone(cast.qiqige, at(1, 8))
    shown = board(cast.saran)
    assert [(one.phone, one.queue) for one in shown.officers] == [("unsent_before", 2), ("heard", 0)]
    assert shown.silent_phones == 1


def test_a_phone_that_spoke_after_the_sending_has_the_week(cast: Cast) -> None:
    device = phone(cast.bataar, at(1, 8))
    services.assign(cast.saran.who, HOME, WEEK, [task(cast.saran, cast.near)], cast.bataar.id, MONDAY)
    services.issue_all(cast.saran.who, HOME, WEEK, MONDAY)
    assert board(cast.saran).officers[0].phone == "waiting"
    device.last_seen_at = MONDAY + timedelta(minutes=1)
    device.save()
    assert board(cast.saran).officers[0].phone == "has_week"


def test_the_promises_of_tonight(cast: Cast) -> None:
    dispute(cast.bataar, cast.near, at(1, 8))
    dispute(cast.bataar, cast.near, at(-2))
    dispute(cast.bataar, cast.near, at(0, 20, 30), size="big", people=12)
    answered = dispute(cast.bataar, cast.near, at(1, 7))
    did(cast.bataar, "dispute", "contact", cast.near, at(1, 9), record=answered, how="phone")
    shown = board(cast.saran)
    assert shown.tonight == Promised(ending=1, late=1)
    # One big matter: the plan within a day still runs, the hour in which the chief is told is over.
    assert shown.a_day == Promised(ending=1, late=1)


def test_four_weeks_of_finding_and_settling(cast: Cast) -> None:
    for week in (-1, -2):
        need(cast.bataar, cast.near, at(2, week=WEEK.shifted(week)))
    met = need(cast.bataar, cast.near, at(2, week=WEEK.shifted(-2)))
    did(cast.bataar, "need", "met", cast.near, at(3, week=WEEK.shifted(-1)), record=met, how_met="修好了")
    counts = [(one.week.number, one.found, one.settled) for one in board(cast.saran).chart]
    assert counts == [(44, 0, 0), (45, 0, 0), (46, 2, 0), (47, 1, 1)]


def test_the_days_say_what_is_due_and_what_was_done(cast: Cast) -> None:
    task(cast.saran, cast.near, window_from="2026-11-24", window_to="2026-11-26")
    visit(cast.bataar, cast.near, str(cast.doors["near"][0].pk), at(1, 9))
    days = board(cast.saran).days
    assert [one.part for one in days] == [DayPart.BRIEFING, *[DayPart.FIELD] * 3, DayPart.RETURN]
    assert [one.due.visit for one in days] == [0, 0, 0, 1, 0]
    assert [one.visits for one in days] == [1, 0, 0, 0, 0]


def test_a_year_without_a_table_is_said_and_weekdays_assumed() -> None:
    parts, missing = parts_of(Week(2031, 10))
    assert missing == 2031
    assert [day.weekday() for day in parts] == [0, 1, 2, 3, 4]


def test_a_short_week_keeps_its_ends(cast: Cast) -> None:
    """The week of the National Day: Monday to Wednesday are worked, and the tables say so."""
    days = board(cast.saran, Week(2026, 40)).days
    assert [(one.day.day, one.part) for one in days] == [
        (28, DayPart.BRIEFING), (29, DayPart.FIELD), (30, DayPart.RETURN),
    ]  # fmt: skip


def test_the_map_shows_the_gachas_that_have_a_place(cast: Cast) -> None:
    Region.objects.filter(pk="150421102204").update(map_x=10, map_y=20)
    matter = dispute(cast.bataar, cast.near, at(1, 8))
    task(cast.saran, cast.near, source="clock", about=matter)
    assert [(one.name, one.tone, one.tasks) for one in board(cast.saran).spots] == [("永和村", "ember", 1)]


# --- weeks before and after


def last_week(cast: Cast) -> dict[str, str]:
    """Three tasks of last week: done, left in hand, and carried into this one."""
    last = WEEK.shifted(-1)
    made = {
        name: task(cast.saran, cast.near, name, at(-6), week=str(last)) for name in ("办完", "在手", "结转")
    }
    services.assign(cast.saran.who, HOME, last, list(made.values()), cast.bataar.id, at(-6))
    services.issue_all(cast.saran.who, HOME, last, at(-6))
    did(cast.bataar, "task", "done", cast.near, at(-3), record=made["办完"], outcome="done")
    services.carry_over(cast.saran.who, HOME, WEEK, "road", MONDAY, [made["结转"]])
    return made


def test_last_week_is_counted_with_what_it_carried_on(cast: Cast) -> None:
    last_week(cast)
    shown = board(cast.saran)
    assert (shown.last_done, shown.last_total) == (1, 3)
    assert [one.title for one in shown.carried] == ["在手", "结转"]
    assert [one.title for one in shown.earlier] == ["在手"]
    assert [one.title for one in shown.undealt] == ["结转"]


def test_a_week_that_is_over_shows_what_became_of_each_task(cast: Cast) -> None:
    last_week(cast)
    shown = board(cast.saran, WEEK.shifted(-1))
    assert shown.past
    assert not shown.may_deal
    assert {one.title: (one.state, shown.left(one)) for one in shown.tasks} == {
        "办完": ("done", False), "在手": ("issued", False), "结转": ("carried", True),
    }  # fmt: skip


def test_what_nobody_got_last_week_waits_this_week_and_not_in_the_next(cast: Cast) -> None:
    task(cast.saran, cast.near, "没派出去", at(-6), week="2026-W47")
    assert titles(cast.saran) == ["没派出去"]
    assert titles(cast.saran, WEEK.shifted(1)) == []


# --- to whom


def test_another_stations_board_stays_closed(cast: Cast) -> None:
    refused = queries.station_refused(cast.nasan.who, HOME, MONDAY)
    assert refused is not None
    assert (refused.name, refused.values["own"]) == ("not_your_station", "kundu")
    assert queries.station_refused(cast.saran.who, HOME, MONDAY) is None


@pytest.mark.parametrize("name", ["li", "wang", "gao", "stranger"])
def test_the_board_is_for_those_who_plan_the_week(cast: Cast, name: str) -> None:
    refused = queries.station_refused(getattr(cast, name).who, HOME, MONDAY)
    assert refused is not None
    assert refused.name == ("no_post" if name == "stranger" else "page_closed")


def test_an_officer_sees_the_own_grid_only(cast: Cast) -> None:
    task(cast.saran, cast.near, "近处")
    task(cast.saran, cast.next_door, "邻片")
    phone(cast.qiqige, at(0), queue=3)
    dispute(cast.qiqige, cast.next_door, at(1, 8))
    shown = board(cast.bataar)
    assert [one.title for one in shown.tasks] == ["近处"]
    assert [one.name for one in shown.officers] == ["巴特尔"]
    assert (shown.tonight.both, shown.silent_phones) == (0, 0)
    assert not shown.may_deal


def test_an_officer_sees_what_was_dealt_across_the_border_of_the_grid(cast: Cast) -> None:
    record = task(cast.saran, cast.next_door, "帮邻片")
    services.assign(cast.saran.who, HOME, WEEK, [record], cast.bataar.id, MONDAY)
    assert titles(cast.bataar) == []
    services.issue_all(cast.saran.who, HOME, WEEK, MONDAY)
    assert titles(cast.bataar) == ["帮邻片"]


def test_nothing_of_another_station_leaks_into_the_board(cast: Cast) -> None:
    task(cast.nasan, cast.far, "远处")
    dispute(cast.dorji, cast.far, at(1, 8))
    need(cast.dorji, cast.far, at(2, week=WEEK.shifted(-1)))
    visit(cast.dorji, cast.far, str(cast.doors["far"][0].pk), at(1, 9))
    Region.objects.update(map_x=1, map_y=1)
    shown = board(cast.saran)
    assert not shown.tasks
    assert shown.tonight.both == 0
    assert sum(one.found for one in shown.chart) == 0
    assert sum(one.visits for one in shown.days) == 0
    assert {one.name for one in shown.spots} == {"永和村", "双胜村"}
    assert "道尔吉" not in {one.name for one in shown.officers}


def test_a_station_asked_for_by_somebody_else_shows_nothing(cast: Cast) -> None:
    """The page asks `station_refused` first; if it were forgotten, nothing would be shown all the same."""
    task(cast.nasan, cast.far, "远处")
    shown = board(cast.saran, station="kundu")
    assert not shown.tasks
    assert not shown.officers
    assert not shown.may_deal


def test_training_does_not_stand_on_the_board(cast: Cast) -> None:
    from urtuu.journal import desk  # here: only this test goes past the helper
    from urtuu.kinds.composing import Deed

    said = {"what": "visit", "title": "练习", "source": "chief", "reason": "练习", "week": str(WEEK)}
    desk.perform(
        cast.saran.id,
        Deed(kind="task", act="propose", fields=said, station=HOME, grid="near", training=True),
        MONDAY,
    )
    assert titles(cast.saran) == []


# --- in how many queries


def queries_for(asking: Person, week: Week = WEEK) -> int:
    with CaptureQueriesContext(connection) as counted:
        board(asking, week)
    return len(counted)


def more_officers(cast: Cast, count: int) -> None:
    for number in range(count):
        grid = Grid.objects.create(id=f"more-{number}", name=f"网格{number}", station=cast.home)
        grid.gachas.add("150421102204")
        phone(person(f"more{number}", f"员{number}", Role.OFFICER, grid), at(0))


def fill(cast: Cast, count: int) -> None:
    for number in range(count):
        matter = dispute(cast.bataar, cast.near, at(1, 8))
        record = task(cast.saran, cast.near, f"任务{number}", about=matter)
        if number % 2:
            services.assign(cast.saran.who, HOME, WEEK, [record], cast.bataar.id, MONDAY)
        old = task(cast.saran, cast.near, f"旧{number}", at(-6), week="2026-W47")
        services.assign(cast.saran.who, HOME, WEEK.shifted(-1), [old], cast.bataar.id, at(-6))
        services.carry_over(cast.saran.who, HOME, WEEK, "road", MONDAY, [old])


def test_the_queries_do_not_grow_with_the_work(cast: Cast) -> None:
    fill(cast, 1)
    one = queries_for(cast.saran)
    fill(cast, 2)
    more_officers(cast, 2)
    three = queries_for(cast.saran)
    fill(cast, 37)
    forty = queries_for(cast.saran)
    assert one == three == forty == 15


def test_a_week_that_is_over_costs_the_same(cast: Cast) -> None:
    fill(cast, 3)
    assert queries_for(cast.saran, WEEK.shifted(-1)) == queries_for(cast.saran)

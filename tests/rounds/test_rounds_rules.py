"""What is proposed for a week, and why: the rules with plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urtuu.base.weeks import Week
from urtuu.rounds.known import Door, Drive, Due, Matter, Scope
from urtuu.rounds.rules import Proposal, clock_reason, proposals, unvisited_reason

WEEK = Week(2026, 48)
MONDAY, TUESDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)
FIELD = [MONDAY + timedelta(days=n) for n in (1, 2, 3)]
SCOPE = Scope(
    week=WEEK, today=MONDAY, field_days=FIELD, officers={"near": "bataar", "next": "qiqige"},
    grids=["near", "next", "vacant"],
)  # fmt: skip


def matter(**more: object) -> Matter:
    given = {
        "kind": "dispute", "record": "d1", "number": "U26-1", "heading": "邻里纠纷", "grid": "near",
        "began_on": date(2026, 11, 20), "moved_on": date(2026, 11, 20),
    }  # fmt: skip
    return Matter(**{**given, **more})  # type: ignore[arg-type]


def due(day: date, hour: int = 0, name: str = "contact", label: str = "小事不过夜") -> Due:
    return Due(name=name, label=label, ends_at=datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def door(number: int = 1, *, grid: str = "near", days: int | None = None, wished: date | None = None) -> Door:
    visited = MONDAY - timedelta(days=days) if days is not None else None
    return Door(
        household=f"h{grid}{number}", label=f"{number}号户", grid=grid, visited_on=visited, wished_on=wished
    )


def only(*matters: Matter, **more: object) -> Proposal:
    found = proposals(SCOPE, matters, [], [], **more)  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0]


# --- matters


def test_a_clock_that_ends_in_the_week_asks_for_a_task() -> None:
    one = only(matter(dues=(due(TUESDAY),), untouched=True))
    assert (one.what, one.source, one.officer) == ("dispute_first_contact", "clock", "bataar")
    assert one.title == "首次联系：邻里纠纷"
    assert one.reason == "“小事不过夜”时限11月23日 24:00 到"


def test_what_ends_tonight_is_to_be_done_today_and_not_in_the_field_days() -> None:
    assert only(matter(dues=(due(TUESDAY),))).window == (MONDAY, MONDAY)


def test_what_ends_on_wednesday_may_be_done_on_the_field_days_before() -> None:
    assert only(matter(dues=(due(date(2026, 11, 25), 12),))).window == (TUESDAY, date(2026, 11, 25))


@pytest.mark.parametrize("name", ["triage", "review", "dossier", "confirmation", "chief_told"])
def test_a_clock_that_is_stopped_at_a_desk_sends_nobody(name: str) -> None:
    assert proposals(SCOPE, [matter(dues=(due(TUESDAY, name=name),))], [], []) == []


def test_a_clock_behind_one_of_the_desk_still_counts() -> None:
    both = (due(TUESDAY, name="triage"), due(THURSDAY, 9))
    assert only(matter(dues=both)).source == "clock"


def test_a_clock_that_ends_after_the_week_waits() -> None:
    assert proposals(SCOPE, [matter(dues=(due(date(2026, 12, 1)),))], [], []) == []


def test_a_clock_that_is_over_is_named_with_its_days() -> None:
    one = only(matter(dues=(due(date(2026, 11, 20), 12),)))
    assert one.reason == "“小事不过夜”时限已超过 3 天"
    assert one.window == (MONDAY, MONDAY)


def test_a_promise_to_a_resident_is_kept() -> None:
    one = only(matter(kind="need", heading="机井不出水", promised_on=date(2026, 11, 25)))
    assert (one.what, one.source, one.title) == ("need", "follow_up", "办理诉求：机井不出水")
    assert one.reason == "已答应群众11月25日答复或办理"
    assert one.window == (TUESDAY, date(2026, 11, 25))


def test_a_report_nobody_answered_is_proposed() -> None:
    one = only(matter(untouched=True))
    assert (one.source, one.reason) == ("report", "11月20日登记，尚未联系当事人")


@pytest.mark.parametrize(("days", "asked"), [(6, False), (7, True), (30, True)])
def test_seven_days_of_silence(days: int, asked: bool) -> None:
    found = proposals(SCOPE, [matter(moved_on=MONDAY - timedelta(days=days))], [], [])
    assert [(one.source, one.reason) for one in found] == (
        [("silent", f"已 {days} 天没有进展")] if asked else []
    )


def test_a_matter_at_rest_may_be_silent() -> None:
    assert proposals(SCOPE, [matter(moved_on=date(2026, 10, 1), resting=True)], [], []) == []


def test_one_task_a_matter_whatever_speaks_for_it() -> None:
    loud = matter(dues=(due(TUESDAY),), untouched=True, promised_on=TUESDAY, moved_on=date(2026, 10, 1))
    assert only(loud).source == "clock"


def test_nothing_twice() -> None:
    first = only(matter(untouched=True))
    assert proposals(SCOPE, [matter(untouched=True)], [], [], {first.subject}) == []


# --- doors


def test_a_wished_visit_is_a_follow_up() -> None:
    (one,) = proposals(SCOPE, [], [door(days=10, wished=date(2026, 11, 25))], [])
    assert (one.what, one.source, one.reason) == ("follow_up", "follow_up", "上次走访约定11月25日再来")
    assert one.window == (date(2026, 11, 25), date(2026, 11, 25))
    (late,) = proposals(SCOPE, [], [door(days=10, wished=date(2026, 11, 20))], [])
    assert late.window[0] == late.window[1] == SCOPE.today


def test_a_wish_for_later_waits() -> None:
    assert proposals(SCOPE, [], [door(days=10, wished=date(2026, 12, 2))], []) == []


def test_a_wished_visit_and_a_long_gap_are_one_task() -> None:
    found = proposals(SCOPE, [], [door(days=300, wished=TUESDAY)], [])
    assert [one.source for one in found] == ["follow_up"]


@pytest.mark.parametrize(("days", "asked"), [(8 * 7, False), (8 * 7 + 1, True), (63, True)])
def test_the_gap_is_eight_weeks(days: int, asked: bool) -> None:
    found = proposals(SCOPE, [], [door(days=days)], [])
    assert [one.reason for one in found] == ([f"已 {days} 天未走访"] if asked else [])


def test_the_station_sets_its_own_gap() -> None:
    assert proposals(replace(SCOPE, gap_weeks=2), [], [door(days=15)], [])
    assert not proposals(replace(SCOPE, gap_weeks=3), [], [door(days=15)], [])


def test_the_longest_waiting_first_and_no_more_than_the_cap() -> None:
    doors = [door(n, days=60 + n) for n in range(1, 10)] + [door(99)]
    found = proposals(replace(SCOPE, most_visits=3), [], doors, [])
    assert [one.household for one in found] == ["hnear99", "hnear9", "hnear8"]
    assert found[0].reason == "近两年没有走访记录"


def test_the_cap_is_an_officers_and_not_a_grids() -> None:
    scope = replace(SCOPE, officers={"near": "bataar", "next": "bataar"}, most_visits=3)
    doors = [door(n, grid=grid, days=100) for n in range(1, 4) for grid in ("near", "next")]
    assert len(proposals(scope, [], doors, [])) == 3


def test_nobody_is_sent_visiting_where_nobody_serves() -> None:
    assert proposals(SCOPE, [], [door(grid="vacant", days=400)], []) == []


def test_what_has_a_task_does_not_use_up_the_cap() -> None:
    doors = [door(n, days=60 + n) for n in (1, 2, 3)]
    found = proposals(replace(SCOPE, most_visits=1), [], doors, [], {"door:hnear3"})
    assert [one.household for one in found] == ["hnear2"]


# --- campaigns


def test_a_campaign_asks_every_served_grid_for_its_sessions() -> None:
    drive = Drive(title="冬季防火宣讲", from_on=date(2026, 11, 1), until_on=date(2026, 11, 24), per_grid=2)
    found = proposals(SCOPE, [], [], [drive])
    assert [(one.grid, one.title) for one in found] == [
        ("near", "冬季防火宣讲（第 1 场）"),
        ("near", "冬季防火宣讲（第 2 场）"),
        ("next", "冬季防火宣讲（第 1 场）"),
        ("next", "冬季防火宣讲（第 2 场）"),
    ]
    assert found[0].reason == "专项宣传11月1日至11月24日，每片每周 2 场"
    assert {one.what for one in found} == {"publicity"}


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 11, 1), date(2026, 11, 22)), (date(2026, 11, 30), date(2026, 12, 9))]
)
def test_a_campaign_of_other_weeks_asks_nothing(first: date, last: date) -> None:
    assert proposals(SCOPE, [], [], [Drive(title="x", from_on=first, until_on=last)]) == []


# --- the week


def test_on_wednesday_only_the_days_left_are_offered() -> None:
    assert replace(SCOPE, today=date(2026, 11, 25)).window == (date(2026, 11, 25), THURSDAY)


def test_after_the_field_days_the_rest_of_the_week_is_offered() -> None:
    assert replace(SCOPE, today=date(2026, 11, 27)).window == (date(2026, 11, 27), WEEK.sunday)


def test_next_week_is_offered_whole() -> None:
    assert replace(SCOPE, today=date(2026, 11, 17)).window == (TUESDAY, THURSDAY)


def test_promises_come_before_visits() -> None:
    found = proposals(
        SCOPE,
        [matter(record="late", dues=(due(THURSDAY, 12),)), matter(record="soon", dues=(due(TUESDAY),))],
        [door(days=400)],
        [Drive(title="宣讲", from_on=MONDAY, until_on=MONDAY)],
    )
    assert [one.about or one.source for one in found] == ["soon", "late", "campaign", "campaign", "unvisited"]


def test_a_clock_that_ends_at_an_hour_says_the_hour() -> None:
    assert clock_reason(due(TUESDAY, 8), MONDAY) == "“小事不过夜”时限11月24日 08:00 到"


def test_how_long_nobody_was_there() -> None:
    assert unvisited_reason(date(2026, 9, 21), MONDAY) == "已 63 天未走访"


days = st.dates(date(2025, 1, 1), date(2027, 1, 1))
matters = st.lists(
    st.builds(
        matter,
        record=st.sampled_from([f"d{n}" for n in range(6)]),
        grid=st.sampled_from(["near", "next", "vacant"]),
        moved_on=days,
        promised_on=st.none() | days,
        untouched=st.booleans(),
        dues=st.just(()) | st.builds(lambda day: (due(day, 12),), days),
    ),
    max_size=8,
)
doors = st.lists(
    st.builds(
        door,
        st.integers(1, 6),
        grid=st.sampled_from(["near", "next", "vacant"]),
        days=st.none() | st.integers(0, 400),
        wished=st.none() | days,
    ),
    max_size=12,
    unique_by=lambda one: one.household,
)


@given(matters, doors, st.integers(1, 4), st.randoms(use_true_random=False))
def test_whatever_is_known_the_week_holds(
    known: list[Matter], homes: list[Door], most: int, chance: object
) -> None:
    """One task a subject, inside the week, within the cap, the same in whatever order it was told."""
    scope = replace(SCOPE, most_visits=most)
    known = list({one.record: one for one in known}.values())
    found = proposals(scope, known, homes, [])
    assert len({one.subject for one in found}) == len(found)
    assert all(WEEK.monday <= one.window[0] <= one.window[1] <= WEEK.sunday for one in found)
    assert all(len(one.title) <= 80 and 0 < len(one.reason) <= 200 for one in found)
    per_officer = [one.officer for one in found if one.source == "unvisited"]
    assert all(per_officer.count(officer) <= most for officer in per_officer)
    chance.shuffle(known)  # type: ignore[attr-defined]
    chance.shuffle(homes)  # type: ignore[attr-defined]
    assert proposals(scope, known, homes, []) == found
    assert proposals(
        scope, known, homes, [], {one.subject for one in found if one.source != "unvisited"}
    ) == [one for one in found if one.source == "unvisited"]

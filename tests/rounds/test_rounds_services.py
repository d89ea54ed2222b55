"""Monday through the journal's door: drawing up, dealing, sending, carrying over; and who may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from week_acts import (
    MONDAY,
    WEEK,
    at,
    did,
    dispute,
    need,
    task,
    tasks,
    visit,
    visited_everywhere,
)

from cast import Cast, person
from urtuu.base.sentences import Sentence
from urtuu.journal.desk import NotTaken
from urtuu.kinds.roles import Role
from urtuu.places.models import Region
from urtuu.places.permissions import HOUSE, Who
from urtuu.rounds import services
from urtuu.rounds.models import Attendance, Campaign, Measure
from urtuu.rounds.refusals import NO_OFFICER, NO_SUCH_TASK, NOTHING_THERE, WEEK_IS_OVER, Refused

HOME = "shuangsheng"


def drawn(cast: Cast) -> list[tuple[str, str, str]]:
    services.draw_up(cast.saran.who, HOME, WEEK, MONDAY)
    return [(one.standing.body["source"], one.row.title, one.standing.body["reason"]) for one in tasks(cast)]


def test_the_week_is_drawn_up_from_what_is_known(cast: Cast) -> None:
    visited_everywhere(cast, at(0))
    small = dispute(cast.bataar, cast.near, at(1, 8))
    need(cast.qiqige, cast.next_door, at(0))
    door = cast.doors["near"][0]
    visit(cast.bataar, cast.near, str(door.pk), at(0, 15), next_wished="2026-11-25")
    Campaign.objects.create(
        station=cast.home, title="反诈宣讲", topic="fraud", from_on=WEEK.monday, until_on=WEEK.sunday
    )
    found = drawn(cast)
    assert found == [
        ("clock", "首次联系：邻里纠纷", "“小事不过夜”时限11月23日 24:00 到"),
        ("follow_up", "回访：兴隆沟小组 near 1", "上次走访约定11月25日再来"),
        ("report", "办理诉求：机井不出水", "11月22日登记，尚未联系当事人"),
        ("campaign", "反诈宣讲", "专项宣传11月23日至11月29日，每片每周 1 场"),
        ("campaign", "反诈宣讲", "专项宣传11月23日至11月29日，每片每周 1 场"),
    ]
    first = tasks(cast)[0]
    assert first.standing.body["about"] == small
    assert first.standing.body["suggested"] == cast.bataar.id
    assert first.standing.body["place"] == {"gacha": cast.near.gachas.all()[0].pk, "spot": "井旁"}
    assert (first.row.station, first.row.grid, first.row.week) == (HOME, "near", str(WEEK))


def test_drawing_up_again_adds_nothing(cast: Cast) -> None:
    dispute(cast.bataar, cast.near, at(1, 8))
    count = services.draw_up(cast.saran.who, HOME, WEEK, MONDAY)
    assert count == 5  # the dispute and four doors nobody was at
    assert services.draw_up(cast.saran.who, HOME, WEEK, MONDAY) == 0
    assert services.draw_up(HOUSE, HOME, WEEK, MONDAY) == 0


def test_a_cancelled_proposal_stays_away_for_the_week(cast: Cast) -> None:
    services.draw_up(cast.saran.who, HOME, WEEK, MONDAY)
    ids = [one.row.record for one in tasks(cast)]
    services.cancel(cast.saran.who, HOME, WEEK, ids, "本周大雪封路", MONDAY)
    assert services.draw_up(cast.saran.who, HOME, WEEK, MONDAY) == 0


def test_what_was_met_is_not_proposed_and_what_was_not_home_is(cast: Cast) -> None:
    met, missed = cast.doors["near"]
    visited_everywhere(cast, at(-100))
    visit(cast.bataar, cast.near, str(met.pk), at(-3))
    visit(cast.bataar, cast.near, str(missed.pk), at(-3), met="not_home")
    titles = [title for _, title, _ in drawn(cast) if "near" in title]
    assert titles == ["走访：兴隆沟小组 near 2"]


def test_a_matter_held_for_safety_sends_nobody(cast: Cast) -> None:
    visited_everywhere(cast, at(0))
    held = dispute(cast.bataar, cast.near, at(-10))
    did(
        cast.bataar,
        "dispute",
        "hold",
        cast.near,
        at(-10, 12),
        record=held,
        answer_within="one_hour",
        seen="受伤",
    )
    assert drawn(cast) == []


def test_the_station_plans_by_its_own_measure(cast: Cast) -> None:
    Measure.objects.create(station=cast.home, most_visits=1)
    assert services.draw_up(cast.saran.who, HOME, WEEK, MONDAY) == 2


def test_another_stations_matters_stay_there(cast: Cast) -> None:
    visited_everywhere(cast, at(0))
    dispute(cast.dorji, cast.far, at(-10))
    Campaign.objects.create(
        station=cast.away, title="远处宣讲", topic="fraud", from_on=WEEK.monday, until_on=WEEK.sunday
    )
    assert drawn(cast) == []


# --- dealing


def test_a_task_is_dealt_to_an_officer_and_taken_back(cast: Cast) -> None:
    record = task(cast.saran, cast.near)
    services.assign(cast.saran.who, HOME, WEEK, [record], cast.qiqige.id, MONDAY)
    (one,) = tasks(cast)
    assert (one.row.state, one.standing.body["officer"]) == ("assigned", cast.qiqige.id)
    services.put_back(cast.saran.who, HOME, WEEK, [record], MONDAY)
    (one,) = tasks(cast)
    assert (one.row.state, one.standing.body["officer"]) == ("proposed", "")


def test_all_are_split_over_the_officers_of_their_grids(cast: Cast) -> None:
    services.draw_up(cast.saran.who, HOME, WEEK, MONDAY)
    assert services.assign_suggested(cast.saran.who, HOME, WEEK, MONDAY) == 4
    holders = {(one.row.grid, one.standing.body["officer"]) for one in tasks(cast)}
    assert holders == {("near", cast.bataar.id), ("next-door", cast.qiqige.id)}
    assert services.issue_all(cast.saran.who, HOME, WEEK, MONDAY) == 4
    assert {one.row.holder for one in tasks(cast)} == {cast.bataar.id, cast.qiqige.id}
    assert services.issue_all(cast.saran.who, HOME, WEEK, MONDAY) == 0


def test_only_those_named_are_split(cast: Cast) -> None:
    first, second = task(cast.saran, cast.near), task(cast.saran, cast.next_door)
    services.assign_suggested(cast.saran.who, HOME, WEEK, MONDAY, [second])
    assert {one.row.record: one.row.state for one in tasks(cast)} == {first: "proposed", second: "assigned"}


def test_a_task_left_from_last_week_becomes_this_weeks_when_it_is_dealt(cast: Cast) -> None:
    record = task(cast.saran, cast.near, when=at(-6), week="2026-W47", window_to="2026-11-19")
    services.assign(cast.saran.who, HOME, WEEK, [record], cast.bataar.id, MONDAY)
    (one,) = tasks(cast)
    assert one.row.week == str(WEEK)
    assert one.standing.body["window_to"] == "2026-11-26"


def test_what_is_still_in_hand_is_carried_over_with_a_reason(cast: Cast) -> None:
    record = task(cast.saran, cast.near, when=at(-6), week="2026-W47")
    last = WEEK.shifted(-1)
    services.assign(cast.saran.who, HOME, last, [record], cast.bataar.id, at(-6))
    services.issue_all(cast.saran.who, HOME, last, at(-6))
    assert services.carry_over(cast.saran.who, HOME, WEEK, "weather", MONDAY) == 1
    (one,) = tasks(cast)
    assert (one.row.state, one.row.week, one.standing.body["why_carried"]) == (
        "carried",
        str(WEEK),
        "weather",
    )
    assert services.carry_over(cast.saran.who, HOME, WEEK, "weather", MONDAY) == 0


def test_a_task_by_hand_may_be_dealt_at_once(cast: Cast) -> None:
    fields = {"what": "errand", "title": "代购药品", "source": "chief", "reason": "本人请求", "minutes": 40}
    record = services.propose(cast.saran.who, HOME, WEEK, fields, MONDAY, grid="near", officer=cast.bataar.id)
    (one,) = tasks(cast)
    assert (one.row.record, one.row.state, one.standing.body["officer"]) == (
        record,
        "assigned",
        cast.bataar.id,
    )


def test_what_is_not_on_the_published_list_cannot_be_ordered(cast: Cast) -> None:
    fields = {"what": "collect_votes", "title": "x", "source": "chief", "reason": "x"}
    with pytest.raises(NotTaken) as refused:
        services.propose(cast.saran.who, HOME, WEEK, fields, MONDAY, grid="near")
    assert refused.value.sentence.name == "field_wrong"
    assert tasks(cast) == []


def test_all_or_none(cast: Cast) -> None:
    """One task was cancelled meanwhile: nothing of the dealing is stored, and the sentence says why."""
    open_one, gone = task(cast.saran, cast.near), task(cast.saran, cast.near, "另一件")
    services.cancel(cast.saran.who, HOME, WEEK, [gone], "重复", MONDAY)
    with pytest.raises(NotTaken) as refused:
        services.assign(cast.saran.who, HOME, WEEK, [open_one, gone], cast.bataar.id, MONDAY)
    assert refused.value.sentence.name == "no_longer_possible"
    assert {one.row.record: one.row.state for one in tasks(cast)} == {open_one: "proposed", gone: "cancelled"}


# --- who may not


def deeds(cast: Cast, who: Who, record: str) -> dict[str, Callable[[], object]]:
    """Everything that is done on a Monday, as somebody tries it."""
    here = (who, HOME, WEEK)
    return {
        "draw_up": lambda: services.draw_up(*here, MONDAY),
        "propose": lambda: services.propose(*here, {"what": "visit"}, MONDAY),
        "assign": lambda: services.assign(*here, [record], cast.bataar.id, MONDAY),
        "assign_suggested": lambda: services.assign_suggested(*here, MONDAY),
        "put_back": lambda: services.put_back(*here, [record], MONDAY),
        "issue": lambda: services.issue(*here, [record], MONDAY),
        "issue_all": lambda: services.issue_all(*here, MONDAY),
        "carry_over": lambda: services.carry_over(*here, "road", MONDAY),
        "cancel": lambda: services.cancel(*here, [record], "不办", MONDAY),
        "attendance": lambda: services.mark_attendance(*here, [], MONDAY),
    }


@pytest.mark.parametrize("name", ["bataar", "nasan", "li", "gao", "stranger"])
def test_only_the_chief_of_the_station_deals(cast: Cast, name: str) -> None:
    record = task(cast.saran, cast.near)
    wanted = {"nasan": "not_your_station", "stranger": "no_post"}.get(name, "not_your_role")
    for deed, tried in deeds(cast, getattr(cast, name).who, record).items():
        with pytest.raises(Refused) as refused:
            tried()
        assert isinstance(refused.value.why, Sentence), deed
        assert refused.value.why.name == wanted, deed
    assert [one.row.state for one in tasks(cast)] == ["proposed"]


def test_the_coordinator_deals_at_every_station(cast: Cast) -> None:
    wu = person("wu", "乌云", Role.COORDINATOR, Region.objects.get(pk="150421"))
    record = task(cast.saran, cast.near)
    assert services.assign(wu.who, HOME, WEEK, [record], cast.bataar.id, MONDAY) == 1


def test_a_task_of_another_station_is_not_found_here(cast: Cast) -> None:
    far = task(cast.nasan, cast.far)
    with pytest.raises(Refused) as refused:
        services.assign(cast.saran.who, HOME, WEEK, [far], cast.bataar.id, MONDAY)
    assert refused.value.why == NO_SUCH_TASK
    assert [one.row.state for one in tasks(cast, station="kundu")] == ["proposed"]


def test_an_officer_of_another_station_is_not_sent(cast: Cast) -> None:
    record = task(cast.saran, cast.near)
    with pytest.raises(Refused) as refused:
        services.assign(cast.saran.who, HOME, WEEK, [record], cast.dorji.id, MONDAY)
    assert refused.value.why == NO_OFFICER


def test_a_week_that_is_over_is_not_changed(cast: Cast) -> None:
    record = task(cast.saran, cast.near, when=at(-6), week="2026-W47")
    with pytest.raises(Refused) as refused:
        services.assign(cast.saran.who, HOME, WEEK.shifted(-1), [record], cast.bataar.id, MONDAY)
    assert refused.value.why == WEEK_IS_OVER


def test_nothing_chosen_is_said(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        services.issue(cast.saran.who, HOME, WEEK, [], MONDAY)
    assert refused.value.why == NOTHING_THERE


def test_attendance_is_noted_once_a_person(cast: Cast) -> None:
    who = cast.saran.who
    assert services.mark_attendance(who, HOME, WEEK, [cast.bataar.id, cast.dorji.id], MONDAY) == 1
    assert services.mark_attendance(who, HOME, WEEK, [cast.qiqige.id], MONDAY + timedelta(minutes=5)) == 1
    rows = Attendance.objects.order_by("staff__username").values_list("staff__username", "present")
    assert list(rows) == [("bataar", False), ("qiqige", True)]


def test_a_chief_whose_post_ended_deals_no_more(cast: Cast) -> None:
    ended = replace(cast.saran.who.postings[0], until_on=WEEK.monday - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        services.draw_up(replace(cast.saran.who, postings=(ended,)), HOME, WEEK, MONDAY)
    assert isinstance(refused.value.why, Sentence)
    assert refused.value.why.name == "post_ended"

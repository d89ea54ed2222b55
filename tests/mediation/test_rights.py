"""A party at the counter: what is theirs and no more, who read it, what they may do; and how long."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from casework import Casework, agreement
from cast import person
from full_case import ended, oral, referred, told
from urtuu.base.workdays import working_days
from urtuu.interfaces.desk.asking import word
from urtuu.journal import queries
from urtuu.kinds.clocks import going
from urtuu.kinds.dispute.retention import add_years, due, keep, safety_until
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.mediation import receipts
from urtuu.mediation.models import Receipt
from urtuu.places.permissions import TABLE

COUNTER = "desk:counter"


@pytest.fixture
def full(work: Casework):
    """A case with everything in it, and the clock just after it."""
    told(work)
    work.does(Role.MEDIATOR, "note", text="调解员自己的备注")
    work.at += timedelta(minutes=1)
    with time_machine.travel(work.at, tick=False):
        yield work
    cache.clear()


def client(work: Casework, role: Role = Role.CLERK, lang: str = "zh-hans") -> Client:
    """Somebody signed in."""
    opened = Client(headers={"accept-language": lang})
    opened.force_login(work.people[role].staff)
    return opened


def code_of(work: Casework, party: str) -> str:
    """A fresh code of a party."""
    return receipts.give(work.record, party, work.people[Role.CLERK].id, work.at)


def opened(work: Casework, party: str = "A1", **more: str) -> str:
    """What the counter shows."""
    answer = client(work).post(reverse(COUNTER), {"code": code_of(work, party), **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_party_sees_what_is_theirs_and_joint_and_nothing_of_the_other(full: Casework):
    text = opened(full, "A1")
    for mine in ("宝音", "13804760001", "疏通排水沟", "双方陈述了各自的意见", "没有再积水"):
        assert mine in text, mine
    for not_mine in ("朝鲁单独说的话", "宝音单独说的话", "调解员自己的备注", "两家为排水沟争执"):
        assert not_mine not in text, not_mine
    other = opened(full, "B1")
    assert "朝鲁" in other
    assert "宝音" not in re.sub(r'value="[^"]*"', "", other)
    assert "没有再积水" not in other


def test_opening_is_a_reading_and_the_party_sees_it(full: Casework):
    text = opened(full)
    assert "在窗口向您出示" in text
    assert full.people[Role.CLERK].name in text
    read = queries.standings(full.people[Role.PRIVACY].who, "reading", full.at.date())
    assert {row.author for row in read} == {full.people[Role.CLERK].id}


def rows_of_readers(text: str) -> int:
    """How many readings the page lists."""
    return text.partition('id="readers"')[2].partition("</table>")[0].count("<tr>") - 1


def test_nothing_tells_that_somebody_was_screened(full: Casework):
    queries.open_restricted(full.people[Role.SAFETY].who, full.record, "safety", "复核安全问询", full.at)
    for party in ("A1", "B1"):
        text = opened(full, party)
        assert "复核安全问询" not in text
        assert full.people[Role.SAFETY].name not in text
        assert rows_of_readers(text) == 1


def test_the_other_side_never_learns_who_came_to_the_counter(full: Casework):
    opened(full, "A1")
    opened(full, "A1")
    assert rows_of_readers(opened(full, "B1")) == 1
    assert rows_of_readers(opened(full, "A1")) == 3


@pytest.mark.parametrize("before", ["reported", "mediating"])
def test_a_hold_changes_nothing_of_what_a_party_is_told(work: Casework, before: str):
    work.reported() if before == "reported" else work.mediating()
    work.does(Role.SAFETY, "hold", answer_within="one_hour")
    assert work.standing.state == "safety_hold"
    work.at += timedelta(minutes=1)
    with time_machine.travel(work.at, tick=False):
        text = opened(work, "B1")
    assert "安全中止" not in text
    assert word("dispute", "states", before) in text
    cache.clear()


def offered(work: Casework) -> Casework:
    """Both sides are asked whether they want it."""
    work.reported().does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
    return work


def performing(work: Casework) -> Casework:
    """Agreed, and something is still to be done."""
    work.agreed().does(Role.MEDIATOR, "begin_performing")
    return work


def button(text: str) -> str:
    """By which word a party may end it; nothing when there is nothing to end."""
    found = re.search(r'<button class="button button-danger">([^<]+)<', text)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("case", "word_on_it"), [(offered, "我不愿调解"), (Casework.mediating, "停止调解"), (performing, "")]
)
def test_a_hold_changes_nothing_of_what_a_party_may_do(work: Casework, case: Callable, word_on_it: str):
    case(work)
    with time_machine.travel(work.at + timedelta(minutes=1), tick=False):
        assert button(opened(work, "B1")) == word_on_it
    work.does(Role.SAFETY, "hold", answer_within="one_hour")
    with time_machine.travel(work.at + timedelta(minutes=1), tick=False):
        assert button(opened(work, "B1")) == word_on_it
    cache.clear()


@pytest.mark.parametrize(("case", "ends"), [(offered, "not_accepted"), (Casework.mediating, "terminated")])
def test_after_a_no_at_the_counter_a_held_case_reads_like_any_other(
    work: Casework, case: Callable, ends: str
):
    case(work).does(Role.SAFETY, "hold", answer_within="one_hour")
    with time_machine.travel(work.at + timedelta(minutes=1), tick=False):
        text = opened(work, "B1", act="stop")
    assert word("dispute", "states", ends) in text
    assert button(text) == ""
    assert {"not_accepted": "refuse", "terminated": "stop"}[ends] == work.standing.acts[-1].act
    cache.clear()


def test_a_code_of_another_station_is_no_code_here(full: Casework):
    far = person("far clerk", "外站窗口", Role.CLERK, full.cast.away)
    browser = Client(headers={"accept-language": "zh-hans"})
    browser.force_login(far.staff)
    answer = browser.post(reverse(COUNTER), {"code": code_of(full, "A1")})
    assert answer.status_code == 422
    assert "宝音" not in answer.content.decode()
    assert "没有这个回执码" in answer.content.decode()


def test_the_counter_opens_for_the_window_and_for_nobody_else(full: Casework):
    for role in full.people:
        if role is Role.HOUSE:
            continue
        status = client(full, role).get(reverse(COUNTER)).status_code
        assert (status == 200) == ("window" in TABLE[role].pages), role


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA-AAAA-A", "' OR 1=1", "2" * 13, "宝音", "x" * 200])
def test_a_wrong_code_is_answered_calmly_and_tells_nothing(full: Casework, typed: str):
    answer = client(full).post(reverse(COUNTER), {"code": typed})
    assert answer.status_code == 422
    assert "没有这个回执码" in answer.content.decode()


def test_many_wrong_codes_have_to_wait_even_with_the_right_one(full: Casework):
    browser = client(full)
    for _ in range(10):
        browser.post(reverse(COUNTER), {"code": "AAAA"})
    answer = browser.post(reverse(COUNTER), {"code": code_of(full, "A1")})
    assert answer.status_code == 429
    assert "宝音" not in answer.content.decode()


def test_the_wrong_codes_of_a_station_are_counted_together(full: Casework):
    for number in range(3):
        another = person(f"clerk {number}", f"窗口{number}", Role.CLERK, full.cast.home)
        browser = Client(headers={"accept-language": "zh-hans"})
        browser.force_login(another.staff)
        for _ in range(10):
            assert browser.post(reverse(COUNTER), {"code": "AAAA"}).status_code == 422
    assert client(full).post(reverse(COUNTER), {"code": code_of(full, "A1")}).status_code == 429


def test_a_code_is_typed_as_people_type_and_a_new_one_replaces_it(full: Casework):
    code = code_of(full, "A1")
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " ")):
        assert receipts.find(typed) == (full.record, "A1")
    newer = code_of(full, "A1")
    assert receipts.find(code) is None
    assert receipts.find(newer) == (full.record, "A1")
    assert not any(code.replace("-", "") in str(vars(row)) for row in Receipt.objects.all())


def test_the_check_sign_catches_every_single_slip_and_every_swap_of_neighbours():
    plain = "7KQ2M9XWDH4T"
    whole = plain + receipts.check_sign(plain)
    for place in range(len(plain)):
        for sign in receipts.ALPHABET:
            if sign != plain[place]:
                wrong = plain[:place] + sign + plain[place + 1 :]
                assert receipts.check_sign(wrong) != whole[-1]
    for place, (one, two) in enumerate(pairwise(plain)):
        if one != two:
            assert receipts.check_sign(plain[:place] + two + one + plain[place + 2 :]) != whole[-1]


def test_the_slip_is_given_at_the_desk_once_by_those_who_may(full: Casework):
    path = reverse("desk:give_receipt", args=[full.record])
    for role in (Role.CLERK, Role.REGISTRAR, Role.MEDIATOR, Role.OFFICER, Role.SAFETY):
        answer = client(full, role).post(path, {"party": "A1"})
        shown = re.search(r'receipt-code">([^<]+)<', answer.content.decode())
        assert shown is not None, role
        assert receipts.find(shown[1]) == (full.record, "A1")
    assert client(full, Role.CHIEF).post(path, {"party": "A1"}).status_code == 403
    assert client(full, Role.CLERK).post(path, {"party": "nobody"}).status_code == 403
    assert client(full, Role.CLERK).get(path).status_code == 405


def test_a_stop_at_the_counter_ends_joint_acts(work: Casework):
    work.mediating()
    with time_machine.travel(work.at + timedelta(minutes=1), tick=False):
        text = opened(work, "B1", act="stop")
    assert "当事人停止调解" in text
    assert work.standing.state == "terminated"
    assert work.standing.body["stopped_by"] == "B1"
    assert work.refuses(Role.MEDIATOR, "session", manner="joint", record="再谈") == "somebody_stopped"
    cache.clear()


def test_a_no_at_the_counter_ends_what_was_only_offered(work: Casework):
    work.reported().does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
    with time_machine.travel(work.at + timedelta(minutes=1), tick=False):
        assert "我不愿调解" in opened(work, "B1")
        assert "当事人不愿调解" in opened(work, "B1", act="stop")
    assert work.standing.state == "not_accepted"
    assert work.standing.body["refused_by"] == "B1"
    cache.clear()


def test_an_agreement_is_not_stopped_at_the_counter(work: Casework):
    work.agreed()
    with time_machine.travel(work.at + timedelta(minutes=1), tick=False):
        assert 'name="act" value="stop"' not in opened(work, "A1")
    cache.clear()


def test_a_wish_about_ones_data_has_a_clock_and_an_answer(full: Casework):
    opened(full, "A1", act="correction", words="电话已换")
    kind = shelf()["dispute"]
    names = [face.name for face in going(full.standing, kind, full.at, working_days())]
    assert "party_answer" in names
    assert (
        full.refuses(Role.PRIVACY, "party_answered", party="B1", answered_with="done")
        == "party_asked_nothing"
    )
    full.does(Role.PRIVACY, "party_answered", party="A1", answered_with="done")
    assert "party_answer" not in [face.name for face in going(full.standing, kind, full.at, working_days())]
    assert (
        client(full).post(reverse(COUNTER), {"code": code_of(full, "A1"), "act": "void"}).status_code == 404
    )


def test_what_was_erased_is_said_to_be_and_the_page_still_opens(full: Casework):
    from urtuu.journal import desk, verifying
    from urtuu.kinds.composing import Deed

    fields = {"key": full.record, "about": full.record, "reason": "request"}
    deed = Deed(kind="erasure", act="erase", fields=fields, station="shuangsheng", grid="near")
    desk.perform(full.people[Role.PRIVACY].id, deed, full.at)
    text = opened(full, "A1")
    assert "已依法删除" in text
    assert "宝音" not in text
    assert list(verifying.faults()) == []


def kept(standing):
    """Until when and why."""
    found = keep(standing)
    return found.until, found.why


def test_retention_by_the_schedule(work: Casework):
    assert kept(work.reported().standing) == (None, "running")
    work.does(Role.CHIEF, "not_accept", why_not_accepted="no_dispute", remedies_told=True)
    assert kept(work.standing) == (date(2026, 12, 24), "not_accepted")
    assert due(work.standing, date(2026, 12, 24)) is False
    assert due(work.standing, date(2026, 12, 25)) is True


@pytest.mark.parametrize(
    ("tell", "until", "why"),
    [
        (told, date(2036, 11, 24), "written"),
        (ended, date(2029, 11, 24), "terminated"),
        (referred, None, "running"),
    ],
)
def test_retention_of_each_end(work: Casework, tell, until, why):
    assert kept(tell(work).standing) == (until, why)


def test_an_oral_agreement_is_kept_five_years_after_it_was_performed(work: Casework):
    oral(work).does(Role.OFFICER, "performed", performance="in_full")
    work.does(Role.OFFICER, "follow_up", asked_alone=True, performance="in_full", afterwards="calm")
    work.does(Role.CHAIR, "close", proof="receipts")
    assert kept(work.standing) == (date(2031, 11, 24), "oral")


def test_a_boundary_of_grassland_is_kept_with_its_contract(work: Casework):
    work.reported(category="LND", grassland="GRS-01").does(
        Role.CHIEF, "offer", level="L1", conflict_checked=True
    )
    work.agreeing().does(
        Role.REGISTRAR, "accept", mediator=work.people[Role.MEDIATOR].id, difficulty="D2", notice_given=True,
        no_objection=True, conflict_clear=True,
    )  # fmt: skip
    work.does(Role.MEDIATOR, "start", rights_told=True)
    work.does(Role.MEDIATOR, "agree", **agreement(use_unchanged=True))
    assert kept(work.standing) == (None, "grassland")


def test_years_never_come_out_a_day_short():
    assert add_years(date(2028, 2, 29), 3) == date(2031, 3, 1)
    assert add_years(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert add_years(date(2026, 12, 31), 10) == date(2036, 12, 31)


def test_a_safety_record_is_kept_three_years_after_its_last_event(work: Casework):
    work.reported().does(Role.OFFICER, "hold", answer_within="one_hour")
    assert safety_until(work.standing) == date(2029, 11, 24)
    work.at = datetime.fromisoformat("2027-03-01T09:00:00+08:00")
    work.does(Role.SAFETY, "safety_decide", decision="end", help_listed=True, reason="已离开，列明求助渠道")
    assert safety_until(work.standing) == date(2030, 3, 1)

"""What stands beside the official month: every figure with its denominator, its meaning and its records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from casework import REPORT, Casework, agreement, everyone_of
from cast import Cast
from urtuu.journal import desk
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.journal.queries import RecordRow
from urtuu.kinds.composing import Deed
from urtuu.kinds.fold import Standing
from urtuu.kinds.roles import Role
from urtuu.reports import honest, honest_words, safety_quarter
from urtuu.reports.honest import Honest
from urtuu.reports.repeats import repeats
from urtuu.reports.scopes import banner_scope, gacha_scope, station_scope

AT = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
LATER = datetime.fromisoformat("2027-01-20T09:00:00+08:00")
BANNER = "150421"


@pytest.fixture
def case(cast: Cast) -> Casework:
    return Casework(cast, everyone_of(cast), AT)


def month(case: Casework, number: int = 11, at: datetime = LATER) -> Honest:
    scope = banner_scope(BANNER)
    assert scope is not None
    return honest.month(case.people[Role.COORDINATOR].who, scope, 2026, number, at)


def another(case: Casework, days: int = 1) -> Casework:
    return Casework(case.cast, case.people, AT + timedelta(days=days))


def test_void_records_are_counted_of_all_that_were_found(case: Casework) -> None:
    case.accepted()
    other = another(case).reported()
    other.does(Role.CHAIR, "ask_void", why_void="录入错误，重复登记")
    other.does(Role.CHIEF, "void", void_kind="entry_error")
    found = month(case)
    assert (found.shares["void"].records, found.shares["void"].of) == ([other.record], 2)
    assert found.taken_on == 1
    assert month(case, 12).shares["void"].of == 0


def test_a_case_opened_again_by_the_chair_is_a_repeat(case: Casework) -> None:
    case.accepted()
    again = another(case, 20)
    place = {"gacha": case.cast.near.gachas.all()[0].pk, "spot": "村部东侧"}
    again.does(
        Role.CHAIR,
        "open_again",
        again=case.record,
        why_again="又起了争执",
        **{**REPORT, "place": place},
    )
    again.does(Role.OFFICER, "add_party", party="A1", side="a", capacity="adult", name="宝音")
    again.does(Role.OFFICER, "add_party", party="B1", side="b", capacity="adult", name="朝鲁")
    again.does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
    again.agreeing().does(
        Role.REGISTRAR, "accept", difficulty="D2", notice_given=True, no_objection=True, conflict_clear=True,
        mediator=case.people[Role.MEDIATOR].id,
    )  # fmt: skip
    found = month(case).shares["repeats"]
    assert (found.records, found.of) == ([again.record], 2)


def test_the_same_door_and_matter_is_a_repeat(case: Casework) -> None:
    def found_on_a_visit(days: int, category: str) -> str:
        at = AT + timedelta(days=days)
        door = str(case.cast.doors["near"][0].pk)
        deed = Deed(
            kind="visit", act="make", fields={"household": door, "met": "met", "card_left": True},
            record="", grid="near", station="shuangsheng", gacha=case.cast.near.gachas.all()[0].pk, saw=0,
        )  # fmt: skip
        desk.perform(case.people[Role.OFFICER].id, deed, at)
        made = Casework(case.cast, case.people, at)
        record = str(StandingRow.objects.get(kind="visit", began_at=at).pk)
        made.reported(visit=record, category=category).does(
            Role.CHIEF, "offer", level="L1", conflict_checked=True
        )
        made.agreeing().does(
            Role.REGISTRAR, "accept", difficulty="D2", notice_given=True, no_objection=True,
            conflict_clear=True, mediator=case.people[Role.MEDIATOR].id,
        )  # fmt: skip
        return made.record

    found_on_a_visit(0, "NEI")
    found_on_a_visit(2, "CTR")
    again = found_on_a_visit(9, "NEI")
    assert month(case).shares["repeats"].records == [again]


def row(record: str, began: datetime, visit: str = "v", **body: Any) -> RecordRow:
    standing = Standing(kind="dispute", record=record, grid="", station="", body={"visit": visit, **body})
    return RecordRow(StandingRow(record=record, kind="dispute", gacha="g", began_at=began), standing)


@pytest.mark.parametrize(("days", "is_one"), [(1, True), (180, True), (181, False), (0, False)])
def test_a_repeat_comes_within_180_days(days: int, is_one: bool) -> None:
    first = row("1", AT, category="NEI")
    second = row("2", AT + timedelta(days=days), category="NEI")
    assert repeats([second], [first, second], {"v": "door"}) == (["2"] if is_one else [])


@pytest.mark.parametrize("doors", [{}, {"v": "door", "w": "other"}])
def test_without_the_same_door_nothing_is_a_repeat(doors: dict[str, str]) -> None:
    first = row("1", AT, category="NEI")
    second = row("2", AT + timedelta(days=2), visit="w" if doors else "v", category="NEI")
    assert repeats([second], [first, second], doors) == []


def test_a_grassland_matter_is_told_by_its_code_and_an_unknown_one_is_no_subject() -> None:
    first = row("1", AT, category="LND", grassland="GRS-01")
    later = AT + timedelta(days=2)
    other, unknown = row("2", later, category="LND", grassland="GRS-06"), row("3", later, category="unknown")
    assert repeats([other, unknown], [first, other, unknown], {"v": "door"}) == []


def test_entries_received_more_than_a_day_late_are_told_by_when_they_were_received(case: Casework) -> None:
    case.accepted()
    # What the server noted, turned by hand.
    entries = EntryRow.objects.filter(record=case.record)
    EntryRow.objects.filter(pk=entries.order_by("pos")[0].pk).update(late=True)
    late = month(case).shares["late"]
    assert (late.n, late.of) == (1, entries.count())


def test_an_agreement_that_was_undone_is_asked_for_no_performance(case: Casework) -> None:
    case.agreed("2026-11-10").does(Role.REGISTRAR, "send_back", why_sent_back="没有写明期限")
    found = month(case, at=LATER + timedelta(days=120))
    assert (found.shares["performed_90"].of, found.shares["agreed"].n) == (0, 0)
    assert found.spreads["to_agreement"].of == 0


def test_in_full_is_every_obligation(case: Casework) -> None:
    case.agreed("2026-11-10", "2026-11-20")
    for number, n in ((1, 0), (2, 1)):
        case.does(Role.OFFICER, "performed", performance="in_full", obligation=number)
        assert month(case, at=LATER + timedelta(days=9)).shares["performed_30"].n == n


def test_a_round_that_an_archived_file_still_owed_was_not_made_in_time(case: Casework) -> None:
    case.agreed("2026-11-10").does(Role.REGISTRAR, "seal", signed_on="2026-11-03", sealed_on="2026-11-03")
    case.does(Role.OFFICER, "performed", performance="in_full")
    case.at = AT + timedelta(days=9)
    case.does(Role.OFFICER, "follow_up", asked_alone=True, performance="in_full", afterwards="calm")
    case.does(Role.CHAIR, "close", proof="receipts")
    before, after = (AT + timedelta(days=days) for days in (30, 60))
    found = month(case, at=before).shares["follow_ups"]
    assert (found.n, found.of) == (1, 1)
    case.does(Role.ARCHIVIST, "archive", keep_until="2037-01-01", contents_complete=True)
    found = month(case, at=after).shares["follow_ups"]
    assert (found.n, found.of) == (1, 2)


def test_an_agreement_sent_back_owes_no_round_of_its_own(case: Casework) -> None:
    case.agreed("2026-11-10").does(Role.REGISTRAR, "send_back", why_sent_back="没有写明期限")
    case.does(Role.MEDIATOR, "agree", **agreement("2026-11-20"))
    found = month(case, at=AT + timedelta(days=30)).shares["follow_ups"]
    assert (found.n, found.of) == (0, 1)


# --- safety ---------------------------------------------------------------------------------------------


def quarter(case: Casework, month_number: int = 12, scope: Any = None) -> Any:
    scope = scope or banner_scope(BANNER)
    who = case.people[Role.COORDINATOR].who
    return safety_quarter.quarter(who, scope, 2026, month_number, LATER)


def test_safety_is_of_a_banner_and_a_quarter_and_in_no_months_figures(case: Casework) -> None:
    case.reported(hurt_or_threatened="yes")
    for party in ("A1", "B1"):
        case.does(Role.OFFICER, "safety_questions", asked_of=party, asked_how="alone", hurt="no")
    case.does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
    case.does(Role.OFFICER, "hold", answer_within="one_hour")
    found = quarter(case)
    assert (found.number, found.screened.n, found.screened.of) == (4, 1, 1)
    assert (found.holds.n, found.holds.of) == (0, 1)
    assert not set(honest_words.SAFETY) & set(month(case).shares)
    assert quarter(case, 9).holds.of == 0
    for scope in (station_scope("shuangsheng"), gacha_scope("150421102204")):
        assert quarter(case, scope=scope) is None


def test_of_three_parties_all_three_were_asked_before_the_offer(case: Casework) -> None:
    case.reported().does(Role.OFFICER, "add_party", party="B2", side="b", capacity="adult", name="苏和")
    for party in ("A1", "B1"):
        case.does(Role.OFFICER, "safety_questions", asked_of=party, asked_how="alone", hurt="no")
    case.does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
    # Only now is it known that each had to be asked: the offer could not be refused for it.
    case.does(Role.OFFICER, "correct", hurt_or_threatened="yes")
    assert (quarter(case).screened.n, quarter(case).screened.of) == (0, 1)
    case.does(Role.OFFICER, "safety_questions", asked_of="B2", asked_how="alone", hurt="no")
    assert quarter(case).screened.n == 0


def test_a_hold_answered_within_its_time_was_answered_in_time(case: Casework) -> None:
    case.reported().does(Role.OFFICER, "hold", answer_within="four_hours")
    case.does(Role.SAFETY, "safety_decide", decision="end", help_listed=True, reason="当事人要求先得到帮助")
    assert (quarter(case).holds.n, quarter(case).holds.of) == (1, 1)


# --- the set is whole -----------------------------------------------------------------------------------


def test_every_figure_of_the_specification_is_there_and_says_what_it_counts(case: Casework) -> None:
    case.agreed("2026-11-10")
    found = month(case)
    assert set(found.shares) == set(honest_words.SHARES) >= {
        "agreed", "refused", "referred", "open", "performed_30", "performed_90", "confirmed", "repeats",
        "follow_ups", "answered", "content", "mongolian", "late", "void",
    }  # fmt: skip
    assert set(found.spreads) == set(honest_words.SPREADS)
    named = {**honest_words.SHARES, **honest_words.SPREADS, **honest_words.SAFETY}
    assert all(str(told) and len(str(meant)) > 8 for told, meant in named.values())
    assert all(honest_words.behind(found, name) is not None for name in found.shares)
    assert honest_words.behind(found, "screened") is None


@pytest.mark.parametrize("many", [1, 4])
def test_the_same_queries_for_one_case_and_for_many(
    case: Casework, django_assert_num_queries: Callable[[int], object], many: int
) -> None:
    for number in range(many):
        made = another(case, number)
        made.mediating().does(Role.MEDIATOR, "agree", **agreement("2026-12-20"))
    with django_assert_num_queries(11):
        month(case)
    with django_assert_num_queries(5):
        quarter(case)

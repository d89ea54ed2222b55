"""The official month counts one success a case, escalations by their signs, grassland under LND and BIZ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from casework import Casework, agreement, everyone_of
from cast import Cast
from urtuu.kinds.dispute.codes import ESCALATION_SIGNS, GRASSLAND
from urtuu.kinds.fold import Done, Standing
from urtuu.kinds.roles import Role
from urtuu.reports import agreements, escalations, official
from urtuu.reports.official import Line, Month
from urtuu.reports.official_rows import GRASSLAND_ROW, OFFICIAL, official_row
from urtuu.reports.scopes import banner_scope

NOVEMBER = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
DECEMBER = datetime.fromisoformat("2026-12-03T09:00:00+08:00")
LATER = datetime.fromisoformat("2027-01-20T09:00:00+08:00")
FIVE, NINE = 500_000, 900_000


@pytest.fixture
def case(cast: Cast) -> Casework:
    return Casework(cast, everyone_of(cast), NOVEMBER)


def month(case: Casework, number: int = 11, at: datetime = LATER) -> Month:
    scope = banner_scope("150421")
    assert scope is not None
    return official.month(case.people[Role.COORDINATOR].who, scope, 2026, number, at)


def counted(line: Line) -> tuple[int, int]:
    """How many agreed, and for how much."""
    return len(line.agreed), line.amount_fen


# --- one success a case --------------------------------------------------------------------------------


def test_an_agreement_sent_back_is_no_success_and_the_next_one_counts_in_its_own_month(
    case: Casework,
) -> None:
    case.agreed("2026-11-20", amount_fen=FIVE)
    assert counted(month(case, at=case.at + timedelta(days=1)).whole) == (1, FIVE)
    case.does(Role.REGISTRAR, "send_back", why_sent_back="没有写明履行期限")
    assert counted(month(case).whole) == (0, 0)
    case.at = DECEMBER
    case.does(Role.MEDIATOR, "agree", **agreement("2026-12-20"), amount_fen=NINE)
    assert counted(month(case, 11).whole) == (0, 0)
    assert counted(month(case, 12).whole) == (1, NINE)
    assert month(case, 12).whole.amounts == [case.record]


def test_an_agreement_both_want_to_change_takes_the_place_of_the_old(case: Casework) -> None:
    case.agreed("2026-11-20", amount_fen=FIVE)
    case.does(Role.REGISTRAR, "seal", signed_on="2026-11-03", sealed_on="2026-11-03")
    case.does(Role.MEDIATOR, "begin_performing")
    case.does(Role.MEDIATOR, "reopen", why_reopened="双方都要求延期", both_want=True)
    assert counted(month(case).whole) == (0, 0)
    case.does(Role.MEDIATOR, "agree", **agreement("2026-12-20"), amount_fen=NINE)
    assert counted(month(case).whole) == (1, NINE)


def test_what_was_withdrawn_within_three_days_is_no_success(case: Casework) -> None:
    flags = dict.fromkeys(("all_present", "questions_clear", "notice_given", "rights_told"), True)
    mediator = case.people[Role.MEDIATOR].id
    said = agreement("2026-11-05", form="oral") | {"difficulty": "D1", "mediator": mediator, **flags}
    case.reported().agreeing().does(Role.MEDIATOR, "settle_at_once", **said, amount_fen=FIVE)
    assert counted(month(case).whole) == (1, FIVE)
    case.does(Role.OFFICER, "withdraw", withdrawn_by="A1")
    assert counted(month(case).whole) == (0, 0)


def test_the_amount_is_that_of_the_agreement_itself_whatever_was_paid_later(case: Casework) -> None:
    case.agreed("2026-11-20", amount_fen=FIVE)
    case.does(Role.OFFICER, "performed", performance="in_part", amount_fen=NINE)
    assert counted(month(case).whole) == (1, FIVE)


def done(act: str, entry: str = "", **body: Any) -> Done:
    return Done(entry=entry or act, act=act, actor=act, device="d", at=NOVEMBER, state="", body=body)


def standing(*acts: Done, **body: Any) -> Standing:
    return Standing(kind="dispute", record="r", grid="", station="", acts=list(acts), body=body)


@pytest.mark.parametrize(
    ("acts", "stands"),
    [
        (("agree",), True),
        (("settle_at_once", "review"), True),
        (("agree", "send_back"), False),
        (("agree", "withdraw"), False),
        (("agree", "begin_performing", "reopen"), False),
        (("agree", "send_back", "agree"), True),
        (("accept",), False),
    ],
)
def test_an_agreement_stands_until_it_is_undone(acts: tuple[str, ...], stands: bool) -> None:
    found = agreements.agreement_of(standing(*(done(act, str(n)) for n, act in enumerate(acts))))
    assert (found is not None) is stands


# --- levels --------------------------------------------------------------------------------------------


def test_each_committee_has_its_own_row_by_the_level_the_case_was_at(case: Casework) -> None:
    case.agreed("2026-11-20", amount_fen=FIVE)
    upper = Casework(case.cast, case.people, NOVEMBER)
    upper.mediating()
    upper.at = DECEMBER
    upper.agreeing(to="escalation").does(Role.JUDICIAL, "raise_level", level="L2", why_raised="跨嘎查")
    upper.agreeing()
    upper.does(Role.MEDIATOR, "agree", **agreement("2026-12-20"), amount_fen=NINE)
    gacha = ("150421102204", "L1")
    assert {place: len(line.accepted) for place, line in month(case).rows.items()} == {gacha: 2}
    assert {place: counted(line) for place, line in month(case, 12).rows.items()} == {
        ("150421102", "L2"): (1, NINE)
    }


def test_a_committee_is_the_gachas_the_sumus_and_the_banners() -> None:
    acts = (done("offer"), done("accept"), done("raise_level", level="L3"), done("agree"))
    said = {"offer": {"level": "L2"}}
    assert agreements.level_at(standing(*acts), acts[1], said) == "L2"
    assert agreements.level_at(standing(*acts), acts[3], said) == "L3"
    assert agreements.level_at(standing(acts[1]), acts[1], {}) == "L1"


# --- escalations ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signs", "sort"),
    [
        (["threat"], "criminal"),
        (["weapon", "self_harm"], "criminal"),
        (["gathering"], "group"),
        (["gathering", "threat"], "group"),
        (["self_harm"], "self_harm"),
        ([], ""),
    ],
)
def test_the_sort_of_an_escalation_is_told_by_its_signs(signs: list[str], sort: str) -> None:
    assert set(signs) <= set(ESCALATION_SIGNS)
    assert escalations.sort_of(signs) == sort


def escalated(case: Casework, *signs: str) -> Casework:
    case.mediating().does(Role.OFFICER, "defuse", signs=list(signs), done_about_it="劝离并报告所长")
    return case


def test_talk_of_self_harm_is_kept_from_no_crime(case: Casework) -> None:
    escalated(case, "self_harm")
    case.at += timedelta(days=8)
    case.does(Role.COORDINATOR, "confirm_defused", afterwards="calm")
    found = month(case).whole
    assert found.prevented == {"criminal": [], "group": [], "self_harm": [case.record]}
    assert found.persons == {"criminal": 0, "group": 0, "self_harm": 2}


def test_an_escalation_counts_in_the_month_it_was_confirmed_and_waits_apart_until_then(
    case: Casework,
) -> None:
    escalated(case, "gathering")
    assert month(case).whole.unconfirmed == [case.record]
    case.at = DECEMBER
    case.does(Role.COORDINATOR, "confirm_defused", afterwards="calm")
    assert month(case).whole.unconfirmed == []
    assert month(case).whole.prevented["group"] == []
    assert month(case, 12).whole.prevented["group"] == [case.record]


@pytest.mark.parametrize("afterwards", ["tense", "worse"])
def test_what_was_not_calm_a_week_later_is_not_prevented(case: Casework, afterwards: str) -> None:
    escalated(case, "threat")
    case.at += timedelta(days=8)
    case.does(Role.COORDINATOR, "confirm_defused", afterwards=afterwards)
    assert not any(month(case).whole.prevented.values())
    assert month(case).whole.unconfirmed == []


def test_a_later_escalation_waits_for_its_own_confirmation() -> None:
    found = standing(
        done("defuse", "1", signs=["threat"]),
        done("confirm_defused", "2", afterwards="calm"),
        done("defuse", "3", signs=["gathering"]),
        people=4,
    )
    assert [(kept.sort, kept.persons, kept.by.entry) for kept in escalations.kept(found)] == [
        ("criminal", 4, "2")
    ]
    assert [waiting.entry for waiting in escalations.unconfirmed(found)] == ["3"]


def test_nobody_confirms_their_own_escalation() -> None:
    own = done("confirm_defused", afterwards="calm")
    own.actor = "defuse"
    assert list(escalations.kept(standing(done("defuse", signs=["threat"]), own))) == []


def test_what_turned_criminal_is_counted_too(case: Casework) -> None:
    escalated(case, "threat").does(Role.OFFICER, "turned_criminal", learned_from="police")
    assert month(case).whole.turned_criminal == [case.record]


# --- grassland -----------------------------------------------------------------------------------------


def test_every_grassland_code_has_a_row_and_it_is_land_or_business() -> None:
    assert tuple(sorted(GRASSLAND_ROW)) == GRASSLAND
    assert set(GRASSLAND_ROW.values()) == {"LND", "BIZ"} <= set(OFFICIAL)


@pytest.mark.parametrize(
    ("category", "grassland", "row"),
    [
        ("NEI", "GRS-07", "LND"), ("NEI", "GRS-13", "LND"), ("DMG", "GRS-11", "BIZ"),
        ("DMG", "GRS-14", "LND"), ("EXP", "GRS-15", "LND"), ("LND", "GRS-05", "BIZ"),
        ("NEI", "", "NEI"), ("VIL", "", "OTH"), ("unknown", "", "OTH"),
    ],
)  # fmt: skip
def test_the_grassland_code_decides_alone(category: str, grassland: str, row: str) -> None:
    assert official_row(category, grassland) == row


def test_the_month_reads_the_grassland_code(case: Casework) -> None:
    case.reported(category="NEI", grassland="GRS-07").does(
        Role.CHIEF, "offer", level="L1", conflict_checked=True
    )
    case.agreeing().does(
        Role.REGISTRAR, "accept", difficulty="D2", notice_given=True, no_objection=True, conflict_clear=True,
        mediator=case.people[Role.MEDIATOR].id,
    )  # fmt: skip
    types = {row: records for row, records in month(case).whole.types.items() if records}
    assert types == {"LND": [case.record]}


@pytest.mark.parametrize("many", [1, 4])
def test_the_same_queries_for_one_case_and_for_many(
    case: Casework, django_assert_num_queries: Callable[[int], object], many: int
) -> None:
    for number in range(many):
        Casework(case.cast, case.people, NOVEMBER + timedelta(days=number)).agreed("2026-12-20")
    with django_assert_num_queries(7):
        month(case)

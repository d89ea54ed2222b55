"""The clock board: what is red tonight, whose it is, what would stop it, and nothing beyond one's reach."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from desk_doings import SECRET, SignedIn, did, dispute
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cast import Cast, Person
from urtuu.kinds.roles import Role
from urtuu.places.permissions import TABLE

NOON = datetime.fromisoformat("2026-11-24T12:00:00+08:00")


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """It is Tuesday noon."""
    with time_machine.travel(NOON, tick=False):
        yield


def board(signed_in: SignedIn, who: Person, lang: str = "en", **query: Any) -> str:
    """The text of the board."""
    answer = signed_in(who, lang).get(reverse("desk:clocks"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(text: str) -> list[str]:
    """The rows in their order: clock and title."""
    return [part.split("</a>")[0].split(">")[-1] for part in text.split('class="row-title"')[1:]]


def test_tonight_comes_first_then_what_is_over_the_newest_first(cast: Cast, signed_in: SignedIn) -> None:
    dispute(cast.bataar, cast.near, at=NOON - timedelta(days=9), size="small", category="HSE")
    dispute(cast.bataar, cast.near, at=NOON - timedelta(days=2), size="small", category="NEI")
    dispute(cast.bataar, cast.near, at=NOON - timedelta(hours=1), size="small", category="CTR")
    text = board(signed_in, cast.saran)
    names = rows(text)
    assert names[0].startswith("Small matter")
    assert "Contract" in names[0]
    over = [name for name in names if "Small matter" in name][1:]
    assert [name.split(" · ")[1][:4] for name in over] == ["Neig", "Hous"]
    assert "12 h" in text  # from noon to midnight
    assert SECRET not in text


def test_each_row_leads_to_the_act_that_would_stop_it_if_the_post_allows(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    record = dispute(cast.bataar, cast.near, at=NOON - timedelta(hours=1), size="small")
    contact = reverse("desk:do", args=["dispute", record, "contact"])
    offer = reverse("desk:do", args=["dispute", record, "offer"])
    assert contact in board(signed_in, cast.bataar)
    assert offer in board(signed_in, cast.saran)
    assert offer not in board(signed_in, cast.bataar)
    assert contact not in board(signed_in, everyone[Role.AUDITOR])


def test_only_the_records_of_ones_reach(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    near = dispute(cast.bataar, cast.near, at=NOON - timedelta(hours=1), size="small")
    far = dispute(cast.dorji, cast.far, at=NOON - timedelta(hours=1), size="small")
    whole_banner = (Role.SAFETY, Role.COORDINATOR, Role.ARCHIVIST, Role.PRIVACY, Role.AUDITOR)
    for role, who in everyone.items():
        answer = signed_in(who).get(reverse("desk:clocks"))
        text = answer.content.decode()
        if "records" not in TABLE[role].pages:
            assert answer.status_code == 403, role
            continue
        assert (far in text) == (role in whole_banner), role
        assert (near in text) == (role is not Role.INTERPRETER), role


def test_the_filter_keeps_to_a_clock_a_grid_and_ones_own(cast: Cast, signed_in: SignedIn) -> None:
    near = dispute(cast.bataar, cast.near, at=NOON - timedelta(hours=1), size="small")
    door = dispute(cast.qiqige, cast.next_door, at=NOON - timedelta(hours=2), size="small")
    assert near in board(signed_in, cast.saran, grid="near")
    assert door not in board(signed_in, cast.saran, grid="near")
    only = rows(board(signed_in, cast.saran, clock="contact"))
    assert len(only) == 2
    assert all("Small matter" in name for name in only)
    assert "Nothing fits this filter" in board(signed_in, cast.saran, mine="on")
    assert near in board(signed_in, cast.bataar, mine="on")


@pytest.mark.parametrize(
    "odd", [{"when": "x"}, {"clock": "x"}, {"kind": "reading"}, {"page": "99"}, {"kind": ""}]
)
def test_odd_addresses_are_answered_calmly(cast: Cast, signed_in: SignedIn, odd: dict[str, str]) -> None:
    dispute(cast.bataar, cast.near, at=NOON - timedelta(hours=1), size="small")
    assert len(rows(board(signed_in, cast.saran, **odd))) > 0


def test_what_stands_still_shows_apart_and_a_closed_case_owes_only_its_file(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    record = dispute(cast.bataar, cast.near, at=NOON - timedelta(days=3), size="small")
    did(cast.bataar, "dispute", "hold", cast.near, record=record, saw=1, at=NOON, answer_within="one_hour")
    still = rows(board(signed_in, cast.gao, when="still"))
    assert [name.split(" · ")[0] for name in still] == ["Triage"]
    told = {"why_not_accepted": "no_dispute", "remedies_told": True}
    other = dispute(cast.bataar, cast.near, at=NOON - timedelta(days=3), size="small")
    did(cast.saran, "dispute", "not_accept", cast.near, record=other, saw=1, at=NOON, **told)
    ended = {"notice_given": True, "outcome": "not_accepted"}
    did(cast.wang, "dispute", "close_out", cast.near, record=other, saw=2, at=NOON, **ended)
    left = [
        name for name in rows(board(signed_in, cast.wang, when="all")) if "File" in name or "Dossier" in name
    ]
    assert len(left) == 1


def test_a_missing_year_is_told_on_top(cast: Cast, signed_in: SignedIn) -> None:
    record = dispute(cast.bataar, cast.near, at=NOON, size="big", category="CTR")
    assert "no working-day table" not in board(signed_in, cast.saran)
    offer = {"level": "L1", "conflict_checked": True}
    with time_machine.travel("2026-12-31T09:00:00+08:00", tick=False):
        when = datetime.fromisoformat("2026-12-31T08:30:00+08:00")
        did(cast.saran, "dispute", "offer", cast.near, record=record, saw=1, at=when, **offer)
        assert "no working-day table for 2027" in board(signed_in, cast.saran, when="still")


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_same_number_of_queries_for_any_length(
    cast: Cast, signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        dispute(cast.bataar, cast.near, at=NOON - timedelta(hours=1, minutes=number), size="small")
    client = signed_in(cast.saran)
    client.get(reverse("desk:clocks"))
    with django_assert_num_queries(13):
        client.get(reverse("desk:clocks"))


def test_the_same_clocks_as_a_file(cast: Cast, signed_in: SignedIn) -> None:
    dispute(cast.bataar, cast.near, at=NOON - timedelta(hours=1), size="small")
    answer = signed_in(cast.saran, "zh-hans").get(
        reverse("desk:clocks_export", args=["csv"]), {"when": "all"}
    )
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0][:5] == ["编号", "标题", "状态", "期限", "最后一日"]
    assert ["小事不过夜", "2026-11-24"] in [line[3:5] for line in lines]
    assert signed_in(cast.saran).get(reverse("desk:clocks_export", args=["pdf"])).status_code == 404


def test_the_menu_leads_there_in_both_languages(cast: Cast, signed_in: SignedIn) -> None:
    for lang, word in (("en", "Clocks"), ("zh-hans", "期限台账")):
        page = signed_in(cast.saran, lang).get(reverse("desk:records", args=["dispute"])).content.decode()
        assert reverse("desk:clocks") in page
        assert word in page


def test_what_the_rules_would_hand_up_stands_beside_the_clocks(cast: Cast, signed_in: SignedIn) -> None:
    record = dispute(cast.bataar, cast.near, at=NOON - timedelta(days=16), size="small", category="NEI")
    dispute(cast.bataar, cast.near, at=NOON - timedelta(days=14), size="small", category="HSE")
    text = board(signed_in, cast.saran)
    part = text.split("The rules would hand these up")[1].split("</details>")[0]
    assert record in part
    assert part.count('class="row-title"') == 1
    assert "answer due" not in part
    said = {"why_escalate": "long_silence", "to_level": "L2"}
    did(cast.bataar, "dispute", "propose_escalation", cast.near, record=record, saw=1, at=NOON, **said)
    assert "answer due" in board(signed_in, cast.saran)


def test_a_no_by_a_person_quiets_the_rule_for_a_week(cast: Cast, signed_in: SignedIn) -> None:
    record = dispute(cast.bataar, cast.near, at=NOON - timedelta(days=16), size="small", people=12)
    said = {"why_escalate": "many_people", "to_level": "L2"}
    did(cast.bataar, "dispute", "propose_escalation", cast.near, record=record, saw=1, at=NOON, **said)
    no = {"escalate": False, "why_answered": "本级可以办理"}
    did(cast.saran, "dispute", "answer_escalation", cast.near, record=record, saw=2, at=NOON, **no)
    assert "The rules would hand these up" not in board(signed_in, cast.saran)
    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        assert "The rules would hand these up" in board(signed_in, cast.saran)

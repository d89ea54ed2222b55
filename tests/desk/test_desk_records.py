"""The page of a record: what stands, what is closed, what was done, and what may be done."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from desk_doings import SAFETY_SECRET, SECRET, SignedIn, did, dispute, need, task, visit
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cast import Cast, Person
from urtuu.journal import queries as journal
from urtuu.journal import verifying
from urtuu.journal.queries import RecordView
from urtuu.kinds.roles import Role
from urtuu.places.permissions import TABLE, may_read


def text_of(client: Client, kind: str, record: str) -> str:
    """The text of a record's page."""
    answer = client.get(reverse("desk:record", args=[kind, record]))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def screened(cast: Cast) -> str:
    """A dispute with a party and an answer given alone."""
    record = dispute(cast.bataar, cast.near)
    did(
        cast.bataar, "dispute", "add_party", cast.near, record=record, saw=1, party="A1", side="a",
        capacity="adult", name="宝音其人",
    )  # fmt: skip
    did(
        cast.bataar, "dispute", "safety_questions", cast.near, record=record, saw=2, asked_of="A1",
        asked_how="alone", own_words=SAFETY_SECRET,
    )  # fmt: skip
    return record


def test_what_was_done_stands_in_words(cast: Cast, signed_in: SignedIn) -> None:
    record = need(cast.bataar, cast.near)
    did(cast.saran, "need", "route", cast.near, record=record, saw=1, to="township")
    text = text_of(signed_in(cast.bataar, "zh-hans"), "need", record)
    for words in (
        "机井不出水",
        "人畜饮水",
        "苏木乡镇政府",
        "受理诉求",
        "转交有关单位办理",
        "巴特尔",
        "萨仁",
        "电脑登记",
    ):
        assert words in text, words
    assert SECRET in text


def test_each_role_reads_the_parts_it_may(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    record = screened(cast)
    for role, who in everyone.items():
        view = journal.record(cast.gao.who, record, _now())
        assert isinstance(view, RecordView)
        answer = signed_in(who).get(reverse("desk:record", args=["dispute", record]))
        text = answer.content.decode()
        opens = "records" in TABLE[role].pages
        reads = opens and may_read(who.who, "dispute", "", view.where, cast.today) is None
        assert answer.status_code == (200 if reads else 403), role
        for part, secret in (("personal", SECRET), ("party", "宝音其人")):
            may = reads and may_read(who.who, "dispute", part, view.where, cast.today) is None
            assert (secret in text) == may, (role, part)
        assert SAFETY_SECRET not in text, role
        if reads and SECRET not in text:
            assert "not shown to your post" in text, role


def _now() -> datetime:
    return timezone.now()


def test_another_stations_record_is_refused_in_a_sentence(cast: Cast, signed_in: SignedIn) -> None:
    record = dispute(cast.bataar, cast.near)
    answer = signed_in(cast.nasan, "zh-hans").get(reverse("desk:record", args=["dispute", record]))
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "这件记录属于派出所双胜派出所，您所在的是坤都派出所。" in text
    assert "山林土地" not in text


def test_what_is_not_there_is_not_found(cast: Cast, signed_in: SignedIn) -> None:
    record = dispute(cast.bataar, cast.near)
    client = signed_in(cast.saran)
    for path in (
        reverse("desk:record", args=["dispute", uuid4()]),
        reverse("desk:record", args=["need", record]),
        reverse("desk:do", args=["dispute", record, "no_such_act"]),
        reverse("desk:do", args=["dispute", record, "report"]),
        reverse("desk:entry", args=[uuid4()]),
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "There is nothing at this address" in answer.content.decode()


def test_a_restricted_part_opens_for_a_purpose_and_is_written_down(cast: Cast, signed_in: SignedIn) -> None:
    record = screened(cast)
    path = reverse("desk:read_part", args=["dispute", record, "safety"])
    client = signed_in(cast.gao)
    assert "Open this part" in text_of(client, "dispute", record)
    without = client.post(path, {"purpose": " "})
    assert without.status_code == 422
    assert SAFETY_SECRET not in without.content.decode()
    opened = client.post(path, {"purpose": "复核中止"})
    assert SAFETY_SECRET in opened.content.decode()
    assert [row.author for row in journal.standings(cast.gao.who, "reading", cast.today)] == [cast.gao.id]


@pytest.mark.parametrize("who", ["bataar", "saran", "wang"])
def test_a_restricted_part_stays_closed_to_others(cast: Cast, signed_in: SignedIn, who: str) -> None:
    record = screened(cast)
    client = signed_in(getattr(cast, who))
    assert "Open this part" not in text_of(client, "dispute", record)
    answer = client.post(reverse("desk:read_part", args=["dispute", record, "safety"]), {"purpose": "想看看"})
    assert answer.status_code == 403
    assert SAFETY_SECRET not in answer.content.decode()
    tried = list(journal.standings(cast.gao.who, "reading", cast.today))
    assert [(row.state, row.author) for row in tried] == [("turned_away", getattr(cast, who).id)]


def test_links_lead_both_ways_as_far_as_one_may_read(cast: Cast, signed_in: SignedIn) -> None:
    seen = visit(cast.bataar, cast.near)
    record = dispute(cast.bataar, cast.near, visit=seen)
    client = signed_in(cast.saran)
    assert reverse("desk:record", args=["visit", seen]) in text_of(client, "dispute", record)
    assert reverse("desk:record", args=["dispute", record]) in text_of(client, "visit", seen)
    foreign = visit(cast.dorji, cast.far, "远处人家")
    other = dispute(cast.bataar, cast.near, visit=foreign)
    text = text_of(client, "dispute", other)
    assert "a record outside your reach" in text
    assert "远处人家" not in text


def test_acts_offered_are_those_of_the_table_and_the_post(cast: Cast, signed_in: SignedIn) -> None:
    record = task(cast.saran, cast.near)
    chief, officer = (text_of(signed_in(who), "task", record) for who in (cast.saran, cast.bataar))
    assign, start = (reverse("desk:do", args=["task", record, act]) for act in ("assign", "start"))
    assert assign in chief
    assert assign not in officer
    assert start not in chief + officer


@pytest.mark.parametrize("count", [1, 3])
def test_a_record_page_asks_the_same_number_of_questions(
    cast: Cast, signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    record = need(cast.bataar, cast.near)
    for number in range(count):
        did(cast.saran, "need", "route", cast.near, record=record, saw=1 + number, to="township")
        dispute(cast.bataar, cast.near)
    client = signed_in(cast.saran)
    with django_assert_num_queries(22):
        text_of(client, "need", record)


def test_an_exact_line_is_shown_with_its_proof(cast: Cast, signed_in: SignedIn) -> None:
    record = dispute(cast.bataar, cast.near)
    view = journal.record(cast.saran.who, record, _now())
    assert isinstance(view, RecordView)
    path = reverse("desk:entry", args=[view.steps[0].id])
    text = signed_in(cast.saran).get(path).content.decode()
    assert "grid:near № 1" in text
    assert "SHA-256" in text
    assert record in text
    assert SECRET not in text
    assert path in text_of(signed_in(cast.saran), "dispute", record)


@pytest.mark.parametrize(
    ("who", "status"), [("bataar", 200), ("saran", 200), ("qiqige", 403), ("nasan", 403)]
)
def test_an_exact_line_is_for_those_who_read_the_record(
    cast: Cast, signed_in: SignedIn, who: str, status: int
) -> None:
    record = dispute(cast.bataar, cast.near)
    view = journal.record(cast.saran.who, record, _now())
    assert isinstance(view, RecordView)
    answer = signed_in(getattr(cast, who)).get(reverse("desk:entry", args=[view.steps[0].id]))
    assert answer.status_code == status
    assert ("村部东侧" in answer.content.decode()) == (status == 200)


def test_the_privacy_officer_destroys_what_is_sealed_and_nobody_else_does(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    record = need(cast.bataar, cast.near)
    path = reverse("desk:erase", args=["need", record])
    for who in (cast.saran, cast.bataar, everyone[Role.ADMIN], cast.nasan):
        signed_in(who).post(path, {"reason": "request"})
        assert SECRET in text_of(signed_in(cast.bataar), "need", record)
    privacy = signed_in(everyone[Role.PRIVACY], "zh-hans")
    assert "销毁封存信息" in text_of(privacy, "need", record)
    assert "销毁封存信息" not in text_of(signed_in(cast.saran, "zh-hans"), "need", record)
    privacy.post(path, {"reason": "request", "why": "本人申请"})
    assert SECRET not in text_of(signed_in(cast.bataar), "need", record)
    assert "机井不出水" in text_of(signed_in(cast.bataar), "need", record)
    assert list(verifying.faults()) == []

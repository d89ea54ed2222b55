"""A name is searched at one's own station only, for a purpose; a search is an entry, and no name is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import Casework
from cast import person
from urtuu.journal import queries, sides
from urtuu.journal.desk import NotTaken
from urtuu.journal.models import EntryRow, SealedPart, StandingRow
from urtuu.kinds.roles import Role
from urtuu.places.permissions import TABLE

WHAT_FOR = "当事人来窗口询问进展"


def found(work: Casework, name: str, purpose: str = WHAT_FOR, role: Role = Role.REGISTRAR) -> list[str]:
    """The records found."""
    work.at += timedelta(minutes=1)
    return [one.row.record for one in sides.by_name(work.people[role].who, name, purpose, work.at)]


def refusal(work: Casework, name: str, **more: object) -> str:
    """The name of the sentence of refusal."""
    with pytest.raises(NotTaken) as answer:
        found(work, name, **more)  # type: ignore[arg-type]
    return answer.value.sentence.name


def readings(act: str) -> list[EntryRow]:
    return list(EntryRow.objects.filter(kind="reading", act=act))


def posted(work: Casework, name: str, role: Role = Role.REGISTRAR) -> tuple[int, str]:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(work.people[role].staff)
    with time_machine.travel(work.at + timedelta(minutes=2), tick=False):
        answer = client.post(reverse("desk:search"), {"name": name, "purpose": WHAT_FOR})
    return answer.status_code, answer.content.decode()


def test_a_name_finds_the_cases_of_ones_own_station(work: Casework):
    work.reported()
    mine = work.record
    assert found(work, "宝音") == [mine]
    assert found(work, " 宝 音 ") == [mine]
    assert found(work, "朝鲁") == [mine]
    assert found(work, "没有这人") == []


def test_the_search_is_an_entry_and_so_is_each_case_found_and_the_name_is_in_neither(work: Casework):
    work.reported()
    found(work, "宝音")
    found(work, "没有这人")
    assert [row.actor for row in readings("search")] == [work.people[Role.REGISTRAR].id] * 2
    assert len(readings("read")) == 1
    lines = b"".join(bytes(row.line) for row in [*readings("search"), *readings("read")]).decode()
    assert WHAT_FOR in lines
    for name in ("宝音", "没有这人"):
        assert name not in lines


def test_nobody_searches_another_station(work: Casework):
    work.reported()
    far = person("far-registrar", "远登记", Role.REGISTRAR, work.cast.far.station)
    assert sides.by_name(far.who, "宝音", WHAT_FOR, work.at) == []


def test_whoever_works_for_the_whole_banner_has_no_search(work: Casework):
    work.reported()
    assert [role for role, row in TABLE.items() if "search" in row.pages] == [Role.CHAIR, Role.REGISTRAR]
    for role in Role:
        if role in work.people and role not in (Role.CHAIR, Role.REGISTRAR):
            assert posted(work, "宝音", role)[0] == 403, role
    assert refusal(work, "宝音", role=Role.SAFETY) == "no_station_to_search"


def test_too_short_no_purpose_and_too_many_are_said(work: Casework):
    work.reported()
    assert refusal(work, "宝") == "name_too_short"
    assert refusal(work, "宝音", purpose="") == "field_wrong"
    for _more in range(sides.MOST):
        work.reported()
    before = len(readings("read"))
    assert refusal(work, "宝音") == "too_many_names"
    assert len(readings("read")) == before


def test_an_erased_name_is_found_no_more(work: Casework):
    work.reported()
    SealedPart.objects.filter(record=work.record, part="party").delete()
    assert found(work, "宝音") == []


def test_the_page_says_what_it_found_and_never_writes_the_name_into_an_address(work: Casework):
    work.reported()
    status, text = posted(work, "宝音")
    assert status == 200
    assert StandingRow.objects.get(record=work.record).number in text
    status, text = posted(work, "无人")
    assert "本所没有这一姓名的案件" in text
    status, text = posted(work, "宝")
    assert status == 422
    assert "请至少输入2个字" in text


def test_the_same_two_sides_and_subject_within_180_days(work: Casework):
    work.reported()
    first = work.record
    work.at += timedelta(days=179)
    work.reported()
    view = queries.record(work.people[Role.REGISTRAR].who, work.record, work.at)
    assert isinstance(view, queries.RecordView)
    again = sides.same_sides(work.people[Role.REGISTRAR].who, view, work.at)
    assert [one.row.record for one in again] == [first]


@pytest.mark.parametrize(
    ("days", "more", "swapped", "same"),
    [
        (179, {}, False, True),
        (179, {}, True, True),
        (181, {}, False, False),
        (10, {"category": "CTR"}, False, False),
        (10, {"grassland": "GRS-05"}, False, False),
    ],
)
def test_what_counts_as_the_same(work: Casework, days: int, more: dict[str, str], swapped: bool, same: bool):
    work.reported()
    work.at += timedelta(days=days)
    work.reported(**more)
    if swapped:  # who was side a is side b now
        for label, side, name in (("A1", "b", "宝音"), ("B1", "a", "朝鲁")):
            said = {"party": label, "side": side, "name": name, "same_person": True}
            work.does(Role.OFFICER, "add_party", capacity="adult", **said)
    view = queries.record(work.people[Role.REGISTRAR].who, work.record, work.at)
    assert isinstance(view, queries.RecordView)
    assert bool(sides.same_sides(work.people[Role.REGISTRAR].who, view, work.at)) is same


def test_the_registrar_is_offered_it_at_triage_and_nobody_else(work: Casework):
    work.reported()
    url = reverse("desk:same_sides", args=[work.record])

    def offered(role: Role) -> bool:
        client = Client(headers={"accept-language": "zh-hans"})
        client.force_login(work.people[role].staff)
        with time_machine.travel(work.at + timedelta(minutes=2), tick=False):
            return url in client.get(reverse("desk:record", args=["dispute", work.record])).content.decode()

    assert offered(Role.REGISTRAR)
    assert not offered(Role.CHAIR)
    work.does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
    work.agreeing()
    work.does(Role.REGISTRAR, "accept", mediator=work.people[Role.MEDIATOR].id, difficulty="D2",
              notice_given=True, no_objection=True, conflict_clear=True)  # fmt: skip
    assert not offered(Role.REGISTRAR)


def test_as_many_reading_queries_for_three_cases_as_for_one(work: Casework):
    counts = []
    for more in (1, 2):
        for _one in range(more):
            work.reported()
        with CaptureQueriesContext(connection) as captured:
            sides.names_of(list(StandingRow.objects.values_list("record", flat=True)))
        counts.append(len(captured))
    assert counts == [3, 3]

"""What was kept long enough is shown to the privacy officer and destroyed; what must stay, stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import Casework
from urtuu.base.sentences import say
from urtuu.interfaces.cli import cmd_work
from urtuu.journal import queries, sealing, verifying
from urtuu.journal.desk import NotTaken
from urtuu.kinds.dispute.retention import keep, over
from urtuu.kinds.roles import Role
from urtuu.mediation import keeping


def client(work: Casework, role: Role = Role.PRIVACY, lang: str = "zh-hans") -> Client:
    """Somebody signed in."""
    opened = Client(headers={"accept-language": lang})
    opened.force_login(work.people[role].staff)
    return opened


def refused(work: Casework) -> Casework:
    """A side said no, and it was closed."""
    work.reported().does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
    work.does(Role.OFFICER, "refuse", refused_by="B1", willing_side_told=True)
    work.does(Role.CHAIR, "close_out", outcome="not_accepted", notice_given=True)
    return work


def due(work: Casework) -> list[str]:
    """What is over, as the privacy officer sees it now."""
    who = work.people[Role.PRIVACY].who
    return [kept.over.of for kept in keeping.due(who, queries.today(work.at))]


def let_go(work: Casework) -> int:
    """The privacy officer destroys all that is over."""
    work.at += timedelta(minutes=5)
    who = work.people[Role.PRIVACY].who
    return keeping.let_go(who.staff, keeping.due(who, queries.today(work.at)), work.at)


def names_read(work: Casework, role: Role = Role.SAFETY) -> str:
    """All that is readable of the case, in one text."""
    view = queries.record(work.people[role].who, work.record, work.at)
    assert isinstance(view, queries.RecordView)
    return str(view.parts) + str([step.parts for step in view.steps])


def test_a_refusers_name_waits_thirty_days_and_is_then_destroyed(work: Casework):
    refused(work)
    work.at += timedelta(days=30)
    assert due(work) == []
    assert "朝鲁" in names_read(work)
    work.at += timedelta(days=1)
    assert due(work) == ["everything"]
    assert let_go(work) == 1
    assert "朝鲁" not in names_read(work)
    assert work.standing.state == "closed"
    assert work.standing.acts[-1].act == "let_go"
    assert due(work) == []
    assert list(verifying.faults()) == []


def test_a_refusers_name_goes_on_day_31_without_anybody(work: Casework):
    refused(work)
    work.at += timedelta(days=30)
    assert keeping.let_go_unasked(work.at) == 0
    work.at += timedelta(days=1)
    assert keeping.let_go_unasked(work.at) == 1
    assert "朝鲁" not in names_read(work)
    last = work.standing.acts[-1]
    assert (last.act, last.actor, last.body["let_go_of"]) == ("let_go", "house", "everything")
    erased = queries.rows(queries.standings(work.people[Role.PRIVACY].who, "erasure", queries.today(work.at)))
    assert [(one.row.author, one.standing.body["reason"]) for one in erased] == [("house", "retention")]
    assert keeping.let_go_unasked(work.at) == 0
    assert list(verifying.faults()) == []


def test_a_file_waits_for_a_person_and_its_private_notes_do_not(work: Casework):
    work.mediating().does(Role.MEDIATOR, "private_note", private_text="底线是两只羊")
    work.does(Role.OFFICER, "stop", stopped_by="A1")
    work.does(Role.CHAIR, "close_out", outcome="terminated", notice_given=True)
    work.at += timedelta(days=31)
    assert keeping.let_go_unasked(work.at) == 1
    assert "底线" not in names_read(work, Role.MEDIATOR)
    work.at += timedelta(days=4 * 366)
    assert keeping.let_go_unasked(work.at) == 0
    assert due(work) == ["everything"]
    assert "宝音" in names_read(work)


def test_what_is_refused_stays_on_the_list_and_the_rest_goes(work: Casework, monkeypatch: pytest.MonkeyPatch):
    refused(work)
    first = work.record
    refused(work)
    work.at += timedelta(days=31)
    destroy = keeping._destroy

    def all_but_the_first(staff: str, kept: keeping.Kept, now: Any) -> None:
        if kept.one.row.record == first:
            raise NotTaken(say("key_of_another_record"))
        destroy(staff, kept, now)

    monkeypatch.setattr(keeping, "_destroy", all_but_the_first)
    assert keeping.let_go_unasked(work.at) == 1
    who = work.people[Role.PRIVACY].who
    assert [kept.one.row.record for kept in keeping.due(who, queries.today(work.at))] == [first]


def test_the_worker_beside_the_site_does_it(
    work: Casework, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        cmd_work.signal, "signal", lambda *_: None
    )  # the tests are told to stop in their own way
    refused(work)
    with time_machine.travel(work.at + timedelta(days=31), tick=True):
        cmd_work.command(once=True)
        cmd_work.command(once=True)
    assert capsys.readouterr().out == "Kept long enough and destroyed: 1.\n"
    assert "朝鲁" not in names_read(work)


def test_the_safety_record_stays_when_the_names_go(work: Casework):
    work.reported().does(Role.OFFICER, "hold", answer_within="four_hours", seen="神情紧张")
    work.does(Role.OFFICER, "safety_questions", asked_of="A1", asked_how="alone", own_words="单独说的")
    work.does(Role.SAFETY, "release", tier="concern", reason="双方各自单独表示愿意分别谈。",
              each_willing_alone=True, trained_mediator=True)  # fmt: skip
    work.does(Role.CHIEF, "not_accept", why_not_accepted="no_dispute", remedies_told=True)
    work.does(Role.CHAIR, "close_out", outcome="not_accepted", notice_given=True)
    work.at += timedelta(days=31)
    assert due(work) == ["all_but_safety"]
    let_go(work)
    assert "宝音" not in names_read(work)
    key = f"{work.record}/safety"
    assert sealing.opened_parts(work.record, ["safety"])[key]["own_words"] == "单独说的"
    assert due(work) == []
    work.at += timedelta(days=3 * 366)
    assert due(work) == ["safety"]
    let_go(work)
    assert sealing.opened_parts(work.record, ["safety"]) == {}
    assert due(work) == []
    assert list(verifying.faults()) == []


def test_private_notes_are_read_by_their_author_alone_and_go_thirty_days_after_the_end(work: Casework):
    work.mediating().does(Role.MEDIATOR, "private_note", private_text="底线是两只羊")
    assert "底线是两只羊" in names_read(work, Role.MEDIATOR)
    second = work.people[Role.MEDIATOR]
    for role in Role:
        if role in work.people and work.people[role] is not second:
            view = queries.record(work.people[role].who, work.record, work.at)
            assert isinstance(view, queries.Sentence) or "底线" not in str((view.parts, view.steps)), role
            assert isinstance(view, queries.Sentence) or "notes" not in view.closed_parts
    work.does(Role.OFFICER, "stop", stopped_by="A1")
    work.does(Role.CHAIR, "close_out", outcome="terminated", notice_given=True)
    work.at += timedelta(days=31)
    assert due(work) == ["notes"]
    let_go(work)
    assert "底线" not in names_read(work, Role.MEDIATOR)
    assert "宝音" in names_read(work)


def test_another_mediator_on_the_case_does_not_read_the_note(work: Casework):
    other = work.people[Role.CHAIR]
    work.mediating(difficulty="D3", with_mediators=[{"staff": other.id}])
    work.does(Role.MEDIATOR, "private_note", private_text="底线是两只羊")
    view = queries.record(other.who, work.record, work.at)
    assert isinstance(view, queries.RecordView)
    assert "底线" not in str((view.parts, view.steps))


def test_a_note_never_comes_to_the_papers_or_the_counter(work: Casework):
    from urtuu.journal.party_view import held_on

    work.mediating().does(Role.MEDIATOR, "private_note", private_text="底线是两只羊")
    held = held_on(work.people[Role.CLERK].id, work.record, "A1", work.at)
    assert "底线" not in str(held)
    with time_machine.travel(work.at, tick=False):
        page = client(work, Role.MEDIATOR).get(reverse("desk:papers", args=[work.record]))
        draft = client(work, Role.MEDIATOR).get(reverse("desk:paper", args=[work.record, "M09", "docx"]))
    assert "底线" not in page.content.decode()
    assert "底线".encode() not in b"".join(draft) if draft.status_code == 200 else True


def test_a_day_set_at_archiving_holds_where_it_is_later(work: Casework):
    refused(work).does(Role.ARCHIVIST, "archive", keep_until="2027-06-01", contents_complete=True)
    assert keep(work.standing).until == date(2027, 6, 1)
    assert over(work.standing, date(2027, 6, 1)) == []
    assert [one.of for one in over(work.standing, date(2027, 6, 2))] == ["everything"]


def test_a_day_set_too_early_does_not_shorten_the_schedule(work: Casework):
    refused(work).does(Role.ARCHIVIST, "archive", keep_until="2026-11-25", contents_complete=True)
    assert keep(work.standing).until == date(2026, 12, 24)


def test_the_page_shows_what_is_over_and_destroys_only_what_was_chosen(work: Casework):
    refused(work)
    first = work.record
    refused(work)
    with time_machine.travel(work.at + timedelta(days=40), tick=False) as clock:
        page = client(work).get(reverse("desk:retention"))
        assert page.content.decode().count('name="kept"') == 2
        posted = client(work).post(reverse("desk:let_go"), {"kept": f"{first}/everything"}, follow=True)
        assert "已销毁1项" in posted.content.decode()
        assert posted.content.decode().count('name="kept"') == 1
        clock.shift(60)
        again = client(work).post(reverse("desk:let_go"), {"kept": f"{first}/everything"}, follow=True)
        assert "没有销毁任何内容" in again.content.decode()
    assert list(verifying.faults()) == []


def test_a_refusal_in_the_middle_says_also_what_was_destroyed(
    work: Casework, monkeypatch: pytest.MonkeyPatch
):
    refused(work)
    first = work.record
    refused(work)
    destroy = keeping._destroy

    def once(*asked: Any) -> None:
        monkeypatch.setattr(keeping, "_destroy", refuse)
        destroy(*asked)

    def refuse(*_asked: Any) -> None:
        raise NotTaken(say("key_of_another_record"))

    monkeypatch.setattr(keeping, "_destroy", once)
    with time_machine.travel(work.at + timedelta(days=40), tick=False):
        both = {"kept": [f"{first}/everything", f"{work.record}/everything"]}
        said = client(work).post(reverse("desk:let_go"), both, follow=True).content.decode()
    assert "已销毁1项" in said
    assert "所指密钥不属于这件记录" in said
    assert "没有销毁任何内容" not in said
    assert said.count('name="kept"') == 1


def test_what_is_not_over_cannot_be_posted(work: Casework):
    refused(work)
    with time_machine.travel(work.at, tick=False):
        client(work).post(reverse("desk:let_go"), {"kept": f"{work.record}/everything"})
    assert "朝鲁" in names_read(work)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PRIVACY, Role.HOUSE)])
def test_only_the_privacy_officer_opens_it(work: Casework, role: Role):
    refused(work)
    with time_machine.travel(work.at + timedelta(days=40), tick=False):
        assert client(work, role).get(reverse("desk:retention")).status_code == 403
        answer = client(work, role).post(reverse("desk:let_go"), {"kept": f"{work.record}/everything"})
    assert answer.status_code == 403
    assert "朝鲁" in names_read(work)


def test_as_many_queries_for_three_as_for_one(work: Casework):
    found: list[int] = []
    for _turn in range(2):
        refused(work)
        refused(work) if found else None
        with time_machine.travel(work.at + timedelta(days=40), tick=False):
            opened: Any = client(work)
            opened.get(reverse("desk:retention"))
            with CaptureQueriesContext(connection) as captured:
                opened.get(reverse("desk:retention"))
        found.append(len(captured))
    assert found[0] == found[1]

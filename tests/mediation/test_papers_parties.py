"""A party's own paper is issued for that party alone; whoever may not have it is turned away and named."""

import pytest
import time_machine
from django.urls import reverse
from test_papers_desk import address, client, text_of

from casework import REPORT, Casework, agreement
from urtuu.base.sentences import say
from urtuu.documents.pdf import NotSet
from urtuu.interfaces.desk import papers as pages
from urtuu.journal import lookups, queries
from urtuu.kinds.roles import Role
from urtuu.mediation import allowing, papers
from urtuu.mediation.forms import BY_CODE
from urtuu.mediation.models import Issued
from urtuu.places.permissions import TABLE

ASKED = {"purpose": "本人要求留存"}


def readings(work: Casework) -> list[tuple[str, str, str]]:
    """(who, state, part) of every reading and every try."""
    found = lookups.recent(work.people[Role.PRIVACY].who, ["reading"], work.at)
    return [(row.row.author, row.row.state, row.standing.body["part"]) for row in found]


def said(answer) -> str:  # type: ignore[no-untyped-def]  # a response of the test client
    """The sentence on the page an answer leads back to."""
    return answer.content.decode()


def test_the_record_of_help_is_drawn_by_the_safety_lead_for_the_person_and_by_nobody_else(full: Casework):
    path = address(full, "issue_paper", "U06")
    answer = client(full, Role.SAFETY).post(path, {**ASKED, "party": "A1"})
    assert answer.status_code == 200
    text = text_of(answer.content)
    assert "宝音单独说的话" in text
    assert "朝鲁" not in text
    assert readings(full) == [(full.people[Role.SAFETY].id, "read", "safety")]
    assert client(full, Role.SAFETY).get(address(full, "paper", "U06", "pdf")).status_code == 404


def test_every_try_of_another_is_refused_and_journaled(full: Casework):
    path = address(full, "issue_paper", "U06")
    tried = set()
    for role in full.people:
        if role in (Role.HOUSE, Role.SAFETY):
            continue
        assert client(full, role).post(path, {**ASKED, "party": "A1"}).status_code == 403, role
        sees = isinstance(queries.record(full.people[role].who, full.record, full.at), queries.RecordView)
        if sees and "records" in TABLE[role].pages:
            tried.add((full.people[role].id, "turned_away", "safety"))
    assert (full.people[Role.MEDIATOR].id, "turned_away", "safety") in tried
    assert set(readings(full)) == tried
    assert Issued.objects.count() == 0


@pytest.mark.parametrize("party", ["", "C7", "a1", "A1,B1"])
@pytest.mark.parametrize("code", sorted(allowing.OWN))
def test_without_a_party_of_the_case_there_is_a_sentence_and_nothing_is_opened(full: Casework, code, party):
    browser = client(full, Role.SAFETY)
    sentence = "请选择为哪一方出具" if not party else f"没有“{party}”这一方"
    answer = browser.post(address(full, "issue_paper", code), {**ASKED, "party": party}, follow=True)
    assert answer.redirect_chain
    assert sentence in said(answer)
    assert readings(full) == []
    assert Issued.objects.count() == 0
    if code not in allowing.RESTRICTED:
        draft = browser.get(address(full, "paper", code, "pdf"), {"party": party}, follow=True)
        assert sentence in said(draft)


def test_which_papers_are_one_partys_own():
    assert sorted(allowing.OWN) == ["M06", "U01", "U06"]
    assert all("party_name" in str(BY_CODE[code].parts) or code == "M06" for code in allowing.OWN)


@pytest.mark.parametrize("code", ["M06", "U01"])
def test_the_other_partys_name_is_not_on_ones_own_paper(full: Casework, code):
    browser = client(full, Role.MEDIATOR)
    answer = browser.post(address(full, "issue_paper", code), {"party": "B1"})
    text = text_of(answer.content)
    assert "朝鲁" in text
    assert "宝音" not in text
    assert [row.part for row in Issued.objects.all()] == ["B1"]
    drafts = text_of(browser.get(address(full, "paper", code, "pdf"), {"party": "A1"}).content)
    assert "宝音" in drafts
    assert "朝鲁" not in drafts


def test_a_paper_for_all_takes_no_party(full: Casework):
    answer = client(full, Role.MEDIATOR).post(
        address(full, "issue_paper", "M10"), {"party": "A1"}, follow=True
    )
    assert "没有“A1”这一方" in said(answer)


def test_where_nobody_is_named_yet_the_notice_is_an_empty_form(work: Casework):
    place = {"gacha": work.cast.near.gachas.all()[0].pk, "spot": "村部东侧"}
    work.does(Role.OFFICER, "report", **{**REPORT, "place": place})
    with time_machine.travel(work.at, tick=False):
        answer = client(work, Role.MEDIATOR).post(address(work, "issue_paper", "U01"))
    assert answer.status_code == 200
    assert "个人信息处理告知书" in text_of(answer.content)


def test_the_page_offers_a_button_for_each_party(full: Casework):
    page = client(full, Role.SAFETY).get(address(full, "papers")).content.decode()
    for label, name in (("A1", "宝音"), ("B1", "朝鲁")):
        assert f'name="party" value="{label}">' in page
        assert f"出具 · {name}" in page
    # Two forms, and in each the button that Enter would press does nothing.
    assert page.count("<button disabled hidden></button>") == 2
    assert f'form="issue" formaction="{address(full, "issue_paper", "M10")}?lang=zh-hans">' in page
    assert reverse("desk:paper", args=[full.record, "U01", "pdf"]) + "?lang=zh-hans&amp;party=B1" in page


def test_issuing_for_one_leaves_the_others_paper_current(full: Casework):
    browser = client(full, Role.SAFETY)
    path = address(full, "issue_paper", "U06")
    browser.post(path, {**ASKED, "party": "A1"})
    first = Issued.objects.get()
    with time_machine.travel(full.at.replace(hour=23), tick=False):
        browser.force_login(full.people[Role.SAFETY].staff)
        browser.post(path, {**ASKED, "party": "B1"})
    assert Issued.objects.count() == 2
    page = client(full, Role.SAFETY).get(reverse("kiosk:verify", args=[first.digest])).content.decode()
    assert "由本单位出具" in page
    assert "已有新版本" not in page


def test_what_could_not_be_set_does_not_verify(full: Casework, monkeypatch):
    def refuses(*_papers: object, **_more: object) -> bytes:
        raise NotSet(say("no_chinese_font"))

    monkeypatch.setattr(pages, "pdf", refuses)
    answer = client(full, Role.MEDIATOR).post(address(full, "issue_paper", "M10"), follow=True)
    assert "fonts-noto-cjk" in said(answer)
    assert Issued.objects.count() == 0


def test_where_they_are_kept_apart_no_paper_says_where_the_other_is_found(work: Casework):
    work.reported().does(Role.OFFICER, "hold", answer_within="four_hours")
    for party, phone in (("A1", "13804760001"), ("B1", "13804760002")):
        work.does(Role.OFFICER, "safety_questions", asked_of=party, asked_how="alone")
        work.does(
            Role.OFFICER, "add_party", party=party, side=party[0].lower(), capacity="adult", name=party,
            phone=phone, living_at="住在姨家", same_person=True,
        )  # fmt: skip
    work.does(
        Role.SAFETY, "release", tier="concern", reason="双方各自单独表示愿意分别谈。",
        each_willing_alone=True, trained_mediator=True,
    )  # fmt: skip
    work.does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
    work.agreeing("separate_only").does(
        Role.REGISTRAR, "accept", mediator=work.people[Role.MEDIATOR].id, difficulty="D2", notice_given=True,
        no_objection=True, conflict_clear=True,
    )  # fmt: skip
    work.does(Role.MEDIATOR, "start", rights_told=True)
    work.does(Role.MEDIATOR, "agree", **agreement())
    view = queries.record(work.people[Role.CHAIR].who, work.record, work.at)
    assert isinstance(view, queries.RecordView)
    for code in ("M03", "M04", "M10", "M14", "U05"):
        drawn = str(papers.drawn(view, code, "zh-hans"))
        assert "住在姨家" not in drawn, code
        assert "1380476000" not in drawn, code
    assert "由调委会留存" in str(papers.drawn(view, "M03", "zh-hans"))

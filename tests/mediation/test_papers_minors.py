"""A minor on papers: initials, unless whoever draws the paper opened the minor's part for a purpose."""

import pytest
import time_machine
from django.core.cache import cache
from test_papers import view
from test_papers_desk import address, client, text_of

from casework import Casework, agreement
from urtuu.documents.blocks import blanks
from urtuu.journal import desk, lookups, queries
from urtuu.kinds.composing import Deed
from urtuu.kinds.roles import Role
from urtuu.mediation import papers
from urtuu.mediation.forms import BY_CODE
from urtuu.mediation.rules import initials

NAME = "其木格"
PURPOSE = {"minor_purpose": "送法院确认"}


@pytest.fixture
def full(work: Casework):
    """An agreement in which a child owes something, and the clock just after it."""
    work.mediating().does(Role.OFFICER, "add_minor", party="C1", side="a", name=NAME, guardian="宝音的母亲")
    work.does(Role.OFFICER, "consent", party="C1", to="mediation", answer="agrees", asked_alone=True)
    work.does(
        Role.MEDIATOR, "session", manner="joint", record="一起谈", present=[{"party": "A1"}, {"party": "C1"}]
    )  # fmt: skip
    rows = agreement("2026-12-20")
    rows["obligations"].append({"by": "C1", "to": "B1", "what": "道歉", "due_on": "2026-12-01"})
    work.does(Role.MEDIATOR, "agree", **rows)
    with time_machine.travel(work.at, tick=False):
        yield work
    cache.clear()


def approve(work: Casework) -> None:
    """The chair lets the mediator read the minor's part."""
    fields = {
        "staff": work.people[Role.MEDIATOR].id, "about": work.record, "part": "minor", "until": "2027-01-31",
        "why": "送法院确认",
    }  # fmt: skip
    deed = Deed(kind="grant", act="approve_reading", fields=fields, station="shuangsheng", grid="near")
    desk.perform(work.people[Role.CHAIR].id, deed, work.at)


def said(work: Casework, who: Role, code: str, lang: str = "zh-hans") -> str:
    """Every word that a case puts on a paper."""
    drawn = papers.drawn(view(work, who), code, lang)  # type: ignore[arg-type]  # a language
    return " ".join(value for paper in drawn for _name, value in blanks(paper))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("其木格", "其某某"),
        ("乌", "乌某某"),
        ("Nara Bayar", "N. B."),
        ("ᠴᠢᠮᠡᠭ", "ᠴ某某"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_initials_tell_neither_name_nor_length(name, given):
    assert initials(name) == given


@pytest.mark.parametrize("code", sorted(BY_CODE))
@pytest.mark.parametrize("who", [Role.MEDIATOR, Role.CHAIR, Role.SAFETY, Role.CHIEF])
def test_no_paper_names_a_minor_in_full_nor_the_guardian(full: Casework, who, code):
    approve(full)  # allowed, but not opened for this paper
    text = said(full, who, code)
    assert NAME not in text
    assert "宝音的母亲" not in text


def test_papers_give_the_initials_where_the_others_are_named(full: Casework):
    for code in ("M09", "M10"):
        assert "其某某" in said(full, Role.MEDIATOR, code)
        assert "宝音" in said(full, Role.MEDIATOR, code)


def test_who_reads_nobodys_name_reads_no_initials_either(full: Casework):
    assert "其某某" not in said(full, Role.CHIEF, "M10")


def readings(work: Casework) -> list[tuple[str, str]]:
    """(state, part) of every reading and every try."""
    found = lookups.recent(work.people[Role.PRIVACY].who, ["reading"], work.at)
    return [(row.row.state, row.standing.body["part"]) for row in found]


def test_without_approval_the_full_name_is_refused_and_the_try_is_journaled(full: Casework):
    browser = client(full, Role.MEDIATOR)
    page = browser.get(address(full, "papers"), {"minor": "full"}).content.decode()
    assert "minor_purpose" not in page
    answer = browser.post(address(full, "issue_paper", "M10"), PURPOSE)
    assert answer.status_code == 302
    assert readings(full) == [("turned_away", "minor")]


def test_with_approval_and_a_purpose_the_paper_names_the_minor_and_the_reading_is_journaled(full: Casework):
    approve(full)
    browser = client(full, Role.MEDIATOR)
    assert "有未成年人参与" in browser.get(address(full, "papers")).content.decode()
    assert "minor_purpose" in browser.get(address(full, "papers"), {"minor": "full"}).content.decode()
    plain = text_of(browser.post(address(full, "issue_paper", "M10")).content)
    assert NAME not in plain
    assert readings(full) == []
    assert NAME in text_of(browser.post(address(full, "issue_paper", "M10"), PURPOSE).content)
    assert readings(full) == [("read", "minor")]


def test_the_page_names_a_minor_by_initials_too(full: Casework):
    page = client(full, Role.MEDIATOR).get(address(full, "papers")).content.decode()
    assert "其某某" in page
    assert NAME not in page


def test_a_draft_and_the_dossier_hold_initials_whatever_was_approved(full: Casework):
    approve(full)
    draft = client(full, Role.MEDIATOR).get(address(full, "paper", "M10", "pdf"), PURPOSE)
    assert NAME not in text_of(draft.content)
    assert NAME not in text_of(client(full, Role.ARCHIVIST).get(address(full, "dossier")).content)


def test_opening_the_part_elsewhere_names_the_minor_on_what_is_drawn_from_it(full: Casework):
    approve(full)
    who = full.people[Role.MEDIATOR].who
    found = queries.open_restricted(who, full.record, "minor", "送法院确认", full.at)
    text = " ".join(value for paper in papers.drawn(found, "M10", "zh-hans") for _n, value in blanks(paper))
    assert NAME in text

"""Trays: what was not simply taken, who sees it, and what a person decides."""

from __future__ import annotations

import pytest
from desk_doings import SECRET, SignedIn, did, held, need
from desk_phone import Phone
from django.urls import reverse
from django.utils import timezone

from cast import Cast
from urtuu.journal import lookups
from urtuu.journal import queries as journal


def text_of(signed_in: SignedIn, who, tab: str = "decide", lang: str = "en") -> str:  # type: ignore[no-untyped-def]
    """The text of a tray."""
    answer = signed_in(who, lang).get(reverse("desk:trays"), {"tab": tab})
    assert answer.status_code == 200
    return answer.content.decode()


def two_values(cast: Cast) -> str:
    """A need whose heading was corrected twice, by two who did not know of each other."""
    record = need(cast.bataar, cast.near)
    phone = Phone(cast.bataar, cast.saran.staff)
    did(cast.saran, "need", "correct", cast.near, record=record, saw=1, heading="水泵坏了")
    phone.sends("need", "correct", cast.near, record=record, saw=1, heading="水管冻裂")
    return record


def test_a_held_entry_names_both_and_says_how_it_stands(cast: Cast, signed_in: SignedIn) -> None:
    record, entry = held(cast)
    text = text_of(signed_in, cast.saran, lang="zh-hans")
    for words in (
        "矛盾纠纷 · 不予受理",
        "王志",
        "萨仁已于",
        "已移交",
        "准予记入",
        "不予记入",
        f"entry-{entry}",
    ):
        assert words in text, words
    assert reverse("desk:record", args=["dispute", record]) in text


@pytest.mark.parametrize("who", ["nasan", "dorji", "qiqige"])
def test_a_tray_out_of_reach_shows_nothing(cast: Cast, signed_in: SignedIn, who: str) -> None:
    record, entry = held(cast)
    for tab in ("decide", "wait", "returned", "contested"):
        text = text_of(signed_in, getattr(cast, who), tab)
        assert entry not in text
        assert record not in text


def test_the_author_sees_it_and_does_not_decide(cast: Cast, signed_in: SignedIn) -> None:
    record = need(cast.bataar, cast.near)
    phone = Phone(cast.bataar, cast.saran.staff)
    did(cast.saran, "need", "strike", cast.near, record=record, saw=1, reason="重复登记")
    receipt = phone.sends("need", "route", cast.near, record=record, saw=1, to="township")
    assert receipt.answer == "held"
    assert "my own" in text_of(signed_in, cast.bataar)
    assert "Let it through" not in text_of(signed_in, cast.bataar)
    answer = signed_in(cast.bataar).post(reverse("desk:rule", args=[receipt.id]), {"act": "let_through"})
    assert answer.status_code == 403
    assert journal.standings(cast.saran.who, "need", cast.today).get().state == "struck"


def test_a_chief_lets_it_through(cast: Cast, signed_in: SignedIn) -> None:
    _record, entry = held(cast)
    client = signed_in(cast.saran)
    answer = client.post(reverse("desk:rule", args=[entry]), {"act": "let_through"}, follow=True)
    assert "Nothing waits for a decision" in answer.content.decode()
    assert journal.standings(cast.saran.who, "dispute", cast.today).get().state == "not_accepted"
    again = client.post(
        reverse("desk:rule", args=[entry]), {"act": "set_aside", "why": "已经处理过"}, follow=True
    )
    assert "somebody has decided already" in again.content.decode()


def test_setting_aside_needs_a_reason_that_the_author_reads(cast: Cast, signed_in: SignedIn) -> None:
    _record, entry = held(cast)
    path = reverse("desk:rule", args=[entry])
    client = signed_in(cast.saran)
    assert entry in client.post(path, {"act": "set_aside", "why": "短"}, follow=True).content.decode()
    client.post(path, {"act": "set_aside", "why": "已移交法院办理"})
    assert entry not in text_of(signed_in, cast.saran)
    returned = text_of(signed_in, cast.wang, "returned")
    assert "已移交法院办理" in returned
    assert journal.standings(cast.saran.who, "dispute", cast.today).get().state == "referred"


def test_a_foreign_chief_cannot_decide(cast: Cast, signed_in: SignedIn) -> None:
    _record, entry = held(cast)
    signed_in(cast.nasan).post(reverse("desk:rule", args=[entry]), {"act": "let_through"})
    assert journal.standings(cast.saran.who, "dispute", cast.today).get().state == "referred"


def test_what_waits_for_another_entry_is_quiet(cast: Cast, signed_in: SignedIn) -> None:
    phone = Phone(cast.bataar, cast.saran.staff)
    receipt = phone.sends(
        "need", "route", cast.near, record="01a204d4-1f6e-7d5c-9372-67a83c513aa4", to="township"
    )
    assert receipt.why == "waits"
    text = text_of(signed_in, cast.saran, "wait")
    assert receipt.id in text
    assert "Let it through" not in text
    assert receipt.id not in text_of(signed_in, cast.saran)
    assert lookups.waiting_for_person(cast.saran.who, timezone.now()) == 0


def test_a_returned_line_stays_with_its_exact_text(cast: Cast, signed_in: SignedIn) -> None:
    phone = Phone(cast.bataar, cast.saran.staff)
    phone.pushes("{不是记录 <b>".encode())
    phone.sends("need", "hear", cast.near, heading="没有类别", said=SECRET)
    mine = text_of(signed_in, cast.bataar, "returned")
    assert "{不是记录 &lt;b&gt;" in mine
    assert "没有类别" in mine
    assert SECRET not in mine
    of_chief = text_of(signed_in, cast.saran, "returned")
    assert "没有类别" in of_chief
    assert "{不是记录" in of_chief
    assert "{不是记录" not in text_of(signed_in, cast.qiqige, "returned")
    assert "没有类别" not in text_of(signed_in, cast.nasan, "returned")


@pytest.mark.parametrize(("take", "stands"), [(True, "水管冻裂"), (False, "水泵坏了")])
def test_of_two_values_one_is_chosen(cast: Cast, signed_in: SignedIn, take: bool, stands: str) -> None:
    record = two_values(cast)
    assert reverse("desk:record", args=["need", record]) in text_of(signed_in, cast.saran, "contested")
    client = signed_in(cast.saran, "zh-hans")
    page = reverse("desk:record", args=["need", record])
    text = client.get(page).content.decode()
    assert "保留“水泵坏了”" in text
    assert "改用“水管冻裂”" in text
    sent = {"_only": "heading", "heading": "水管冻裂" if take else "水泵坏了", "saw": "3"}
    client.post(reverse("desk:do", args=["need", record, "correct"]), sent)
    row = journal.standings(cast.saran.who, "need", cast.today).get()
    assert row.title == stands
    assert "有两个值" not in client.get(page).content.decode()
    assert page not in text_of(signed_in, cast.saran, "contested")


def test_the_menu_counts_what_waits(cast: Cast, signed_in: SignedIn) -> None:
    held(cast)
    menu = text_of(signed_in, cast.saran).partition("rail-nav")[2].partition("</nav>")[0]
    assert menu.count('<span class="nav-count">1</span>') == 2  # one held entry, one open dispute
    assert "nav-count" not in text_of(signed_in, cast.nasan).partition("rail-nav")[2].partition("</nav>")[0]


def test_a_forked_chain_is_shown_to_those_who_look_after_phones(cast: Cast, signed_in: SignedIn) -> None:
    phone = Phone(cast.bataar, cast.saran.staff)
    phone.pushes(b"{1")
    phone.forks("{另一份".encode())
    assert "{另一份" in text_of(signed_in, cast.saran, "strange")
    assert "{另一份" not in text_of(signed_in, cast.wang, "strange")
    assert "{另一份" not in text_of(signed_in, cast.nasan, "strange")
    assert "Broken chains" in signed_in(cast.saran).get(reverse("desk:devices")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_tray_asks_the_same_number_of_questions(
    cast: Cast,
    signed_in: SignedIn,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
    count: int,
) -> None:
    for _ in range(count):
        held(cast)
    client = signed_in(cast.saran)
    with django_assert_num_queries(20):
        client.get(reverse("desk:trays"))

"""From the week to a signed report: who draws up, returns and signs, and what shows when more arrives."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from cast import BANNER, Cast, Person, appoint
from urtuu.kinds.composing import Deed
from urtuu.kinds.roles import Role
from urtuu.reports import scopes
from urtuu.reports.frozen import Report
from urtuu.reports.sheet import sheet
from weeks_of_work import WEEK, Work, at, handset

NOW = at(5, 16)
STATION = f"/sheet/{WEEK}/station/shuangsheng/"
SignedIn = Callable[[Person], Client]


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def officer_url(one: Person) -> str:
    return f"/sheet/{WEEK}/officer/{one.id}/"


def act(client: Client, url: str, name: str, **fields: str) -> int:
    return client.post(f"{url}do/", {"act": name, **fields}).status_code


def report_of(one: Person, scope: scopes.Scope | None = None) -> Report:
    found = scope or scopes.station_scope("shuangsheng")
    assert found
    report = sheet(one.who, found, WEEK, NOW).report
    assert report
    return report


def test_a_chief_reads_and_signs_what_the_house_drew_up(signed_in: SignedIn, work: Work, cast: Cast) -> None:
    work.visit("near", at(2))
    client = signed_in(cast.saran)
    assert act(client, STATION, "draw_up") == 302
    drawn = report_of(cast.saran)
    assert (drawn.drawn_by, drawn.state, drawn.figures["visits"]) == ("house", "drawn", 1)
    assert act(client, STATION, "remark", text="周三大雪封路") == 302
    assert act(client, STATION, "sign", digest=drawn.digest) == 302
    page = text(client, STATION)
    assert "Signed" in page
    assert "周三大雪封路" in page
    assert report_of(cast.saran).signed_by == cast.saran.id


def test_an_officer_hands_in_and_the_chief_returns_and_signs(
    signed_in: SignedIn, work: Work, cast: Cast
) -> None:
    work.visit("near", at(2))
    url, own = officer_url(cast.bataar), scopes.officer_scope(cast.bataar.id, WEEK)
    client = signed_in(cast.bataar)
    assert [act(client, url, name) for name in ("draw_up", "submit")] == [302, 302]
    assert report_of(cast.bataar, own).drawn_by == cast.bataar.id
    client = signed_in(cast.saran)
    assert act(client, url, "return_back", why_returned="走访少记一户") == 302
    assert "走访少记一户" in text(client, url)
    work.visit("near", at(3))
    assert act(signed_in(cast.bataar), url, "draw_again") == 302
    again = report_of(cast.saran, own)
    assert again.figures["visits"] == 2
    assert act(signed_in(cast.saran), url, "sign", digest=again.digest) == 302
    assert report_of(cast.saran, own).signed


def test_the_same_person_does_not_sign(signed_in: SignedIn, work: Work, cast: Cast) -> None:
    appoint(cast.bataar.staff, Role.CHIEF, cast.home)
    url, own = officer_url(cast.bataar), scopes.officer_scope(cast.bataar.id, WEEK)
    client = signed_in(cast.bataar)
    act(client, url, "draw_up")
    report = report_of(cast.saran, own)
    assert 'name="digest"' not in text(client, url)
    answer = client.post(f"{url}do/", {"act": "sign", "digest": report.digest})
    assert answer.status_code == 422
    assert "second person" in answer.content.decode() or "somebody else" in answer.content.decode()
    assert not report_of(cast.saran, own).signed


def test_a_station_chief_does_not_sign_the_banners_week(signed_in: SignedIn, work: Work, cast: Cast) -> None:
    url = f"/sheet/{WEEK}/banner/"
    assert act(signed_in(work.coordinator), url, "draw_up") == 302
    assert act(signed_in(cast.saran), url, "sign", digest="0" * 64) == 403
    banner = scopes.banner_scope(BANNER)
    report = report_of(work.coordinator, banner)
    assert act(signed_in(work.coordinator), url, "sign", digest=report.digest) == 302
    assert report_of(work.coordinator, banner).signed


def test_signing_figures_that_were_drawn_again_is_refused_with_a_sentence(
    signed_in: SignedIn, work: Work, cast: Cast
) -> None:
    client = signed_in(cast.saran)
    act(client, STATION, "draw_up")
    read = report_of(cast.saran).digest
    work.visit("near", at(2))
    act(client, STATION, "draw_again")
    answer = client.post(f"{STATION}do/", {"act": "sign", "digest": read})
    assert answer.status_code == 422
    assert "message-error" in answer.content.decode()
    assert not report_of(cast.saran).signed


def test_a_refused_remark_keeps_what_was_typed(signed_in: SignedIn, work: Work, cast: Cast) -> None:
    client = signed_in(cast.saran)
    act(client, STATION, "draw_up")
    answer = client.post(f"{STATION}do/", {"act": "remark", "text": "字" * 1001})
    assert answer.status_code == 422
    assert "字" * 1001 in answer.content.decode()


def test_acts_that_are_none_and_acts_on_nothing(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.saran)
    assert act(client, STATION, "burn") == 400
    assert act(client, STATION, "sign", digest="0" * 64) == 422
    assert client.get(f"{STATION}do/").status_code == 405


def test_a_week_that_has_not_begun_is_not_drawn_up(signed_in: SignedIn, cast: Cast) -> None:
    client, url = signed_in(cast.saran), STATION.replace(str(WEEK), str(WEEK.shifted(1)))
    assert 'value="draw_up"' not in text(client, url)
    assert act(client, url, "draw_up") == 422


def test_what_came_after_the_report_is_marked_in_its_list(
    signed_in: SignedIn, work: Work, cast: Cast
) -> None:
    work.visit("near", at(2))
    phone = handset(cast.bataar)
    client = signed_in(cast.saran)
    act(client, STATION, "draw_up")
    act(client, STATION, "sign", digest=report_of(cast.saran).digest)
    fields = {"label": "其木格家", "met": "met", "card_left": True}
    phone.record(Deed(kind="visit", act="make", fields=fields, **work.place("near")), at(3))
    phone.push(at(5, 18))
    page = text(client, STATION)
    assert "The week has changed since it was signed" in page
    assert "1 entry arrived since." in page
    assert "signed as 1" in page
    rows = client.get(f"{STATION}figure/visits/").context["lines"]
    assert [row["came_after"] for row in rows] == [False, True]
    act(client, STATION, "draw_up")
    assert report_of(cast.saran).state == "drawn"


def test_a_gap_is_named_with_the_person(signed_in: SignedIn, work: Work, cast: Cast) -> None:
    handset(cast.bataar, last_seen_at=at(3), queue_len=4)
    page = text(signed_in(cast.saran), STATION)
    assert "1 phone not heard from" in page
    assert "declared, not yet here 4" in page
    assert "巴特尔" in text(signed_in(cast.saran), f"{STATION}figure/devices_silent/")


def test_the_paper_names_the_digest_and_the_roots_of_the_feeds(
    signed_in: SignedIn, work: Work, cast: Cast
) -> None:
    work.visit("near", at(2))
    client = signed_in(cast.saran)
    act(client, STATION, "draw_up")
    page = text(client, STATION)
    proof = page[page.index("print-only proof") :]
    assert report_of(cast.saran).digest in proof
    assert "grid:near" in proof
    assert "station:shuangsheng" in proof

"""The pages: from a number to its entries, from the week to a signed report, on paper and in a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from cast import BANNER, Cast, Person, appoint, person
from urtuu.kinds.composing import Deed
from urtuu.kinds.roles import Role
from urtuu.places.models import Region
from urtuu.reports import scopes
from urtuu.reports.figures import WEEKLY
from urtuu.reports.sheet import sheet
from weeks_of_work import WEEK, Work, at, handset, random_weeks

NOW = at(5, 16)
STATION = f"/sheet/{WEEK}/station/shuangsheng/"


@pytest.fixture(autouse=True)
def friday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the interface."""

    def now() -> datetime:
        return NOW

    monkeypatch.setattr(timezone, "now", now)


@pytest.fixture
def signed_in(client: Client) -> Iterator[object]:
    def as_(one: Person) -> Client:
        client.force_login(one.staff)
        client.cookies["django_language"] = "en"
        return client

    return as_  # type: ignore[return-value]


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def officer_url(one: Person) -> str:
    return f"/sheet/{WEEK}/officer/{one.id}/"


def test_each_role_is_led_to_the_own_sheet(signed_in, work: Work, cast: Cast) -> None:
    assert signed_in(cast.saran).get("/sheet/")["Location"] == STATION
    assert signed_in(cast.bataar).get("/sheet/")["Location"] == officer_url(cast.bataar)
    assert signed_in(work.coordinator).get("/sheet/")["Location"] == f"/sheet/{WEEK}/banner/"
    assert signed_in(cast.saran).get("/sheet/2026-W47/")["Location"] == STATION.replace(str(WEEK), "2026-W47")


def test_nobody_signed_in_is_asked_to_sign_in(client: Client, cast: Cast) -> None:
    assert client.get(STATION)["Location"].startswith("/sign-in/")


def test_every_number_opens_a_list_of_that_many_rows(signed_in, work: Work, cast: Cast) -> None:
    random_weeks(work, 9, [WEEK.shifted(-1), WEEK], each=9)
    client = signed_in(cast.saran)
    scope = scopes.station_scope("shuangsheng")
    assert scope
    figures = sheet(cast.saran.who, scope, WEEK, NOW).figures
    page = text(client, STATION)
    for name in WEEKLY:
        assert f'href="{STATION}figure/{name}/"' in page
        answer = client.get(f"{STATION}figure/{name}/")
        assert answer.status_code == 200
        assert answer.context["total"] == figures[name], name


def test_a_row_leads_to_the_record_and_to_the_exact_entry(signed_in, work: Work, cast: Cast) -> None:
    record = work.visit("near", at(2))
    client = signed_in(cast.saran)
    answer = client.get(f"{STATION}figure/visits/")
    line = answer.context["lines"][0]
    assert line["url"] == f"/records/visit/{record}/"
    assert client.get(line["url"]).status_code == 200
    assert client.get(line["entry"]).status_code == 200


def test_a_long_list_comes_in_pages(signed_in, work: Work, cast: Cast) -> None:
    for n in range(53):
        work.visit("near", at(2, 9, n))
    client = signed_in(cast.saran)
    assert len(client.get(f"{STATION}figure/visits/").context["lines"]) == 50
    assert len(client.get(f"{STATION}figure/visits/?page=2").context["lines"]) == 3


def test_addresses_of_nothing_are_not_found(signed_in, cast: Cast) -> None:
    client = signed_in(cast.saran)
    for url in (
        "/sheet/2026-W60/station/shuangsheng/",
        "/sheet/never/station/shuangsheng/",
        f"/sheet/{WEEK}/station/nowhere/",
        f"/sheet/{WEEK}/officer/{cast.li.id}/",
        f"{STATION}figure/nothing/",
        f"{STATION}figure/follow_ups/",
        "/year/1999/",
        "/year/2031/",
        "/year/?scope=station:nowhere",
        "/year/figure/devices_silent/",
    ):
        text(client, url, 404)


@pytest.mark.parametrize(
    "url",
    [
        "/sheet/2026-W48/station/kundu/",
        "/sheet/2026-W48/station/kundu/figure/visits/",
        "/sheet/2026-W48/station/kundu/workbook.xlsx",
        "/sheet/2026-W48/banner/",
        "/year/?scope=station:kundu",
        "/year/figure/visits/?scope=station:kundu",
        "/year/workbook.xlsx?scope=station:kundu",
        f"/year/?scope=banner:{BANNER}",
        "/year/?scope=gacha:150421103200",
    ],
)
def test_what_belongs_to_another_station_stays_closed(signed_in, work: Work, cast: Cast, url: str) -> None:
    work.visit("far", at(2))
    answer = signed_in(cast.saran).get(url)
    assert answer.status_code == 403
    assert "宝音家" not in answer.content.decode()


def test_an_officer_opens_no_other_sheet(signed_in, work: Work, cast: Cast) -> None:
    work.visit("next-door", at(2))
    client = signed_in(cast.bataar)
    text(client, officer_url(cast.bataar))
    for url in (STATION, officer_url(cast.qiqige), f"{STATION}figure/visits/", "/year/"):
        assert "宝音家" not in text(client, url, 403)


# --- the report --------------------------------------------------------------------------------------


def act(client: Client, url: str, name: str, **fields: str) -> int:
    return client.post(f"{url}do/", {"act": name, **fields}).status_code


def report_of(one: Person, scope: scopes.Scope | None = None):
    found = scope or scopes.station_scope("shuangsheng")
    assert found
    return sheet(one.who, found, WEEK, NOW).report


def test_a_chief_reads_and_signs_what_the_house_drew_up(signed_in, work: Work, cast: Cast) -> None:
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


def test_an_officer_hands_in_and_the_chief_returns_and_signs(signed_in, work: Work, cast: Cast) -> None:
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


def test_the_same_person_does_not_sign(signed_in, work: Work, cast: Cast) -> None:
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


def test_a_station_chief_does_not_sign_the_banners_week(signed_in, work: Work, cast: Cast) -> None:
    url = f"/sheet/{WEEK}/banner/"
    assert act(signed_in(work.coordinator), url, "draw_up") == 302
    assert act(signed_in(cast.saran), url, "sign", digest="0" * 64) == 403
    banner = scopes.banner_scope(BANNER)
    report = report_of(work.coordinator, banner)
    assert act(signed_in(work.coordinator), url, "sign", digest=report.digest) == 302
    assert report_of(work.coordinator, banner).signed


def test_signing_figures_that_were_drawn_again_is_refused_with_a_sentence(
    signed_in, work: Work, cast: Cast
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


def test_a_refused_remark_keeps_what_was_typed(signed_in, work: Work, cast: Cast) -> None:
    client = signed_in(cast.saran)
    act(client, STATION, "draw_up")
    answer = client.post(f"{STATION}do/", {"act": "remark", "text": "字" * 1001})
    assert answer.status_code == 422
    assert "字" * 1001 in answer.content.decode()


def test_acts_that_are_none_and_acts_on_nothing(signed_in, cast: Cast) -> None:
    client = signed_in(cast.saran)
    assert act(client, STATION, "burn") == 400
    assert act(client, STATION, "sign", digest="0" * 64) == 422
    assert client.get(f"{STATION}do/").status_code == 405


def test_a_week_that_has_not_begun_is_not_drawn_up(signed_in, cast: Cast) -> None:
    client, url = signed_in(cast.saran), STATION.replace(str(WEEK), str(WEEK.shifted(1)))
    assert 'value="draw_up"' not in text(client, url)
    assert act(client, url, "draw_up") == 422


def test_what_came_after_the_report_is_marked_in_its_list(signed_in, work: Work, cast: Cast) -> None:
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


def test_a_gap_is_named_with_the_person(signed_in, work: Work, cast: Cast) -> None:
    handset(cast.bataar, last_seen_at=at(3), queue_len=4)
    page = text(signed_in(cast.saran), STATION)
    assert "1 phone not heard from" in page
    assert "declared, not yet here 4" in page
    assert "巴特尔" in text(signed_in(cast.saran), f"{STATION}figure/devices_silent/")


# --- paper, workbooks, the year ----------------------------------------------------------------------


def test_the_paper_names_the_digest_and_the_roots_of_the_feeds(signed_in, work: Work, cast: Cast) -> None:
    work.visit("near", at(2))
    client = signed_in(cast.saran)
    act(client, STATION, "draw_up")
    page = text(client, STATION)
    proof = page[page.index("print-only proof") :]
    assert report_of(cast.saran).digest in proof
    assert "grid:near" in proof
    assert "station:shuangsheng" in proof


def test_the_workbook_holds_the_same_figures(signed_in, work: Work, cast: Cast) -> None:
    random_weeks(work, 10, [WEEK], each=10)
    answer = signed_in(cast.saran).get(f"{STATION}workbook.xlsx")
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    )
    shown = [row[1].value for row in list(book.worksheets[0].rows)[2:18]]
    scope = scopes.station_scope("shuangsheng")
    assert scope
    assert shown == list(sheet(cast.saran.who, scope, WEEK, NOW).figures.values())


def test_every_figure_of_the_year_opens_its_list(signed_in, work: Work, cast: Cast) -> None:
    random_weeks(work, 11, [WEEK.shifted(-2), WEEK.shifted(-1)], each=9)
    client = signed_in(work.coordinator)
    answer = client.get("/year/")
    figures = answer.context["year"].figures
    for name, value in figures.items():
        assert client.get(f"/year/figure/{name}/").context["total"] == value, name


def test_a_reader_of_counts_opens_no_list_and_sees_no_small_figure(signed_in, work: Work, cast: Cast) -> None:
    for n in range(12):
        work.visit("near", at(2, 9, n, week=WEEK.shifted(-12)))
    work.visit("far", at(2, week=WEEK.shifted(-12)))
    counts = person("narisu", "纳日苏", Role.STATISTICIAN, Region.objects.get(pk=BANNER))
    client = signed_in(counts)
    page = text(client, "/year/")
    assert "&lt;5" in page
    assert "/figure/" not in page
    text(client, "/year/figure/visits/", 403)
    text(client, "/year/?scope=station:kundu", 403)
    text(client, STATION, 403)
    answer = client.get("/year/workbook.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [row[1].value for row in list(book.worksheets[-1].rows)[2:]] == ["<5", "<5"]


@pytest.mark.parametrize("url", ["/year/2026/", "/year/2025/", "/year/2026/?scope=gacha:150421102204"])
def test_a_year_of_the_calendar_and_a_gacha(signed_in, work: Work, cast: Cast, url: str) -> None:
    random_weeks(work, 12, [WEEK.shifted(-1)], each=10)
    text(signed_in(cast.saran), url)

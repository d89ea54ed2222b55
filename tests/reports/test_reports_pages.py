"""The pages: from a number to its entries, on paper, in a workbook, and the year."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from cast import BANNER, Cast, Person, person
from mixed_weeks import random_weeks
from urtuu.kinds.roles import Role
from urtuu.places.models import Region
from urtuu.reports import scopes
from urtuu.reports.figures import WEEKLY
from urtuu.reports.sheet import sheet
from weeks_of_work import WEEK, Work, at

NOW = at(5, 16)
STATION = f"/sheet/{WEEK}/station/shuangsheng/"
SignedIn = Callable[[Person], Client]


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def officer_url(one: Person) -> str:
    return f"/sheet/{WEEK}/officer/{one.id}/"


def test_each_role_is_led_to_the_own_sheet(signed_in: SignedIn, work: Work, cast: Cast) -> None:
    assert signed_in(cast.saran).get("/sheet/")["Location"] == STATION
    assert signed_in(cast.bataar).get("/sheet/")["Location"] == officer_url(cast.bataar)
    assert signed_in(work.coordinator).get("/sheet/")["Location"] == f"/sheet/{WEEK}/banner/"
    assert signed_in(cast.saran).get("/sheet/2026-W47/")["Location"] == STATION.replace(str(WEEK), "2026-W47")


def test_nobody_signed_in_is_asked_to_sign_in(client: Client, cast: Cast) -> None:
    assert client.get(STATION)["Location"].startswith("/sign-in/")


def test_every_number_opens_a_list_of_that_many_rows(signed_in: SignedIn, work: Work, cast: Cast) -> None:
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


def test_a_row_leads_to_the_record_and_to_the_exact_entry(
    signed_in: SignedIn, work: Work, cast: Cast
) -> None:
    record = work.visit("near", at(2))
    client = signed_in(cast.saran)
    answer = client.get(f"{STATION}figure/visits/")
    line = answer.context["lines"][0]
    assert line["url"] == f"/records/visit/{record}/"
    assert client.get(line["url"]).status_code == 200
    assert client.get(line["entry"]).status_code == 200


def test_a_long_list_comes_in_pages(signed_in: SignedIn, work: Work, cast: Cast) -> None:
    for n in range(53):
        work.visit("near", at(2, 9, n))
    client = signed_in(cast.saran)
    assert len(client.get(f"{STATION}figure/visits/").context["lines"]) == 50
    assert len(client.get(f"{STATION}figure/visits/?page=2").context["lines"]) == 3


def test_addresses_of_nothing_are_not_found(signed_in: SignedIn, cast: Cast) -> None:
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
def test_what_belongs_to_another_station_stays_closed(
    signed_in: SignedIn, work: Work, cast: Cast, url: str
) -> None:
    work.visit("far", at(2))
    answer = signed_in(cast.saran).get(url)
    assert answer.status_code == 403
    assert "宝音家" not in answer.content.decode()


def test_an_officer_opens_no_other_sheet(signed_in: SignedIn, work: Work, cast: Cast) -> None:
    work.visit("next-door", at(2))
    client = signed_in(cast.bataar)
    text(client, officer_url(cast.bataar))
    for url in (STATION, officer_url(cast.qiqige), f"{STATION}figure/visits/", "/year/"):
        assert "宝音家" not in text(client, url, 403)


# --- workbooks, the year -----------------------------------------------------------------------------


def test_the_workbook_holds_the_same_figures(signed_in: SignedIn, work: Work, cast: Cast) -> None:
    random_weeks(work, 10, [WEEK], each=10)
    answer = signed_in(cast.saran).get(f"{STATION}workbook.xlsx")
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    )
    shown = [row[1].value for row in list(book.worksheets[0].rows)[2:18]]
    scope = scopes.station_scope("shuangsheng")
    assert scope
    assert shown == list(sheet(cast.saran.who, scope, WEEK, NOW).figures.values())


def test_every_figure_of_the_year_opens_its_list(signed_in: SignedIn, work: Work, cast: Cast) -> None:
    random_weeks(work, 11, [WEEK.shifted(-2), WEEK.shifted(-1)], each=9)
    client = signed_in(work.coordinator)
    answer = client.get("/year/")
    figures = answer.context["year"].figures
    for name, value in figures.items():
        assert client.get(f"/year/figure/{name}/").context["total"] == value, name


def test_a_reader_of_counts_opens_no_list_and_sees_no_small_figure(
    signed_in: SignedIn, work: Work, cast: Cast
) -> None:
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
def test_a_year_of_the_calendar_and_a_gacha(signed_in: SignedIn, work: Work, cast: Cast, url: str) -> None:
    random_weeks(work, 12, [WEEK.shifted(-1)], each=10)
    text(signed_in(cast.saran), url)

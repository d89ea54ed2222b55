"""The official month and what stands beside it: recounted from raw entries, kept from readers of counts."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from casework import ACCEPT, Casework, agreement
from full_case import told
from urtuu.journal.models import EntryRow
from urtuu.kinds.roles import Role
from urtuu.reports import honest, month_book, official
from urtuu.reports.scopes import banner_scope, station_scope

AT = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
LATER = datetime.fromisoformat("2026-12-20T09:00:00+08:00")
CLASSES = ("NEI", "CTR", "HSE", "NEI", "VIL", "DIG", "NEI")
FOUND = ("visit", "applied", "entrusted", "call", "patrol", "transferred", "other")


@pytest.fixture(autouse=True)
def _fresh():
    yield
    cache.clear()


@pytest.fixture
def november(work: Casework) -> Casework:
    """Seven cases taken on in November, of them three agreed, one void; one more agreed in December."""
    cases = []
    for number, (category, how) in enumerate(zip(CLASSES, FOUND, strict=True)):
        case = Casework(work.cast, work.people, AT + timedelta(days=number))
        case.reported(category=category, how_found=how).does(
            Role.CHIEF, "offer", level="L1", conflict_checked=True
        )
        case.agreeing().does(Role.REGISTRAR, "accept", **ACCEPT, mediator=work.people[Role.MEDIATOR].id)
        case.does(Role.MEDIATOR, "start", rights_told=True)
        cases.append(case)
    for number, case in enumerate(cases[:3]):
        case.does(
            Role.MEDIATOR,
            "agree",
            **agreement(str((case.at + timedelta(days=4)).date())),
            amount_fen=(number + 1) * 100_050,
        )
    cases[3].at = datetime.fromisoformat("2026-12-01T00:00:00+08:00")
    cases[3].does(Role.MEDIATOR, "agree", **agreement("2026-12-05"))
    cases[4].does(Role.OFFICER, "stop", stopped_by="A1")
    cases[5].does(Role.CHAIR, "ask_void", why_void="录入错误，重复登记")
    cases[5].does(Role.CHIEF, "void", void_kind="entry_error")
    return cases[0]


def month_of(work: Casework, number: int = 11, who: Role = Role.COORDINATOR, at: datetime = LATER):
    """The table of a month of the whole banner."""
    scope = banner_scope("150421")
    assert scope is not None
    return official.month(work.people[who].who, scope, 2026, number, at)


def recount(first: str, after: str) -> tuple[int, int, Counter[str]]:
    """Taken on, agreed and classes, from the raw lines alone."""
    rows = EntryRow.objects.filter(kind="dispute", answer="taken")
    acts = [json.loads(bytes(row.line)) | {"at": row.counted_at} for row in rows]
    void = {act["record"] for act in acts if act["act"] == "void"}
    begins, ends = (datetime.fromisoformat(f"{day}T00:00:00+08:00") for day in (first, after))
    inside = [act for act in acts if begins <= act["at"] < ends and act["record"] not in void]
    taken = {act["record"] for act in inside if act["act"] in ("accept", "settle_at_once")}
    agreed = {act["record"] for act in inside if act["act"] in ("agree", "settle_at_once")}
    kinds = {act["record"]: act["body"]["category"] for act in acts if act["act"] == "report"}
    return len(taken), len(agreed), Counter(kinds[record] for record in taken)


def test_17_the_table_equals_a_recount_of_the_raw_entries_and_the_sum_of_its_rows(november: Casework):
    found = month_of(november)
    taken, agreed, kinds = recount("2026-11-01", "2026-12-01")
    assert (len(found.whole.accepted), len(found.whole.agreed)) == (taken, agreed) == (6, 3)
    assert {code: len(rows) for code, rows in found.whole.types.items() if rows} == {
        "NEI": kinds["NEI"], "CTR": 1, "HSE": 1, "OTH": kinds["VIL"],
    }  # fmt: skip
    for part in ("sources", "types"):
        assert sum(len(rows) for rows in getattr(found.whole, part).values()) == taken
    assert sum(len(line.accepted) for line in found.rows.values()) == taken
    assert sum(line.amount_fen for line in found.rows.values()) == found.whole.amount_fen == 600_300


def test_an_agreement_counts_in_the_month_it_was_made_in_by_the_local_clock(november: Casework):
    assert len(month_of(november, 12).whole.agreed) == 1
    assert month_of(november, 12).whole.accepted == []
    assert month_of(november, 12).whole.share is None


def test_sources_are_the_three_official_ones(november: Casework):
    found = {name: len(rows) for name, rows in month_of(november).whole.sources.items()}
    assert found == {"own": 3, "applied": 2, "entrusted": 1}


def test_an_escalation_counts_once_a_second_person_confirmed_it(work: Casework):
    work.at = AT
    work.mediating().does(Role.OFFICER, "defuse", signs=["threat"], done_about_it="劝离并报告所长")
    assert month_of(work).whole.unconfirmed == [work.record]
    assert month_of(work).whole.prevented["criminal"] == []
    work.at += timedelta(days=8)
    work.does(Role.COORDINATOR, "confirm_defused", afterwards="calm")
    found = month_of(work).whole
    assert (found.prevented["criminal"], found.persons["criminal"], found.unconfirmed) == (
        [work.record],
        2,
        [],
    )


def test_the_workbook_adds_up_and_its_values_are_the_pages(november: Casework):
    found = month_of(november)
    scope = banner_scope("150421")
    rest = honest.month(november.people[Role.COORDINATOR].who, scope, 2026, 11, LATER)
    content = month_book.workbook(found, rest, {"shuangsheng": "双胜派出所"}, "统计")
    values, formulas = (load_workbook(io.BytesIO(content), data_only=only) for only in (True, False))
    table = values.worksheets[0]
    assert [table.cell(3, column).value for column in (1, 2)] == ["受理", 6]
    rows = list(values.worksheets[1].iter_rows(min_row=3, values_only=True))
    for column in range(2, len(rows[0])):
        assert sum(row[column] for row in rows[:-1]) == pytest.approx(rows[-1][column])
    assert str(formulas.worksheets[1].cell(2 + len(rows), 3).value).startswith("=SUM(C3:")


@pytest.mark.parametrize("count", [1, 6])
def test_the_same_number_of_queries_whatever_the_size(work, django_assert_num_queries, count):
    for number in range(count):
        Casework(work.cast, work.people, AT + timedelta(days=number)).agreed(
            str((AT + timedelta(days=20)).date())
        )
    scope = banner_scope("150421")
    with django_assert_num_queries(5):
        official.month(work.people[Role.COORDINATOR].who, scope, 2026, 11, LATER)


def page(
    work: Casework, role: Role, lang: str = "zh-hans", name: str = "official_month", *more: str, **query: str
):
    """The month's page for somebody."""
    client = Client(headers={"accept-language": lang})
    with time_machine.travel(LATER, tick=False):
        client.force_login(work.people[role].staff)
        return client.get(reverse(f"desk:{name}", args=[2026, 11, *more]), query)


def test_13_a_reader_of_counts_gets_no_cell_of_it(november: Casework):
    for name, more in (
        ("official_month", ()),
        ("official_file", ("xlsx",)),
        ("official_behind", ("type-CTR",)),
    ):
        answer = page(november, Role.STATISTICIAN, "zh-hans", name, *more)
        assert answer.status_code == 403
        assert "统计员请看年度数据" in answer.content.decode()


def test_the_page_shows_the_table_and_each_figure_opens_its_cases(november: Casework):
    text = page(november, Role.COORDINATOR).content.decode()
    assert "人民调解月报 · 2026年11月" in text
    behind = reverse("desk:official_behind", args=[2026, 11, "type-NEI"])
    assert behind in text
    listed = page(november, Role.COORDINATOR, "zh-hans", "official_behind", "type-NEI").content.decode()
    assert listed.count('class="row-title"') == 3
    english = page(november, Role.COORDINATOR, "en").content.decode()
    assert "Mediation by month" in english
    assert "Committee&#x27;s own motion" in english


def test_whose_figures_they_are_not_is_told(november: Casework):
    assert page(november, Role.MEDIATOR).status_code == 403
    other = page(november, Role.CHAIR, "zh-hans", "official_month", scope="station:kundu")
    assert other.status_code == 403
    assert page(november, Role.CHAIR, "zh-hans", "official_month", scope="station:nowhere").status_code == 404


def test_the_paper_for_the_bureau_has_the_same_figures(november: Casework):
    answer = page(november, Role.CHAIR, "zh-hans", "official_file", "pdf")
    text = "".join(
        "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.content)).pages).split()
    )
    for words in ("2026年11月人民调解工作统计", "受理6", "调解成功350.0%", "6,003.00", "双胜派出所"):
        assert words in text, words


def test_odd_months_are_not_found(november: Casework):
    client = Client()
    client.force_login(november.people[Role.CHAIR].staff)
    for year, number in ((2026, 13), (2026, 0), (1999, 5), (2099, 1)):
        assert client.get(reverse("desk:official_month", args=[year, number])).status_code == 404
    assert page(november, Role.CHAIR, "en", "official_behind", "type-XXX").status_code == 404
    assert page(november, Role.CHAIR, "en", "official_file", "exe").status_code == 404


def test_what_stands_beside_it_has_its_denominators(november: Casework):
    scope = station_scope("shuangsheng")
    rest = honest.month(november.people[Role.CHAIR].who, scope, 2026, 11, LATER)
    assert rest.taken_on == 6
    became = {name: rest.shares[name].n for name in honest.BECAME}
    assert became == {"agreed": 4, "refused": 1, "referred": 0, "open": 1}
    assert sum(became.values()) == rest.taken_on
    assert (rest.shares["performed_30"].n, rest.shares["performed_30"].of) == (0, 3)
    assert rest.shares["performed_90"].percent is None
    assert rest.spreads["to_agreement"].of == 4


def test_a_case_that_went_well_stands_well(work: Casework):
    told(work)
    scope = station_scope("shuangsheng")
    rest = honest.month(work.people[Role.CHAIR].who, scope, 2026, 11, LATER + timedelta(days=120))
    assert rest.shares["performed_90"].percent == 100.0
    assert rest.shares["content"].percent == 100.0
    assert rest.shares["answered"].percent == 100.0
    assert rest.spreads["to_contact"].median < timedelta(hours=2)
    assert rest.spreads["to_acceptance"].p90 < timedelta(hours=4)

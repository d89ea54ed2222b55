"""The page of the official month: what a chief opens, what a statistician has instead, who gets nothing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import ACCEPT, Casework, agreement, everyone_of
from cast import BANNER, Cast, Person
from urtuu.kinds.roles import Role
from urtuu.reports import protected_year
from urtuu.reports.scopes import banner_scope
from urtuu.reports.small_cells import UNDER, WITHHELD

AT = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
LATER = datetime.fromisoformat("2027-01-20T09:00:00+08:00")


@pytest.fixture
def case(cast: Cast) -> Casework:
    return Casework(cast, everyone_of(cast), AT)


def taken_on(case: Casework, level: str = "L1", how: str = "visit", fen: int = 0, days: int = 0) -> Casework:
    one = Casework(case.cast, case.people, AT + timedelta(days=days))
    one.reported(how_found=how).does(Role.CHIEF, "offer", level=level, conflict_checked=True)
    one.agreeing().does(Role.REGISTRAR, "accept", **ACCEPT, mediator=case.people[Role.MEDIATOR].id)
    if fen:
        one.does(Role.MEDIATOR, "start", rights_told=True)
        one.does(Role.MEDIATOR, "agree", **agreement("2026-11-20"), amount_fen=fen)
    return one


def opened(who: Person, name: str, *args: object, lang: str = "en", **query: str) -> tuple[int, str]:
    """A page as somebody gets it: its status and its text."""
    client = Client(headers={"accept-language": lang})
    with time_machine.travel(LATER, tick=False):
        client.force_login(who.staff)
        answer = client.get(reverse(f"desk:{name}", args=args), query)
    return answer.status_code, answer.content.decode()


def links(text: str) -> list[str]:
    """The lists that a page opens."""
    return sorted(set(re.findall(r'href="(/year/official/2026/11/behind/[^"]+)"', text)))


def test_a_chief_opens_every_figure_and_finds_its_cases(case: Casework) -> None:
    one = taken_on(case, fen=100_050)
    one.does(Role.OFFICER, "defuse", signs=["threat"], done_about_it="劝离并报告所长")
    taken_on(case, level="L2", how="applied")
    chief = case.people[Role.CHIEF]
    status, text = opened(chief, "official_month", 2026, 11)
    assert status == 200
    found = links(text)
    keys = {address.split("/behind/")[1].split("/")[0] for address in found}
    assert {"accepted", "agreed", "amount", "unconfirmed", "source-own", "type-NEI", "honest-agreed"} <= keys
    assert any("row=L2-150421102" in address for address in found)
    client = Client(headers={"accept-language": "en"})
    with time_machine.travel(LATER, tick=False):
        client.force_login(chief.staff)
        for address in found:
            answer = client.get(address.replace("&amp;", "&"))
            assert answer.status_code == 200, address
            assert answer.content.decode().count('class="row-title"') == answer.context["counted"] >= 1


def test_a_committees_figure_opens_its_own_cases_only(case: Casework) -> None:
    taken_on(case)
    upper = taken_on(case, level="L2")
    chief = case.people[Role.CHIEF]
    _status, text = opened(chief, "official_behind", 2026, 11, "accepted", row="L2-150421102")
    assert text.count('class="row-title"') == 1
    assert upper.record in text
    assert opened(chief, "official_behind", 2026, 11, "accepted", row="L3-150421")[0] == 404
    assert opened(chief, "official_behind", 2026, 11, "honest-nothing")[0] == 404


@pytest.mark.parametrize(("lang", "words"), [("en", "What each figure counts"), ("zh-hans", "各项统计口径")])
def test_each_figure_says_what_it_counts(case: Casework, lang: str, words: str) -> None:
    taken_on(case)
    text = opened(case.people[Role.COORDINATOR], "official_month", 2026, 11, lang=lang)[1]
    assert words in text
    assert text.count("<dt>") >= 19


def test_safety_shows_for_the_banner_by_quarter_and_opens_nothing(case: Casework) -> None:
    taken_on(case).does(Role.OFFICER, "hold", answer_within="one_hour")
    text = opened(case.people[Role.COORDINATOR], "official_month", 2026, 11)[1]
    assert "Safety, 2026 Q4" in text
    assert not any("screened" in address or "holds" in address for address in links(text))
    assert "Safety, 2026" not in opened(case.people[Role.CHIEF], "official_month", 2026, 11)[1]
    for key in ("honest-screened", "honest-holds"):
        assert opened(case.people[Role.COORDINATOR], "official_behind", 2026, 11, key)[0] == 404


# --- readers of counts ------------------------------------------------------------------------------------


def test_13_a_statistician_gets_no_month_but_a_whole_year_in_protected_form(case: Casework) -> None:
    for _number in range(6):
        taken_on(case)
    taken_on(case, level="L2", how="applied", fen=100_050)
    counts = case.people[Role.STATISTICIAN]
    assert opened(counts, "official_month", 2026, 11)[0] == 403
    assert opened(counts, "official_behind", 2026, 11, "accepted")[0] == 403
    status, text = opened(counts, "official")
    assert status == 200
    assert "Small figures are withheld" in text
    assert "1,000.50" not in text
    assert "/behind/" not in text
    assert "小数已作保护处理" in opened(counts, "official", lang="zh-hans")[1]


def test_13_of_seven_cases_the_one_cannot_be_told(case: Casework) -> None:
    for _number in range(6):
        taken_on(case)
    taken_on(case, level="L2", how="applied", fen=100_050)
    scope = banner_scope(BANNER)
    assert scope
    counts = case.people[Role.STATISTICIAN].who
    found = protected_year.protected_year(counts, scope, 2026, LATER)
    assert (found.taken_on.whole, found.taken_on.columns) == (7, [WITHHELD] * 3)
    assert found.taken_on.rows == [WITHHELD] * 3
    assert (found.agreed, found.amount_fen, found.share) == (UNDER, WITHHELD, None)
    assert found.withheld


def test_a_year_that_is_not_over_is_shown_to_nobody(case: Casework) -> None:
    for role in (Role.STATISTICIAN, Role.COORDINATOR):
        assert opened(case.people[role], "official_year", 2027)[0] == 404
        assert opened(case.people[role], "official_year", 2026)[0] == 200
    scope = banner_scope(BANNER)
    assert scope
    with pytest.raises(ValueError, match="not over"):
        protected_year.protected_year(case.people[Role.STATISTICIAN].who, scope, 2027, LATER)


def test_the_year_is_the_page_of_the_years_own(case: Casework) -> None:
    scope = banner_scope(BANNER)
    assert scope
    found = protected_year.protected_year(case.people[Role.STATISTICIAN].who, scope, 2026, LATER)
    assert (str(found.first), str(found.last)) == ("2026-W01", "2026-W53")
    other = opened(case.people[Role.STATISTICIAN], "official_year", 2026, scope="station:shuangsheng")
    assert other[0] == 403


# --- nobody else --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEDIATOR, Role.CLERK, Role.ADMIN])
def test_those_without_the_page_are_told_so(case: Casework, role: Role) -> None:
    taken_on(case)
    for name, args in (
        ("official", ()),
        ("official_month", (2026, 11)),
        ("official_year", (2026,)),
        ("official_file", (2026, 11, "xlsx")),
        ("official_behind", (2026, 11, "accepted")),
    ):
        assert opened(case.people[role], name, *args)[0] == 403


def test_a_stranger_and_a_chief_from_elsewhere_get_nothing(case: Casework) -> None:
    one = taken_on(case)
    for who in (case.cast.stranger, case.cast.nasan):
        for name, args in (("official_month", (2026, 11)), ("official_behind", (2026, 11, "accepted"))):
            status, text = opened(who, name, *args, scope="station:shuangsheng")
            assert status == 403
            assert one.record not in text
    status, text = opened(case.cast.nasan, "official_month", 2026, 11)
    assert (status, links(text)) == (200, [])
    client = Client()
    assert client.get(reverse("desk:official"))["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("name", ["official_month", "official_behind", "official_year"])
def test_a_page_takes_the_same_queries_for_one_case_and_for_many(case: Casework, name: str) -> None:
    args = {"official_month": (2026, 11), "official_behind": (2026, 11, "accepted"), "official_year": (2026,)}
    asked = []
    for many in (1, 4):
        for number in range(many):
            taken_on(case, fen=100_050, days=number)
        opened(case.people[Role.COORDINATOR], name, *args[name])
        with CaptureQueriesContext(connection) as queries:
            assert opened(case.people[Role.COORDINATOR], name, *args[name])[0] == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]

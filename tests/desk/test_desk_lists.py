"""Lists of every kind: what shows to whom, filters, files, and the same number of queries for any length."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from desk_doings import SECRET, SignedIn, did, dispute, need, task, visit
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from cast import Cast, Person
from urtuu.interfaces.desk import exporting
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.places.permissions import TABLE, Extent

LISTED = [kind.name for kind in shelf() if not kind.desk_only]


def page(signed_in: SignedIn, who: Person, kind: str, lang: str = "en", **query: Any) -> str:
    """The text of a list."""
    answer = signed_in(who, lang).get(reverse("desk:records", args=[kind]), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("kind", LISTED)
def test_every_kind_has_a_list_in_both_languages(cast: Cast, signed_in: SignedIn, kind: str) -> None:
    assert "Nothing here" in page(signed_in, cast.saran, kind)
    assert "暂无记录" in page(signed_in, cast.saran, kind, "zh-hans")


def test_what_the_house_keeps_for_itself_has_no_list(cast: Cast, signed_in: SignedIn) -> None:
    for kind in ("reading", "ruling", "grant", "erasure", "no_such_kind"):
        assert signed_in(cast.saran).get(reverse("desk:records", args=[kind])).status_code == 404


def test_each_role_lists_its_reach_and_nothing_else(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    need(cast.bataar, cast.near, "近处的井")
    need(cast.qiqige, cast.next_door, "隔壁的井")
    need(cast.dorji, cast.far, "远处的井")
    seen = {Extent.GRID: "近", Extent.STATION: "近隔", Extent.BANNER: "近隔远", Extent.OWN: ""}
    for role, who in everyone.items():
        answer = signed_in(who).get(reverse("desk:records", args=["need"]), {"which": "all"})
        text = answer.content.decode()
        if "records" not in TABLE[role].pages:
            assert answer.status_code == 403, role
            assert "的井" not in text
            continue
        found = "".join(name[0] for name in ("近处的井", "隔壁的井", "远处的井") if name in text)
        assert found == seen[TABLE[role].reads], role


def test_a_stranger_is_told_why(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.stranger, "zh-hans").get(reverse("desk:records", args=["dispute"]))
    assert answer.status_code == 403
    assert "没有在任职务" in answer.content.decode()


def test_nobody_signed_in_is_led_to_the_door(cast: Cast, client: Any) -> None:
    answer = client.get(reverse("desk:records", args=["dispute"]))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("desk:sign_in"))


def test_lists_open_no_sealed_part(cast: Cast, signed_in: SignedIn) -> None:
    dispute(cast.bataar, cast.near)
    need(cast.bataar, cast.near)
    for kind in ("dispute", "need"):
        assert SECRET not in page(signed_in, cast.bataar, kind)
        exported = signed_in(cast.bataar).get(reverse("desk:export", args=[kind, "csv"])).content.decode()
        assert SECRET not in exported


@pytest.mark.parametrize(("who", "queries"), [("saran", 13), ("bataar", 13), ("gao", 15)])
@pytest.mark.parametrize("count", [1, 3, 25])
def test_a_list_asks_the_same_number_of_questions(
    cast: Cast,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    who: str,
    queries: int,
    count: int,
) -> None:
    door = str(cast.doors["near"][0].pk)
    for number in range(count):
        task(cast.saran, cast.near, f"任务{number}", household=door, suggested=cast.bataar.id)
        visit(cast.bataar, cast.near)
    client = signed_in(getattr(cast, who))
    with django_assert_num_queries(queries):
        text = client.get(reverse("desk:records", args=["task"])).content.decode()
    assert text.count("任务") >= count


def test_filters_leave_what_fits(cast: Cast, signed_in: SignedIn) -> None:
    first = need(cast.bataar, cast.near, "机井不出水")
    need(cast.qiqige, cast.next_door, "路断了")
    did(cast.saran, "need", "route", cast.near, record=first, saw=1, to="township")
    asked: list[tuple[dict[str, str], bool, bool]] = [
        ({"state": "routed"}, True, False),
        ({"state": "heard"}, False, True),
        ({"grid": "near"}, True, False),
        ({"station": "kundu"}, False, False),
        ({"q": "机井"}, True, False),
        ({"q": "U26-00002"}, False, True),
        ({"which": "closed"}, False, False),
        ({"week": "2020-W01"}, False, False),
        ({"state": "no_such_state", "sort": "'; drop", "page": "999", "week": "x"}, True, True),
    ]
    for query, wants_first, wants_second in asked:
        text = page(signed_in, cast.saran, "need", **query)
        assert ("机井不出水" in text, "路断了" in text) == (wants_first, wants_second), query


def test_mine_are_those_i_hold_or_began(cast: Cast, signed_in: SignedIn) -> None:
    need(cast.saran, cast.near, "所长听到的")
    need(cast.bataar, cast.near, "网格员听到的")
    text = page(signed_in, cast.saran, "need", mine="on")
    assert "所长听到的" in text
    assert "网格员听到的" not in text


def test_a_list_sorts_both_ways(cast: Cast, signed_in: SignedIn) -> None:
    for heading in ("甲事", "乙事"):
        need(cast.bataar, cast.near, heading)
    up, down = (page(signed_in, cast.saran, "need", sort=sort) for sort in ("number", "-number"))
    assert up.index("甲事") < up.index("乙事")
    assert down.index("乙事") < down.index("甲事")
    assert 'aria-sort="ascending"' in up


def test_a_long_list_has_pages_that_keep_the_filter(cast: Cast, signed_in: SignedIn) -> None:
    for number in range(26):
        need(cast.bataar, cast.near, f"第{number}件")
    text = page(signed_in, cast.saran, "need", q="件")
    assert "page=2" in text
    assert text.count('<th scope="row">') == 25
    assert page(signed_in, cast.saran, "need", q="件", page="2").count('<th scope="row">') == 1


def test_a_title_cannot_bring_markup(cast: Cast, signed_in: SignedIn) -> None:
    record = need(cast.bataar, cast.near, "<script>alert(1)</script>")
    for text in (
        page(signed_in, cast.saran, "need"),
        page(signed_in, cast.saran, "need", q='"><script>alert(2)</script>'),
        signed_in(cast.saran).get(reverse("desk:record", args=["need", record])).content.decode(),
    ):
        assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in page(signed_in, cast.saran, "need")


def test_a_clock_that_runs_out_is_seen(cast: Cast, signed_in: SignedIn) -> None:
    from desk_doings import yesterday

    dispute(cast.bataar, cast.near, at=yesterday())
    text = page(signed_in, cast.saran, "dispute")
    assert "chip-ember" in text
    assert "over by" in text


def test_a_file_holds_the_open_columns_in_words(cast: Cast, signed_in: SignedIn) -> None:
    need(cast.bataar, cast.near, "=1+1")
    answer = signed_in(cast.saran, "zh-hans").get(reverse("desk:export", args=["need", "csv"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["编号", "标题", "状态", "类别"]
    assert rows[1][1:4] == ["'=1+1", "已受理", "人畜饮水"]
    assert "attachment" in answer["Content-Disposition"]


def test_a_workbook_holds_the_same(cast: Cast, signed_in: SignedIn) -> None:
    did(
        cast.bataar, "publicity", "hold_now", cast.near, topics=["fraud"], people=36, language="both",
        place={"gacha": cast.near.gachas.all()[0].pk},
    )  # fmt: skip
    answer = signed_in(cast.saran).get(reverse("desk:export", args=["publicity", "xlsx"]))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    row = [cell.value for cell in list(sheet.rows)[1]]
    assert 36 in row
    assert "near网格" in row


def test_a_file_too_long_is_refused_with_a_sentence(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    for number in range(3):
        need(cast.bataar, cast.near, f"第{number}件")
    answer = signed_in(cast.saran).get(reverse("desk:export", args=["need", "csv"]))
    assert answer.status_code == 422
    assert "at most 2 rows" in answer.content.decode()


def test_an_unknown_sort_of_file_is_not_there(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.saran).get("/records/need/export.exe").status_code == 404

"""The public page: who serves this gacha, for everyone, in two languages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cast import FAR_GACHA, GACHA, NEXT_GACHA, SUMU, Cast
from urtuu.interfaces.kiosk.week import days_of
from urtuu.places.models import Post, Region
from urtuu.web import catalogues


def page(client: Client, name: str = "index", *args: str, lang: str = "en", **query: str) -> str:
    """The text of a public page in a language."""
    answer = client.get(reverse(f"kiosk:{name}", args=args), query, headers={"accept-language": lang})
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_gachas_stand_under_their_sumu(cast: Cast, client: Client) -> None:
    text = page(client)
    assert text.index("双胜镇") < text.index("永和村") < text.index("坤都镇") < text.index("高勒嘎查")
    assert reverse("kiosk:gacha", args=[GACHA]) in text
    assert "村民委员会" not in text


@pytest.mark.parametrize(
    ("words", "found"), [("永和", {GACHA}), ("双胜", {GACHA, NEXT_GACHA}), ("坤都", {FAR_GACHA})]
)
def test_the_search_finds_by_gacha_and_by_sumu(
    cast: Cast, client: Client, words: str, found: set[str]
) -> None:
    text = page(client, q=words)
    shown = {code for code in (GACHA, NEXT_GACHA, FAR_GACHA) if reverse("kiosk:gacha", args=[code]) in text}
    assert shown == found


def test_a_search_without_result_says_what_to_try(cast: Cast, client: Client) -> None:
    assert "Try a part of the name" in page(client, q="<b>无")
    assert "<b>无" not in page(client, q="<b>无")


@pytest.mark.parametrize("more", [0, 3])
def test_the_list_asks_once(
    cast: Cast, client: Client, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        Region.objects.create(code=f"{SUMU}30{number}", name=f"新{number}村", level="gacha", parent_id=SUMU)
    with django_assert_num_queries(1):
        page(client)


def test_a_gacha_shows_grid_limits_and_telephones(cast: Cast, client: Client) -> None:
    cast.near.gachas.add(NEXT_GACHA)
    text = page(client, "gacha", GACHA)
    for shown in (
        "near网格",
        "巴特尔",
        "13900000001",
        "0476-7000001",
        "12389",
        "永和村",
        "双胜村",
        "Tuesday",
    ):
        assert shown in text, shown
    for hidden in ("其其格", "13900000002", "萨仁", "bataar", cast.bataar.id, "near 1", "13800000001"):
        assert hidden not in text, hidden


def test_a_gacha_of_two_grids_shows_both(cast: Cast, client: Client) -> None:
    cast.near.gachas.add(NEXT_GACHA)
    text = page(client, "gacha", NEXT_GACHA)
    assert "巴特尔" in text
    assert "其其格" in text


@pytest.mark.parametrize("grids", [1, 3])
def test_a_gacha_asks_four_times(
    cast: Cast, client: Client, grids: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for grid in (cast.near, cast.next_door, cast.far)[:grids]:
        grid.gachas.add(GACHA)
    with django_assert_num_queries(4):
        page(client, "gacha", GACHA)


def test_a_vacant_post_says_so_and_gives_the_station(cast: Cast, client: Client) -> None:
    Post.objects.filter(grid=cast.near).delete()
    text = page(client, "gacha", GACHA)
    assert "This post is vacant. Please call the station." in text
    assert "0476-7000001" in text
    assert "巴特尔" not in text


def test_a_gacha_without_a_grid_gives_the_emergency_number(cast: Cast, client: Client) -> None:
    Region.objects.create(code="150421102299", name="新村民委员会", level="gacha", parent_id=SUMU)
    assert "No grid serves this place yet" in page(client, "gacha", "150421102299")


@pytest.mark.parametrize("code", ["150421102999", SUMU, "x"])
def test_what_is_no_gacha_is_not_found(cast: Cast, client: Client, code: str) -> None:
    assert client.get(reverse("kiosk:gacha", args=[code])).status_code == 404


def test_the_page_is_chinese_for_chinese_readers(cast: Cast, client: Client) -> None:
    assert "本嘎查谁服务" in page(client, lang="zh-cn")
    text = page(client, "gacha", GACHA, lang="zh-cn")
    for shown in ("网格范围", "监督电话", "如何投诉", "星期二", "在嘎查村走访"):
        assert shown in text, shown
    for english in ("Grid officer", "The week", "How to complain", "Monday"):
        assert english not in text, english


def test_nothing_is_changed_from_here(cast: Cast, client: Client) -> None:
    assert client.post(reverse("kiosk:gacha", args=[GACHA])).status_code == 405


def test_no_word_is_missing_in_chinese() -> None:
    from urtuu.interfaces import kiosk  # only to find the folder

    folder = catalogues.Path(next(iter(kiosk.__path__)))
    sources = list(folder.glob("locale/*/LC_MESSAGES/*.po"))
    assert [catalogues.untranslated(source) for source in sources] == [[]]


def test_a_week_in_words() -> None:
    assert [day.part.value for day in days_of("BFFFR--")] == ["briefing", "field", "field", "field", "return"]
    assert [day.part.value for day in days_of("-B---R-")] == ["briefing", "return"]
    assert days_of("-------") == []

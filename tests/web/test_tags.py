"""Tags and filters: what they write, and what they escape."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import translation
from django.utils.safestring import mark_safe

from urtuu.web.icons import ICONS
from urtuu.web.templatetags import urtuu_web as tags

MONDAY = date(2026, 11, 23)


def test_a_run_of_mongolian_letters_is_marked() -> None:
    assert tags.mongolian("驿站 ᠥᠷᠲᠡᠭᠡ 好") == '驿站 <span lang="mn-Mong">ᠥᠷᠲᠡᠭᠡ</span> 好'


def test_a_suffix_stays_in_the_run() -> None:
    for joint in ("\u202f", "\u180e", " "):
        written = f"ᠮᠣᠩᠭᠣᠯ{joint}ᠤᠨ"
        assert tags.mongolian(written) == f'<span lang="mn-Mong">{written}</span>'


def test_the_rest_is_escaped_and_safe_text_is_not_escaped_twice() -> None:
    assert tags.mongolian("<b>ᠮ</b>") == '&lt;b&gt;<span lang="mn-Mong">ᠮ</span>&lt;/b&gt;'
    assert tags.mongolian(mark_safe("<b>ᠮ</b>")) == '<b><span lang="mn-Mong">ᠮ</span></b>'
    assert tags.mongolian(None) == ""
    assert tags.mongolian(7) == "7"


@pytest.mark.parametrize(
    ("code", "said"), [("zh-hans", "11月23日 周一"), ("en", "Mon 23 Nov"), ("mvf", "11-23 周一")]
)
def test_a_day_in_each_language(code: str, said: str) -> None:
    with translation.override(code):
        assert tags.day(MONDAY) == said
        assert tags.day(None) == ""


def test_a_moment_is_told_in_the_time_of_the_place() -> None:
    with translation.override("zh-hans"):
        assert tags.moment(datetime(2026, 11, 22, 17, 40, tzinfo=UTC)) == "11月23日 周一 01:40"
        assert tags.short_moment(datetime(2026, 11, 22, 17, 40, tzinfo=UTC)) == "11月23日 01:40"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(860, "14 时 20 分"), (3060, "2 天 3 时"), (0, "0 分"), (-5, "0 分"), (1440, "1 天")],
)
def test_a_stretch_of_time_shows_its_two_largest_units(minutes: int, said: str) -> None:
    with translation.override("zh-hans"):
        assert tags.stretch(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(3, 9, "w-33"), (12, 9, "w-100"), (-1, 9, "w-0"), (1, 0, "w-0"), (None, 9, "w-0")],
)
def test_a_bar_is_never_wider_than_its_frame(part: float | None, whole: float, said: str) -> None:
    assert tags.percent_class(part, whole) == said


def test_an_address_keeps_the_filters_and_changes_the_page() -> None:
    query = QueryDict("village=a&village=b&page=2")
    assert tags.link_with(query, page=3) == "?village=a&village=b&page=3"
    assert tags.link_with(query, page=None) == "?village=a&village=b"
    assert tags.link_with(None, page=1) == "?page=1"


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in tags.icon("scales")
    assert 'aria-label="&lt;Disputes&gt;"' in tags.icon("scales", 20, "<Disputes>")
    with pytest.raises(KeyError):
        tags.icon("unicorn")


def test_icons_are_paths_and_nothing_else() -> None:
    for name, path in ICONS.items():
        assert path[0] == "M", name
        assert set(path) <= set("MmLlHhVvCcSsAaQqZz0123456789.- "), name

"""Which language a visitor gets, and what stands in for words that are missing."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext

import urtuu.web
from urtuu.web.catalogues import compile_all, missing_words
from urtuu.web.languages import language_for, script_of

pytestmark = pytest.mark.urls("web_addresses")
WEB = Path(urtuu.web.__file__).parent


@pytest.fixture(autouse=True, scope="module")
def _words() -> None:
    compile_all(WEB)


@pytest.mark.parametrize(
    ("cookie", "header", "code"),
    [
        (None, "", "zh-hans"),
        (None, "fr-FR,fr;q=0.9", "zh-hans"),
        (None, "en-GB,en;q=0.9", "en"),
        (None, "en-US,en;q=0.9,zh-CN;q=0.8", "zh-hans"),
        (None, "mn-Mong-CN,zh;q=0.5", "mvf"),
        (None, "mn-CN", "mvf"),
        (None, "mn-MN", "zh-hans"),
        (None, "zh-CN;q=0.2,mn-Mong;q=0.9", "mvf"),
        (None, "en;q=nonsense", "zh-hans"),
        (None, "en;q=0", "zh-hans"),
        ("en", "zh-CN", "en"),
        ("mn-mong", "zh-CN", "zh-hans"),
    ],
)
def test_the_choice_comes_first_and_chinese_before_english(
    cookie: str | None, header: str, code: str
) -> None:
    assert language_for(cookie, header) == code


def test_every_text_of_the_page_kit_is_worded_in_chinese() -> None:
    assert missing_words(WEB) == []


def test_what_has_no_mongolian_wording_is_shown_in_chinese_not_in_english() -> None:
    with translation.override("mvf"):
        assert translation.get_language() == "mvf"
        assert gettext("Skip to content") == "跳到正文"
        assert gettext("This field is required.") == "这个字段是必填项。"
        assert ngettext("%(total)s in all", "%(total)s in all", 3) == "共 %(total)s 条"


def test_traditional_mongolian_is_vertical_and_named_so_in_html() -> None:
    script = script_of("mvf")
    assert (script.html_lang, script.vertical, script.direction) == ("mn-Mong", True, "ltr")
    assert script_of("tlh").code == "zh-hans"
    assert translation.get_language_info("mvf")["name_local"] == "ᠮᠣᠩᠭᠣᠯ"


def test_choosing_a_language_is_kept_and_leads_back(client: Client) -> None:
    answer = client.post("/language/", {"language": "mvf", "next": "/style/?page=2"})
    assert answer["Location"] == "/style/?page=2"
    assert answer.cookies["django_language"].value == "mvf"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_choosing_a_language_never_leads_elsewhere(client: Client, elsewhere: str) -> None:
    assert client.post("/language/", {"language": "en", "next": elsewhere})["Location"] == "/"


def test_a_language_that_is_not_offered_is_refused(client: Client) -> None:
    assert client.post("/language/", {"language": "mn-mong"}).status_code == 400
    assert client.get("/language/").status_code == 405

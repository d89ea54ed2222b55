"""The page of keys: a secret shown once, ended by its person, shut with the gateways."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cast import Cast, Person, build_cast
from desk_walk import Desk
from gateways.handed import NOW
from urtuu.interfaces import gateways
from urtuu.interfaces.gateways import keys
from urtuu.web import catalogues

PAGE = "/gateways/keys/"
CHROMIUM = Path("/usr/bin/chromium")
SEEN = Path(__file__).parents[2] / "test-results" / "gateway-keys"


@pytest.fixture(autouse=True)
def _open(settings: Any) -> None:
    settings.GATEWAYS = True


def signed_in(who: Person, lang: str = "en") -> Client:
    client = Client(headers={"accept-language": lang})
    client.force_login(who.staff)
    return client


def test_it_is_shut_with_the_gateways_and_for_nobody(cast: Cast, settings: Any) -> None:
    assert Client().get(PAGE).status_code == 302
    settings.GATEWAYS = False
    assert signed_in(cast.bataar).get(PAGE).status_code == 404


def test_a_secret_is_shown_once_and_works(cast: Cast) -> None:
    browser = signed_in(cast.bataar)
    made = browser.post(PAGE, {"label": "  Collect on the  blue tablet "})
    secret = re.search(r"receipt-code\">([a-z2-7]{32})<", made.content.decode())
    assert secret
    assert "no-store" in made["Cache-Control"]
    again = browser.get(PAGE).content.decode()
    assert secret[1] not in again
    assert "Collect on the blue tablet" in again
    assert "never used" in again
    answer = Client(headers={"authorization": f"Bearer {secret[1]}"}).get("/gateways/openrosa/formList")
    assert answer.status_code == 200


@pytest.mark.parametrize("label", ["", "   ", "x" * 61])
def test_a_label_that_is_none_is_asked_for(cast: Cast, label: str) -> None:
    answer = signed_in(cast.bataar).post(PAGE, {"label": label})
    assert (answer.status_code, "at most 60 characters" in answer.content.decode()) == (422, True)
    assert keys.of(cast.bataar.staff) == []


def test_ten_are_enough(cast: Cast) -> None:
    for number in range(10):
        keys.make(cast.bataar.staff, str(number), NOW)
    assert signed_in(cast.bataar).post(PAGE, {"label": "one more"}).status_code == 422


def test_only_its_person_ends_it(cast: Cast) -> None:
    keys.make(cast.bataar.staff, "平板", NOW)
    end = f"{PAGE}{keys.of(cast.bataar.staff)[0].pk}/end/"
    assert "no such key" in signed_in(cast.saran).post(end, follow=True).content.decode()
    assert len(keys.of(cast.bataar.staff)) == 1
    assert "has ended" in signed_in(cast.bataar).post(end, follow=True).content.decode()
    assert keys.of(cast.bataar.staff) == []


def test_every_word_has_its_chinese() -> None:
    folder = Path(next(iter(gateways.__path__)))
    assert catalogues.untranslated(folder / "locale/zh_Hans/LC_MESSAGES/django.po") == []
    assert catalogues.missing_words(folder) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_is_looked_at(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from playwright.sync_api import sync_playwright  # here: only browser tests need it

    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium on this machine")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running beside the test
    people = build_cast()
    SEEN.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        desk = Desk(browser, live_server.url, people.bataar, SEEN)
        desk.open(PAGE)
        desk.look("empty")
        desk.page.fill("[name=label]", "蓝色平板上的 Collect")
        desk.press("领取")
        desk.look_here("made-zh-hans")
        desk.open(PAGE)
        desk.look("one")
        browser.close()
    assert (desk.faults, desk.complaints) == ([], [])

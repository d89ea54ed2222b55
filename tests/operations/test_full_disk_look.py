"""The page of what passes by itself, in a browser: three scripts, two sizes, axe; one button sends again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cast import Cast, build_cast
from desk_walk import Desk
from urtuu.journal.models import EntryRow
from urtuu.web import full_disk

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")
SEEN = Path(__file__).parents[2] / "test-results" / "full-disk"
TYPED = "井干了三天，一家七口没有水吃，羊也没有水。问过苏木，说下周来人看。"
NEED = {"grid": "near", "topic": "water", "heading": "机井不出水", "said": TYPED}


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running beside the test
    return build_cast()


@pytest.mark.parametrize("why", [full_disk.FULL, full_disk.AWAY])
def test_what_was_typed_is_on_the_page_and_one_button_sends_it(
    cast: Cast, live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    # A database that is away cannot be had beside a served site; the page is the same, whoever asked for it.
    monkeypatch.setattr(full_disk, "answer", partial(full_disk.answer, why=why))
    from playwright.sync_api import sync_playwright  # here: only browser tests need it

    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium on this machine")
    SEEN.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        desk = Desk(browser, live_server.url, cast.bataar, SEEN)
        for language in ("en", "mvf", "zh-hans"):
            settings.LEAST_ROOM = 0
            desk.open("/records/need/new/hear/")
            desk._speak(language)
            settings.LEAST_ROOM = 1 << 60
            desk.send(NEED)
            assert desk.page.locator("textarea").input_value() == TYPED
            desk.look_here(f"{why}-{language}", vertical=language == "mvf")
        settings.LEAST_ROOM = 0
        desk.press("重新提交")
        assert TYPED not in desk.page.url
        browser.close()
    refusals = [one for one in desk.complaints if "status of 503" in one]
    assert (desk.faults, [one for one in desk.complaints if one not in refusals]) == ([], [])
    assert EntryRow.objects.count() == 1

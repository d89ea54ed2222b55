"""The board in a real browser: dragging, swapping without losing the place, and reading it by ear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from week_acts import dispute, phone

from cast import Cast, build_cast
from urtuu.base.weeks import week_of
from urtuu.rounds import services

CHROMIUM = Path("/usr/bin/chromium")
HOME = "shuangsheng"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no Chromium on this machine"),
]


@pytest.fixture
def drawn_up(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A week with a dispute of today and the doors of two grids, and a phone that fell behind."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running beside the test
    cast = build_cast()
    now = timezone.now()
    dispute(cast.bataar, cast.near, now)
    phone(cast.bataar, now)
    services.draw_up(cast.saran.who, HOME, week_of(timezone.localdate()), now)
    return cast


@pytest.fixture
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # here: only browser tests need it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(
    chromium: Any, live_server: Any, cast: Cast, *, language: str = "zh-hans", width: int = 1440
) -> Any:
    """The board as the chief sees it, already signed in; anything the console complains of fails the test."""
    from django.test import Client  # here: it must not be made before the database is

    client = Client()
    client.force_login(cast.saran.staff)
    context = chromium.new_context(viewport={"width": width, "height": 900})
    cookies = {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        "django_language": language,
    }
    context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{live_server.url}/week/")
    return page


def waiting(page: Any) -> str:
    return str(page.locator("#work + .count").inner_text())


def test_a_task_is_dragged_onto_an_officer(drawn_up: Cast, live_server: Any, chromium: Any) -> None:
    page = opened(chromium, live_server, drawn_up)
    assert waiting(page) == "5"
    qiqige = page.locator(f"#p-{drawn_up.qiqige.id}")
    page.locator("[data-drag] .icon-tile").first.drag_to(qiqige)
    page.locator(".message").wait_for()
    assert waiting(page) == "4"
    assert qiqige.locator(".load-cell > span").last.inner_text() == "1"


def test_a_button_swaps_the_middle_and_keeps_the_page(
    drawn_up: Cast, live_server: Any, chromium: Any
) -> None:
    page = opened(chromium, live_server, drawn_up)
    page.evaluate("window.stayed = true")
    page.locator(".row-acts form button").first.click()
    page.locator(".message").wait_for()
    assert waiting(page) == "4"
    assert page.evaluate("window.stayed") is True
    assert page.complaints == []


def test_sending_asks_first(drawn_up: Cast, live_server: Any, chromium: Any) -> None:
    page = opened(chromium, live_server, drawn_up)
    page.get_by_role("button", name="按建议全部派出").click()
    page.locator(".message").wait_for()
    page.get_by_role("button", name="全部下发到手机").first.click()
    page.locator("dialog[open] .button-primary").click()
    page.get_by_text("已下发 5 件任务。").wait_for()


@pytest.mark.parametrize(
    ("language", "width"), [("zh-hans", 1440), ("en", 1440), ("mvf", 1440), ("zh-hans", 390)]
)
def test_axe_finds_nothing(
    drawn_up: Cast, live_server: Any, chromium: Any, language: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # here: only browser tests need it

    page = opened(chromium, live_server, drawn_up, language=language, width=width)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    if language != "mvf":
        assert page.evaluate("document.documentElement.scrollWidth") <= width

"""The pages of places and ways in a real browser: three scripts, two sizes, read by axe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cast import Cast, build_cast
from desk_walk import Desk
from urtuu.places.models import PlacePoint

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")
SEEN = Path(__file__).parents[2] / "test-results" / "points"


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running beside the test
    return build_cast()


def test_the_pages_of_places_and_ways(cast: Cast, live_server: Any) -> None:
    from playwright.sync_api import sync_playwright  # here: only browser tests need it

    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium on this machine")
    SEEN.mkdir(parents=True, exist_ok=True)
    for n, door in enumerate(cast.doors["near"] + cast.doors["next-door"]):
        PlacePoint.objects.get_or_create(
            gacha=door.gacha, group_name="",
            defaults={"lon_micro": 120_000_000 + 40_000 * n, "lat_micro": 43_870_000, "source": "desk"},
        )  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        desk = Desk(browser, live_server.url, cast.saran, SEEN)
        for name, address in PAGES.items():
            desk.open(address)
            desk.look(name)
        browser.close()
    assert (desk.faults, desk.complaints) == ([], [])


PAGES = {
    "points": "/points/shuangsheng/",
    "mark": "/points/shuangsheng/mark/?place=150421102204",
    "legs": "/points/shuangsheng/legs/",
    "seasons": "/points/shuangsheng/seasons/",
}

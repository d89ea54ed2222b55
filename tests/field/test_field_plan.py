"""From the chief's first press on Monday to the officer's phone on Tuesday, in real browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from cast import Cast, Person
from desk_walk import Desk
from field.conftest import CHROMIUM, FLAGS, Handset
from urtuu.base.ids import new_id
from urtuu.base.weeks import Week
from urtuu.journal import desk as journal_desk
from urtuu.kinds.composing import Deed
from urtuu.places.models import Household
from urtuu.rounds import services
from urtuu.rounds.planning.pipeline import Settings
from urtuu.rounds.weekplan import jobs

pytestmark = pytest.mark.browser
MONDAY = datetime.fromisoformat("2026-11-30T09:00:00+08:00")
WEEK = Week(2026, 49)
QUICK = Settings(seed=131, iterations=100)


@pytest.fixture
def album() -> Path:
    folder = Path(__file__).parents[2] / "test-results" / "plan"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def chief(playwright: Any, live_server: Any, album: Path, cast: Cast) -> Iterator[Callable[[], Desk]]:
    """Opens the chief's desk, once the clock is set; afterwards no page may have complained or failed axe."""
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
    made: list[Desk] = []

    def make() -> Desk:
        made.append(Desk(browser, live_server.url, cast.saran, album))
        return made[-1]

    yield make
    browser.close()
    assert [fault for one in made for fault in one.faults] == []
    assert [complaint for one in made for complaint in one.complaints] == []


def visited(who: Person, door: Household, when: datetime, **more: Any) -> None:
    """A household visited before this week."""
    deed = Deed(
        kind="visit", act="make", record=str(new_id(when)), grid=door.grid_id, station="shuangsheng",
        gacha=door.gacha_id, fields={"met": "met", "card_left": True, "household": str(door.pk), **more},
    )  # fmt: skip
    journal_desk.perform(who.id, deed, when)


def worked_out(page: Any) -> None:
    """What the worker beside the site does; the page hears of it by itself."""
    page.locator("#plan-state").wait_for()
    assert jobs.work_once(QUICK) is not None
    page.locator("#plan-state").wait_for(state="detached")


def more_doors(cast: Cast) -> None:
    """Enough to fill a day."""
    first = cast.doors["near"][0]
    for n in range(9):
        Household.objects.create(
            label=f"试走 {n + 1}", gacha=first.gacha, grid=first.grid, group_name="西组", invented=True
        )


def test_proposed_moved_locked_asked_again_published_and_on_the_phone(
    chief: Callable[[], Desk], handset: Callable[..., Handset], cast: Cast
) -> None:
    with time_machine.travel(MONDAY):
        more_doors(cast)
        promised = cast.doors["near"][0]
        visited(cast.bataar, promised, MONDAY - timedelta(days=20), next_wished="2026-12-01")
        services.draw_up(cast.saran.who, "shuangsheng", WEEK, MONDAY)

        at_desk = chief()
        page = at_desk.open(f"/week/{WEEK}/shuangsheng/")
        page.get_by_role("link", name="走访排程").click()
        at_desk.look("before", ("zh-hans",))
        page.get_by_role("button", name="生成走访计划").first.click()
        worked_out(page)
        page.get_by_text("草稿，尚未下发").wait_for()

        page.get_by_role("link", name=cast.bataar.name).click()
        row = page.locator(f"#p-{cast.bataar.id}")
        tuesday, thursday = row.locator(".plan-lists section").first, row.locator(".plan-lists section").last
        assert "已约定" in tuesday.inner_text()
        moving = tuesday.locator(".plan-stop", has_text="试走").first
        name = moving.locator(".row-title").inner_text()
        moving.drag_to(row.locator(".plan-day").last)
        page.get_by_text("已调整并锁定").wait_for()
        assert name in thursday.inner_text()
        assert name not in tuesday.inner_text()

        kept = tuesday.locator(".plan-stop", has_text="试走").first
        other = kept.locator(".row-title").inner_text()
        kept.get_by_role("button", name="锁定").click()
        page.get_by_text("已锁定").first.wait_for()

        page.get_by_role("button", name="重新排程").click()
        worked_out(page)
        page.get_by_role("link", name=cast.bataar.name).click()
        assert name in thursday.inner_text()
        assert other in tuesday.inner_text()
        at_desk.open(
            f"/week/{WEEK}/shuangsheng/plan/?officer={cast.bataar.id}"
        )  # a mark in it loads nothing anew
        at_desk.look("plan")

        page.get_by_role("button", name="发布并下发").first.click()
        page.get_by_role("dialog").get_by_role("button", name="发布并下发").click()
        page.get_by_text("已发布并下发").wait_for()
        at_desk.open(f"/week/{WEEK}/shuangsheng/print/")
        assert "周二" in at_desk.text
        at_desk.look("sheets", ("zh-hans", "en"))

        phone = handset()
        phone.page.clock.install(time=MONDAY + timedelta(days=1))
        held = phone.enrol(cast.bataar)
        held.locator("li.stop", has_text="09:").first.wait_for()
        phone.go("/day")
        for said in (other, promised.label, name):
            held.locator("li.stop", has_text=said).first.wait_for()
        held.screenshot(path=str(at_desk.album / "phone-day.png"), full_page=True)

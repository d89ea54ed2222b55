"""One whole 131 week in a real browser: dealt out on Monday, played by a phone, read and signed on Friday."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from urtuu.interfaces.demo.building import build
from urtuu.interfaces.demo.people import PASSWORD
from urtuu.interfaces.phone.phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, 40, tzinfo=HERE)
WEEK = "2026-W48"
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")


class Walk:
    """A person at the desk: pages looked at, each kept as a picture and read by axe."""

    def __init__(self, chromium: Any, site: str, album: Path) -> None:
        self.site, self.album = site, album
        self.context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        self.page = self.context.new_page()
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", self._asked)
        self.page.on("console", self._said)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.outside.append(request.url)

    def _said(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(f"{self.page.url} {message.location} {message.text}")

    def sign_in(self, name: str) -> None:
        """Out, and in as somebody."""
        self.context.clear_cookies()
        self.page.goto(f"{self.site}/sign-in/")
        self.page.fill("input[name=username]", name)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(re.compile(r"^(?!.*sign-in).*$"))

    def look(self, name: str, path: str = "") -> None:
        """Open a page or stay on it; keep a picture, and let axe read it."""
        from axe_playwright_python.sync_playwright import Axe  # here: only browser tests need it

        if path:
            answer = self.page.goto(f"{self.site}{path}")
            assert answer.status == 200, (path, answer.status)
        self.page.wait_for_load_state("networkidle")
        said = len(self.complaints)
        self.page.screenshot(path=str(self.album / f"{name}.png"), full_page=True)
        found = Axe().run(self.page).response["violations"]
        self.page.wait_for_timeout(100)
        del self.complaints[said:]  # axe and the camera try inline styles; the policy stops them
        self.page.reload()  # and what they left on the elements goes
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], name

    def press(self, name: str) -> None:
        """A button by its words, answered before this returns; where the page asks again, yes."""
        button = self.page.get_by_role("button", name=name).first
        if button.evaluate("button => 'confirm' in (button.form?.dataset ?? {})"):
            button.click()
            button = self.page.locator("dialog[open] button[value=yes]")
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            button.click()
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(300)  # the swap itself follows the answer


def unassigned(walk: Walk) -> int:
    """How many tasks the board says are not dealt out."""
    return int(walk.page.locator("#work + .count").inner_text())


def new_card(walk: Walk, officer: str) -> str:
    """A card for an officer's new phone, made by the chief; its code is on the page once."""
    walk.page.goto(f"{walk.site}/devices/")
    chosen = walk.page.locator(f"select[name=staff] option:has-text('{officer}')").first
    walk.page.select_option("select[name=staff]", chosen.get_attribute("value"))
    walk.page.locator("form[action$='card/'] button").click()
    found = CODE.search(walk.page.inner_text("body"))
    assert found is not None
    return found[0]


def play_the_field_days(phone: Phone, traveller: Any) -> None:
    """Three days without signal, then one contact on Thursday evening."""
    grid = next(name for name in phone.store.feeds() if name.startswith("grid:")).removeprefix("grid:")
    gacha = next(r["code"] for r in phone.store.ref_rows(f"ref:places:{grid}") if r["is"] == "gacha")
    door = next(r["id"] for r in phone.store.ref_rows(f"ref:places:{grid}") if r["is"] == "household")
    tasks = [one for one in phone.records() if one.standing.kind == "task" and one.state == "issued"]
    for day in (1, 2, 3):
        traveller.move_to(MONDAY + timedelta(days=day))
        if tasks:
            task = tasks.pop()
            phone.record("task", "acknowledge", record=task.standing.record)
            phone.record("task", "start", record=task.standing.record)
            phone.record("task", "done", {"outcome": "done"}, record=task.standing.record)
        visit = {"met": "met", "card_left": True, "household": door, "found": "nothing"}
        phone.record("visit", "make", visit)
        session = {"topics": ["fraud"], "people": 10 + day, "language": "mn", "place": {"gacha": gacha}}
        phone.record("publicity", "hold_now", session)
    traveller.move_to(MONDAY + timedelta(days=3, hours=9))
    assert phone.sync().problems == []


def test_a_whole_week(live_server: Any, chromium: Any, album: Path, tmp_path: Path) -> None:
    with time_machine.travel(MONDAY, tick=True) as traveller:
        build("small", now=MONDAY)
        walk = Walk(chromium, live_server.url, album)

        walk.sign_in("chief")
        walk.look("1-monday-board", "/week/")
        waiting = unassigned(walk)
        walk.page.locator(".row-acts form button").first.click()
        walk.page.locator(".message").first.wait_for()
        assert unassigned(walk) < waiting
        walk.press("按建议全部派出")
        walk.press("全部下发到手机")
        walk.look("2-monday-issued")
        walk.look("3-monday-sheets", walk.page.url.removeprefix(walk.site).rstrip("/") + "/print/")

        phone = Phone(tmp_path / "phone")
        phone.enrol(live_server.url, new_card(walk, "巴特尔"))
        phone.sync()
        play_the_field_days(phone, traveller)

        traveller.move_to(MONDAY + timedelta(days=4, hours=5))
        walk.sign_in("chief")
        walk.look("4-friday-trays", "/trays/")
        walk.look("5-friday-sheet", "/sheet/")
        walk.page.locator("a[href$='/figure/people_reached/']").first.click()
        walk.look("6-friday-figure")
        walk.page.locator("main a[href*='/records/publicity/']").first.click()
        walk.look("7-friday-record")
        entry = walk.page.locator("main a[href*='/entries/']").first.get_attribute("href")
        walk.look("8-friday-entry", entry)
        assert "SHA-256" in walk.page.inner_text("body")

        walk.page.goto(f"{walk.site}/sheet/")
        walk.press("生成周报")
        walk.press("提交")
        sheet = walk.page.url.removeprefix(walk.site)
        walk.sign_in("coordinator")
        walk.look("9-friday-read", sheet)
        walk.press("签字")
        walk.look("10-friday-signed")
        assert "已签字" in walk.page.inner_text("main")
        assert walk.outside == []
        assert walk.complaints == []

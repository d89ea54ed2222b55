"""Every screen in three scripts and two sizes: read by axe, nothing runs over; by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from cast import Cast
from field.conftest import Handset
from urtuu.journal.models import EntryRow, StandingRow

pytestmark = pytest.mark.browser
LANGUAGES = {"zh-hans": "中", "en": "EN", "mvf": "ᠮᠣᠩᠭᠣᠯ"}
SCREENS = {
    "home": "/",
    "tasks": "/tasks",
    "day": "/day",
    "mend": "/mend",
    "records": "/records",
    "inbox": "/inbox",
    "me": "/me",
    "sync": "/sync",
    "friday": "/friday",
    "language": "/language",
    "pin": "/pin",
    "check": "/check",
    "practice": "/practice",
    "help": "/help",
    "drafts": "/drafts",
    "visit": "/do/visit/new/make",
    "dispute": "/do/dispute/new/report",
    "need": "/do/need/new/hear",
    "publicity": "/do/publicity/new/hold_now",
}


def faults(page: Any) -> list[str]:
    found = Axe().run(page)
    return [
        f"{one['id']}: {node['html'][:140]}"
        for one in found.response["violations"]
        for node in one["nodes"][:2]
    ]


def runs_over(page: Any, vertical: bool) -> bool:
    """Whether the page is wider than its window, or in vertical script higher."""
    side = (
        "scrollHeight > document.documentElement.clientHeight + 1"
        if vertical
        else ("scrollWidth > document.documentElement.clientWidth + 1")
    )
    return bool(page.evaluate(f"() => document.documentElement.{side}"))


@pytest.mark.parametrize("lang", list(LANGUAGES))
def test_every_screen(handset: Callable[..., Handset], cast: Cast, album: Path, lang: str) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)
    phone.visit("井东第三家")
    phone.synced()
    record = StandingRow.objects.get(kind="visit").record
    page.evaluate("(lang) => localStorage.setItem('urtuu-lang', lang)", lang)
    page.goto("about:blank")
    page.goto(phone.address)
    page.locator(".pin-key").first.wait_for()
    page.screenshot(path=album / f"unlock-{lang}.png")
    found = {"unlock": faults(page)}
    phone.typed_pin("274951")
    page.locator("nav").first.wait_for()
    over = []
    for name, address in {**SCREENS, "record": f"/record/{record}"}.items():
        phone.go(address)
        page.locator("main, form, .sky").first.wait_for()
        page.wait_for_timeout(350)
        for width, height in ((390, 844), (1440, 900)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(60)
            if runs_over(page, lang == "mvf"):
                over.append(f"{name} at {width}")
            page.screenshot(path=album / f"{name}-{lang}-{width}.png")
        page.set_viewport_size({"width": 390, "height": 844})
        found[name] = faults(page)
        words = page.inner_text("body")
        assert not any("\u0400" <= letter <= "\u04ff" for letter in words), name  # never Cyrillic
    assert {name: one for name, one in found.items() if one} == {}
    assert over == []


def test_recording_and_sending_by_keyboard_alone(handset: Callable[..., Handset], cast: Cast) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)

    def walk_to(name: str, role: str = "") -> None:
        """Tabs until the focused thing is called so."""
        for _ in range(80):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "() => { const one = document.activeElement; const label = one.labels?.[0];"
                " return [one.tagName, (label?.innerText ?? one.innerText ?? '').trim()]; }"
            )
            if name in focused[1] and (not role or focused[0] == role):
                return
        raise AssertionError(f"no way by keyboard to {name}")

    walk_to("走访一户")
    page.keyboard.press("Enter")
    page.get_by_label("哪一户").first.wait_for()
    walk_to("见到本人")
    page.keyboard.press("Space")
    walk_to("是")
    page.keyboard.press("Space")
    walk_to("哪一户", "INPUT")
    page.keyboard.type("井东第三家")
    walk_to("保存", "BUTTON")
    page.keyboard.press("Enter")
    page.get_by_text("已加密存在这部手机上").wait_for()
    phone.go("/sync")
    walk_to("立即同步")
    page.keyboard.press("Enter")
    page.get_by_text("都已上传").first.wait_for()
    assert EntryRow.objects.get().answer == "taken"

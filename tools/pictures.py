#!/usr/bin/env python3
"""Takes the pictures of docs/img/ anew from the running demonstration: `python tools/pictures.py [NAME …]`.

A demonstration banner is loaded into a folder that is thrown away, served, and walked through in Debian's
Chromium as its people would: at the desk 1440 wide, on the phone 390. Needs what the tests need.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from sited import SitedAt  # noqa: E402 -- the path is set above

PICTURES = ROOT / "docs" / "img"
CHROMIUM = "/usr/bin/chromium"
PASSWORD, PIN = "urtuu-demo-131", "274951"
DESK_SIZE, PHONE_SIZE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# Who looks at which page; after ">" a link that is found there and followed, after "!" a button.
DESK: dict[str, tuple[str, str]] = {
    "desk-board": ("chief", "/week/"),
    "desk-clocks": ("chief", "/clocks/"),
    "desk-trays": ("chief", "/trays/"),
    "desk-devices": ("chief", "/devices/"),
    "desk-sheet": ("chief", "/sheet/"),
    "desk-dispute": ("chair", "/records/dispute/ > main a[href^='/records/dispute/0']"),
    "desk-counter": ("clerk", "/counter/"),
    "desk-begin-need": ("clerk", "/records/need/new/hear/ ! main button.button-primary"),
    "desk-places": ("admin", "/places/"),
    "desk-import": ("admin", "/places/import/"),
    "desk-audit": ("privacy", "/audit/"),
    "desk-retention": ("privacy", "/retention/"),
    "kiosk": ("", "/kiosk/"),
}
PHONE: dict[str, str] = {
    "field-home": "/",
    "field-tasks": "/tasks",
    "field-day": "/day",
    "field-inbox": "/inbox",
    "field-sync": "/sync",
    "field-friday": "/friday",
    "field-practice": "/practice",
    "field-visit": "/do/visit/new/make",
    "field-dispute": "/do/dispute/new/report",
    "field-publicity": "/do/publicity/new/hold_now",
    "field-need": "/do/need/new/hear",
}


def main(chosen: list[str]) -> int:
    """Takes those named, or all; says each."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="urtuu-pictures-") as folder, demonstration(Path(folder)) as url:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            wanted = {name: told for name, told in DESK.items() if not chosen or name in chosen}
            at_desk(browser, url, wanted)
            screens = {name: to for name, to in PHONE.items() if not chosen or name in chosen}
            if screens or "field-unlock" in chosen:
                on_phone(browser, url, screens)
            browser.close()
    return 0


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """The address of a served demonstration; one that is loaded already may be named by URTUU_DEMO."""
    ready = os.environ.get("URTUU_DEMO", "")
    site = SitedAt(Path(ready) if ready else folder / "site")
    if not ready:
        print("loading the demonstration, about two minutes…", flush=True)
        loaded = subprocess.run(
            [sys.executable, "-m", "urtuu.interfaces.cli.main", "demo"], env=site.surroundings(), check=False
        )
        if loaded.returncode:
            sys.exit(loaded.returncode)
    with site.served() as url:
        yield url


def at_desk(browser: Any, url: str, wanted: dict[str, tuple[str, str]]) -> None:
    """Each page as the person who works with it sees it, in Chinese."""
    windows: dict[str, Any] = {}
    for name, (account, path) in wanted.items():
        if account not in windows:
            windows[account] = window(browser, url, account)
        page = windows[account]
        start, _, link = path.partition(" > ")
        start, _, button = start.partition(" ! ")
        page.goto(url + start)
        if button:
            page.locator(button).first.click()
        if link:
            page.goto(url + str(page.locator(link).first.get_attribute("href")))
        keep(page, name)


def window(browser: Any, url: str, account: str) -> Any:
    """A window in which somebody is signed in; nobody where no account is named."""
    page = browser.new_context(viewport=DESK_SIZE, locale="zh-CN").new_page()
    page.set_default_timeout(30_000)
    if account:
        page.goto(f"{url}/sign-in/")
        page.fill("[name=username]", account)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda address: "sign-in" not in address)
    return page


def keep(page: Any, name: str, *, before: Callable[[], object] | None = None) -> None:
    """One picture, after the page came to rest."""
    page.wait_for_load_state("networkidle")
    time.sleep(0.4)
    if before:
        before()
    page.screenshot(path=PICTURES / f"{name}.png")
    print(name, flush=True)


def on_phone(browser: Any, url: str, screens: dict[str, str]) -> None:
    """An officer's phone: taken by a card that the chief makes, brought up to date, then each screen."""
    page = browser.new_context(viewport=PHONE_SIZE, locale="zh-CN", has_touch=True).new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{url}/field/#card={card(browser, url)}")
    page.get_by_label("设六位密码").fill(PIN)
    page.get_by_label("再输一次").fill(PIN)
    page.get_by_role("button", name="领用").click()
    page.get_by_role("link", name="记纠纷").first.wait_for()
    page.get_by_text("已连站").first.wait_for()
    for name, to in screens.items():
        page.evaluate("(to) => { location.hash = to; }", to)
        keep(page, name)
    page.goto("about:blank")
    page.goto(f"{url}/field/")
    page.locator(".pin-key").first.wait_for()
    keep(page, "field-unlock")


def card(browser: Any, url: str) -> str:
    """The code of a card for the demonstration's officer."""
    page = window(browser, url, "chief")
    page.goto(f"{url}/devices/")
    page.locator("[name=staff]").select_option(label=officer_of(page))
    page.get_by_role("button", name="制卡").or_(
        page.locator("form[action$='/devices/card/'] button")
    ).first.click()
    page.locator("p.page-title").first.wait_for()
    return str(page.locator("p.page-title").first.inner_text()).strip()


def officer_of(page: Any) -> str:
    """The line of the list that names the officer whose account is printed."""
    lines = page.locator("[name=staff] option").all_inner_texts()
    return next(line for line in lines if "巴特尔" in line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

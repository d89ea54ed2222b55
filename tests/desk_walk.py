"""Somebody at the desk in a real browser: fills the forms of the table, and every page is read by axe."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from cast import Person

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SET = """([name, value]) => {
  const all = [...document.querySelectorAll(`#act [name="${name}"]`)];
  if (!all.length) throw new Error(`no control ${name}`);
  for (const one of all) {
    if (one.type === "radio" || one.type === "checkbox") {
      const wanted = Array.isArray(value) ? value.includes(one.value) : one.value === String(value);
      if (one.checked !== wanted) one.click();
    } else {
      one.value = value;
      one.dispatchEvent(new Event("input", { bubbles: true }));
      one.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}"""


class Desk:
    """A person signed in, with a browser window of their own."""

    def __init__(self, browser: Any, site: str, who: Person, album: Path) -> None:
        self.site, self.who, self.album = site, who, album
        self.context = browser.new_context(viewport=WIDE, locale="zh-CN")
        client = Client()
        client.force_login(who.staff)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.complaints: list[str] = []
        self.page.on("console", self._hear)

    def _hear(self, said: Any) -> None:
        # A sentence of refusal travels with a status of its own: the browser notes it, it is no fault.
        if said.type == "error" and not re.search(r"status of (403|404|422)", said.text):
            self.complaints.append(f"{self.page.url} {said.text}")

    def open(self, path: str) -> Any:
        """A page."""
        self.page.goto(f"{self.site}{path}")
        return self.page

    @property
    def text(self) -> str:
        """What the page says."""
        return str(self.page.inner_text("main"))

    def look(self, name: str, languages: tuple[str, ...] = ("zh-hans", "en", "mvf")) -> None:
        """A picture in each language and both sizes, read by axe; the page is asked for anew each time."""
        for language in languages:
            self._speak(language)
            self.look_here(f"{name}-{language}", vertical=language == "mvf")
        self._speak("zh-hans")

    def look_here(self, name: str, *, vertical: bool = False) -> None:
        """The page as it is: what followed a form is not there to be asked for again."""
        from axe_playwright_python.sync_playwright import Axe  # here: only browser tests need it

        heard, side = len(self.complaints), "Height" if vertical else "Width"
        over = f"document.documentElement.scroll{side} > document.documentElement.client{side} + 1"
        for size in (NARROW, WIDE):
            self.page.set_viewport_size(size)
            self.page.wait_for_timeout(60)
            self.page.screenshot(path=str(self.album / f"{name}-{size['width']}.png"))
            if self.page.evaluate(f"() => {over}"):
                self.faults.append(f"{name} runs over at {size['width']}")
        for one in Axe().run(self.page).response["violations"]:
            self.faults.append(f"{name} {one['id']}: {one['nodes'][0]['html'][:160]}")
        if any("\u0400" <= letter <= "\u04ff" for letter in self.page.inner_text("body")):
            self.faults.append(f"{name}: Cyrillic")
        self.page.wait_for_timeout(100)
        del self.complaints[heard:]  # axe and the camera try inline styles; the policy stops them

    def _speak(self, language: str) -> None:
        self.context.add_cookies([
            {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.site}
        ])  # fmt: skip
        self.page.goto(self.page.url)
        self.page.wait_for_load_state("networkidle")

    def act(self, record: str, act: str, said: Mapping[str, Any] | None = None) -> Any:
        """An act by its own form, filled in and sent; the page that follows."""
        self.open(f"/records/dispute/{record}/do/{act}/")
        return self.send(said or {})

    def send(self, said: Mapping[str, Any]) -> Any:
        """The form that is open."""
        for name, value in said.items():
            self.page.evaluate(SET, [name, value])
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.page.locator("#act button.button-primary").last.click()
        self.page.wait_for_load_state("networkidle")
        return self.page

    def press(self, button: str) -> Any:
        """A button by its words."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.page.get_by_role("button", name=button).first.click()
        self.page.wait_for_load_state("networkidle")
        return self.page

"""An ordinary dispute and an ordinary visit: two screens each, and 90 seconds of a practised thumb."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from field.conftest import Handset
from urtuu.journal.models import EntryRow, StandingRow

pytestmark = pytest.mark.browser
SCREEN = 844
THINK, POINT, KEY, CHARACTER = 1.35, 1.1, 0.28, 0.9
"""Seconds of the keystroke-level model (Card, Moran and Newell, 1980): to think before each thing asked, to
reach and touch, to press a key; a Chinese character is some three keys by pinyin."""


class Thumb:
    """Touches and types as an officer does, and counts what it would take."""

    def __init__(self, phone: Handset) -> None:
        self.phone, self.page, self.seconds = phone, phone.page, 0.0

    def touch(self, where: Any) -> None:
        where.first.click()
        self.seconds += THINK + POINT

    def chip(self, group: str, label: str) -> None:
        self.touch(
            self.page.locator(f"label:has(input[name='f-{group}'])").filter(has_text=label)
            if group
            else self.page.get_by_text(label, exact=True)
        )

    def pick(self, control: str, value: str) -> None:
        self.page.locator(f"#f-{control}").select_option(value)
        self.seconds += THINK + 2 * POINT  # open it, touch one

    def write(self, control: str, text: str) -> None:
        self.page.locator(f"#f-{control}").fill(text)
        self.seconds += THINK + POINT + sum(KEY if one.isascii() else CHARACTER for one in text)


def fill_in(thumb: Thumb) -> None:
    """What is asked of a small dispute between neighbours."""
    thumb.chip("how_found", "走访发现")
    thumb.pick("category", "NEI")
    thumb.write("place-spot", "村部东侧")
    thumb.write("people", "4")
    thumb.chip("hurt_or_threatened", "否")
    thumb.chip("size", "小事")
    thumb.write("summary", "两家为水井轮用时间争吵，已约定当面商量，愿意调解")


def test_an_ordinary_dispute(
    handset: Callable[..., Handset], cast: Cast, album: Path, figures: Callable[[str], None]
) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)
    thumb = Thumb(phone)
    thumb.touch(page.get_by_role("link", name="记纠纷"))
    page.locator("#f-category").wait_for()
    height = int(page.evaluate("() => document.documentElement.scrollHeight"))
    fill_in(thumb)
    thumb.touch(page.get_by_role("button", name="保存", exact=True))
    page.get_by_text("已加密存在这部手机上").wait_for()
    phone.synced()
    figures(f"an ordinary dispute: {thumb.seconds:.0f} s by the model, {height} px of {2 * SCREEN}")
    assert thumb.seconds <= 90
    assert height <= 2 * SCREEN
    assert EntryRow.objects.get(kind="dispute").answer == "taken"
    phone.go(f"/record/{StandingRow.objects.get(kind='dispute').record}")
    page.get_by_text("可以办理").wait_for()
    page.screenshot(path=album / "dispute-record.png", full_page=True)
    first = page.locator(".record-acts").first
    assert first.locator("a.button").count() >= 1
    assert first.bounding_box()["height"] <= SCREEN / 2  # what comes next is not looked for in a long column


def test_an_ordinary_visit(
    handset: Callable[..., Handset], cast: Cast, figures: Callable[[str], None]
) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)
    thumb = Thumb(phone)
    thumb.touch(page.get_by_role("link", name="走访一户"))
    page.get_by_label("哪一户").first.wait_for()
    height = int(page.evaluate("() => document.documentElement.scrollHeight"))
    thumb.touch(page.locator("label.form-chip, label.form-big").filter(has_text="见到本人"))
    thumb.touch(page.locator("label.form-chip, label.form-big").filter(has_text="是"))
    page.get_by_label("哪一户").first.fill("井东第三家")
    thumb.seconds += THINK + POINT + 5 * CHARACTER
    thumb.touch(page.get_by_role("button", name="保存", exact=True))
    page.get_by_text("已加密存在这部手机上").wait_for()
    figures(f"an ordinary visit: {thumb.seconds:.0f} s by the model, {height} px of {2 * SCREEN}")
    assert thumb.seconds <= 90
    assert height <= 2 * SCREEN


def test_a_signature_is_drawn_and_kept_like_a_picture(
    handset: Callable[..., Handset], cast: Cast, album: Path
) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)
    phone.form("dispute", "report", "纠纷类别")
    fill_in(Thumb(phone))
    phone.save()
    phone.synced()
    phone.go(f"/do/dispute/{StandingRow.objects.get(kind='dispute').record}/performed")
    pad = page.locator("canvas.form-ink")
    pad.scroll_into_view_if_needed()
    done = page.get_by_role("button", name="签好了")
    assert done.is_disabled()  # nothing drawn is no signature
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 30 + step * 18, box["y"] + 40 + (step % 3) * 20)
    page.mouse.up()
    page.screenshot(path=album / "signature.png")
    done.click()
    kept = page.locator(".form-photos canvas")
    kept.wait_for()
    page.wait_for_timeout(400)
    assert page.locator("canvas.form-ink").count() == 0  # one is asked for
    inked = kept.evaluate(
        "(one) => [...one.getContext('2d').getImageData(0, 0, one.width, one.height).data]"
        ".some((value, i) => i % 4 < 3 && value < 128)"
    )
    assert inked
    page.get_by_text("草稿已存").first.wait_for()
    page.reload()
    phone.typed_pin("274951")
    page.locator(".form-photos canvas").wait_for()  # it lies encrypted with the draft

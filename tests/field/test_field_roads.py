"""Bad roads: slow and cut again and again; and a phone that dies between saving and the receipt."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from field.conftest import Handset
from field.roads import Road
from urtuu.journal import pictures
from urtuu.journal.models import Blob, EntryRow
from urtuu.kinds.entries import read_entry

pytestmark = pytest.mark.browser
ENTRIES, KILLS, WHOLE_BROWSER_EACH = 40, 100, 10
BITS, CUT_EACH = 20_000, 10.0


def until(true: Callable[[], bool], seconds: float, page: Any) -> float:
    """Waits for something; how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        page.wait_for_timeout(50)
    return time.monotonic() - began


def taken() -> int:
    return EntryRow.objects.filter(answer="taken").count()


def filled(phone: Handset, road: Road, names: str) -> None:
    road.shut()
    for n in range(ENTRIES):
        phone.visit(f"{names}{n:02d}")
    road.reopen()


def test_forty_entries_over_a_bad_road(
    handset: Callable[..., Handset], road: Road, cast: Cast, figures: Callable[[str], None]
) -> None:
    smooth, bad = handset(), handset()
    smooth.enrol(cast.bataar)
    filled(smooth, road, "平路")
    before = road.passed
    smooth.go("/sync")
    smooth.tap(smooth.page.get_by_role("button", name="立即同步"))
    until(lambda: taken() == ENTRIES, 20, smooth.page)
    smooth.page.get_by_text("都已上传").first.wait_for()
    payload = road.passed - before
    smooth.stop()

    bad.enrol(cast.qiqige)
    filled(bad, road, "烂路")
    bad.go("/sync")
    road.slow(BITS, CUT_EACH)
    bad.page.evaluate("dispatchEvent(new Event('online'))")
    seconds = until(lambda: taken() == 2 * ENTRIES, 60, bad.page)
    bad.page.get_by_text("都已上传").first.wait_for(timeout=60_000)
    road.smooth()
    figures(f"{ENTRIES} entries: {seconds:.1f} s, {road.passed} bytes, payload {payload}, {road.cuts} cuts")
    assert seconds <= 30
    assert road.passed <= 1.3 * payload
    assert EntryRow.objects.count() == 2 * ENTRIES


def test_a_picture_goes_on_where_it_was_cut(
    handset: Callable[..., Handset],
    road: Road,
    cast: Cast,
    tmp_path: Path,
    settings: Any,
    figures: Callable[[str], None],
) -> None:
    settings.BLOBS = tmp_path / "blobs"
    phone = handset()
    phone.enrol(cast.bataar)
    road.shut()
    phone.form("visit", "make", "哪一户")
    phone.choose("见到本人")
    phone.choose("是")
    phone.type("哪一户", "井东")
    phone.tap(phone.page.get_by_text("更多"))
    noise = tmp_path / "noise.png"
    noise.write_bytes(noisy_png())
    phone.page.locator("input[type=file]").set_input_files(str(noise))
    phone.page.locator(".form-photos canvas").wait_for()
    phone.save()
    road.reopen()
    road.slow(400_000, 4.0)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    until(lambda: Blob.objects.filter(arrived_at=None).exists(), 30, phone.page)  # the text came first
    until(lambda: Blob.objects.exclude(arrived_at=None).exists(), 240, phone.page)
    size, cuts = Blob.objects.get().size, road.cuts
    road.smooth()
    figures(f"a picture of {size} bytes: {road.up} bytes sent, {cuts} cuts")
    kept = pictures.opened(Blob.objects.get()) or b""
    assert kept.startswith(b"\xff\xd8\xff")
    assert b"N43.87" not in kept  # drawn anew: nothing but the picture is left of the file
    assert b"Exif" not in kept
    assert size > 100_000
    assert road.up <= size + (cuts + 1) * 256 * 1024


def noisy_png() -> bytes:
    """A picture that packs badly, with a place and a name in it that must not travel."""
    import struct
    import zlib

    width, height = 1200, 900
    rng = random.Random(7)
    rows = b"".join(b"\0" + rng.randbytes(width * 3) for _ in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"tEXt", b"GPS\0N43.87 E120.09 somebody's phone")
        + chunk(b"IDAT", zlib.compress(rows, 1))
        + chunk(b"IEND", b"")
    )


def kill(phone: Handset, whole: bool) -> None:
    """The power goes: of the page, or of the whole browser."""
    if not whole:
        session = phone.context.new_cdp_session(phone.page)
        with suppress(Exception):  # the page is gone before it can answer
            session.send("Page.crash", timeout=1)
        return
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and str(phone.folder).encode() in (entry / "cmdline").read_bytes():
                os.kill(int(entry.name), signal.SIGKILL)


def after_kill(phone: Handset, whole: bool) -> None:
    if whole:
        with suppress(Exception):
            phone.context.close()
        for lock in phone.folder.glob("Singleton*"):
            lock.unlink(missing_ok=True)
        phone.start()
    else:
        crashed = phone.page
        phone.page = phone.context.new_page()
        phone._listen(phone.page)
        with suppress(Exception):
            crashed.close()
    phone.page.goto(phone.address)
    phone.unlock()


def test_a_hundred_kills_between_saving_and_the_receipt(
    handset: Callable[..., Handset], road: Road, cast: Cast, figures: Callable[[str], None]
) -> None:
    rng = random.Random(131)
    phone = handset()
    phone.enrol(cast.bataar)
    promised: set[str] = set()
    for n in range(KILLS):
        door = f"第{n:03d}户"
        phone.form("visit", "make", "哪一户")
        phone.choose("见到本人")
        phone.choose("是")
        phone.type("哪一户", door)
        phone.page.get_by_role("button", name="保存", exact=True).click(no_wait_after=True)
        phone.page.wait_for_timeout(rng.random() * 150)
        if phone.page.get_by_text("已加密存在这部手机上").count():
            promised.add(door)  # from this word on it may not be lost
        whole = n % WHOLE_BROWSER_EACH == 0
        kill(phone, whole)
        after_kill(phone, whole)
    phone.synced()
    lines = [read_entry(bytes(row.line)) for row in EntryRow.objects.order_by("seq")]
    doors = [str(entry.body["label"]) for entry in lines]
    figures(f"{KILLS} kills: {len(promised)} promised, {len(doors)} arrived")
    assert promised <= set(doors)
    assert len(doors) == len(set(doors))
    assert [entry.seq for entry in lines] == list(range(1, len(lines) + 1))
    assert 10 < len(promised) < KILLS  # the kills fell on both sides of the word

"""What lies in the browser's files once the phone is locked, and what ten wrong PINs leave."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from field.conftest import Handset
from field.roads import Road
from urtuu.journal.models import EntryRow
from urtuu.places.models import Household

pytestmark = pytest.mark.browser
GIVEN = [f"种下门牌{n:02d}号" for n in range(10)]
TYPED = [f"种下人名{n:02d}氏" for n in range(10)]
CLEAR = "lying-in-clear-7f3a"


def files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for file in folder.rglob("*"):
        if file.is_file():
            yield file, file.read_bytes()


def found_in(folder: Path, words: list[str | bytes]) -> set[str]:
    """Which words stand in any file, in UTF-8 or in UTF-16 as the browser stores text.

    Its database packs blocks with Snappy, whose literals stay as they are: a word that occurs for the first
    time stands whole. The control that is planted in clear shows that the scan would find one.
    """
    found = set()
    for _, body in files(folder):
        for word in words:
            spelt = [word] if isinstance(word, bytes) else [word.encode(), word.encode("utf-16-le")]
            if any(one in body for one in spelt):
                found.add(repr(word))
    return found


def test_after_locking_nothing_readable_lies_in_the_profile(
    handset: Callable[..., Handset], cast: Cast
) -> None:
    for label in GIVEN:
        Household.objects.create(
            label=label,
            gacha=cast.near.gachas.all()[0],
            grid=cast.near,
            group_name="",
            landmark="",
            invented=True,
        )
    phone = handset()
    # The key is caught as it is made, so that the files can be searched for it.
    phone.page.add_init_script(
        "const real = crypto.subtle.importKey.bind(crypto.subtle); window.caught = [];"
        "crypto.subtle.importKey = (...asked) => { if (asked[0] === 'raw' && asked[1].byteLength === 32)"
        " window.caught.push([...new Uint8Array(asked[1])]); return real(...asked); };"
    )
    page = phone.enrol(cast.bataar)
    for name in TYPED:
        phone.form("need", "hear", "事由")
        page.locator("#f-topic").evaluate(
            "(one) => { one.value = 'water'; one.dispatchEvent(new Event('change')); }"
        )
        phone.type("事由", f"{name}的事由")
        phone.type("诉求内容", f"{name}说井干了")
        phone.save()
    phone.synced()
    page.evaluate(
        "(word) => new Promise((done) => { const asked = indexedDB.open('control');"
        " asked.onupgradeneeded = () => asked.result.createObjectStore('s');"
        " asked.onsuccess = () => { const writing = asked.result.transaction('s', 'readwrite');"
        " writing.objectStore('s').put(word, 'k'); writing.oncomplete = () => done(true); }; })",
        CLEAR,
    )
    keys = [bytes(one) for one in page.evaluate("window.caught")]
    assert keys
    phone.go("/me")
    page.get_by_role("button", name="现在锁上").click()
    page.get_by_text("输入密码").first.wait_for()
    phone.stop()
    assert found_in(phone.folder, [CLEAR]) == {repr(CLEAR)}
    assert found_in(phone.folder, [*GIVEN, *TYPED, *keys]) == set()
    phone.start()


BARE = (
    "new MutationObserver(() => document.querySelectorAll('form[autocomplete]').forEach((one) =>"
    " one.removeAttribute('autocomplete'))).observe(document, { childList: true, subtree: true });"
)
"""Takes from the forms what keeps their text out of the browser's session files."""


@pytest.mark.parametrize("bare", [False, True], ids=["as it is", "control"])
def test_a_form_left_open_leaves_nothing_in_the_session_files(
    handset: Callable[..., Handset], cast: Cast, bare: bool
) -> None:
    """The browser keeps what stands in a form's text areas in its own files, unless the form forbids it."""
    phone = handset()
    if bare:
        phone.page.add_init_script(BARE)
    page = phone.enrol(cast.bataar)
    phone.form("need", "hear", "事由")
    phone.type("事由", f"{TYPED[0]}的事由")
    phone.type("诉求内容", f"{TYPED[1]}说井干了")
    page.wait_for_timeout(7_000)  # longer than the browser waits before it writes
    phone.go("/me")
    page.wait_for_timeout(4_000)
    page.get_by_role("button", name="现在锁上").click()
    page.get_by_text("输入密码").first.wait_for()
    phone.stop()
    assert found_in(phone.folder, [*TYPED[:2]]) == ({repr(TYPED[1])} if bare else set())
    phone.start()


def test_ten_wrong_pins_destroy_the_key_and_lose_no_queued_entry(
    handset: Callable[..., Handset], road: Road, cast: Cast, album: Path
) -> None:
    phone = handset()
    phone.enrol(cast.bataar)
    road.shut()
    phone.visit("井东第三家")
    phone.visit("井西第四家")
    phone.start_over_with_a_fast_clock()
    page = phone.page
    for left in range(9, -1, -1):
        phone.typed_pin("000001")
        if left:
            page.get_by_text(re.compile(f"还可以试 {left} 次|请等")).first.wait_for()
            page.clock.run_for(61_000)
    page.get_by_text("2 条").first.wait_for()
    page.screenshot(path=album / "wiped.png")
    with page.expect_download() as saved:
        page.get_by_role("button", name=re.compile("救援文件")).first.click()
    body = Path(saved.value.path()).read_bytes()
    assert "井东" not in body.decode()

    desk = Client(headers={"accept-language": "en"})
    desk.force_login(cast.saran.staff)

    def hand_in() -> str:
        file = SimpleUploadedFile("phone.urtuu", body)
        return desk.post("/devices/rescue/", {"file": file}, follow=True).content.decode()

    assert "2 entries taken, 0 known" in hand_in()
    assert "0 entries taken, 2 known" in hand_in()
    assert [row.answer for row in EntryRow.objects.all()] == ["taken", "taken"]


def test_what_waits_on_a_locked_phone_arrives_without_a_pin(
    handset: Callable[..., Handset], road: Road, cast: Cast
) -> None:
    phone = handset()
    phone.enrol(cast.bataar)
    road.shut()
    phone.visit("井东第三家")
    phone.restart()
    phone.page.get_by_text("输入密码").first.wait_for()
    road.reopen()
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    for _ in range(100):
        if EntryRow.objects.exists():
            break
        phone.page.wait_for_timeout(100)
    assert [row.answer for row in EntryRow.objects.all()] == ["taken"]
    phone.unlock()
    phone.synced()
    assert EntryRow.objects.count() == 1

"""An officer's first minutes, then days without signal: in three generations of the browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from cast import Cast
from field.conftest import ENGINES, Handset
from field.roads import Road
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.places.models import Device

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("engine", ["", "114", "92"])
def test_days_without_signal(
    handset: Callable[..., Handset], road: Road, cast: Cast, album: Path, engine: str
) -> None:
    if engine and not (ENGINES / engine / "chromium").exists():
        pytest.skip(f"Chromium {engine} is not on this machine: run python tests/engines/unpack.py")
    phone = handset(engine=engine)
    began = time.monotonic()
    phone.enrol(cast.bataar)
    assert time.monotonic() - began < 60
    assert Device.objects.get(staff=cast.bataar.staff).checks["worker"] == "yes"

    road.shut()  # Tuesday morning
    phone.visit("井东第三家")
    phone.form("need", "hear", "事由")
    phone.type("事由", "机井不出水")
    time.sleep(1.2)  # a second after the last stroke it is on the disk

    phone.restart()  # the battery was changed, still no signal
    phone.unlock()
    page = phone.go("/records")
    phone.tap(page.get_by_role("button", name="全部"))
    phone.type("查找本机记录", "井东")
    page.get_by_role("link", name="井东第三家").first.wait_for(state="attached")
    phone.go("/drafts")
    phone.tap(page.get_by_role("link", name="机井不出水"))
    page.get_by_label("事由").first.wait_for(state="attached")
    assert page.get_by_label("事由").first.input_value() == "机井不出水"
    pick = "(one) => { one.value = 'water'; one.dispatchEvent(new Event('change')); }"
    page.locator("#f-topic").evaluate(pick)
    phone.type("诉求内容", "井干了三天")
    phone.save()
    assert not EntryRow.objects.exists()
    page.screenshot(path=album / f"saved-{engine or 'now'}.png")

    road.reopen()  # Thursday evening
    phone.synced()
    assert {row.answer for row in EntryRow.objects.all()} == {"taken"}
    assert EntryRow.objects.count() == 2
    record = StandingRow.objects.get(kind="need").record
    desk = Client()
    desk.force_login(cast.saran.staff)
    assert "机井不出水" in desk.get(f"/records/need/{record}/").content.decode()

"""What happens to a phone: a new version over a half-filled form, site data wiped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from field.conftest import Handset
from field.deploys import Deployed
from field.roads import Road
from urtuu.journal.models import EntryRow
from urtuu.places.models import Device

pytestmark = pytest.mark.browser


@pytest.fixture
def deployed(tmp_path: Path, live_server: Any) -> Iterator[Deployed]:
    deployed = Deployed(tmp_path, live_server.thread.host, live_server.thread.port)
    yield deployed
    deployed.close()


@pytest.fixture
def road(deployed: Deployed) -> Iterator[Road]:
    """To the site as it is deployed; instead of the usual one."""
    road = Road("127.0.0.1", deployed.port)
    yield road
    road.close()


def lands(page: Any, deployed: Deployed) -> str:
    """A new version is deployed and found; the name of a file that is gone from the site."""
    dropped = deployed.land()
    page.evaluate(
        "() => navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => true)"
    )
    page.get_by_text("有新版本").wait_for()
    return dropped


def half_filled(phone: Handset) -> None:
    phone.form("visit", "make", "哪一户")
    phone.choose("见到本人")
    phone.type("哪一户", "井东第三家")


def test_a_half_filled_form_is_finished_with_the_version_it_was_begun_with(
    handset: Callable[..., Handset], road: Road, cast: Cast, deployed: Deployed
) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)
    half_filled(phone)
    page.evaluate("() => { window.sameVisit = true; }")
    dropped = lands(page, deployed)
    road.shut()  # the rest is written without signal, with the old version's files
    assert page.get_by_label("哪一户").first.input_value() == "井东第三家"
    phone.choose("是")
    phone.save()
    phone.go("/records")
    page.get_by_role("button", name="全部").click()
    page.locator("main li a.line").first.wait_for()
    files = page.evaluate("() => performance.getEntriesByType('resource').map((one) => one.name).join()")
    assert dropped in files  # the site has it no more, the phone has
    assert page.evaluate("() => window.sameVisit")
    assert page.locator("meta[name=build]").count() == 0
    page.get_by_role("button", name="更新").click()
    page.locator("meta[name=build]").wait_for(state="attached")  # the new one starts without signal, too
    page.get_by_text("输入密码").first.wait_for()
    phone.typed_pin("274951")
    page.locator("main li a.line, .list-filters").first.wait_for()
    road.reopen()
    phone.synced()
    assert EntryRow.objects.get().answer == "taken"
    phone.go("/records")
    page.get_by_role("button", name="全部").click()
    page.locator("main li a.line").first.wait_for()


def test_an_update_taken_in_the_middle_of_a_form_comes_back_to_it(
    handset: Callable[..., Handset], cast: Cast, deployed: Deployed
) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)
    half_filled(phone)
    lands(page, deployed)
    page.get_by_text("草稿已存").first.wait_for()
    page.get_by_role("button", name="更新").click()
    page.locator("meta[name=build]").wait_for(state="attached")
    page.get_by_text("输入密码").first.wait_for()
    phone.typed_pin("274951")
    page.get_by_label("哪一户").first.wait_for()
    assert page.get_by_label("哪一户").first.input_value() == "井东第三家"
    phone.choose("是")
    phone.save()
    phone.go("/drafts")
    page.get_by_text("没有草稿").first.wait_for()


def test_wiped_site_data_cost_what_was_not_sent_and_nothing_else(
    handset: Callable[..., Handset], cast: Cast
) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)
    phone.visit("井东第三家")
    phone.synced()
    phone.stop()
    for kept in ("IndexedDB", "Service Worker", "Local Storage", "Session Storage", "WebStorage", "Cache"):
        shutil.rmtree(phone.folder / "Default" / kept, ignore_errors=True)
    phone.start()
    page = phone.page
    page.goto(phone.address)
    page.get_by_label("设六位密码").wait_for()  # nobody is told that it is broken: it is a new phone
    phone.enrol(cast.bataar)  # the card is read while this page stands open
    phone.visit("井西第四家")
    phone.synced()
    phone.go("/records")
    page.get_by_role("button", name="全部").click()
    page.locator("main li a.line").first.wait_for()
    assert [row.answer for row in EntryRow.objects.order_by("received_at")] == ["taken", "taken"]
    assert Device.objects.filter(kind=Device.PHONE, staff=cast.bataar.staff).count() == 2

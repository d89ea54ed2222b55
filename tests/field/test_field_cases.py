"""Two phones on one case, two tabs, a restored or revoked phone's day, a lease that ran out."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast, appoint
from field.conftest import Handset
from field.roads import Road
from urtuu.journal import services
from urtuu.journal.models import EntryRow, Site, StandingRow
from urtuu.kinds.roles import Role
from urtuu.places.models import Device
from urtuu.places.services import revoke

pytestmark = pytest.mark.browser
SCHEDULES = 6


def told(phone: Handset, act: str, first: str, **typed: str) -> None:
    """An act on the case that both phones hold, found through the list."""
    record = StandingRow.objects.get(kind="need").record
    phone.go("/")
    phone.home()
    phone.go(f"/do/need/{record}/{act}")
    phone.page.get_by_label(first).first.wait_for()
    for label, text in typed.items():
        phone.type(label, text)
    phone.save()


@pytest.mark.parametrize("seed", range(SCHEDULES))
def test_two_phones_on_one_case_for_three_days(
    handset: Callable[..., Handset], road: Road, cast: Cast, seed: int
) -> None:
    """Whatever the order: what was typed is there, and each true conflict is one card at the desk."""
    appoint(cast.qiqige.staff, Role.OFFICER, cast.near)  # both serve this grid
    rng = random.Random(seed)
    one, other = handset(), handset()
    one.enrol(cast.bataar)
    one.form("need", "hear", "事由")
    pick = "(one) => { one.value = 'water'; one.dispatchEvent(new Event('change')); }"
    one.page.locator("#f-topic").evaluate(pick)
    one.type("事由", "机井不出水")
    one.type("诉求内容", "井干了三天")
    one.save()
    one.synced()
    other.enrol(cast.qiqige)

    road.shut()
    typed = []
    phones = [one, other]
    for day in range(3):
        rng.shuffle(phones)
        for phone in phones:
            word = f"第{day}天{'甲' if phone is one else '乙'}的答复"
            told(phone, "answer", "答复内容", 答复内容=word)
            typed.append(word)
    enders = rng.sample([one, other], 2)
    told(enders[0], "met", "办理结果", 办理结果="修好了")
    told(enders[1], "not_possible", "无法办理的原因", 无法办理的原因="水源不够，另寻办法")
    road.reopen()
    order = rng.sample([one, other], 2)
    for phone in order:
        phone.go("/sync")
        phone.tap(phone.page.get_by_role("button", name="立即同步"))
        phone.page.get_by_text("都已上传").first.wait_for()

    rows = EntryRow.objects.filter(kind="need").exclude(act="hear")
    assert rows.count() == len(typed) + 2
    assert not rows.exclude(answer__in=["taken", "held"]).exists()  # nothing typed was refused or lost
    held = rows.filter(answer="held")
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(cast.saran.staff)
    page = desk.get("/trays/").content.decode()
    cards = page.count('id="entry-')
    assert cards == held.filter(why="conflict").count()
    # Whoever came second could not see that the case had ended: that alone waits for the chief.
    ended = {row.act for row in rows.filter(act__in=["met", "not_possible"])}
    assert ended == {"met", "not_possible"}


def test_a_second_tab_asks_before_it_takes_over(handset: Callable[..., Handset], cast: Cast) -> None:
    phone = handset()
    first = phone.enrol(cast.bataar)
    second = phone.context.new_page()
    second.set_default_timeout(15_000)
    second.goto(phone.address)
    second.get_by_role("button", name="在此使用").click()
    second.get_by_text("输入密码").first.wait_for()
    first.get_by_role("button", name="在此使用").wait_for()  # it dropped its key
    phone.page = second
    phone.unlock()
    phone.visit("井东第三家")
    phone.synced()
    assert EntryRow.objects.count() == 1


def test_a_restored_site_is_given_what_it_lost(handset: Callable[..., Handset], cast: Cast) -> None:
    phone = handset()
    phone.enrol(cast.bataar)
    phone.visit("井东第三家")
    phone.synced()
    epoch = services.site().epoch
    Site.objects.update(epoch="00000000-0000-4000-8000-000000000000")
    assert epoch != services.site().epoch
    phone.visit("井西第四家")
    phone.synced()
    assert [row.answer for row in EntryRow.objects.order_by("seq")] == ["taken", "taken"]


def test_a_revoked_phone_hands_in_what_it_wrote_and_forgets(
    handset: Callable[..., Handset], road: Road, cast: Cast
) -> None:
    phone = handset()
    phone.enrol(cast.bataar)
    road.shut()
    phone.visit("井东第三家")
    revoke(Device.objects.get(kind="phone"), timezone.now())
    road.reopen()
    phone.go("/sync")
    phone.tap(phone.page.get_by_role("button", name="立即同步"))
    phone.page.get_by_text("停用").first.wait_for()
    assert [row.answer for row in EntryRow.objects.all()] == ["held"]
    phone.restart()
    phone.page.get_by_text("停用").first.wait_for()


def test_a_lease_that_ran_out_asks_to_synchronise_first(
    handset: Callable[..., Handset], road: Road, cast: Cast
) -> None:
    phone = handset()
    phone.enrol(cast.bataar)
    road.shut()
    phone.stop()
    phone.start()
    phone.page.clock.install(time=timezone.now() + timedelta(days=12))
    phone.page.goto(phone.address)
    phone.page.get_by_text("输入密码").first.wait_for()
    phone.typed_pin("274951")
    phone.page.get_by_role("button", name="立即联系").wait_for()
    assert phone.page.get_by_role("link", name="记纠纷").count() == 0
    road.reopen()
    phone.page.get_by_role("button", name="立即联系").click()
    phone.home()


def test_a_full_phone_says_so_and_loses_nothing(handset: Callable[..., Handset], cast: Cast) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)
    # The browser's own override of a quota does not reach its database: the refusal itself is played.
    page.evaluate(
        "() => { window.put = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = () => {"
        " throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    phone.form("visit", "make", "哪一户")
    phone.choose("见到本人")
    phone.choose("是")
    phone.type("哪一户", "井东第三家")
    phone.tap(page.get_by_role("button", name="保存", exact=True))
    page.get_by_text("手机存储已满").first.wait_for()
    assert page.get_by_label("哪一户").first.input_value() == "井东第三家"
    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    phone.save()
    phone.synced()
    assert EntryRow.objects.count() == 1


def test_a_wrong_clock_is_shown_and_decides_nothing(handset: Callable[..., Handset], cast: Cast) -> None:
    phone = handset()
    phone.page.clock.install(time=timezone.now() + timedelta(hours=5))
    page = phone.enrol(cast.bataar)
    phone.visit("井东第三家")
    phone.synced()
    page.get_by_text("快 300 分钟").or_(page.get_by_text("快 299 分钟")).first.wait_for()
    row = EntryRow.objects.get()
    assert row.counted_at <= row.received_at

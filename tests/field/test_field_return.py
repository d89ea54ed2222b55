"""What comes back from the desk, Friday, and practice: played through on the phone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from cast import Cast
from field.conftest import Handset
from urtuu.base.weeks import week_of
from urtuu.journal.models import EntryRow, StandingRow

pytestmark = pytest.mark.browser


def heard(phone: Handset, heading: str) -> str:
    """A need, at the station; its record."""
    phone.form("need", "hear", "事由")
    pick = "(one) => { one.value = 'water'; one.dispatchEvent(new Event('change')); }"
    phone.page.locator("#f-topic").evaluate(pick)
    phone.type("事由", heading)
    phone.type("诉求内容", "井干了三天")
    phone.save()
    phone.synced()
    return StandingRow.objects.get(kind="need").record


def test_a_correction_the_desk_asks_for_names_the_entry_that_makes_it(
    handset: Callable[..., Handset], cast: Cast, album: Path
) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)
    record = heard(phone, "机井不出水")
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(cast.saran.staff)
    given = {"grid": "near", "about": record, "officer": cast.bataar.id, "text": "是北井还是南井？"}
    assert desk.post("/records/feedback/new/ask_correction/", given).status_code in (200, 302)

    phone.synced()
    phone.go("/inbox")
    page.get_by_text("是北井还是南井？").wait_for()
    page.screenshot(path=album / "feedback.png")
    page.get_by_role("link", name="更正").first.click()
    page.get_by_label("事由").first.wait_for()
    assert page.get_by_label("事由").first.input_value() == "机井不出水"
    phone.type("事由", "北机井不出水")
    phone.save()
    phone.synced()

    correction = EntryRow.objects.get(kind="need", act="correct")
    feedback = json.loads(StandingRow.objects.get(kind="feedback").body)
    assert feedback["body"]["made_entry"] == correction.id
    assert feedback["state"] == "closed"
    need = json.loads(StandingRow.objects.get(kind="need").body)
    assert need["body"]["heading"] == "北机井不出水"


def test_friday_is_handed_in_from_the_phone(handset: Callable[..., Handset], cast: Cast, album: Path) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)
    phone.visit("井东第三家")
    phone.go("/friday")
    page.get_by_label("想说的话").fill("周三大雪封路")
    page.get_by_role("button", name="交给站里").click()
    phone.synced()
    row = StandingRow.objects.get(kind="week_report")
    body = json.loads(row.body)["body"]
    assert (row.state, body["text"], body["visits"]) == ("handed_in", "周三大雪封路", 1)
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(cast.saran.staff)
    sheet = desk.get(f"/sheet/{week_of(cast.today)}/station/shuangsheng/")
    assert sheet.status_code == 200
    phone.go("/friday")
    page.screenshot(path=album / "friday-handed-in.png")


def test_practice_is_marked_and_never_sent(handset: Callable[..., Handset], cast: Cast, album: Path) -> None:
    phone = handset()
    page = phone.enrol(cast.bataar)
    phone.visit("真的一家")
    phone.synced()
    phone.go("/practice")
    page.get_by_role("button", name="开始练习").click()
    page.locator(".watermark").wait_for(state="attached")
    phone.visit("练习的一家")
    page.screenshot(path=album / "practice-saved.png")
    phone.go("/records")
    phone.tap(page.get_by_role("button", name="全部"))
    page.get_by_role("link", name="练习的一家").first.wait_for()
    assert page.get_by_role("link", name="真的一家").count() == 0
    assert page.locator(".watermark").count() > 0
    phone.go("/day")  # a route to practise with
    page.get_by_role("link", name="练习：约好的回访").wait_for()
    page.get_by_role("link", name="调整今天的行程").click()
    page.get_by_label("练习：走访练习住户1").check()
    page.get_by_role("button", name="确定调整").click()
    page.get_by_text("调整好了").wait_for()
    phone.go("/practice")
    page.get_by_role("button", name="结束练习").or_(page.get_by_role("button", name="回到")).first.click()
    phone.go("/")
    phone.home()
    phone.synced()
    phone.go("/records")
    phone.tap(page.get_by_role("button", name="全部"))
    page.get_by_role("link", name="真的一家").first.wait_for()
    assert page.get_by_role("link", name="练习的一家").count() == 0
    assert [json.loads(row.body)["body"]["label"] for row in StandingRow.objects.all()] == ["真的一家"]

"""The published route on the phone: shown in order, mended without signal, and what was promised stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from cast import Cast
from field.conftest import Handset
from field.roads import Road
from field.test_field_pages import LANGUAGES, faults, runs_over
from urtuu.base.ids import new_id
from urtuu.base.weeks import week_of
from urtuu.journal import desk
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.composing import Deed
from urtuu.places.models import PlacePoint

pytestmark = pytest.mark.browser
HOUR = 3600
TODAY = timezone.now().astimezone(LOCAL).date()
HERE = {"latitude": 43.870456, "longitude": 120.000123, "accuracy": 12}
STOPS = {
    "围栏复查": (1, "routine", 8.5, 8, 17),
    "草场回访": (2, "promise", 11, 10.5, 11.25),
    "防火宣讲": (3, "routine", 13, 8, 17),
    "取暖代办": (1, "due", 15, 14, 16),
}
"""Title: place, class, and the hours of its begin and window; half an hour from place to place."""
FRAME = {"earliest": 8 * HOUR, "latest": 18 * HOUR, "duty": 10 * HOUR}


def moment(hour: float) -> datetime:
    """An hour of today on the banner's clock."""
    return datetime.combine(TODAY, time(), LOCAL) + timedelta(hours=hour)


def on(days: int = 0) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def task(cast: Cast, title: str, **more: Any) -> tuple[str, list[Deed]]:
    """A task from the proposal to the officer's phone, on the hour of its stop where it has one."""
    record = str(new_id(timezone.now()))
    fields = {
        "what": "visit", "title": title, "source": "chief", "reason": "所长交办", "minutes": 30,
        "week": str(week_of(TODAY)), "window_from": on(), "window_to": on(6),
    }  # fmt: skip
    acts: list[tuple[str, dict[str, Any]]] = [("propose", fields), ("assign", {"officer": cast.bataar.id})]
    acts += [("schedule", more)] if more else []
    place = {"grid": cast.near.pk, "station": cast.home.pk, "record": record, "kind": "task"}
    return record, [
        Deed(act=act, fields=said, saw=n, **place) for n, (act, said) in enumerate([*acts, ("issue", {})])
    ]


def stop(record: str, title: str) -> dict[str, Any]:
    """A stop as the route has it."""
    place, kind, begins, opens, closes = STOPS[title]
    seconds = {"opens": opens, "closes": closes, "begins": begins, "service": 0.5}
    return {
        "task": record, "day": on(), "place": place, "class": kind, "fixed": kind == "promise",
        **{name: int(hours * HOUR) for name, hours in seconds.items()},
    }  # fmt: skip


def published(cast: Cast) -> dict[str, str]:
    """Four stops today, one task without a stop, and two days of a route; records by title."""
    records, deeds = {}, []
    for title, (_, kind, begins, *_rest) in STOPS.items():
        known = {"way_minutes": 30, "way_basis": "network", "promised": kind == "promise"}
        records[title], made = task(cast, title, on_day=on(), begins=moment(begins).isoformat(), **known)
        deeds += made
    records["机井回访"], made = task(cast, "机井回访")
    fields = {
        "week": str(week_of(TODAY)),
        "officer": cast.bataar.id,
        "plan": str(new_id(timezone.now())),
        "days": [{"day": on(n), "starts_at": 0, "ends_at": 0, **FRAME} for n in range(2)],
        "places": [{"place": n, "label": f"{n}号点"} for n in range(4)],
        "stops": [stop(records[title], title) for title in STOPS],
        "ways": [
            {"a": a, "b": b, "seconds": HOUR // 2, "basis": "network"}
            for a in range(4) for b in range(4) if a != b
        ],
    }  # fmt: skip
    deeds += [*made, Deed(kind="route", act="publish", fields=fields, station=cast.home.pk, saw=0)]
    desk.perform_all(cast.saran.id, deeds, timezone.now())
    return records


def clocked(phone: Handset) -> Any:
    """Half past seven: nobody has left yet, whenever this test runs."""
    phone.page.clock.install(time=moment(7.5))
    return phone.page


def lines(page: Any) -> list[str]:
    """The stops of the first card as they are read."""
    return [
        " ".join(one.split())
        for one in page.locator("section.card").first.locator("li.stop").all_inner_texts()
    ]


def body_of(record: str) -> dict[str, Any]:
    return json.loads(StandingRow.objects.get(record=record).body)["body"]


def test_a_day_is_mended_without_signal(
    handset: Callable[..., Handset], road: Road, cast: Cast, album: Path
) -> None:
    records = published(cast)
    phone = handset(geolocation=HERE, permissions=["geolocation"])
    clocked(phone)
    page = phone.enrol(cast.bataar)
    page.get_by_text("围栏复查").first.wait_for()  # on the way of today, at home
    assert "08:30" in page.locator("li.stop").first.inner_text()
    page.screenshot(path=album / "home-route.png", full_page=True)

    road.shut()
    phone.stop()
    phone.start()
    page = clocked(phone)
    page.goto(phone.address)
    phone.unlock()
    phone.go("/day")
    page.get_by_role("link", name="调整今天的行程").wait_for()
    shown = lines(page)
    assert [one[:5] for one in shown] == ["08:30", "11:00", "13:00", "15:00"]
    assert "路上 30 分钟（按路网）" in shown[0]
    assert "已约定" in shown[1]
    page.get_by_role("link", name="机井回访").wait_for()  # without a stop
    page.screenshot(path=album / "day.png", full_page=True)

    page.get_by_role("link", name="调整今天的行程").click()
    page.get_by_text("2 小时", exact=True).click()
    page.get_by_label("防火宣讲").check()
    page.get_by_label("取消的原因").select_option("weather")
    page.get_by_text("原定 11:00，提前").wait_for()
    page.screenshot(path=album / "mend.png", full_page=True)
    page.get_by_role("button", name="确定调整").click()
    page.get_by_text("调整好了").wait_for()
    assert [one[:5] for one in lines(page)] == ["10:30", "11:30", "14:00"]  # the promise first
    assert not EntryRow.objects.filter(act="reschedule").exists()

    page.get_by_role("button", name="记下村警务室的位置").click()
    page.get_by_text("精度约 12 米").wait_for()
    page.get_by_role("button", name="是，记下").click()
    page.get_by_text("位置已记下").wait_for()

    road.reopen()
    phone.synced()
    told = EntryRow.objects.filter(act="reschedule")
    assert {row.answer for row in told} == {"taken"}
    assert {row.record for row in told} == {records[title] for title in STOPS}
    promised = body_of(records["草场回访"])
    assert (promised["on_day"], promised["begins"], promised["promised"]) == (
        on(),
        f"{on()}T10:30:00+08:00",
        True,
    )
    assert body_of(records["防火宣讲"])["on_day"] == on(1)  # the next day of the route had room
    point = PlacePoint.objects.get(grid=cast.near)
    assert (point.lon_micro, point.lat_micro, point.source) == (120_000_123, 43_870_456, "captured")


def in_language(phone: Handset, lang: str) -> Any:
    """The app opened anew in another language."""
    page = phone.page
    page.evaluate("(lang) => localStorage.setItem('urtuu-lang', lang)", lang)
    page.goto("about:blank")
    page.goto(phone.address)
    page.locator(".pin-key").first.wait_for()
    phone.typed_pin("274951")
    page.locator("li.stop").first.wait_for()
    return page


def test_its_screens_in_three_scripts(handset: Callable[..., Handset], cast: Cast, album: Path) -> None:
    published(cast)
    phone = handset()
    clocked(phone)
    phone.enrol(cast.bataar).get_by_text("围栏复查").first.wait_for()
    found = {}
    for lang in LANGUAGES:
        page = in_language(phone, lang)
        for name in ("day", "mend"):
            phone.go(f"/{name}")
            page.locator("main li.stop").first.wait_for()
            if name == "mend":  # so late that the promise cannot be kept
                page.locator("input[name=late]").last.check(force=True)
                page.locator("input[type=checkbox]").last.check()
                page.locator(".said-ember").wait_for()
            page.screenshot(path=album / f"{name}-{lang}.png", full_page=True)
            found[f"{name} {lang}"] = faults(page)
            assert not runs_over(page, lang == "mvf"), name
    assert {name: one for name, one in found.items() if one} == {}

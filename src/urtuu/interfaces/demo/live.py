"""Fifty reference phones play the current week's field days against a running server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.utils import timezone

from urtuu.interfaces.demo.chance import SEED, Dice, dice
from urtuu.interfaces.demo.field import phrases
from urtuu.interfaces.demo.matters import draw_matter
from urtuu.interfaces.phone.client import Failed, Transport
from urtuu.interfaces.phone.phone import Phone, Synced
from urtuu.kinds import words
from urtuu.kinds.roles import Role
from urtuu.places import services
from urtuu.places.models import Device, Post, Staff

THREADS = 8
DAYS = 3
OPEN = ("issued", "acknowledged")
Watch = Callable[["Line"], None]


@dataclass
class Line:
    """One phone on the way: what it did so far, in counts; `trouble` when it could not go on."""

    name: str
    station: str
    stage: str = "…"
    counts: Counter[str] = field(default_factory=Counter)
    trouble: str = ""

    def add(self, done: Synced) -> None:
        """What a synchronisation did."""
        self.counts.update(sent=done.sent, receipts=done.receipts, lines=done.lines, syncs=1)


@dataclass(frozen=True)
class Card:
    """An officer's new phone: a one-time code, and the grid it is for."""

    staff: Staff
    grid: str
    station: str
    code: str


def make_cards(now: datetime) -> list[Card]:
    """One card for each officer in office, by the administrator; none where no demonstration is loaded."""
    by = Staff.objects.filter(username="admin").first()
    today = timezone.localtime(now).date()
    posts = Post.objects.filter(role=Role.OFFICER.value, from_on__lte=today, until_on=None)
    if by is None:
        return []
    return [
        Card(post.staff, post.grid.pk, post.grid.station_id, services.make_card(post.staff, by, now))
        for post in posts.select_related("staff", "grid").order_by("grid")
        if post.grid
    ]


def play(cards: list[Card], server: str, watch: Watch) -> list[Line]:
    """All phones, some at a time; ends by itself. The phones they replace are revoked."""
    with _folder() as folder, ThreadPoolExecutor(THREADS) as pool:
        old = list(Device.objects.filter(kind=Device.PHONE, revoked_at=None))
        runs = [pool.submit(play_one, card, server, folder, watch) for card in cards]
        lines = [run.result() for run in as_completed(runs)]
    going = {line.name for line in lines if not line.trouble}
    for device in old:
        if device.staff and device.staff.name in going:
            services.revoke(device, timezone.now())
    return lines


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=settings.VAR, prefix=".live-") as folder:
        yield Path(folder)


def play_one(card: Card, server: str, folder: Path, watch: Watch, send: Transport | None = None) -> Line:
    """One phone's week; what went wrong is in the line. `send` carries requests another way than the web."""
    line = Line(card.staff.name, card.station)
    own = folder / card.grid
    own.mkdir()
    phone = Phone(own, send=send)
    try:
        phone.enrol(server, card.code, f"live {card.grid}")
        _week(phone, card, line, watch)
        line.stage = "✓"
    except Failed as failed:
        line.trouble = words.sentence("en", failed.sentence)
        line.stage = "✗"
    finally:
        phone.close()
    watch(line)
    return line


def _week(phone: Phone, card: Card, line: Line, watch: Watch) -> None:
    """Pull, then three days: acknowledge, visit, find, teach, finish; pushed on the way and at the end."""
    throw = dice(SEED, "live", card.grid)
    line.add(phone.sync())
    for day in range(DAYS):
        line.stage = f"{day + 1}/{DAYS}"
        _day(phone, card, line, throw)
        if day == DAYS - 1 or throw.happens(0.5):
            line.add(phone.sync())
        watch(line)
    line.counts.update(message.answer for message in phone.inbox() if message.answer)


def _day(phone: Phone, card: Card, line: Line, throw: Dice) -> None:
    doors = [row for row in phone.store.ref_rows(f"ref:places:{card.grid}") if row.get("is") == "household"]
    mine = [one for one in phone.records() if one.standing.kind == "task" and one.state in OPEN]
    for one in mine[:2]:
        if one.state == "issued":
            _act(phone, line, "task", "acknowledge", {}, one.standing.record)
        _act(phone, line, "task", "done", {"outcome": "done", "minutes_spent": 40}, one.standing.record)
    for door in throw.sample(doors, min(3, len(doors))):
        _act(phone, line, "visit", "make", _visit(door, throw))
    door = throw.choice(doors)
    if throw.happens(0.3):
        _act(phone, line, "dispute", "report", _report(door, throw, timezone.localtime()))
    if throw.happens(0.6):
        _act(phone, line, "publicity", "hold_now", _session(door, throw))


def _act(phone: Phone, line: Line, kind: str, act: str, fields: dict[str, Any], record: str = "") -> None:
    phone.record(kind, act, fields, record, occurred_at=timezone.localtime() - timedelta(minutes=1))
    line.counts.update({"acts": 1, f"{kind}.{act}": 1})


def _place(door: dict[str, Any]) -> dict[str, str]:
    spot = f"{door['group']}{door['landmark']}"
    return {"gacha": door["gacha"], **({"spot": spot} if spot else {})}


def _visit(door: dict[str, Any], throw: Dice) -> dict[str, Any]:
    return {
        "met": throw.weighted(("met", "not_home"), (85, 15)),
        "card_left": True,
        "household": door["id"],
        "label": door["label"],
        "place": _place(door),
        "heard": throw.choice(phrases()["visit"]["heard"]),
    }


def _report(door: dict[str, Any], throw: Dice, now: datetime) -> dict[str, Any]:
    matter = draw_matter(throw, now.date())
    said: dict[str, Any] = {
        "how_found": "visit",
        "category": matter.category,
        "place": _place(door),
        "people": matter.people,
        "hurt_or_threatened": matter.hurt,
        "size": "small",
        "summary": matter.summary,
    }
    return said | ({"grassland": matter.grassland} if matter.grassland else {})


def _session(door: dict[str, Any], throw: Dice) -> dict[str, Any]:
    topic = throw.choice(tuple(phrases()["publicity"]))
    return {
        "topics": [topic],
        "people": throw.randint(3, 30),
        "language": throw.choice(("zh", "mn", "both")),
        "place": _place(door),
        "title": throw.choice(phrases()["publicity"][topic]),
    }

"""A served site whose power can be cut, phones that give it no rest, and what must hold afterwards."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from sited import SitedAt, answers, free_port
from urtuu.interfaces.phone.client import Failed
from urtuu.interfaces.phone.phone import Phone

VISIT = {"met": "met", "card_left": True, "label": "第三家"}
NEED = {"topic": "water", "heading": "机井不出水", "said": "井干了三天"}
MOST_TRIES = 400
FAULTS = (
    "from urtuu.journal import replay, verifying; "
    "print([*map(str, verifying.faults()), *map(str, replay.differences())])"
)
CARDS = (
    "from urtuu.places.models import Staff; from urtuu.places.services import make_card as m; "
    "from django.utils import timezone as t; "
    "print(*[m(s, s, t.now()) for s in map(lambda u: Staff.objects.get(username=u), {names})])"
)
WHO = (("bataar", "near"), ("qiqige", "next-door"))


class Powered:
    """The site as `urtuu serve` starts it, in a process group of its own, always on the same port.

    `within` are words before the command, `host` the address it answers on.
    """

    def __init__(self, site: SitedAt, within: Sequence[str] = (), host: str = "127.0.0.1") -> None:
        self.site, self.port, self._within, self._host = site, free_port(), within, host
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it and waits until it answers."""
        log = self.site.var.with_name(f"{self.site.var.name}.log")
        serve = [sys.executable, "-m", "urtuu.interfaces.cli.main", "serve"]
        with log.open("ab") as said:
            self._process = subprocess.Popen(
                [*self._within, *serve, "--port", str(self.port), "--host", self._host],
                env=self.site.surroundings(),
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        answers(self._process, self.port, log)

    def cut(self) -> None:
        """`kill -9` of the server, its workers and its queue, all in one moment; twice does no harm."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
            self._process = None


@contextmanager
def powered(site: SitedAt) -> Iterator[Powered]:
    """A site that runs, and never longer than this."""
    one = Powered(site)
    try:
        one.start()
        yield one
    finally:
        one.cut()


class Officer:
    """A phone in a thread of its own that writes and sends without a pause until it is told to stop."""

    def __init__(self, phone: Phone, grid: str, seed: int) -> None:
        self.phone, self.grid, self._chance = phone, grid, random.Random(seed)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.synced, self.failed = 0, 0

    def begin(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(90)
            assert not self._thread.is_alive(), "a phone hangs"

    def _work(self) -> None:
        while not self._stop.is_set():
            self.write(self._chance.randint(1, 12))
            try:
                self.phone.sync()
                self.synced += 1
            except Failed:
                self.failed += 1
                self._stop.wait(0.05)

    def write(self, lines: int) -> None:
        """Visits, and needs from their beginning to their end: lines with and without sealed parts."""
        where = {"grid": self.grid, "station": "shuangsheng"}
        for _ in range(lines):
            if self._chance.random() < 0.6:
                self.phone.record("visit", "make", VISIT, **where)
            else:
                record = self.phone.record("need", "hear", NEED, **where).record
                if self._chance.random() < 0.5:
                    self.phone.record("need", "met", {"how_met": "修好了"}, record)

    def acknowledged(self) -> dict[tuple[str, int], bytes]:
        """Every line that has a receipt on this phone."""
        return {
            (self.phone.device, own.seq): own.line for own in self.phone.store.own("WHERE answer = 'taken'")
        }

    def written(self) -> dict[tuple[str, int], bytes]:
        """Every line of this phone."""
        return self._lines("")

    def _lines(self, which: str) -> dict[tuple[str, int], bytes]:
        return {(self.phone.device, own.seq): own.line for own in self.phone.store.own(which)}


@contextmanager
def at_work(officers: Sequence[Officer]) -> Iterator[None]:
    """Phones under way; they stop at the end, whatever happened."""
    for officer in officers:
        officer.begin()
    try:
        yield
    finally:
        for officer in officers:
            officer.stop()


def wait_for_load(officers: Sequence[Officer], seconds: float = 60) -> None:
    """Until every phone has been heard since it began; a slow machine takes its time."""
    before, ends_at = [officer.synced for officer in officers], time.monotonic() + seconds
    while any(officer.synced == was for officer, was in zip(officers, before, strict=True)):
        assert time.monotonic() < ends_at, "no phone is heard"
        time.sleep(0.02)


def rows(site: SitedAt, statement: str) -> list[Any]:
    """What a site's database holds, asked from outside, whether the site runs or not."""
    if site.database:
        with psycopg.connect(site.database) as opened:
            return opened.execute(statement).fetchall()
    with closing(sqlite3.connect(site.var / "urtuu.sqlite3", timeout=20)) as file:
        return file.execute(statement).fetchall()


def stored(site: SitedAt) -> dict[tuple[str, int], bytes]:
    """Every line a site holds, by device and number."""
    found = rows(site, "SELECT device, seq, line FROM journal_entryrow")
    return {(device, seq): bytes(line) for device, seq, line in found}


def check_nothing_lost(site: SitedAt, officers: Sequence[Officer]) -> int:
    """Acknowledged lines are stored, byte for byte, and none that nobody wrote; how many are acknowledged."""
    held, acknowledged = stored(site), 0
    for officer in officers:
        ours, written = officer.acknowledged(), officer.written()
        lost = [name for name, line in ours.items() if held.get(name) != line]
        assert not lost, f"{len(lost)} acknowledged lines are not stored as they were sent: {lost[:5]}"
        assert all(written[name] == line for name, line in held.items() if name[0] == officer.phone.device)
        acknowledged += len(ours)
    return acknowledged


def check_dense(site: SitedAt) -> None:
    """Positions of every feed are 1, 2, 3 … up to its counter."""
    feeds = dict(rows(site, "SELECT name, pos FROM journal_feed"))
    placed: dict[str, list[int]] = {}
    for table in ("journal_entryrow", "journal_pointer"):
        for feed, pos in rows(site, f"SELECT feed, pos FROM {table} WHERE feed IS NOT NULL"):
            placed.setdefault(feed, []).append(pos)
    for feed, positions in placed.items():
        assert sorted(positions) == list(range(1, feeds[feed] + 1)), feed


def check_whole(site: SitedAt, officers: Sequence[Officer]) -> None:
    """The queues run empty, and then the site holds exactly what was written, and all of it follows."""
    for officer in officers:
        finish(officer.phone)
    everything = {name: line for officer in officers for name, line in officer.written().items()}
    assert stored(site) == everything
    assert check_nothing_lost(site, officers) == len(everything)
    check_dense(site)
    assert site.tell(FAULTS) == "[]"


def finish(phone: Phone) -> None:
    """Synchronised until nothing waits."""
    for _ in range(MOST_TRIES):
        try:
            phone.sync()
        except Failed as failed:
            last = failed
            time.sleep(0.1)
        else:
            return
    raise last


def officers_of(site: SitedAt, url: str, folder: Path, count: int, seed: int) -> list[Officer]:
    """Phones of two officers, each in their own grid, enrolled."""
    who = [WHO[number % len(WHO)] for number in range(count)]
    cards = site.tell(CARDS.format(names=[name for name, _ in who])).split()
    found = []
    for number, ((_, grid), card) in enumerate(zip(who, cards, strict=True)):
        phone = Phone(folder / f"phone-{number}")
        phone.enrol(url, card)
        found.append(Officer(phone, grid, seed + number))
    return found

"""Writers who dawdle and give up, readers who follow: no position is skipped, doubled or missing.

Beside them, in the same transactions, the plain way: a number drawn when the work begins, and readers who ask
for what is above the highest they have seen. It loses lines, on both engines: on PostgreSQL by a sequence, on
SQLite, whose writers wait in line, by a number drawn before the wait.
"""

from __future__ import annotations

import itertools
import logging
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction

from cast import Cast, build_cast
from faults.mutating import SEED, TIMES
from journal.pens import VISIT, Pen
from threads import at_once
from urtuu.journal import pulling, replay, verifying
from urtuu.journal.models import EntryRow, Feed

WRITERS, READERS = 8, 3
THINKS_SECONDS, GIVES_UP = 0.05, 0.05
MOST_ATTEMPTS = 400
LINES = 12
GRIDS = ("near", "next-door")

log = logging.getLogger(__name__)
pytestmark = pytest.mark.django_db(transaction=True)


class GaveUp(Exception):
    """A writer's transaction ends without a commit."""


@contextmanager
def plain_table() -> Iterator[None]:
    """The control's table: lines in the order of a sequence."""
    counted = "bigserial PRIMARY KEY" if connection.vendor == "postgresql" else "integer PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE plain (n {counted}, line text)")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE plain")


class Run:
    """One run: pens with their lines, and what the readers saw of both ways."""

    def __init__(self, cast: Cast, pushes: int, seed: int) -> None:
        self.pens = [Pen(cast.bataar if n % 2 else cast.qiqige, cast) for n in range(WRITERS)]
        self.pushes, self.seed = pushes, seed
        self.stop = threading.Event()
        self.seen: list[dict[tuple[str, int], bytes]] = [{} for _ in range(READERS)]
        self.plain: list[set[int]] = [set() for _ in range(READERS)]
        self.numbers, self.gave_up = itertools.count(1), 0
        for pen in self.pens:
            for _ in range(pushes * LINES):
                pen.write("visit", "make", VISIT)

    def write(self, pen: Pen, seed: int) -> None:
        chance = random.Random(seed)
        for first in range(0, self.pushes * LINES, LINES):
            for attempt in range(MOST_ATTEMPTS):
                number = next(self.numbers)  # before the wait for the one lock
                # The very first always gives up: whatever the seed, something was begun and undone.
                if connection.vendor == "sqlite":
                    time.sleep(chance.uniform(0, THINKS_SECONDS))
                gives_up = chance.random() < GIVES_UP or (first, attempt) == (0, 0)
                try:
                    self._push(pen, first, number, chance, gives_up=gives_up)
                    break
                except GaveUp:
                    self.gave_up += 1
                except OperationalError:
                    time.sleep(0.05)
            else:
                raise AssertionError(f"not taken in {MOST_ATTEMPTS} attempts")

    def _push(self, pen: Pen, first: int, number: int, chance: random.Random, *, gives_up: bool) -> None:
        with transaction.atomic():
            self._plain_line(number)
            if chance.random() < 0.5:
                time.sleep(chance.uniform(0, THINKS_SECONDS))
            pen.send(first, first + LINES)
            time.sleep(chance.uniform(0, THINKS_SECONDS) / 4)  # with the feed's counter in hand
            if gives_up:
                raise GaveUp

    def _plain_line(self, number: int) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("INSERT INTO plain (line) VALUES ('x')")
            else:
                cursor.execute("INSERT INTO plain (n, line) VALUES (%s, 'x')", [number])

    def read(self, which: int) -> None:
        at = dict.fromkeys((f"grid:{grid}" for grid in GRIDS), 0)
        highest = 0
        while True:
            last_round = self.stop.is_set()
            for feed in at:
                at[feed] = self._follow(feed, at[feed], self.seen[which])
            with connection.cursor() as cursor:
                cursor.execute("SELECT n FROM plain WHERE n > %s ORDER BY n", [highest])
                found = {int(n) for (n,) in cursor.fetchall()}
            self.plain[which] |= found
            highest = max(found | {highest})
            if last_round:
                return

    def _follow(self, feed: str, at: int, seen: dict[tuple[str, int], bytes]) -> int:
        head = Feed.objects.filter(name=feed).values_list("pos", flat=True).first() or 0
        while at < head:
            for placed in pulling.placed_lines(feed, at, head, 100):
                assert placed.pos == at + 1, f"hole before {placed.pos}, reader stood at {at}"
                assert (feed, placed.pos) not in seen, "twice"
                seen[feed, placed.pos] = placed.line
                at = placed.pos
        return at

    def go(self) -> None:
        def all_writers() -> None:
            try:
                work = [lambda p=pen, s=self.seed + n: self.write(p, s) for n, pen in enumerate(self.pens)]  # type: ignore[misc]
                at_once(*work)
            finally:
                self.stop.set()

        at_once(all_writers, *[lambda n=n: self.read(n) for n in range(READERS)])  # type: ignore[misc]


def followed(pushes: int, seed: int) -> None:
    with plain_table():
        run = Run(build_cast(), pushes, seed)
        run.go()
        with connection.cursor() as cursor:
            cursor.execute("SELECT n FROM plain")
            committed = {int(n) for (n,) in cursor.fetchall()}
    placed = EntryRow.objects.filter(feed__in=[f"grid:{grid}" for grid in GRIDS])
    stored = {(feed, pos): bytes(line) for feed, pos, line in placed.values_list("feed", "pos", "line")}
    assert len(stored) == WRITERS * pushes * LINES
    assert sorted(stored.values()) == sorted(line for pen in run.pens for line in pen.written)
    for grid in GRIDS:
        positions = sorted(pos for feed, pos in stored if feed == f"grid:{grid}")
        assert positions == list(range(1, len(positions) + 1))
    assert all(seen == stored for seen in run.seen)
    assert run.gave_up >= WRITERS
    skipped = [len(committed - seen) for seen in run.plain]
    assert len(committed) == WRITERS * pushes
    told = (len(stored), run.gave_up, skipped, len(committed))
    log.info("%d lines, %d given up, the plain way skipped %s of %d", *told)
    assert sum(skipped) > 0, "the plain way lost nothing: this run proves nothing"
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []


def test_nothing_is_skipped_where_the_plain_way_skips() -> None:
    followed(pushes=6, seed=SEED)


@pytest.mark.long
def test_nothing_is_skipped_in_sixteen_thousand_lines() -> None:
    followed(pushes=170 * TIMES, seed=SEED + 1)

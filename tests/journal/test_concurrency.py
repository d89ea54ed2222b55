"""Eight devices at once, three readers beside them: no position skipped, doubled or missing."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import OperationalError

from cast import build_cast
from journal.pens import NEED, VISIT, Pen
from threads import at_once
from urtuu.journal import pulling, replay, verifying
from urtuu.journal.models import EntryRow, Feed, StandingRow

WRITERS, READERS = 8, 3
PUSHES = 12
LINES = 5

pytestmark = pytest.mark.django_db(transaction=True)


def patient(pen: Pen, first: int, last: int) -> None:
    """As a phone does: when the server is busy, the same again."""
    for _ in range(20):
        try:
            pen.send(first, last)
            return
        except OperationalError:
            time.sleep(0.05)
    raise AssertionError("the server stayed busy")


def writer(pen: Pen, pushes: int) -> None:
    for number in range(pushes):
        patient(pen, number * LINES, (number + 1) * LINES)


def reader(stop: threading.Event, seen: dict[int, bytes]) -> int:
    """Follows the feed as a phone does; the highest position it reached."""
    at = 0
    while True:
        last_round = stop.is_set()
        head = Feed.objects.filter(name="grid:near").values_list("pos", flat=True).first() or 0
        for placed in pulling.placed_lines("grid:near", at, head, 100):
            assert placed.pos == at + 1, f"hole before {placed.pos}, reader stood at {at}"
            seen[placed.pos] = placed.line
            at = placed.pos
        if last_round and at >= head:
            return at


def write_down(pen: Pen, lines: int) -> None:
    for _ in range(lines // 2):
        record = pen.write("need", "hear", NEED)
        pen.write("need", "met", {"how_met": "修好了"}, record, saw=1)
    for _ in range(lines - len(pen.written)):
        pen.write("visit", "make", VISIT)


def run(pushes: int) -> None:
    cast = build_cast()
    pens = [Pen(cast.bataar, cast) for _ in range(WRITERS)]
    for pen in pens:
        write_down(pen, pushes * LINES)
    stop = threading.Event()
    seen: list[dict[int, bytes]] = [{} for _ in range(READERS)]

    def all_writers() -> None:
        try:
            at_once(*[lambda pen=pen: writer(pen, pushes) for pen in pens])  # type: ignore[misc]
        finally:
            stop.set()

    at_once(all_writers, *[lambda one=one: reader(stop, one) for one in seen])  # type: ignore[misc]
    total = WRITERS * pushes * LINES
    stored = {
        pos: bytes(line) for pos, line in EntryRow.objects.filter(feed="grid:near").values_list("pos", "line")
    }
    assert sorted(stored) == list(range(1, total + 1))
    assert sorted(stored.values()) == sorted(line for pen in pens for line in pen.written)
    assert all(one == stored for one in seen)
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []


def test_no_skip_no_double_dense() -> None:
    run(PUSHES)


@pytest.mark.long
def test_no_skip_no_double_dense_for_long() -> None:
    run(pushes=400)


def test_a_beginning_and_what_waits_for_it_arrive_at_once() -> None:
    """Whoever comes first: the second sees the first, and nothing waits for what has arrived."""
    cast = build_cast()
    for _ in range(12):
        one, other = Pen(cast.bataar, cast), Pen(cast.saran, cast)
        record = one.write("need", "hear", NEED)
        other.write("need", "answer", {"reply": "下周修"}, record, saw=1)
        at_once(lambda: patient(one, 0, 1), lambda: patient(other, 0, 1))  # noqa: B023 - done at once
        assert StandingRow.objects.get(record=record).version == 2
    assert not EntryRow.objects.filter(answer="held").exists()
    assert list(replay.differences()) == []


def test_two_phones_begin_one_record_at_once() -> None:
    """It begins once; the other is told so. Ids do not collide, but a copied phone could do this."""
    cast = build_cast()
    for _ in range(8):
        one, other = Pen(cast.bataar, cast), Pen(cast.bataar, cast)
        record = one.write("need", "hear", NEED)
        entry = other.write("need", "hear", NEED)
        other.written = [line.replace(entry.encode(), record.encode()) for line in other.written]
        other.sealed = []
        at_once(lambda: patient(one, 0, 1), lambda: patient(other, 0, 1))  # noqa: B023 - done at once
        assert StandingRow.objects.get(record=record).version == 1
        assert EntryRow.objects.filter(record=record, answer="taken").count() == 1
    assert list(replay.differences()) == []


def test_one_device_from_two_connections() -> None:
    """A phone that lost its patience sends the same batch while the first is still being judged."""
    cast = build_cast()
    pen = Pen(cast.bataar, cast)
    write_down(pen, 20)
    at_once(*[lambda: patient(pen, 0, 20) for _ in range(4)])
    assert [bytes(x) for x in EntryRow.objects.order_by("seq").values_list("line", flat=True)] == pen.written
    assert list(verifying.faults()) == []

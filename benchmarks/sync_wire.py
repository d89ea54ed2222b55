"""Bytes and statements: a synchronisation with nothing new, and a push of a hundred, on the served site.

Bytes are those of the bodies as they travel; with the header lines of HTTP they stand beside. Statements are
counted in this process on the same database, by the very function that the served site calls. An empty feed
has no root yet that a phone would show: 64 of the bytes that the smallest case is smaller.
"""

from __future__ import annotations

import os
import sys
from statistics import median
from typing import TYPE_CHECKING, Any

import msgspec

from benchmarks._apart import INSIDE, run_apart

if TYPE_CHECKING:
    from benchmarks._sync_site import Writer

VISIBLE = tuple(map(int, os.environ.get("BENCH_VISIBLE", "0,600,6000,60000").split(",")))
ROUNDS, A_PUSH = 5, 500


def main() -> None:
    """Run it in a process and a data folder of its own."""
    run_apart(__file__)


def inside() -> None:
    """Serve, fill up step by step, ask each time."""
    import django

    django.setup()
    from benchmarks._sync_served import Road, site
    from benchmarks._sync_site import build
    from benchmarks._sync_table import Row, show

    reader, filler, pusher = build(3, grids=1)
    rows = []
    found: dict[str, list[float]] = {name: [] for name in ("out", "back", "whole", "statements", "ms")}
    with site() as served:
        road = Road(served.port)
        for visible in VISIBLE:
            _fill(road, filler, visible)
            for name, value in _nothing_new(road, reader).items():
                found[name].append(value)
        sent, plain, zipped = _pushed(road, pusher)
    words = f"nothing new, doors just compared, at {VISIBLE[0]:,} to {VISIBLE[-1]:,} visible entries:"
    rows += [
        Row(f"{words} bytes there", found["out"], "B", most=1024),
        Row("  bytes back", found["back"], "B", most=1024),
        Row("  both ways with the header lines of HTTP", found["whole"], "B"),
        Row("  statements", found["statements"], "", most=5),
        Row("  most of it less least of it, bytes both ways", [_spread(found)], "B"),
        Row("  one request", found["ms"], "ms"),
        Row("push of 100 visits on the wire: bytes", [sent], "B"),
        Row("  share of plain JSON", [sent / plain], "x", most=0.2),
        Row("  share of gzip of plain JSON", [sent / zipped], "x"),
    ]
    show(rows)


def _spread(found: dict[str, list[float]]) -> float:
    both = [out + back for out, back in zip(found["out"], found["back"], strict=True)]
    return max(both) - min(both)


def _fill(road: Any, filler: Writer, visible: int) -> None:
    from benchmarks._sync_served import synchronise

    while filler.seq < visible:
        synchronise(road, filler, {}, filler.push(min(A_PUSH, visible - filler.seq)))


def _nothing_new(road: Any, reader: Writer) -> dict[str, float]:
    import time

    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from benchmarks._sync_served import Sent, request, synchronise, up_to_date
    from urtuu.interfaces.sync.answering import answer
    from urtuu.interfaces.sync.wire import unpacked

    held = up_to_date(road, reader, {})
    times, sent, size = [], Sent(0, b"", 0, 0), 0
    for _ in range(ROUNDS):
        size = len(request(reader, **held)[0])
        begun = time.perf_counter()
        after, sent = synchronise(road, reader, held)
        times.append(1000 * (time.perf_counter() - begun))
        assert after == held, "something was new"
    body, headers = request(reader, **held)
    text = unpacked(body, "gzip")
    answer(text, headers["Urtuu-Proof"], timezone.now())  # what is compared once a minute was compared
    with CaptureQueriesContext(connection) as asked:
        answer(text, headers["Urtuu-Proof"], timezone.now())
    return {
        "out": size,
        "back": len(sent.body),
        "whole": sent.bytes_out + sent.bytes_back,
        "statements": len(asked),
        "ms": median(times),
    }


def _pushed(road: Any, pusher: Writer) -> tuple[int, int, int]:
    """Bytes of the body of a push of 100, of the same entries as one JSON document, and of that packed."""
    from benchmarks._sync_served import packed, request, up_to_date

    held = up_to_date(road, pusher, {})
    push = pusher.push(100)
    body, headers = request(pusher, push, **held)
    assert road.send("POST", "/sync", body, headers).status == 200
    plain = msgspec.json.encode({"entries": [msgspec.json.decode(line) for line in push.lines]})
    return len(body), len(plain), len(packed([plain]))


if __name__ == "__main__":
    inside() if INSIDE in sys.argv[1:] else main()

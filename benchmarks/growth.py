"""Push, pull, first synchronisation, nothing new and the Friday sheet as the journal grows, on SQLite.

One site is filled through intake from size to size, spread over the weeks of a year. At each size the same is
done on the served site: pushes of a hundred, pages of a thousand lines, a phone that opens a grid of 3,000
needs for the first time, a phone with nothing new; and the sheet of the newest week. An exponent of 0 is no
growth, 1 is in step. `BENCH_SIZES` names the sizes: `BENCH_SIZES=10000,10000000` goes further.
"""

from __future__ import annotations

import gzip
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from math import log
from statistics import median
from typing import TYPE_CHECKING, Any

import msgspec

from benchmarks._apart import INSIDE, run_apart

if TYPE_CHECKING:
    from benchmarks._sync_site import Writer

SIZES = tuple(map(int, os.environ.get("BENCH_SIZES", "10000,30000,100000,1000000").split(",")))
GRID = 3_000
ROUNDS, A_PUSH, A_FILL, PAGE = 9, 100, 500, 1000
LIMIT_BYTES, LIMIT_TIME = 1.2, 3.0


def main() -> None:
    """Run it in a process and a data folder of its own."""
    run_apart(__file__)


def inside() -> None:
    """Fill, measure, fill on."""
    import django

    django.setup()
    from benchmarks._sync_served import site
    from benchmarks._sync_site import build

    writers = build(9, grids=9)
    *fillers, keeper = writers
    grid_bytes = _open_grid(keeper)
    who = _chief()
    found: dict[int, dict[str, float]] = {}
    there = GRID
    for size in SIZES:
        there = _filled(fillers, there, size)
        with site() as served:
            found[size] = _measured(served.port, fillers[0], keeper) | {"sheet ms": _sheet(who)}
        there += ROUNDS * A_PUSH
        print(f"{size:>9,}: " + ", ".join(f"{k} {v:,.1f}" for k, v in found[size].items()), flush=True)
    _print(found, grid_bytes)


def _open_grid(keeper: Writer) -> int:
    """A grid whose needs all stand open; bytes of its lines and sealed words under gzip."""
    keeper.sealed_share = 100  # of a hundred entries all are needs with a sealed part
    told: list[bytes] = []
    for _ in range(GRID // A_FILL):
        push = keeper.push(A_FILL)
        _take(push)
        told += [*push.lines, *map(msgspec.json.encode, push.sealed)]
    return len(gzip.compress(b"\n".join(told), 6))


def _take(push: Any) -> None:
    from django.utils import timezone

    from urtuu.journal import intake, writer

    reply = writer.committed(lambda: intake.take(push, timezone.now()))
    assert all(one.answer == "taken" for one in reply.receipts)


def _filled(fillers: list[Writer], there: int, size: int) -> int:
    """So many entries, begun over a year; says how far it is."""
    began, first = time.monotonic(), there
    while there < size:
        one = fillers[there // A_FILL % len(fillers)]
        now = one.now
        one.now = now - timedelta(days=(there // A_FILL * 37) % 360)
        # The phone's clock is right: with a wrong one all would be counted today.
        _take(replace(one.push(min(A_FILL, size - there)), clock=now))
        one.now = now
        there += min(A_FILL, size - there)
        if (there // A_FILL) % 400 == 0:
            rate = (there - first) / (time.monotonic() - began)
            print(f"  {there:,} of {size:,} entries, {rate:,.0f} a second", flush=True)
    return there


def _measured(port: int, pusher: Writer, keeper: Writer) -> dict[str, float]:
    from benchmarks._sync_served import Road, request, synchronise, up_to_date

    road = Road(port)
    up_to_date(road, keeper, {})  # what is asked for the first time in a process is not what is measured
    pushes = [request(pusher, pusher.push(A_PUSH)) for _ in range(ROUNDS)]
    push = _times([lambda one=one: road.send("POST", "/sync", *one) for one in pushes])
    page = request(pusher, cursors={f"grid:{pusher.grid}": 0})
    pull = _times([lambda: road.send("POST", "/sync", *page)] * ROUNDS)
    first, size, held = [], 0, {}
    for _ in range(ROUNDS):
        began, size, held = time.perf_counter(), 0, {}
        while True:
            after, sent = synchronise(road, keeper, held)
            size += len(sent.body)
            if after == held:
                break
            held = after
        first.append(1000 * (time.perf_counter() - began))
    nothing = _times([lambda: synchronise(road, keeper, held)] * ROUNDS)
    return {
        "push ms": push, "page ms": pull, "first ms": median(first), "first bytes": size,
        "nothing ms": nothing,
    }  # fmt: skip


def _times(works: list[Callable[[], Any]]) -> float:
    """The median milliseconds of one."""
    spent = []
    for work in works:
        began = time.perf_counter()
        work()
        spent.append(1000 * (time.perf_counter() - began))
    return median(spent)


def _chief() -> Any:
    """Whoever looks at the sheet."""
    from urtuu.kinds.roles import Role
    from urtuu.places.models import Post, Staff
    from urtuu.places.queries import who_of

    staff = Staff.objects.create(username="chief", name="所长")
    since = date(date.today().year - 1, 1, 1)  # noqa: DTZ011 -- a year is enough either way
    Post.objects.create(staff=staff, role=Role.CHIEF.value, station_id="bench", from_on=since)
    return who_of(staff.pk)


def _sheet(who: Any) -> float:
    from django.utils import timezone

    from urtuu.base.weeks import week_of
    from urtuu.reports import scopes
    from urtuu.reports.sheet import ask, live_figures

    now = timezone.now()
    week, scope = week_of(timezone.localdate(now)), scopes.station_scope("bench")
    live_figures(ask(who, scope, week, now))
    return _times([lambda: live_figures(ask(who, scope, week, now))] * ROUNDS)


def _print(found: dict[int, dict[str, float]], grid_bytes: int) -> None:
    print(f"\n{'':<16}" + "".join(f"{size:>12,}" for size in found) + "    exponent")
    for name in next(iter(found.values())):
        values = [one[name] for one in found.values()]
        slope = log(values[-1] / values[0]) / log(max(found) / min(found)) if len(found) > 1 else 0.0
        print(f"{name:<16}" + "".join(f"{value:>12,.1f}" for value in values) + f"{slope:>12.2f}")
    beside = 30_000 if 30_000 in found else min(found)
    last, small = found[max(found)], found[beside]
    ratio, times = last["first bytes"] / grid_bytes, last["first ms"] / small["first ms"]
    print(
        f"first synchronisation of a grid of {GRID:,}: {ratio:.2f} of its lines and sealed words under gzip "
        f"(asked <= {LIMIT_BYTES}); time {times:.2f} of that at {beside:,} "
        f"entries (asked <= {LIMIT_TIME:g}); load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == [INSIDE]:
        inside()
    else:
        main()

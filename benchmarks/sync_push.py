"""Pushes of a hundred by eight phones, on both databases, against the raw database in the same run.

In the process, without HTTP: chain, signature, judging, folding, positions, tree. On SQLite eight threads
hand their pushes to the one writer, as the served site does; on PostgreSQL there are eight processes, each
with a feed of its own. Raw is the same lines in a plain table with two unique keys, one transaction a
push, each waiting for the disk. "Without ordering" does the same work with positions from a sequence and no
feed locked.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks._apart import INSIDE, ROOT, around, raw_seconds, run_apart, together

if TYPE_CHECKING:
    from urtuu.journal.push import Push

PUSHES = int(os.environ.get("BENCH_PUSHES", "20"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
PHONES, A_PUSH = int(os.environ.get("BENCH_PHONES", "8")), 100


def main() -> None:
    """SQLite in a folder of its own, then PostgreSQL in a cluster of its own."""
    run_apart(__file__)
    with tempfile.TemporaryDirectory(prefix="urtuu-bench-") as folder:
        command = [
            str(ROOT / "tools" / "postgres.sh"),
            "with",
            sys.executable,
            __file__,
            INSIDE,
            "postgresql",
        ]
        subprocess.run(command, env=around(Path(folder)), check=True)


def on_sqlite() -> None:
    """Rounds of pushes through the writer, each followed by the same lines raw."""
    import django

    django.setup()
    from benchmarks._sync_site import build
    from benchmarks._sync_table import Row, share, show

    writers = build(PHONES)
    found: dict[str, list[float]] = {}
    for sealed in (0, 20):
        for writer in writers:
            writer.sealed_share = sealed
        for _ in range(ROUNDS):
            work = [[writer.push(A_PUSH) for _ in range(PUSHES)] for writer in writers]
            count = PHONES * PUSHES * A_PUSH
            cpu = time.process_time()
            seconds, waits = _threads(work)
            cpu = time.process_time() - cpu
            raw_cpu = time.process_time()
            raw = _raw([push for pushes in zip(*work, strict=True) for push in pushes])
            raw_cpu = time.process_time() - raw_cpu
            for name, value in {
                "a second": count / seconds,
                "raw a second": count / raw,
                "ratio": raw / seconds,
                "cpu": 1e6 * cpu / count,
                "raw cpu": 1e6 * raw_cpu / count,
                "tail": share(waits, 0.99) / share(waits, 0.5),
                "p50": 1000 * share(waits, 0.5),
            }.items():
                found.setdefault(f"{name} {sealed}", []).append(value)
    rows = []
    for sealed, words, bound in ((0, "visits", 0.5), (20, "a fifth sealed needs", None)):
        rows += [
            Row(f"push, SQLite FULL, {words}: entries", found[f"a second {sealed}"], "/s"),
            Row("  raw executemany FULL, same lines: entries", found[f"raw a second {sealed}"], "/s"),
            Row("  share of raw", found[f"ratio {sealed}"], "x raw", least=bound),
            Row("  CPU an entry", found[f"cpu {sealed}"], "us"),
            Row("  CPU an entry, raw, its rows made before", found[f"raw cpu {sealed}"], "us"),
            Row("  p50 of a push", found[f"p50 {sealed}"], "ms"),
            Row("  p99 of a push", found[f"tail {sealed}"], "x p50", most=3 if bound else None),
        ]
    show(rows)


def _threads(work: Sequence[Sequence[Push]]) -> tuple[float, list[float]]:
    """Seconds of all, and of each push, when every phone sends one after the other."""
    from django.db import connection
    from django.utils import timezone

    from urtuu.journal import intake, writer

    waits: list[float] = []
    wrong: list[str] = []

    def send(pushes: Sequence[Push]) -> None:
        for push in pushes:
            begun = time.perf_counter()
            reply = writer.committed(lambda push=push: intake.take(push, timezone.now()))
            waits.append(time.perf_counter() - begun)
            wrong.extend(str(r.answer) for r in reply.receipts if r.answer != "taken")
        connection.close()

    seconds = together([partial(send, pushes) for pushes in work])
    assert not wrong, wrong[:3]
    assert len(waits) == sum(map(len, work))
    return seconds, waits


def _raw(pushes: Sequence[Push]) -> float:
    """Seconds for the same lines, raw."""
    from benchmarks._sync_site import raw_rows

    return raw_seconds([raw_rows(push) for push in pushes])


def on_postgresql() -> None:
    """Rounds of three ways, each in eight processes at once."""
    import django

    django.setup()
    from benchmarks._sync_clients import Clients, prepare_database
    from benchmarks._sync_site import build
    from benchmarks._sync_table import Row, show

    writers = build(PHONES)
    prepare_database()
    found: dict[str, list[float]] = {"ours": [], "copy": [], "unordered": []}
    count = PHONES * PUSHES * A_PUSH
    with Clients(writers, A_PUSH) as clients:
        clients.prepare(1)
        clients.run("ours")  # the first push of a process also loads what it needs
        for number in range(ROUNDS):
            for way in ("ours", "unordered") if number % 2 else ("unordered", "ours"):
                clients.prepare(PUSHES)
                found[way].append(count / clients.run(way))
            found["copy"].append(count / clients.run("copy"))
    pairs: Any = list(zip(found["ours"], found["copy"], found["unordered"], strict=True))
    show(
        [
            Row("push, PostgreSQL, 8 phones on 8 feeds: entries", found["ours"], "/s"),
            Row("  raw COPY, same lines: entries", found["copy"], "/s"),
            Row("  share of raw COPY", [ours / copy for ours, copy, _ in pairs], "x raw", least=0.45),
            Row("  without ordering: entries", found["unordered"], "/s"),
            Row("  share of the same without ordering", [o / u for o, _, u in pairs], "x", least=0.9),
        ]
    )


if __name__ == "__main__":
    if INSIDE not in sys.argv[1:]:
        main()
    elif "postgresql" in sys.argv[1:]:
        on_postgresql()
    else:
        on_sqlite()

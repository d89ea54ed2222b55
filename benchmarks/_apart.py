"""A site of its own for a benchmark, in a process and a folder that are thrown away; the least of rounds."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

INSIDE = "inside"
ROOT = Path(__file__).parents[1]
RAW = "CREATE TABLE raw (id TEXT PRIMARY KEY, device TEXT, seq INTEGER, line BLOB, UNIQUE (device, seq))"


def around(folder: Path) -> dict[str, str]:
    """The surroundings of a site that keeps everything in a folder."""
    found = {**os.environ, "URTUU_VAR": str(folder), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    found.pop("DATABASE_URL", None)
    return {**found, "DJANGO_SETTINGS_MODULE": "urtuu.config.settings"}


def run_apart(file: str, *words: str) -> None:
    """A benchmark once more, told INSIDE, on a site that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="urtuu-bench-") as folder:
        subprocess.run([sys.executable, file, INSIDE, *words], env=around(Path(folder)), check=True)


def least(works: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Milliseconds of each, in turn and the least of several rounds: the machine may be noisy."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _round in range(rounds):
        for name, work in works.items():
            begun = time.perf_counter()
            work()
            times[name].append(1000 * (time.perf_counter() - begun))
    return {name: min(spent) for name, spent in times.items()}


def raw_seconds(pushes: Sequence[Sequence[Sequence[Any]]]) -> float:
    """Seconds for rows of a key, device, number and line in a plain SQLite table, by one connection.

    One transaction a push, each of which waits for the disk, in a folder that is thrown away.
    """
    with tempfile.TemporaryDirectory(prefix="urtuu-raw-") as folder:
        store = sqlite3.connect(Path(folder) / "raw.sqlite3", isolation_level=None)
        store.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + RAW)
        begun = time.perf_counter()
        for push in pushes:
            store.execute("BEGIN IMMEDIATE")
            store.executemany("INSERT INTO raw VALUES (?, ?, ?, ?)", push)
            store.execute("COMMIT")
        seconds = time.perf_counter() - begun
        store.close()
    return seconds


def together(works: Sequence[Callable[[], None]]) -> float:
    """Seconds in which works that begin at once, a thread each, have all ended."""
    gate = threading.Barrier(len(works) + 1)

    def one(work: Callable[[], None]) -> None:
        gate.wait()
        work()

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun

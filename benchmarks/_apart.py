"""A site of its own for a benchmark, in a process and a folder that are thrown away; the least of rounds."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

INSIDE = "inside"
ROOT = Path(__file__).parents[1]


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

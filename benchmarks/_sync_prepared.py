"""A site of ours, built in a process of its own, and the requests of its phones, signed beforehand."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks._apart import around

PHONES, A_PUSH, PAGE = 8, 100, 1000
PUSHES = int(os.environ.get("BENCH_PUSHES", "6"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
Asked = tuple[str, bytes, dict[str, str]]
"""Path, body and headers."""


def prepare(file: str) -> None:
    """Builds the site of these surroundings and writes its requests: by round and phone a list of pushes."""
    import django

    django.setup()
    from benchmarks._sync_served import request
    from benchmarks._sync_site import build, raw_rows

    writers = build(PHONES)
    rounds: list[list[list[Asked]]] = []
    told: list[list[list[list[tuple[Any, ...]]]]] = []
    for _ in range(ROUNDS):
        pushes = [[writer.push(A_PUSH) for _ in range(PUSHES)] for writer in writers]
        rounds.append(
            [[("/sync", *request(w, push)) for push in mine] for w, mine in zip(writers, pushes, strict=True)]
        )
        told.append([[raw_rows(push) for push in mine] for mine in pushes])
    # How each phone asks for a page of its feed from a position on.
    asks = [
        {
            at: ("/sync", *request(w, cursors={f"grid:{w.grid}": at}))
            for at in range(0, ROUNDS * PUSHES * A_PUSH, PAGE)
        }
        for w in writers
    ]
    Path(file).write_bytes(pickle.dumps((rounds, told, asks)))


def prepared(folder: Path, name: str, **more: str) -> tuple[dict[str, str], Any]:
    """The surroundings of a built site, and its requests."""
    var = folder / name
    var.mkdir()
    env = {**around(var), **more}
    file = folder / f"{name}.pickle"
    subprocess.run([sys.executable, __file__, str(file)], env=env, check=True)
    return env, pickle.loads(file.read_bytes())


if __name__ == "__main__":
    prepare(sys.argv[1])

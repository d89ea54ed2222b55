"""A site of ours, built in a process of its own, and the requests of its phones, signed beforehand."""

from __future__ import annotations

import gzip
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from benchmarks._apart import around

if TYPE_CHECKING:
    from benchmarks._sync_site import Writer
    from urtuu.journal.push import Push

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
    held = {w.device: _up_to_date(w) for w in writers}

    def asked(w: Writer, at: int, push: Push | None = None) -> Asked:
        """As a phone asks that has the tables and lists, and stands at this place of its grid's feed."""
        cursors = {**held[w.device]["cursors"], f"grid:{w.grid}": at}
        return ("/sync", *request(w, push, cursors=cursors, epoch=held[w.device]["epoch"]))

    rounds: list[list[list[Asked]]] = []
    told: list[list[list[list[tuple[Any, ...]]]]] = []
    for _ in range(ROUNDS):
        pushes = [[writer.push(A_PUSH) for _ in range(PUSHES)] for writer in writers]
        # Each writes to a feed of its own, so its place there is how much it has written.
        both = zip(writers, pushes, strict=True)
        rounds.append([[asked(w, push.base_seq - 1, push) for push in mine] for w, mine in both])
        told.append([[raw_rows(push) for push in mine] for mine in pushes])
    beginnings = range(0, ROUNDS * PUSHES * A_PUSH, PAGE)
    asks = [{at: asked(w, at) for at in beginnings} for w in writers]
    Path(file).write_bytes(pickle.dumps((rounds, told, asks)))


def _up_to_date(writer: Writer) -> dict[str, Any]:
    """What a phone holds that has asked until nothing more came."""
    from django.utils import timezone

    from benchmarks._sync_served import held_of, request
    from urtuu.interfaces.sync.answering import answer

    held: dict[str, Any] = {}
    while True:
        body, told = request(writer, **held)
        text = gzip.decompress(answer(gzip.decompress(body), told["Urtuu-Proof"], timezone.now()))
        after = held_of(msgspec.json.decode(text.partition(b"\n")[0]), held)
        if after == held:
            return held
        held = after


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

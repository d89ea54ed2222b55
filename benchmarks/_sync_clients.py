"""Phones as processes of their own, told over pipes what to send: PostgreSQL is met by several at once."""

from __future__ import annotations

import multiprocessing as several
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks._sync_site import Writer
    from urtuu.journal.push import Push

RAW = (
    "CREATE TABLE IF NOT EXISTS raw (id text PRIMARY KEY, device text, seq bigint, line bytea,"
    " UNIQUE (device, seq))"
)
BLOCK = 10_000
"""Positions that an unordered push takes from the sequence at once."""


def prepare_database() -> None:
    """The plain table, and the sequence of the way without ordering."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(RAW)
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS unordered START 100000")
    connection.close()


class Clients:
    """So many processes; every order goes to all of them, and is over when all are done."""

    def __init__(self, writers: Sequence[Writer], a_push: int) -> None:
        context = several.get_context("spawn")
        self._pipes, self._processes = [], []
        for writer in writers:
            ours, theirs = context.Pipe()
            process = context.Process(target=_live, args=(theirs, vars(writer), a_push), daemon=True)
            process.start()
            self._pipes.append(ours)
            self._processes.append(process)

    def __enter__(self) -> Clients:
        return self

    def __exit__(self, *_error: object) -> None:
        for pipe in self._pipes:
            pipe.send(("end", 0))
        for process in self._processes:
            process.join(20)
            if process.is_alive():
                process.terminate()

    def prepare(self, pushes: int) -> None:
        """Everybody writes and signs so many pushes."""
        self._all("prepare", pushes)

    def run(self, way: str) -> float:
        """Seconds from the first one's begin to the last one's end."""
        spans = self._all(way, 0)
        return float(max(end for _, end in spans) - min(begin for begin, _ in spans))

    def _all(self, order: str, value: int) -> list[Any]:
        for pipe in self._pipes:
            pipe.send((order, value))
        told = [pipe.recv() for pipe in self._pipes]
        for one in told:
            if isinstance(one, str):
                raise RuntimeError(one)
        return told


def _live(pipe: Any, about: dict[str, Any], a_push: int) -> None:
    import django

    django.setup()
    from benchmarks._sync_site import Writer  # late: models need the settings

    writer = Writer(**about)
    ways = {"ours": _take, "unordered": _unordered, "copy": _copy}
    pushes: list[Push] = []
    while True:
        order, value = pipe.recv()
        if order == "end":
            return
        if order == "prepare":
            pushes = [writer.push(a_push) for _ in range(value)]
            pipe.send((0.0, 0.0))
            continue
        begun = time.monotonic()
        try:
            ways[order](pushes)
        except Exception as failed:  # told to the one who asks, or it would wait for ever
            pipe.send(repr(failed))
            continue
        pipe.send((begun, time.monotonic()))


def _take(pushes: Sequence[Push]) -> None:
    from django.utils import timezone

    from urtuu.journal import intake, writer

    for push in pushes:
        reply = writer.committed(lambda push=push: intake.take(push, timezone.now()))
        assert all(receipt.answer == "taken" for receipt in reply.receipts), reply


def _unordered(pushes: Sequence[Push]) -> None:
    """The same statements and the same arithmetic, but nobody waits for a feed."""
    from urtuu.journal import store

    usual = store.Feeds
    store.Feeds = _unordered_feeds()  # type: ignore[misc]
    try:
        _take(pushes)
    finally:
        store.Feeds = usual  # type: ignore[misc]


def _unordered_feeds() -> type[Any]:
    from django.db import connection

    from urtuu.journal import store
    from urtuu.journal.models import Feed

    class Unordered(store.Feeds):
        """Positions from a sequence, heads under names that no other push uses."""

        def __init__(self, names: Iterable[str]) -> None:
            wanted = sorted(set(names))
            list(Feed.objects.filter(name__in=wanted).order_by("name"))
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('unordered')")
                self.base = int(cursor.fetchone()[0]) * BLOCK
            self.rows = {name: Feed(name=name) for name in wanted}
            self._leaves = {}

        def place(self, feed: str, line: bytes) -> int:
            return self.base + super().place(feed, line)

        def count(self, name: str) -> int:
            return self.base + super().count(name)

        def write(self) -> dict[str, tuple[int, str]]:
            for name, row in list(self.rows.items()):
                row.name = f"u{self.base}:{name}"
                if name in self._leaves:
                    self._leaves[row.name] = self._leaves.pop(name)
                self.rows[row.name] = self.rows.pop(name)
            return super().write()

    return Unordered


def _copy(pushes: Sequence[Push]) -> None:
    """The lines of the last pushes, one COPY and one commit a push."""
    from django.db import connection

    from benchmarks._sync_site import raw_rows

    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        for push in pushes:
            with (
                connection.connection.transaction(),
                cursor.copy("COPY raw (id, device, seq, line) FROM STDIN (FORMAT BINARY)") as copy,
            ):
                copy.set_types(["text", "text", "int8", "bytea"])
                for row in raw_rows(push):
                    copy.write_row(row)

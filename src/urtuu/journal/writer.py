"""Several writers, one wait for the disk: who waits for SQLite's one lock shares a commit (group commit).

Each piece of work runs in a savepoint of its own, so a refused one undoes nothing of its neighbours, and its
caller goes on only after the commit they share: a receipt is given for what is on the disk, and for nothing
else. PostgreSQL needs none of this; its commits are grouped by the database itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction

T = TypeVar("T")
MOST = 16
"""Pieces of work that share a commit: the first must not wait too long for the last."""


@dataclass
class _Job:
    """One piece of work and what became of it."""

    work: Callable[[], Any]
    done: Event = field(default_factory=Event)
    result: Any = None
    error: BaseException | None = None


class Writer:
    """A thread that commits for others. It starts with the first work and ends with its process."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._starting, self._running = Lock(), False

    def run(self, work: Callable[[], T]) -> T:
        """The work's result, once it is on the disk. Raises what the work or the commit raised."""
        self._start()
        job = _Job(work)
        self._jobs.put(job)
        job.done.wait()
        if job.error is not None:
            raise job.error
        return cast(T, job.result)

    def _start(self) -> None:
        with self._starting:
            if not self._running:
                Thread(target=self._forever, name="writer", daemon=True).start()
                self._running = True

    def _forever(self) -> None:
        while True:
            jobs = self._waiting()
            try:
                close_old_connections()
                commit(jobs)
            except BaseException as error:  # whoever waits must hear of it, whatever it was
                for job in jobs:
                    job.error = job.error or error
            for job in jobs:
                job.done.set()

    def _waiting(self) -> list[_Job]:
        """The next work, and what else waits behind it."""
        jobs = [self._jobs.get()]
        while len(jobs) < MOST:
            try:
                jobs.append(self._jobs.get_nowait())
            except Empty:
                break
        return jobs


def commit(jobs: list[_Job]) -> None:
    """All in one transaction; where the database refuses that, each in its own: one must not harm another.

    A lock that is not to be had is refused to all at once: to wait for it one by one would take minutes.
    """
    begun = False
    try:
        with transaction.atomic():
            begun = True
            for job in jobs:
                _try(job)
    except DatabaseError as error:
        if not begun or len(jobs) == 1:
            for job in jobs:
                job.error = error
            return
        for job in jobs:
            job.result = job.error = None
            commit([job])


def _try(job: _Job) -> None:
    """The work in a savepoint. What it refuses is its own affair; a database in trouble is everybody's."""
    try:
        with transaction.atomic():
            job.result = job.work()
    except DatabaseError:
        raise
    except Exception as error:
        job.error = error


_WRITER = Writer()


def committed(work: Callable[[], T]) -> T:
    """The work's result, on the disk when it returns. Inside a transaction it is part of that one.

    The work may be run twice, the first time undone: it must begin anew each time.
    """
    if settings.GROUP_COMMIT and connection.vendor == "sqlite" and not connection.in_atomic_block:
        return _WRITER.run(work)
    with transaction.atomic():
        return work()

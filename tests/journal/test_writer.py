"""Work that shares a commit: what one is refused harms no other, and nobody goes on before it is on disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection, transaction

from urtuu.journal import writer
from urtuu.journal.models import Strange

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def noted(reason: str) -> Callable[[], str]:
    def work() -> str:
        Strange.objects.create(device="d", reason=reason, raw=b"", received_at=AT)
        return reason

    return work


def kept() -> list[str]:
    return sorted(Strange.objects.values_list("reason", flat=True))


@pytest.mark.django_db(transaction=True)
def test_what_one_is_refused_undoes_nothing_of_the_others():
    def refused() -> str:
        noted("half done")()
        raise ValueError("not signed")

    jobs = [writer._Job(noted("first")), writer._Job(refused), writer._Job(noted("last"))]
    writer.commit(jobs)
    assert [job.result for job in jobs] == ["first", None, "last"]
    assert [type(job.error) for job in jobs] == [type(None), ValueError, type(None)]
    assert kept() == ["first", "last"]


@pytest.mark.django_db(transaction=True)
def test_a_database_in_trouble_over_one_is_asked_for_each_alone():
    tried: list[str] = []

    def breaks() -> str:
        tried.append("again")
        raise OperationalError("disk full")

    jobs = [writer._Job(noted("first")), writer._Job(breaks), writer._Job(noted("last"))]
    writer.commit(jobs)
    assert kept() == ["first", "last"]
    assert isinstance(jobs[1].error, OperationalError)
    assert tried == ["again", "again"]
    assert [jobs[0].error, jobs[2].error] == [None, None]


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_committed_was_not_done(monkeypatch: pytest.MonkeyPatch):
    """The work is through, the disk is not: no caller may take its result for a receipt."""

    def full() -> None:
        connection.rollback()
        raise OperationalError("database or disk is full")

    jobs = [writer._Job(noted("first")), writer._Job(noted("last"))]
    monkeypatch.setattr(connection, "commit", full)
    writer.commit(jobs)
    monkeypatch.undo()
    assert all(isinstance(job.error, OperationalError) for job in jobs)
    assert kept() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite takes its lock as it begins")
@pytest.mark.django_db(transaction=True)
def test_a_lock_that_is_not_to_be_had_is_waited_for_once(monkeypatch: pytest.MonkeyPatch):
    waits: list[str] = []

    def locked(*_asked: object) -> None:
        waits.append("busy")
        raise OperationalError("database is locked")

    jobs = [writer._Job(noted(name)) for name in ("first", "middle", "last")]
    monkeypatch.setattr(connection, "_start_transaction_under_autocommit", locked)
    writer.commit(jobs)
    monkeypatch.undo()
    assert waits == ["busy"]
    assert all(isinstance(job.error, OperationalError) for job in jobs)
    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_those_who_wait_share_a_commit(monkeypatch: pytest.MonkeyPatch):
    """Eight callers at once, the first of them slow: the others go into far fewer commits than they are."""
    commits: list[int] = []
    started = Barrier(8)

    def counted(jobs: list[writer._Job]) -> None:
        commits.append(len(jobs))
        if len(commits) == 1:
            started.wait(10)
        for job in jobs:
            job.result = job.work()

    monkeypatch.setattr(writer, "commit", counted)
    monkeypatch.setattr(writer, "close_old_connections", lambda: None)
    shared, found = writer.Writer(), []

    def caller(n: int) -> None:
        if n:
            started.wait(10)
        found.append(shared.run(lambda: n))

    threads = [Thread(target=caller, args=[n]) for n in range(8)]
    threads[0].start()
    while not commits:
        pass
    for thread in threads[1:]:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(found) == list(range(8))
    assert sum(commits) == 8


@pytest.mark.django_db
def test_inside_a_transaction_it_is_part_of_that_one(settings: object):
    settings.GROUP_COMMIT = True  # type: ignore[attr-defined]
    with transaction.atomic():
        assert writer.committed(noted("inside")) == "inside"
        transaction.set_rollback(True)
    assert kept() == []

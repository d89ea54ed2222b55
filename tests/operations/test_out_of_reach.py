"""A database out of reach for a moment: a page says so and keeps what was typed, then all goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection

from cast import GACHA, Cast
from operations.test_full_disk import BEGIN, NEED, TYPED, browser
from urtuu.base.reach import is_away
from urtuu.journal.models import EntryRow


@contextmanager
def out_of_reach() -> Iterator[None]:
    """The engine's own refusal: SQLite's lock is held by somebody else, PostgreSQL's connection is ended."""
    if connection.vendor == "postgresql":
        with psycopg.connect(**_of_connection()) as other, connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            other.execute("SELECT pg_terminate_backend(%s)", cursor.fetchone())
            yield
        connection.close()
        return
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=50")
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def _of_connection() -> dict[str, str]:
    told = connection.get_connection_params()
    return {name: told[name] for name in ("dbname", "user", "host", "port") if told.get(name)}


def test_a_form_comes_back_with_what_was_typed_and_can_be_sent_again(cast: Cast) -> None:
    officer = browser(cast.bataar)
    with out_of_reach():
        answer = officer.post(BEGIN, NEED)
    said = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "20")
    assert "The database cannot be reached just now" in said
    assert TYPED in said
    assert GACHA in said
    assert EntryRow.objects.count() == 0
    assert officer.post(BEGIN, NEED).status_code == 302
    assert EntryRow.objects.count() == 1


def test_a_program_is_told_in_a_sentence(cast: Cast) -> None:
    officer = browser(cast.bataar)
    with out_of_reach():
        answer = officer.post(BEGIN, NEED, headers={"accept": "*/*"})
    assert (answer.status_code, answer.json()["sentence"]["name"]) == (503, "server_busy")


def test_a_fault_of_ours_is_not_called_so(cast: Cast) -> None:
    with pytest.raises((OperationalError, ProgrammingError)) as wrong, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    assert not is_away(wrong.value)


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.CannotConnectNow(), True),
        (psycopg.errors.ReadOnlySqlTransaction(), True),
        (psycopg.errors.DeadlockDetected(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.errors.UndefinedTable(), False),
        (psycopg.errors.UniqueViolation(), False),
        (psycopg.InterfaceError("cursor closed"), False),
        (ValueError("psycopg"), False),
    ],
)
def test_what_passes_by_itself(error: Exception, away: bool) -> None:
    behind = RuntimeError("a page")
    behind.__cause__ = error
    assert (is_away(error), is_away(behind)) == (away, away)


def test_a_file_that_cannot_be_opened_passes_too(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as refused:
        sqlite3.connect(tmp_path / "none" / "x.sqlite3")
    assert is_away(refused.value)

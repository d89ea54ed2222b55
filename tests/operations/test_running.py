"""A site's data is replaced only while nobody uses it, on this machine or on another."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection

from urtuu.interfaces.cli import cmd_work, running
from urtuu.interfaces.cli.refusal import Refused
from urtuu.rounds.planning.pipeline import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]


def told() -> str:
    """What somebody is told who wants to replace the data; '' when it would be done."""
    try:
        with running.alone():
            return ""
    except Refused as refused:
        return str(refused)


def test_a_running_site_shares_with_its_worker_but_not_with_a_restore() -> None:
    with running.as_site(), running.as_site():
        assert "This site is running. Stop it first" in told()
    assert told() == ""


def test_no_site_starts_while_its_data_is_replaced() -> None:
    with running.alone(), pytest.raises(Refused, match="is being replaced just now"), running.as_site():
        raise AssertionError("a site started while its data was replaced")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an SQLite file has no other machines")
def test_a_site_of_another_machine_is_seen_in_the_database() -> None:
    where = connection.get_connection_params()
    more = {name: where[name] for name in ("dbname", "user", "host", "port") if name in where}
    with psycopg.connect(**more):
        assert told() == "The database is in use by others (1). Stop the site on every machine first."
    assert told() == ""


def test_the_queue_outlives_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []

    def work_once(_settings: object) -> None:
        tries.append("tried")
        if len(tries) == 1:
            raise OperationalError("database or disk is full")

    monkeypatch.setattr(cmd_work.jobs, "work_once", work_once)
    assert cmd_work._worked(Settings(seed=1, iterations=1)) == (None, False)
    assert cmd_work._worked(Settings(seed=1, iterations=1)) == (None, True)

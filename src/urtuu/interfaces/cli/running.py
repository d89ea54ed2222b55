"""Whether the site is running: told by a lock that ends with the process that holds it, however it ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from urtuu.interfaces.cli import database
from urtuu.interfaces.cli.refusal import Refused

RUNNING = (
    "This site is running. Stop it first: systemctl stop urtuu urtuu-work, or Ctrl-C where it was started."
)
BEING_REPLACED = (
    "The data of this site is being replaced just now (urtuu restore, urtuu move). Start it afterwards."
)
CONNECTED = "The database is in use by others ({count}). Stop the site on every machine first."
TRIES, SECONDS_BETWEEN = 20, 0.1


@contextmanager
def as_site() -> Iterator[None]:
    """Held while the site answers or works through its queue. Raises Refused while its data is replaced."""
    with _locked(fcntl.LOCK_SH, BEING_REPLACED):
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Held while the data is replaced. Raises Refused while the site runs, here or on another machine."""
    with _locked(fcntl.LOCK_EX, RUNNING):
        if count := _connected():
            raise Refused(CONNECTED.format(count=count))
        yield


@contextmanager
def _locked(how: int, otherwise: str) -> Iterator[None]:
    opened = os.open(Path(settings.VAR) / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(opened, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(otherwise) from None
        yield
    finally:
        os.close(opened)


def _connected() -> int:
    """Other clients of this PostgreSQL database; a lock on a file says nothing of another machine's site."""
    if database.on_sqlite():
        return 0
    count = _clients()
    for _ in range(TRIES):  # whoever has just hung up is still listed for a moment
        if not count:
            break
        time.sleep(SECONDS_BETWEEN)
        count = _clients()
    return count


def _clients() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else the same list is told again
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])

"""The database seen from the command line: which engine, is it whole, is it up to date."""

import logging
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from urtuu.interfaces.cli.looking import damage as damage  # noqa: PLC0414 -- handed on
from urtuu.interfaces.cli.refusal import Refused

log = logging.getLogger(__name__)
START_SECONDS = 20.0  # so long a station waits for its site in the morning at most


def on_sqlite() -> bool:
    """Whether this site keeps its database in an SQLite file."""
    return connection.vendor == "sqlite"


def sqlite_file() -> Path:
    """The file of the SQLite database."""
    return Path(connection.settings_dict["NAME"])


def damage_within(file: Path, seconds: float) -> str | None:
    """What `damage` finds, or nothing when a large file could not be looked through in time.

    Looked at by a process of its own: SQLite's check hears of no clock, and can only be ended from outside.
    """
    command = [sys.executable, "-m", "urtuu.interfaces.cli.looking", str(file)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, on our own file
            command, capture_output=True, text=True, check=True, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.strip()


def restore_mark() -> Path:
    """Lies in the data folder while a restore is under way."""
    return Path(settings.VAR) / "restore-under-way"


def refuse_half_restored() -> None:
    """Stop while the phones have not been told: they would take the older journal for the one they know."""
    if restore_mark().exists():
        raise Refused("The last restore did not finish. Run it again: urtuu restore FILE --force")


def refuse_damaged() -> None:
    """Stop before anything is written to a damaged file."""
    if not on_sqlite() or not sqlite_file().exists():
        return
    found = damage_within(sqlite_file(), START_SECONDS)
    if found is None:
        log.warning("the database file is large; urtuu check looks at all of it")
    elif found:
        raise Refused(f"The database file is damaged ({found}). Restore the last backup: urtuu restore FILE")


def migrations_waiting(of: BaseDatabaseWrapper | None = None) -> int:
    """How many changes of the tables a database, without another the site's own, has not had yet."""
    executor = MigrationExecutor(of or connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate_if_needed() -> int:
    """Bring the tables up to date; answers how many changes there were."""
    waiting = migrations_waiting()
    if waiting:
        call_command("migrate", verbosity=0, interactive=False)
    return waiting

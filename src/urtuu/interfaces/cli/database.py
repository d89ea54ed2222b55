"""The database seen from the command line: which engine, is it whole, is it up to date."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from urtuu.interfaces.cli.refusal import Refused


def on_sqlite() -> bool:
    """Whether this site keeps its database in an SQLite file."""
    return connection.vendor == "sqlite"


def sqlite_file() -> Path:
    """The file of the SQLite database."""
    return Path(connection.settings_dict["NAME"])


def damage(file: Path) -> str:
    """What SQLite's own quick check finds wrong with a file; empty when it is whole."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=20)) as opened:
            said = str(opened.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as refused:
        return str(refused)
    return "" if said == "ok" else said.splitlines()[-1]


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
    if found := damage(sqlite_file()):
        raise Refused(f"The database file is damaged ({found}). Restore the last backup: urtuu restore FILE")


def migrations_waiting() -> int:
    """How many changes of the tables this database has not had yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate_if_needed() -> int:
    """Bring the tables up to date; answers how many changes there were."""
    waiting = migrations_waiting()
    if waiting:
        call_command("migrate", verbosity=0, interactive=False)
    return waiting

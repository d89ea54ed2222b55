"""What is looked at before trusting a site, and the sentence said about each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection

from urtuu.base.room import free_bytes, has_room
from urtuu.interfaces.cli import database
from urtuu.interfaces.watch import last_backup

Level = Literal["ok", "warn", "fail"]
ENOUGH_DISK_MB = 2_000
TOO_LITTLE_DISK_MB = 200
NEWEST_BATCHES = 200
BACKUP_OLD, BACKUP_TOO_OLD = timedelta(days=2), timedelta(days=14)
CLOCK_SLACK = timedelta(minutes=5)
NOTICE_MONTH = 11  # the State Council's notice for the next year comes out in November


@dataclass(frozen=True)
class Finding:
    """What one check found, in a sentence for the administrator."""

    level: Level
    says: str


def database_answers(_now: datetime) -> Finding:
    """The database is there."""
    try:
        connection.ensure_connection()
    except DatabaseError as refused:
        return Finding("fail", f"The database does not answer: {str(refused).splitlines()[0]}.")
    return Finding("ok", f"The {connection.vendor} database answers.")


def tables_current(_now: datetime) -> Finding:
    """The tables are those of this version."""
    if waiting := database.migrations_waiting():
        return Finding("warn", f"The tables lack {waiting} changes of this version; urtuu serve makes them.")
    return Finding("ok", "The tables are those of this version.")


def database_whole(_now: datetime) -> Finding:
    """The file has no torn pages."""
    if not database.on_sqlite():
        return Finding("ok", "PostgreSQL looks after its own files.")
    if found := database.damage(database.sqlite_file()):
        return Finding("fail", f"The database file is damaged: {found}. Restore the last backup.")
    return Finding("ok", "The database file is whole.")


def log_silent(_now: datetime) -> Finding:
    """PostgreSQL writes no statement into its own log: a statement holds what was typed."""
    if database.on_sqlite():
        return Finding("ok", "SQLite keeps no log.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE (name = 'log_min_error_statement' AND setting <> 'panic') "
            "OR (name = 'log_statement' AND setting NOT IN ('none', 'ddl')) "
            "OR (name IN ('log_min_duration_statement', 'log_min_duration_sample') AND setting <> '-1') "
            "OR (name = 'log_transaction_sample_rate' AND setting <> '0') ORDER BY name"
        )
        speaking = [name for (name,) in cursor.fetchall()]
    if speaking:
        says = f"PostgreSQL may write what was typed into its log: {', '.join(speaking)}."
        return Finding("warn", f"{says} docs/postgresql.md says how to silence it.")
    return Finding("ok", "PostgreSQL writes no statement into its log.")


def chain_holds(_now: datetime) -> Finding:
    """The newest batches are what their phones signed."""
    from urtuu.journal import recent  # late: asked only once the database answers

    found = list(islice(recent.faults(NEWEST_BATCHES), 3))
    if found:
        return Finding("fail", f"{'; '.join(found)}. Run: urtuu verify")
    return Finding("ok", f"The last {NEWEST_BATCHES} batches are what was signed; urtuu verify looks at all.")


def disk_free(_now: datetime) -> Finding:
    """There is room for the next weeks."""
    free_mb = free_bytes(Path(settings.VAR)) // 1_000_000
    says = f"{free_mb:,} MB are free for the data folder."
    if not has_room(Path(settings.VAR), settings.LEAST_ROOM):
        return Finding("fail", f"{says} Pages are shown, nothing is written until there is room.")
    if free_mb < TOO_LITTLE_DISK_MB:
        return Finding("fail", says)
    return Finding("warn" if free_mb < ENOUGH_DISK_MB else "ok", says)


def keys_private(_now: datetime) -> Finding:
    """Nobody but the site reads its keys."""
    open_to_others = [path.name for path in Path(settings.KEYS).iterdir() if path.stat().st_mode & 0o077]
    if open_to_others:
        names = ", ".join(sorted(open_to_others))
        return Finding("fail", f"Others on this machine can read the keys: {names}.")
    return Finding("ok", "The site's keys are readable by the site only.")


def clock_goes_on(now: datetime) -> Finding:
    """The clock has not fallen behind what was already received."""
    from urtuu.journal import queries  # late: asked only once the database answers

    last = queries.last_received_at()
    if last is None:
        return Finding("ok", "The journal is empty; there is nothing to compare the clock with.")
    if last > now + CLOCK_SLACK:
        return Finding("fail", f"The clock is behind the last entry ({last:%Y-%m-%d %H:%M} UTC). Set it.")
    return Finding("ok", f"The clock is after the last entry ({last:%Y-%m-%d %H:%M} UTC).")


def working_days_known(now: datetime) -> Finding:
    """Legal periods can be computed for this year and, once the notice is out, the next."""
    from urtuu.base.workdays import YearMissing, working_days  # late: the tables are read from disk

    def missing(year: int) -> bool:
        try:
            working_days().is_working(date(year, 1, 2))
        except YearMissing:
            return True
        return False

    if missing(now.year):
        return Finding("fail", f"Without a working-day table for {now.year} no legal period can be computed.")
    if missing(now.year + 1):
        level: Level = "warn" if now.month >= NOTICE_MONTH else "ok"
        return Finding(level, f"The working-day table for {now.year + 1} is not there yet.")
    return Finding("ok", f"The working-day tables for {now.year} and {now.year + 1} are there.")


def nothing_waits(_now: datetime) -> Finding:
    """How many entries wait for a person."""
    from urtuu.journal import queries  # late: asked only once the database answers

    waiting = queries.held_waiting()
    if waiting:
        return Finding("warn", f"{waiting} entries are held and wait for an earlier entry or for a person.")
    return Finding("ok", "No entry is held.")


def backup_fresh(now: datetime) -> Finding:
    """A backup was made lately."""
    from urtuu.journal import queries  # late: asked only once the database answers

    made = last_backup.when()
    if made is None:
        empty = queries.last_received_at() is None
        return Finding("ok" if empty else "warn", "No backup was made yet. Run: urtuu backup")
    says = f"The last backup was made on {made.astimezone(now.tzinfo):%Y-%m-%d %H:%M}."
    if now - made > BACKUP_TOO_OLD:
        return Finding("fail", says)
    return Finding("warn" if now - made > BACKUP_OLD else "ok", says)


CHECKS: dict[str, Callable[[datetime], Finding]] = {
    "database": database_answers,
    "tables": tables_current,
    "integrity": database_whole,
    "log": log_silent,
    "chain": chain_holds,
    "disk": disk_free,
    "keys": keys_private,
    "clock": clock_goes_on,
    "working days": working_days_known,
    "held": nothing_waits,
    "backup": backup_fresh,
}


def look(name: str, now: datetime) -> Finding:
    """One check; that it could not be made is itself a finding."""
    try:
        return CHECKS[name](now)
    except Exception as failure:
        return Finding("fail", f"This could not be checked ({type(failure).__name__}).")


def worst(findings: Iterable[Finding]) -> Level:
    """The level of the whole site."""
    levels = {found.level for found in findings}
    return "fail" if "fail" in levels else "warn" if "warn" in levels else "ok"

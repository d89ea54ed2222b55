"""What is looked at before trusting a site, and the sentence said about each."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection

from urtuu.interfaces.cli import database

Level = Literal["ok", "warn", "fail"]
ENOUGH_DISK_MB = 2_000
TOO_LITTLE_DISK_MB = 200
CLOCK_SLACK = timedelta(minutes=5)
NOTICE_MONTH = 11  # the State Council's notice for the next year comes out in November


@dataclass(frozen=True)
class Finding:
    """What one check found, in a sentence for the administrator."""

    level: Level
    says: str


def database_answers(_now: datetime) -> Finding:
    """The database is there, and its tables are those of this version."""
    try:
        connection.ensure_connection()
        waiting = database.migrations_waiting()
    except DatabaseError as refused:
        return Finding("fail", f"The database does not answer: {str(refused).splitlines()[0]}.")
    if waiting:
        return Finding("warn", f"The tables lack {waiting} changes of this version; urtuu serve makes them.")
    return Finding("ok", f"The {connection.vendor} database answers and is up to date.")


def database_whole(_now: datetime) -> Finding:
    """The file has no torn pages."""
    if not database.on_sqlite():
        return Finding("ok", "PostgreSQL looks after its own files.")
    if found := database.damage(database.sqlite_file()):
        return Finding("fail", f"The database file is damaged: {found}. Restore the last backup.")
    return Finding("ok", "The database file is whole.")


def disk_free(_now: datetime) -> Finding:
    """There is room for the next weeks."""
    free_mb = shutil.disk_usage(Path(settings.VAR)).free // 1_000_000
    says = f"{free_mb:,} MB are free for the data folder."
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


CHECKS: dict[str, Callable[[datetime], Finding]] = {
    "database": database_answers,
    "integrity": database_whole,
    "disk": disk_free,
    "keys": keys_private,
    "clock": clock_goes_on,
    "working days": working_days_known,
    "held": nothing_waits,
}


def look(name: str, now: datetime) -> Finding:
    """One check; that it could not be made is itself a finding."""
    try:
        return CHECKS[name](now)
    except Exception as failure:
        return Finding("fail", f"This could not be checked ({type(failure).__name__}).")

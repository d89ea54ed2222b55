"""How far a demonstration is loaded, and whether this database holds anything else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from urtuu.interfaces.demo.people import everybody
from urtuu.interfaces.demo.plans import whole_banner
from urtuu.places.models import Household, Region, Staff, Station


class State(StrEnum):
    """What the data folder and its database hold."""

    EMPTY = "empty"
    LOADING = "loading"
    THERE = "there"
    OTHER = "other"


def _mark() -> Path:
    return Path(settings.VAR) / "demo-under-way.json"


def state() -> State:
    """Looks; changes nothing. Anything that is not the demonstration's own makes it OTHER."""
    plan = whole_banner()
    demo_ids = [UUID(person.id) for person in everybody(plan)]
    strangers = (
        Staff.objects.exclude(pk__in=demo_ids).exists()
        or Household.objects.filter(invented=False).exists()
        or Region.objects.exclude(pk__startswith=plan.code).exists()
    )
    if strangers:
        return State.OTHER
    if _mark().exists():
        return State.LOADING
    if Staff.objects.exists():
        return State.THERE
    return State.OTHER if Region.objects.exists() or Station.objects.exists() else State.EMPTY


@contextmanager
def under_way(**what: str) -> Iterator[None]:
    """Marks a load that has begun; the mark stays when it does not end."""
    _mark().write_text(json.dumps(what), encoding="utf-8")
    with _unsynced():
        yield
    _mark().unlink()


@contextmanager
def _unsynced() -> Iterator[None]:
    """SQLite need not wait for the disk while a fresh database is filled: what breaks off is loaded anew."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def start_over() -> None:
    """A clean database for a load that broke off: a new file, since the old one may be torn."""
    if connection.vendor != "sqlite":
        clear()
        return
    file = Path(connection.settings_dict["NAME"])
    connections.close_all()
    for part in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        part.unlink(missing_ok=True)
    _mark().unlink(missing_ok=True)
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)


def clear() -> None:
    """Every row out, the file kept: a site that is running goes on with an empty database."""
    call_command("flush", verbosity=0, interactive=False)
    _mark().unlink(missing_ok=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")


def torn() -> bool:
    """Whether a load that broke off left a file that cannot even be asked."""
    if not _mark().exists() or connection.vendor != "sqlite":
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            return bool(cursor.fetchone()[0] != "ok")
    except sqlite3.DatabaseError:
        return True

"""How a site's rows get from one database into another, all or none, and how it is known that they did."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.apps import apps
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from urtuu.interfaces.cli import database
from urtuu.interfaces.cli.refusal import Refused

OLD = "old"
CHUNK = 2_000  # rows
# Made anew by every database for itself, or good for one evening only.
LEFT = {"contenttypes", "auth", "sessions"}


@dataclass(frozen=True)
class Moved:
    """What was moved; `digest` is what both databases fold to."""

    tables: int
    rows: int
    digest: str


def opened(url: str) -> BaseDatabaseWrapper:
    """The database that holds the data now. Raises Refused."""
    try:
        told: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        raise Refused(f"{urlsplit(url).scheme or 'This'} is no database address that Urtuu knows.") from None
    if told["ENGINE"].endswith("sqlite3") and not Path(told["NAME"]).is_file():
        raise Refused(f"There is no database file {told['NAME']}.")
    if told["ENGINE"].endswith("sqlite3") and (found := database.damage(Path(told["NAME"]))):
        raise Refused(f"The database to move from is damaged ({found}).")
    if _place(told) == _place(connection.settings_dict):
        raise Refused("DATABASE_URL names the database that the data is in already. Set it to the new one.")
    connections.settings[OLD] = connections.configure_settings({"default": told})["default"]
    return connections[OLD]


def _place(told: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(told.get(name) or "") for name in ("ENGINE", "HOST", "PORT", "NAME"))


def refuse_behind(old: BaseDatabaseWrapper) -> None:
    """Only tables of this version are moved: what would be copied into others could not be compared."""
    if waiting := database.migrations_waiting(old):
        raise Refused(
            f"The database to move from lacks {waiting} changes of this version. "
            "Start the site on it once, stop it, and move then."
        )


def tables() -> list[type[Model]]:
    """Every table that holds the site's own data."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in LEFT
    ]


def filled() -> str:
    """A table of ours in the new database that is not empty; '' when all are."""
    return next(
        (model._meta.db_table for model in tables() if _ours(model) and model._base_manager.exists()), ""
    )


def _ours(model: type[Model]) -> bool:
    """Whether the table is Urtuu's own; a library may put rows of its own into a new database."""
    return model.__module__.startswith("urtuu.")


def move() -> Moved:
    """Copy, count and fold; all or none. Raises Refused when something differs."""
    from urtuu.journal import comparing  # late: models need the settings

    with transaction.atomic():
        rows = sum(_copied(model) for model in tables())
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
                cursor.execute(statement)
        digest = comparing.fold_digest()
        if not digest == comparing.fold_digest(OLD) == comparing.standings_digest():
            raise Refused("The databases do not fold to the same, so nothing was moved. Run: urtuu replay")
    return Moved(len(tables()), rows, digest)


def _copied(model: type[Model]) -> int:
    """One table; how many rows."""
    table = model._meta.db_table
    try:
        if not _ours(model):
            model._base_manager.all()._raw_delete("default")  # no cascade: every table is copied
        for some in _chunks(model):
            model._base_manager.bulk_create(some)
    except DatabaseError as error:
        # The database quotes the row it refused; only its kind is told.
        raise Refused(f"{table} could not be moved ({type(error).__name__}); nothing was changed.") from error
    here, there = model._base_manager.count(), model._base_manager.using(OLD).count()
    if here != there:
        raise Refused(f"{table} has {there} rows, but {here} arrived; nothing was changed.")
    return here


def _chunks(model: type[Model]) -> Iterator[list[Model]]:
    rows = model._base_manager.using(OLD).order_by("pk").iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        yield some

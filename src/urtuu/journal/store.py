"""The statements of a push. The ORM would build one object a row at three times the cost, and to compile a
question costs it more than the database needs to answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Model

from urtuu.base import merkle
from urtuu.journal.models import Chain, Feed, FeedRoot, NamedTo, StandingRow

M = TypeVar("M", bound=Model)
Row = Sequence[Any]


def insert(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, replace: str = ""
) -> None:
    """Rows of plain values into a table; `replace` names the key column whose row they overwrite."""
    prepared = _prepared(model, columns, rows)
    if not prepared:
        return
    quote = connection.ops.quote_name
    names = [quote(_column(model, name)) for name in columns]
    table, marks = quote(model._meta.db_table), ", ".join(["%s"] * len(names))
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of our own models
    if replace:
        key = quote(_column(model, replace))
        changes = ", ".join(f"{name} = excluded.{name}" for name in names if name != key)
        sql += f" ON CONFLICT ({key}) DO UPDATE SET {changes}"
    with connection.cursor() as cursor:
        cursor.executemany(sql, prepared)


def _prepared(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[Sequence[Any]]:
    """Moments as the database keeps them; only columns of moments are looked at."""
    moments = [
        n for n, name in enumerate(columns) if isinstance(model._meta.get_field(name), models.DateTimeField)
    ]
    if not moments:
        return list(rows)
    adapted: dict[datetime | None, Any] = {None: None}
    prepared: list[Row] = []
    for row in rows:
        values = list(row)
        for n in moments:
            moment = values[n]
            if moment not in adapted:
                adapted[moment] = connection.ops.adapt_datetimefield_value(moment)
            values[n] = adapted[moment]
        prepared.append(values)
    return prepared


def _column(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]  # our tables have no relations


def select(
    model: type[Model],
    columns: Sequence[str],
    among: str,
    values: Sequence[str],
    more: str = "",
    *,
    lock: bool = False,
) -> list[tuple[Any, ...]]:
    """Plain values of the rows whose column `among` is one of the values, in the order of that column.

    more  a further condition on columns of the table, as SQL
    lock  the rows, in that order, until the transaction ends
    Only for columns of text, numbers and bytes: nothing is converted.
    """
    if not values:
        return []
    quote = connection.ops.quote_name
    names = ", ".join(quote(_column(model, name)) for name in columns)
    table, key = quote(model._meta.db_table), quote(_column(model, among))
    postgresql = connection.vendor == "postgresql"
    one_of = "= ANY(%s)" if postgresql else f"IN ({', '.join(['%s'] * len(values))})"
    sql = f"SELECT {names} FROM {table} WHERE {key} {one_of}"  # noqa: S608 - names of our own models
    sql += (f" AND {more}" if more else "") + f" ORDER BY {key}"
    with connection.cursor() as cursor:
        cursor.execute(
            sql + (" FOR UPDATE" if lock and postgresql else ""),
            [list(values)] if postgresql else list(values),
        )
        return list(cursor.fetchall())


def for_update(rows: models.QuerySet[M]) -> models.QuerySet[M]:
    """Rows locked in the order of their key; SQLite's one writer needs no row locks."""
    return rows.select_for_update() if connection.features.has_select_for_update else rows


def lock_names(names: Sequence[str]) -> None:
    """Locks what is not there yet, until the transaction ends.

    A missing row cannot be locked: of two devices, one beginning a record and one acting on it, neither would
    see the other, and the second would wait for a beginning that has long arrived. SQLite has one writer.
    """
    if connection.vendor == "postgresql":
        sql = "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name"
        with connection.cursor() as cursor:
            cursor.execute(sql, [sorted(names)])


def lock_chain(device: str, genesis: bytes) -> Chain:
    """The device's chain, locked: the first thing a push does."""
    found = select(Chain, _CHAIN, "device", [device], lock=True)
    if not found:
        Chain.objects.get_or_create(device=device, defaults={"seq": 0, "head": genesis})
        found = select(Chain, _CHAIN, "device", [device], lock=True)
    return Chain(**dict(zip(_CHAIN, found[0], strict=True)))


_CHAIN = ("device", "seq", "head")


class Feeds:
    """The feeds one push appends to: locked last, in sorted order, so positions are dense for readers."""

    def __init__(self, names: Iterable[str]) -> None:
        wanted = sorted(set(names))
        self.rows = self._locked(wanted)
        if missing := [Feed(name=name) for name in wanted if name not in self.rows]:
            Feed.objects.bulk_create(missing, ignore_conflicts=True)
            self.rows = self._locked(wanted)
        self._leaves: dict[str, list[bytes]] = {}

    @staticmethod
    def _locked(wanted: Sequence[str]) -> dict[str, Feed]:
        columns = ("name", "pos", "frontier")
        found = select(Feed, columns, "name", wanted, lock=True)
        return {row[0]: Feed(**dict(zip(columns, row, strict=True))) for row in found}

    def place(self, feed: str, line: bytes) -> int:
        """The next position of a feed, given to a line."""
        leaves = self._leaves.setdefault(feed, [])
        leaves.append(merkle.leaf(line))
        return int(self.rows[feed].pos) + len(leaves)

    def count(self, name: str) -> int:
        """The next number of a counter that is no feed."""
        row = self.rows[name]
        row.pos += 1
        return int(row.pos)

    def write(self) -> dict[str, tuple[int, str]]:
        """Stores the new heads; the position and root of each feed that grew."""
        grown = {}
        for name, leaves in self._leaves.items():
            row = self.rows[name]
            frontier, size = merkle.grown(merkle.unpacked(bytes(row.frontier)), row.pos, leaves)
            row.frontier, row.pos = merkle.packed(frontier), size
            grown[name] = (size, merkle.root(frontier).hex())
        columns = ("name", "pos", "frontier")
        insert(Feed, columns, ((r.name, r.pos, r.frontier) for r in self.rows.values()), replace="name")
        insert(FeedRoot, ("feed", "pos", "root"), ((name, pos, root) for name, (pos, root) in grown.items()))
        return grown


STANDING_COLUMNS = (
    "record", "kind", "number", "state", "open", "station", "grid", "gacha", "holder", "author", "week",
    "title", "amount", "feed", "version", "body", "began_at", "changed_at", "ended_at",
    "training", "contested",
)  # fmt: skip


def write_standings(rows: Iterable[Row]) -> None:
    """Standings as they are now, new ones and changed ones alike: values in the order of STANDING_COLUMNS."""
    insert(StandingRow, STANDING_COLUMNS, rows, replace="record")


def write_names(rows: Iterable[Row]) -> None:
    """Key, record and staff of those named to records; nobody is named twice."""
    insert(NamedTo, ("key", "record", "staff"), rows, replace="key")

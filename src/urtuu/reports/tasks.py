"""What goes over into the next week: tasks carried, with owner and date, and tasks nobody has carried yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from urtuu.base.weeks import Week, read_week
from urtuu.journal import queries
from urtuu.journal.queries import RecordRow
from urtuu.places.queries import names_of
from urtuu.reports.asked import Asked
from urtuu.reports.behind import behind

MOST = 40
"""Rows shown on the sheet; the figure opens them all."""


@dataclass(frozen=True)
class Going:
    """A task that goes over. `to_week` is nothing while nobody has carried it."""

    record: str
    number: str
    title: str
    owner: str
    owner_name: str
    why: str
    to_week: Week | None
    until: date | None
    grid: str


def carried(asked: Asked) -> list[Going]:
    """Tasks carried over in the week, the first carried first. Four queries."""
    records = list(behind(asked, "tasks_carried").values_list("record", flat=True)[:MOST])
    return _going(queries.rows(asked.every_record.filter(record__in=records)), carried=True)


def unfinished(asked: Asked) -> list[Going]:
    """Tasks of the week that are neither done nor carried over nor cancelled. Two queries."""
    found = asked.standings.filter(asked.weeks, kind="task", open=True).exclude(state="carried")
    # In the order of time: one by grid would lead the database through every task there ever was.
    return _going(queries.rows(found.order_by("began_at", "record")[:MOST]), carried=False)


def _going(rows: list[RecordRow], *, carried: bool) -> list[Going]:
    names = names_of({_owner(row) for row in rows} - {""}) if rows else {}
    return sorted((_one(row, names, carried) for row in rows), key=lambda one: (one.grid, one.number))


def _one(row: RecordRow, names: dict[str, str], carried: bool) -> Going:
    body, owner = row.standing.body, _owner(row)
    until = body.get("window_to")
    return Going(
        record=row.row.record,
        number=row.row.number,
        title=row.row.title,
        owner=owner,
        owner_name=names.get(owner, ""),
        why=str(body.get("why_carried", "")) if carried else "",
        to_week=read_week(str(body.get("week", ""))) if carried else None,
        until=date.fromisoformat(until) if until else None,
        grid=row.row.grid,
    )


def _owner(row: RecordRow) -> str:
    """Who has it, or had it last: a carried task stays with its officer until somebody else is named."""
    return row.row.holder or str(row.standing.body.get("officer") or "")

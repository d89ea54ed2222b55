"""What stands behind a number: the same conditions that counted it, as rows that a person can open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Min, Value

from urtuu.journal import queries
from urtuu.journal.queries import RecordRow
from urtuu.kinds.fold import Done
from urtuu.reports.asked import Asked, Rows, said_in
from urtuu.reports.counting import done, pending, stood, told_ids
from urtuu.reports.figures import FIGURE, Figure, Source


def behind(asked: Asked, name: str, category: str = "") -> Rows:
    """The rows a figure counts, each with `record`, `entry` (or nothing) and `amount`, in the order of time.

    `category` narrows figures of disputes to one class. Devices have a list of their own.
    """
    figure = FIGURE[name]
    if figure.source is Source.DONE:
        return _done_rows(asked, figure)
    if figure.source is Source.LATE:
        found = asked.acts.filter(late=True).order_by("received_at", "pk")
        return found.values("record", entry=F("pk"), counts=Value(1))
    found = _standing_rows(asked, figure)
    if category:
        found = found.annotate(category=said_in("category")).filter(category=category)
    counts = F("amount") if name == "people_reached" else Value(1)
    return found.order_by("began_at", "record").values("record", entry=Value(""), counts=counts)


def _standing_rows(asked: Asked, figure: Figure) -> Rows:
    if figure.source is Source.PENDING:
        return pending(asked)
    if figure.source is Source.BEGUN:
        return asked.standings.filter(asked.weeks, kind__in=figure.kinds)
    found = stood(asked, figure)
    if figure.spoken:
        found = found.annotate(language=said_in("language")).filter(language__in=figure.spoken)
    return found


def _done_rows(asked: Asked, figure: Figure) -> Rows:
    told = told_ids(asked, figure)
    if not figure.acts and not told.get(figure.name):
        return asked.acts.none().values("record", entry=F("pk"), counts=Value(1))
    found: Rows = asked.acts.filter(done(figure, asked, told)).exclude(asked.gone)
    if figure.each:
        return found.order_by("counted_at", "pk").values("record", entry=F("pk"), counts=Value(1))
    rows: Rows = found.values("record").annotate(entry=Min("pk"), at=Min("counted_at"), counts=Value(1))
    return rows.order_by("at", "record")


def first_weeks(asked: Asked, name: str) -> list[str]:
    """For each record of a figure the first week in which it was done: so that months add up to the whole."""
    figure = FIGURE[name]
    found = asked.acts.filter(done(figure, asked, told_ids(asked, figure))).exclude(asked.gone)
    return list(found.values("record").annotate(first=Min("week")).values_list("first", flat=True))


@dataclass(frozen=True)
class Line:
    """A record behind a figure, with the act that made it count."""

    one: RecordRow
    done: Done
    counts: int
    received_at: datetime | None
    late: bool


def lines(asked: Asked, name: str, rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    """A page of rows as records and acts. Two queries."""
    records = {row["record"] for row in rows}
    known = {one.row.record: one for one in queries.rows(asked.every_record.filter(record__in=records))}
    acts = {row["entry"] or _act(known[row["record"]], FIGURE[name]).entry for row in rows}
    found = asked.every_act.filter(pk__in=acts).values_list("pk", "received_at", "late")
    received = {ident: (at, late) for ident, at, late in found}
    return [_line(known[row["record"]], row, FIGURE[name], received) for row in rows]


def _line(
    one: RecordRow, row: Mapping[str, Any], figure: Figure, received: Mapping[str, tuple[datetime, bool]]
) -> Line:
    named = next((done for done in one.standing.acts if done.entry == row["entry"]), None)
    done = named or _act(one, figure)
    at, late = received.get(done.entry, (None, False))
    return Line(one, done, row["counts"], at, late)


def _act(one: RecordRow, figure: Figure) -> Done:
    """The act that made a record count: the first of the figure's own, else the one that began it."""
    return next((done for done in one.standing.acts if done.act in figure.acts), one.standing.acts[0])

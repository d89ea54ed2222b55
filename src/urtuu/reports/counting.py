"""Adding up: every figure of a scope and some weeks, in a number of queries that is the same for any size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Sum, Value, When

from urtuu.kinds.entries import read_entry
from urtuu.reports.asked import Asked, Rows, said_in
from urtuu.reports.figures import FIGURE, FIGURES, GONE, Figure, Source

Place = tuple[str, str]
"""Station and grid; the grid is empty for what belongs to the station as a whole."""


@dataclass
class Tally:
    """Every counted figure by place. Devices are not in it: a phone belongs to a person, not to a record."""

    by_place: dict[str, dict[Place, int]] = field(default_factory=dict)
    entries: int = 0

    def add(self, name: str, place: Place, amount: int) -> None:
        """So much more of a figure at a place."""
        there = self.by_place.setdefault(name, {})
        there[place] = there.get(place, 0) + amount

    def total(self, name: str) -> int:
        """A figure over all places."""
        return sum(self.by_place.get(name, {}).values())

    def of(self, name: str, *, station: str = "", grid: str | None = None) -> int:
        """A figure of a station, or of one grid of it."""
        there = self.by_place.get(name, {})
        return sum(
            amount
            for (at_station, at_grid), amount in there.items()
            if station in ("", at_station) and grid in (None, at_grid)
        )


def tally(asked: Asked) -> Tally:
    """All figures but those of devices, in five queries."""
    found = Tally()
    told = told_ids(asked)
    for row in _acts_by_place(asked, told):
        _add_acts(found, row)
    for row in _begun_by_place(asked):
        _add_begun(found, row)
    for row in _stood_by_place(asked):
        found.add("people_reached", _place(row), row["people"] or 0)
        found.add("sessions_mn", _place(row), row["spoken"])
    for row in pending(asked).values("station", "grid").annotate(n=Count("pk")).order_by():
        found.add("disputes_pending", _place(row), row["n"])
    return found


def _place(row: Mapping[str, Any]) -> Place:
    return row["station"], row["grid"]


def _acts_by_place(asked: Asked, told: Mapping[str, list[str]]) -> Rows:
    counted = ~Q(figure="") & ~Q(asked.gone)
    found: Rows = (
        asked.acts.annotate(figure=_figure_of(asked, told))
        .values("station", "grid", "figure")
        .annotate(
            records=Count("record", distinct=True, filter=counted),
            each=Count("pk", filter=counted),
            every=Count("pk"),
            late_ones=Count("pk", filter=Q(late=True)),
        )
        .order_by()
    )
    return found


def _figure_of(asked: Asked, told: Mapping[str, list[str]]) -> Case:
    cases = [
        When(done(figure, asked, told), then=Value(figure.name))
        for figure in FIGURES
        if figure.source is Source.DONE and (figure.acts or told.get(figure.name))
    ]
    return Case(*cases, default=Value(""), output_field=CharField())


def _add_acts(found: Tally, row: Mapping[str, Any]) -> None:
    found.entries += row["every"]
    if row["late_ones"]:
        found.add("late_entries", _place(row), row["late_ones"])
    if row["figure"]:
        found.add(row["figure"], _place(row), row["each" if FIGURE[row["figure"]].each else "records"])


def _begun_by_place(asked: Asked) -> Rows:
    kinds = {kind for figure in FIGURES if figure.source is Source.BEGUN for kind in figure.kinds}
    found = asked.standings.filter(asked.weeks, kind__in=sorted(kinds))
    rows: Rows = found.values("station", "grid", "kind").annotate(n=Count("pk")).order_by()
    return rows


def _add_begun(found: Tally, row: Mapping[str, Any]) -> None:
    for figure in FIGURES:
        if figure.source is Source.BEGUN and row["kind"] in figure.kinds:
            found.add(figure.name, _place(row), row["n"])


def _stood_by_place(asked: Asked) -> Rows:
    spoken = FIGURE["sessions_mn"].spoken
    found: Rows = (
        stood(asked, FIGURE["people_reached"])
        .annotate(language=said_in("language"))
        .values("station", "grid")
        .annotate(people=Sum("amount"), spoken=Count("pk", filter=Q(language__in=spoken)))
        .order_by()
    )
    return found


def stood(asked: Asked, figure: Figure) -> Rows:
    """The records to which one of a figure's acts was done in the weeks, as they stand now."""
    by = asked.acts.filter(kind__in=figure.kinds, act__in=figure.acts).values("record")
    # By the acts alone: a second way to the same records would let the database choose the longer one.
    return asked.every_record.filter(record__in=by).exclude(state__in=GONE)


def pending(asked: Asked) -> Rows:
    """The disputes that had begun and not ended at the moment of asking."""
    at = asked.until
    begun = asked.standings.filter(kind__in=FIGURE["disputes_pending"].kinds, began_at__lte=at).order_by()
    # Two ways into one index, instead of a walk over every dispute there ever was: what ended later was also
    # changed later; and a truth value on its own is no way into an index of SQLite, one of a list is.
    still_open = begun.filter(open__in=[True]).values("pk")
    ended_later = begun.filter(open__in=[False], changed_at__gt=at, ended_at__gt=at).values("pk")
    return asked.every_record.filter(pk__in=still_open.union(ended_later, all=True))


def done(figure: Figure, asked: Asked, told: Mapping[str, list[str]]) -> Q:
    """The acts that make a figure, as a condition on entries."""
    plain = Q(kind__in=figure.kinds, act__in=figure.acts)
    if figure.lacking:
        plain &= ~Q(Exists(asked.every_act.filter(record=OuterRef("record"), act=figure.lacking)))
    return plain | Q(pk__in=told[figure.name]) if told.get(figure.name) else plain


def told_ids(asked: Asked, *only: Figure) -> dict[str, list[str]]:
    """The acts that count because of what they say, by figure: read from their exact lines, in one query."""
    wanted = [figure for figure in (only or FIGURES) if figure.saying]
    acts = {(figure.kinds[0], act) for figure in wanted for act in figure.saying}
    if not acts:
        return {}
    kinds, names = {kind for kind, _ in acts}, {act for _, act in acts}
    rows = asked.acts.filter(kind__in=kinds, act__in=names).values_list("pk", "act", "line")
    found: dict[str, list[str]] = {figure.name: [] for figure in wanted}
    for ident, act, line in rows:
        body = read_entry(bytes(line)).body
        for figure in wanted:
            words = figure.saying.get(act)
            if words and all(body.get(name) in values for name, values in words.items()):
                found[figure.name].append(ident)
    return found

"""Names for ids: collected over all rows of a page first, then asked for once, never a query a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from urtuu.journal import lookups
from urtuu.journal.queries import RecordRow
from urtuu.kinds.fields import Field, Household, Link, Many, Officer, Place
from urtuu.places import offers
from urtuu.places.permissions import Who
from urtuu.places.queries import names_of


@dataclass
class Wanted:
    """Ids that a page will show, by what they are."""

    staff: set[str] = field(default_factory=set)
    doors: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)

    def value(self, of: Field | None, value: Any) -> None:
        """Notes the ids in one value."""
        if isinstance(of, Many):
            for row in value if isinstance(value, list) else ():
                self.body(of.of, row)
        elif isinstance(of, Place) and isinstance(value, Mapping):
            self.places.add(str(value.get("gacha", "")))
        elif isinstance(of, Officer | Household | Link) and isinstance(value, str):
            self._set_of(of).add(value)

    def _set_of(self, of: Officer | Household | Link) -> set[str]:
        match of:
            case Officer():
                return self.staff
            case Household():
                return self.doors
            case _:
                return self.records

    def body(self, fields: Mapping[str, Field], body: Mapping[str, Any]) -> None:
        """Notes the ids in a body of values."""
        for name, value in body.items():
            self.value(fields.get(name), value)

    def row(self, one: RecordRow) -> None:
        """Notes who holds and began a record, and where it is."""
        self.staff |= {one.row.holder, one.row.author} - {""}
        self.places |= {one.row.grid, one.row.station} - {""}


@dataclass(frozen=True)
class Names:
    """Words for ids; an id that nobody here knows stands for itself."""

    staff: Mapping[str, str] = field(default_factory=dict)
    doors: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, RecordRow] = field(default_factory=dict)

    def person(self, staff: str) -> str:
        """A person by name."""
        return self.staff.get(staff, staff)

    def place(self, code: str) -> str:
        """A grid, station or region by name."""
        return self.places.get(code, code)


def names(wanted: Wanted, asking: Who, now: datetime) -> Names:
    """The names of what a page wants. Six queries at most, however many rows."""
    return Names(
        staff=names_of(wanted.staff) if wanted.staff else {},
        doors=offers.labels_of_doors(wanted.doors) if wanted.doors else {},
        places=offers.names_of_places(wanted.places),
        records=lookups.named(asking, wanted.records, now),
    )


def wanted_by(rows: Iterable[RecordRow], columns: Iterable[str] = ()) -> Wanted:
    """What a list of records will show."""
    wanted, shown = Wanted(), tuple(columns)
    for one in rows:
        wanted.row(one)
        fields = one.kind.open_fields
        for name in shown:
            wanted.value(fields.get(name), one.standing.body.get(name))
    return wanted

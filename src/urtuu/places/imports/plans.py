"""What an import would do: what is new, what changes, what is wrong. Done only if nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from urtuu.base.sentences import Sentence, say
from urtuu.places.imports.columns import Problem, Row
from urtuu.places.imports.values import Wrong
from urtuu.places.models import Grid, Region, Staff, Station

BATCH = 500
STEP = 1000
Named = TypeVar("Named", Station, Grid)
Progress = Callable[[int, int], None]
"""Told how many rows of how many are looked at."""


def silent(done: int, of: int) -> None:
    """Progress that nobody watches."""


def tell(progress: Progress, done: int, of: int) -> None:
    """Tell now and then how far it is, and always at the end."""
    if done % STEP == 0 or done == of:
        progress(done, of)


@dataclass(frozen=True)
class Marked:
    """Who gives a list on which day, where that is kept with a row; nobody and no day when not known."""

    on: date | None = None
    by: UUID | None = None


NOBODY = Marked()


@dataclass
class Plan:
    """Rows to write, by model in the order of writing, and the problems found on the way."""

    new: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    changed: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    fields: dict[type[models.Model], set[str]] = field(default_factory=dict)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)
    """What was done to the rows beside writing them."""
    marked: Marked = NOBODY
    links: list[Callable[[], None]] = field(default_factory=list)
    seen: dict[tuple[str, ...], Row] = field(default_factory=dict)

    @contextmanager
    def judging(self, row: Row, column: str) -> Iterator[None]:
        """A cell that is wrong becomes a problem, and the next one is looked at."""
        try:
            yield
        except Wrong as wrong:
            self.problems.append(row.wrong(column, wrong.sentence))

    def first_time(self, row: Row, column: str, *key: str) -> bool:
        """Whether a row is the first of its key in the list; a second one is a problem."""
        first = self.seen.setdefault(key, row)
        if first is not row:
            self.problems.append(row.wrong(column, say("import_row_twice", first=first.number)))
        return first is row

    def put(self, model: type[models.Model], there: models.Model | None, values: Mapping[str, Any]) -> Any:
        """The row as it will be: new, changed where it differs, or as it is. Returns it."""
        if there is None:
            made = model(**values)
            self.new.setdefault(model, []).append(made)
            return made
        differing = {name for name, value in values.items() if getattr(there, name) != value}
        if not differing:
            self.unchanged += 1
            return there
        for name in differing:
            setattr(there, name, values[name])
        self.changed.setdefault(model, []).append(there)
        self.fields.setdefault(model, set()).update(differing)
        return there

    def write(self) -> None:
        """Write everything; to be called inside one transaction."""
        for model, rows in self.new.items():
            model._default_manager.bulk_create(rows, batch_size=BATCH)
        for model, rows in self.changed.items():
            model._default_manager.bulk_update(rows, sorted(self.fields[model]), batch_size=BATCH)
        for link in self.links:
            link()


@dataclass
class Known:
    """What is in the tables already, read once before the rows are looked at."""

    regions: dict[str, Region]
    by_name: dict[str, list[Region]]
    stations: dict[str, Station]
    grids: dict[str, Grid]
    grid_gachas: dict[str, set[str]]
    staff: dict[str, Staff]

    def region(self, text: str, level: str, within: set[str] | None = None) -> Region:
        """A region of a level by code, official or short name, preferably among some codes. Raises Wrong."""
        exact = self.regions.get(text)
        if exact and exact.level == level:
            return exact
        named = [one for one in self.by_name.get(text, []) if one.level == level]
        preferred = [one for one in named if one.pk in (within or ())]
        found = preferred or named
        if not found:
            raise Wrong(say("import_no_place", value=text))
        if len(found) > 1:
            codes = ", ".join(f"{one.pk} ({one.parent})" for one in found)
            raise Wrong(say("import_many_places", value=text, codes=codes))
        return found[0]

    def station(self, text: str) -> Station:
        """A station by id or name. Raises Wrong."""
        return _one(text, self.stations, "import_no_station")

    def grid(self, text: str) -> Grid:
        """A grid by id or name. Raises Wrong."""
        return _one(text, self.grids, "import_no_grid")


def _one(text: str, rows: Mapping[str, Named], name: str) -> Named:
    found = [rows[text]] if text in rows else [row for row in rows.values() if row.name == text]
    if len(found) != 1:
        raise Wrong(say(name if not found else "import_many_of_name", value=text))
    return found[0]


def read_known() -> Known:
    """Everything an import may refer to. Six queries."""
    regions = {region.pk: region for region in Region.objects.select_related("parent")}
    by_name: dict[str, list[Region]] = {}
    for region in regions.values():
        for name in {region.name, region.short_name}:
            by_name.setdefault(name, []).append(region)
    grid_gachas: dict[str, set[str]] = {}
    for grid, gacha in Grid.gachas.through.objects.values_list("grid_id", "region_id"):
        grid_gachas.setdefault(grid, set()).add(gacha)
    return Known(
        regions=regions,
        by_name=by_name,
        stations={station.pk: station for station in Station.objects.all()},
        grids={grid.pk: grid for grid in Grid.objects.all()},
        grid_gachas=grid_gachas,
        staff={person.username: person for person in Staff.objects.all()},
    )

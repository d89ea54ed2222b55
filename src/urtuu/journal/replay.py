"""Folding everything again: what stands must follow from what was done, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from urtuu.journal import store
from urtuu.journal.models import EntryRow, NamedTo, StandingRow
from urtuu.journal.standings import named_rows, row_of, standing_of
from urtuu.kinds.entries import read_entry
from urtuu.kinds.fold import Standing, begin, fold
from urtuu.kinds.judging import Answer
from urtuu.kinds.registry import Shelf, shelf
from urtuu.kinds.vocabulary import Kind

_UNKNOWN = Kind(name="", acts=())


@dataclass(frozen=True)
class Difference:
    """A record whose standing is not what its entries fold to."""

    record: str
    kind: str
    what: str


def differences() -> Iterator[Difference]:
    """Every record whose stored standing differs from the replayed one, or is missing, or has no entries."""
    tables = shelf()
    seen: set[str] = set()
    for standing in replayed(tables):
        seen.add(standing.record)
        stored = StandingRow.objects.filter(record=standing.record).first()
        if stored is None:
            yield Difference(standing.record, standing.kind, "missing")
        elif standing_of(stored).digest() != standing.digest():
            yield Difference(standing.record, standing.kind, "differs")
    for record, kind in StandingRow.objects.values_list("record", "kind").iterator():
        if record not in seen:
            yield Difference(record, kind, "unfounded")


def replayed(tables: Shelf, using: str = "default") -> Iterator[Standing]:
    """Every record of a database folded from its taken entries, in the order of its home feed."""
    taken = EntryRow.objects.using(using).filter(answer=Answer.TAKEN).order_by("record", "pos")
    standing: Standing | None = None
    for line, at in taken.values_list("line", "counted_at").iterator(chunk_size=5000):
        entry = read_entry(bytes(line))
        if standing is None or standing.record != entry.record:
            if standing is not None:
                yield standing
            standing = begin(entry)
        standing = fold(standing, entry, tables.get(entry.kind) or _UNKNOWN, at)
    if standing is not None:
        yield standing


def rebuild() -> int:
    """Writes every standing anew from the entries; the number of records. Numbers once given are kept."""
    tables = shelf()
    with transaction.atomic():
        numbers = dict(StandingRow.objects.values_list("record", "number"))
        rows, named = [], []
        for standing in replayed(tables):
            kind = tables.get(standing.kind) or _UNKNOWN
            rows.append(row_of(standing, kind, numbers.get(standing.record, "")))
            named += named_rows(standing, kind)
        _delete_unfounded({row[0] for row in rows})
        store.write_standings(rows)
        NamedTo.objects.all().delete()
        store.write_names(named)
    return len(rows)


def _delete_unfounded(founded: set[str]) -> None:
    unfounded = set(StandingRow.objects.values_list("record", flat=True)) - founded
    for record in unfounded:
        StandingRow.objects.filter(record=record).delete()

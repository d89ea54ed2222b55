"""What a sitting needs to know, read in a fixed number of queries whatever the size of the push."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from urtuu.journal import sealing, store
from urtuu.journal.models import EntryRow, Grant, Pointer, StandingRow
from urtuu.journal.sitting import Item, Room
from urtuu.journal.standings import standing_from
from urtuu.kinds.entries import BadLine, Entry, SealedBody, read_entry
from urtuu.kinds.judging import Answer, Why
from urtuu.kinds.registry import shelf
from urtuu.places import queries as places


def room(entries: Sequence[Entry], now: datetime) -> Room:
    """People, places and standings for a set of entries; the standings are locked."""
    records = sorted({entry.record for entry in entries})
    rows = _locked(records)
    if absent := sorted(set(records) - {record for record, _, _ in rows}):
        store.lock_names(absent)
        rows += _locked(absent) if connection.vendor == "postgresql" else []
    standings = {record: standing_from(body) for record, _, body in rows}
    grids = {entry.grid for entry in entries} | {s.grid for s in standings.values()}
    stations = {entry.station for entry in entries} | {s.station for s in standings.values()}
    shared: dict[str, list[str]] = {}
    for about, feed in store.select(Grant, ("about", "feed"), "about", records, "NOT closed"):
        shared.setdefault(about, []).append(feed)
    shared |= _told_of_erasures(entries)
    return Room(
        shelf=shelf(),
        now=now,
        who=places.who_many({entry.actor for entry in entries} | _authors_waiting(records)),
        where=places.where_many(grids - {""}, stations - {""}),
        standings=standings,
        numbers={record: number for record, number, _ in rows},
        shared=shared,
    )


def _told_of_erasures(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """By erasure, the feeds by which phones hold the record it is about: they must hear of it.

    Its home, those of the people it was handed to, and shared cases: a task lives with its station, where no
    phone follows it.
    """
    about = {entry.record: str(entry.body.get("about", "")) for entry in entries if entry.kind == "erasure"}
    if not about:
        return {}
    wanted = set(about.values())
    holding = [
        *StandingRow.objects.filter(record__in=wanted).values_list("record", "feed"),
        *Pointer.objects.filter(record__in=wanted).values_list("record", "feed").distinct(),
        *Grant.objects.filter(about__in=wanted, closed=False).values_list("about", "feed"),
    ]
    return {
        erasure: list(dict.fromkeys(feed for held, feed in holding if held == record))
        for erasure, record in about.items()
    }


def _locked(records: Sequence[str]) -> list[tuple[Any, ...]]:
    """Record, number and body."""
    return store.select(StandingRow, ("record", "number", "body"), "record", records, lock=True)


_WAITS = f"answer = '{Answer.HELD}' AND why = '{Why.WAITS}'"


def _authors_waiting(records: Sequence[str]) -> set[str]:
    return {actor for (actor,) in store.select(EntryRow, ("actor",), "record", records, _WAITS)}


def waiting(entries: Sequence[Entry], leave_out: str = "") -> list[Item]:
    """Held entries of the same records that wait for an earlier one, in their devices' order."""
    records = sorted({entry.record for entry in entries})
    ids = {ident for (ident,) in store.select(EntryRow, ("id",), "record", records, _WAITS)} - {leave_out}
    rows = EntryRow.objects.filter(id__in=ids) if ids else ()
    return [stored_item(row) for row in sorted(rows, key=lambda row: (row.counted_at, row.device, row.seq))]


def stored_item(row: EntryRow) -> Item:
    """An entry that is in the journal already, as an item to be heard again."""
    line = bytes(row.line)
    try:
        entry: Entry | None = read_entry(line)
    except BadLine:
        entry = None
    parts = {seal.part for seal in entry.sealed} if entry else set()
    return Item(
        seq=row.seq,
        id=row.id,
        line=line,
        head=bytes(row.head),
        entry=entry,
        sealed=sealing.opened_of_entries([row.id], parts) if parts else [],
        counted_at=row.counted_at,
        device=row.device,
        stored=True,
    )


def seals_fit(entry: Entry, sealed: Iterable[SealedBody]) -> bool:
    """Whether every part that came along is one the line commits to, under the key the rule names."""
    return all(sealing.fits(entry, one) for one in sealed)

"""What a page asks beside the record itself: one exact line, names of linked records, what points here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Count, QuerySet

from urtuu.base.ids import read_id
from urtuu.base.sentences import Sentence, say
from urtuu.journal.models import EntryRow, StandingRow, Strange
from urtuu.journal.queries import (
    RecordRow,
    TrayEntry,
    _within,
    rows,
    today,
    tray_entries,
    where_of_row,
)
from urtuu.kinds.fields import Link
from urtuu.kinds.judging import Answer
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Kind
from urtuu.places import permissions
from urtuu.places import queries as places
from urtuu.places.permissions import Where, Who

MOST = 60


def _in_reach(asking: Who, page_or_kind: str, now: datetime) -> QuerySet[StandingRow]:
    reach = permissions.reach(asking, page_or_kind, today(now))
    if reach.counts_only or reach.nothing:
        return StandingRow.objects.none()
    return StandingRow.objects.filter(_within(reach), training=False)


def open_counts(asking: Who, kinds: Iterable[str], now: datetime) -> dict[str, int]:
    """How many open records of each kind this person may list. One query, two for a whole banner."""
    found = _in_reach(asking, "records", now).filter(kind__in=list(kinds), open=True)
    return dict(found.values_list("kind").annotate(Count("record")))


def named(asking: Who, records: Iterable[str], now: datetime) -> dict[str, RecordRow]:
    """Records by id, as far as this person reads them: to head a link with number and title."""
    wanted = {record for record in records if read_id(record)}
    found = _in_reach(asking, "records", now).filter(record__in=wanted) if wanted else ()
    return {one.row.record: one for one in rows(found)}


def recent(asking: Who, kinds: Iterable[str], now: datetime, *, station: str = "") -> list[RecordRow]:
    """The newest records of some kinds, the last changed first: what a Link may point to."""
    found = _in_reach(asking, "records", now).filter(kind__in=list(kinds))
    if station:
        found = found.filter(station=station)
    return rows(found.order_by("-changed_at", "record")[:MOST])


def pointing_here(asking: Who, row: StandingRow, now: datetime) -> list[RecordRow]:
    """Records of the station that name this one in a field of type Link, the newest first."""
    kinds = [kind.name for kind in shelf() if not kind.desk_only and _links_to(kind, row.kind)]
    found = _in_reach(asking, "records", now).filter(
        kind__in=kinds, station=row.station, changed_at__gte=row.began_at, body__contains=row.record
    )
    return rows(found.exclude(record=row.record).order_by("-changed_at", "record")[:MOST])


def _links_to(kind: Kind, target: str) -> bool:
    links = (field for field in kind.open_fields.values() if isinstance(field, Link))
    return any(not link.to or target in link.to for link in links)


@dataclass(frozen=True)
class ExactLine:
    """An entry as it was received, with what proves it."""

    entry: TrayEntry
    number: str

    @property
    def line_hash(self) -> str:
        """SHA-256 of the exact line, hexadecimal."""
        return sha256(bytes(self.entry.row.line)).hexdigest()

    @property
    def chain_head(self) -> str:
        """The head of the device's chain after it, hexadecimal."""
        return bytes(self.entry.row.head).hex()


def line(asking: Who, entry_id: str, now: datetime) -> ExactLine | Sentence:
    """One entry's exact line for its author and for those who read the record, or the sentence why not."""
    row = EntryRow.objects.filter(id=entry_id).first()
    if row is None:
        return say("no_such_record")
    standing = StandingRow.objects.filter(record=row.record).first()
    refused = _unreadable(asking, row, standing, now)
    return refused or ExactLine(tray_entries([row])[0], standing.number if standing else "")


def _unreadable(asking: Who, row: EntryRow, standing: StandingRow | None, now: datetime) -> Sentence | None:
    if row.actor == asking.staff:
        return None
    if standing:
        where = where_of_row(standing)
    else:
        place = places.where_of(row.grid, row.station)
        where = Where(place.banner, place.station, place.grid, "", row.actor)
    return permissions.may_read(asking, row.kind, "", where, today(now))


def unreadable(devices: Iterable[str]) -> QuerySet[EntryRow]:
    """Returned lines of these devices that are no entry and so name neither author nor place."""
    return EntryRow.objects.filter(device__in=list(devices), answer=Answer.RETURNED, actor="")


def held_entry(asking: Who, entry_id: str, now: datetime) -> TrayEntry | None:
    """An entry in reach that is still held, or nothing."""
    reach = permissions.reach(asking, "trays", today(now))
    found = EntryRow.objects.filter(_within(reach, by_author=True), id=entry_id, answer=Answer.HELD)
    return next(iter(tray_entries(found)), None)


def waiting_for_person(asking: Who, now: datetime) -> int:
    """How many held entries in reach wait for somebody to decide. One query, two for a whole banner."""
    reach = permissions.reach(asking, "trays", today(now))
    if reach.nothing or reach.counts_only:
        return 0
    held = EntryRow.objects.filter(_within(reach, by_author=True), answer=Answer.HELD, training=False)
    return held.exclude(why="waits").count()


def strange(devices: Iterable[str]) -> list[Strange]:
    """Bytes that fitted no chain, of these devices, the newest first."""
    return list(Strange.objects.filter(device__in=list(devices)).order_by("-received_at", "-id")[:MOST])


def record_states(found: Iterable[str]) -> dict[str, StandingRow]:
    """Standings by record id, to say beside a tray's entry what the record is now. Ask the reach first."""
    wanted = {record for record in found if record}
    return {row.record: row for row in StandingRow.objects.filter(record__in=wanted)} if wanted else {}

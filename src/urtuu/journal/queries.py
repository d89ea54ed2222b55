"""What stands and what was done, for those who may see it: every function takes who is asking."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from urtuu.base import merkle
from urtuu.base.canonical import digest
from urtuu.base.sentences import Sentence, say
from urtuu.journal import sealing
from urtuu.journal.desk import NotTaken, perform
from urtuu.journal.intake import read_sentence
from urtuu.journal.models import Approval, EntryRow, Feed, NamedTo, StandingRow
from urtuu.journal.standings import LOCAL, standing_of, where_at
from urtuu.kinds.composing import Deed
from urtuu.kinds.entries import BadLine, Entry, SealedBody, read_entry
from urtuu.kinds.fold import Standing
from urtuu.kinds.judging import Answer
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Act, Kind
from urtuu.places import permissions
from urtuu.places import queries as places
from urtuu.places.permissions import HOUSE_ID, Reach, Where, Who

OWN = "notes"
"""The part that only its author reads."""
PERSONAL = "personal"
OPENED = (PERSONAL, "party", OWN)
"""Parts that are opened with the record; every other part is opened for a purpose, and that is journaled."""


def today(now: datetime) -> date:
    """The local day of a moment."""
    return now.astimezone(LOCAL).date()


def standings(asking: Who, kind: str, on: date) -> QuerySet[StandingRow]:
    """The standings of a kind that this person may list; training records never count."""
    reach = permissions.reach(asking, kind, on)
    if reach.counts_only:
        return StandingRow.objects.none()
    return StandingRow.objects.filter(_within(reach), kind=kind, training=False)


def counted(asking: Who, page: str, on: date) -> QuerySet[StandingRow]:
    """All standings that a page of figures may add up for this person, counts-only readers included."""
    return StandingRow.objects.filter(_within(permissions.reach(asking, page, on)), training=False)


def entries(asking: Who, page: str, on: date) -> QuerySet[EntryRow]:
    """All taken entries that a page of figures may add up for this person."""
    reach = permissions.reach(asking, page, on)
    return EntryRow.objects.filter(_within(reach, by_author=True), answer=Answer.TAKEN, training=False)


def line_digest(found: QuerySet[EntryRow]) -> str:
    """The canonical digest of `[[id, SHA-256 of the exact line], …]` in the order of ids."""
    lines = found.order_by("pk").values_list("pk", "line")
    return digest([[ident, hashlib.sha256(bytes(line)).hexdigest()] for ident, line in lines])


def feed_roots(names: Iterable[str]) -> list[tuple[str, int, str]]:
    """Name, position and root of feeds as they are now; feeds without entries are left out."""
    found = Feed.objects.filter(name__in=list(names), pos__gt=0).order_by("name")
    return [(feed.name, feed.pos, merkle.root(merkle.unpacked(bytes(feed.frontier))).hex()) for feed in found]


def _within(reach: Reach, *, by_author: bool = False) -> Q:
    """A reach as a condition on station and grid columns."""
    if reach.everything:
        return Q()
    stations = set(reach.stations) | set(places.stations_of(reach.banners))
    found = Q(station__in=stations) | Q(grid__in=reach.grids) if stations or reach.grids else Q(pk__in=[])
    if reach.own_of:
        named = NamedTo.objects.filter(staff=reach.own_of).values("record")
        own = Q(holder=reach.own_of) | Q(author=reach.own_of) | Q(record__in=named)
        found |= Q(actor=reach.own_of) if by_author else own
    return found


@dataclass(frozen=True)
class RecordRow:
    """A record in a list: its row and its standing."""

    row: StandingRow
    standing: Standing

    @property
    def kind(self) -> Kind:
        """The table of its kind."""
        return shelf()[self.row.kind]


@dataclass(frozen=True)
class Step:
    """One act in a record's history, with the exact line behind it."""

    entry: Entry
    id: str
    act: str
    actor: str
    at: datetime
    received_at: datetime
    late: bool
    feed: str
    pos: int
    device: str
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordView:
    """A record as this person may see it. `closed_parts` are there but not for them."""

    row: StandingRow
    standing: Standing
    kind: Kind
    where: Where
    steps: list[Step]
    parts: dict[str, dict[str, Any]]
    closed_parts: list[str]
    pictures_closed: Sentence | None
    """Why its pictures are not for them: they are counted, and nothing of them is shown."""
    opened: tuple[str, ...] = ()
    """Restricted parts opened for this reading; shown by their acts, one by one."""


def rows(found: Iterable[StandingRow]) -> list[RecordRow]:
    """Rows with their standings."""
    return [RecordRow(row, standing_of(row)) for row in found]


def record(asking: Who, record_id: str, now: datetime) -> RecordView | Sentence:
    """One record with its history, or the sentence why not. Personal parts are opened where the table allows;
    restricted ones only through `open_restricted`.
    """
    row = StandingRow.objects.filter(record=record_id).first()
    if row is None or row.kind not in shelf():
        return say("no_such_record")
    on = today(now)
    where = where_of_row(row)
    refused = permissions.may_read(asking, row.kind, "", where, on)
    if refused:
        return refused
    kind = shelf()[row.kind]
    wanted = list(dict.fromkeys(part for act in kind.acts for part in act.parts))
    open_parts = [p for p in wanted if p in OPENED and _readable(asking, row, p, where, on)]
    steps = [_ones_own(step, asking.staff) for step in _steps(record_id, open_parts)]
    present = {seal.part for step in steps for seal in step.entry.sealed}
    return RecordView(
        row=row,
        standing=standing_of(row),
        kind=kind,
        where=where,
        steps=steps,
        parts=sealing.opened_parts(record_id, shared) if (shared := _without(open_parts, OWN)) else {},
        closed_parts=[part for part in _without(wanted, OWN) if part in present and part not in open_parts],
        pictures_closed=_pictures_closed(asking, row, where, on) if PERSONAL in wanted else None,
    )


def _pictures_closed(asking: Who, row: StandingRow, where: Where, on: date) -> Sentence | None:
    """A photograph of an agreement names both sides: it is read as the personal part is, or not at all."""
    return permissions.may_read(asking, row.kind, PERSONAL, where, on)


def turned_away_from_pictures(asking: Who, view: RecordView, now: datetime) -> None:
    """Journals a try at a picture that is closed to this person."""
    _journal(asking, view, PERSONAL, "turn_away", {}, now)


def _without(parts: Iterable[str], part: str) -> list[str]:
    return [one for one in parts if one != part]


def _ones_own(step: Step, staff: str) -> Step:
    """A private note is read by whoever wrote it, and by nobody else on the case."""
    if OWN not in step.parts or step.actor == staff:
        return step
    return replace(step, parts={name: said for name, said in step.parts.items() if name != OWN})


def where_of_row(row: StandingRow) -> Where:
    """Where a record is, as the permission table asks."""
    return where_at(row, places.where_of(row.grid, row.station))


def _readable(asking: Who, row: StandingRow, part: str, where: Where, on: date) -> bool:
    return permissions.may_read(asking, row.kind, part, where, on) is None


def _steps(record_id: str, parts: list[str]) -> list[Step]:
    taken = list(EntryRow.objects.filter(record=record_id, answer=Answer.TAKEN).order_by("pos"))
    beside: dict[str, list[SealedBody]] = {}
    for sealed in sealing.opened_of_entries([row.id for row in taken], parts) if parts else []:
        beside.setdefault(sealed.sealed_of, []).append(sealed)
    return [
        Step(
            entry=read_entry(bytes(row.line)),
            id=row.id,
            act=row.act,
            actor=row.actor,
            at=row.counted_at,
            received_at=row.received_at,
            late=row.late,
            feed=row.feed or "",
            pos=row.pos or 0,
            device=row.device,
            parts={sealed.part: sealed.body for sealed in beside.get(row.id, [])},
        )
        for row in taken
    ]


def open_restricted(asking: Who, record_id: str, part: str, purpose: str, now: datetime) -> RecordView:
    """Opens a restricted part and journals the reading in the same transaction; a try is journaled as well.

    Raises desk.NotTaken with the sentence when this person may not, or says no purpose.
    """
    view = record(asking, record_id, now)
    if isinstance(view, Sentence):
        raise NotTaken(view)
    refused = may_open(asking, view, part, now)
    if refused:
        _journal(asking, view, part, "turn_away", {"purpose": purpose} if len(purpose) > 1 else {}, now)
        raise NotTaken(refused)
    with transaction.atomic():
        _journal(asking, view, part, "read", {"purpose": purpose}, now)
        # Each act apart: what two people said of the same thing must never be laid over each other.
        opened = {one.id: one.parts for one in _steps(record_id, [part]) if part in one.parts}
        steps = [replace(step, parts={**step.parts, **opened.get(step.id, {})}) for step in view.steps]
        view.parts.update(sealing.opened_parts(record_id, [part]))
        closed = [one for one in view.closed_parts if one != part]
    return replace(view, steps=steps, closed_parts=closed, opened=(*view.opened, part))


def may_open(asking: Who, view: RecordView, part: str, now: datetime) -> Sentence | None:
    """Why somebody may not open a restricted part; nothing if the table or a person allowed it."""
    refused = permissions.may_read(asking, view.row.kind, part, view.where, today(now))
    if refused is None:
        return None
    allowed = Approval.objects.filter(about=view.row.record, staff=asking.staff, part=part, closed=False)
    return None if allowed.filter(until_on__gte=today(now)).exists() else refused


def approvable(row: StandingRow, on: date) -> set[str]:
    """For whom a restricted part may be approved: who has a hand in the record and reads the names there."""
    where = where_of_row(row)
    actors = EntryRow.objects.filter(record=row.record, answer=Answer.TAKEN).values_list("actor", flat=True)
    people = places.who_many({row.holder, *where.team, *actors} - {"", HOUSE_ID})
    return {
        staff
        for staff, who in people.items()
        if permissions.may_read(who, row.kind, PERSONAL, where, on) is None
    }


def _journal(asking: Who, view: RecordView, part: str, act: str, more: dict[str, str], now: datetime) -> None:
    row = view.row
    fields = {"kind": row.kind, "about": row.record, "part": part, **more}
    deed = Deed(kind="reading", act=act, fields=fields, station=row.station, grid=row.grid)
    perform(asking.staff, deed, now)


def open_acts(asking: Who, view: RecordView, now: datetime) -> list[Act]:
    """What this person may do to a record now, in the order of the table."""
    on = today(now)
    return [
        act
        for act in view.kind.acts
        if not act.begins
        and act.offered_in(view.standing.state)
        and permissions.refusal(asking, act, view.kind, view.where, on) is None
        and not any(done.actor == asking.staff for done in view.standing.all_of(*act.not_by))
    ]


def beginnings(asking: Who, now: datetime) -> list[tuple[Kind, Act]]:
    """The records this person may begin: what the plus button offers."""
    on = today(now)
    places_held = [Where(p.banner, p.station, p.grid) for p in asking.now(on)]
    return [
        (kind, act)
        for kind in shelf()
        if not kind.desk_only
        for act in kind.beginnings
        if any(permissions.refusal(asking, act, kind, where, on) is None for where in places_held)
    ]


@dataclass(frozen=True)
class TrayEntry:
    """An entry that was not taken, as its author and the chief see it."""

    row: EntryRow
    entry: Entry | None
    sentence: Sentence | None
    text: str

    @property
    def waits_for_person(self) -> bool:
        """Whether somebody must decide."""
        return self.row.answer == Answer.HELD and self.row.why != "waits"


def tray(asking: Who, on: date, answer: Answer) -> QuerySet[EntryRow]:
    """Held or returned entries: those of the stations and grids in reach, and one's own."""
    reach = permissions.reach(asking, "trays", on)
    found = EntryRow.objects.filter(_within(reach, by_author=True) | Q(actor=asking.staff), answer=answer)
    return found.filter(training=False).order_by("-received_at", "-seq")


def tray_entries(found: Iterable[EntryRow]) -> list[TrayEntry]:
    """Rows of a tray, read; a line that is no entry is shown as it came."""
    result = []
    for row in found:
        line = bytes(row.line)
        try:
            entry: Entry | None = read_entry(line)
        except BadLine:
            entry = None
        result.append(TrayEntry(row, entry, read_sentence(row.sentence), line.decode("utf-8", "replace")))
    return result


def contested(asking: Who, on: date) -> QuerySet[StandingRow]:
    """Open records in which a second value stands beside the first."""
    reach = permissions.reach(asking, "trays", on)
    return StandingRow.objects.filter(_within(reach), contested=True, open=True, training=False)


def held_waiting() -> int:
    """How many held entries wait for a person: for the health check."""
    return EntryRow.objects.filter(answer=Answer.HELD).exclude(why="waits").count()


def last_received_at() -> datetime | None:
    """When the newest entry was received: for the health check."""
    return EntryRow.objects.order_by("-received_at").values_list("received_at", flat=True).first()

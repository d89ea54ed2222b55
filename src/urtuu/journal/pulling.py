"""What a device may hold and what it lacks: feeds from a cursor on, opened and closed feeds, signed roots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from urtuu.base.chain import genesis
from urtuu.journal import sealing, services
from urtuu.journal.intake import read_sentence
from urtuu.journal.models import Chain, EntryRow, Feed, FeedRoot, Grant, Pointer, StandingRow
from urtuu.journal.push import Receipt
from urtuu.journal.standings import LOCAL, standing_of, where_at
from urtuu.kinds.entries import SealedBody
from urtuu.kinds.fold import Standing
from urtuu.kinds.judging import Answer
from urtuu.places import permissions
from urtuu.places import queries as places
from urtuu.places.permissions import Where, Who

TRAVELLING = ("personal", "party")
"""Sealed parts that may go to a phone at all."""
PAGE = 1000
"""Entries a feed and a reply; the device asks again while `more` is set."""


@dataclass(frozen=True)
class Placed:
    """A stored line at its place in a feed. `snapshot` is given in feeds that are not the record's home."""

    pos: int
    id: str
    record: str
    line: bytes
    at: datetime | None = None
    """The moment it counts from, where that is not the one it claims."""


@dataclass
class Slice:
    """What a device gets of one feed. After it, the device stands at `to`; `more` says it is not the head."""

    feed: str
    start: int
    to: int
    head: int
    lines: list[Placed] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    sealed: list[SealedBody] = field(default_factory=list)
    root: str = ""
    sig: str = ""
    frontier: str = ""
    """Of an opened feed, the tree at its head in hexadecimal: the device grows it on."""

    @property
    def more(self) -> bool:
        """Whether the feed goes on behind this slice."""
        return self.to < self.head


@dataclass(frozen=True)
class Pull:
    """The whole answer to a device's cursors."""

    slices: list[Slice]
    opened: list[str]
    closed: list[str]
    rewritten: list[str]
    """Feeds whose past differs from a root the device was once given: somebody rewrote history."""


def feeds_of(who: Who, on: date) -> list[str]:
    """The journal feeds a person's phone may hold: by post, and by grants on single cases."""
    own = permissions.feeds(who, on)
    if not who.now(on):
        return []  # A grant does not outlive the post it was given for.
    term = Q(until_on=None) | Q(until_on__gte=on)
    granted = Grant.objects.filter(term, staff=who.staff, closed=False).values_list("feed", flat=True)
    return [feed for feed in dict.fromkeys([*own, *granted]) if not feed.startswith("ref:")]


def pull(who: Who, cursors: Mapping[str, int], shown: Mapping[str, tuple[int, str]], now: datetime) -> Pull:
    """What this person's device lacks. `shown` are roots it was given: (position, root) by feed."""
    on = now.astimezone(LOCAL).date()
    allowed = feeds_of(who, on)
    rows = {row.name: row for row in Feed.objects.filter(name__in=allowed)}
    heads = {name: row.pos for name, row in rows.items()}
    opened = [feed for feed in allowed if feed not in cursors]
    closed = [feed for feed in cursors if feed not in allowed and not feed.startswith("ref:")]
    slices = []
    for feed in allowed:
        head = heads.get(feed, 0)
        if feed in opened:
            found = _snapshot(who, feed, head, on)
            found.frontier = bytes(rows[feed].frontier).hex() if feed in rows else ""
            slices.append(found)
        elif head > cursors[feed]:
            slices.append(_slice(who, feed, cursors[feed], head, on))
    _sign(slices)
    return Pull(slices, opened, closed, _rewritten(shown, allowed))


def _snapshot(who: Who, feed: str, head: int, on: date) -> Slice:
    """A feed opened for the first time: what stands open in it, not how it came to be."""
    rows = StandingRow.objects.filter(feed=feed, open=True)
    if feed.startswith("officer:"):
        rows = StandingRow.objects.filter(holder=who.staff, open=True).exclude(feed__in=_own_grids(who, on))
        rows = rows.filter(record__in=Pointer.objects.filter(feed=feed).values("record"))
    elif feed.startswith("case:"):
        rows = StandingRow.objects.filter(record=feed.removeprefix("case:"))
    standings = [standing_of(row) for row in rows.order_by("began_at", "record")]
    behind = [Placed(0, done.entry, one.record, b"") for one in standings for done in one.acts]
    return Slice(feed, head, head, head, standings=standings, sealed=_readable(who, behind, on))


def _own_grids(who: Who, on: date) -> list[str]:
    return [feed for feed in permissions.feeds(who, on) if feed.startswith("grid:")]


def _slice(who: Who, feed: str, after: int, head: int, on: date) -> Slice:
    placed = placed_lines(feed, after, head, PAGE)
    last = placed[-1].pos if placed else head
    found = Slice(feed, after, last, head, lines=placed)
    if not feed.startswith("grid:"):
        # Not the records' home: the lines alone would not fold, so what stands travels along.
        rows = StandingRow.objects.filter(record__in={one.record for one in placed})
        found.standings = [standing_of(row) for row in rows]
    found.sealed = _readable(who, placed, on)
    return found


def placed_lines(feed: str, after: int, head: int, most: int) -> list[Placed]:
    """Stored lines of a feed behind a position, home entries and pointers alike, in order.

    Nothing past `head`: what is committed while this runs belongs to the next pull, with its own root.
    """
    home = EntryRow.objects.filter(feed=feed, pos__gt=after, pos__lte=head).order_by("pos")
    found = [Placed(p or 0, *_placed(rest)) for p, *rest in home.values_list("pos", *_PLACED)[:most]]
    pointed = Pointer.objects.filter(feed=feed, pos__gt=after, pos__lte=head).order_by("pos")
    pointers = list(pointed.values_list("pos", "entry")[:most])
    if pointers:
        wanted = EntryRow.objects.filter(id__in=[entry for _, entry in pointers])
        by_id = {row[0]: _placed(row) for row in wanted.values_list(*_PLACED)}
        found += [Placed(pos, *by_id[entry]) for pos, entry in pointers]
    return sorted(found, key=lambda one: one.pos)[:most]


_PLACED = ("id", "record", "line", "occurred_at", "counted_at")


def _placed(row: Sequence[Any]) -> tuple[str, str, bytes, datetime | None]:
    ident, record, line, occurred_at, counted_at = row
    return ident, record, bytes(line), counted_at if counted_at != occurred_at else None


def _readable(who: Who, placed: Sequence[Placed], on: date) -> list[SealedBody]:
    """The personal parts this person may read, each asked for; restricted ones never travel to a phone."""
    if not placed:
        return []
    rows = {row.record: row for row in StandingRow.objects.filter(record__in={one.record for one in placed})}
    found = places.where_many(
        {row.grid for row in rows.values()} - {""}, {row.station for row in rows.values()}
    )
    allowed = {
        (record, part)
        for record, row in rows.items()
        for part in TRAVELLING
        if _may_read(who, row, part, found, on)
    }
    records = {one.id: one.record for one in placed}
    ids = [
        ident for ident, record in records.items() if any((record, part) in allowed for part in TRAVELLING)
    ]
    opened = sealing.opened_of_entries(ids, TRAVELLING) if ids else []
    return [sealed for sealed in opened if (records[sealed.sealed_of], sealed.part) in allowed]


def _may_read(who: Who, row: StandingRow, part: str, found: Mapping[str, Where], on: date) -> bool:
    place = found.get(f"grid:{row.grid}") or found.get(f"station:{row.station}")
    return place is not None and permissions.may_read(who, row.kind, part, where_at(row, place), on) is None


def _sign(slices: Sequence[Slice]) -> None:
    """Each slice that reaches its head carries the head's root with the site's signature."""
    reached = [one for one in slices if not one.more and one.head]
    if not reached:
        return
    epoch = services.site().epoch
    # Asked for by position: the newest roots of a busy feed would crowd out those of a quiet one.
    roots = FeedRoot.objects.filter(
        feed__in=[one.feed for one in reached], pos__in={one.head for one in reached}
    )
    by_place = {(feed, pos): root for feed, pos, root in roots.values_list("feed", "pos", "root")}
    for one in reached:
        one.root = by_place.get((one.feed, one.head), "")
        if one.root:
            one.sig = services.signed_root(epoch, one.feed, one.head, one.root)


def _rewritten(shown: Mapping[str, tuple[int, str]], allowed: Sequence[str]) -> list[str]:
    feeds = [feed for feed in shown if feed in allowed]
    if not feeds:
        return []
    wanted = FeedRoot.objects.filter(feed__in=feeds, pos__in=[shown[feed][0] for feed in feeds])
    ours = {(feed, pos): root for feed, pos, root in wanted.values_list("feed", "pos", "root")}
    return [feed for feed in feeds if ours.get((feed, shown[feed][0])) != shown[feed][1]]


def answered_since(device: str, seqs: Sequence[int]) -> list[Receipt]:
    """What became of lines that were held."""
    if not seqs:
        return []
    rows = EntryRow.objects.filter(device=device, seq__in=seqs).exclude(answer=Answer.HELD)
    return [
        Receipt(
            seq=row.seq,
            id=row.id,
            answer=Answer(row.answer),
            sentence=read_sentence(row.sentence),
            feed=row.feed or "",
            pos=row.pos or 0,
        )
        for row in rows
    ]


def chain_of(device: str) -> tuple[int, bytes]:
    """How far the server holds a device's chain: the last number and the head after it."""
    row = Chain.objects.filter(device=device).first()
    return (row.seq, bytes(row.head)) if row else (0, genesis(device))

"""What a device may hold and what it lacks: feeds from a cursor on, opened and closed feeds, signed roots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, Q, Subquery, Value

from urtuu.base.chain import genesis
from urtuu.journal import sealing, services
from urtuu.journal.intake import read_sentence
from urtuu.journal.models import Chain, EntryRow, Feed, FeedRoot, Grant, Pointer, Site, StandingRow
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
    """The journal feeds a person's phone may hold: by post, and by grants on single cases. One query."""
    return _known(who, on, {}).allowed


@dataclass
class _Known:
    """The feeds somebody may hold, how long they are, and of roots that were shown those that are ours."""

    allowed: list[str]
    heads: dict[str, int] = field(default_factory=dict)
    roots: dict[tuple[str, int], str] = field(default_factory=dict)


def _known(who: Who, on: date, shown: Mapping[str, tuple[int, str]]) -> _Known:
    """One query; one more for somebody with grants on single cases."""
    if not who.now(on):
        return _Known([])  # A grant does not outlive the post it was given for.
    own = [feed for feed in permissions.feeds(who, on) if not feed.startswith("ref:")]
    term = Q(until_on=None) | Q(until_on__gte=on)
    granted = Grant.objects.filter(term, staff=who.staff, closed=False)
    roots = FeedRoot.objects.filter(feed__in=list(shown), pos__in=[pos for pos, _ in shown.values()])
    nothing = Value("", CharField())
    asked = Feed.objects.filter(name__in=own).values_list("name", "pos", nothing, Value(0))
    asked = asked.union(
        granted.values_list("feed", Value(0, BigIntegerField()), nothing, Value(1)),
        roots.values_list("feed", "pos", "root", Value(2)),
        all=True,
    )
    found = list(asked)
    more = [feed for feed, _, _, what in found if what == 1 and not feed.startswith("ref:")]
    known = _Known(list(dict.fromkeys([*own, *more])))
    known.heads = {feed: pos for feed, pos, _, what in found if what == 0}
    known.roots = {(feed, pos): root for feed, pos, root, what in found if what == 2}
    if more:
        known.heads |= dict(Feed.objects.filter(name__in=more).values_list("name", "pos"))
    return known


def pull(
    who: Who, cursors: Mapping[str, int], shown: Mapping[str, tuple[int, str]], now: datetime, epoch: str = ""
) -> Pull:
    """What this person's device lacks. `shown` are roots it was given: (position, root) by feed.

    epoch  of the site, where it is known already
    """
    on = now.astimezone(LOCAL).date()
    known = _known(who, on, shown)
    allowed = known.allowed
    opened = [feed for feed in allowed if feed not in cursors]
    closed = [feed for feed in cursors if feed not in allowed and not feed.startswith("ref:")]
    # Head and frontier of one moment: what is pushed meanwhile belongs to neither.
    rows = {row.name: row for row in Feed.objects.filter(name__in=opened)} if opened else {}
    slices = []
    for feed in allowed:
        head = known.heads.get(feed, 0)
        if feed in opened:
            row = rows.get(feed) or Feed(name=feed)
            found = _snapshot(who, feed, row.pos, on)
            found.frontier = bytes(row.frontier).hex()
            slices.append(found)
        elif head > cursors[feed]:
            slices.append(_slice(who, feed, cursors[feed], head, on))
    _sign(slices, epoch)
    rewritten = [
        feed
        for feed, (pos, root) in shown.items()
        if feed in allowed and known.roots.get((feed, pos)) != root
    ]
    return Pull(slices, opened, closed, rewritten)


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


def heads(feeds: Sequence[str]) -> dict[str, int]:
    """The last position of each feed that has one. One query."""
    return dict(Feed.objects.filter(name__in=feeds).values_list("name", "pos"))


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
    placed = [one for one in placed if _may_be_sealed(one.line)]
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


def _may_be_sealed(line: bytes) -> bool:
    """Most lines have no sealed part. A key may be spelled with escapes; a snapshot brings no lines."""
    return not line or b"sealed" in line or b"\\u" in line


def _may_read(who: Who, row: StandingRow, part: str, found: Mapping[str, Where], on: date) -> bool:
    place = found.get(f"grid:{row.grid}") or found.get(f"station:{row.station}")
    return place is not None and permissions.may_read(who, row.kind, part, where_at(row, place), on) is None


def _sign(slices: Sequence[Slice], epoch: str) -> None:
    """Each slice that reaches its head carries the head's root with the site's signature."""
    reached = [one for one in slices if not one.more and one.head]
    if not reached:
        return
    epoch = epoch or services.site().epoch
    # Asked for by position: the newest roots of a busy feed would crowd out those of a quiet one.
    roots = FeedRoot.objects.filter(
        feed__in=[one.feed for one in reached], pos__in={one.head for one in reached}
    )
    by_place = {(feed, pos): root for feed, pos, root in roots.values_list("feed", "pos", "root")}
    for one in reached:
        one.root = by_place.get((one.feed, one.head), "")
        if one.root:
            one.sig = services.signed_root(epoch, one.feed, one.head, one.root)


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


def chain_of(device: str) -> tuple[str, int, bytes]:
    """The site's epoch, and how far it holds a device's chain: last number and head. One query."""
    chain = Chain.objects.filter(device=device)
    row = (
        Site.objects.annotate(seq=Subquery(chain.values("seq")), head=Subquery(chain.values("head")))
        .filter(id=1)
        .first()
    )
    if row is None:
        return services.site().epoch, 0, genesis(device)
    return (row.epoch, row.seq, bytes(row.head)) if row.seq is not None else (row.epoch, 0, genesis(device))

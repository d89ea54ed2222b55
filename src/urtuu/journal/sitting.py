"""One push being judged: line by line, against standings in memory, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from urtuu.base.sentences import Sentence, say
from urtuu.journal.standings import LOCAL, home_feed, named_rows, row_of
from urtuu.kinds.entries import Entry, SealedBody
from urtuu.kinds.fold import Standing, begin, fold, team_of
from urtuu.kinds.judging import Answer, Verdict, Why, judge
from urtuu.kinds.registry import Shelf
from urtuu.kinds.vocabulary import Kind
from urtuu.places import permissions
from urtuu.places.permissions import Where, Who

FIRST_YEAR, LAST_YEAR = 1900, 9000
SKEW_THAT_COUNTS = timedelta(minutes=10)
LATE_AFTER = timedelta(hours=24)
_UNKNOWN = Kind(name="", acts=())


@dataclass
class Item:
    """One line on its way through the door."""

    seq: int
    id: str
    line: bytes
    head: bytes
    entry: Entry | None
    verdict: Verdict | None = None
    sealed: list[SealedBody] = field(default_factory=list)
    counted_at: datetime | None = None
    late: bool = False
    feed: str = ""
    pos: int = 0
    device: str = ""
    stored: bool = False
    """Already in the journal, held; now let through."""
    pointers: list[str] = field(default_factory=list)
    settled_by: str = ""


@dataclass
class Room:
    """All that a sitting knows: people, places, tables, and the standings of the records it touches."""

    shelf: Shelf
    now: datetime
    who: Mapping[str, Who]
    where: Mapping[str, Where]
    standings: dict[str, Standing]
    numbers: dict[str, str]
    shared: Mapping[str, Sequence[str]]
    """Case feeds that are open, by record."""


@dataclass(frozen=True)
class Sender:
    """The device that pushes: whose it is, how far its clock is off, and whether it was revoked."""

    device: str
    staff: str
    skew: timedelta = timedelta(0)
    revoked_at: datetime | None = None


class Sitting:
    """Judges items in order and folds what is taken."""

    def __init__(self, room: Room, waiting: Sequence[Item]) -> None:
        self.room = room
        self.touched: dict[str, None] = {}
        self.taken: list[Item] = []
        self.settled: list[Item] = []
        """Those that waited and, heard again, were not taken: now for a person, or for their author."""
        self._waiting: dict[str, list[Item]] = {}
        for item in waiting:
            if item.entry is not None:
                self._waiting.setdefault(item.entry.record, []).append(item)

    def hear(self, item: Item, sender: Sender) -> None:
        """One line: its verdict is set, and if it is taken, so are those that waited for it."""
        if item.entry is None or item.verdict is not None:
            return
        item.counted_at = item.counted_at or counted_at(item.entry, sender, self.room.now)
        item.verdict = self._strangers_first(item.entry, sender) or self.weighed(item)
        if item.verdict.answer is Answer.TAKEN:
            self.take(item)
        elif item.stored:
            self.settled.append(item)
        elif item.verdict.why is Why.WAITS:
            self._waiting.setdefault(item.entry.record, []).append(item)

    def take(self, item: Item) -> None:
        """Folds a taken entry, names its feeds, and hears those that waited."""
        entry = item.entry
        assert entry is not None  # only entries are taken
        kind = self.room.shelf.get(entry.kind) or _UNKNOWN
        standing = self.room.standings.get(entry.record) or begin(entry)
        before = standing.holder
        at = item.counted_at or self.room.now
        self.room.standings[entry.record] = fold(standing, entry, kind, at)
        item.late = standing.acts[-1].late or self.room.now - at > LATE_AFTER
        item.feed = home_feed(kind, standing)
        item.pointers = self._pointers(kind, standing, before, item.feed)
        self.touched[entry.record] = None
        self.taken.append(item)
        self._hear_waiting(entry.record)

    def row(self, record: str) -> tuple[Any, ...]:
        """The row of a touched record, as `standings.row_of` gives it."""
        standing = self.room.standings[record]
        kind = self.room.shelf.get(standing.kind) or _UNKNOWN
        return row_of(standing, kind, self.room.numbers.get(record, ""))

    def named(self) -> list[tuple[str, str, str]]:
        """Who is named to the touched records, as `standings.named_rows` gives it."""
        found = [self.room.standings[record] for record in self.touched]
        return [row for one in found for row in named_rows(one, self.room.shelf.get(one.kind) or _UNKNOWN)]

    def _hear_waiting(self, record: str) -> None:
        for waiting in self._waiting.pop(record, []):
            verdict = self.weighed(waiting)
            if verdict.answer is Answer.TAKEN:
                waiting.verdict = verdict
                self.take(waiting)
            elif verdict.why is Why.WAITS:
                self._waiting.setdefault(record, []).append(waiting)
            else:
                waiting.verdict = verdict
                self.settled.append(waiting)

    def weighed(self, item: Item, *, overruled: bool = False) -> Verdict:
        """Permission, then the table: what nobody may do is not discussed further.

        `overruled`: a person let it through although the record had moved on; that alone is then not asked.
        """
        entry = item.entry
        assert entry is not None  # lines that are no entry never come here
        standing = self.room.standings.get(entry.record)
        if standing and standing.kind != entry.kind:
            return Verdict(Answer.RETURNED, say("record_of_other_kind", kind=standing.kind))
        if standing and standing.training != entry.training:
            return Verdict(Answer.RETURNED, say("training_apart"))
        refused = self._refusal(entry, item)
        if refused:
            return Verdict(Answer.RETURNED, refused)
        parts: dict[str, Mapping[str, Any]] = {sealed.part: sealed.body for sealed in item.sealed}
        return judge(entry, standing, parts, self.room.shelf, overruled=overruled)

    def _strangers_first(self, entry: Entry, sender: Sender) -> Verdict | None:
        if sender.staff and entry.actor != sender.staff:
            return Verdict(Answer.RETURNED, say("wrong_author"))
        if entry.actor not in self.room.who:
            return Verdict(Answer.RETURNED, say("unknown_author"))
        if sender.staff and self._needs_the_desk(entry):
            return Verdict(Answer.RETURNED, say("needs_the_desk", kind=entry.kind, act=entry.act))
        if sender.revoked_at and sender.revoked_at <= self.room.now:
            return Verdict(Answer.HELD, say("device_revoked"), Why.REVOKED)
        return None

    def _needs_the_desk(self, entry: Entry) -> bool:
        """Rulings, grants, erasures and signatures: the phone's own check is not believed."""
        kind = self.room.shelf.get(entry.kind)
        act = kind.act.get(entry.act) if kind else None
        return kind is not None and act is not None and (kind.desk_only or not act.offline)

    def _refusal(self, entry: Entry, item: Item) -> Sentence | None:
        kind = self.room.shelf.get(entry.kind)
        act = kind.act.get(entry.act) if kind else None
        if kind is None or act is None:
            return None  # The table says it better.
        standing = self.room.standings.get(entry.record)
        where = self._where(entry, standing)
        if where is None:
            return say("unknown_place", kind=kind.name, grid=entry.grid or entry.station)
        on = (item.counted_at or self.room.now).astimezone(LOCAL).date()
        return permissions.refusal(self.room.who[entry.actor], act, kind, where, on)

    def _where(self, entry: Entry, standing: Standing | None) -> Where | None:
        """Where the act happens: an existing record's own place, else the place the entry names."""
        grid, station = (standing.grid, standing.station) if standing else (entry.grid, entry.station)
        found = self.room.where.get(f"grid:{grid}") if grid else self.room.where.get(f"station:{station}")
        if found is None or (grid and station and found.station != station):
            return None
        holder = standing.holder if standing else ""
        author = standing.acts[0].actor if standing else entry.actor
        kind = self.room.shelf.get(standing.kind) if standing else None
        team = team_of(standing, kind) if standing and kind else frozenset[str]()
        return Where(found.banner, found.station, found.grid, holder, author, team)

    def _pointers(self, kind: Kind, standing: Standing, before: str, home: str) -> list[str]:
        """Other feeds that learn of it: the phone that holds it, the one that held it, and shared cases."""
        feeds: dict[str, None] = {}
        if kind.holder:
            feeds.update({f"officer:{staff}": None for staff in (before, standing.holder) if staff})
        feeds.update(dict.fromkeys(self.room.shared.get(standing.record, ())))
        feeds.pop(home, None)
        return list(feeds)


def counted_at(entry: Entry, sender: Sender, now: datetime) -> datetime:
    """The moment an entry counts from: as claimed, set right by how far the clock was off at sending.

    A device clock never decides: nothing counts from later than the moment it was received.
    """
    claimed = entry.occurred_at
    if abs(sender.skew) > SKEW_THAT_COUNTS:
        try:
            claimed += sender.skew
        except OverflowError:
            return now
    # Past the calendar's ends no time zone can be applied: such a claim says nothing.
    return min(claimed, now) if FIRST_YEAR <= claimed.year <= LAST_YEAR else now

"""Writing what a sitting decided: positions, rows, keys, chains, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from urtuu.journal import pictures, reactions, store
from urtuu.journal.models import Batch, Chain, EntryRow, Pointer, SealedPart, SealKey
from urtuu.journal.push import Push
from urtuu.journal.sealing import Keyring
from urtuu.journal.sitting import Item, Sitting
from urtuu.journal.standings import week_at
from urtuu.kinds.judging import Answer

ENTRY_COLUMNS = (
    "id", "device", "seq", "line", "head", "answer", "why", "sentence", "feed", "pos", "kind", "act",
    "record", "actor", "station", "grid", "week", "occurred_at", "counted_at", "received_at", "late",
    "training", "settled_by",
)  # fmt: skip


def write_push(sitting: Sitting, items: Sequence[Item], push: Push, chain: Chain, now: datetime) -> None:
    """One judged push: its chain and batch, then everything the sitting decided."""
    store.insert(Chain, ("device", "seq", "head"), [(chain.device, chain.seq, chain.head)], replace="device")
    batch = (push.device, items[0].seq, len(items), items[-1].head, push.alg, push.sig, now)
    store.insert(Batch, ("device", "base_seq", "count", "head", "alg", "sig", "received_at"), [batch])
    write_sitting(sitting, items, now)


def write_sitting(sitting: Sitting, items: Sequence[Item], now: datetime) -> None:
    """Positions for what was taken, rows for everything, then the reactions in the order of taking."""
    pointers = _place(sitting, now)
    store.insert(EntryRow, ENTRY_COLUMNS, [_entry_row(sitting, item, now) for item in items])
    for item in sitting.taken:
        if item.stored:
            _update_stored(item)
    for item in sitting.settled:
        if item.stored:
            _update_answer(item)
    store.insert(Pointer, ("feed", "pos", "entry", "record"), pointers)
    _write_sealed(items)
    pictures.want(items, now)
    store.write_standings([sitting.row(record) for record in sitting.touched])
    store.write_names(sitting.named())
    for item in sitting.taken:
        assert item.entry is not None  # only entries are taken
        for reaction in reactions.following(item.entry.kind, item.entry.act):
            reaction(item.entry, now)


def _place(sitting: Sitting, now: datetime) -> list[tuple[str, int, str, str]]:
    """Gives positions and numbers; the rows of the other feeds that learn of it."""
    counter = f"number:{now.year}"
    fresh = [record for record in sitting.touched if not sitting.room.numbers.get(record)]
    numbered = [r for r in fresh if not _is_bookkeeping(sitting, r)]
    names = {name for item in sitting.taken for name in (item.feed, *item.pointers)}
    feeds = store.Feeds(names | ({counter} if numbered else set()))
    for record in numbered:
        sitting.room.numbers[record] = f"U{now.year % 100:02d}-{feeds.count(counter):05d}"
    pointers = []
    for item in sitting.taken:
        assert item.entry is not None  # only entries are taken
        item.pos = feeds.place(item.feed, item.line)
        for feed in item.pointers:
            pointers.append((feed, feeds.place(feed, item.line), item.id, item.entry.record))
    feeds.write()
    return pointers


def _is_bookkeeping(sitting: Sitting, record: str) -> bool:
    kind = sitting.room.shelf.get(sitting.room.standings[record].kind)
    return kind is not None and kind.desk_only


def _entry_row(sitting: Sitting, item: Item, now: datetime) -> tuple[object, ...]:
    entry, verdict = item.entry, item.verdict
    assert verdict is not None  # every item was heard
    taken = verdict.answer is Answer.TAKEN
    at = item.counted_at or now
    standing = sitting.room.standings.get(entry.record) if entry else None
    place = (
        (standing.station, standing.grid) if standing else (entry.station, entry.grid) if entry else ("", "")
    )
    return (
        item.id, item.device, item.seq, item.line, item.head,
        str(verdict.answer), str(verdict.why or ""), sentence_text(item),
        item.feed if taken else None, item.pos if taken else None,
        entry.kind[:40] if entry else "", entry.act[:40] if entry else "",
        entry.record[:36] if entry else "", entry.actor[:36] if entry else "",
        place[0][:80], place[1][:80], week_at(at),
        min(entry.occurred_at, _FAR) if entry else now, at, now,
        item.late, entry.training if entry else False, item.settled_by,
    )  # fmt: skip


_FAR = datetime(9998, 12, 31, tzinfo=UTC)
"""A claimed moment past this does not fit the column; the line keeps what was claimed."""


def sentence_text(item: Item) -> str:
    """The sentence of a verdict as it is stored."""
    sentence = item.verdict.sentence if item.verdict else None
    return msgspec.json.encode(sentence).decode() if sentence else ""


def _update_stored(item: Item) -> None:
    """A held entry that was taken now: its line stays as it is, its answer changes."""
    assert item.counted_at is not None  # read from its row
    EntryRow.objects.filter(id=item.id).update(
        answer=Answer.TAKEN,
        why="",
        sentence="",
        feed=item.feed,
        pos=item.pos,
        late=True,
        settled_by=item.settled_by,
    )


def _update_answer(item: Item) -> None:
    """A held entry that waits no longer: for a person to decide now, or back to its author."""
    assert item.verdict is not None  # it was heard again
    EntryRow.objects.filter(id=item.id).update(
        answer=item.verdict.answer, why=str(item.verdict.why or ""), sentence=sentence_text(item)
    )


def _write_sealed(items: Sequence[Item]) -> None:
    parts = [(item, sealed) for item in items if item.entry is not None for sealed in item.sealed]
    if not parts:
        return
    ring = Keyring(sealed.key for _, sealed in parts)
    rows = []
    for item, sealed in parts:
        cipher = ring.encrypted(sealed)
        if cipher is not None and item.entry is not None:
            rows.append((item.id, item.entry.record, sealed.part, sealed.key, cipher))
    store.insert(SealKey, ("name", "wrapped"), list(ring.fresh.items()))
    store.insert(SealedPart, ("entry", "record", "part", "key", "cipher"), rows)

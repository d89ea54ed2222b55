"""Taking an answer in: receipts first, then feeds, each only when it is what it claims to be.

A hole, a line too many, a root that its lines do not make, a signature of somebody else: that feed stays
where it was, the owner is told, and the rest is taken. No record is dropped while an own line about it has no
receipt.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from urtuu.base import merkle
from urtuu.base.canonical import canonical
from urtuu.base.sentences import Sentence, say
from urtuu.base.signing import ED25519, signed_by
from urtuu.interfaces.phone import leaving
from urtuu.interfaces.phone.looking import table_of
from urtuu.interfaces.phone.offering import REOPEN, head_after
from urtuu.interfaces.phone.store import Store
from urtuu.interfaces.phone.wire import Answer, FeedHead, FeedPart
from urtuu.kinds.entries import read_entry
from urtuu.kinds.fold import Standing, begin, fold
from urtuu.kinds.registry import Shelf


@dataclass
class Taken:
    """What one answer brought."""

    receipts: int = 0
    lines: int = 0
    problems: list[Sentence] = field(default_factory=list)
    goes_on: bool = False


class Distrust(Exception):
    """A feed is not what it claims to be."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.name)
        self.sentence = sentence


def take_in(store: Store, shelf: Shelf, offered: Collection[int], answer: Answer, now: datetime) -> Taken:
    """All of an answer that can be believed, in one transaction. `offered`: the lines that were sent."""
    found = Taken()
    head = answer.head
    with store.writing():
        new_epoch = _epoch(store, head.epoch)
        _acknowledged(store, *head.acked, found)
        _receipts(store, offered, answer, now, found)
        for name, part in answer.feeds.items():
            try:
                opened = name in head.opened and _may_open(store, name, new_epoch)
                _feed(store, shelf, name, part, opened, found)
            except Distrust as distrust:
                found.problems.append(distrust.sentence)
        for name in head.closed:
            store.run("UPDATE feed SET closing = 1 WHERE name = ?", name)
        if new_epoch:
            _close_all_but(store, answer.feeds)
        for name, rows in answer.refs.items():
            store.put_ref(name, head.refs[name].digest, rows)
        found.problems += [say("feed_rewritten", feed=name) for name in head.rewritten]
        for sentence in found.problems:
            store.note(now.isoformat(), sentence)
        _facts(store, answer)
        leaving.tidy(store, shelf, now)
    return found


def _epoch(store: Store, epoch: str) -> bool:
    """After a restore no receipt of before counts: every line still on the phone is offered again."""
    if store.fact("epoch") == epoch:
        return False
    store.run("UPDATE outbox SET answer = '', feed = '', pos = 0, durable = 0")
    store.run("UPDATE feed SET shown_pos = 0, root = '', sig = ''")
    store.tell(epoch=epoch)
    return True


def _acknowledged(store: Store, seq: int, head: str, found: Taken) -> None:
    """How far the server holds this phone's chain. What it lost is pending again."""
    store.run("UPDATE outbox SET answer = '' WHERE seq > ?", seq)
    if seq < int(store.fact("purged_seq", "0")):
        found.problems.append(say("gap_cannot_be_filled", first=seq + 1, last=int(store.fact("purged_seq"))))
        store.tell(forked="1")
    elif head_after(store, seq).hex() != head:
        found.problems.append(say("chain_forked"))
        store.tell(forked="1")
    store.tell(acked=str(seq))


def _receipts(store: Store, offered: Collection[int], answer: Answer, now: datetime, found: Taken) -> None:
    """Only a receipt for a line that was sent, under its own id, says anything."""
    held = {own.seq for own in store.own("WHERE answer = 'held'")}
    expected = [(r, offered) for r in answer.head.receipts] + [(r, held) for r in answer.head.settled]
    for receipt, among in expected:
        own = store.own("WHERE seq = ?", receipt.seq) if receipt.seq in among else []
        # A returned line may stand under an id of the server's: its own was unreadable or used before.
        if not own or (own[0].id != receipt.id and receipt.given != "returned"):
            found.problems.append(say("receipt_of_another", seq=receipt.seq))
        elif receipt.given in ("taken", "held", "returned"):
            store.answered(receipt, now.isoformat())
            found.receipts += 1
    gap = answer.head.gaps
    if gap and gap.sentence and gap.sentence.name == "chain_forked":
        store.tell(forked="1")
        found.problems.append(gap.sentence)


def _may_open(store: Store, name: str, new_epoch: bool) -> bool:
    """A feed that is followed cannot be opened over our heads: that would hide what was rewritten."""
    held = store.feeds().get(name)
    return new_epoch or held is None or held.pos == REOPEN


def _feed(store: Store, shelf: Shelf, name: str, part: FeedPart, opened: bool, found: Taken) -> None:
    frontier = _opened(name, part) if opened else _followed(store, name, part)
    _check_root(store, name, part.head, frontier)
    if opened:
        for record in store.holds(name):
            store.let_go(name, record)
    unknown = _stand(store, shelf, name, part, opened)
    kept = merkle.packed(frontier) if frontier is not None else None
    # With a record unknown here the whole feed is asked for again, as it stands.
    pos = REOPEN if unknown else part.head.to
    store.run("INSERT OR IGNORE INTO feed (name, pos) VALUES (?, 0)", name)
    store.run("UPDATE feed SET pos = ?, frontier = ?, closing = 0 WHERE name = ?", pos, kept, name)
    if part.head.sig:
        shown = (part.head.head, part.head.root, part.head.sig, name)
        store.run("UPDATE feed SET shown_pos = ?, root = ?, sig = ? WHERE name = ?", *shown)
    found.lines += len(part.lines)
    found.goes_on |= unknown or part.head.to < part.head.head


def _opened(name: str, part: FeedPart) -> merkle.Frontier | None:
    """A feed opened at its head: what stands in it, and its tree when the server gives it along."""
    head = part.head
    if not head.start == head.to == head.head or part.lines:
        raise Distrust(say("feed_hole", feed=name, pos=head.start))
    if head.frontier:
        return merkle.unpacked(bytes.fromhex(head.frontier))
    return None if head.head else ()


def _followed(store: Store, name: str, part: FeedPart) -> merkle.Frontier | None:
    """The lines behind our position, without a hole, and the tree with them."""
    held, head = store.feeds().get(name), part.head
    at = held.pos if held else 0
    if head.start != at or head.to - head.start != len(part.lines) or head.to > head.head:
        raise Distrust(say("feed_hole", feed=name, pos=at + 1))
    if held is None or held.frontier is None:
        return None
    leaves = [merkle.leaf(line) for line in part.lines]
    return merkle.grown(merkle.unpacked(held.frontier), held.pos, leaves)[0]


def _check_root(store: Store, name: str, head: FeedHead, frontier: merkle.Frontier | None) -> None:
    """At its head a feed carries a root with the site's signature, made of the lines that we hold."""
    if head.to < head.head or head.head == 0:
        return
    said = {"epoch": store.fact("epoch"), "feed": name, "pos": head.head, "root": head.root}
    if not signed_by(ED25519, store.fact("receipt_key"), canonical(said), head.sig):
        raise Distrust(say("root_not_signed", feed=name, pos=head.head))
    if frontier is not None and merkle.root(frontier).hex() != head.root:
        raise Distrust(say("root_differs", feed=name, pos=head.head))


def _stand(store: Store, shelf: Shelf, name: str, part: FeedPart, opened: bool) -> bool:
    """Folds lines, or takes what stands where it comes along. Whether a record came to life unknown to us."""
    for standing in part.standings:
        ours = store.standing(standing.record)
        newer = opened or ours is None or standing.version >= ours.version
        store.put_standing(name, standing if newer or ours is None else ours)
    unknown = False
    if not part.standings:
        touched: dict[str, Standing | None] = {}
        for pos, line in enumerate(part.lines, start=part.head.start + 1):
            unknown |= _fold_line(store, shelf, touched, line, part.head.at.get(pos))
        for one in touched.values():
            if one is not None:
                store.put_standing(name, one)
    for sealed in part.sealed:
        store.put_part(sealed, sealed.key.partition("/")[0])
    return unknown


def _fold_line(
    store: Store, shelf: Shelf, touched: dict[str, Standing | None], line: bytes, at: datetime | None
) -> bool:
    entry = read_entry(line)
    if entry.record not in touched:
        touched[entry.record] = store.standing(entry.record)
    standing = touched[entry.record]
    kind, act = table_of(shelf, entry)
    if standing is None and not act.begins:
        # Everything open was in the snapshot, so it had ended: it matters again only if it is open again.
        return not act.is_fact and act.leads_to not in kind.ends
    if standing is None or all(done.entry != entry.id for done in standing.acts):
        touched[entry.record] = fold(standing or begin(entry), entry, kind, at or entry.occurred_at)
    return False


def _close_all_but(store: Store, opened: Collection[str]) -> None:
    for name in store.feeds():
        if name not in opened:
            store.run("UPDATE feed SET closing = 1 WHERE name = ?", name)


def _facts(store: Store, answer: Answer) -> None:
    head = answer.head
    for feed, pos in head.durable_pos.items():
        store.run("UPDATE outbox SET durable = 1 WHERE answer = 'taken' AND feed = ? AND pos <= ?", feed, pos)
    store.tell(heard_at=head.now.isoformat())
    if head.lease_until:
        store.tell(lease_until=head.lease_until.isoformat())
    if head.revoked:
        store.tell(revoked="1")

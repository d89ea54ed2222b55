"""What the phone says in a request: which lines it offers, what it holds, what it was told before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from urtuu.base.chain import genesis
from urtuu.base.signing import ED25519
from urtuu.interfaces.phone.store import Own, Store
from urtuu.interfaces.phone.wire import Asking

SCHEMA = "reference-1"
MOST_LINES, MOST_BYTES, MOST_HELD = 500, 900 * 1024, 500
REOPEN = -1
"""A feed's position when it must be opened anew: it named a record that is not on the phone."""


def unanswered(store: Store) -> int:
    """How many own lines have no receipt."""
    return store.count("WHERE answer = ''")


def last(store: Store) -> tuple[int, bytes]:
    """The number and chain head of the last own line."""
    own = store.own("ORDER BY seq DESC LIMIT 1")
    if own:
        return own[0].seq, own[0].head
    seq = int(store.fact("purged_seq", "0"))
    return seq, head_after(store, seq)


def head_after(store: Store, seq: int) -> bytes:
    """The chain head after an own line; nothing when there is no such line."""
    if seq == 0:
        return genesis(store.fact("device"))
    if seq == int(store.fact("purged_seq", "0")):
        return bytes.fromhex(store.fact("purged_head"))
    own = store.own("WHERE seq = ?", seq)
    return own[0].head if own else b""


def batch(store: Store, most_lines: int) -> list[Own]:
    """The first lines without a receipt, in a row, as many as one request carries."""
    if store.fact("forked"):
        return []
    first = store.own("WHERE answer = '' ORDER BY seq LIMIT 1")
    if not first:
        return []
    found: list[Own] = []
    size = 0
    for own in store.own("WHERE seq >= ? ORDER BY seq LIMIT ?", first[0].seq, most_lines):
        size += len(own.line) + sum(map(len, store.parts_of_entry(own.id)))
        if found and size > MOST_BYTES:
            break
        found.append(own)
    return found


def asking(store: Store, lines: Sequence[Own], now: datetime) -> Asking:
    """The header of a request; its signature over the lines is the caller's."""
    feeds = store.feeds()
    cursors: dict[str, int | str] = {f.name: f.pos for f in feeds.values() if f.pos != REOPEN}
    held = store.own("WHERE answer = 'held' ORDER BY asked_at, seq LIMIT ?", MOST_HELD)
    base = lines[0].seq if lines else last(store)[0] + 1
    return Asking(
        device=store.fact("device"),
        base_seq=base,
        prev=head_after(store, base - 1).hex() if lines else "",
        sig="",
        alg=ED25519,
        schema=SCHEMA,
        cursors={**cursors, **store.refs()},
        shown={f.name: (f.shown_pos, f.root) for f in feeds.values() if f.root},
        held=[own.seq for own in held],
        queue_len=unanswered(store),
        clock=now,
        epoch=store.fact("epoch"),
    )

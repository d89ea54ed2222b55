"""What leaves the phone, and when: closed feeds, tasks handed on, what ended, lines long acknowledged."""

from __future__ import annotations

from datetime import datetime, timedelta

from urtuu.interfaces.phone.store import Store
from urtuu.kinds.registry import Shelf

KEEPS_ACKNOWLEDGED = timedelta(days=30)
"""How long an acknowledged line stays, so that a server restored from a backup can be given it again."""
KEEPS_ENDED = timedelta(days=14)
"""How long a record stays after it needs nothing more."""


def tidy(store: Store, shelf: Shelf, now: datetime) -> None:
    """Everything that may go, goes; nothing an own line without a receipt speaks of."""
    _closed_feeds(store)
    _handed_on(store, shelf)
    if store.fact("tidied_on") != str(now.date()):  # reads every standing: once a day is enough
        _ended(store, shelf, now)
        _acknowledged(store, now)
        store.tell(tidied_on=str(now.date()))
    if store.fact("revoked") and not store.count("WHERE answer = ''"):
        forget(store)


def _busy(store: Store, record: str) -> bool:
    return store.count("WHERE record = ? AND answer = ''", record) > 0


def _closed_feeds(store: Store) -> None:
    for name, feed in store.feeds().items():
        if feed.closing:
            for record in store.holds(name):
                if not _busy(store, record):
                    store.let_go(name, record)
            if not store.holds(name):
                store.run("DELETE FROM feed WHERE name = ?", name)


def _handed_on(store: Store, shelf: Shelf) -> None:
    """What came as ours to do, and is somebody else's now."""
    staff = store.fact("staff")
    for record in store.holds(f"officer:{staff}"):
        standing = store.standing(record)
        kind = shelf.get(standing.kind) if standing else None
        if standing and kind and kind.holder and standing.holder != staff and not _busy(store, record):
            store.let_go(f"officer:{staff}", record)


def _ended(store: Store, shelf: Shelf, now: datetime) -> None:
    for name in store.feeds():
        for record in store.holds(name):
            standing = store.standing(record)
            kind = shelf.get(standing.kind) if standing else None
            if not standing or not kind or standing.state not in kind.ends or _busy(store, record):
                continue
            if now - max(done.at for done in standing.acts) > KEEPS_ENDED:
                store.let_go(name, record)


def _acknowledged(store: Store, now: datetime) -> None:
    """The oldest own lines, as far as they are answered, durable and old enough: never one between others."""
    for own in store.own("ORDER BY seq"):
        old = now - datetime.fromisoformat(own.recorded_at) > KEEPS_ACKNOWLEDGED
        durable = own.answer == "returned" or store.count("WHERE seq = ? AND durable = 1", own.seq)
        if not old or not durable:
            return
        store.tell(purged_seq=str(own.seq), purged_head=own.head.hex())
        store.run("DELETE FROM outbox WHERE seq = ?", own.seq)
        if store.standing(own.record) is None:
            store.run("DELETE FROM part WHERE entry = ?", own.id)


def forget(store: Store) -> None:
    """A revoked phone destroys its key and all that was given to it; what it wrote is on the server."""
    store.tell(seed="")
    for table in ("standing", "hold", "part", "feed", "ref"):
        store.run(f"DELETE FROM {table}")  # noqa: S608 - names of our own tables

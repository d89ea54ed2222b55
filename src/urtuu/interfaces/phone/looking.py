"""What the phone shows: what the server's entries fold to, and its own lines not among them on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from urtuu.base.sentences import Sentence
from urtuu.interfaces.phone.store import Held, Own, Store
from urtuu.kinds.entries import Entry
from urtuu.kinds.fold import Standing, begin, fold
from urtuu.kinds.registry import Shelf
from urtuu.kinds.vocabulary import Act, Kind

_NO_KIND = Kind(name="", acts=())


@dataclass(frozen=True)
class Seen:
    """A record as this phone shows it. `pending` counts own acts in it that have no receipt yet."""

    standing: Standing
    pending: int
    words: dict[str, Any]

    @property
    def state(self) -> str:
        """Where it stands."""
        return self.standing.state


@dataclass(frozen=True)
class Message:
    """Something in the inbox: an own line that was not taken, or a word of warning."""

    about: str
    sentence: Sentence | None
    seq: int = 0
    answer: str = ""
    record: str = ""
    act: str = ""


def table_of(shelf: Shelf, entry: Entry) -> tuple[Kind, Act]:
    """The kind and act of an entry; what this app does not know yet is folded as a fact."""
    kind = shelf.get(entry.kind) or _NO_KIND
    return kind, kind.act.get(entry.act) or Act(name=entry.act, after=("*",))


def seen(store: Store, shelf: Shelf, record: str) -> Seen | None:
    """A record with own pending acts on top; nothing when it is not on the phone."""
    standing = store.standing(record)
    feeds = store.feeds()
    there = {done.entry for done in standing.acts} if standing else set()
    pending = 0
    for own in store.own("WHERE record = ? AND answer IN ('', 'taken') ORDER BY seq", record):
        if own.id in there or _folded(own, feeds):
            continue
        kind, act = table_of(shelf, own.entry)
        if standing is None and not act.begins:
            continue
        standing = fold(standing or begin(own.entry), own.entry, kind, own.entry.occurred_at)
        pending += own.answer == ""
    return Seen(standing, pending, _words(store, record)) if standing else None


def _folded(own: Own, feeds: dict[str, Held]) -> bool:
    """Whether the server's own account already reaches past it: then that account alone counts."""
    home = feeds.get(own.feed)
    return own.answer == "taken" and home is not None and 0 < own.pos <= home.pos


def _words(store: Store, record: str) -> dict[str, Any]:
    """The personal words of a record, later ones over earlier ones."""
    return {name: value for part in store.parts_of_record(record) for name, value in part.body.items()}


def inbox(store: Store) -> list[Message]:
    """Own lines that were held or returned, then warnings, each with its sentence."""
    found = [
        Message("entry", own.sentence, own.seq, own.answer, own.record, own.entry.act)
        for own in store.own("WHERE answer IN ('held', 'returned') ORDER BY seq")
    ]
    return found + [Message("phone", sentence) for _, sentence in store.notes()]

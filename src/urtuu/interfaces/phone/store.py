"""What a phone keeps: one SQLite file. Every change is one transaction, on the disk before anything is sent.

A reference phone keeps personal words in the clear in this file; the field app seals its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from urtuu.base.sentences import Sentence
from urtuu.interfaces.phone.wire import ReceiptLine
from urtuu.kinds.entries import Entry, SealedBody, read_entry
from urtuu.kinds.fold import Standing

FILE = "phone.sqlite3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL, line BLOB NOT NULL,
    head BLOB NOT NULL, recorded_at TEXT NOT NULL, answer TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '', sentence TEXT NOT NULL DEFAULT '',
    feed TEXT NOT NULL DEFAULT '', pos INTEGER NOT NULL DEFAULT 0, asked_at TEXT NOT NULL DEFAULT '',
    durable INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS outbox_of_a_record ON outbox (record);
CREATE INDEX IF NOT EXISTS outbox_unanswered ON outbox (answer) WHERE answer IN ('', 'held');
CREATE TABLE IF NOT EXISTS part (
    entry TEXT NOT NULL, part TEXT NOT NULL, record TEXT NOT NULL, text BLOB NOT NULL,
    PRIMARY KEY (entry, part)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS parts_of_a_record ON part (record);
CREATE TABLE IF NOT EXISTS feed (
    name TEXT PRIMARY KEY, pos INTEGER NOT NULL, frontier BLOB, shown_pos INTEGER NOT NULL DEFAULT 0,
    root TEXT NOT NULL DEFAULT '', sig TEXT NOT NULL DEFAULT '',
    closing INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS hold (
    feed TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (feed, record)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS holds_of_a_record ON hold (record);
CREATE TABLE IF NOT EXISTS standing (
    record TEXT PRIMARY KEY, kind TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ref (name TEXT PRIMARY KEY, digest TEXT NOT NULL, rows BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, at TEXT NOT NULL, sentence TEXT NOT NULL UNIQUE);
"""
_STANDING = msgspec.json.Decoder(Standing)
_SENTENCE = msgspec.json.Decoder(Sentence)
_ENCODE = msgspec.json.Encoder().encode
_OUT = "seq, id, record, line, head, recorded_at, answer, why, sentence, feed, pos"


@dataclass(frozen=True)
class Own:
    """A line of this phone, and what the server said to it: nothing yet, taken, held or returned."""

    seq: int
    id: str
    record: str
    line: bytes
    head: bytes
    recorded_at: str
    answer: str
    why: str
    sentence: Sentence | None
    feed: str
    pos: int

    @property
    def entry(self) -> Entry:
        """The entry of the line."""
        return read_entry(self.line)


@dataclass(frozen=True)
class Held:
    """A feed on the phone. `frontier`: its tree, where it could be followed; `closing`: not ours any more."""

    name: str
    pos: int
    frontier: bytes | None
    shown_pos: int
    root: str
    closing: bool


def _own(row: Sequence[Any]) -> Own:
    seq, ident, record, line, head, recorded_at, answer, why, sentence, feed, pos = row
    told = _SENTENCE.decode(sentence) if sentence else None
    return Own(seq, ident, record, bytes(line), bytes(head), recorded_at, answer, why, told, feed, pos)


def _held(row: Sequence[Any]) -> Held:
    name, pos, frontier, shown_pos, root, closing = row
    return Held(name, pos, frontier, shown_pos, root, bool(closing))


class Store:
    """The file. Methods read and write plain rows; what they mean is decided elsewhere."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / FILE
        self._db = sqlite3.connect(self.path, isolation_level=None, timeout=20, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("PRAGMA secure_delete=ON")
        self._db.executescript(_SCHEMA)
        self.path.chmod(0o600)  # the device's key lies in it

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        return self._db.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        """One statement; how many rows it changed."""
        return self._db.execute(sql, values).rowcount

    # -- facts and notes

    def fact(self, name: str, default: str = "") -> str:
        """A fact by name."""
        found = self._rows("SELECT value FROM fact WHERE name = ?", name)
        return str(found[0][0]) if found else default

    def tell(self, **facts: str) -> None:
        """Facts from now on."""
        for name, value in facts.items():
            self.run("INSERT OR REPLACE INTO fact VALUES (?, ?)", name, value)

    def note(self, at: str, sentence: Sentence) -> None:
        """Something the owner must see; the same thing is noted once."""
        self.run("INSERT OR IGNORE INTO note (at, sentence) VALUES (?, ?)", at, _ENCODE(sentence).decode())

    def notes(self) -> list[tuple[str, Sentence]]:
        """Everything noted, oldest first."""
        return [
            (at, _SENTENCE.decode(s)) for at, s in self._rows("SELECT at, sentence FROM note ORDER BY id")
        ]

    # -- own lines

    def append(self, seq: int, entry: Entry, line: bytes, head: bytes, sealed: Iterable[SealedBody]) -> None:
        """One more own line with its sealed parts."""
        self.run(
            "INSERT INTO outbox (seq, id, record, line, head, recorded_at) VALUES (?, ?, ?, ?, ?, ?)",
            seq, entry.id, entry.record, line, head, entry.recorded_at.isoformat(),
        )  # fmt: skip
        for one in sealed:
            self.put_part(one, entry.record)

    def own(self, where: str, *values: Any) -> list[Own]:
        """Own lines in their order; `where` ends the statement and names no value itself."""
        return [
            _own(row)
            for row in self._rows(f"SELECT {_OUT} FROM outbox {where}", *values)  # noqa: S608 - fixed text
        ]

    def count(self, where: str, *values: Any) -> int:
        """How many own lines."""
        return int(self._rows(f"SELECT count(*) FROM outbox {where}", *values)[0][0])  # noqa: S608 - fixed text

    def answered(self, receipt: ReceiptLine, at: str) -> None:
        """What the server said to one line."""
        sentence = _ENCODE(receipt.sentence).decode() if receipt.sentence else ""
        self.run(
            "UPDATE outbox SET answer = ?, why = ?, sentence = ?, feed = ?, pos = ?, asked_at = ?"
            " WHERE seq = ?",
            receipt.given, receipt.why, sentence, receipt.feed, receipt.pos, at, receipt.seq,
        )  # fmt: skip

    # -- sealed parts

    def put_part(self, sealed: SealedBody, record: str) -> None:
        """A sealed part, own or received, as it travels."""
        self.run(
            "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?)",
            sealed.sealed_of, sealed.part, record, _ENCODE(sealed),
        )  # fmt: skip

    def parts_of_entry(self, entry: str) -> list[bytes]:
        """The sealed parts of an own line, as they travel."""
        return [bytes(t) for (t,) in self._rows("SELECT text FROM part WHERE entry = ? ORDER BY part", entry)]

    def parts_of_record(self, record: str) -> list[SealedBody]:
        """The personal words of a record that this phone may show."""
        found = self._rows("SELECT text FROM part WHERE record = ? ORDER BY entry", record)
        return [msgspec.json.decode(text, type=SealedBody) for (text,) in found]

    # -- feeds, standings, references

    def feeds(self) -> dict[str, Held]:
        """All feeds on the phone."""
        rows = self._rows("SELECT name, pos, frontier, shown_pos, root, closing FROM feed ORDER BY name")
        return {row[0]: _held(row) for row in rows}

    def standing(self, record: str) -> Standing | None:
        """What the server's entries fold to; nothing when the record is not on the phone."""
        found = self._rows("SELECT body FROM standing WHERE record = ?", record)
        return _STANDING.decode(found[0][0]) if found else None

    def put_standing(self, feed: str, standing: Standing) -> None:
        """A record as it stands, held because of a feed."""
        body = _ENCODE(standing)
        self.run("INSERT OR REPLACE INTO standing VALUES (?, ?, ?)", standing.record, standing.kind, body)
        self.run("INSERT OR IGNORE INTO hold VALUES (?, ?)", feed, standing.record)

    def records(self) -> list[str]:
        """Every record of which something is on the phone."""
        both = "SELECT record FROM standing UNION SELECT record FROM outbox ORDER BY record"
        return [record for (record,) in self._rows(both)]

    def holds(self, feed: str) -> list[str]:
        """The records held because of a feed."""
        return [r for (r,) in self._rows("SELECT record FROM hold WHERE feed = ? ORDER BY record", feed)]

    def let_go(self, feed: str, record: str) -> None:
        """A record is no longer held because of this feed; the last hold gone, it leaves the phone."""
        self.run("DELETE FROM hold WHERE feed = ? AND record = ?", feed, record)
        if self._rows("SELECT 1 FROM hold WHERE record = ?", record):
            return
        self.run("DELETE FROM standing WHERE record = ?", record)
        # Own lines keep theirs as long as they may have to be offered again.
        self.run("DELETE FROM part WHERE record = ? AND entry NOT IN (SELECT id FROM outbox)", record)

    def put_ref(self, name: str, digest: str, rows: list[bytes]) -> None:
        """A reference feed, whole."""
        self.run("INSERT OR REPLACE INTO ref VALUES (?, ?, ?)", name, digest, b"\n".join(rows))

    def refs(self) -> dict[str, str]:
        """The digests of the reference feeds."""
        return dict(self._rows("SELECT name, digest FROM ref"))

    def ref_rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a reference feed."""
        found = self._rows("SELECT rows FROM ref WHERE name = ?", name)
        return [msgspec.json.decode(row) for row in bytes(found[0][0]).split(b"\n") if row] if found else []

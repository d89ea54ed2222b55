"""An entry: one act as it is written once, on a phone or at the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

LONGEST_LINE = 64 * 1024
"""Bytes. A longer line is returned: text belongs in words of bounded length, pictures travel apart."""


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the line says of a sealed part: which, under whose key, and the salted digest of its body."""

    part: str
    key: str
    digest: str


class Entry(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The open line of an entry.

    `seq` counts the device's lines from 1 without gaps. `saw` is how many taken entries of the record its
    author knew, own unsent ones included. `occurred_at` and `recorded_at` are the device's claim.
    """

    id: str
    device: str
    seq: int
    kind: str
    v: int
    act: str
    record: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    grid: str
    saw: int = 0
    station: str = ""
    gacha: str = ""
    body: dict[str, Any] = {}
    sealed: tuple[Seal, ...] = ()
    training: bool = False


class SealedBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sealed part as it travels beside its line; never inside it."""

    sealed_of: str
    part: str
    key: str
    salt: str
    body: dict[str, Any]


_READ = msgspec.json.Decoder(Entry)
_WRITE = msgspec.json.Encoder()


class BadLine(ValueError):
    """A line that is no entry; the message says where."""


def read_entry(line: bytes) -> Entry:
    """The entry of an exact line. Raises BadLine."""
    if len(line) > LONGEST_LINE:
        raise BadLine(f"the line is {len(line)} bytes long; {LONGEST_LINE} are allowed")
    try:
        entry = _READ.decode(line)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise BadLine(str(error)) from None
    if entry.occurred_at.tzinfo is None or entry.recorded_at.tzinfo is None:
        raise BadLine("a moment without its offset")
    return entry


def write_line(entry: Entry) -> bytes:
    """The line of an entry, without a line feed. What was received is never written again with this."""
    return _WRITE.encode(entry)


def seal_key(record: str, part: str, party: str = "") -> str:
    """Whose key seals a part: the record's, a party's within it, or a compartment's."""
    if part == "personal":
        return record
    return f"{record}/party/{party}" if part == "party" else f"{record}/{part}"

"""What waited on a phone, handed over sealed: by the network without a PIN, or as a file at the desk.

The lines come as they would in a push, with the device's signature after each, so that what arrived whole can
be taken even when the rest was cut off. They pass the same door; handed over twice they are known.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

import msgspec

from urtuu.base.sentences import Sentence, say
from urtuu.journal import envelopes, intake, pictures
from urtuu.journal.push import NotADevice, NotSigned, Push, Receipt
from urtuu.kinds.entries import SealedBody

MOST_LINES = 20_000
_PICTURE = b'{"photo"'


class Head(msgspec.Struct):
    """The first line: whose, and where its lines belong. A file says in it how much follows."""

    device: str
    base_seq: int
    prev: str
    alg: str
    urtuu_rescue: int = 0
    lines: int = 0
    photos: int = 0
    made_at: str = ""


class _Line(msgspec.Struct):
    seq: int
    sig: str
    envelope: str


class _Picture(msgspec.Struct):
    photo: str
    mime: str
    envelope: str


class NotTaken(Exception):
    """Nothing of it was taken; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.name)
        self.sentence = sentence


@dataclass(frozen=True)
class Picture:
    """A picture out of a file, opened."""

    sha256: str
    body: bytes


@dataclass
class Handover:
    """A queue as it came: opened lines with their sealed parts. The pictures behind them are read later."""

    head: Head
    rest: Iterator[bytes]
    lines: list[bytes] = field(default_factory=list)
    sealed: list[SealedBody] = field(default_factory=list)
    sig: str = ""
    unreadable: int = 0

    def pictures(self) -> Iterator[Picture]:
        """One after the other: a file of a week may hold more than fits into the memory."""
        for raw in self.rest:
            try:
                told = msgspec.json.decode(raw, type=_Picture)
                name = f"{self.head.device}/photo/{told.photo}"
                yield Picture(told.photo, envelopes.opened(_bytes(told.envelope), name))
            except _BROKEN:
                self.unreadable += 1


@dataclass(frozen=True)
class Taken:
    """What became of a queue: how far the server holds the chain now, and the receipts.

    `sentence`: why none of its lines was stored; earlier ones are lacking.
    """

    seq: int
    head: bytes
    receipts: Sequence[Receipt] = ()
    sentence: Sentence | None = None

    def counts(self) -> dict[str, int]:
        """How many of each answer."""
        names = [str(receipt.answer) for receipt in self.receipts]
        return {name: names.count(name) for name in ("taken", "known", "held", "returned")}


@dataclass(frozen=True)
class Report:
    """What a file brought. `missing`: how much of what it promised was cut off or damaged.

    `sentences`: what of it was not stored, and why.
    """

    answers: dict[str, int]
    pictures: int
    missing: int
    sentences: list[Sentence]


_BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, envelopes.Unopened)


def read(text: Iterable[bytes], *, whole: bool) -> Handover:
    """The queue in the lines of a text. `whole`: nothing may be missing or broken; else that ends it.

    Raises NotTaken.
    """
    raws = (raw for one in text if (raw := one.rstrip(b"\r\n")))
    try:
        found = Handover(msgspec.json.decode(next(raws, b""), type=Head), raws)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise NotTaken(say("not_a_handover")) from None
    if not 1 <= found.head.base_seq < 2**53:
        raise NotTaken(say("not_a_handover"))
    for raw in raws:
        if raw.startswith(_PICTURE) and not whole:
            found.rest = chain([raw], raws)
            break
        if not _one(found, raw):
            found.unreadable += 1
        if whole and found.unreadable:
            raise NotTaken(say("envelope_unreadable", seq=found.head.base_seq + len(found.lines)))
        if len(found.lines) + found.unreadable > MOST_LINES:
            raise NotTaken(say("body_too_large", largest_lines=MOST_LINES))
    return found


def _one(found: Handover, raw: bytes) -> bool:
    """One more line; False when it cannot be read or does not follow."""
    try:
        line = msgspec.json.decode(raw, type=_Line)
        if line.seq != found.head.base_seq + len(found.lines):
            return False
        plain = envelopes.opened(_bytes(line.envelope), f"{found.head.device}/{line.seq}")
        own, *parts = plain.split(b"\n")
        bodies = [msgspec.json.decode(part, type=SealedBody) for part in parts]
    except _BROKEN:
        return False
    found.lines.append(own)
    found.sealed += bodies
    found.sig = line.sig
    return True


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise envelopes.Unopened("base64") from None


def take(found: Handover, now: datetime) -> Taken:
    """Through the one door. Raises NotTaken for what is no phone of ours, or another past of one."""
    if not found.lines:
        raise NotTaken(say("not_a_handover"))
    try:
        reply = intake.take(_push(found), now)
    except ValueError:
        raise NotTaken(say("not_a_handover")) from None
    except NotADevice:
        raise NotTaken(say("device_unknown")) from None
    except NotSigned:
        raise NotTaken(say("bad_signature")) from None
    if reply.sentence and reply.sentence.name == "chain_forked":
        raise NotTaken(reply.sentence)
    late = say("handover_begins_late", first=found.head.base_seq, held=reply.seq) if reply.sentence else None
    return Taken(reply.seq, reply.head, reply.receipts, late)


def _push(found: Handover) -> Push:
    head = found.head
    previous = bytes.fromhex(head.prev)
    return Push(head.device, head.base_seq, previous, found.lines, head.alg, found.sig, sealed=found.sealed)


def take_file(found: Handover, now: datetime) -> Report:
    """All of a file, the lines first because they name the pictures. Raises NotTaken."""
    taken = take(found, now) if found.lines else Taken(0, b"")
    sentences = [taken.sentence] if taken.sentence else []
    arrived = seen = 0
    for picture in found.pictures():
        seen += 1
        try:
            arrived += pictures.take_whole(found.head.device, picture.sha256, picture.body, now)
        except OSError:
            sentences.append(say("blob_no_room"))
            break
    promised = found.head.lines + found.head.photos
    missing = promised - len(found.lines) - seen if not sentences else 0
    return Report(taken.counts(), arrived, max(missing, found.unreadable), sentences)

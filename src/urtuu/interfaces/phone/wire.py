"""The phone's own reading of docs/wire.md, so that a slip on either side shows.

An answer is believed as a whole or not at all: the header says how many lines follow, and they must be there.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from urtuu.base.sentences import Sentence
from urtuu.kinds.entries import SealedBody
from urtuu.kinds.fold import Standing

PROOF = b"urtuu-sync:"
"""What the device signs to prove who asks: this, then the exact header line."""


class Asking(msgspec.Struct):
    """The header of a request."""

    device: str
    base_seq: int
    prev: str
    sig: str
    alg: str
    schema: str
    cursors: dict[str, int | str]
    shown: dict[str, tuple[int, str]]
    held: list[int]
    queue_len: int
    clock: datetime
    epoch: str
    photos: int = 0
    """How many pictures wait; this phone takes none."""


class ReceiptLine(msgspec.Struct):
    """The server's answer to one line."""

    seq: int
    id: str
    answer: str
    why: str = ""
    sentence: Sentence | None = None
    feed: str = ""
    pos: int = 0
    first_answer: str = ""

    @property
    def given(self) -> str:
        """taken, held or returned: a line sent twice is told what was answered the first time."""
        return self.first_answer if self.answer == "known" else self.answer


class FeedHead(msgspec.Struct, rename={"start": "from"}):
    """What follows of one feed."""

    start: int
    to: int
    head: int
    standings: int = 0
    lines: int = 0
    sealed: int = 0
    root: str = ""
    sig: str = ""
    frontier: str = ""
    at: dict[int, datetime] = {}


class RefHead(msgspec.Struct):
    """What follows of one reference feed."""

    digest: str
    rows: int


class Gap(msgspec.Struct):
    """The server lacks an earlier line of this phone, or has another one under its number."""

    expected_seq: int
    head: str
    sentence: Sentence | None = None


class AnswerHead(msgspec.Struct):
    """The header of an answer."""

    epoch: str
    now: datetime
    acked: tuple[int, str]
    durable_pos: dict[str, int]
    receipts: list[ReceiptLine] = []
    gaps: Gap | None = None
    feeds: dict[str, FeedHead] = {}
    refs: dict[str, RefHead] = {}
    opened: list[str] = []
    closed: list[str] = []
    rewritten: list[str] = []
    settled: list[ReceiptLine] = []
    retry_after: int | None = None
    lease_until: datetime | None = None
    revoked: bool = False


class Enrolled(msgspec.Struct):
    """What a card gave."""

    device: str
    staff: str
    name: str
    epoch: str
    receipt_key: str
    lease_until: datetime | None = None


class Told(msgspec.Struct):
    """A refusal of the server, as a sentence and worded."""

    sentence: Sentence
    text: dict[str, str] = {}


@dataclass
class FeedPart:
    """What came of one feed."""

    head: FeedHead
    standings: list[Standing] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    sealed: list[SealedBody] = field(default_factory=list)


@dataclass
class Answer:
    """A whole answer."""

    head: AnswerHead
    feeds: dict[str, FeedPart]
    refs: dict[str, list[bytes]]


class Torn(ValueError):
    """An answer that did not arrive whole."""


def packed(lines: list[bytes]) -> bytes:
    """Lines as they travel: NDJSON under gzip."""
    packer = zlib.compressobj(level=6, wbits=31)
    return packer.compress(b"\n".join(lines) + b"\n") + packer.flush()


def read_answer(text: bytes) -> Answer:
    """The answer in a text. Raises Torn when a line is missing, left over or unreadable."""
    if not text.endswith(b"\n"):
        raise Torn("the last line is cut")
    first, *rest = text[:-1].split(b"\n")
    try:
        head = msgspec.json.decode(first, type=AnswerHead)
        feeds = {}
        for name, one in head.feeds.items():
            standings, lines, sealed, rest = _cut(rest, one.standings, one.lines, one.sealed)
            feeds[name] = FeedPart(
                one,
                [msgspec.json.decode(line, type=Standing) for line in standings],
                lines,
                [msgspec.json.decode(line, type=SealedBody) for line in sealed],
            )
        refs = {}
        for name, ref in head.refs.items():
            refs[name], _, _, rest = _cut(rest, ref.rows, 0, 0)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Torn(str(error)) from None
    if rest:
        raise Torn(f"{len(rest)} lines are left over")
    return Answer(head, feeds, refs)


def _cut(lines: list[bytes], *counts: int) -> tuple[list[bytes], list[bytes], list[bytes], list[bytes]]:
    """The next lines, counted off in three portions, and what is left."""
    if len(lines) < sum(counts) or min(counts) < 0:
        raise Torn(f"{sum(counts) - len(lines)} lines are missing")
    portions = []
    for count in counts:
        portions.append(lines[:count])
        lines = lines[count:]
    return portions[0], portions[1], portions[2], lines

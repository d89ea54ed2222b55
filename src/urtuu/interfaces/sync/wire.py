"""The format of `/sync`: gzip NDJSON, a header line, then exact entry lines and sealed parts.

A request is `header`, then any number of lines. A line that begins with `{"sealed_of":` is a sealed part of
an entry in the same request; every other line is an entry, taken byte for byte. An answer is a header, then
by feed, in the header's order: its standings, its entry lines (positions `from + 1` to `to`, without a hole),
its sealed parts; then the rows of the reference feeds.
"""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import Any

import msgspec

from urtuu.kinds.entries import SealedBody

LARGEST_BODY = 1024 * 1024
"""Bytes of a request as it travels."""
LARGEST_TEXT = 8 * 1024 * 1024
"""Bytes of a request unpacked: a small body that unpacks to more is refused before it fills the memory."""
MOST_LINES = 5_000
"""Lines of a request, sealed parts included: phones send 100 to 500 entries."""
LARGEST_NUMBER = 2**53 - 1
_SEALED = b'{"sealed_of":'
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Header(msgspec.Struct):
    """The first line of a request. `cursors` holds a position by journal feed and a digest by `ref:` feed.

    `held` are the device's lines that were answered "held" when it last heard of them. `shown` gives back
    the last signed root of each feed. `photos` is how many pictures wait on the device: without
    any, nobody asks for them.
    """

    device: str
    base_seq: int = 1
    prev: str = ""
    sig: str = ""
    alg: str = ""
    schema: str = ""
    cursors: dict[str, int | str] = {}
    shown: dict[str, tuple[int, str]] = {}
    held: list[int] = []
    queue_len: int | None = None
    clock: datetime | None = None
    epoch: str = ""
    photos: int = 0


class ReceiptLine(msgspec.Struct, omit_defaults=True):
    """The answer to one entry."""

    seq: int
    id: str
    answer: str
    why: str = ""
    sentence: Any = None
    feed: str = ""
    pos: int = 0
    first_answer: str = ""


class FeedHead(msgspec.Struct, omit_defaults=True, rename={"start": "from"}):
    """What follows of one feed: how many standings, lines and sealed parts.

    `frontier` comes with an opened feed: its tree, which the device grows on. `at` names the lines, by
    position, that count from another moment than they claim.
    """

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


class AnswerHeader(msgspec.Struct, omit_defaults=True):
    """The first line of an answer. `acked` is how far the server holds the device's chain, with its head."""

    epoch: str
    now: datetime
    acked: tuple[int, str]
    durable_pos: dict[str, int]
    receipts: list[ReceiptLine] = []
    gaps: dict[str, Any] | None = None
    feeds: dict[str, FeedHead] = {}
    refs: dict[str, RefHead] = {}
    opened: list[str] = []
    closed: list[str] = []
    rewritten: list[str] = []
    settled: list[ReceiptLine] = []
    want_blobs: list[str] = []
    retry_after: int | None = None
    lease_until: datetime | None = None
    revoked: bool = False


class BadRequest(Exception):
    """The transport is broken; `name` is the sentence, `status` the HTTP status."""

    def __init__(self, name: str, status: int = 400, **values: Any) -> None:
        super().__init__(name)
        self.name, self.status, self.values = name, status, values


def unpacked(body: bytes, encoding: str) -> bytes:
    """The text of a body. Raises BadRequest for a broken or over-large one."""
    if len(body) > LARGEST_BODY:
        raise BadRequest("body_too_large", 413, largest_kb=LARGEST_BODY // 1024)
    if encoding not in ("gzip", "", "identity"):
        raise BadRequest("encoding_unknown", 415, encoding=encoding[:20])
    if encoding != "gzip":
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        text = unpacker.decompress(body, LARGEST_TEXT)
    except zlib.error:
        raise BadRequest("broken_gzip") from None
    if unpacker.unconsumed_tail:
        raise BadRequest("body_too_large", 413, largest_kb=LARGEST_TEXT // 1024)
    if not unpacker.eof or unpacker.unused_data:
        raise BadRequest("broken_gzip")
    return text


def read_request(text: bytes) -> tuple[Header, bytes, list[bytes], list[SealedBody]]:
    """Header, the exact header line, entry lines, sealed parts. Raises BadRequest."""
    first, _, rest = text.partition(b"\n")
    try:
        header = msgspec.json.decode(first, type=Header)
    except _UNREADABLE as error:
        raise BadRequest("header_unreadable", problem=str(error)[:200]) from None
    _check_numbers(header)
    lines: list[bytes] = []
    sealed: list[SealedBody] = []
    if rest.count(b"\n") > MOST_LINES:
        raise BadRequest("body_too_large", 413, largest_lines=MOST_LINES)
    for line in rest.split(b"\n"):
        if line.startswith(_SEALED):
            sealed.append(_read_sealed(line))
        elif line:
            lines.append(line)
    return header, first, lines, sealed


def _check_numbers(header: Header) -> None:
    """Numbers no phone has, moments without an offset and NUL are refused before they reach a database."""
    numbers = [*header.held, *(pos for pos, _ in header.shown.values())]
    numbers += [cursor for cursor in header.cursors.values() if isinstance(cursor, int)]
    if any(not 0 <= number <= LARGEST_NUMBER for number in numbers):
        raise BadRequest("header_unreadable", problem="number")
    if not 1 <= header.base_seq <= LARGEST_NUMBER:
        raise BadRequest("header_unreadable", problem="base_seq")
    if header.clock is not None and header.clock.tzinfo is None:
        raise BadRequest("header_unreadable", problem="clock")
    if "\0" in header.schema:
        raise BadRequest("header_unreadable", problem="schema")


def _read_sealed(line: bytes) -> SealedBody:
    try:
        return msgspec.json.decode(line, type=SealedBody)
    except _UNREADABLE as error:
        raise BadRequest("sealed_unreadable", problem=str(error)[:200]) from None


def packed(lines: list[bytes]) -> bytes:
    """Lines as they travel: NDJSON under gzip."""
    packer = zlib.compressobj(level=6, wbits=31)
    return packer.compress(b"\n".join(lines) + b"\n") + packer.flush()

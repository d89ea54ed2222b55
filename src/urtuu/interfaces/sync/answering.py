"""From a device's request to its answer: one push, one pull, one set of lines."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date, datetime
from time import monotonic

import msgspec
from django.conf import settings

from urtuu.base.signing import signed_by
from urtuu.interfaces.sync.wire import (
    AnswerHeader,
    BadRequest,
    FeedHead,
    Header,
    ReceiptLine,
    RefHead,
    packed,
    read_request,
)
from urtuu.journal import intake, pictures, pulling, writer
from urtuu.journal.push import NotSigned, Push, Receipt, Reply
from urtuu.journal.standings import LOCAL
from urtuu.kinds.entries import SealedBody
from urtuu.kinds.export import kinds_digest, kinds_json
from urtuu.kinds.registry import shelf
from urtuu.places import permissions, queries
from urtuu.places.models import Device
from urtuu.places.permissions import Who
from urtuu.places.services import seen

PROOF = b"urtuu-sync:"
"""What a device signs to prove who asks: this, then the exact header line."""
_ENCODE = msgspec.json.Encoder().encode


def answer(text: bytes, proof: str, now: datetime) -> bytes:
    """The packed answer to an unpacked request. Raises BadRequest."""
    header, first, lines, sealed = read_request(text)
    device = _proven(header, first, proof)
    reply, device = _heard(device, header, lines, sealed, now)
    epoch, seq, chain_head = pulling.chain_of(header.device)
    head = AnswerHeader(
        epoch=epoch,
        now=now,
        acked=(seq, chain_head.hex()),
        durable_pos=_durable(reply),
        receipts=[_receipt_line(receipt) for receipt in reply.receipts],
        gaps=_gaps(reply),
        settled=_settled(header),
        lease_until=device.lease_until,
        revoked=device.revoked_at is not None,
    )
    if header.photos > 0 and not head.revoked:
        head.want_blobs = pictures.wanted(header.device)
    who = queries.who_of(device.staff_id) if device.staff_id else None
    if who is None or head.revoked:
        return packed([_ENCODE(head)])
    return packed(_with_feeds(head, header, who, now))


def _proven(header: Header, first: bytes, proof: str) -> Device:
    device = queries.device(header.device)
    if device is None or str(device.pk) != header.device:  # another spelling would be another chain
        raise BadRequest("device_unknown", 401)
    if not signed_by(device.alg, device.public_key, PROOF + first, proof):
        raise BadRequest("proof_wrong", 401)
    return device


def _heard(
    device: Device, header: Header, lines: list[bytes], sealed: list[SealedBody], now: datetime
) -> tuple[Reply, Device]:
    """The push, and that the device was heard from, in one wait for the disk."""

    def work() -> tuple[Reply, Device]:
        reply = _pushed(header, lines, sealed, now) if lines else Reply()
        heard = copy(device)  # it may be undone and done again
        seen(heard, now, queue_len=header.queue_len, clock=header.clock, app_version=header.schema)
        return reply, heard

    return writer.committed(work) if lines else work()


def _pushed(header: Header, lines: list[bytes], sealed: list[SealedBody], now: datetime) -> Reply:
    try:
        previous = bytes.fromhex(header.prev)
    except ValueError:
        raise BadRequest("header_unreadable", problem="prev") from None
    push = Push(
        header.device,
        header.base_seq,
        previous,
        lines,
        header.alg,
        header.sig,
        sealed=sealed,
        clock=header.clock,
        queue_len=header.queue_len,
    )
    try:
        return intake.take(push, now)
    except NotSigned:
        raise BadRequest("bad_signature", 401) from None


def _gaps(reply: Reply) -> dict[str, object] | None:
    if reply.expected_seq is None:
        return None
    return {"expected_seq": reply.expected_seq, "head": reply.head.hex(), "sentence": reply.sentence}


def _durable(reply: Reply) -> dict[str, int]:
    """A receipt is given only for what is committed to the disk."""
    found: dict[str, int] = {}
    for receipt in reply.receipts:
        if receipt.feed:
            found[receipt.feed] = max(receipt.pos, found.get(receipt.feed, 0))
    return found


def _receipt_line(receipt: Receipt) -> ReceiptLine:
    return ReceiptLine(
        seq=receipt.seq,
        id=receipt.id,
        answer=receipt.answer,
        why=receipt.why,
        sentence=receipt.sentence,
        feed=receipt.feed,
        pos=receipt.pos,
        first_answer=receipt.first_answer,
    )


def _settled(header: Header) -> list[ReceiptLine]:
    return [_receipt_line(receipt) for receipt in pulling.answered_since(header.device, header.held[:500])]


def _with_feeds(head: AnswerHeader, header: Header, who: Who, now: datetime) -> list[bytes]:
    # After a restore the positions of another epoch mean nothing: every feed is opened anew.
    same = header.epoch in ("", head.epoch)
    cursors = {f: c for f, c in header.cursors.items() if isinstance(c, int)} if same else {}
    found = pulling.pull(who, cursors, header.shown if same else {}, now, head.epoch)
    head.opened, head.closed, head.rewritten = found.opened, found.closed, found.rewritten
    lines: list[bytes] = []
    for one in found.slices:
        head.feeds[one.feed] = FeedHead(
            one.start,
            one.to,
            one.head,
            len(one.standings),
            len(one.lines),
            len(one.sealed),
            one.root,
            one.sig,
            one.frontier,
            {placed.pos: placed.at for placed in one.lines if placed.at},
        )
        head.durable_pos[one.feed] = max(one.head, head.durable_pos.get(one.feed, 0))
        lines += [_ENCODE(standing) for standing in one.standings]
        lines += [placed.line for placed in one.lines]
        lines += [_ENCODE(sealed) for sealed in one.sealed]
    lines += _references(head, header.cursors, who, now)
    return [_ENCODE(head), *lines]


_NEWEST: dict[str, tuple[float, date, str]] = {}
"""By feed of places: when its list was last made, for which day, and its digest."""


def _is_newest(feed: str, on: date, digest: int | str | None) -> bool:
    """Whether a phone's list is what ours was a moment ago: to make it anew for each question costs most."""
    at, day, known = _NEWEST.get(feed, (0.0, on, ""))
    return (day, known) == (on, digest) and monotonic() - at < settings.REFERENCE_KEPT


def _references(head: AnswerHeader, cursors: Mapping[str, int | str], who: Who, now: datetime) -> list[bytes]:
    """Places and kinds, whole, when the device's digest is not ours."""
    on = now.astimezone(LOCAL).date()
    lines: list[bytes] = []
    for feed in permissions.feeds(who, on):
        if feed.startswith("ref:places:"):
            if _is_newest(feed, on, cursors.get(feed)):
                continue
            found = queries.reference(feed.removeprefix("ref:places:"), on)
            _NEWEST[feed] = (monotonic(), on, found.digest)
            if cursors.get(feed) != found.digest:
                head.refs[feed] = RefHead(found.digest, len(found.rows))
                lines += [_ENCODE(row) for row in found.rows]
        elif feed == "ref:kinds" and cursors.get(feed) != kinds_digest(shelf()):
            head.refs[feed] = RefHead(kinds_digest(shelf()), 1)
            lines.append(kinds_json(shelf()))
    return lines

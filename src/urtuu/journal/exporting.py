"""The whole journal as one file of lines that a stranger can check without this program.

NDJSON, one object a line, in this order: `site`, `device`s, `batch`es, `line`s by device and number,
`pointer`s, `feed`s, `end`. A `line` carries the exact text; sealed parts are not in the file.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

import msgspec

from urtuu.base import merkle
from urtuu.base.signing import public_text
from urtuu.journal import services
from urtuu.journal.models import Batch, Chain, EntryRow, Feed, Pointer
from urtuu.places.models import Device

FORMAT = "urtuu-journal-1"


def write_journal(to: BinaryIO, now: datetime) -> int:
    """Writes the export; the number of entries in it."""
    total = hashlib.sha256()
    entries = 0
    for row in _rows(now):
        text = msgspec.json.encode(row) + b"\n"
        total.update(text)
        to.write(text)
        entries += row["type"] == "line"
    to.write(msgspec.json.encode({"type": "end", "entries": entries, "sha256": total.hexdigest()}) + b"\n")
    return entries


def _rows(now: datetime) -> Iterator[dict[str, Any]]:
    site = services.site()
    key = public_text(services.receipt_key())
    yield {"type": "site", "format": FORMAT, "epoch": site.epoch, "receipt_key": key, "made_at": now}
    yield from _devices()
    for b in Batch.objects.order_by("device", "base_seq").iterator():
        yield {
            "type": "batch",
            "device": b.device,
            "base_seq": b.base_seq,
            "count": b.count,
            "head": bytes(b.head).hex(),
            "alg": b.alg,
            "sig": b.sig,
        }
    yield from _lines()
    for feed, pos, entry in (
        Pointer.objects.order_by("feed", "pos").values_list("feed", "pos", "entry").iterator()
    ):
        yield {"type": "pointer", "feed": feed, "pos": pos, "entry": entry}
    yield from _feeds(site.epoch)


def _devices() -> Iterator[dict[str, Any]]:
    heads = {c.device: c for c in Chain.objects.all()}
    for device in Device.objects.order_by("id"):
        chain = heads.get(str(device.pk))
        if chain is not None:
            yield {
                "type": "device",
                "id": str(device.pk),
                "alg": device.alg,
                "public_key": device.public_key,
                "seq": chain.seq,
                "head": bytes(chain.head).hex(),
            }


def _lines() -> Iterator[dict[str, Any]]:
    columns = ("id", "device", "seq", "line", "answer", "feed", "pos", "counted_at", "received_at")
    for row in EntryRow.objects.order_by("device", "seq").values_list(*columns).iterator(chunk_size=5000):
        ident, device, seq, line, answer, feed, pos, counted_at, received_at = row
        yield {
            "type": "line",
            "id": ident,
            "device": device,
            "seq": seq,
            **_text(bytes(line)),
            "answer": answer,
            "feed": feed,
            "pos": pos,
            "counted_at": counted_at,
            "received_at": received_at,
        }


def _text(line: bytes) -> dict[str, str]:
    """The exact line: as text, or in base64 when it is not UTF-8 (a malformed line is kept as it came)."""
    try:
        return {"line": line.decode()}
    except UnicodeDecodeError:
        return {"line_b64": base64.b64encode(line).decode()}


def _feeds(epoch: str) -> Iterator[dict[str, Any]]:
    """Each feed's head with its signed root, from the frontier that grew with every push."""
    for feed in Feed.objects.filter(pos__gt=0).exclude(name__startswith="number:").order_by("name"):
        root = merkle.root(merkle.unpacked(bytes(feed.frontier))).hex()
        yield {
            "type": "feed",
            "name": feed.name,
            "pos": feed.pos,
            "root": root,
            "sig": services.signed_root(epoch, feed.name, feed.pos, root),
        }

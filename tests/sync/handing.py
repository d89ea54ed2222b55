"""What a locked phone hands over: lines of a raw device, sealed to the station."""

from __future__ import annotations

import base64
import json
from typing import Any

import msgspec

from phone.raw import Raw
from urtuu.base.chain import heads
from urtuu.base.signing import ED25519, sign
from urtuu.interfaces.phone.client import Sent
from urtuu.journal import envelopes
from urtuu.kinds.entries import write_line

NEED = {"topic": "water", "heading": "机井不出水", "said": "井干了三天"}
PIXEL = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 1200
"""Not a picture to look at, but it begins as one: 300 KB."""


def sealed_line(raw: Raw, number: int, plain: bytes, sig: str, *, device: str = "", **changed: Any) -> bytes:
    name = f"{device or raw.device}/{number}"
    envelope = envelopes.sealed(plain, name, envelopes.station_point())
    told = {"seq": number, "sig": sig, "envelope": base64.b64encode(envelope).decode()}
    return json.dumps({**told, **changed}).encode()


def queue_of(raw: Raw, count: int = 3, **head: Any) -> list[bytes]:
    """A header and so many sealed needs of a device; the device's own chain stays where it was."""
    lines, plains = [], []
    for n in range(1, count + 1):
        entry, parts = raw.entry("need", "hear", NEED, ahead=n)
        line = write_line(entry)
        lines.append(line)
        plains.append(b"\n".join([line, *map(msgspec.json.encode, parts)]))
    chain = list(heads(raw.head, lines))
    first = {"device": raw.device, "base_seq": raw.seq + 1, "prev": raw.head.hex(), "alg": ED25519, **head}
    sealed = [
        sealed_line(raw, raw.seq + n, plain, sign(raw.key, chain[n - 1])) for n, plain in enumerate(plains, 1)
    ]
    return [json.dumps(first).encode(), *sealed]


def hand_over(raw: Raw, queue: list[bytes]) -> Sent:
    return raw.carried("/sync/sealed", b"\n".join(queue) + b"\n", {"Content-Type": "application/x-ndjson"})


def rescue_of(raw: Raw, queue: list[bytes], pictures: dict[str, bytes] | None = None) -> bytes:
    """The same queue as a file, with pictures by digest."""
    head = {**json.loads(queue[0]), "urtuu_rescue": 1, "lines": len(queue) - 1, "photos": len(pictures or {})}
    more = [
        json.dumps(
            {
                "photo": digest,
                "mime": "image/jpeg",
                "envelope": base64.b64encode(
                    envelopes.sealed(body, f"{raw.device}/photo/{digest}", envelopes.station_point())
                ).decode(),
            }
        ).encode()
        for digest, body in (pictures or {}).items()
    ]
    return b"\n".join([json.dumps(head).encode(), *queue[1:], *more]) + b"\n"

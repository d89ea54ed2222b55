"""The arithmetic of a device's chain: each line is bound to all lines before it.

h(0) = SHA-256("urtuu-device:" + device id), h(n) = SHA-256(h(n-1) ‖ line n). The line is the exact bytes
received, without the line feed. A salted digest stands in the line for what is sealed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from urtuu.base.canonical import canonical


def genesis(device: str) -> bytes:
    """The head of a chain that has no line yet (32 bytes); one per device, so chains cannot be swapped."""
    return hashlib.sha256(b"urtuu-device:" + device.encode()).digest()


def link(previous: bytes, line: bytes) -> bytes:
    """The head after one more line."""
    return hashlib.sha256(previous + line).digest()


def heads(previous: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    """The head after each line."""
    for line in lines:
        previous = link(previous, line)
        yield previous


def sealed_digest(salt: str, body: object) -> str:
    """What a line says of a sealed part: SHA-256(salt ‖ canonical body). `salt`: 32 hex digits."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(body)).hexdigest()

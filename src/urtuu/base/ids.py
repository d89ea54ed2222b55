"""How a thing is named before any server has seen it: UUID version 7 (RFC 9562)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

_VERSION_AND_VARIANT = (0x7 << 76) | (0x2 << 62)


def new_id(at: datetime, noise: bytes | None = None) -> UUID:
    """A UUIDv7 made at a moment.

    `at` must carry a time zone. `noise` is 10 bytes (74 bits are used); pass it to make an id
    repeatable from a seed. The time in an id is for people; order never comes from it.
    """
    milliseconds = int(at.timestamp() * 1000)
    random = int.from_bytes(noise if noise is not None else secrets.token_bytes(10), "big")
    rand_a = (random >> 62) & 0xFFF
    rand_b = random & ((1 << 62) - 1)
    number = (milliseconds & ((1 << 48) - 1)) << 80 | rand_a << 64 | rand_b
    return UUID(int=number | _VERSION_AND_VARIANT)


def read_id(text: object) -> UUID | None:
    """The id in a text, or nothing: for what comes from outside."""
    try:
        return UUID(str(text))
    except ValueError:
        return None

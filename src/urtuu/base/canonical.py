"""One spelling for one value, so that two programs get the same digest.

Values are null, booleans, integers within ±(2**53 - 1), text, lists and string-keyed tables. Keys are
sorted by code point, nothing is padded, text is UTF-8. Fractions are not values: a quantity is an
integer in its smallest unit. Within these limits the form equals RFC 8785 (JCS).
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")
LARGEST = 2**53 - 1


class NotCanonical(ValueError):
    """The value has no canonical form: a fraction, or a number past ±(2**53 - 1)."""


def canonical(value: Any) -> bytes:
    """The canonical bytes of a value. Raises NotCanonical for fractions and over-large numbers."""
    _refuse_fractions(value)
    return _ENCODER.encode(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _refuse_fractions(value: Any) -> None:
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST):
        raise NotCanonical(f"{value!r} is not a whole number within ±(2**53 - 1)")
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_fractions(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_fractions(inner)

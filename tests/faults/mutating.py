"""Bytes and values that no phone sends, made from ones that phones do send; the same again for the same seed.

By hand, longer and otherwise: FAULTS_SEED=7 FAULTS_TIMES=20 .venv/bin/pytest tests/faults -m long
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from typing import Any

SEED = int(os.environ.get("FAULTS_SEED", "20261127"))
TIMES = int(os.environ.get("FAULTS_TIMES", "1"))

TOKENS = (
    b"\0", b"\\u0000", b"\\ud800", b"\\udfff\\ud800", b"\xff\xfe", b"\xc0\x80", b"\xed\xa0\x80",
    b"\xef\xbb\xbf", b"\r", b"\t", b"\\", b'"', b"{", b"}", b"[", b"]", b",", b":", b"-", b"e9", b"1e999",
    b"-1e-999", b"NaN", b"Infinity", b"null", b"true", b"9" * 400, b"0.1", b"00", b"[" * 3000,
    b'{"a":' * 3000, b"\xe2\x80\xae", "\u2028".encode(), "\U0001f40e".encode(), "ᠮᠣᠩᠭᠣᠯ".encode(),
    b"2026-02-30T25:61:61Z", b"9999-12-31T23:59:59Z",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63 - 1, 2**63, 2**64, -(2**63) - 1, 10**300, 0.5, -0.0,
    1e308, float("nan"), float("inf"), "", " ", "\0", "a\0b", "\ud800", "\udc00x", "x" * 70, "长" * 3000,
    "x" * 70_000, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-24T09:00:00",
    "2026-11-24T09:00:00+23:59", "2016-12-31T23:59:60Z", "01900000-0000-7000-8000-000000000009",
    "../../etc", "%s%n{}{{0}}", "<script>", "'; --", "\u202e", "\ufeff", [], {}, [[]], [None], {"": ""},
    {"a\0": 1}, {"\ud800": 1}, {"gacha": "150421102204"}, {"__class__": 1}, [1] * 2000,
)  # fmt: skip
DEPTHS = (15, 19, 20, 21, 40, 900)


def deep(levels: int) -> Any:
    """Lists inside lists."""
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def mutated(chance: random.Random, text: bytes) -> bytes:
    """The text with one to three things wrong with it; never with a line feed."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = chance.choice(WAYS)(chance, text)
    return text.replace(b"\n", b" ")


def _flipped(chance: random.Random, text: bytes) -> bytes:
    at = chance.randrange(len(text) or 1)
    return text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :]


def _cut(chance: random.Random, text: bytes) -> bytes:
    return text[: chance.randrange(len(text) + 1)]


def _removed(chance: random.Random, text: bytes) -> bytes:
    at = chance.randrange(len(text) or 1)
    return text[:at] + text[at + chance.randint(1, 20) :]


def _doubled(chance: random.Random, text: bytes) -> bytes:
    at = chance.randrange(len(text) or 1)
    part = text[at : at + chance.randint(1, 200)]
    return text[:at] + part * chance.choice((2, 2, 3, 50)) + text[at + len(part) :]


def _inserted(chance: random.Random, text: bytes) -> bytes:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(TOKENS) + text[at:]


def _revalued(chance: random.Random, text: bytes) -> bytes:
    """A value somewhere in it is another one, or its name is, or it is gone, or there is one more."""
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        return _flipped(chance, text)
    spots = list(_spots(table))
    if not spots:
        return _inserted(chance, text)
    inside, name = chance.choice(spots)
    value = (
        deep(chance.choice((15, 19, 20, 21, 40, 900))) if chance.random() < 0.05 else chance.choice(VALUES)
    )
    how = chance.random()
    if how < 0.75:
        inside[name] = value
    elif how < 0.85:
        del inside[name]
    elif isinstance(inside, dict):
        inside[str(chance.choice((value, "extra", name)))[:100]] = chance.choice(VALUES)
    else:
        inside.append(value)
    escaped = chance.random() < 0.5
    written = json.dumps(table, ensure_ascii=escaped, separators=(",", ":"))
    return written.encode("utf-8", "surrogatepass")


WAYS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _flipped, _cut, _removed, _doubled, _inserted, _revalued, _revalued, _revalued, _revalued,
)  # fmt: skip


def _spots(table: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    if depth > 30:
        return
    names = list(table) if isinstance(table, dict) else range(len(table)) if isinstance(table, list) else ()
    for name in names:
        yield table, name
        yield from _spots(table[name], depth + 1)

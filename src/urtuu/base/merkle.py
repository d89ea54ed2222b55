"""The tree over a feed (RFC 6962, section 2.1), grown one leaf at a time.

Only the frontier is kept: the roots of the complete subtrees, largest first, as in a binary counter. A root
costs O(log n) hashes, and appending never reads an older leaf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

Frontier = tuple[bytes, ...]
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf(line: bytes) -> bytes:
    """The leaf hash of an exact line."""
    return hashlib.sha256(b"\x00" + line).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(frontier: Frontier, size: int, leaves: Iterable[bytes]) -> tuple[Frontier, int]:
    """The frontier and size after more leaf hashes; `size` is the number of leaves before."""
    peaks = list(frontier)
    for fresh in leaves:
        peak, carry = fresh, size
        while carry & 1:
            peak = _node(peaks.pop(), peak)
            carry >>= 1
        peaks.append(peak)
        size += 1
    return tuple(peaks), size


def root(frontier: Frontier) -> bytes:
    """The Merkle tree hash of all leaves behind a frontier."""
    if not frontier:
        return EMPTY_ROOT
    result = frontier[-1]
    for peak in reversed(frontier[:-1]):
        result = _node(peak, result)
    return result


def packed(frontier: Frontier) -> bytes:
    """The frontier as stored: 32 bytes a peak."""
    return b"".join(frontier)


def unpacked(stored: bytes) -> Frontier:
    """The frontier from its stored form."""
    return tuple(stored[i : i + 32] for i in range(0, len(stored), 32))

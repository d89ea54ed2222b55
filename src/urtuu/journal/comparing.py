"""Whether two databases tell the same: one digest over everything that their entries fold to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from urtuu.journal import replay
from urtuu.journal.models import StandingRow
from urtuu.journal.standings import standing_of
from urtuu.kinds.registry import shelf

_RANGE = 1 << 256


def fold_digest(using: str = "default") -> str:
    """Every record folded anew from the entries of a database, as one digest in hex."""
    return _together((s.record, s.digest()) for s in replay.replayed(shelf(), using))


def standings_digest(using: str = "default") -> str:
    """The same over the standings as they are stored; it equals the fold's when the journal is sound."""
    rows = StandingRow.objects.using(using).iterator(chunk_size=2000)
    return _together((row.record, standing_of(row).digest()) for row in rows)


def _together(found: Iterable[tuple[str, str]]) -> str:
    """A sum: two databases may sort the same ids differently."""
    total = 0
    for record, digest in found:
        total += int.from_bytes(hashlib.sha256(f"{record} {digest}".encode()).digest())
    return f"{total % _RANGE:064x}"

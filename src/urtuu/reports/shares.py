"""A part of a whole and a span of time, as figures: always with what they are of, and what made them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from urtuu.journal.queries import RecordRow
from urtuu.kinds.fold import Done


@dataclass
class Share:
    """So many of so many, with the records that made the part: a record once for each act that is counted."""

    of: int = 0
    records: list[str] = field(default_factory=list)

    @property
    def n(self) -> int:
        """The part."""
        return len(self.records)

    @property
    def percent(self) -> float | None:
        """Per hundred; nothing of nothing."""
        return round(100 * self.n / self.of, 1) if self.of else None


@dataclass(frozen=True)
class Spread:
    """Half took no longer than `median`, nine of ten no longer than `p90`; of `of` that came so far."""

    of: int
    median: timedelta | None
    p90: timedelta | None


def share(found: Iterable[RecordRow], true: Callable[[RecordRow], bool]) -> Share:
    """The cases of which something is true."""
    every = list(found)
    return Share(len(every), [one.row.record for one in every if true(one)])


def share_of_acts(acts: Sequence[tuple[RecordRow, Done]], true: Callable[[Done], bool]) -> Share:
    """The acts of which something is true."""
    return Share(len(acts), [one.row.record for one, done in acts if true(done)])


def spread(found: Iterable[RecordRow], span: Callable[[RecordRow], timedelta | None]) -> Spread:
    """How long something took in the cases in which it came to be."""
    spans = sorted(one for one in map(span, found) if one is not None)
    return Spread(len(spans), _at(spans, 0.5), _at(spans, 0.9))


def _at(spans: Sequence[timedelta], part: float) -> timedelta | None:
    """The nearest-rank percentile: a span that really occurred, never one in between."""
    return spans[max(0, math.ceil(part * len(spans)) - 1)] if spans else None

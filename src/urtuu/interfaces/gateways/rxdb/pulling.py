"""What changed since a checkpoint: records in the order of the feeds of the person's grids, none skipped.

A checkpoint is the epoch and a position for each feed. Positions are dense, so whoever stands at one has seen
everything before it, however many write meanwhile. After a restore the epoch differs and all is sent anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from urtuu.interfaces.gateways.offering import Form, grids_of
from urtuu.interfaces.gateways.rxdb.documents import Document, document
from urtuu.journal import pulling, services
from urtuu.places.permissions import Who

MOST = 500
"""Documents in one answer."""
A_PAGE = 200
"""Lines read at a time."""


@dataclass
class Checkpoint:
    """Where a client stands."""

    epoch: str
    feeds: dict[str, int] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As the client keeps it."""
        return {"epoch": self.epoch, "feeds": self.feeds}


def read_checkpoint(told: Any, epoch: str) -> Checkpoint:
    """A client's checkpoint; one of another epoch, or that cannot be read, is the beginning."""
    feeds = told.get("feeds") if isinstance(told, Mapping) and told.get("epoch") == epoch else None
    if not isinstance(feeds, Mapping):
        return Checkpoint(epoch)
    return Checkpoint(epoch, {str(k): at for k, at in feeds.items() if type(at) is int and 0 <= at < 2**53})


def changed(who: Who, form: Form, told: Any, most: int, now: datetime) -> tuple[list[Document], Checkpoint]:
    """The next documents, exactly `most` while there are more, and the checkpoint behind them."""
    at = read_checkpoint(told, services.site(now).epoch)
    feeds = [f"grid:{grid}" for grid in grids_of(who, form, timezone.localdate(now))]
    heads = pulling.heads(feeds)
    found: dict[str, Document] = {}
    for feed, pos, record in _placed(feeds, at, heads):
        if record not in found:
            if len(found) == min(most, MOST):
                break
            seen = document(who, form, record, now)
            if seen is not None:
                found[record] = seen
        at.feeds[feed] = pos
    return list(found.values()), at


def _placed(feeds: list[str], at: Checkpoint, heads: Mapping[str, int]) -> Iterator[tuple[str, int, str]]:
    for feed in feeds:
        pos, head = at.feeds.get(feed, 0), heads.get(feed, 0)
        while pos < head:
            lines = pulling.placed_lines(feed, pos, head, A_PAGE)
            if not lines:
                break
            for line in lines:
                yield feed, line.pos, line.record
                pos = line.pos

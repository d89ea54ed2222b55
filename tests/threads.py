"""Work done at once, and what must hold of the positions afterwards."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from urtuu.journal.models import EntryRow, Feed


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """Every piece of work in a thread and a connection of its own; their results in that order."""

    def alone(one: Callable[[], Any]) -> Any:
        try:
            return one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return [done.result() for done in [pool.submit(alone, one) for one in work]]


def check_dense() -> None:
    """Positions of every feed are 1, 2, 3 … up to its counter."""
    for feed in Feed.objects.exclude(name__startswith="number:"):
        placed = EntryRow.objects.filter(feed=feed.name).order_by("pos").values_list("pos", flat=True)
        assert list(placed) == list(range(1, feed.pos + 1)), feed.name

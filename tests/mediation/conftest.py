"""A dispute to work on, and whoever may have a hand in it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache

from casework import Casework, everyone_of
from cast import Cast
from full_case import told

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is drawn on paper is the same whichever database holds the case."""
    for item in items:
        if item.path.parent == HERE and item.path.name.startswith("test_papers"):
            item.add_marker("one_engine")


@pytest.fixture
def work(cast: Cast) -> Casework:
    """Nothing has happened yet; it is a Tuesday morning."""
    return Casework(cast, everyone_of(cast), datetime.fromisoformat("2026-11-24T09:00:00+08:00"))


@pytest.fixture
def full(work: Casework) -> Iterator[Casework]:
    """A case with everything in it, and the clock just after it."""
    told(work)
    with time_machine.travel(work.at, tick=False):
        yield work
    cache.clear()

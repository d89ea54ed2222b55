"""A dispute to work on, and whoever may have a hand in it."""

from datetime import datetime

import pytest
from casework import Casework, everyone_of

from cast import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in the test database."""
    return build_cast(db)


@pytest.fixture
def work(cast: Cast) -> Casework:
    """Nothing has happened yet; it is a Tuesday morning."""
    return Casework(cast, everyone_of(cast), datetime.fromisoformat("2026-11-24T09:00:00+08:00"))

"""The cast at work, for every test of figures."""

from __future__ import annotations

import pytest

from cast import Cast, build_cast
from weeks_of_work import Work, at_work


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast(db)


@pytest.fixture
def work(cast: Cast) -> Work:
    return at_work(cast)

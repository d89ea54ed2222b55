"""The cast and their devices."""

from __future__ import annotations

import pytest

from cast import Cast
from journal.pens import Pen


@pytest.fixture
def bataar(cast: Cast) -> Pen:
    """The officer's phone."""
    return Pen(cast.bataar, cast)


@pytest.fixture
def saran(cast: Cast) -> Pen:
    """The chief's phone."""
    return Pen(cast.saran, cast)

"""The cast, for whatever comes in by a gateway."""

import pytest

from cast import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in a fresh database."""
    return build_cast(db)

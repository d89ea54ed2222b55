"""The cast, for tests of the week."""

import pytest

from cast import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in the test database."""
    return build_cast(db)

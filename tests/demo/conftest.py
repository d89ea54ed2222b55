"""One small demonstration, built once for the module that asks for it and taken back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction

from urtuu.interfaces.demo.building import Built, build
from urtuu.interfaces.demo.calendar import HERE

TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=HERE)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: object) -> Iterator[Built]:
    """The small demonstration as of a Tuesday morning."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield build("small", now=TUESDAY)
        transaction.set_rollback(True)

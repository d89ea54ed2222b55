"""The cast, and a phone for each of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cast import Person
from phone.carrying import Carried, phone_of
from urtuu.interfaces.phone.phone import Phone


@pytest.fixture
def carried(settings: object) -> Carried:
    """A way to the application that loses nothing."""
    settings.ROOT_URLCONF = "phone.addresses"  # type: ignore[attr-defined]
    return Carried()


@pytest.fixture
def phone(tmp_path: Path, carried: Carried) -> Callable[..., Phone]:
    """A person's phone, enrolled; a second one of the same person with another name."""

    def make(person: Person, name: str = "", **more: object) -> Phone:
        return phone_of(person, tmp_path / (name or person.staff.username), **{"send": carried, **more})

    return make

"""The cast, a phone for each of them, and devices that can send anything at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cast import Cast, Person
from phone.carrying import Carried, phone_of
from phone.raw import Raw
from urtuu.interfaces.phone.phone import Phone
from urtuu.journal import replay, verifying


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


@pytest.fixture
def raw(cast: Cast, carried: Carried) -> Raw:
    """Bataar's device."""
    return Raw(cast, cast.bataar, carried)


@pytest.fixture
def other(cast: Cast, carried: Carried) -> Raw:
    """Qiqige's device."""
    return Raw(cast, cast.qiqige, carried)


@pytest.fixture
def everything_holds(cast: Cast) -> Iterator[None]:
    """After the case the journal verifies and what stands follows from what was done."""
    yield
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []

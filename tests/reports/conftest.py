"""The cast at work on a Friday afternoon, for every test of figures and of their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast, Person
from weeks_of_work import Work, at, at_work

SignedIn = Callable[[Person], Client]


@pytest.fixture
def work(cast: Cast) -> Work:
    return at_work(cast)


@pytest.fixture
def friday(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock of the interface."""
    monkeypatch.setattr(timezone, "now", lambda: at(5, 16))
    return at(5, 16)


@pytest.fixture
def signed_in(client: Client, friday: datetime) -> SignedIn:
    """Signs somebody in; the words are English."""

    def as_(one: Person) -> Client:
        client.force_login(one.staff)
        client.cookies["django_language"] = "en"
        return client

    return as_

"""The cast, signed in at the desk, and the words compiled."""

from __future__ import annotations

import pytest
from desk_doings import SignedIn
from django.test import Client

from cast import Cast, Person, person, post_place
from urtuu.kinds.roles import Role


@pytest.fixture
def signed_in() -> SignedIn:
    """A browser in which somebody is signed in, in English unless asked otherwise."""

    def opened(who: Person, lang: str = "en") -> Client:
        client = Client(headers={"accept-language": lang})
        client.force_login(who.staff)
        return client

    return opened


@pytest.fixture
def everyone(cast: Cast) -> dict[Role, Person]:
    """One person of each role, at home."""
    known = {
        Role.OFFICER: cast.bataar,
        Role.CHIEF: cast.saran,
        Role.CLERK: cast.li,
        Role.CHAIR: cast.wang,
        Role.SAFETY: cast.gao,
    }
    more = [role for role in Role if role not in known and role is not Role.HOUSE]
    return known | {
        role: person(role.value, f"{role.value}-某", role, post_place(cast, role)) for role in more
    }

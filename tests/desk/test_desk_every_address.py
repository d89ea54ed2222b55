"""Every address, for every role and for nobody: opened or refused as the permission table says."""

from __future__ import annotations

import pytest
from desk_addresses import ADDRESSES, ANYBODY, DEVICES, FOR, GATED, address, asked
from desk_doings import SignedIn
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from cast import Person
from urtuu.base.sentences import say
from urtuu.kinds import words
from urtuu.kinds.roles import Role
from urtuu.places.permissions import TABLE


def door(page: str) -> str:
    """What the door itself says, as it stands on the page of a refusal."""
    openers = [role.value for role, row in TABLE.items() if page in row.pages]
    return escape(words.sentence("en", say("page_closed", page=page, role=", ".join(openers))))


def turned_away(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse("desk:sign_in"))


def test_every_address_says_whom_it_is_for() -> None:
    assert sorted(set(ADDRESSES) - set(FOR)) == [], "new: say whom it is for"
    assert sorted(set(FOR) - set(ADDRESSES)) == [], "gone, and still in the list"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(n for n in ADDRESSES if FOR.get(n, "") not in (ANYBODY, DEVICES)))
def test_nobody_signed_in_is_sent_to_sign_in(name: str) -> None:
    for method, answer in asked(Client(), address(name, ADDRESSES[name])).items():
        assert answer.status_code == 405 or turned_away(answer), (method, answer.status_code)


def test_a_role_without_the_page_is_refused_and_with_it_is_not_stopped_at_the_door(
    everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    wrong = []
    for role, who in everyone.items():
        client = signed_in(who)
        for name, page in GATED.items():
            for method, answer in asked(client, address(name, ADDRESSES[name])).items():
                refused, allowed = answer.status_code == 403, page in TABLE[role].pages
                if not allowed and answer.status_code not in (403, 405):
                    wrong.append((role.value, name, method, answer.status_code))
                if not allowed and method == "GET" and refused and door(page) not in answer.content.decode():
                    wrong.append((role.value, name, method, "marker"))
                # The door's own refusal names the page; what stands behind it may refuse for its own reasons.
                if allowed and refused and door(page) in answer.content.decode():
                    wrong.append((role.value, name, method, "refused"))
    assert wrong == []

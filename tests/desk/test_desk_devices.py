"""Phones: who sees which, cards, revoking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from desk_doings import SignedIn
from desk_phone import Phone
from django.urls import reverse
from django.utils import timezone

from cast import Cast, Person
from urtuu.kinds.roles import Role
from urtuu.places import offers, services
from urtuu.places.models import Device, EnrolmentCard
from urtuu.places.permissions import TABLE


def test_the_page_is_for_those_the_table_names(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    Phone(cast.bataar, cast.saran.staff)
    for role, who in everyone.items():
        answer = signed_in(who).get(reverse("desk:devices"))
        may = "devices" in TABLE[role].pages
        assert answer.status_code == (200 if may else 403), role
        assert (cast.bataar.name in answer.content.decode().partition("<main")[2]) == may, role


def test_phones_of_another_station_do_not_show(cast: Cast, signed_in: SignedIn) -> None:
    Phone(cast.bataar, cast.saran.staff)
    text = signed_in(cast.nasan).get(reverse("desk:devices")).content.decode()
    assert cast.bataar.name not in text
    assert cast.dorji.name in text  # offered for a card


@pytest.mark.parametrize(
    ("silent_days", "ahead_minutes", "words"),
    [(0, 0, "in step"), (6, 0, "silent for 6 days"), (0, 20, "clock 20 min ahead"), (10, 0, "lease over")],
)
def test_a_phone_says_how_it_is(
    cast: Cast, signed_in: SignedIn, silent_days: int, ahead_minutes: int, words: str
) -> None:
    phone = Phone(cast.bataar, cast.saran.staff)
    then = timezone.now() - timedelta(days=silent_days)
    services.seen(phone.device, then, queue_len=4, clock=then + timedelta(minutes=ahead_minutes))
    text = signed_in(cast.saran).get(reverse("desk:devices")).content.decode()
    assert words in text
    assert '<td class="num">4</td>' in text


def test_a_card_tells_its_code_once(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.saran)
    answer = client.post(reverse("desk:card"), {"staff": cast.bataar.id})
    text = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "<svg" in text
    assert "style=" not in text
    code = text.partition('<p class="page-title">')[2].partition("</p>")[0]
    assert len(code) == 14
    assert EnrolmentCard.objects.get().staff == cast.bataar.staff
    assert code not in client.get(reverse("desk:devices")).content.decode()
    assert services.enrol(code, *_key(), "phone", timezone.now()).staff == cast.bataar.staff


def _key() -> tuple[str, str]:
    from urtuu.base.signing import ED25519, key_from_seed, public_text

    return public_text(key_from_seed(b"9" * 32)), ED25519


def test_a_card_is_made_only_within_reach(cast: Cast, signed_in: SignedIn) -> None:
    for who, wanted, status in (
        (cast.nasan, cast.bataar.id, 404),
        (cast.saran, "nobody", 404),
        (cast.bataar, cast.bataar.id, 403),
    ):
        assert signed_in(who).post(reverse("desk:card"), {"staff": wanted}).status_code == status
    assert not EnrolmentCard.objects.exists()


def test_a_phone_is_revoked_within_reach_only(cast: Cast, signed_in: SignedIn) -> None:
    phone = Phone(cast.bataar, cast.saran.staff)
    path = reverse("desk:revoke", args=[phone.device.pk])
    assert signed_in(cast.nasan).post(path).status_code == 404
    assert signed_in(cast.wang).post(path).status_code == 403
    assert signed_in(cast.saran).get(path).status_code == 405
    assert Device.objects.get(pk=phone.device.pk).revoked_at is None
    text = signed_in(cast.saran).post(path, follow=True).content.decode()
    assert "Revoked: the phone of 巴特尔" in text
    assert Device.objects.get(pk=phone.device.pk).revoked_at is not None


def test_a_chief_makes_cards_for_the_field_only(cast: Cast, everyone: dict[Role, Person]) -> None:
    """A card signs as its person: a chief could otherwise become his own registrar."""
    offered = {str(one.pk) for one in offers.holders(cast.saran.who, cast.today)}
    assert cast.bataar.id in offered
    assert not offered & {everyone[role].id for role in (Role.REGISTRAR, Role.CHAIR, Role.CHIEF)}
    everybody = {str(one.pk) for one in offers.holders(everyone[Role.ADMIN].who, cast.today)}
    assert everyone[Role.SAFETY].id in everybody


def test_figures_are_not_typed_in_by_hand(cast: Cast, signed_in: SignedIn) -> None:
    path = reverse("desk:begin", args=["week_report", "draw_up"])
    answer = signed_in(cast.saran).post(path, {"digest": "a" * 64, "visits": "999999"})
    assert answer.status_code == 404

"""A key opens the gateways for one person's program, and for as long as the person wants."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from cast import Cast
from urtuu.interfaces.gateways import keys
from urtuu.interfaces.gateways.models import GatewayKey
from urtuu.journal import services
from urtuu.places import accounts

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def holder(header: str) -> object:
    key = keys.holder(RequestFactory().get("/", headers={"Authorization": header}), NOW)
    return key.person if key else None


def basic(name: str, secret: str) -> str:
    return "Basic " + b64encode(f"{name}:{secret}".encode()).decode()


def test_it_opens_for_its_person_alone(cast: Cast) -> None:
    secret = keys.make(cast.bataar.staff, "平板", NOW)
    assert holder(basic(cast.bataar.staff.username, secret)) == cast.bataar.staff
    assert holder(basic(cast.bataar.staff.username, secret.upper())) == cast.bataar.staff
    assert holder(f"Bearer {secret}") == cast.bataar.staff
    assert holder(basic(cast.qiqige.staff.username, secret)) is None


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic ????", "Basic /w==", "Bearer ", "Token x", "Bearer wrong"]
)
def test_nothing_else_opens(cast: Cast, header: str) -> None:
    keys.make(cast.bataar.staff, "平板", NOW)
    assert holder(header) is None


def test_it_ends_with_its_end_or_its_person(cast: Cast) -> None:
    person = cast.bataar.staff
    first, second = keys.make(person, "平板", NOW), keys.make(person, "旧平板", NOW)
    ended = next(key for key in keys.of(person) if key.label == "旧平板")
    assert not keys.end(cast.qiqige.staff, str(ended.pk), NOW)
    assert keys.end(person, str(ended.pk), NOW)
    assert not keys.end(person, str(ended.pk), NOW)
    assert holder(f"Bearer {second}") is None
    assert holder(f"Bearer {first}") == person
    person.is_active = False
    person.save()
    assert holder(f"Bearer {first}") is None


def test_the_secret_is_kept_nowhere(cast: Cast) -> None:
    secret = keys.make(cast.bataar.staff, "平板", NOW)
    holder(f"Bearer {secret}")
    row = GatewayKey.objects.values().get()
    assert secret not in str(row)
    assert str(row["used_on"]) == "2026-11-24"


def test_each_writes_a_chain_of_its_own_and_a_new_one_after_a_restore(cast: Cast) -> None:
    for label in ("平板", "网页"):
        keys.make(cast.bataar.staff, label, NOW)
    one, other = keys.of(cast.bataar.staff)
    first = keys.device_of(one, NOW)
    assert first == keys.device_of(GatewayKey.objects.get(pk=one.pk), NOW)
    assert len({first, keys.device_of(other, NOW), services.site(NOW).desk_device}) == 3
    services.new_epoch()
    assert keys.device_of(one, NOW) != first


def test_whoever_is_signed_out_everywhere_by_another_has_no_keys_left(cast: Cast) -> None:
    before = keys.make(cast.bataar.staff, "丢了的平板", NOW)
    accounts.end_sessions(cast.bataar.staff, cast.saran.staff, NOW + timedelta(hours=1))
    assert holder(f"Bearer {before}") is None
    assert keys.of(cast.bataar.staff) == []
    after = keys.make(cast.bataar.staff, "新平板", NOW + timedelta(hours=2))
    assert holder(f"Bearer {after}") == cast.bataar.staff

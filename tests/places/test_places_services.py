"""How a phone becomes a person's phone, once, and stops being one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from cast import Cast
from urtuu.base.signing import ED25519, key_from_seed, public_text
from urtuu.kinds.words import sentence
from urtuu.places import queries, services
from urtuu.places.models import Device, EnrolmentCard
from urtuu.places.rules import code_hash
from urtuu.places.services import Refused, enrol, make_card, revoke

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def key(number: int = 1) -> str:
    """A public key."""
    return public_text(key_from_seed(bytes([number]) * 32))


def refused(code: str, public_key: str = "", now: datetime = NOW) -> str:
    """The name of the sentence with which an enrolment is refused."""
    with pytest.raises(Refused) as caught:
        enrol(code, public_key or key(), ED25519, "phone", now)
    return caught.value.sentence.name


def test_a_card_makes_one_phone(cast: Cast) -> None:
    code = make_card(cast.bataar.staff, cast.saran.staff, NOW)
    device = enrol(code, key(), ED25519, "Bataar's phone", NOW + timedelta(minutes=14))
    assert device.staff == cast.bataar.staff
    assert device.kind == Device.PHONE
    assert device.lease_until == NOW + timedelta(minutes=14, days=9)
    assert refused(code, key(2)) == "card_used"
    assert queries.device(str(device.pk)) == device


def test_only_the_hash_of_a_card_is_kept(cast: Cast) -> None:
    code = make_card(cast.bataar.staff, cast.saran.staff, NOW)
    assert len(code) == 14
    row = EnrolmentCard.objects.values().get()
    assert code not in map(str, row.values())
    assert row["code_hash"] == code_hash(code)


def test_a_code_may_be_typed_as_people_type(cast: Cast) -> None:
    code = make_card(cast.bataar.staff, cast.saran.staff, NOW)
    typed = " " + code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert enrol(typed, key(), ED25519, "phone", NOW).staff == cast.bataar.staff


def test_a_card_ends_after_fifteen_minutes(cast: Cast) -> None:
    code = make_card(cast.bataar.staff, cast.saran.staff, NOW)
    assert refused(code, now=NOW + timedelta(minutes=15)) == "card_expired"
    assert refused("0000-0000-0000") == "card_unknown"
    assert Device.objects.count() == 0


def test_a_refused_phone_does_not_use_the_card_up(cast: Cast) -> None:
    first = make_card(cast.bataar.staff, cast.saran.staff, NOW)
    enrol(first, key(), ED25519, "phone", NOW)
    second = make_card(cast.qiqige.staff, cast.saran.staff, NOW)
    assert refused(second, "no key") == "key_unreadable"
    assert refused(second, key()) == "device_known"
    assert enrol(second, key(2), ED25519, "phone", NOW).staff == cast.qiqige.staff


def test_a_phone_may_bring_its_own_id_but_not_anothers(cast: Cast) -> None:
    mine = uuid4()
    code = make_card(cast.bataar.staff, cast.saran.staff, NOW)
    assert enrol(code, key(), ED25519, "phone", NOW, device_id=mine).pk == mine
    other = make_card(cast.qiqige.staff, cast.saran.staff, NOW)
    with pytest.raises(Refused) as caught:
        enrol(other, key(2), ED25519, "phone", NOW, device_id=mine)
    assert caught.value.sentence.name == "device_known"
    assert Device.objects.get(pk=mine).staff == cast.bataar.staff


def test_a_closed_account_gets_neither_card_nor_phone(cast: Cast) -> None:
    code = make_card(cast.bataar.staff, cast.saran.staff, NOW)
    cast.bataar.staff.is_active = False
    cast.bataar.staff.save()
    assert refused(code) == "staff_inactive"
    with pytest.raises(Refused) as caught:
        make_card(cast.bataar.staff, cast.saran.staff, NOW)
    assert sentence("en", caught.value.sentence) == "The account of 巴特尔 is closed."


def test_the_first_revocation_stays(cast: Cast) -> None:
    code = make_card(cast.bataar.staff, cast.saran.staff, NOW)
    device = enrol(code, key(), ED25519, "phone", NOW)
    services.revoke(device, NOW)
    assert revoke(device, NOW + timedelta(days=1)).revoked_at == NOW


def test_a_device_that_was_heard_from_renews_its_lease_unless_revoked(cast: Cast) -> None:
    code = make_card(cast.bataar.staff, cast.saran.staff, NOW)
    device = enrol(code, key(), ED25519, "phone", NOW)
    later = NOW + timedelta(days=3)
    services.seen(device, later, queue_len=7, clock=later + timedelta(minutes=2), app_version="1")
    device.refresh_from_db()
    assert (device.last_seen_at, device.lease_until) == (later, later + timedelta(days=9))
    assert (device.queue_len, device.clock_skew_seconds, device.app_version) == (7, 120, "1")
    services.revoke(device, later)
    services.seen(device, later + timedelta(days=1))
    assert device.lease_until == later + timedelta(days=9)
    assert device.queue_len == 7


def test_a_lost_reply_to_an_enrolment_is_answered_again(cast: Cast) -> None:
    code, ident = make_card(cast.bataar.staff, cast.saran.staff, NOW), uuid4()
    first = enrol(code, key(), ED25519, "phone", NOW, device_id=ident)
    assert enrol(code, key(), ED25519, "phone", NOW + timedelta(hours=1), device_id=ident) == first
    with pytest.raises(Refused):
        enrol(code, key(2), ED25519, "phone", NOW, device_id=ident)
    with pytest.raises(Refused):
        enrol(code, key(), ED25519, "phone", NOW, device_id=uuid4())
    services.revoke(first, NOW)
    with pytest.raises(Refused):
        enrol(code, key(), ED25519, "phone", NOW, device_id=ident)
    assert Device.objects.count() == 1

"""Cards and phones: how a phone becomes a person's phone, and how it stops being one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from urtuu.base.sentences import Sentence, say
from urtuu.base.signing import readable_key
from urtuu.places import rules
from urtuu.places.models import Device, EnrolmentCard, Staff


class Refused(Exception):
    """It was not done; `sentence` tells the person why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.name)
        self.sentence = sentence


def make_card(staff: Staff, by: Staff, now: datetime, minutes: int = rules.CARD_MINUTES) -> str:
    """A one-time code for a person's phone. It is told once: only its hash is stored. Raises Refused."""
    if not staff.is_active:
        raise Refused(say("staff_inactive", staff=staff.name))
    code = rules.draw_code()
    EnrolmentCard.objects.create(
        code_hash=rules.code_hash(code),
        staff=staff,
        made_by=by,
        made_at=now,
        expires_at=now + rules.card_lasts(minutes),
    )
    return code


def enrol(
    code: str,
    public_key: str,
    alg: str,
    label: str,
    now: datetime,
    device_id: UUID | None = None,
    checks: Mapping[str, object] | None = None,
) -> Device:
    """The phone a card makes. Raises Refused; a refused phone leaves the card as it was.

    `checks` is what the phone found of its own browser; only short plain values are kept.
    """
    if not readable_key(alg, public_key):
        raise Refused(say("key_unreadable"))
    with transaction.atomic():
        if again := _enrolled_before(code, public_key, device_id):
            return again
        card = _use(code, now)
        ident = device_id or uuid4()
        if Device.objects.filter(pk=ident).exists() or Device.objects.filter(public_key=public_key).exists():
            raise Refused(say("device_known"))
        return Device.objects.create(
            id=ident,
            staff=card.staff,
            label=label[:60],
            kind=Device.PHONE,
            alg=alg,
            public_key=public_key,
            enrolled_at=now,
            lease_until=now + timedelta(days=rules.LEASE_DAYS),
            checks=rules.plain_checks(checks or {}),
        )


def _enrolled_before(code: str, public_key: str, device_id: UUID | None) -> Device | None:
    """The device this very phone became with this very card: asked again because the reply was lost."""
    card = EnrolmentCard.objects.filter(code_hash=rules.code_hash(code), used_at__isnull=False).first()
    if card is None or device_id is None:
        return None
    same = Device.objects.filter(pk=device_id, public_key=public_key, staff_id=card.staff_id)
    return (
        same.filter(enrolled_at=card.used_at or card.made_at, revoked_at=None).select_related("staff").first()
    )


def _use(code: str, now: datetime) -> EnrolmentCard:
    """Take the card, for good: of two phones with one code the first has it."""
    card = EnrolmentCard.objects.select_related("staff").filter(code_hash=rules.code_hash(code)).first()
    if card is None:
        raise Refused(say("card_unknown"))
    if card.expires_at <= now:
        raise Refused(say("card_expired"))
    if not card.staff.is_active:
        raise Refused(say("staff_inactive", staff=card.staff.name))
    if not EnrolmentCard.objects.filter(pk=card.pk, used_at=None).update(used_at=now):
        raise Refused(say("card_used"))
    return card


def revoke(device: Device, now: datetime) -> Device:
    """No entry this device signs from now on is taken; the first revocation's moment stays."""
    Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now)
    device.refresh_from_db()
    return device


def seen(
    device: Device,
    now: datetime,
    *,
    queue_len: int | None = None,
    clock: datetime | None = None,
    app_version: str = "",
) -> None:
    """Note that a device was heard from: its lease begins anew, and what it declares is kept.

    Who asks again within rules.SEEN_EVERY and declares nothing new is not written down again: a write waits
    for the disk, and a phone with signal asks often.
    """
    again = device.last_seen_at is not None and timedelta(0) <= now - device.last_seen_at < rules.SEEN_EVERY
    before = (device.queue_len, device.app_version)
    if device.revoked_at is None:
        device.lease_until = now + timedelta(days=rules.LEASE_DAYS)
    if queue_len is not None:
        device.queue_len = min(max(queue_len, 0), 1_000_000)
    if clock is not None:
        device.clock_skew_seconds = max(-(2**31), min(2**31 - 1, int((clock - now).total_seconds())))
    device.app_version = app_version[:40] or device.app_version
    if again and before == (device.queue_len, device.app_version):
        return
    device.last_seen_at = now
    device.save(
        update_fields=["last_seen_at", "lease_until", "queue_len", "clock_skew_seconds", "app_version"]
    )

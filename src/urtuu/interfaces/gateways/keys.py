"""Keys of other programs: made once, shown once, ended by whoever made them."""

from __future__ import annotations

import secrets
from base64 import b32encode, b64decode
from binascii import Error as NotBase64
from datetime import datetime
from hashlib import sha256

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from urtuu.interfaces.gateways.models import GatewayKey
from urtuu.journal import services
from urtuu.places.models import AccountAct, Staff

CHANCE = 20
"""Bytes of chance in a key: more than anybody can try."""


def make(person: Staff, label: str, now: datetime) -> str:
    """A new key's secret: 32 letters and digits. It is told now and never again."""
    secret = b32encode(secrets.token_bytes(CHANCE)).decode().lower()
    GatewayKey.objects.create(person=person, label=label, digest=_digest(secret), made_at=now)
    return secret


def end(person: Staff, ident: str, now: datetime) -> bool:
    """Ends a key of this person; False when they have none such that still works."""
    return bool(GatewayKey.objects.filter(id=ident, person=person, ended_at=None).update(ended_at=now))


def of(person: Staff) -> list[GatewayKey]:
    """The keys of this person that still work."""
    return list(_working().filter(person=person))


def _working() -> QuerySet[GatewayKey]:
    """Keys that were not ended: also by whoever signs a colleague out everywhere or draws them a password."""
    since = AccountAct.objects.filter(
        about=OuterRef("person"),
        act__in=(AccountAct.SESSIONS, AccountAct.PASSWORD),
        at__gt=OuterRef("made_at"),
    )
    return GatewayKey.objects.filter(~Exists(since), ended_at=None)


def holder(request: HttpRequest, now: datetime) -> GatewayKey | None:
    """The key that the request brings: the password of HTTP Basic beside its person's name, or a bearer's."""
    name, secret = _brought(request.headers.get("Authorization", ""))
    found = _working().select_related("person").filter(digest=_digest(secret)).first()
    if found is None or not found.person.is_active or name not in (None, found.person.username):
        return None
    today = timezone.localdate(now)
    if found.used_on != today:
        GatewayKey.objects.filter(pk=found.pk).update(used_on=today)
    return found


def device_of(key: GatewayKey, now: datetime) -> str:
    """The desk that this key's programs write with; a new one after a restore."""
    epoch = services.site(now).epoch
    if key.epoch != epoch:
        asked = GatewayKey.objects.filter(pk=key.pk, epoch=key.epoch)
        asked.update(device=services.new_desk(now, key.label), epoch=epoch)
        key.refresh_from_db(fields=["device", "epoch"])  # another request may have been quicker
    return key.device


def _brought(header: str) -> tuple[str | None, str]:
    """The name, where the scheme has one, and the secret; two empty words for what cannot be read."""
    scheme, _, rest = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        return None, rest.strip().lower()
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, secret = b64decode(rest, validate=True).decode().partition(":")
    except (NotBase64, UnicodeDecodeError):
        return "", ""
    return name, secret.strip().lower()


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()

"""The site's own identity: its epoch, its desk device, and the key it signs receipts with."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils import timezone

from urtuu.base.canonical import canonical
from urtuu.base.ids import new_id
from urtuu.base.signing import ED25519, key_from_seed, public_text, sign
from urtuu.journal import pictures, sealing
from urtuu.journal.models import Site
from urtuu.journal.sealing import site_secret
from urtuu.places.models import Device


def site(now: datetime | None = None) -> Site:
    """This server's row; made with a desk device of its own the first time it is asked for."""
    found = Site.objects.filter(id=1).first()
    if found:
        return found
    at = now or timezone.now()
    with transaction.atomic():
        started = {"epoch": str(uuid4()), "desk_device": new_desk(at), "began_at": at}
        return Site.objects.get_or_create(id=1, defaults=started)[0]


def new_desk(at: datetime, label: str = "desk") -> str:
    """A desk device with a chain and a key of its own: what others write may be unknown to it."""
    ident = new_id(at)
    Device.objects.create(
        id=ident,
        kind=Device.DESK,
        label=label,
        alg=ED25519,
        public_key=public_text(desk_key(str(ident))),
        enrolled_at=at,
    )
    return str(ident)


def new_epoch() -> str:
    """A new epoch, after a restore: phones then offer again what this server lacks.

    The desk begins a new chain with a new device: what it wrote after the backup may exist on phones, so its
    old numbers must not be used twice. Keys erased since the backup are destroyed again.
    """
    found = site()
    found.epoch, found.desk_device = str(uuid4()), new_desk(timezone.now())
    found.save(update_fields=["epoch", "desk_device"])
    sealing.erase_again(timezone.now())
    pictures.destroy_again()
    return found.epoch


def desk_key(device: str) -> Ed25519PrivateKey:
    """The key that signs what is done at a desk device."""
    return key_from_seed(site_secret(f"desk {device}"))


def receipt_key() -> Ed25519PrivateKey:
    """The key that signs the roots of feeds."""
    return key_from_seed(site_secret("receipts"))


def signed_root(epoch: str, feed: str, pos: int, root: str) -> str:
    """The site's signature over a feed's root: what a phone keeps and shows again."""
    return sign(receipt_key(), root_message(epoch, feed, pos, root))


def root_message(epoch: str, feed: str, pos: int, root: str) -> bytes:
    """What is signed: the canonical form of epoch, feed, position and root."""
    return canonical({"epoch": epoch, "feed": feed, "pos": pos, "root": root})

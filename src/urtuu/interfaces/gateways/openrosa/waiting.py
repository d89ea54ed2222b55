"""Pictures of an instance that comes in several requests: kept, shut under the site's key."""

from __future__ import annotations

import os
import shutil
import time
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from urtuu.journal import sealing

KEPT_SECONDS = 30 * 24 * 60 * 60


def keep(person: str, instance: str, name: str, body: bytes) -> None:
    """One picture. Raises OSError when the disk is full."""
    nonce = os.urandom(12)
    file = _file(person, instance, name)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = file.with_suffix(".part")
    aside.write_bytes(nonce + AESGCM(_key()).encrypt(nonce, body, file.name.encode()))
    aside.replace(file)
    _sweep()


def kept(person: str, instance: str, name: str) -> bytes | None:
    """The picture, if it came earlier."""
    file = _file(person, instance, name)
    try:
        cipher = file.read_bytes()
        return AESGCM(_key()).decrypt(cipher[:12], cipher[12:], file.name.encode())
    except (OSError, InvalidTag, ValueError):
        return None


def forget(person: str, instance: str) -> None:
    """The instance is here."""
    shutil.rmtree(_folder(person, instance), ignore_errors=True)


def _sweep() -> None:
    """What nobody came back for."""
    for folder in (Path(settings.BLOBS) / "gateway").glob("*"):
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _folder(person: str, instance: str) -> Path:
    return Path(settings.BLOBS) / "gateway" / sha256(f"{person}\n{instance}".encode()).hexdigest()


def _file(person: str, instance: str, name: str) -> Path:
    return _folder(person, instance) / sha256(name.encode()).hexdigest()


def _key() -> bytes:
    return sealing.site_secret("gateway-pictures")

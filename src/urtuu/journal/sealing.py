"""Personal parts are stored only encrypted; to erase one is to destroy its key.

AES-256-GCM. Each seal key is wrapped by the site's key, which lies outside the database. The plain text of a
sealed part never reaches the database file, its write-ahead log or a backup.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection, transaction

from urtuu.base.chain import sealed_digest
from urtuu.journal.models import EntryRow, SealedPart, SealKey
from urtuu.kinds.entries import Entry, SealedBody
from urtuu.kinds.judging import Answer

_NONCE = 12


@cache
def site_secret(purpose: str) -> bytes:
    """32 bytes derived from the site's secret, which lies outside the database, for one purpose."""
    master: str = settings.SITE_SECRET
    return HKDF(algorithm=SHA256(), length=32, salt=b"urtuu", info=purpose.encode()).derive(master.encode())


def _sealed(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def _opened(key: bytes, cipher: bytes, bound_to: str) -> bytes:
    return AESGCM(key).decrypt(cipher[:_NONCE], cipher[_NONCE:], bound_to.encode())


class Keyring:
    """The seal keys of one transaction, read once and made as needed."""

    def __init__(self, names: Iterable[str]) -> None:
        wrapping = site_secret("seal-keys")
        self.fresh: dict[str, bytes] = {}
        self._keys: dict[str, bytes | None] = {}
        for name, wrapped in SealKey.objects.filter(name__in=set(names)).values_list("name", "wrapped"):
            self._keys[name] = _opened(wrapping, bytes(wrapped), name) if wrapped is not None else None

    def key(self, name: str) -> bytes | None:
        """The key, made if there never was one; nothing if it was erased."""
        if name not in self._keys:
            made = secrets.token_bytes(32)
            self._keys[name] = made
            self.fresh[name] = _sealed(site_secret("seal-keys"), made, name)
        return self._keys[name]

    def known(self, name: str) -> bytes | None:
        """The key if it is there; never makes one."""
        return self._keys.get(name)

    def encrypted(self, sealed: SealedBody) -> bytes | None:
        """A part as it is stored; nothing when its key was erased, so that nothing returns after erasure."""
        key = self.key(sealed.key)
        if key is None:
            return None
        plain = msgspec.json.encode({"salt": sealed.salt, "body": sealed.body})
        return _sealed(key, plain, f"{sealed.sealed_of}/{sealed.part}")


def fits(entry: Entry, sealed: SealedBody) -> bool:
    """Whether a travelling part is the one the line commits to."""
    seal = next((s for s in entry.sealed if s.part == sealed.part), None)
    if seal is None or seal.key != sealed.key:
        return False
    try:
        return sealed_digest(sealed.salt, sealed.body) == seal.digest
    except (ValueError, RecursionError):
        return False


def shut_under(name: str, plain: bytes, about: str) -> bytes | None:
    """Bytes under the key of a name, which is made if there never was one; nothing when it was erased."""
    ring = Keyring([name])
    key = ring.key(name)
    if key is None:
        return None
    SealKey.objects.bulk_create([SealKey(name=one, wrapped=wrapped) for one, wrapped in ring.fresh.items()])
    return _sealed(key, plain, about)


def opened_under(name: str, cipher: bytes, about: str) -> bytes | None:
    """What was shut under a name; nothing when its key was erased or the text was changed."""
    key = Keyring([name]).known(name)
    try:
        return _opened(key, cipher, about) if key is not None else None
    except InvalidTag:
        return None


def opened_parts(record: str, parts: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The readable parts of a record by key name, later values over earlier ones. Erased ones are absent.

    Only what was taken speaks for the record: parts of held and returned entries are kept for their authors.
    """
    taken = EntryRow.objects.filter(record=record, answer=Answer.TAKEN)
    kept = SealedPart.objects.filter(record=record, part__in=list(parts), entry__in=taken.values("id"))
    order = dict(taken.values_list("id", "pos"))
    rows = sorted(kept, key=lambda row: (order.get(row.entry) or 0, row.pk))
    ring = Keyring(row.key for row in rows)
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        body = _body(ring, row)
        if body is not None:
            found.setdefault(row.key, {}).update(body)
    return found


def opened_of_records(records: Iterable[str], part: str) -> list[tuple[str, dict[str, Any]]]:
    """One part of many records: key name and body, as written. Erased ones are absent. Two queries."""
    rows = list(SealedPart.objects.filter(record__in=list(records), part=part).order_by("id"))
    ring = Keyring(row.key for row in rows)
    return [(row.key, body) for row in rows if (body := _body(ring, row)) is not None]


def opened_of_entries(entries: Iterable[str], parts: Iterable[str]) -> list[SealedBody]:
    """The sealed parts of entries as they travel to a device that may read them."""
    rows = list(SealedPart.objects.filter(entry__in=list(entries), part__in=list(parts)).order_by("id"))
    ring = Keyring(row.key for row in rows)
    found = []
    for row in rows:
        plain = _plain(ring, row)
        if plain is not None:
            found.append(
                SealedBody(
                    sealed_of=row.entry, part=row.part, key=row.key, salt=plain["salt"], body=plain["body"]
                )
            )
    return found


def _body(ring: Keyring, row: SealedPart) -> dict[str, Any] | None:
    plain = _plain(ring, row)
    return plain["body"] if plain else None


def _plain(ring: Keyring, row: SealedPart) -> dict[str, Any] | None:
    key = ring.known(row.key)
    if key is None:
        return None
    try:
        found: dict[str, Any] = msgspec.json.decode(
            _opened(key, bytes(row.cipher), f"{row.entry}/{row.part}")
        )
    except InvalidTag:
        return None  # Altered ciphertext is shown as absent; `urtuu verify` names it.
    return found


def erase(name: str, at: datetime) -> bool:
    """Destroys a key and every ciphertext under it. True when there was something to destroy."""
    SealedPart.objects.filter(key=name).delete()
    gone = SealKey.objects.filter(name=name, wrapped__isnull=False).update(wrapped=None, erased_at=at)
    if not gone:
        # Remembered all the same: a part that is still on a phone must find no key when it arrives.
        SealKey.objects.get_or_create(name=name, defaults={"wrapped": None, "erased_at": at})
    transaction.on_commit(lambda: _leave_no_trace(name))
    return bool(gone)


def _leave_no_trace(name: str) -> None:
    """After the commit: the old key leaves the write-ahead log, and its name is noted outside the database.

    The note holds no personal data. A backup made before the erasure would bring the key back; after a
    restore every noted key is destroyed again.
    """
    with _noted().open("ab") as notes:
        notes.write(msgspec.json.encode(name) + b"\n")  # a party's name is in it: any letters, even blanks
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _noted() -> Path:
    return Path(settings.VAR) / "erased-keys.txt"


def erase_again(at: datetime) -> int:
    """Destroys every key that was ever erased on this machine: asked after a restore. How many came back."""
    if not _noted().exists():
        return 0
    names = dict.fromkeys(msgspec.json.decode(one, type=str) for one in _noted().read_bytes().splitlines())
    return sum(erase(name, at) for name in names)


def shut_by_site(purpose: str, plain: bytes) -> bytes:
    """A secret of the house itself, under the site's key: it belongs to no record, so no erasure names it."""
    return _sealed(site_secret(purpose), plain, purpose)


def opened_by_site(purpose: str, cipher: bytes) -> bytes:
    """What was shut by the site. Raises InvalidTag when the text or the site's key is another one."""
    return _opened(site_secret(purpose), cipher, purpose)

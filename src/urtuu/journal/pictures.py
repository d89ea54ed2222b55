"""Pictures: wanted when an entry that names them is kept, taken in pieces, stored under their record's key.

The text never waits for them. A piece on its way is already encrypted; a whole picture must have the digest
that its entry names and be what it claims by its first bytes. Destroying the record's key destroys it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from urtuu.base.sentences import Sentence, say
from urtuu.journal import sealing, store
from urtuu.journal.models import Blob, SealKey
from urtuu.journal.sitting import Item
from urtuu.kinds.fields import Photo
from urtuu.kinds.judging import Answer
from urtuu.kinds.registry import shelf

PIECE = 256 * 1024
MOST_WANTED = 100
"""Digests named in one answer; the next one names the rest."""
BEGINS = {
    "image/jpeg": (b"\xff\xd8\xff", b""),
    "image/png": (b"\x89PNG\r\n\x1a\n", b""),
    "image/webp": (b"RIFF", b"WEBP"),
}


class NotTaken(Exception):
    """The piece was not kept; `status` is tus's, `offset` where to go on."""

    def __init__(self, sentence: Sentence, status: int, offset: int = 0) -> None:
        super().__init__(sentence.name)
        self.sentence, self.status, self.offset = sentence, status, offset


@dataclass(frozen=True)
class Progress:
    """How much of a picture is here."""

    offset: int
    size: int


def want(items: Sequence[Item], now: datetime) -> None:
    """The pictures that kept entries name; one statement, and none where there are none."""
    rows = [
        (told["sha256"], item.device, item.id, item.entry.record[:36], told["mime"], told["size"], now)
        for item in items
        if item.entry and item.verdict and item.verdict.answer in (Answer.TAKEN, Answer.HELD)
        for told in _named(item)
    ]
    store.insert(Blob, ("sha256", "device", "entry", "record", "mime", "size", "wanted_at"), rows)


def _named(item: Item) -> list[dict[str, Any]]:
    assert item.entry is not None  # asked for entries only
    kind = shelf().get(item.entry.kind)
    act = kind.act.get(item.entry.act) if kind else None
    if act is None:
        return []
    fields = [name for name, field in act.fields.items() if isinstance(field, Photo) and not field.part]
    told = [one for name in fields for one in item.entry.body.get(name, ()) if _is_told(one)]
    return list({one["sha256"]: one for one in told}.values())


def _is_told(one: object) -> bool:
    """A held entry may be of a newer kind: what is no picture there is left aside."""
    return (
        isinstance(one, dict)
        and isinstance(one.get("sha256"), str)
        and len(one["sha256"]) == 64
        and isinstance(one.get("size"), int)
        and 0 < one["size"] <= 5_000_000
        and one.get("mime") in BEGINS
    )


def wanted(device: str) -> list[str]:
    """The digests that this device named and that have not arrived."""
    rows = Blob.objects.filter(device=device, arrived_at=None).order_by("id")
    return list(dict.fromkeys(rows.values_list("sha256", flat=True)[:MOST_WANTED]))


def progress(device: str, digest: str) -> Progress | None:
    """How far a picture has come; nothing when this device named none of that digest."""
    row = Blob.objects.filter(device=device, sha256=digest).order_by("arrived_at").first()
    if row is None:
        return None
    waiting = Blob.objects.filter(device=device, sha256=digest, arrived_at=None).exists()
    return Progress(_here(device, digest) if waiting else row.size, row.size)


def take_piece(device: str, digest: str, offset: int, piece: bytes, now: datetime) -> int:
    """One more piece; the offset to go on from. Raises NotTaken, and OSError when the disk is full."""
    at = progress(device, digest)
    if at is None:
        raise NotTaken(say("blob_not_wanted"), 404)
    if at.offset == at.size:
        return at.size  # its last answer was lost
    if offset != at.offset or not piece or len(piece) > PIECE or offset + len(piece) > at.size:
        raise NotTaken(say("blob_offset", offset=at.offset), 409, at.offset)
    _keep_piece(device, digest, offset, piece)
    if offset + len(piece) == at.size:
        _finish(device, digest, now)
    return offset + len(piece)


def take_whole(device: str, digest: str, body: bytes, now: datetime) -> bool:
    """A whole picture out of a rescue file. False when nobody wants it or it is not what it claims."""
    rows = list(Blob.objects.filter(device=device, sha256=digest, arrived_at=None))
    if not rows or sha256(body).hexdigest() != digest or not _is_picture(body, rows[0].mime):
        return False
    _store(rows, body, now)
    return True


def _finish(device: str, digest: str, now: datetime) -> None:
    body = b"".join(_pieces(device, digest))
    rows = list(Blob.objects.filter(device=device, sha256=digest, arrived_at=None))
    if not rows:  # the same piece came twice at once and the other was quicker, or it was erased meanwhile
        shutil.rmtree(_folder(device, digest), ignore_errors=True)
        return
    if sha256(body).hexdigest() != digest or not _is_picture(body, rows[0].mime):
        shutil.rmtree(_folder(device, digest), ignore_errors=True)
        raise NotTaken(say("blob_differs"), 460)
    _store(rows, body, now)
    shutil.rmtree(_folder(device, digest), ignore_errors=True)


def _store(rows: Sequence[Blob], body: bytes, now: datetime) -> None:
    for row in rows:
        cipher = sealing.shut_under(row.record, body, f"picture/{row.sha256}")
        if cipher is None:  # the key was erased: nothing returns, and nobody asks again
            row.delete()
            continue
        _write(_file(row), cipher)
        Blob.objects.filter(pk=row.pk).update(arrived_at=now)


def destroy(record: str) -> None:
    """What is here of a record's pictures, pieces on their way too; nobody asks for the others any more."""
    rows = list(Blob.objects.filter(record=record))
    Blob.objects.filter(record=record).delete()
    transaction.on_commit(lambda: _remove(rows))


def _remove(rows: Sequence[Blob]) -> None:
    for row in rows:
        _file(row).unlink(missing_ok=True)
        # A piece is shut under the site's key, not under the record's: it would stay readable.
        shutil.rmtree(_folder(row.device, row.sha256), ignore_errors=True)


def destroy_again() -> None:
    """Pictures that a restored backup brought back although their record's key was erased."""
    erased = SealKey.objects.filter(erased_at__isnull=False, name__in=Blob.objects.values("record"))
    for name in erased.values_list("name", flat=True):
        destroy(name)


def _is_picture(body: bytes, mime: str) -> bool:
    first, later = BEGINS[mime]
    return body.startswith(first) and (not later or body[8:12] == later)


def of_record(record: str) -> list[Blob]:
    """The pictures that a record's entries name, arrived or not, in their order."""
    return list(Blob.objects.filter(record=record).order_by("id"))


def opened(row: Blob) -> bytes | None:
    """The bytes of a picture; nothing when it has not arrived or its key was destroyed."""
    try:
        cipher = _file(row).read_bytes()
    except FileNotFoundError:
        return None
    return sealing.opened_under(row.record, cipher, f"picture/{row.sha256}")


def _file(row: Blob) -> Path:
    return Path(settings.BLOBS) / row.sha256[:2] / f"{row.sha256}-{row.record}"


def _folder(device: str, digest: str) -> Path:
    return Path(settings.BLOBS) / "arriving" / f"{device}-{digest}"


def _keep_piece(device: str, digest: str, offset: int, piece: bytes) -> None:
    nonce = os.urandom(12)
    cipher = nonce + AESGCM(_piece_key()).encrypt(nonce, piece, f"{digest}/{offset}".encode())
    _write(_folder(device, digest) / f"{offset:09d}", cipher)


def _pieces(device: str, digest: str) -> Iterator[bytes]:
    """The pieces in their order, as far as they follow one another and can be read."""
    folder, offset = _folder(device, digest), 0
    while (file := folder / f"{offset:09d}").exists():
        cipher = file.read_bytes()
        try:
            piece = AESGCM(_piece_key()).decrypt(cipher[:12], cipher[12:], f"{digest}/{offset}".encode())
        except (InvalidTag, ValueError):
            file.unlink()
            return
        yield piece
        offset += len(piece)


def _here(device: str, digest: str) -> int:
    return sum(map(len, _pieces(device, digest)))


def _piece_key() -> bytes:
    return sealing.site_secret("arriving-pictures")


def _write(file: Path, body: bytes) -> None:
    """On the disk under its name, or not there at all."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = file.with_suffix(".part")
    with aside.open("wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(file)

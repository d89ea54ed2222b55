"""Pictures of phones, in pieces: the part of tus 1.0 that is needed. The entry announced the upload."""

from __future__ import annotations

import logging
import re
from hashlib import sha256

import msgspec
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from urtuu.base.sentences import Sentence, say
from urtuu.base.signing import signed_by
from urtuu.interfaces.sync.wire import LARGEST_BODY
from urtuu.journal import pictures
from urtuu.kinds.words import sentence as worded
from urtuu.places import queries
from urtuu.places.models import Device

log = logging.getLogger(__name__)
TUS = "1.0.0"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_OFFSET = re.compile(r"[0-9]{1,10}")


@csrf_exempt  # A phone carries no cookie: it proves itself by its key.
@require_http_methods(["HEAD", "PATCH"])
def blob(request: HttpRequest, sha256: str) -> HttpResponse:
    """How far a picture has come, or one more piece of it."""
    piece = request.read(min(LARGEST_BODY, pictures.PIECE + 1)) if request.method == "PATCH" else b""
    offset = request.headers.get("Upload-Offset", "0")
    if not _DIGEST.fullmatch(sha256) or not _OFFSET.fullmatch(offset):
        return _refused(say("header_unreadable", problem="Upload-Offset"), 400)
    device = _proven(request, sha256, int(offset), piece)
    if isinstance(device, Sentence):
        return _refused(device, 401)
    try:
        return _answered(str(device.pk), sha256, int(offset), piece, asked=request.method == "HEAD")
    except pictures.NotTaken as refused:
        return _refused(refused.sentence, refused.status, refused.offset)
    except OSError:
        log.exception("a picture could not be stored")
        return _refused(say("blob_no_room"), 507)
    except DatabaseError:
        log.exception("the database did not take a picture")
        return _refused(say("server_busy"), 503)


def _answered(device: str, digest: str, offset: int, piece: bytes, *, asked: bool) -> HttpResponse:
    if asked:
        at = pictures.progress(device, digest)
        if at is None:
            raise pictures.NotTaken(say("blob_not_wanted"), 404)
        return _with_offset(HttpResponse(status=200), at.offset, at.size)
    return _with_offset(
        HttpResponse(status=204), pictures.take_piece(device, digest, offset, piece, timezone.now())
    )


def _with_offset(response: HttpResponse, offset: int, size: int | None = None) -> HttpResponse:
    response["Tus-Resumable"], response["Upload-Offset"] = TUS, str(offset)
    response["Cache-Control"] = "no-store"
    if size is not None:
        response["Upload-Length"] = str(size)
    return response


def _proven(request: HttpRequest, digest: str, offset: int, piece: bytes) -> Device | Sentence:
    """The device, by its signature over method, picture, place and piece; a revoked one brings no more."""
    device = queries.device(request.headers.get("Urtuu-Device", ""))
    if device is None:
        return say("device_unknown")
    said = f"urtuu-blob:{request.method}:{digest}:{offset}:{sha256(piece).hexdigest()}".encode()
    if not signed_by(device.alg, device.public_key, said, request.headers.get("Urtuu-Proof", "")):
        return say("proof_wrong")
    return say("phone_revoked") if device.revoked_at else device


def _refused(sentence: Sentence, status: int, offset: int = 0) -> HttpResponse:
    told = {"sentence": sentence, "text": {lang: worded(lang, sentence) for lang in ("zh-hans", "en")}}
    response = HttpResponse(msgspec.json.encode(told), content_type="application/json", status=status)
    if status in (503, 507):
        response["Retry-After"] = "60"
    return _with_offset(response, offset)

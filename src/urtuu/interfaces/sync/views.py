"""Two addresses for phones: enrolment with a card, and synchronisation."""

from __future__ import annotations

import base64
import logging
from typing import Any

import msgspec
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from urtuu.base.ids import read_id
from urtuu.base.room import ran_out
from urtuu.base.sentences import Sentence, say
from urtuu.base.signing import public_text
from urtuu.interfaces.sync.answering import answer
from urtuu.interfaces.sync.wire import LARGEST_BODY, BadRequest, unpacked
from urtuu.journal import envelopes, handover, services
from urtuu.kinds.words import sentence as worded
from urtuu.places import queries
from urtuu.places.models import Device
from urtuu.places.services import Refused, enrol

log = logging.getLogger(__name__)
STATUS_OF = {"device_unknown": 401, "bad_signature": 401, "chain_forked": 409, "body_too_large": 413}


class Enrolment(msgspec.Struct):
    """What a phone sends with the code of its card."""

    code: str
    public_key: str
    alg: str
    label: str = ""
    device: str = ""
    checks: dict[str, Any] = {}


@csrf_exempt  # A phone carries no cookie: it proves itself by its key.
@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    """Push and pull in one request (sync.md)."""
    try:
        text = unpacked(_body(request), request.headers.get("Content-Encoding", "").lower())
        packed = answer(text, request.headers.get("Urtuu-Proof", ""), timezone.now())
    except BadRequest as bad:
        return _refused(say(bad.name, **bad.values), bad.status)
    except DatabaseError as error:
        log.exception("the database did not take a push")
        return _refused(_not_now(error), 503)
    return HttpResponse(
        packed,
        content_type="application/x-ndjson",
        headers={"Content-Encoding": "gzip", "Cache-Control": "no-store"},
    )


def _body(request: HttpRequest) -> bytes:
    """The body, but never more of it than is allowed."""
    declared = request.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > LARGEST_BODY:
        raise BadRequest("body_too_large", 413, largest_kb=LARGEST_BODY // 1024)
    try:
        return request.read(LARGEST_BODY + 1)
    except UnreadablePostError:
        raise BadRequest("broken_gzip") from None


@csrf_exempt  # The card's code is the proof.
@require_POST
def enrolment(request: HttpRequest) -> HttpResponse:
    """A card's code and a public key become a device."""
    try:
        asked = msgspec.json.decode(_body(request), type=Enrolment)
        device = enrol(
            asked.code,
            asked.public_key,
            asked.alg,
            asked.label.replace("\0", ""),
            timezone.now(),
            device_id=read_id(asked.device),
            checks=asked.checks,
        )
    except BadRequest as bad:
        return _refused(say(bad.name, **bad.values), bad.status)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return _refused(say("header_unreadable", problem=str(error)[:200]), 400)
    except Refused as refused:
        return _refused(refused.sentence, 403)
    site = services.site()
    told = {
        "device": str(device.pk),
        "staff": str(device.staff_id),
        "name": device.staff.name if device.staff else "",
        "epoch": site.epoch,
        "receipt_key": public_text(services.receipt_key()),
        "lease_until": device.lease_until,
        "rescue_key": base64.b64encode(envelopes.station_point()).decode(),
        "roles": _roles(device),
    }
    return HttpResponse(msgspec.json.encode(told), content_type="application/json", status=201)


def _roles(device: Device) -> list[str]:
    """What the owner is today: a phone shows the acts that fit before its first synchronisation."""
    who = queries.who_of(device.staff_id) if device.staff_id else None
    return sorted(role.value for role in who.roles(timezone.localdate())) if who else []


@csrf_exempt  # The lines carry the device's signatures.
@require_POST
def sealed(request: HttpRequest) -> HttpResponse:
    """What waits on a locked or wiped phone, sealed to this site. Receipts come with the next sync."""
    try:
        text = unpacked(_body(request), request.headers.get("Content-Encoding", "").lower())
        taken = handover.take(handover.read(text.split(b"\n"), whole=True), timezone.now())
    except BadRequest as bad:
        return _refused(say(bad.name, **bad.values), bad.status)
    except handover.NotTaken as refused:
        return _refused(refused.sentence, STATUS_OF.get(refused.sentence.name, 400))
    except DatabaseError as error:
        log.exception("the database did not take a sealed push")
        return _refused(_not_now(error), 503)
    told = {
        "epoch": services.site().epoch,
        "acked": (taken.seq, taken.head.hex()),
        "answers": taken.counts(),
    }
    return HttpResponse(msgspec.json.encode(told), content_type="application/json")


def _not_now(error: DatabaseError) -> Sentence:
    return say("disk_full" if ran_out(error) else "server_busy")


def _refused(sentence: Sentence, status: int) -> HttpResponse:
    """A sentence as a value and in both languages: a phone words its own, a person at a terminal reads."""
    told = {"sentence": sentence, "text": {lang: worded(lang, sentence) for lang in ("zh-hans", "en")}}
    response = HttpResponse(msgspec.json.encode(told), content_type="application/json", status=status)
    if status == 503:
        response["Retry-After"] = "20"
    return response

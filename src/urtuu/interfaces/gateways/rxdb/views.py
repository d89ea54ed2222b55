"""Three addresses a kind: its schema, what changed, what was done; and what became of it all."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from urtuu.base.sentences import Sentence, say
from urtuu.interfaces.gateways.entering import lang, with_key
from urtuu.interfaces.gateways.models import Delivery, GatewayKey
from urtuu.interfaces.gateways.offering import Form, grids_of
from urtuu.interfaces.gateways.rxdb import documents, pulling, pushing
from urtuu.journal.push import Receipt
from urtuu.kinds import words
from urtuu.kinds.judging import Answer
from urtuu.places import queries
from urtuu.places.models import Staff
from urtuu.places.permissions import Who

LARGEST = 1024 * 1024
"""Bytes of a request."""
ANSWERS = 200
"""The newest deliveries that are looked through."""


def refused(status: int, sentence: Sentence) -> HttpResponse:
    """A sentence as a value and in the language that was asked for."""
    return _json({"sentence": sentence, "text": words.sentence(lang(), sentence)}, status)


_with_key = with_key(refused, "Bearer")


@require_safe
@_with_key
def schema(_request: HttpRequest, key: GatewayKey, kind: str) -> HttpResponse:
    """The schema of a kind's collection."""
    form, _who = _of(key.person, kind)
    return _json(documents.schema(form))


@require_POST
@_with_key
def pull(request: HttpRequest, key: GatewayKey, kind: str) -> HttpResponse:
    """`{checkpoint, batchSize}` becomes `{documents, checkpoint}`: RxDB's pull handler."""
    form, who = _of(key.person, kind)
    told = _told(request)
    if isinstance(told, HttpResponse):
        return told
    asked = told if isinstance(told, dict) else {}
    size = asked.get("batchSize")
    most = size if type(size) is int and size > 0 else pulling.MOST
    found, at = pulling.changed(who, form, asked.get("checkpoint"), most, timezone.now())
    return _json({"documents": found, "checkpoint": at.told()})


@require_POST
@_with_key
def push(request: HttpRequest, key: GatewayKey, kind: str) -> HttpResponse:
    """`[{newDocumentState, assumedMasterState}]` becomes the documents that differ: RxDB's push handler."""
    form, who = _of(key.person, kind)
    told = _told(request)
    if isinstance(told, HttpResponse):
        return told
    try:
        rows = pushing.read_rows(told)
    except pushing.Unreadable as bad:
        return refused(400, say("submission_unreadable", problem=str(bad)))
    return _json(pushing.push(key, who, form, rows, timezone.now()))


@require_safe
@_with_key
def answers(_request: HttpRequest, key: GatewayKey) -> HttpResponse:
    """What was not simply taken of this person's newest documents, each with its sentence."""
    found = Delivery.objects.filter(gateway=pushing.GATEWAY, person=key.person).order_by("-at", "-pk")
    return _json([told for one in found[:ANSWERS] for told in _untaken(one)])


def _untaken(one: Delivery) -> list[dict[str, Any]]:
    receipts = msgspec.convert(one.receipts, list[Receipt])
    return [
        {
            "document": one.document.partition(":")[0],
            "at": one.at,
            "answer": receipt.answer,
            "text": words.sentence(lang(), receipt.sentence) if receipt.sentence else "",
        }
        for receipt in receipts
        if receipt.answer not in (Answer.TAKEN, Answer.KNOWN)
    ]


def _of(person: Staff, kind: str) -> tuple[Form, Who]:
    """The kind for this person. Raises Http404 for one that is not offered, or where they have no grid."""
    form, who = documents.form_of(kind), queries.who_of(person.pk)
    if form is None or not grids_of(who, form, timezone.localdate()):
        raise Http404
    return form, who


def _told(request: HttpRequest) -> Any:
    """The body as JSON, or the refusal."""
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return refused(413, say("body_too_large", largest_kb=LARGEST // 1024))
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return refused(400, say("submission_unreadable", problem=str(error)[:120]))


def _json(told: Any, status: int = 200) -> HttpResponse:
    response = HttpResponse(msgspec.json.encode(told), content_type="application/json", status=status)
    response["Cache-Control"] = "private, no-store"
    return response

"""A case by a party's name, and the same two sides again: at one's own station, for a stated purpose."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from urtuu.base.sentences import Sentence
from urtuu.interfaces.desk import wording
from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.interfaces.desk.found import view_of
from urtuu.interfaces.desk.showing import opens, refuse, show, told
from urtuu.journal import sides
from urtuu.journal.desk import NotTaken
from urtuu.journal.queries import RecordRow, RecordView
from urtuu.kinds.roles import Role

PAGE = "search"
KIND = "dispute"
TRIAGE = ("reported", "offered")


@sensitive_post_parameters("name")
@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAGE)
def by_name(request: HttpRequest) -> HttpResponse:
    """The form; what it found. The name travels in no address and is kept nowhere."""
    if request.method != "POST":
        return show(request, "desk/search.html")
    name, purpose = (request.POST.get(one, "").strip() for one in ("name", "purpose"))
    try:
        found = sides.by_name(asking(request), name, purpose, now_of(request))
    except NotTaken as answer:
        again = {"wrong": told(answer.sentence), "name": name, "purpose": purpose}
        return show(request, "desk/search.html", status=422, **again)
    return show(request, "desk/search.html", lines=_lines(found), purpose=purpose)


@require_POST
@opens(PAGE)
def same_sides(request: HttpRequest, record: UUID) -> HttpResponse:
    """Whether the same two sides had the same matter in the last half year; shown this once."""
    view = view_of(request, KIND, record)
    if isinstance(view, Sentence):
        return refuse(request, view)
    try:
        found = sides.same_sides(asking(request), view, now_of(request))
    except NotTaken as answer:
        return refuse(request, answer.sentence)
    back = reverse("desk:record", args=[KIND, record])
    return show(request, "desk/search.html", lines=_lines(found), of=view.row.number, back=back)


def offers_same_sides(request: HttpRequest, view: RecordView) -> bool:
    """Only at triage, only to the registrar, and only when both sides are named."""
    named = {done.body["side"] for done in view.standing.all_of("add_party")}
    registrar = Role.REGISTRAR in asking(request).roles(today_of(request))
    return registrar and view.row.state in TRIAGE and {"a", "b"} <= named


def _lines(found: list[RecordRow]) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("desk:record", args=[one.row.kind, one.row.record]),
            "title": wording.title(one),
            "number": one.row.number,
            "began_at": one.row.began_at,
            "state": wording.state_chip(one.kind, one.row.state),
        }
        for one in found
    ]

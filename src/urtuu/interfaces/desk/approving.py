"""Approving that somebody opens a restricted part for a time: a minor's data, by whoever is responsible."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from urtuu.base.sentences import Sentence
from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.interfaces.desk.found import view_of
from urtuu.interfaces.desk.showing import opens, refuse, told
from urtuu.journal import desk
from urtuu.journal import queries as journal
from urtuu.journal.desk import NotTaken
from urtuu.journal.queries import RecordView
from urtuu.kinds.composing import Deed
from urtuu.kinds.registry import shelf
from urtuu.places import permissions
from urtuu.places.queries import names_of

PART = "minor"


def offered(request: HttpRequest, view: RecordView) -> list[tuple[str, str]]:
    """Whom this person may approve; nobody where nothing is restricted. The journal asks the same."""
    present = any(seal.part == PART for step in view.steps for seal in step.entry.sealed)
    kind = shelf()["grant"]
    act = kind.act["approve_reading"]
    if not present or permissions.refusal(asking(request), act, kind, view.where, today_of(request)):
        return []
    others = journal.approvable(view.row, today_of(request)) - {asking(request).staff}
    return sorted(names_of(others).items(), key=lambda one: one[1])


@require_POST
@opens("records")
def approve(request: HttpRequest, kind: str, record: UUID) -> HttpResponse:
    """The approval, as an entry of its own."""
    view = view_of(request, kind, record)
    if isinstance(view, Sentence):
        return refuse(request, view)
    given = {name: request.POST.get(name, "").strip() for name in ("staff", "until", "why")}
    fields: dict[str, Any] = {name: value for name, value in given.items() if value}
    deed = Deed(
        kind="grant",
        act="approve_reading",
        fields={**fields, "about": str(record), "part": PART},
        station=view.row.station,
        grid=view.row.grid,
    )
    try:
        desk.perform(asking(request).staff, deed, now_of(request))
    except NotTaken as answer:
        messages.error(request, told(answer.sentence))
    else:
        messages.success(request, _("Approved. Each reading is recorded with its purpose."))
    return redirect("desk:record", kind=kind, record=record)

"""Destroying what is sealed of one record: the privacy officer's act, with a reason, and for good."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from urtuu.base.sentences import Sentence
from urtuu.interfaces.desk.asking import asking, language, now_of, today_of
from urtuu.interfaces.desk.found import view_of
from urtuu.interfaces.desk.showing import opens, refuse, told
from urtuu.journal import desk
from urtuu.journal.desk import NotTaken
from urtuu.journal.queries import RecordView
from urtuu.kinds import words
from urtuu.kinds.composing import Deed
from urtuu.kinds.fields import Choice
from urtuu.kinds.registry import shelf
from urtuu.places import permissions


def reasons(request: HttpRequest, view: RecordView) -> list[tuple[str, str]]:
    """The reasons from which this person chooses; none when they may not erase, or nothing is sealed."""
    kind = shelf()["erasure"]
    refused = permissions.refusal(asking(request), kind.act["erase"], kind, view.where, today_of(request))
    sealed = any(step.entry.sealed for step in view.steps)
    options = kind.act["erase"].fields["reason"]
    if refused or not sealed or not isinstance(options, Choice):
        return []
    return [(one, words.choice(language(), "erasure", "reason", one)) for one in options.options]


@require_POST
@opens("records")
def erase(request: HttpRequest, kind: str, record: UUID) -> HttpResponse:
    """Destroys the keys of a record and all its parties. Lines and digests stay: the chain still verifies."""
    view = view_of(request, kind, record)
    if isinstance(view, Sentence):
        return refuse(request, view)
    reason, why = request.POST.get("reason", ""), request.POST.get("why", "").strip()
    fields = {"key": str(record), "about": str(record), "reason": reason, **({"why": why} if why else {})}
    deed = Deed(kind="erasure", act="erase", fields=fields, station=view.row.station, grid=view.row.grid)
    try:
        desk.perform(asking(request).staff, deed, now_of(request))
    except NotTaken as answer:
        messages.error(request, told(answer.sentence))
    else:
        done = _("The sealed parts of this record were destroyed. What was done stays readable.")
        messages.success(request, done)
    return redirect("desk:record", kind=kind, record=record)

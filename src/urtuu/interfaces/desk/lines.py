"""One entry exactly as it was received, with what proves it: for its author and those who read the record."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from urtuu.base.sentences import Sentence
from urtuu.interfaces.desk.asking import asking, now_of, word
from urtuu.interfaces.desk.showing import opens, refuse, show, told
from urtuu.journal import lookups
from urtuu.kinds.judging import Answer
from urtuu.kinds.registry import shelf
from urtuu.places.queries import names_of


@require_safe
@opens("records")
def line(request: HttpRequest, entry: UUID) -> HttpResponse:
    """The exact line, its hashes and its place in its feed."""
    found = lookups.line(asking(request), str(entry), now_of(request))
    if isinstance(found, Sentence):
        if found.name == "no_such_record":
            raise Http404(_("There is no entry at this address."))
        return refuse(request, found)
    row = found.entry.row
    kind = shelf().get(row.kind)
    taken = row.answer == Answer.TAKEN
    return show(
        request,
        "desk/line.html",
        entry=found,
        row=row,
        taken=taken,
        act=word(row.kind, "done", row.act) if kind else row.act,
        author=names_of([row.actor]).get(row.actor, row.actor),
        sentence=told(found.entry.sentence) if found.entry.sentence else "",
        record_url=reverse("desk:record", args=[row.kind, row.record])
        if taken and kind and not kind.desk_only
        else "",
    )

"""Pictures of a record, for those who may read it: what has arrived is shown, what has not is counted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from urtuu.base.sentences import Sentence
from urtuu.interfaces.desk.asking import asking, now_of
from urtuu.interfaces.desk.found import view_of
from urtuu.interfaces.desk.showing import opens, refuse, told
from urtuu.journal import pictures
from urtuu.journal import queries as journal
from urtuu.journal.queries import RecordView


@dataclass(frozen=True)
class Gallery:
    """The pictures of a record: addresses of those that arrived, how many were named, why none is shown."""

    addresses: list[str]
    named: int
    closed: str = ""

    @property
    def arrived(self) -> int:
        """How many have arrived."""
        return len(self.addresses)


def gallery(view: RecordView) -> Gallery | None:
    """The pictures named by a record's entries; nothing when none are."""
    kind, record = view.row.kind, view.row.record
    rows = pictures.of_record(record)
    if not rows:
        return None
    if view.pictures_closed:
        return Gallery([], len(rows), told(view.pictures_closed))
    arrived = [row for row in rows if row.arrived_at]
    return Gallery([reverse("desk:picture", args=[kind, record, row.pk]) for row in arrived], len(rows))


@require_safe
@opens("records")
def picture(request: HttpRequest, kind: str, record: UUID, picture: int) -> HttpResponse:
    """The bytes of one picture, for whoever reads the personal part of its record; a try is journaled."""
    view = view_of(request, kind, record)
    if isinstance(view, Sentence):
        return refuse(request, view)
    if view.pictures_closed:
        journal.turned_away_from_pictures(asking(request), view, now_of(request))
        return refuse(request, view.pictures_closed)
    row = next((one for one in pictures.of_record(str(record)) if one.pk == picture), None)
    body = pictures.opened(row) if row else None
    if row is None or body is None:
        raise Http404(_("This picture is not here: it has not arrived, or it was destroyed."))
    response = HttpResponse(body, content_type=row.mime)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = "inline"
    return response

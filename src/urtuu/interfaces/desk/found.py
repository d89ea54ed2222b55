"""The record an address names, as this person may see it; or the page that says why not."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from urtuu.base.sentences import Sentence
from urtuu.interfaces.desk.asking import asking, now_of
from urtuu.journal import queries as journal
from urtuu.journal.queries import RecordView


def view_of(request: HttpRequest, kind: str, record: UUID) -> RecordView | Sentence:
    """A record, or the sentence of the refusal. Raises Http404 for what does not exist under this address."""
    found = journal.record(asking(request), str(record), now_of(request))
    missing = isinstance(found, Sentence) and found.name == "no_such_record"
    if missing or (isinstance(found, RecordView) and (found.row.kind != kind or found.kind.desk_only)):
        raise Http404(_("There is no record at this address."))
    return found

"""A record as a document of RxDB: its standing as the person who asks may read it.

`id`, `grid`, `state`, `version` and the fields of the act that begins it. `version` counts the record's taken
entries: what a client assumed is told by it. Pictures and links to other records are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from urtuu.base.sentences import Sentence
from urtuu.interfaces.gateways.offering import Form, forms
from urtuu.journal import queries as journal
from urtuu.journal.queries import RecordView
from urtuu.kinds.fields import Field, JsonSchema, Photo
from urtuu.places.permissions import Who

Document = dict[str, Any]
OWN = ("id", "grid", "state", "version", "occurred_at", "_deleted")
"""What a document has beside the fields of its kind."""
STRUCK = "struck"
LONGEST = {"id": 36, "grid": 40, "state": 40, "occurred_at": 40}


def form_of(kind: str) -> Form | None:
    """The beginning of a kind that is offered to other programs, or nothing."""
    return next((form for form in forms() if form.kind.name == kind), None)


def fields_of(form: Form) -> Mapping[str, Field]:
    """The fields that a document of the kind holds."""
    return {name: of for name, of in form.fields.items() if not isinstance(of, Photo)}


def schema(form: Form) -> JsonSchema:
    """The collection's schema as RxDB wants it. Only `id` and `grid` are required: what else must be there is
    the door's to say, and a client that may not read a sealed field has none.
    """
    texts = {name: {"type": "string", "maxLength": most} for name, most in LONGEST.items()}
    own: JsonSchema = {**texts, "version": {"type": "integer", "minimum": 0}}
    fields = {name: of.schema() for name, of in fields_of(form).items()}
    return {
        "title": form.kind.name,
        "version": 0,
        "primaryKey": "id",
        "type": "object",
        "properties": {**own, **fields},
        "required": ["id", "grid"],
    }


def document(asking: Who, form: Form, record: str, now: datetime) -> Document | None:
    """The record for this person; nothing when it is none of the kind, or not for them."""
    view = journal.record(asking, record, now)
    if isinstance(view, Sentence) or view.row.kind != form.kind.name:
        return None
    return _of(form, view)


def _of(form: Form, view: RecordView) -> Document:
    standing = view.standing
    known = {**standing.body, **{name: value for part in view.parts.values() for name, value in part.items()}}
    fields = {name: known[name] for name in fields_of(form) if name in known}
    return {
        "id": standing.record,
        "grid": standing.grid,
        "state": standing.state,
        "version": standing.version,
        **fields,
        "_deleted": standing.state == STRUCK,
    }


def tombstone(ident: str) -> Document:
    """What a client hears of a document that is not to be had: it then keeps none."""
    return {"id": ident, "grid": "", "state": "", "version": 0, "_deleted": True}

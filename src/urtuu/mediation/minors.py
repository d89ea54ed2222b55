"""A minor on a paper: initials, unless the reader opened the minor's part for a purpose (disputes.md 7.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from urtuu.journal import queries, sealing
from urtuu.journal.queries import RecordView
from urtuu.kinds.entries import seal_key
from urtuu.mediation import rules
from urtuu.places.permissions import Who

PART = "minor"


def concerned(view: RecordView) -> bool:
    """Whether a minor is a party of this record."""
    return bool(view.standing.all_of("add_minor"))


def may_be_named(asking: Who, view: RecordView, now: datetime) -> bool:
    """Whether this person may write a minor's name in full: by their post, or because it was approved."""
    return concerned(view) and queries.may_open(asking, view, PART, now) is None


def named(view: RecordView) -> RecordView:
    """The record with its minors named as far as its reader may know: in full, by initials, or not at all."""
    record = view.row.record
    labels = {step.id: str(step.entry.body["party"]) for step in view.steps if step.act == "add_minor"}
    in_full = seal_key(record, PART) in view.parts
    if not labels or not (in_full or _reads_names(view)):
        return view
    told = {}
    # Opened to be shortened at once: the name leaves this function only where its reading was journaled.
    for sealed in sealing.opened_of_entries(labels, [PART]):
        name = str(sealed.body.get("name", ""))
        key = seal_key(record, "party", labels[sealed.sealed_of])
        told[key] = {"name": name if in_full else rules.initials(name)}
    return replace(view, parts={**view.parts, **told})


def _reads_names(view: RecordView) -> bool:
    """Whether the reader sees the other parties by name."""
    return any(key.startswith(seal_key(view.row.record, "party")) for key in view.parts)

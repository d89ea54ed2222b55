"""Cases that the rules would hand up, beside the clocks: for whoever proposes or answers (7.5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from urtuu.interfaces.desk import wording
from urtuu.interfaces.desk.asking import word
from urtuu.interfaces.desk.names import Names
from urtuu.journal.queries import RecordRow
from urtuu.kinds.dispute import rules

KIND = "dispute"
MOST_SHOWN = 12
Raised = tuple[RecordRow, list[str]]


def raised(records: Iterable[RecordRow], on: date) -> list[Raised]:
    """The cases with the reasons of the rule, or of whoever proposed it; those with most reasons first."""
    found = [(one, _reasons(one, on)) for one in records if one.row.kind == KIND and one.row.open]
    return sorted((one for one in found if one[1]), key=lambda one: (-len(one[1]), one[0].row.number))


def _reasons(one: RecordRow, on: date) -> list[str]:
    if rules.escalation_open(one.standing):
        last = one.standing.last("propose_escalation")
        return [str(last.body["why_escalate"])] if last else []
    return rules.escalation_reasons(one.standing, on)


def shown(found: list[Raised], named: Names) -> dict[str, Any] | None:
    """The section of the board; nothing when the rules raise nothing."""
    if not found:
        return None
    return {"count": len(found), "rows": [_row(one, why, named) for one, why in found[:MOST_SHOWN]]}


def _row(one: RecordRow, why: list[str], named: Names) -> dict[str, Any]:
    row = one.row
    waits = rules.escalation_open(one.standing)
    return {
        "url": reverse("desk:record", args=[row.kind, row.record]),
        "title": wording.title(one),
        "number": row.number,
        "place": named.place(row.gacha or row.grid or row.station),
        "person": named.person(row.holder or row.author),
        "why": [word(KIND, "choices.why_escalate", name) for name in why],
        "waits": waits,
    }

"""What a visit's table cannot say."""

from __future__ import annotations

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.judging import Case


def household_or_label(case: Case) -> Sentence | None:
    """A visit names a door: a registered household, or in words which door it was."""
    if case.entry.body.get("household") or case.entry.body.get("label"):
        return None
    return say("visit_without_door", kind="visit")

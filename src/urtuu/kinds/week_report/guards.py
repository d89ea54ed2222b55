"""What a week report's table cannot say."""

from __future__ import annotations

from urtuu.base.sentences import Sentence, say
from urtuu.base.weeks import read_week
from urtuu.kinds.judging import Case


def week_and_officer_named(case: Case) -> Sentence | None:
    """The week exists, and an officer's report says whose it is."""
    body = case.entry.body
    if read_week(body["week"]) is None:
        return say("no_such_week", kind="week_report", week=body["week"])
    if body["level"] == "officer" and not body.get("officer"):
        return say("report_of_nobody", kind="week_report")
    return None


def signs_what_was_read(case: Case) -> Sentence | None:
    """Who signs names the digest of what was read; if the figures were drawn again since, it differs."""
    drawn = case.standing.body.get("digest") if case.standing else None
    if drawn != case.entry.body["digest"]:
        return say("report_changed", kind="week_report")
    return None

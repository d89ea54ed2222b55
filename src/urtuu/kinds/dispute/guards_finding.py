"""The guards of `finding.py`: parties named, mediation offered, a dispute taken on or not."""

from __future__ import annotations

from urtuu.base.sentences import Sentence
from urtuu.kinds.dispute import rules
from urtuu.kinds.dispute.guards_common import enough_mediators, named_clear, no, standing_of
from urtuu.kinds.judging import Case


def offer_allowed(case: Case) -> Sentence | None:
    """T05, T22: not GRS-02; the questions asked where they must be; conflict of interest looked at."""
    standing, body = standing_of(case), case.entry.body
    decided = standing.last("safety_decide")
    if decided and decided.actor != case.entry.actor:
        # What the safety lead sent to help comes back through the safety lead.
        return no("decided_by_safety")
    if standing.body.get("grassland") == "GRS-02":
        return no("ownership_is_for_government")
    if rules.questions_open(standing, standing.body):
        return no("questions_first")
    return None if body["conflict_checked"] else no("conflict_not_checked")


def label_free(case: Case) -> Sentence | None:
    """One label, one person: whoever names it again says that it is the same one. Only its author can tell,
    so it goes back to them, with what was written.
    """
    body = case.entry.body
    given = {done.body["party"] for done in standing_of(case).all_of("add_party", "add_minor")}
    clash = body["party"] in given and not body.get("same_person")
    return no("label_taken", party=body["party"]) if clash else None


def was_sent_to_us(case: Case) -> Sentence | None:
    """A sender is answered only where one is known."""
    return None if standing_of(case).all_of("received_from") else no("nobody_sent_it")


def duplicate_named(case: Case) -> Sentence | None:
    """T07: a duplicate names the dispute it doubles."""
    body = case.entry.body
    if body["why_not_accepted"] == "duplicate" and not body.get("duplicate_of"):
        return no("duplicate_of_what")
    return None


def acceptance_complete(case: Case) -> Sentence | None:
    """T10: each party agrees, none refuses, notice given, mediators enough for the difficulty."""
    standing, body = standing_of(case), case.entry.body
    lacking = rules.consent_lacking(standing)
    if lacking:
        return no(lacking[0], party=lacking[1])
    if not (body["notice_given"] and body["no_objection"] and body["conflict_clear"]):
        return no("acceptance_unprepared")
    return named_clear(case) or enough_mediators(case, body)


def party_had_asked(case: Case) -> Sentence | None:
    """An answer answers something."""
    asked = [done.body["party"] for done in standing_of(case).all_of("party_asks")]
    return None if case.entry.body["party"] in asked else no("party_asked_nothing")

"""The guards of `mediating.py`: sessions, terms, another level, and what an agreement must hold."""

from __future__ import annotations

from datetime import timedelta

from urtuu.base.sentences import Sentence
from urtuu.kinds.dispute import legality, rules
from urtuu.kinds.dispute.guards_common import (
    day_of,
    done_on,
    enough_mediators,
    named_clear,
    no,
    not_theirs,
    standing_of,
    stopped,
)
from urtuu.kinds.judging import Case

_OF_THE_MATTER = ("category", "grassland", "difficulty")


def rights_were_told(case: Case) -> Sentence | None:
    """T12: no mediation before the parties know their rights (人民调解法 23, 24)."""
    if stopped(case):
        return no("somebody_stopped")
    return not_theirs(case) or (None if case.entry.body["rights_told"] else no("rights_first"))


def session_allowed(case: Case) -> Sentence | None:
    """None by a mediator who is not its own, or in conflict; no joint one under a hold, in separate-only
    mode or after a stop; if the author could know of it.

    A session held before the author could know did happen, and is taken.
    """
    standing, entry = standing_of(case), case.entry
    known = standing.acts[: entry.saw]
    barred = rules.joint_barred(standing, known) if entry.body["manner"] == "joint" else ""
    barred = barred or rules.not_theirs(standing, entry.actor, known)
    return no(barred) if barred else None


def pause_agreed(case: Case) -> Sentence | None:
    """T13: both agree, unless an expert or a survey is awaited."""
    body = case.entry.body
    if body["why_paused"] in ("expert", "survey") or body["both_agree"]:
        return None
    return no("pause_needs_both")


def extension_allowed(case: Case) -> Sentence | None:
    """C5: by all parties, at most twice, each from the end of the term that runs, or from today once that is
    over, and at most 30 days.
    """
    standing, body, today = standing_of(case), case.entry.body, done_on(case)
    if not body["all_agree"]:
        return no("extension_needs_all")
    if len(standing.all_of("extend")) >= 2:
        return no("extended_twice")
    begins = max(rules.term_ends(standing, case.entry.occurred_at) or today, today)
    longest = begins + timedelta(days=30)
    if day_of(body["extended_to"]) > longest:
        return no("extension_too_long", day=str(longest))
    return no("extension_too_short", day=str(begins)) if day_of(body["extended_to"]) <= begins else None


def all_have_agreed(case: Case) -> Sentence | None:
    """What needs every party's word: recording what is undisputed, bringing in somebody from outside."""
    return None if case.entry.body["all_agree"] else no("needs_all")


def interpreter_promised(case: Case) -> Sentence | None:
    """U07: true and silent."""
    return None if case.entry.body["true_and_silent"] else no("interpreter_unbound")


def replacement_clear(case: Case) -> Sentence | None:
    """A party's wish for another mediator is granted; the new one has no conflict, nobody objects, and
    with those beside there are enough for the grade.
    """
    body = case.entry.body
    refused = named_clear(case)
    if refused or not body["no_objection"]:
        return refused or no("objection_to_mediator")
    return enough_mediators(case, body)


def escalation_was_proposed(case: Case) -> Sentence | None:
    """7.5: there is a proposal without an answer."""
    return None if rules.escalation_open(standing_of(case)) else no("nothing_proposed")


def escalation_was_answered(case: Case) -> Sentence | None:
    """The receiving level answers what the owner wants to hand up, nothing else."""
    last = standing_of(case).last("answer_escalation")
    return None if last and last.body["escalate"] else no("not_handed_up")


def consent_renewed(case: Case) -> Sentence | None:
    """7.5: at another level every party is asked again; one answer never serves two levels."""
    lacking = rules.consent_lacking(standing_of(case), to=("escalation",), since="raise_level")
    return no("consent_not_renewed", party=lacking[1]) if lacking else None


def agreement_sound(case: Case) -> Sentence | None:
    """T15: consents, no open refusal, the legality list, dates, and a form that fits the matter."""
    standing = standing_of(case)
    if stopped(case):
        return no("somebody_stopped")
    lacking = rules.consent_lacking(standing)
    if lacking:
        return no(lacking[0], party=lacking[1])
    return not_theirs(case) or enough_mediators(case) or _unsound(case)


def _unsound(case: Case) -> Sentence | None:
    """The legality list, on this agreement's own words: nothing of an earlier one counts for it."""
    standing, body = standing_of(case), case.entry.body
    matter = {name: standing.body[name] for name in _OF_THE_MATTER if name in standing.body}
    known = {**matter, **body}
    rows = case.parts.get("personal", {}).get("obligations")
    if not known.get("due_days") or (rows and [row["due_on"] for row in rows] != known["due_days"]):
        return no("due_days_differ")
    return legality.refusal(known, case.parts.get("personal", {}), rules.parties(standing_of(case)))


def small_and_clear(case: Case) -> Sentence | None:
    """The sitting on the spot: D1, all present and willing, no question red or open, due in seven days."""
    standing, body = standing_of(case), case.entry.body
    if body["mediator"] != case.entry.actor:
        return no("own_sitting_only")
    if rules.conflicted(standing, case.entry.actor):
        return no("mediator_in_conflict")
    if not (body["all_present"] and body["questions_clear"] and body["notice_given"] and body["rights_told"]):
        return no("not_on_the_spot")
    beyond = rules.beyond_first_grade(standing, body)
    if beyond:
        return no(beyond)
    due = body.get("due_days")
    if due and day_of(max(due)) > done_on(case) + timedelta(days=7):
        return no("not_within_seven_days")
    lacking = rules.consent_lacking(standing)
    return no(lacking[0], party=lacking[1]) if lacking else _unsound(case)

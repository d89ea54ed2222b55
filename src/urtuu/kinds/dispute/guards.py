"""What a dispute's table cannot say. Each refuses with one sentence, or says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.dispute import legality, rules
from urtuu.kinds.fold import Standing
from urtuu.kinds.judging import Case

_OF_THE_MATTER = ("category", "grassland", "difficulty")


def _no(name: str, **values: Any) -> Sentence:
    return say(name, kind="dispute", **values)


def _standing(case: Case) -> Standing:
    assert case.standing is not None  # a guard of an act that begins nothing sees a standing
    return case.standing


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _today(case: Case) -> date:
    """The day on which the act was done, on the local calendar."""
    return rules.local_day(case.entry.occurred_at)


def _stopped(case: Case) -> bool:
    standing = _standing(case)
    return rules.stop_stands(standing, standing.acts)


def offer_allowed(case: Case) -> Sentence | None:
    """T05, T22: not GRS-02; the questions asked where they must be; conflict of interest looked at."""
    standing, body = _standing(case), case.entry.body
    decided = standing.last("safety_decide")
    if decided and decided.actor != case.entry.actor:
        # What the safety lead sent to help comes back through the safety lead.
        return _no("decided_by_safety")
    if standing.body.get("grassland") == "GRS-02":
        return _no("ownership_is_for_government")
    if rules.questions_open(standing, standing.body):
        return _no("questions_first")
    return None if body["conflict_checked"] else _no("conflict_not_checked")


def label_free(case: Case) -> Sentence | None:
    """One label, one person: whoever names it again says that it is the same one. Only its author can tell,
    so it goes back to them, with what was written.
    """
    body = case.entry.body
    given = {done.body["party"] for done in _standing(case).all_of("add_party", "add_minor")}
    clash = body["party"] in given and not body.get("same_person")
    return _no("label_taken", party=body["party"]) if clash else None


def was_sent_to_us(case: Case) -> Sentence | None:
    """A sender is answered only where one is known."""
    return None if _standing(case).all_of("received_from") else _no("nobody_sent_it")


def duplicate_named(case: Case) -> Sentence | None:
    """T07: a duplicate names the dispute it doubles."""
    body = case.entry.body
    if body["why_not_accepted"] == "duplicate" and not body.get("duplicate_of"):
        return _no("duplicate_of_what")
    return None


def acceptance_complete(case: Case) -> Sentence | None:
    """T10: each party agrees, none refuses, notice given, mediators enough for the difficulty."""
    standing, body = _standing(case), case.entry.body
    lacking = rules.consent_lacking(standing)
    if lacking:
        return _no(lacking[0], party=lacking[1])
    if not (body["notice_given"] and body["no_objection"] and body["conflict_clear"]):
        return _no("acceptance_unprepared")
    return _named_clear(case) or _enough_mediators(case, body)


def _named_clear(case: Case) -> Sentence | None:
    """Invariant 6: nobody is named who is in a conflict that a party did not accept in writing."""
    standing, body = _standing(case), case.entry.body
    staff = {body["mediator"], *(row["staff"] for row in body.get("with_mediators", ()))}
    return _no("mediator_in_conflict") if any(rules.conflicted(standing, one) for one in staff) else None


def _enough_mediators(case: Case, more: Mapping[str, Any] | None = None) -> Sentence | None:
    """Two for D3, three for D4: at acceptance, whenever one is replaced, and at the agreement (22)."""
    standing = _standing(case)
    difficulty = {**standing.body, **(more or {})}.get("difficulty", "D1")
    wanted = rules.MEDIATORS_FOR[difficulty]
    if len(rules.mediators(standing, more)) >= wanted:
        return None
    return _no("too_few_mediators", wanted=wanted, difficulty=difficulty)


def _not_theirs(case: Case) -> Sentence | None:
    """Only a mediator named to the case, in no conflict, mediates it."""
    standing = _standing(case)
    barred = rules.not_theirs(standing, case.entry.actor, standing.acts)
    return _no(barred) if barred else None


def rights_were_told(case: Case) -> Sentence | None:
    """T12: no mediation before the parties know their rights (人民调解法 23, 24)."""
    if _stopped(case):
        return _no("somebody_stopped")
    return _not_theirs(case) or (None if case.entry.body["rights_told"] else _no("rights_first"))


def session_allowed(case: Case) -> Sentence | None:
    """None by a mediator who is not its own, or in conflict; no joint one under a hold, in separate-only
    mode or after a stop; if the author could know of it.

    A session held before the author could know did happen, and is taken.
    """
    standing, entry = _standing(case), case.entry
    known = standing.acts[: entry.saw]
    barred = rules.joint_barred(standing, known) if entry.body["manner"] == "joint" else ""
    barred = barred or rules.not_theirs(standing, entry.actor, known)
    return _no(barred) if barred else None


def release_allowed(case: Case) -> Sentence | None:
    """T08: concern, not danger; each willing, asked alone; a trained mediator."""
    said = case.parts.get("safety")
    if said is None:
        return _no("release_unexplained")
    if said["tier"] != "concern":
        return _no("danger_is_not_mediated")
    if not (said["each_willing_alone"] and said["trained_mediator"]):
        return _no("release_conditions")
    return None


def help_first(case: Case) -> Sentence | None:
    """T09: help was listed, and a referral names its receiver."""
    body = case.entry.body
    if not body["help_listed"]:
        return _no("help_first")
    if body["decision"] == "refer" and not body.get("receiver"):
        return _no("receiver_missing")
    return None


def pause_agreed(case: Case) -> Sentence | None:
    """T13: both agree, unless an expert or a survey is awaited."""
    body = case.entry.body
    if body["why_paused"] in ("expert", "survey") or body["both_agree"]:
        return None
    return _no("pause_needs_both")


def extension_allowed(case: Case) -> Sentence | None:
    """C5: by all parties, at most twice, each from the end of the term that runs, or from today once that is
    over, and at most 30 days.
    """
    standing, body, today = _standing(case), case.entry.body, _today(case)
    if not body["all_agree"]:
        return _no("extension_needs_all")
    if len(standing.all_of("extend")) >= 2:
        return _no("extended_twice")
    begins = max(rules.term_ends(standing, case.entry.occurred_at) or today, today)
    longest = begins + timedelta(days=30)
    if _day(body["extended_to"]) > longest:
        return _no("extension_too_long", day=str(longest))
    return _no("extension_too_short", day=str(begins)) if _day(body["extended_to"]) <= begins else None


def all_have_agreed(case: Case) -> Sentence | None:
    """What needs every party's word: recording what is undisputed, bringing in somebody from outside."""
    return None if case.entry.body["all_agree"] else _no("needs_all")


def interpreter_promised(case: Case) -> Sentence | None:
    """U07: true and silent."""
    return None if case.entry.body["true_and_silent"] else _no("interpreter_unbound")


def replacement_clear(case: Case) -> Sentence | None:
    """A party's wish for another mediator is granted; the new one has no conflict, nobody objects, and
    with those beside there are enough for the grade.
    """
    body = case.entry.body
    refused = _named_clear(case)
    if refused or not body["no_objection"]:
        return refused or _no("objection_to_mediator")
    return _enough_mediators(case, body)


def party_had_asked(case: Case) -> Sentence | None:
    """An answer answers something."""
    asked = [done.body["party"] for done in _standing(case).all_of("party_asks")]
    return None if case.entry.body["party"] in asked else _no("party_asked_nothing")


def escalation_was_proposed(case: Case) -> Sentence | None:
    """7.5: there is a proposal without an answer."""
    return None if rules.escalation_open(_standing(case)) else _no("nothing_proposed")


def escalation_was_answered(case: Case) -> Sentence | None:
    """The receiving level answers what the owner wants to hand up, nothing else."""
    last = _standing(case).last("answer_escalation")
    return None if last and last.body["escalate"] else _no("not_handed_up")


def sealed_when_written(case: Case) -> Sentence | None:
    """Art 29: the seal goes on a written agreement. Neither signature nor seal is older than the talks that
    led to it; which of both came first is for the office to say, the later one counts (rules.effect_day).
    """
    standing, body = _standing(case), case.entry.body
    made = standing.last("agree", "settle_at_once")
    if made is None or standing.body.get("form") != "written":
        return _no("oral_has_no_seal")
    if max(body["signed_on"], body["sealed_on"]) > str(_today(case)):
        return _no("sealed_in_the_future")
    # An agreement is often written down a day late: the day of the entry would refuse a true signature.
    since = str(rules.talks_since(standing))
    first = min(body["signed_on"], body["sealed_on"])
    return _no("signed_before_talks", day=since) if first < since else None


def performed_before_asking(case: Case) -> Sentence | None:
    """治安管理处罚法 9: settled and performed; then both may ask in writing."""
    if not case.entry.body["all_agree"]:
        return _no("needs_all")
    last = _standing(case).last("performed")
    return None if last and last.body.get("performance") == "in_full" else _no("not_performed_yet")


def lifting_allowed(case: Case) -> Sentence | None:
    """7.4.6: something is restricted, and each is willing, asked alone."""
    if not rules.separate_only(_standing(case)):
        return _no("nothing_to_lift")
    said = case.parts.get("safety")
    return None if said and said["each_willing_alone"] else _no("release_conditions")


def lifting_was_asked(case: Case) -> Sentence | None:
    """The safety lead asked after the last hold; the coordinator agrees."""
    standing = _standing(case)
    if not rules.separate_only(standing):
        return _no("nothing_to_lift")
    last = standing.last("ask_to_lift", "hold", "release", "lift")
    return None if last and last.act == "ask_to_lift" else _no("lifting_not_asked")


def consent_renewed(case: Case) -> Sentence | None:
    """7.5: at another level every party is asked again; one answer never serves two levels."""
    lacking = rules.consent_lacking(_standing(case), to=("escalation",), since="raise_level")
    return _no("consent_not_renewed", party=lacking[1]) if lacking else None


def agreement_sound(case: Case) -> Sentence | None:
    """T15: consents, no open refusal, the legality list, dates, and a form that fits the matter."""
    standing = _standing(case)
    if _stopped(case):
        return _no("somebody_stopped")
    lacking = rules.consent_lacking(standing)
    if lacking:
        return _no(lacking[0], party=lacking[1])
    return _not_theirs(case) or _enough_mediators(case) or _unsound(case)


def _unsound(case: Case) -> Sentence | None:
    """The legality list, on this agreement's own words: nothing of an earlier one counts for it."""
    standing, body = _standing(case), case.entry.body
    matter = {name: standing.body[name] for name in _OF_THE_MATTER if name in standing.body}
    known = {**matter, **body}
    rows = case.parts.get("personal", {}).get("obligations")
    if not known.get("due_days") or (rows and [row["due_on"] for row in rows] != known["due_days"]):
        return _no("due_days_differ")
    return legality.refusal(known, case.parts.get("personal", {}), rules.parties(_standing(case)))


def small_and_clear(case: Case) -> Sentence | None:
    """The sitting on the spot: D1, all present and willing, no question red or open, due in seven days."""
    standing, body = _standing(case), case.entry.body
    if body["mediator"] != case.entry.actor:
        return _no("own_sitting_only")
    if rules.conflicted(standing, case.entry.actor):
        return _no("mediator_in_conflict")
    if not (body["all_present"] and body["questions_clear"] and body["notice_given"] and body["rights_told"]):
        return _no("not_on_the_spot")
    beyond = rules.beyond_first_grade(standing, body)
    if beyond:
        return _no(beyond)
    due = body.get("due_days")
    if due and _day(max(due)) > _today(case) + timedelta(days=7):
        return _no("not_within_seven_days")
    lacking = rules.consent_lacking(standing)
    return _no(lacking[0], party=lacking[1]) if lacking else _unsound(case)


def within_three_days(case: Case) -> Sentence | None:
    """Only an oral agreement of a sitting on the spot, and only for three days."""
    made = _standing(case).last("settle_at_once", "agree")
    if made is None or made.act != "settle_at_once" or _standing(case).body.get("form") != "oral":
        return _no("not_withdrawable")
    last = rules.local_day(made.at) + timedelta(days=3)
    return None if _today(case) <= last else _no("withdrawal_too_late", day=str(last))


def proved_and_followed_up(case: Case) -> Sentence | None:
    """T18: everything proved or waived in writing, and somebody asked how it is going since; where the
    parties are kept apart, each of them alone.
    """
    standing = _standing(case)
    last = standing.last("performed")
    if case.entry.body["proof"] != "waived_in_writing" and (
        last is None or last.body.get("performance") not in ("in_full", "waived")
    ):
        return _no("not_proved")
    if not rules.followed_up(standing):
        return _no("not_followed_up")
    party = rules.not_asked_alone(standing) if rules.separate_only(standing) else ""
    return _no("each_asked_alone", party=party) if party else None


def long_overdue(case: Case) -> Sentence | None:
    """T20: due, reminded, and fifteen days on; the parties know what they can do."""
    standing, body = _standing(case), case.entry.body
    last_due = max(map(_day, (*standing.body.get("due_days", ()), body["reminded_on"])))
    if _today(case) < last_due + timedelta(days=15):
        return _no("not_long_overdue", day=str(last_due + timedelta(days=15)))
    return None if body["remedies_told"] else _no("remedies_not_told")


def notice_and_feedback(case: Case) -> Sentence | None:
    """T21: notice given; after a referral feedback, or two chases and a waiver."""
    standing, body = _standing(case), case.entry.body
    if body["outcome"] != standing.state:
        return _no("outcome_differs", state=standing.state)
    if not body["notice_given"]:
        return _no("notice_not_given")
    waived = body.get("feedback_waived") and len(standing.all_of("chase")) >= 2
    if standing.state == "referred" and not (waived or standing.all_of("feedback")):
        return _no("feedback_awaited")
    return None


def gaps_explained(case: Case) -> Sentence | None:
    """T23: the contents list is complete, or a note says what is missing and why (M15)."""
    body = case.entry.body
    return None if body["contents_complete"] or body.get("gaps") else _no("gaps_unexplained")


def void_was_asked(case: Case) -> Sentence | None:
    """T25: the chair asks, the chief agrees."""
    return None if _standing(case).all_of("ask_void") else _no("void_not_asked")


def defused_for_a_week(case: Case) -> Sentence | None:
    """7.10: seven days after, by somebody who did nothing in the case."""
    standing = _standing(case)
    defused = standing.last("defuse")
    if defused is None:
        return _no("nothing_defused")
    if any(done.actor == case.entry.actor for done in standing.acts):
        return _no("part_of_the_case")
    ready: datetime = defused.at + timedelta(days=7)
    return (
        None if case.entry.occurred_at >= ready else _no("defused_too_early", day=str(rules.local_day(ready)))
    )

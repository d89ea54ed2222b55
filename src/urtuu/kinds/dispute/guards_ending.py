"""The guards of `ending.py`: the seal, performance, closing, archive, escalations defused."""

from __future__ import annotations

from datetime import datetime, timedelta

from urtuu.base.sentences import Sentence
from urtuu.kinds.dispute import codes, rules
from urtuu.kinds.dispute.guards_common import day_of, done_on, no, standing_of
from urtuu.kinds.judging import Case


def sealed_when_written(case: Case) -> Sentence | None:
    """Art 29: the seal goes on a written agreement. Neither signature nor seal is older than the talks that
    led to it; which of both came first is for the office to say, the later one counts (rules.effect_day).
    """
    standing, body = standing_of(case), case.entry.body
    made = standing.last(*codes.MADE)
    if made is None or standing.body.get("form") != "written":
        return no("oral_has_no_seal")
    if max(body["signed_on"], body["sealed_on"]) > str(done_on(case)):
        return no("sealed_in_the_future")
    # An agreement is often written down a day late: the day of the entry would refuse a true signature.
    since = str(rules.talks_since(standing))
    first = min(body["signed_on"], body["sealed_on"])
    return no("signed_before_talks", day=since) if first < since else None


def performed_before_asking(case: Case) -> Sentence | None:
    """治安管理处罚法 9: settled and performed; then both may ask in writing."""
    if not case.entry.body["all_agree"]:
        return no("needs_all")
    return None if rules.performance(standing_of(case)) == "in_full" else no("not_performed_yet")


def within_three_days(case: Case) -> Sentence | None:
    """Only an oral agreement of a sitting on the spot, and only for three days."""
    made = standing_of(case).last(*codes.MADE)
    if made is None or made.act != "settle_at_once" or standing_of(case).body.get("form") != "oral":
        return no("not_withdrawable")
    last = rules.local_day(made.at) + timedelta(days=3)
    return None if done_on(case) <= last else no("withdrawal_too_late", day=str(last))


def proved_and_followed_up(case: Case) -> Sentence | None:
    """T18: everything proved or waived in writing, and somebody asked how it is going since; where the
    parties are kept apart, each of them alone.
    """
    standing = standing_of(case)
    proved = rules.performance(standing) in ("in_full", "waived")
    if case.entry.body["proof"] != "waived_in_writing" and not proved:
        return no("not_proved")
    if not rules.followed_up(standing):
        return no("not_followed_up")
    party = rules.not_asked_alone(standing) if rules.separate_only(standing) else ""
    return no("each_asked_alone", party=party) if party else None


def long_overdue(case: Case) -> Sentence | None:
    """T20: due, reminded, and fifteen days on; the parties know what they can do."""
    standing, body = standing_of(case), case.entry.body
    last_due = max(map(day_of, (*standing.body.get("due_days", ()), body["reminded_on"])))
    if done_on(case) < last_due + timedelta(days=15):
        return no("not_long_overdue", day=str(last_due + timedelta(days=15)))
    return None if body["remedies_told"] else no("remedies_not_told")


def notice_and_feedback(case: Case) -> Sentence | None:
    """T21: notice given; after a referral feedback, or two chases and a waiver."""
    standing, body = standing_of(case), case.entry.body
    if body["outcome"] != standing.state:
        return no("outcome_differs", state=standing.state)
    if not body["notice_given"]:
        return no("notice_not_given")
    waived = body.get("feedback_waived") and len(standing.all_of("chase")) >= 2
    if standing.state == "referred" and not (waived or standing.all_of("feedback")):
        return no("feedback_awaited")
    return None


def gaps_explained(case: Case) -> Sentence | None:
    """T23: the contents list is complete, or a note says what is missing and why (M15)."""
    body = case.entry.body
    return None if body["contents_complete"] or body.get("gaps") else no("gaps_unexplained")


def void_was_asked(case: Case) -> Sentence | None:
    """T25: the chair asks, the chief agrees."""
    return None if standing_of(case).all_of("ask_void") else no("void_not_asked")


def defused_for_a_week(case: Case) -> Sentence | None:
    """7.10: seven days after, by somebody who did nothing in the case."""
    standing = standing_of(case)
    defused = standing.last("defuse")
    if defused is None:
        return no("nothing_defused")
    if any(done.actor == case.entry.actor for done in standing.acts):
        return no("part_of_the_case")
    ready: datetime = defused.at + timedelta(days=7)
    return (
        None if case.entry.occurred_at >= ready else no("defused_too_early", day=str(rules.local_day(ready)))
    )

"""Pure decisions about disputes: who was asked, whose consent is missing, what is small, which tier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from urtuu.base.workdays import WorkingDays
from urtuu.kinds.clocks import running
from urtuu.kinds.dispute.codes import BEHAVIOURS, ESCALATES, MADE, RED
from urtuu.kinds.dispute.kind import KIND
from urtuu.kinds.fold import Done, Standing

LOCAL = ZoneInfo("Asia/Shanghai")
MEDIATORS_FOR = {"D1": 1, "D2": 1, "D3": 2, "D4": 3}
MOST_ON_THE_SPOT_FEN = 500_000
"""5,000 yuan (disputes.md 4.3)."""
MANY_PEOPLE = 10
"""From so many on it is a grave matter (disputes.md 4.3) and one for the next level (7.5)."""
_ASKED_WHEN_CLOSE = frozenset({"NEI", "LND", "CTR", "BIZ"})
_TERM_RUNS = ("accepted", "mediating")
_ASKS_AGAIN = 7
"""Days after a declined proposal until the rule may propose again."""
_MEDIATION = ("mediation", "separate_only")
_ENDED_BY = {"stop": "stopped_by", "refuse": "refused_by"}


def local_day(moment: datetime) -> date:
    """The day of a moment in the banner."""
    return moment.astimezone(LOCAL).date()


def questions_due(body: Mapping[str, Any]) -> bool:
    """Whether each party must be asked alone before mediation is offered (7.4.1)."""
    if body.get("category") == "FAM" or body.get("hurt_or_threatened") == "yes":
        return True
    near = body.get("category") in _ASKED_WHEN_CLOSE or "grassland" in body
    return near and body.get("close_ties") == "yes"


def asked(standing: Standing) -> set[str]:
    """The parties who were asked the safety questions."""
    return {done.body["asked_of"] for done in standing.all_of("safety_questions")}


def questions_open(standing: Standing, body: Mapping[str, Any]) -> bool:
    """Whether somebody must still be asked: every party by the label it is named by, at least one a side."""
    named = set(parties(standing))
    return questions_due(body) and (len(named) < 2 or not named <= asked(standing))


def tier(answers: Mapping[str, Any]) -> str:
    """DANGER, CONCERN or nothing reported, from one person's answers. No sum, no grade (7.4.2)."""
    if any(answers.get(name) == "yes" for name in RED):
        return "danger"
    told = any(answers.get(name) == "yes" for name in BEHAVIOURS)
    return "concern" if told or answers.get("asked_how") == "not_safely" else "none_reported"


def hold_within(answers: Mapping[str, Any], matter: Mapping[str, Any]) -> str:
    """Within which time the hold that follows from one person's answers is answered; empty: none follows.

    7.4.3 and C3. That nobody could be asked safely is a concern of itself in a family only (7.4.1).
    """
    found = tier(answers)
    told = any(answers.get(name) == "yes" for name in BEHAVIOURS)
    if found == "concern" and not told and matter.get("category") != "FAM":
        return ""
    return {"danger": "one_hour", "concern": "four_hours"}.get(found, "")


def parties(standing: Standing) -> list[str]:
    """The parties of both sides, in the order in which they were named."""
    named = [done.body for done in standing.all_of("add_party", "add_minor")]
    return list(dict.fromkeys(body["party"] for body in named if body["side"] != "other"))


def consent_lacking(
    standing: Standing, to: Sequence[str] = _MEDIATION, since: str = ""
) -> tuple[str, str] | None:
    """What is missing, and of whom: a second side, a party's consent, or a refusal that still stands.

    `since`: only answers after the last act of this name count.
    """
    sides = {done.body["side"] for done in standing.all_of("add_party", "add_minor")}
    if not {"a", "b"} <= sides:
        return "a_side_is_missing", ""
    latest = {done.body["party"]: done.body["answer"] for done in _consents(standing, to, since)}
    for party in parties(standing):
        if latest.get(party) == "refuses":
            return "party_refuses", party
        if latest.get(party) != "agrees":
            return "consent_missing", party
    return None


def _consents(standing: Standing, to: Sequence[str], since: str) -> list[Done]:
    asked = standing.acts[_last_index(standing, since) :]
    return [done for done in asked if done.act == "consent" and done.body["to"] in to]


def joint_barred(standing: Standing, known: Sequence[Done]) -> str:
    """Why parties may not be brought together after the known acts; empty when they may."""
    last = next((done.act for done in reversed(known) if done.act in ("hold", "release", "lift")), "")
    if last in ("hold", "release"):
        return "separate_only_here" if any(done.act == "release" for done in known) else "held_for_safety"
    return "somebody_stopped" if stop_stands(standing, known) else ""


def separate_only(standing: Standing) -> bool:
    """Whether the parties may not be brought together, until the safety lead and the coordinator lift it."""
    last = standing.last("release", "lift")
    return last is not None and last.act == "release"


def conflicted(standing: Standing, staff: str, known: Sequence[Done] | None = None) -> bool:
    """Whether a mediator disclosed kin, interest or another relation that not every party accepted (U08)."""
    acts = standing.acts if known is None else known
    told = [d.body for d in acts if d.act == "disclose_conflict" and d.body["about_staff"] == staff]
    return bool(told) and told[-1]["relation"] != "none" and not told[-1].get("all_agree", False)


def mediators(standing: Standing, more: Mapping[str, Any] | None = None) -> set[str]:
    """Who mediates it, or would once `more` is written: named to it, and in no conflict (7.11, 6 and 22)."""
    told = {**standing.body, **(more or {})}
    beside = [*standing.body.get("with_mediators", ()), *(more or {}).get("with_mediators", ())]
    named = {told.get("mediator", ""), *(row["staff"] for row in beside)} - {""}
    return {staff for staff in named if not conflicted(standing, staff)}


def not_theirs(standing: Standing, staff: str, known: Sequence[Done]) -> str:
    """Why this person may not mediate it, by the known acts; empty when they may."""
    if conflicted(standing, staff, known):
        return "mediator_in_conflict"
    since = standing.acts[len(known) :]
    unaware = any(done.act in ("replace_mediator", "disclose_conflict") for done in since)
    return "" if unaware or staff in mediators(standing) else "not_its_mediator"


def escalation_open(standing: Standing) -> bool:
    """Whether a proposal to escalate waits for the owner's answer."""
    last = standing.last("propose_escalation", "answer_escalation", "raise_level")
    return last is not None and last.act == "propose_escalation"


def escalation_reasons(standing: Standing, on: date) -> list[str]:
    """Why a case should be proposed for the next level, by 7.5. A proposal, answered by a person."""
    body, level = standing.body, standing.body.get("level", "L1")
    since_raise = standing.acts[_last_index(standing, "raise_level") :]
    failed = [d for d in since_raise if d.act == "session" and d.body.get("agreed_something") is False]
    quiet = (on - max(local_day(done.at) for done in standing.acts)).days
    term = term_ends(standing, datetime.combine(on, time.max, LOCAL))
    found = {
        "two_sessions_failed": len(failed) >= 2,
        "long_silence": quiet >= 15 and standing.state != "paused",
        "too_difficult": (level == "L1" and body.get("difficulty") == "D3") or body.get("difficulty") == "D4",
        "many_people": body.get("people", 0) >= MANY_PEOPLE and level == "L1",
        "conflict_of_interest": bool(body.get("mediator")) and conflicted(standing, body["mediator"]),
        "term_ends": term is not None and (term - on).days <= 7 and standing.state in _TERM_RUNS,
    }
    if standing.state not in ESCALATES or _declined_lately(standing, on):
        return []
    return [name for name, true in found.items() if true]


def _declined_lately(standing: Standing, on: date) -> bool:
    """Whether a person answered no within the last week: the rule does not ask again each day."""
    last = standing.last("answer_escalation")
    return bool(last and not last.body["escalate"] and (on - local_day(last.at)).days < _ASKS_AGAIN)


def _last_index(standing: Standing, act: str) -> int:
    return max((i for i, done in enumerate(standing.acts) if done.act == act), default=0)


def talks_since(standing: Standing) -> date:
    """The day on which the talks of the present agreement began: reopened or sent back, else found."""
    anew = standing.last("reopen", "send_back")
    return local_day((anew or standing.acts[0]).at)


def effect_day(standing: Standing) -> date | None:
    """Since when it is in force: made, if oral; the last signature or the seal, if written (Art 29).

    The seal of an earlier agreement says nothing of the one made after it.
    """
    made, last = standing.last(*MADE), standing.last(*MADE, "seal")
    if made is None or last is None:
        return None
    if standing.body.get("form") == "oral":
        return local_day(made.at)
    said = {**standing.body, **last.body}
    return date.fromisoformat(max(said["signed_on"], said["sealed_on"])) if last.act == "seal" else None


def stop_stands(standing: Standing, known: Sequence[Done]) -> bool:
    """Whether any party's stop or refusal stands: each one until that party, asked again, agrees."""
    return bool(stopped_by(standing, known))


def stopped_by(standing: Standing, known: Sequence[Done]) -> set[str]:
    """The parties whose stop or refusal stands after the known acts."""
    found: set[str] = set()
    for done in known:
        if done.act in _ENDED_BY:
            found.add(_who_ended(standing, done))
        elif _goes_on(done):
            found.discard(done.body["party"])
    return found


def _who_ended(standing: Standing, done: Done) -> str:
    """Who stopped or refused. Stops folded before they kept their words: the last one's, in the record."""
    name = _ENDED_BY[done.act]
    return str(done.body.get(name) or standing.body.get(name, ""))


def _goes_on(done: Done) -> bool:
    return done.act == "consent" and done.body["to"] in _MEDIATION and done.body["answer"] == "agrees"


def must_be_written(body: Mapping[str, Any]) -> bool:
    """Oral agreements are for D1 and D2, and never about land or grassland (7.3, T15)."""
    return body.get("difficulty") not in ("D1", "D2") or body.get("category") == "LND" or "grassland" in body


def beyond_first_grade(standing: Standing, agreed: Mapping[str, Any]) -> str:
    """Why this is too much for a sitting on the spot; empty when it is not (4.3: D1)."""
    body = {**standing.body, **agreed}
    found = {
        # What the committee graded is not graded down at the door.
        "graded_higher": standing.body.get("difficulty", "D1") != "D1",
        "amount_too_high": body.get("amount_fen", 0) > MOST_ON_THE_SPOT_FEN,
        "ownership_is_for_government": body.get("grassland") == "GRS-02",
        "not_a_small_matter": body.get("size") == "big",
        "too_many_people": body.get("people", 0) >= MANY_PEOPLE,
        "too_many_parties": len(parties(standing)) > 2,
        "questions_first": questions_open(standing, body),
    }
    return next((name for name, true in found.items() if true), "")


def term_ends(standing: Standing, now: datetime) -> date | None:
    """The last day of the term that runs, as its clock reckons it (C5), before it moves off a rest day."""
    faces = running(standing, KIND, now, WorkingDays({}), names=("term", "extended_term"))
    ends = [face.plain_due_at for face in faces if face.plain_due_at and face.stopped_at is None]
    return max((local_day(end - timedelta(seconds=1)) for end in ends), default=None)


def followed_up(standing: Standing) -> bool:
    """Whether a follow-up was made after the last agreement."""
    return bool(_follow_ups(standing))


def not_asked_alone(standing: Standing) -> str:
    """A party who was not asked alone since the agreement; empty when each was (C9, separate only)."""
    asked_alone = {done.body.get("party") for done in _follow_ups(standing) if done.body["asked_alone"]}
    return next((party for party in parties(standing) if party not in asked_alone), "")


def _follow_ups(standing: Standing) -> list[Done]:
    return [done for done in _since_made(standing) if done.act == "follow_up"]


def performance(standing: Standing) -> str:
    """The last word on the performance of the last agreement; of an earlier one nothing counts for it."""
    said = [done.body.get("performance", "") for done in _since_made(standing) if done.act == "performed"]
    return str(said[-1]) if said else ""


def _since_made(standing: Standing) -> list[Done]:
    made = max((i for i, done in enumerate(standing.acts) if done.act in MADE), default=0)
    return standing.acts[made:]

"""The ways a dispute goes, as steps by the hands that may take them (disputes.md 7.3). Pure."""

from __future__ import annotations

from datetime import date, timedelta

from urtuu.interfaces.demo.cases import Said, Step, day_text
from urtuu.interfaces.demo.chance import Dice
from urtuu.interfaces.demo.finding import Finding, consents, opening, sealed
from urtuu.kinds.dispute.codes import LEGALITY

KEEP = timedelta(days=365 * 10 + 3)
KEEP_ENDED = {
    "referred": timedelta(days=1096),
    "terminated": timedelta(days=1096),
    "not_accepted": timedelta(days=30),
}
"""Until when a file is looked at again: ten years after an agreement, less without one (disputes.md 7.9)."""
_WAYS = {
    "mediated": 83,
    "referred": 6,
    "refused": 4,
    "terminated": 3,
    "not_accepted": 2,
    "stopped": 2,
}
"""How often, of a hundred matters that go to the committee."""


def steps_of(found: Finding, throw: Dice) -> list[Step]:
    """A plausible way to the end."""
    first = [*opening(found), *answered(found, throw)]
    if found.fits_the_spot and throw.happens(0.92):
        return [*first, *on_the_spot(found, throw), *ending(found, throw)]
    way = throw.weighted(tuple(_WAYS), tuple(_WAYS.values()))
    if found.matter.for_government or way == "referred":
        return [*first, *_referred(found, throw)]
    if way in ("not_accepted", "refused"):
        return [*first, *(_refused(found) if way == "refused" else _not_accepted(found))]
    first += [*offered(found), *begun(found, throw)]
    if way in ("terminated", "stopped"):
        return [*first, *(_terminated(found) if way == "terminated" else _stopped(found))]
    return [*first, *agreed(found, throw), *ending(found, throw)]


def answered(found: Finding, throw: Dice) -> list[Step]:
    """小事不过夜: somebody spoke to a side the same day. 大事不过天: the chief heard of it at once."""
    officer = found.hands.officer
    if not throw.happens(0.97):
        return []
    heard = Step(officer, "contact", {"how": throw.choice(("in_person", "in_person", "phone"))}, gap=10)
    if not found.matter.big:
        return [heard]
    plan = {"plan": "双方先各自劝开，派出所与司法所当日到场，次日拿出调解安排。"}
    return [Step(officer, "tell_chief", {"how": "phone"}, gap=5), heard, Step(officer, "plan", plan, gap=30)]


def on_the_spot(found: Finding, throw: Dice) -> list[Step]:
    """A small matter settled where it was found, and reviewed by the registrar."""
    matter = found.matter
    due = throw.randint(1, 6)

    def settled(day: date) -> Said:
        return {
            "mediator": found.hands.officer,
            "delegation": "调委会书面委托",
            "difficulty": "D1",
            "all_present": True,
            "questions_clear": True,
            "notice_given": True,
            "rights_told": True,
            **_agreement(found, day, due, form="written" if matter.written else "oral"),
        }

    settle = Step(found.hands.officer, "settle_at_once", settled, gap=35)
    review = Step(found.hands.registrar, "review", wait=1)
    return [*consents(found), settle, review, *(sealed(found) if matter.written else [])]


def _agreement(found: Finding, day: date, due: int, form: str) -> Said:
    due_on = day_text(day, due)
    what = found.matter.settlement or "按调解意见履行"
    said = {
        "form": form,
        "legality": list(LEGALITY),
        "obligations": [{"by": "a", "to": "b", "what": what, "due_on": due_on}],
        "facts": found.matter.summary,
        "language": found.language,
        "use_unchanged": True,
        "issuer_agrees": True,
        "read_by_office": found.matter.difficulty in ("D3", "D4"),
    }
    return said | ({"amount_fen": found.matter.amount_fen} if found.matter.amount_fen else {})


def offered(found: Finding) -> list[Step]:
    """The chief offers mediation; both sides are asked on the next round."""
    level = "L2" if found.matter.difficulty in ("D3", "D4") else "L1"
    offer = Step(found.hands.chief, "offer", {"level": level, "conflict_checked": True})
    return [offer, *consents(found, wait=1)]


def begun(found: Finding, throw: Dice) -> list[Step]:
    """Accepted by the registrar, begun by the mediator."""
    wanted = {"D3": 2, "D4": 3}.get(found.matter.difficulty, 1)
    beside = [{"staff": other} for other in found.hands.mediators if other != found.mediator][: wanted - 1]
    accept = {
        "mediator": found.mediator,
        "difficulty": found.matter.difficulty,
        "notice_given": True,
        "no_objection": True,
        "conflict_clear": True,
        **({"with_mediators": beside} if beside else {}),
    }
    return [
        Step(found.hands.registrar, "accept", accept),
        Step(found.mediator, "start", {"rights_told": True}, wait=2),
        Step(found.mediator, "session", session_fields(found, throw)),
    ]


def session_fields(found: Finding, throw: Dice, manner: str = "joint") -> Said:
    """A session and its record."""
    return {
        "manner": manner,
        "record": f"双方陈述：{found.matter.summary}调解员讲解有关规定，双方表示愿意协商。",
        "minutes": throw.choice((40, 60, 75, 90, 120)),
        "language": found.language,
    }


def agreed(found: Finding, throw: Dice) -> list[Step]:
    """The agreement, after another session where the matter is hard; now and then after a pause."""
    due = throw.randint(5, 25)
    hard = found.matter.difficulty in ("D3", "D4")
    steps = [Step(found.mediator, "session", session_fields(found, throw), wait=5)] if hard else []
    if hard and throw.happens(0.3):
        steps += _paused(found)
    agree = Step(found.mediator, "agree", lambda day: _agreement(found, day, due, "written"), wait=3)
    return [*steps, agree, *sealed(found)]


def _paused(found: Finding) -> list[Step]:
    def paused(day: date) -> Said:
        return {"why_paused": "survey", "paused_until": day_text(day, 14), "both_agree": True}

    return [
        Step(found.hands.chair, "pause", paused, wait=1),
        Step(found.mediator, "resume", {"why_resumed": "reason_over"}, wait=13),
    ]


def ending(found: Finding, throw: Dice) -> list[Step]:
    """Performed, asked again, closed by a second person, archived."""
    officer, afterwards = found.hands.officer, throw.weighted(("calm", "tense"), (95, 5))
    return [
        Step(officer, "performed", {"performance": "in_full"}, wait=4),
        Step(
            officer,
            "follow_up",
            {
                "asked_alone": throw.happens(0.4),
                "performance": "in_full",
                "afterwards": afterwards,
                "content": throw.weighted(("yes", "partly"), (90, 10)),
            },
            wait=throw.choice((2, 6, 7, 9)),
        ),
        Step(found.hands.chair, "close", {"proof": throw.choice(("receipts", "told_by_parties"))}, wait=1),
        _asked_again(found),
        *_archived(found, throw),
    ]


def _asked_again(found: Finding) -> Step:
    """The second round, within thirty days after the last due day."""
    asked = {"asked_alone": True, "performance": "in_full", "afterwards": "calm", "content": "yes"}
    return Step(found.hands.officer, "follow_up", asked, wait=14)


def _archived(found: Finding, throw: Dice) -> list[Step]:
    """The file is complete within thirty days after the closing, but for a few."""
    if not throw.happens(0.97):
        return []

    def archived(day: date) -> Said:
        return {"keep_until": str(day + KEEP), "contents_complete": True}

    return [Step(found.hands.archivist, "archive", archived, wait=4)]


def _referred(found: Finding, throw: Dice) -> list[Step]:
    """To the body that is competent; heard of again; closed by the chair."""
    receiver = (
        "grassland_office"
        if found.matter.grassland
        else throw.choice(("court", "labour_office", "legal_aid"))
    )
    if found.matter.for_government:
        receiver = "township"
    refer = {
        "receiver": receiver,
        "why_referred": "不属于人民调解范围，已告知其他途径",
        "sent": found.matter.summary,
        "basis": "consent",
    }
    return [
        Step(found.hands.chief, "refer", refer),
        Step(found.hands.officer, "feedback", {"result": throw.choice(("taken_up", "settled"))}, wait=9),
        *_closed_out(found, "referred"),
    ]


def _closed_out(found: Finding, outcome: str) -> list[Step]:
    """Closed by a second person with notice to the parties; the file follows."""

    def archived(day: date) -> Said:
        return {"keep_until": str(day + KEEP_ENDED[outcome]), "contents_complete": True}

    return [
        Step(found.hands.chair, "close_out", {"notice_given": True, "outcome": outcome}, wait=2),
        Step(found.hands.archivist, "archive", archived, wait=6),
    ]


def _not_accepted(found: Finding) -> list[Step]:
    said = {"why_not_accepted": "outside_scope", "remedies_told": True}
    return [Step(found.hands.chief, "not_accept", said), *_closed_out(found, "not_accepted")]


def _refused(found: Finding) -> list[Step]:
    """One side says no: that ends it, and the other side is told."""
    offer, agrees, _ = offered(found)
    refuses = Step(
        found.hands.officer,
        "consent",
        {"party": "b", "to": "mediation", "answer": "refuses", "asked_alone": True},
        gap=15,
    )
    refuse = Step(found.hands.officer, "refuse", {"refused_by": "b", "willing_side_told": True})
    return [offer, agrees, refuses, refuse, *_closed_out(found, "not_accepted")]


def _terminated(found: Finding) -> list[Step]:
    said = {"why_ended": "gap", "remedies_told": True}
    return [Step(found.mediator, "terminate", said, wait=8), *_closed_out(found, "terminated")]


def _stopped(found: Finding) -> list[Step]:
    stop = Step(found.hands.officer, "stop", {"stopped_by": "b"}, wait=3)
    return [stop, *_closed_out(found, "terminated")]


def defusing(found: Finding, signs: tuple[str, ...], *, confirmed: bool, throw: Dice) -> list[Step]:
    """An escalation defused on the spot; confirmed later by somebody who did nothing in the case."""
    officer = found.hands.officer
    on_scene = [
        Step(officer, "tell_chief", {"how": "phone"}, gap=2),
        Step(officer, "plan", {"plan": "先分开双方，请村干部和双方长辈到场，稳住情绪后分头谈。"}, gap=5),
        Step(
            officer,
            "defuse",
            {"signs": list(signs), "done_about_it": "当场分开双方，收走工具，请长辈劝回，夜里再去一次。"},
            gap=40,
        ),
    ]
    confirm = Step(found.hands.coordinator, "confirm_defused", {"afterwards": "calm"}, wait=8)
    way = [*opening(found), *on_scene, *offered(found), *begun(found, throw), *agreed(found, throw)]
    return [*way, *([confirm] if confirmed else []), *ending(found, throw)]

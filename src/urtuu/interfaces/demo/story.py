"""The first story: the household of Xinglonggou group, handled by the safety rule (disputes.md 7.4). Pure.

A home smashed after drinking, the wife at her parents'. Everyone is asked alone; the hold comes before
anything else; help comes before talk; only the safety lead loosens; and when, weeks later, both want to
settle the living costs, it is done apart, in writing, and never about the violence.
"""

from __future__ import annotations

from datetime import date

from urtuu.interfaces.demo.cases import Said, Step, day_text
from urtuu.interfaces.demo.finding import Finding, consents, parties, report_fields, sealed
from urtuu.kinds.dispute.codes import LEGALITY

_NO = dict.fromkeys(
    ("choked", "weapon", "threat", "kept_from", "forced_sex", "followed", "child_harmed"), "no"
)
_HIS = {"asked_of": "a", "asked_how": "alone", "hurt": "not_answered", "happening_now": "no", **_NO}
_HERS = {
    **_NO,
    "asked_of": "b",
    "asked_how": "alone",
    "hurt": "yes",
    "afraid": "yes",
    "earlier_report": "no",
    "happening_now": "no",
    "own_words": "他喝了酒就摔东西，这次推了我。我在娘家，暂时不想回去。",
    "wish": "先在娘家住，想问离婚和生活费怎么办。",
}
_CARD = [
    "police_110",
    "line_12338",
    "shelter",
    "legal_aid",
    "protection_order",
    "clinic_record",
    "proof_of_help",
]
_SEEN = "屋内桌椅和玻璃被砸，男方酒气未散，女方已回娘家。"
_WISH = "愿意分头谈生活费，不见面。"
_APART = "双方分别表示只谈生活费和畜群照看，不谈当晚的事，不见面。"


def story_steps(found: Finding, referral: str) -> list[Step]:
    """The whole story. `referral` is the record of the request for help sent along."""
    return [
        *_first_day(found, referral),
        *_help(found, referral),
        *_both_want(found, referral),
        *_apart(found),
        *_afterwards(found),
    ]


def _first_day(found: Finding, referral: str) -> list[Step]:
    """Held before anyone is asked more; each asked alone; the card; help; the safety lead."""
    officer, safety = found.hands.officer, found.hands.safety
    hold = {
        "answer_within": "four_hours",
        "seen": "屋内桌椅和玻璃被砸，男方酒气未散，女方已回娘家。",
        "called_110": False,
    }
    send = {
        "to": "federation",
        "matter": "help",
        "heading": "请求妇联上门陪伴",
        "basis": "consent",
        "what": "当事人同意转告：现住娘家，需要陪伴就诊和法律咨询。",
        "place": found.place,
    }
    decide = {
        "decision": "refer",
        "help_listed": True,
        "receiver": "federation",
        "reason": "一方表示被推搡且害怕，不具备调解条件，先转介帮助。",
    }
    return [
        Step(officer, "report", report_fields(found), gap=6),
        Step(officer, "hold", hold, gap=2),
        *parties(found),
        Step(officer, "safety_questions", _HIS, gap=20),
        Step(officer, "safety_questions", _HERS, gap=70),
        Step(officer, "give_card", {"given_to": "b", "named": _CARD}, gap=4),
        Step(officer, "send", send, gap=5, kind="referral", record=referral),
        Step(safety, "safety_decide", decide),
    ]


def _help(found: Finding, referral: str) -> list[Step]:
    """The women's federation takes it up; she is told; the officer looks in."""
    officer = found.hands.officer
    result = {"result": "妇联已陪同就诊并约见法律援助律师，当事人安全，住在娘家。"}
    return [
        Step(
            found.hands.clerk,
            "receive",
            {"received_by": "旗妇联权益部"},
            wait=1,
            kind="referral",
            record=referral,
        ),
        Step(found.hands.clerk, "feedback", result, wait=7, kind="referral", record=referral),
        Step(officer, "close", {"resident_told": "told"}, wait=1, kind="referral", record=referral),
        Step(officer, "feedback", {"result": "taken_up"}, gap=2),
    ]


def _both_want(found: Finding, _referral: str) -> list[Step]:
    """Weeks on each asks to settle the costs; held again until the safety lead has looked."""
    officer, hands = found.hands.officer, found.hands
    calm = {"asked_how": "alone", "hurt": "no", "afraid": "no", "happening_now": "no", **_NO}
    release = {
        "tier": "concern",
        "each_willing_alone": True,
        "trained_mediator": True,
        "reason": "双方分别单独表示愿意，只就生活费和畜群分头协商，由受过培训的调解员办理，不涉及暴力事实。",
    }
    taken_back = {"why_taken_back": "advised", "level": "L1", "conflict_checked": True}
    return [
        Step(
            officer,
            "safety_questions",
            {"asked_of": "b", "wish": _WISH, **calm},
            wait=21,
            gap=30,
        ),
        Step(officer, "safety_questions", {"asked_of": "a", **calm}, gap=45),
        Step(hands.safety, "take_back", taken_back),
        Step(hands.safety, "hold", {"answer_within": "four_hours", "seen": "恢复办理前复核。"}),
        Step(hands.safety, "release", release, gap=95),
    ]


def _apart(found: Finding) -> list[Step]:
    """Consent to separate talks only; a mediator who is not the finder; a written agreement."""
    accept = {
        "mediator": found.mediator,
        "difficulty": "D2",
        "notice_given": True,
        "no_objection": True,
        "conflict_clear": True,
    }

    def agree(day: date) -> Said:
        first, last = day_text(day, 7), day_text(day, 37)
        monthly = "每月初支付生活费八百元，由村委会转交"
        return {
            "form": "written",
            "legality": list(LEGALITY),
            "obligations": [
                {"by": "a", "to": "b", "what": monthly, "due_on": first, "amount_fen": 80_000},
                {"by": "a", "to": "b", "what": monthly, "due_on": last, "amount_fen": 80_000},
            ],
            "amount_fen": 160_000,
            "language": "both",
        }

    apart = {"manner": "separate", "record": _APART, "minutes": 40, "language": "both"}
    return [
        *consents(found, to="separate_only", wait=4),
        Step(found.hands.registrar, "accept", accept),
        Step(found.mediator, "start", {"rights_told": True}, wait=2),
        Step(found.mediator, "session", apart),
        Step(found.mediator, "session", apart, wait=5),
        Step(found.mediator, "agree", agree, wait=5),
        *sealed(found),
    ]


def _afterwards(found: Finding) -> list[Step]:
    """Each asked alone how it is; closed by the chair."""
    officer = found.hands.officer
    asked = {"asked_alone": True, "performance": "in_full", "afterwards": "calm", "content": "yes"}
    return [
        Step(officer, "performed", {"performance": "in_full"}, wait=38),
        Step(officer, "follow_up", {"party": "b", **asked}, gap=25),
        Step(officer, "follow_up", {"party": "a", **asked}, wait=2, gap=25),
        Step(found.hands.chair, "close", {"proof": "receipts"}, wait=3),
    ]


def held_steps(found: Finding) -> list[Step]:
    """Another case that was held: asked, carded, and handed to help. No mediation."""
    officer, hands = found.hands.officer, found.hands
    decide = {
        "decision": "refer",
        "help_listed": True,
        "receiver": "federation",
        "reason": "当事人表示害怕，先转介帮助，不安排调解。",
    }
    return [
        Step(officer, "report", report_fields(found)),
        Step(officer, "hold", {"answer_within": "four_hours", "seen": "一方神情紧张，不愿当面说。"}, gap=2),
        *parties(found),
        Step(officer, "safety_questions", {**_HERS, "hurt": "unknown"}, gap=15),
        Step(officer, "give_card", {"given_to": "b", "named": _CARD}, gap=2),
        Step(hands.safety, "safety_decide", decide),
        Step(officer, "feedback", {"result": "taken_up"}, wait=10),
        Step(hands.chair, "close_out", {"notice_given": True, "outcome": "referred"}, wait=2),
    ]

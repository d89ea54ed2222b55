"""The safety rule: T04, T08, T09, the questions, the card. Field staff may only tighten (disputes.md 7.4).

Answers and reasons live in the restricted part "safety". In the open line stands only that a hold exists,
within which time it is answered, and that somebody was asked: everyone is asked.
"""

from urtuu.kinds.dispute import codes
from urtuu.kinds.dispute.finding import TEAM
from urtuu.kinds.fields import Choice, Words, YesNo
from urtuu.kinds.roles import EVERYONE, Role
from urtuu.kinds.vocabulary import BACK, Act

HELD_FROM = (
    "reported",
    "offered",
    "accepted",
    "mediating",
    "paused",
    "agreed",
    "performing",
    "not_accepted",
    "terminated",
    "referred",
    "closed",
)
"""T04 and more: a hold written without signal may arrive after somebody who could not know ended the case.
It must not lie in a closed file: it brings the case back until the safety lead has answered."""


def _answer(name: str) -> Choice:
    # The phone says it without signal, and the house holds by the same names when the answers arrive.
    tells = {"yes": "danger_comes_first"} if name in codes.RED else {}
    return Choice(options=codes.SAFETY_ANSWERS, restricted="safety", tells=tells)


SAFETY = (
    Act(
        name="hold",
        after=HELD_FROM,
        leads_to="safety_hold",
        # The house holds when answers arrive that demand it, should nobody have held it before.
        by=(*EVERYONE, Role.HOUSE),
        needs={"answer_within": Choice(options=("one_hour", "four_hours"))},
        wishes={
            "seen": Words(max=300, restricted="safety"),
            "called_110": YesNo(restricted="safety"),
            "child_concerned": YesNo(restricted="safety"),
        },
        always=True,
    ),
    Act(
        name="safety_questions",
        after=codes.OPEN,
        by=TEAM,
        needs={
            "asked_of": Words(max=8),
            "asked_how": Choice(options=("alone", "not_safely"), restricted="safety"),
        },
        wishes={
            **{name: _answer(name) for name in (*codes.BEHAVIOURS, "happening_now")},
            "own_words": Words(max=500, restricted="safety"),
            "wish": Words(max=300, restricted="safety"),
        },
    ),
    Act(
        name="give_card",
        after=codes.UNCLOSED,
        by=TEAM,
        needs={"given_to": Words(max=8)},
        wishes={"named": Choice(options=codes.CARD, many=True, restricted="safety")},
    ),
    Act(
        name="report_duty",
        after=codes.UNCLOSED,
        by=TEAM,
        needs={
            "reported_to": Choice(options=("police", "civil_affairs", "education"), restricted="safety"),
            "ground": Choice(options=("minor", "limited_capacity", "danger", "consent"), restricted="safety"),
        },
        wishes={"note": Words(max=300, restricted="safety")},
    ),
    Act(
        name="release",
        after=("safety_hold",),
        leads_to=BACK,
        by=(Role.SAFETY,),
        needs={
            "tier": Choice(options=("concern", "danger"), restricted="safety"),
            "each_willing_alone": YesNo(restricted="safety"),
            "trained_mediator": YesNo(restricted="safety"),
            "reason": Words(min=10, max=500, restricted="safety"),
        },
        sets={"mode": "separate_only"},
        guard="release_allowed",
        not_by=("start", "session", "agree", "settle_at_once"),
        offline=False,
    ),
    # 7.4.6: field staff may only tighten. Loosening is the safety lead's, and the coordinator's after that.
    Act(
        name="ask_to_lift",
        after=codes.OPEN,
        by=(Role.SAFETY,),
        needs={
            "each_willing_alone": YesNo(restricted="safety"),
            "reason": Words(min=10, max=500, restricted="safety"),
        },
        guard="lifting_allowed",
        offline=False,
    ),
    Act(
        name="lift",
        after=codes.OPEN,
        by=(Role.COORDINATOR,),
        needs={"lifted": YesNo()},
        guard="lifting_was_asked",
        not_by=("ask_to_lift", "release", "start", "session", "agree"),
        offline=False,
    ),
    Act(
        name="safety_decide",
        after=("safety_hold",),
        leads_to={"refer": "referred", "end": "terminated"},
        decided_by="decision",
        by=(Role.SAFETY,),
        needs={
            "decision": Choice(options=("refer", "end")),
            "help_listed": YesNo(),
            "reason": Words(min=10, max=500, restricted="safety"),
        },
        wishes={
            "receiver": Choice(
                options=("police", "civil_affairs", "federation", "court", "legal_aid", "health")
            ),
        },
        guard="help_first",
        offline=False,
    ),
)

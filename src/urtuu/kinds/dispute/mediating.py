"""Mediation itself: T12-T16, T19, the first-grade sitting on the spot, stopping."""

from urtuu.kinds.common import LANGUAGES
from urtuu.kinds.dispute import codes
from urtuu.kinds.dispute.finding import COMMITTEE, TEAM
from urtuu.kinds.fields import Choice, Count, Day, Days, Many, Officer, Photo, Words, YesNo
from urtuu.kinds.roles import FIELD_ROLES, Role
from urtuu.kinds.vocabulary import ANY, Act

_MEDIATOR = (Role.MEDIATOR,)
_OBLIGATION = {
    "by": Words(max=8),
    "to": Words(max=8),
    "what": Words(max=200),
    "due_on": Day(),
    "how": Words(max=100),
    "where": Words(max=80),
    "amount_fen": Count(unit="yuan_fen", max=10**11),
}
AGREEMENT_NEEDS = {
    "form": Choice(options=codes.FORMS),
    "legality": Choice(options=codes.LEGALITY, many=True),
    "obligations": Many(of=_OBLIGATION, wishes=("how", "where", "amount_fen"), personal=True),
}
AGREEMENT_WISHES = {
    "due_days": Days(gathers="obligations.due_on"),
    "facts": Words(max=1000, personal=True),
    "issues": Words(max=500, personal=True),
    "issuer_agrees": YesNo(),
    "use_unchanged": YesNo(),
    "read_by_office": YesNo(),
    "amount_fen": Count(unit="yuan_fen", max=10**11),
    "copies": Count(min=1, max=20),
    "language": Choice(options=LANGUAGES),
    "photo": Photo(most=6),
}

MEDIATING = (
    Act(
        name="start",
        after=("accepted",),
        leads_to="mediating",
        by=_MEDIATOR,
        needs={"rights_told": YesNo()},
        guard="rights_were_told",
    ),
    Act(
        name="session",
        after=("accepted", "mediating"),
        by=_MEDIATOR,
        needs={"manner": Choice(options=codes.MANNERS), "record": Words(max=2000, personal=True)},
        wishes={
            "present": Many(of={"party": Words(max=8)}),
            "agreed_something": YesNo(),
            "in_the_open": YesNo(),
            "minutes": Count(unit="minutes", max=600),
            "language": Choice(options=LANGUAGES),
            "undisputed": Words(max=1000, personal=True),
            "photo": Photo(most=6),
        },
        guard="session_allowed",
    ),
    # M07, M08: what was looked into, and what was handed in.
    Act(
        name="investigate",
        after=("accepted", "mediating", "paused"),
        by=(*FIELD_ROLES, Role.MEDIATOR, Role.JUDICIAL),
        needs={"asked_about": Words(max=80, personal=True), "found": Words(max=2000, personal=True)},
        wishes={
            "where": Words(max=80, personal=True),
            "present_there": Words(max=200, personal=True),
            "photo": Photo(most=6),
        },
    ),
    Act(
        name="evidence",
        after=codes.OPEN,
        by=(*FIELD_ROLES, *COMMITTEE, Role.CLERK),
        needs={
            "evidence": Many(
                of={"what": Words(max=120), "source": Words(max=80), "pages": Count(max=500)},
                wishes=("pages",),
                personal=True,
            )
        },
        wishes={"party": Words(max=8), "photo": Photo(most=6)},
    ),
    # U02: kept apart from the record of a session; what was conceded to reach a deal is never in it.
    Act(
        name="undisputed",
        after=("accepted", "mediating", "paused", "agreed", "performing", "terminated"),
        by=_MEDIATOR,
        needs={"undisputed": Words(max=1000, personal=True), "all_agree": YesNo()},
        guard="all_have_agreed",
    ),
    # Art 19, 20: helpers are named to the case; people from outside come only if everybody agrees.
    Act(
        name="invite",
        after=("accepted", "mediating", "paused"),
        by=(Role.MEDIATOR, Role.CHAIR),
        needs={
            "invited": Words(max=40, personal=True),
            "invited_as": Choice(options=codes.INVITED_AS),
            "all_agree": YesNo(),
        },
        guard="all_have_agreed",
    ),
    Act(
        name="name_to_case",
        after=codes.UNCLOSED,
        by=(Role.CHAIR, Role.REGISTRAR),
        needs={"named_staff": Many(of={"staff": Officer()}, max=6)},
        corrects=True,
        offline=False,
    ),
    # U07
    Act(
        name="interpret",
        after=("accepted", "mediating", "paused"),
        by=(Role.INTERPRETER, Role.MEDIATOR),
        needs={"interpreter": Words(max=40, personal=True), "true_and_silent": YesNo()},
        guard="interpreter_promised",
    ),
    # U08
    Act(
        name="disclose_conflict",
        after=codes.OPEN,
        by=TEAM,
        needs={"about_staff": Officer(role="mediator"), "relation": Choice(options=codes.RELATIONS)},
        wishes={"all_agree": YesNo(), "explained": Words(max=200, personal=True)},
    ),
    Act(
        name="replace_mediator",
        after=("accepted", "mediating", "paused", "agreed", "performing"),
        by=(Role.CHAIR,),
        needs={
            "mediator": Officer(role="mediator"),
            "why_replaced": Choice(options=codes.WHY_REPLACED),
            "no_objection": YesNo(),
        },
        # Graded higher since acceptance, it needs more of them (4.3).
        wishes={"with_mediators": Many(of={"staff": Officer(role="mediator")}, max=6)},
        guard="replacement_clear",
        corrects=True,
        offline=False,
    ),
    # 7.8: offers and what one party said alone. Only who wrote it reads it; gone thirty days after the end.
    Act(
        name="private_note",
        after=codes.UNCLOSED,
        by=_MEDIATOR,
        needs={"private_text": Words(max=1000, restricted="notes")},
        offline=False,
    ),
    Act(name="note", after=(ANY,), by=TEAM, needs={"text": Words(max=1000, personal=True)}),
    Act(
        name="pause",
        after=("mediating",),
        leads_to="paused",
        by=(Role.CHAIR,),
        needs={
            "why_paused": Choice(options=codes.WHY_PAUSED),
            "paused_until": Day(),
            "both_agree": YesNo(),
        },
        guard="pause_agreed",
        offline=False,
    ),
    Act(
        name="resume",
        after=("paused",),
        leads_to="mediating",
        by=_MEDIATOR,
        needs={"why_resumed": Choice(options=("reason_over", "date_reached"))},
    ),
    Act(
        name="extend",
        after=("accepted", "mediating", "paused"),
        by=(Role.MEDIATOR, Role.CHAIR),
        needs={"extended_to": Day(), "all_agree": YesNo()},
        guard="extension_allowed",
        corrects=True,
        offline=False,
    ),
    # 7.5: proposed by rule or by anybody, answered by the owner, then by the level that would receive it.
    Act(
        name="propose_escalation",
        after=codes.ESCALATES,
        by=(*TEAM, Role.HOUSE),
        needs={"why_escalate": Choice(options=codes.WHY_ESCALATE), "to_level": Choice(options=codes.LEVELS)},
    ),
    Act(
        name="answer_escalation",
        after=codes.ESCALATES,
        by=(*COMMITTEE, Role.CHIEF),
        needs={"escalate": YesNo(), "why_answered": Words(min=2, max=300)},
        guard="escalation_was_proposed",
        offline=False,
    ),
    Act(
        name="receive_escalation",
        after=codes.ESCALATES,
        by=(Role.JUDICIAL, Role.COORDINATOR),
        needs={"why_answered": Words(min=2, max=300)},
        guard="escalation_was_answered",
        joins=True,
        offline=False,
    ),
    Act(
        name="decline_escalation",
        after=codes.ESCALATES,
        by=(Role.JUDICIAL, Role.COORDINATOR),
        needs={"not_received": Choice(options=("rejects", "asks")), "why_answered": Words(min=2, max=300)},
        guard="escalation_was_answered",
        offline=False,
    ),
    Act(
        name="raise_level",
        after=codes.ESCALATES,
        by=(Role.CHAIR, Role.JUDICIAL, Role.COORDINATOR),
        needs={"level": Choice(options=codes.LEVELS), "why_raised": Words(min=2, max=300)},
        guard="consent_renewed",
        corrects=True,
        offline=False,
    ),
    Act(
        name="agree",
        after=("mediating",),
        leads_to="agreed",
        by=_MEDIATOR,
        needs=AGREEMENT_NEEDS,
        wishes=AGREEMENT_WISHES,
        guard="agreement_sound",
    ),
    Act(
        name="settle_at_once",
        after=("reported",),
        leads_to="agreed",
        by=_MEDIATOR,
        needs={
            "mediator": Officer(role="mediator"),
            "delegation": Words(max=60),
            "difficulty": Choice(options=("D1",)),
            "all_present": YesNo(),
            "questions_clear": YesNo(),
            "notice_given": YesNo(),
            "rights_told": YesNo(),
            **AGREEMENT_NEEDS,
        },
        # What was agreed by word of mouth is confirmed on the spot; the paper signed by hand is what counts.
        wishes={**AGREEMENT_WISHES, "signature": Photo(most=4)},
        guard="small_and_clear",
    ),
    Act(
        name="stop",
        after=("accepted", "mediating", "paused"),
        leads_to="terminated",
        by=(*FIELD_ROLES, *COMMITTEE, Role.CLERK, Role.CHIEF, Role.SAFETY),
        needs={"stopped_by": Words(max=8)},
        always=True,
    ),
    Act(
        name="terminate",
        after=("accepted", "mediating", "paused"),
        leads_to="terminated",
        by=(Role.MEDIATOR, Role.CHAIR),
        needs={"why_ended": Choice(options=codes.WHY_ENDED), "remedies_told": YesNo()},
        wishes={"undisputed": Words(max=1000, personal=True)},
    ),
)

"""Mediation itself: T12-T16, T19, the first-grade sitting on the spot, stopping."""

from urtuu.kinds.common import LANGUAGES
from urtuu.kinds.dispute import codes
from urtuu.kinds.dispute.finding import COMMITTEE, TEAM
from urtuu.kinds.fields import Choice, Count, Day, Many, Officer, Photo, Words, YesNo
from urtuu.kinds.roles import FIELD_ROLES, Role
from urtuu.kinds.vocabulary import ANY, Act

_MEDIATOR = (Role.MEDIATOR,)
_OBLIGATION = {
    "by": Words(max=8),
    "to": Words(max=8),
    "what": Words(max=200),
    "due_on": Day(),
    "how": Words(max=100),
    "amount_fen": Count(unit="yuan_fen", max=10**11),
}
AGREEMENT_NEEDS = {
    "form": Choice(options=codes.FORMS),
    "legality_read": YesNo(),
    "first_due_on": Day(),
    "last_due_on": Day(),
    "obligations": Many(of=_OBLIGATION, wishes=("how", "amount_fen"), personal=True),
}
AGREEMENT_WISHES = {
    "amount_fen": Count(unit="yuan_fen", max=10**11),
    "signed_on": Day(),
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
            "minutes": Count(unit="minutes", max=600),
            "language": Choice(options=LANGUAGES),
            "undisputed": Words(max=1000, personal=True),
            "photo": Photo(most=6),
        },
        guard="joint_allowed",
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
    Act(
        name="raise_level",
        after=("reported", "offered", "accepted", "mediating", "paused"),
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
        wishes=AGREEMENT_WISHES,
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

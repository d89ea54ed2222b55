"""How a dispute is found, named and offered mediation: T02, T05-T07, T10, T11, T22, T24."""

from urtuu.kinds.common import BODIES, LANGUAGES, asked
from urtuu.kinds.dispute import codes
from urtuu.kinds.fields import Choice, Count, Day, Link, Many, Officer, Phone, Photo, Place, Words, YesNo
from urtuu.kinds.roles import FIELD_ROLES, Role
from urtuu.kinds.vocabulary import ANY, Act

FINDERS = (*FIELD_ROLES, Role.MEDIATOR, Role.REGISTRAR, Role.CLERK, Role.CHIEF)
COMMITTEE = (Role.MEDIATOR, Role.REGISTRAR, Role.CHAIR)
TEAM = (*FIELD_ROLES, *COMMITTEE, Role.JUDICIAL, Role.CHIEF, Role.SAFETY)

REPORT_NEEDS = {
    "how_found": Choice(options=codes.HOW_FOUND),
    "category": Choice(options=codes.CATEGORIES),
    "place": Place(),
    "people": Count(unit="people", min=1, max=10_000),
    "hurt_or_threatened": asked(),
    "size": Choice(options=codes.SIZES),
    "summary": Words(max=500, personal=True),
}
REPORT_WISHES = {
    "grassland": Choice(options=codes.GRASSLAND),
    "willing": Choice(options=codes.WILLING),
    "next_step": Choice(options=codes.NEXT_STEPS),
    "close_ties": asked(),
    "child_present": asked(),
    "happened_on": Day(),
    "language": Choice(options=LANGUAGES),
    "visit": Link(to=("visit",)),
    "photo": Photo(most=3),
}
_OFFER = {
    "level": Choice(options=codes.LEVELS),
    "conflict_checked": YesNo(),
}

_SAME = {"same_person": YesNo()}
"""Names that person anew. Without it a label is given once: two phones without signal both begin with A1."""

REPORTING = (
    Act(name="report", leads_to="reported", by=FINDERS, needs=REPORT_NEEDS, wishes=REPORT_WISHES),
    Act(
        name="open_again",
        leads_to="reported",
        by=(Role.CHAIR,),
        needs={"again": Link(to=("dispute",)), "why_again": Words(min=5, max=200), **REPORT_NEEDS},
        wishes=REPORT_WISHES,
        offline=False,
    ),
)

PARTIES = (
    Act(
        name="add_party",
        after=codes.OPEN,
        by=TEAM,
        needs={
            "party": Words(max=8),
            "side": Choice(options=codes.SIDES),
            "capacity": Choice(options=codes.CAPACITIES),
            "name": Words(max=40, personal="party"),
        },
        wishes={
            "part_taken": Choice(options=codes.PARTS_TAKEN),
            "phone": Phone(personal="party"),
            "living_at": Words(max=80, personal="party"),
            "birth_year": Count(min=1900, max=2100, personal="party"),
            "speaks": Choice(options=LANGUAGES),
            **_SAME,
        },
        guard="label_free",
    ),
    Act(
        name="add_minor",
        after=codes.OPEN,
        by=TEAM,
        needs={
            "party": Words(max=8),
            "side": Choice(options=codes.SIDES),
            "name": Words(max=40, restricted="minor"),
        },
        wishes={
            "guardian": Words(max=40, restricted="minor"),
            "guardian_phone": Phone(personal=False, restricted="minor"),
            **_SAME,
        },
        guard="label_free",
    ),
    Act(
        name="consent",
        after=codes.OPEN,
        by=TEAM,
        needs={
            "party": Words(max=8),
            "to": Choice(options=codes.CONSENT_TO),
            "answer": Choice(options=codes.ANSWERS),
            "asked_alone": YesNo(),
        },
        wishes={"notice_given": YesNo()},
    ),
    Act(
        name="contact",
        after=codes.OPEN,
        by=TEAM,
        needs={"how": Choice(options=("in_person", "phone", "through_village"))},
        wishes={"party": Words(max=8), "heard": Words(max=300, personal=True)},
    ),
    Act(
        name="tell_chief",
        after=("reported", "safety_hold", "offered"),
        by=TEAM,
        needs={"how": Choice(options=("in_person", "phone", "message"))},
    ),
    Act(
        name="plan",
        after=("reported", "safety_hold", "offered", "accepted", "mediating"),
        by=TEAM,
        needs={"plan": Words(min=5, max=1000, personal=True)},
    ),
    # PIPL 45-48: what a party asks about their own data, and the answer.
    Act(
        name="party_asks",
        after=(ANY,),
        by=(Role.CLERK, Role.REGISTRAR, Role.MEDIATOR, Role.SAFETY),
        needs={"party": Words(max=8), "asks_for": Choice(options=codes.RIGHTS)},
        wishes={"asked_words": Words(max=300, personal=True)},
    ),
    Act(
        name="party_answered",
        after=(ANY,),
        by=(Role.PRIVACY, Role.REGISTRAR),
        needs={"party": Words(max=8), "answered_with": Choice(options=codes.RIGHTS_ANSWERS)},
        wishes={"why_answered": Words(min=2, max=300)},
        guard="party_had_asked",
        offline=False,
    ),
    # Handed to the committee by another body: whoever sent it hears what became of it, by the day it set.
    Act(
        name="received_from",
        after=codes.UNCLOSED,
        by=(*COMMITTEE, Role.CHIEF, Role.CLERK, Role.JUDICIAL),
        needs={"sent_by": Choice(options=BODIES), "answer_by": Day()},
        wishes={"letter_number": Words(max=40)},
        corrects=True,
        offline=False,
    ),
    Act(
        name="inform_sender",
        after=(ANY,),
        by=(*COMMITTEE, Role.CHIEF, Role.CLERK, Role.JUDICIAL),
        needs={"told_sender": Choice(options=codes.TOLD_SENDER), "told_on": Day()},
        guard="was_sent_to_us",
        offline=False,
    ),
    # 6.2: a case comes back on a date; whatever is done about it then ends the wait.
    Act(name="bring_back", after=codes.UNCLOSED, by=TEAM, needs={"back_on": Day()}, corrects=True),
    Act(
        name="correct",
        after=codes.UNCLOSED,
        by=TEAM,
        wishes={**REPORT_NEEDS, **REPORT_WISHES},
        corrects=True,
    ),
    Act(
        name="classify",
        after=codes.UNCLOSED,
        by=(Role.CHAIR, Role.REGISTRAR, Role.JUDICIAL, Role.CHIEF),
        wishes={
            "category": Choice(options=codes.CATEGORIES),
            "grassland": Choice(options=codes.GRASSLAND),
            "difficulty": Choice(options=codes.DIFFICULTIES),
        },
        corrects=True,
    ),
)

OFFERING = (
    Act(
        name="offer",
        after=("reported",),
        leads_to="offered",
        by=(Role.CHIEF, Role.CHAIR, Role.JUDICIAL),
        needs=_OFFER,
        guard="offer_allowed",
    ),
    Act(
        name="refer",
        after=("reported",),
        leads_to="referred",
        by=(Role.CHIEF, Role.CHAIR, Role.JUDICIAL),
        needs={
            "receiver": Choice(options=BODIES),
            "why_referred": Words(min=2, max=200),
            "sent": Words(max=300, personal=True),
            "basis": Choice(options=codes.BASES),
        },
        wishes={"referral": Link(to=("referral",))},
    ),
    Act(
        name="not_accept",
        after=("reported",),
        leads_to="not_accepted",
        by=(Role.CHIEF, Role.CHAIR),
        needs={"why_not_accepted": Choice(options=codes.WHY_NOT_ACCEPTED), "remedies_told": YesNo()},
        wishes={"duplicate_of": Link(to=("dispute",))},
        guard="duplicate_named",
    ),
    Act(
        name="accept",
        after=("offered",),
        leads_to="accepted",
        by=(Role.REGISTRAR, Role.CHAIR),
        needs={
            "mediator": Officer(role="mediator"),
            "difficulty": Choice(options=codes.DIFFICULTIES),
            "notice_given": YesNo(),
            "no_objection": YesNo(),
            "conflict_clear": YesNo(),
        },
        wishes={"with_mediators": Many(of={"staff": Officer(role="mediator")}, max=6)},
        guard="acceptance_complete",
        offline=False,
    ),
    Act(
        name="refuse",
        after=("offered",),
        leads_to="not_accepted",
        by=(*FIELD_ROLES, *COMMITTEE, Role.CLERK),
        needs={"refused_by": Words(max=8)},
        wishes={"willing_side_told": YesNo()},
        always=True,
    ),
    Act(
        name="take_back",
        after=("referred",),
        leads_to="offered",
        by=(Role.CHIEF, Role.SAFETY),
        needs={"why_taken_back": Choice(options=("not_competent", "advised")), **_OFFER},
        guard="offer_allowed",
        offline=False,
    ),
)

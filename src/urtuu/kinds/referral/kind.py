"""A matter handed to the station or another body: least data, immediate notice, feedback awaited. 移交

Passing personal data on rests on consent or on a legal duty (个人信息保护法 23; 未成年人保护法 11;
反家庭暴力法 14); which one is part of the sending.
"""

from urtuu.kinds.common import BODIES, strike
from urtuu.kinds.fields import Choice, Day, Link, Phone, Place, Words
from urtuu.kinds.roles import FIELD_ROLES, Role
from urtuu.kinds.vocabulary import Act, Clock, Kind

MATTERS = (
    "dispute",
    "violence",
    "child",
    "danger",
    "crime_suspected",
    "hazard",
    "help",
    "land",
    "labour",
    "other",
)
BASES = ("consent", "legal_duty", "no_personal_data")
_NOT_CHILD = tuple(matter for matter in MATTERS if matter != "child")
_NOT_POLICE = tuple(body for body in BODIES if body != "police")
_DESK = (
    Role.CHIEF,
    Role.CHAIR,
    Role.REGISTRAR,
    Role.JUDICIAL,
    Role.COORDINATOR,
    Role.SAFETY,
    Role.CLERK,
)
_ALL = (*FIELD_ROLES, Role.MEDIATOR, *_DESK)
_STARTS = ("send", "send_again")
_STOPS = ("feedback", "return_back", "close", "strike")

KIND = Kind(
    name="referral",
    title=("heading",),
    columns=("to", "matter", "basis"),
    icon="send",
    ends=("closed", "struck"),
    clocks=(
        Clock(
            name="feedback",
            starts=_STARTS,
            stops=_STOPS,
            days=15,
            warns=72,
            only={"matter": _NOT_CHILD, "to": _NOT_POLICE},
        ),
        Clock(
            name="police",
            starts=_STARTS,
            stops=_STOPS,
            hours=24,
            only={"matter": _NOT_CHILD, "to": ("police",)},
        ),
        Clock(name="child", starts=_STARTS, stops=_STOPS, hours=24, only={"matter": ("child",)}),
    ),
    acts=(
        Act(
            name="send",
            leads_to="sent",
            by=_ALL,
            needs={
                "to": Choice(options=BODIES),
                "matter": Choice(options=MATTERS),
                "heading": Words(max=60),
                "basis": Choice(options=BASES),
                "what": Words(max=300, personal=True),
            },
            wishes={
                "to_whom": Words(max=60),
                "contact": Words(max=40, personal=True),
                "phone": Phone(),
                "place": Place(),
                "about": Link(to=("dispute", "need", "visit")),
            },
            guard="personal_data_has_basis",
        ),
        Act(
            name="receive",
            after=("sent",),
            leads_to="received",
            by=_ALL,
            wishes={"received_by": Words(max=60), "answer_by": Day()},
        ),
        Act(
            name="return_back",
            after=("sent", "received"),
            leads_to="returned",
            by=_ALL,
            needs={"why_returned": Words(min=2, max=200)},
        ),
        Act(
            name="send_again",
            after=("returned",),
            leads_to="sent",
            by=_ALL,
            needs={"to": Choice(options=BODIES)},
            wishes={"to_whom": Words(max=60)},
        ),
        Act(name="chase", after=("sent", "received"), by=_ALL, wishes={"note": Words(max=200)}),
        Act(
            name="feedback",
            after=("sent", "received"),
            leads_to="answered",
            by=_ALL,
            needs={"result": Words(max=500, personal=True)},
        ),
        Act(
            name="close",
            after=("answered", "returned"),
            leads_to="closed",
            by=_ALL,
            needs={"resident_told": Choice(options=("told", "not_reached", "not_safe"))},
        ),
        strike("sent", by=_ALL),
    ),
)

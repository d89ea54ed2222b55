"""Something a resident asks for: heard, put to a body, answered, met or not, and told back. 群众诉求

It ends only when the resident was told: an answer that stays in the office is none.
"""

from urtuu.kinds.common import BODIES, LANGUAGES, strike
from urtuu.kinds.fields import Choice, Day, Household, Link, Phone, Photo, Place, Words
from urtuu.kinds.roles import FIELD_ROLES, Role
from urtuu.kinds.vocabulary import Act, Clock, Kind

TOPICS = (
    "water",
    "power",
    "road",
    "network",
    "livestock",
    "grassland",
    "housing",
    "benefits",
    "papers",
    "medical",
    "schooling",
    "care",
    "legal_advice",
    "work_and_wages",
    "safety",
    "environment",
    "other",
)
HOW_TOLD = ("in_person", "phone", "message", "at_the_window")
_DESK = (Role.CHIEF, Role.CLERK, Role.COORDINATOR)
_ALL = (*FIELD_ROLES, *_DESK)
_OPEN = ("heard", "routed", "answered")

KIND = Kind(
    name="need",
    title=("heading",),
    columns=("topic", "to", "promised_on"),
    icon="heart-hand",
    ends=("closed", "struck"),
    clocks=(
        Clock(
            name="answer",
            starts=("hear",),
            stops=("answer", "met", "not_possible", "strike"),
            days=15,
            warns=48,
        ),
        Clock(
            name="telling", starts=("met", "not_possible"), stops=("told", "strike"), working_days=3, warns=24
        ),
    ),
    acts=(
        Act(
            name="hear",
            leads_to="heard",
            by=_ALL,
            needs={
                "topic": Choice(options=TOPICS),
                "heading": Words(max=60),
                "said": Words(max=500, personal=True),
            },
            wishes={
                "who": Words(max=40, personal=True),
                "phone": Phone(),
                "household": Household(),
                "place": Place(),
                "language": Choice(options=LANGUAGES),
                "visit": Link(to=("visit",)),
                "photo": Photo(most=3),
            },
        ),
        Act(
            name="route",
            after=_OPEN,
            leads_to="routed",
            by=_ALL,
            needs={"to": Choice(options=BODIES)},
            wishes={"to_whom": Words(max=60), "referral": Link(to=("referral",))},
        ),
        Act(
            name="answer",
            after=("heard", "routed", "answered"),
            leads_to="answered",
            by=_ALL,
            needs={"reply": Words(max=500, personal=True)},
            wishes={"promised_on": Day()},
        ),
        Act(
            name="met",
            after=_OPEN,
            leads_to="met",
            by=_ALL,
            needs={"how_met": Words(max=300)},
            wishes={"photo": Photo(most=3)},
        ),
        Act(
            name="not_possible",
            after=_OPEN,
            leads_to="not_possible",
            by=_ALL,
            needs={"why_not": Words(min=5, max=300)},
            wishes={"other_way": Words(max=200)},
        ),
        Act(
            name="told",
            after=("met", "not_possible"),
            leads_to="closed",
            by=_ALL,
            needs={"how_told": Choice(options=HOW_TOLD)},
            wishes={"resident_said": Words(max=200, personal=True)},
        ),
        Act(
            name="reopen",
            after=("met", "not_possible", "closed"),
            leads_to="heard",
            by=_ALL,
            needs={"why_again": Words(min=2, max=200)},
        ),
        Act(
            name="correct",
            after=(*_OPEN, "met", "not_possible"),
            by=_ALL,
            wishes={
                "topic": Choice(options=TOPICS),
                "heading": Words(max=60),
                "said": Words(max=500, personal=True),
                "place": Place(),
                "household": Household(),
            },
            corrects=True,
        ),
        strike(*_OPEN, by=_ALL),
    ),
)

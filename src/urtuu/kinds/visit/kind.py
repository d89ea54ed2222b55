"""A household visited: met or not at home, the card left, what was heard in one line, what came of it. 走访

A visit proves itself by the card left with the household (U09), never by a position. It is a fact: taken in
whatever order it arrives.
"""

from urtuu.kinds.common import strike
from urtuu.kinds.fields import Choice, Count, Day, Household, Link, Photo, Place, Words, YesNo
from urtuu.kinds.roles import FIELD_ROLES, Role
from urtuu.kinds.vocabulary import Act, Kind

MET = ("met", "not_home", "declined")
FOUND = ("nothing", "dispute", "need", "referral")
_DESK = (Role.CHIEF, Role.CLERK)

_SAID = {
    "household": Household(),
    "label": Words(max=40),
    "place": Place(),
    "heard": Words(max=300, personal=True),
    "found": Choice(options=FOUND),
    "made": Link(to=("dispute", "need", "referral")),
    "next_wished": Day(),
}

KIND = Kind(
    name="visit",
    title=("label",),
    columns=("met", "found", "card_left", "next_wished"),
    icon="door",
    ends=("made", "struck"),
    acts=(
        Act(
            name="make",
            leads_to="made",
            by=(*FIELD_ROLES, Role.MEDIATOR, Role.CHIEF),
            needs={"met": Choice(options=MET), "card_left": YesNo()},
            wishes={
                **_SAID,
                "minutes": Count(unit="minutes", max=600),
                "task": Link(to=("task",)),
                "photo": Photo(most=3),
            },
            guard="household_or_label",
        ),
        Act(
            name="correct",
            after=("made",),
            by=(*FIELD_ROLES, Role.MEDIATOR, *_DESK),
            wishes={"met": Choice(options=MET), "card_left": YesNo(), **_SAID},
            corrects=True,
        ),
        strike("made", by=(*FIELD_ROLES, Role.MEDIATOR, *_DESK)),
    ),
)

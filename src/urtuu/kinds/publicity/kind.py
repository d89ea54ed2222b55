"""A session of legal publicity: topics, place, people reached, material, language. 普法宣传

People are counted, never named; photographs show no recognisable face.
"""

from urtuu.kinds.common import LANGUAGES, strike
from urtuu.kinds.fields import Choice, Count, Day, Link, Photo, Place, Words
from urtuu.kinds.roles import FIELD_ROLES, Role
from urtuu.kinds.vocabulary import Act, Clock, Kind

TOPICS = (
    "drugs",
    "fraud",
    "traffic",
    "fire",
    "grassland",
    "family_violence",
    "minors",
    "law_general",
)
MATERIALS = ("leaflet", "poster", "talk", "film", "broadcast", "stall", "door_to_door", "online_group")
_BY = (*FIELD_ROLES, Role.MEDIATOR, Role.JUDICIAL, Role.CHIEF)
_NEEDS = {
    "topics": Choice(options=TOPICS, many=True),
    "people": Count(unit="people", min=1, max=5000),
    "language": Choice(options=LANGUAGES),
    "place": Place(),
}
_WISHES = {
    "title": Words(max=60),
    "materials": Choice(options=MATERIALS, many=True),
    "leaflets": Count(unit="pieces", max=100_000),
    "minutes": Count(unit="minutes", max=600),
    "asked": Words(max=300),
    "photo": Photo(),
    "task": Link(to=("task",)),
}

KIND = Kind(
    name="publicity",
    title=("title", "topics"),
    columns=("topics", "people", "language"),
    icon="megaphone",
    ends=("held", "called_off", "struck"),
    clocks=(
        Clock(
            name="date", starts=("plan",), stops=("hold", "call_off", "strike"), until="planned_on", warns=24
        ),
    ),
    acts=(
        Act(
            name="plan",
            leads_to="planned",
            by=_BY,
            needs={
                "topics": Choice(options=TOPICS, many=True),
                "planned_on": Day(),
                "place": Place(),
            },
            wishes={"title": Words(max=60), "language": Choice(options=LANGUAGES)},
        ),
        Act(
            name="hold",
            after=("planned",),
            leads_to="held",
            by=_BY,
            needs=_NEEDS,
            wishes=_WISHES,
            counts="people",
        ),
        Act(name="hold_now", leads_to="held", by=_BY, needs=_NEEDS, wishes=_WISHES, counts="people"),
        Act(
            name="call_off",
            after=("planned",),
            leads_to="called_off",
            by=_BY,
            needs={"reason": Words(min=2, max=200)},
        ),
        Act(
            name="correct",
            after=("planned", "held"),
            by=_BY,
            wishes={**_NEEDS, **_WISHES, "planned_on": Day()},
            corrects=True,
        ),
        strike("planned", "held", by=_BY),
    ),
)

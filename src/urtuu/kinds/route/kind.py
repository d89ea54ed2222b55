"""One officer's week as published: the three days, the stops with their windows, the ways between. 行程

It travels to the officer's phone, where a day can be mended without signal. Planned times, never a track of
where anybody was. A route that replaces it is a new record.
"""

from typing import Literal, get_args

from urtuu.kinds.common import a_week
from urtuu.kinds.fields import Choice, Count, Day, Link, Many, Officer, Words, YesNo
from urtuu.kinds.roles import Role
from urtuu.kinds.task.kind import WAY_BASES
from urtuu.kinds.vocabulary import Act, Kind

_CHIEFS = (Role.CHIEF, Role.COORDINATOR)
_PLACE = Count(max=200)
_SECOND = Count(max=86_400)
StopClass = Literal["promise", "due", "routine"]
CLASSES: tuple[StopClass, ...] = get_args(StopClass)
"""In this order: what was promised, what falls due, what is worth more the longer it waits."""

KIND = Kind(
    name="route",
    title=("week",),
    columns=("week", "officer"),
    home="station",
    holder="officer",
    held_from=("published",),
    week="week",
    icon="list",
    ends=("replaced",),
    acts=(
        Act(
            name="publish",
            leads_to="published",
            by=_CHIEFS,
            needs={
                "week": a_week(),
                "officer": Officer(role="officer"),
                "plan": Link(to=("plan",)),
                # Seconds since midnight; `duty` is the longest time from leaving to being back.
                "days": Many(
                    of={
                        "day": Day(),
                        "starts_at": _PLACE,
                        "ends_at": _PLACE,
                        "earliest": _SECOND,
                        "latest": _SECOND,
                        "duty": _SECOND,
                    },
                    max=7,
                ),
                "places": Many(of={"place": _PLACE, "label": Words(max=80)}, max=200),
            },
            wishes={
                "stops": Many(
                    of={
                        "task": Link(to=("task",)),
                        "day": Day(),
                        "place": _PLACE,
                        "service": _SECOND,
                        "opens": _SECOND,
                        "closes": _SECOND,
                        "begins": _SECOND,
                        "class": Choice(options=CLASSES),
                        "fixed": YesNo(),
                    },
                    max=300,
                ),
                "ways": Many(
                    of={
                        "a": _PLACE,
                        "b": _PLACE,
                        "seconds": _SECOND,
                        "basis": Choice(options=WAY_BASES),
                    },
                    max=2_500,
                ),
            },
            offline=False,
        ),
        Act(name="replace", after=("published",), leads_to="replaced", by=_CHIEFS, offline=False),
    ),
)

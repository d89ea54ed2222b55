"""One thing to do this week, for one officer, with a window, a source and a reason. 任务

Proposed by a clock, a person or a campaign; dealt out by the chief on Monday; nothing outside the published
list `WHAT` can be ordered. A carried task keeps its record and moves to the week it is carried to.
"""

from typing import Literal, get_args

from urtuu.kinds.common import a_week
from urtuu.kinds.fields import Choice, Count, Day, Household, Link, Moment, Officer, Place, Words, YesNo
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Clock, Kind

WHAT = (
    "visit",
    "follow_up",
    "dispute_first_contact",
    "publicity",
    "need",
    "referral",
    "errand",
    "patrol",
    "hazard_check",
    "training",
)
SOURCES = (
    "clock",
    "follow_up",
    "silent",
    "report",
    "campaign",
    "unvisited",
    "request",
    "chief",
    "carried",
)
WHY_CARRIED = ("not_home", "weather", "road", "urgent_matter", "no_time", "waiting", "other")
OUTCOMES = ("done", "not_home", "declined", "nothing_needed", "handed_on")

_WHEN_AND_WHERE = {
    "minutes": Count(unit="minutes", min=1, max=1440),
    "window_from": Day(),
    "window_to": Day(),
    "household": Household(),
    "place": Place(),
}
WayBasis = Literal["network", "estimate", "typed"]
WAY_BASES: tuple[WayBasis, ...] = get_args(WayBasis)
"""Where the minutes of a way come from: a road graph, a distance, somebody who knows it."""
_STOP = {"on_day": Day(), "begins": Moment()}
_WAY = {
    "way_minutes": Count(unit="minutes", max=1440),
    "way_basis": Choice(options=WAY_BASES),
}
_FIXED = {"promised": YesNo(), "pinned": YesNo()}
_UNPLANNED = {"on_day": ""}
"""No stop of a plan any more: carried, put back, or in other hands."""
_OPEN = ("issued", "acknowledged", "started")
_CHIEFS = (Role.CHIEF, Role.COORDINATOR)
_HANDS = (Role.OFFICER, Role.ASSISTANT)

KIND = Kind(
    name="task",
    title=("title",),
    columns=("what", "source", "officer", "window_to", "minutes"),
    home="station",
    holder="officer",
    held_from=(*_OPEN, "done"),
    week="week",
    icon="list",
    ends=("done", "cancelled"),
    clocks=(
        Clock(
            name="window",
            starts=("issue", "hand_over"),
            stops=("done", "carry_over", "cancel"),
            until="window_to",
            warns=24,
        ),
    ),
    acts=(
        Act(
            name="propose",
            leads_to="proposed",
            by=(Role.HOUSE, *_CHIEFS, *_HANDS, Role.CLERK, Role.CHAIR, Role.SAFETY),
            needs={
                "what": Choice(options=WHAT),
                "title": Words(max=80),
                "source": Choice(options=SOURCES),
                "reason": Words(max=200),
                "week": a_week(),
            },
            wishes={**_WHEN_AND_WHERE, "suggested": Officer(role="officer"), "about": Link()},
        ),
        Act(
            name="assign",
            after=("proposed", "assigned", "carried"),
            leads_to="assigned",
            by=_CHIEFS,
            needs={"officer": Officer(role="officer")},
            wishes={"week": a_week(), **_WHEN_AND_WHERE},
            offline=False,
        ),
        Act(
            name="put_back",
            after=("assigned",),
            leads_to="proposed",
            by=_CHIEFS,
            sets={"officer": "", **_UNPLANNED},
            offline=False,
        ),
        # The stop in a published plan: on which day, from which minute, how long the way to it takes.
        Act(
            name="schedule",
            after=("assigned", *_OPEN),
            by=_CHIEFS,
            needs=_STOP,
            wishes={**_WAY, **_FIXED},
            guard="begins_on_its_day",
            corrects=True,
            offline=False,
        ),
        Act(
            name="unschedule",
            after=("assigned", *_OPEN),
            by=_CHIEFS,
            needs={"why_unplanned": Words(min=2, max=200)},
            sets=_UNPLANNED,
            offline=False,
        ),
        # The officer decides on the road; what was promised or pinned stays on its day.
        Act(
            name="reschedule",
            after=_OPEN,
            by=_HANDS,
            needs=_STOP,
            wishes=_WAY,
            guard="keeps_its_promise",
            corrects=True,
        ),
        Act(name="issue", after=("assigned",), leads_to="issued", by=_CHIEFS, offline=False),
        Act(name="acknowledge", after=("issued",), leads_to="acknowledged", by=_HANDS),
        Act(name="start", after=("issued", "acknowledged"), leads_to="started", by=_HANDS),
        Act(
            name="done",
            after=_OPEN,
            leads_to="done",
            by=_HANDS,
            needs={"outcome": Choice(options=OUTCOMES)},
            wishes={
                "made": Link(),
                "note": Words(max=300, personal=True),
                "minutes_spent": Count(unit="minutes", max=1440),
            },
        ),
        Act(
            name="carry_over",
            after=("assigned", *_OPEN),
            leads_to="carried",
            by=(*_HANDS, *_CHIEFS),
            needs={"why_carried": Choice(options=WHY_CARRIED), "week": a_week()},
            wishes={
                "note": Words(max=300, personal=True),
                "window_from": Day(),
                "window_to": Day(),
            },
            sets=_UNPLANNED,
        ),
        Act(
            name="hand_over",
            after=_OPEN,
            leads_to="issued",
            by=_CHIEFS,
            needs={"officer": Officer(role="officer")},
            wishes={"hand_over_note": Words(max=200)},
            sets=_UNPLANNED,
            guard="to_somebody_else",
            offline=False,
        ),
        Act(
            name="cancel",
            after=("proposed", "assigned", "carried", *_OPEN),
            leads_to="cancelled",
            by=_CHIEFS,
            needs={"why_cancelled": Words(min=2, max=200)},
            offline=False,
        ),
        Act(
            name="correct",
            after=("proposed", "assigned", "carried", *_OPEN, "done"),
            by=(*_CHIEFS, *_HANDS),
            wishes={"title": Words(max=80), "reason": Words(max=200), **_WHEN_AND_WHERE, "made": Link()},
            corrects=True,
        ),
    ),
)

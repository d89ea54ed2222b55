"""The week of a station as it was published: who goes where, with all it takes to reckon it again. 周计划

`text` holds the whole problem, the solver's settings and the routes in canonical form: places, minutes,
windows and record ids, nothing about a person. A plan that replaces it is a new record.
"""

from urtuu.kinds.common import a_week
from urtuu.kinds.fields import Count, Link, Words
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Kind

_CHIEFS = (Role.CHIEF, Role.COORDINATOR)
_MOST = 100_000
MOST_TEXT = 48_000
"""Letters of one piece of the packed text."""

KIND = Kind(
    name="plan",
    title=("week",),
    columns=("week", "visits", "left_out", "promises", "promises_kept"),
    home="station",
    week="week",
    icon="clipboard",
    ends=("replaced",),
    desk_only=True,
    acts=(
        Act(
            name="publish",
            leads_to="published",
            by=_CHIEFS,
            needs={
                "week": a_week(),
                "text": Words(max=MOST_TEXT),
                "pieces": Count(min=1, max=99),
                "digest": Words(min=64, max=64),
                "engine": Words(max=40),
                "visits": Count(max=_MOST),
                "left_out": Count(max=_MOST),
                "promises": Count(max=_MOST),
                "promises_kept": Count(max=_MOST),
            },
            wishes={"replaces": Link(to=("plan",)), "why": Words(max=200)},
            offline=False,
        ),
        # A line of the journal is short; a large station's week is not.
        Act(
            name="add_text",
            after=("published",),
            by=_CHIEFS,
            needs={"nth": Count(min=2, max=99), "text": Words(max=MOST_TEXT)},
            offline=False,
        ),
        Act(name="replace", after=("published",), leads_to="replaced", by=_CHIEFS, offline=False),
    ),
)

"""A feed opened for somebody, or a part of one record approved for reading, and closed again. 授权

Minors' data are read on approval by a responsible person, for a time (未成年人网络保护条例 36).
"""

from urtuu.kinds.fields import Choice, Day, Link, Officer, Words
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Clock, Kind

_BY = (Role.CHIEF, Role.CHAIR, Role.COORDINATOR, Role.SAFETY, Role.HOUSE)
_OPENS = (Role.CHIEF, Role.CHAIR, Role.COORDINATOR, Role.HOUSE)

KIND = Kind(
    name="grant",
    columns=("staff", "feed", "until"),
    home="station",
    icon="shield",
    desk_only=True,
    ends=("closed",),
    clocks=(
        Clock(name="term", starts=("open", "approve_reading"), stops=("close",), until="until", warns=24),
    ),
    acts=(
        Act(
            name="open",
            leads_to="opened",
            by=_OPENS,
            needs={"staff": Officer(), "about": Link(), "feed": Words(max=80)},
            wishes={"until": Day(), "why": Words(max=200)},
            offline=False,
        ),
        Act(
            name="approve_reading",
            leads_to="opened",
            by=(Role.CHAIR, Role.COORDINATOR, Role.SAFETY),
            needs={
                "staff": Officer(),
                "about": Link(to=("dispute",)),
                "part": Choice(options=("minor",)),
                "until": Day(),
                "why": Words(min=2, max=200),
            },
            guard="not_to_oneself",
            offline=False,
        ),
        Act(
            name="close",
            after=("opened",),
            leads_to="closed",
            by=_BY,
            wishes={"why_closed": Words(max=200)},
            offline=False,
        ),
    ),
)

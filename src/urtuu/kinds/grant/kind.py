"""A feed opened for somebody, for one record, and closed again. 授权"""

from urtuu.kinds.fields import Day, Link, Officer, Words
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Clock, Kind

_BY = (Role.CHIEF, Role.CHAIR, Role.COORDINATOR, Role.HOUSE)

KIND = Kind(
    name="grant",
    columns=("staff", "feed", "until"),
    home="station",
    icon="shield",
    desk_only=True,
    ends=("closed",),
    clocks=(Clock(name="term", starts=("open",), stops=("close",), until="until", warns=24),),
    acts=(
        Act(
            name="open",
            leads_to="opened",
            by=_BY,
            needs={"staff": Officer(), "about": Link(), "feed": Words(max=80)},
            wishes={"until": Day(), "why": Words(max=200)},
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

"""What becomes of an entry that was held: let through, or set aside with a reason. 裁定

Its `entry` is the held entry's id. A set-aside entry is kept, with the reason, in its author's tray.
"""

from urtuu.kinds.fields import Link, Words
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Kind

_BY = (Role.CHIEF, Role.CHAIR, Role.COORDINATOR)

KIND = Kind(
    name="ruling",
    columns=("entry",),
    home="station",
    icon="scales",
    desk_only=True,
    ends=("let_through", "set_aside"),
    acts=(
        Act(
            name="let_through",
            leads_to="let_through",
            by=_BY,
            needs={"entry": Link()},
            wishes={"why": Words(max=300)},
            offline=False,
        ),
        Act(
            name="set_aside",
            leads_to="set_aside",
            by=_BY,
            needs={"entry": Link(), "why": Words(min=5, max=300)},
            offline=False,
        ),
    ),
)

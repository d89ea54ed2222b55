"""A sealed or restricted part was opened, or somebody was turned away: who, of what, what for. 查阅

Written in the same transaction that shows the part, so that no reading goes unrecorded, nor any try.
"""

from urtuu.kinds.fields import Count, Link, Words
from urtuu.kinds.roles import EVERYONE, Role
from urtuu.kinds.vocabulary import Act, Kind

_OF = {"kind": Words(max=40), "about": Link(), "part": Words(max=40)}

KIND = Kind(
    name="reading",
    columns=("kind", "part", "about"),
    home="station",
    icon="lock",
    desk_only=True,
    ends=("read", "searched", "turned_away"),
    acts=(
        Act(
            name="read",
            leads_to="read",
            by=EVERYONE,
            needs={**_OF, "purpose": Words(min=2, max=200)},
            offline=False,
        ),
        # 7.8: whoever keeps the register of a station may look for a name in it; the name itself is not kept.
        Act(
            name="search",
            leads_to="searched",
            by=(Role.CHAIR, Role.REGISTRAR),
            needs={
                "kind": Words(max=40),
                "part": Words(max=40),
                "purpose": Words(min=2, max=200),
                "found": Count(max=10_000),
            },
            offline=False,
        ),
        Act(
            name="turn_away",
            leads_to="turned_away",
            by=EVERYONE,
            needs=_OF,
            wishes={"purpose": Words(min=2, max=200)},
            offline=False,
        ),
    ),
)

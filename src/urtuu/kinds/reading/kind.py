"""A sealed or restricted part was opened: by whom, of what, what for. 查阅

Written by the house in the same transaction that shows the part, so that no reading goes unrecorded.
"""

from urtuu.kinds.fields import Link, Words
from urtuu.kinds.roles import EVERYONE
from urtuu.kinds.vocabulary import Act, Kind

KIND = Kind(
    name="reading",
    columns=("kind", "part", "about"),
    home="station",
    icon="lock",
    desk_only=True,
    ends=("read",),
    acts=(
        Act(
            name="read",
            leads_to="read",
            by=EVERYONE,
            needs={
                "kind": Words(max=40),
                "about": Link(),
                "part": Words(max=40),
                "purpose": Words(min=2, max=200),
            },
            offline=False,
        ),
    ),
)

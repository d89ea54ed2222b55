"""A seal key destroyed, and with it everything sealed under it. 删除

The entries, their times and their digests remain, so the chain still verifies; the text is gone.
"""

from urtuu.kinds.fields import Choice, Link, Words
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Kind

KIND = Kind(
    name="erasure",
    columns=("about", "reason"),
    home="station",
    icon="shield",
    desk_only=True,
    ends=("erased",),
    acts=(
        Act(
            name="erase",
            leads_to="erased",
            # 7.9: the house, where the schedule leaves nothing to judge.
            by=(Role.PRIVACY, Role.HOUSE),
            needs={
                "key": Words(max=120),
                "about": Link(),
                "reason": Choice(options=("retention", "request", "error")),
            },
            # What must be kept longer than the rest: the safety record, as evidence (disputes.md 7.9).
            wishes={"why": Words(max=300), "spares": Choice(options=("safety",))},
            offline=False,
        ),
    ),
)

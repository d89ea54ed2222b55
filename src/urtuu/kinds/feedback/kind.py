"""A word from the desk about something an officer wrote: thanks, a comment, a wish for a correction. 回音

It travels to the officer's phone like a task. A correction is an act of the record itself; the answer names
the entry that made it, so that wish, original and correction lead to one another.
"""

from urtuu.kinds.fields import Link, Officer, Words
from urtuu.kinds.roles import FIELD_ROLES, Role
from urtuu.kinds.vocabulary import Act, Kind

_DESK = (Role.CHIEF, Role.COORDINATOR, Role.CLERK, Role.SAFETY, Role.CHAIR)
_ABOUT = {"about": Link(), "officer": Officer(role="officer"), "text": Words(max=300, personal=True)}
_ENTRY = {"about_entry": Words(min=36, max=36)}

KIND = Kind(
    name="feedback",
    columns=("about", "officer"),
    home="station",
    holder="officer",
    held_from=("told", "asked", "explained", "closed"),
    icon="heart-hand",
    ends=("closed",),
    acts=(
        Act(name="comment", leads_to="told", by=_DESK, needs=_ABOUT, wishes=_ENTRY, offline=False),
        Act(name="thank", leads_to="told", by=_DESK, needs=_ABOUT, wishes=_ENTRY, offline=False),
        Act(name="ask_correction", leads_to="asked", by=_DESK, needs=_ABOUT, wishes=_ENTRY, offline=False),
        Act(name="read", after=("told",), leads_to="closed", by=FIELD_ROLES),
        Act(
            name="corrected",
            after=("asked",),
            leads_to="closed",
            by=FIELD_ROLES,
            needs={"made_entry": Words(min=36, max=36)},
        ),
        Act(
            name="explain",
            after=("asked",),
            leads_to="explained",
            by=FIELD_ROLES,
            needs={"why": Words(min=2, max=300, personal=True)},
        ),
        Act(name="settle", after=("asked", "explained"), leads_to="closed", by=_DESK, offline=False),
    ),
)

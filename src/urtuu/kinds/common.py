"""What several kinds ask in the same way: bodies, languages, weeks, how a slip is struck."""

from __future__ import annotations

from urtuu.kinds.fields import Choice, Words
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act

BODIES = (
    "station",
    "judicial_office",
    "committee",
    "court",
    "police",
    "civil_affairs",
    "federation",
    "township",
    "grassland_office",
    "labour_office",
    "legal_aid",
    "health",
    "petition_office",
    "other",
)
"""Bodies to which a matter may be handed or put, the station and the judicial office first."""
LANGUAGES = ("zh", "mn", "both")
YES_NO_UNKNOWN = ("yes", "no", "unknown")


def a_week() -> Words:
    """An ISO week, `2026-W48`."""
    return Words(min=8, max=8)


def asked() -> Choice:
    """Yes, no or unknown: an officer at a door does not always know."""
    return Choice(options=YES_NO_UNKNOWN)


def strike(*after: str, by: tuple[Role, ...]) -> Act:
    """Strikes a record that should not exist, with a reason. It stays readable and is no longer counted."""
    return Act(name="strike", after=after, leads_to="struck", by=by, needs={"reason": Words(min=2, max=200)})

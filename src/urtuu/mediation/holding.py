"""The hold that follows from answers to the safety questions, in the transaction that takes them (7.4.3).

The answers are opened once, as the door that judged them was shown them, and go no further: the open line
tells that there is a hold and by when it is answered, as of any hold.
"""

from __future__ import annotations

from datetime import datetime

from urtuu.journal import desk, lookups, sealing
from urtuu.journal.reactions import react
from urtuu.journal.standings import standing_of
from urtuu.kinds.composing import Deed
from urtuu.kinds.dispute import rules
from urtuu.kinds.dispute.safety import HELD_FROM
from urtuu.kinds.entries import Entry
from urtuu.kinds.fold import Standing
from urtuu.places.permissions import HOUSE_ID

KIND, ASKED = "dispute", "safety_questions"


def register() -> None:
    """Enters into the journal's table what follows from the questions."""
    react(KIND, ASKED, hold, writes=True)


def hold(entry: Entry, now: datetime) -> None:
    """The house holds it, unless somebody did: it never loosens, and never holds twice."""
    standing = standing_of(lookups.record_states([entry.record])[entry.record])
    within = _within(entry, standing)
    if not within or standing.state not in HELD_FROM:
        return
    deed = Deed(
        kind=KIND,
        act="hold",
        fields={"answer_within": within},
        record=entry.record,
        grid=standing.grid,
        station=standing.station,
        gacha=standing.gacha,
        saw=standing.version,
        training=entry.training,
    )
    desk.perform(HOUSE_ID, deed, now)


def _within(entry: Entry, standing: Standing) -> str:
    """By when it must be answered. Where they are kept apart, a concern has been answered already."""
    answers = [part.body for part in sealing.opened_of_entries([entry.id], ["safety"])]
    within = rules.hold_within(answers[0], standing.body) if answers else ""
    return "" if within == "four_hours" and rules.separate_only(standing) else within

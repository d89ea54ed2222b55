"""What follows when a phone says where the village room is: its point, in the transaction of the act."""

from __future__ import annotations

import logging
from datetime import datetime

from urtuu.journal.reactions import react
from urtuu.kinds.entries import Entry
from urtuu.places.queries import who_of
from urtuu.places.services import Refused
from urtuu.rounds.travel.keys import room_place
from urtuu.rounds.travel.services import capture

KIND, ACTS = "waypoint", ("capture", "again")
_MILLION = 1_000_000
_log = logging.getLogger(__name__)


def register() -> None:
    """Enters into the journal's table what follows from a waypoint."""
    for act in ACTS:
        react(KIND, act, take)


def take(entry: Entry, now: datetime) -> None:
    """The room's point. Practice changes no map."""
    if entry.training:
        return
    said = entry.body
    lon, lat = said["east_e6"] / _MILLION, said["north_e6"] / _MILLION
    try:
        capture(who_of(entry.actor), room_place(entry.grid), lon, lat, said["accuracy"], now)
    except Refused as refused:
        # The act was taken and stays, also where the officer has another grid by now: no point follows.
        _log.warning("waypoint %s gives no point: %s", entry.record, refused.sentence.name)

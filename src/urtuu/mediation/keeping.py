"""What has been kept long enough, and its destruction: the key goes, the line, digest and times stay."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from urtuu.base.sentences import Sentence
from urtuu.journal import desk
from urtuu.journal.queries import RecordRow, rows, standings, today
from urtuu.kinds.composing import Deed
from urtuu.kinds.dispute import retention
from urtuu.kinds.dispute.retention import Over
from urtuu.places.permissions import HOUSE, HOUSE_ID, Who

log = logging.getLogger(__name__)
KIND = "dispute"
PARTS = ("notes", "safety")
UNASKED = ("not_accepted", "notes")
"""Rows of the schedule that leave nothing to judge. A file is destroyed by a person who has looked at it."""
_ENDED = ("not_accepted", "terminated", "referred")


@dataclass(frozen=True)
class Kept:
    """A record and one thing of it that has been kept long enough."""

    one: RecordRow
    over: Over


def due(asking: Who, on: date) -> list[Kept]:
    """Everything in reach that was kept long enough, the longest kept first. One query."""
    ended = standings(asking, KIND, on).filter(Q(open=False) | Q(state__in=_ENDED))
    found = [
        Kept(one, over)
        for one in rows(ended.exclude(state="void"))
        for over in retention.over(one.standing, on)
    ]
    return sorted(found, key=lambda kept: (kept.over.until, kept.one.row.number))


class CutShort(desk.NotTaken):
    """One could not be destroyed and nothing of it was; `gone` before it are."""

    def __init__(self, sentence: Sentence, gone: int) -> None:
        super().__init__(sentence)
        self.gone = gone


def let_go(staff: str, kept: Iterable[Kept], now: datetime) -> int:
    """Destroys what was kept long enough, in the name of a person: how many. Raises CutShort."""
    number = 0
    for one in kept:
        try:
            with transaction.atomic():
                _destroy(staff, one, now)
        except desk.NotTaken as refused:
            raise CutShort(refused.sentence, number) from refused
        number += 1
    return number


def let_go_unasked(now: datetime) -> int:
    """Destroys what needs no person's judgement, in the name of the house; asked once a day. How many."""
    number = 0
    for one in due(HOUSE, today(now)):
        if one.over.why not in UNASKED:
            continue
        try:
            number += let_go(HOUSE_ID, [one], now)
        except CutShort as cut:  # it stays on the privacy officer's list
            log.warning("not let go of %s: %s", one.one.row.number, cut.sentence.name)
    return number


def _destroy(staff: str, kept: Kept, now: datetime) -> None:
    row = kept.one.row
    key = f"{row.record}/{kept.over.of}" if kept.over.of in PARTS else row.record
    fields = {"key": key, "about": row.record, "reason": "retention"}
    if kept.over.of == "all_but_safety":
        fields["spares"] = "safety"
    erasure = Deed(kind="erasure", act="erase", fields=fields, station=row.station, grid=row.grid)
    desk.perform(staff, erasure, now)
    said = Deed(
        kind=KIND,
        act="let_go",
        fields={"let_go_of": kept.over.of},
        record=row.record,
        station=row.station,
        grid=row.grid,
        gacha=row.gacha,
        saw=row.version,
    )
    desk.perform(HOUSE_ID, said, now)

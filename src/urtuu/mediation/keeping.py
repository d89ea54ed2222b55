"""What has been kept long enough, and its destruction: the key goes, the line, digest and times stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from urtuu.base.sentences import Sentence
from urtuu.journal import desk
from urtuu.journal.queries import RecordRow, rows, standings
from urtuu.kinds.composing import Deed
from urtuu.kinds.dispute import retention
from urtuu.kinds.dispute.retention import Over
from urtuu.places.permissions import HOUSE_ID, Who

KIND = "dispute"
PARTS = ("notes", "safety")
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

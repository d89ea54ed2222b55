"""Some acts of the cast, sealed parts among them, for sites that tests carry about."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone

from cast import Cast
from urtuu.base.ids import new_id
from urtuu.journal import desk
from urtuu.kinds.composing import Deed
from urtuu.places.models import Grid, Staff

NEED = {"topic": "water", "heading": "机井不出水", "said": "井干了三天"}


def some_work(cast: Cast) -> None:
    """Needs heard and met."""
    for turn in range(5):
        record = _need(cast.bataar.id, cast.near)
        if turn % 2:
            _do(cast.bataar.id, cast.near, "met", {"how_met": "修好了"}, record)


def one_more() -> None:
    """One more need."""
    _need(str(Staff.objects.get(username="bataar").pk), Grid.objects.get(pk="near"))


def _need(staff: str, grid: Grid) -> str:
    record = str(new_id(datetime.now(UTC)))
    _do(staff, grid, "hear", NEED, record)
    return record


def _do(staff: str, grid: Grid, act: str, fields: dict[str, str], record: str) -> None:
    place = grid.gachas.all()[0].pk
    deed = Deed(
        kind="need",
        act=act,
        fields=fields,
        record=record,
        grid=grid.pk,
        station=grid.station_id,
        gacha=place,
        saw=int(act == "met"),
    )
    desk.perform(staff, deed, timezone.now())

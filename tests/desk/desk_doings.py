"""Acts that the desk's tests need done before they look: through the journal's own door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from cast import Cast, Person
from urtuu.base.ids import new_id
from urtuu.journal import desk
from urtuu.kinds.composing import Deed
from urtuu.places.models import Grid

SignedIn = Callable[..., Client]
"""Opens a browser in which somebody is signed in; a second argument names the language."""

SECRET = "只有经办人可以看到的内容"
SAFETY_SECRET = "一人时说的安全情况"
DISPUTE = {
    "how_found": "visit",
    "category": "LND",
    "people": 2,
    "hurt_or_threatened": "no",
    "size": "small",
    "summary": SECRET,
}


def did(
    who: Person,
    kind: str,
    act: str,
    grid: Grid,
    *,
    record: str = "",
    saw: int = 0,
    at: datetime | None = None,
    **fields: Any,
) -> str:
    """One act; the id of its record."""
    now = at or timezone.now()
    ident = record or str(new_id(now))
    gacha = grid.gachas.all()[0].pk
    deed = Deed(
        kind=kind,
        act=act,
        fields=fields,
        record=ident,
        grid=grid.pk,
        station=grid.station_id,
        gacha=gacha,
        saw=saw,
    )
    desk.perform(who.id, deed, now)
    return ident


def dispute(who: Person, grid: Grid, **more: Any) -> str:
    """A reported dispute."""
    place = {"gacha": grid.gachas.all()[0].pk, "spot": "村部东侧"}
    return did(who, "dispute", "report", grid, **{**DISPUTE, "place": place, **more})


def need(who: Person, grid: Grid, heading: str = "机井不出水", **more: Any) -> str:
    """A need that was heard."""
    return did(who, "need", "hear", grid, **{"topic": "water", "heading": heading, "said": SECRET, **more})


def task(who: Person, grid: Grid, title: str = "走访宝音家", **more: Any) -> str:
    """A proposed task."""
    fields = {
        "what": "visit",
        "title": title,
        "source": "chief",
        "reason": "站长交办",
        "week": "2026-W48",
        **more,
    }
    return did(who, "task", "propose", grid, **fields)


def visit(who: Person, grid: Grid, label: str = "宝音家", **more: Any) -> str:
    """A visit that was made."""
    return did(
        who,
        "visit",
        "make",
        grid,
        **{"met": "met", "card_left": True, "label": label, "heard": SECRET, **more},
    )


def held(cast: Cast) -> tuple[str, str]:
    """A dispute and the id of an entry about it that is held: two acted without knowing of each other."""
    record = dispute(cast.bataar, cast.near)
    refer = {"receiver": "court", "why_referred": "当事人要求", "sent": "最少的内容", "basis": "consent"}
    did(cast.saran, "dispute", "refer", cast.near, record=record, saw=1, **refer)
    deed = Deed(kind="dispute", act="not_accept", record=record, grid="near", station="shuangsheng", saw=1,
                fields={"why_not_accepted": "outside_scope", "remedies_told": True})  # fmt: skip
    receipt = desk.submit(cast.wang.id, [deed], timezone.now())[0]
    assert receipt.answer == "held", receipt
    return record, receipt.id


def yesterday() -> datetime:
    """A day ago."""
    return timezone.now() - timedelta(days=1)

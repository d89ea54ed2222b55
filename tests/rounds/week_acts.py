"""What the tests of the week need done first: matters, visits and tasks, through the journal's own door."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cast import Cast, Person
from urtuu.base.ids import new_id
from urtuu.base.weeks import Week
from urtuu.journal import desk
from urtuu.journal import queries as journal
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.composing import Deed
from urtuu.places.models import Device, Grid

WEEK = Week(2026, 48)
SECRET = "只有当事人知道的事"


def at(day: int, hour: int = 9, minute: int = 0, week: Week = WEEK) -> datetime:
    """A moment of a weekday, 1 for Monday; 0 and less are of the week before."""
    return datetime.combine(week.monday + timedelta(days=day - 1), datetime.min.time(), LOCAL) + timedelta(
        hours=hour, minutes=minute
    )


MONDAY = at(1, 9, 40)


def did(
    who: Person, kind: str, act: str, grid: Grid, when: datetime, *, record: str = "", **fields: Any
) -> str:
    """One act; the id of its record."""
    ident = record or str(new_id(when))
    gacha = grid.gachas.all()[0].pk
    place = {"grid": grid.pk, "station": grid.station_id, "gacha": gacha}
    desk.perform(who.id, Deed(kind=kind, act=act, fields=fields, record=ident, **place), when)
    return ident


def dispute(who: Person, grid: Grid, when: datetime, **more: Any) -> str:
    """A small dispute between neighbours, reported."""
    said = {
        "how_found": "visit",
        "category": "NEI",
        "people": 2,
        "hurt_or_threatened": "no",
        "size": "small",
        "summary": SECRET,
        "place": {"gacha": grid.gachas.all()[0].pk, "spot": "井旁"},
    }
    return did(who, "dispute", "report", grid, when, **{**said, **more})


def need(who: Person, grid: Grid, when: datetime, heading: str = "机井不出水", **more: Any) -> str:
    """A need that was heard."""
    return did(who, "need", "hear", grid, when, topic="water", heading=heading, said=SECRET, **more)


def visit(who: Person, grid: Grid, door: str, when: datetime, **more: Any) -> str:
    """A visit to a household."""
    return did(
        who, "visit", "make", grid, when, **{"met": "met", "card_left": True, "household": door, **more}
    )


def task(who: Person, grid: Grid, title: str = "走访宝音家", when: datetime = MONDAY, **more: Any) -> str:
    """A proposed task."""
    said = {"what": "visit", "title": title, "source": "chief", "reason": "站长交办", "week": str(WEEK)}
    return did(who, "task", "propose", grid, when, **{**said, **more})


def visited_everywhere(cast: Cast, when: datetime) -> None:
    """Every door of the home station, so that no visit is proposed only because nobody was there."""
    for person, grid in ((cast.bataar, cast.near), (cast.qiqige, cast.next_door)):
        for door in cast.doors[grid.pk]:
            visit(person, grid, str(door.pk), when)


def phone(who: Person, seen_at: datetime | None, queue: int = 0) -> Device:
    """A phone of somebody, last heard from at a moment."""
    return Device.objects.create(
        staff=who.staff,
        alg="ed25519",
        public_key=f"key of {who.id}",
        enrolled_at=at(-20),
        last_seen_at=seen_at,
        queue_len=queue,
    )


def tasks(cast: Cast, when: datetime = MONDAY, station: str = "") -> list[journal.RecordRow]:
    """All tasks of the home station, the first proposed first."""
    found = journal.counted(cast.saran.who if not station else cast.nasan.who, "board", journal.today(when))
    return journal.rows(found.filter(kind="task").order_by("began_at", "number"))

"""What the planner is told, in a fixed number of queries: matters, doors, campaigns, the measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from urtuu.base.weeks import DayPart, Week
from urtuu.base.workdays import working_days
from urtuu.journal import queries as journal
from urtuu.journal.queries import RecordRow
from urtuu.kinds import words
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.fold import Standing
from urtuu.places import queries as places
from urtuu.places.models import Household, Station
from urtuu.places.permissions import Who
from urtuu.rounds import rules
from urtuu.rounds.calendar import parts_of
from urtuu.rounds.dues import STORED_IN, dues
from urtuu.rounds.known import Door, Drive, Matter, Scope
from urtuu.rounds.models import Campaign, Measure

MATTERS = ("dispute", "need", "referral", "publicity")
HELD_FOR_SAFETY = "safety_hold"
"""Its next step is the safety lead's: nobody is sent to the door by a rule."""
_UNTOUCHED = {"dispute": ("reported",), "need": ("heard",)}
_RESTING = ("paused", "referred", "performing")
_TOUCHES = ("contact", "session", "settle_at_once", "safety_questions", "route", "answer")
_BACK_DAYS = 730


@dataclass(frozen=True)
class Facts:
    """Everything `rules.proposals` wants."""

    scope: Scope
    matters: list[Matter]
    doors: list[Door]
    drives: list[Drive]
    taken: set[str]


def facts(asking: Who, station: str, week: Week, now: datetime) -> Facts:
    """What is known of a station before its week is drawn up."""
    return Facts(
        scope=scope_of(station, week, now),
        matters=[matter_of(row, now) for row in open_matters(asking, station, now)],
        doors=_doors(asking, station, now),
        drives=_drives(station, week),
        taken=_taken(asking, station, week, now),
    )


def scope_of(station: str, week: Week, now: datetime) -> Scope:
    """The week as the rules are asked for it."""
    today = journal.today(now)
    on = max(today, week.monday)
    measure = Measure.of(station)
    pattern = Station.objects.values_list("week_pattern", flat=True).get(pk=station)
    parts, _ = parts_of(week, pattern)
    return Scope(
        week=week,
        today=today,
        field_days=[day for day, part in sorted(parts.items()) if part is DayPart.FIELD],
        officers={grid: str(staff.pk) for grid, staff in places.officers_by_grid(station, on).items()},
        grids=[grid.pk for grid in places.grids_of(station)],
        gap_weeks=measure.gap_weeks,
        most_visits=measure.most_visits,
        silent_days=measure.silent_days,
    )


def open_matters(asking: Who, station: str, now: datetime) -> list[RecordRow]:
    """Open disputes, needs, referrals and planned sessions of a station that this person may see."""
    found = journal.counted(asking, "board", journal.today(now)).filter(
        station=station, kind__in=MATTERS, open__in=[True]
    )
    rows = journal.rows(found.order_by("began_at", "record"))
    return [row for row in rows if row.row.state != HELD_FOR_SAFETY]


def matter_of(one: RecordRow, now: datetime) -> Matter:
    """A record as the planner may know it."""
    standing, row = one.standing, one.row
    place = standing.body.get("place") or {}
    return Matter(
        kind=row.kind,
        record=row.record,
        number=row.number,
        heading=heading_of(standing, row.title),
        grid=row.grid,
        gacha=place.get("gacha", row.gacha),
        spot=place.get("spot", ""),
        household=standing.body.get("household", ""),
        began_on=row.began_at.astimezone(LOCAL).date(),
        moved_on=row.changed_at.astimezone(LOCAL).date(),
        dues=dues(standing, one.kind, now, working_days()),
        promised_on=_day(standing.body.get("promised_on")),
        untouched=row.state in _UNTOUCHED.get(row.kind, ()) and standing.last(*_TOUCHES) is None,
        resting=row.state in _RESTING,
    )


def heading_of(standing: Standing, title: str) -> str:
    """What a matter is, in stored words: its heading, or the kind of dispute. Never who."""
    if title:
        return title
    body = standing.body
    if standing.kind == "dispute" and body.get("grassland"):
        return words.choice(STORED_IN, "dispute", "grassland", body["grassland"])
    if standing.kind == "dispute" and body.get("category") not in (None, "unknown"):
        return words.choice(STORED_IN, "dispute", "category", body["category"]) + "纠纷"
    topics = [words.choice(STORED_IN, standing.kind, "topics", one) for one in body.get("topics", ())]
    return "、".join(topics) or words.label(STORED_IN, standing.kind, "kind", "one")


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None


# --- doors ------------------------------------------------------------------------------------------


class _VisitSaid(msgspec.Struct):
    household: str = ""
    met: str = ""
    next_wished: str = ""


class _Visit(msgspec.Struct):
    """The few fields wanted of thousands of standings; the decoder skips the rest."""

    body: _VisitSaid


@dataclass
class _Seen:
    visited_on: date | None = None
    wished_on: date | None = None


def _doors(asking: Who, station: str, now: datetime) -> list[Door]:
    """The active doors of a station. No telephone is read: what is proposed is a label and a place."""
    seen = _seen_doors(asking, now)
    found = Household.objects.filter(grid__station=station, active=True).order_by("grid", "label", "pk")
    nobody = _Seen()
    return [
        Door(
            household=str(pk),
            label=f"{group} {label}".strip(),
            grid=grid,
            gacha=gacha,
            visited_on=seen.get(str(pk), nobody).visited_on,
            wished_on=seen.get(str(pk), nobody).wished_on,
        )
        for pk, label, group, grid, gacha in found.values_list("pk", "label", "group_name", "grid", "gacha")
    ]


def _seen_doors(asking: Who, now: datetime) -> dict[str, _Seen]:
    """When each door was last answered, and the wish that nobody has fulfilled yet."""
    seen: dict[str, _Seen] = {}
    for at, said in _visits(asking, now):
        door = seen.setdefault(said.household, _Seen())
        if said.met != "not_home":
            # Whoever came and was heard, or was turned away, has kept the earlier wish.
            door.visited_on, door.wished_on = at.astimezone(LOCAL).date(), None
        door.wished_on = _day(said.next_wished) or door.wished_on
    return seen


def _visits(asking: Who, now: datetime) -> Iterator[tuple[datetime, _VisitSaid]]:
    on = journal.today(now)
    found = journal.counted(asking, "board", on).filter(
        kind="visit", open__in=[False], changed_at__gte=now - timedelta(days=_BACK_DAYS), state="made"
    )
    read = msgspec.json.Decoder(_Visit).decode
    for at, body in found.order_by("began_at", "record").values_list("began_at", "body").iterator():
        said = read(body).body
        if said.household:
            yield at, said


# --- campaigns and what is there already --------------------------------------------------------------


def _drives(station: str, week: Week) -> list[Drive]:
    found = Campaign.objects.filter(station=station, from_on__lte=week.sunday, until_on__gte=week.monday)
    return [
        Drive(title=one.title, from_on=one.from_on, until_on=one.until_on, per_grid=one.per_grid)
        for one in found
    ]


def _taken(asking: Who, station: str, week: Week, now: datetime) -> set[str]:
    """What has a task already: any of this week, whatever became of it, and open ones of others."""
    tasks = journal.counted(asking, "board", journal.today(now)).filter(kind="task", station=station)
    found = {row.record: row for row in (*tasks.filter(week=str(week)), *tasks.filter(open__in=[True]))}
    return set(subjects(journal.rows(found.values())))


def subjects(tasks: Iterable[RecordRow]) -> Iterator[str]:
    """The subjects of tasks, as `rules.subject_of` names them."""
    for one in tasks:
        body = one.standing.body
        yield rules.subject_of(
            body.get("about", ""), body.get("household", ""), one.row.grid, body.get("title", "")
        )

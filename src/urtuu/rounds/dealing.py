"""Rows of the journal as tasks and officers of the board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from urtuu.base.weeks import Week, week_of
from urtuu.journal.queries import RecordRow
from urtuu.kinds.clocks import LOCAL
from urtuu.places.models import Device, Grid
from urtuu.rounds.known import Due
from urtuu.rounds.loads import Load, Phone, class_of, phone_state
from urtuu.rounds.reading import Names
from urtuu.rounds.seen import OfficerSeen, Task


def tasks_seen(found: Iterable[RecordRow], names: Names, dues: Mapping[str, Due]) -> list[Task]:
    """Tasks as they fall due; each with who is suggested and how much that person has already."""
    tasks = [_seen(one, names, dues) for one in found]
    loads = loads_of(tasks)
    weighed = [
        replace(task, suggested_load=loads.get(task.suggested, Load()).total) if task.suggested else task
        for task in tasks
    ]
    return sorted(weighed, key=_place_in_line)


def _place_in_line(task: Task) -> tuple[object, ...]:
    ends = task.due.ends_at.isoformat() if task.due else ""
    by = task.window_to.isoformat() if task.window_to else "9"
    # A whole-week visit must not push a promise down: what has a clock comes first, then what has a day.
    return (
        not ends,
        ends or by,
        task.source == "unvisited",
        task.began_on,
        task.title,
        task.grid,
        task.record,
    )


def _seen(one: RecordRow, names: Names, dues: Mapping[str, Due]) -> Task:
    row, body = one.row, one.standing.body
    place = body.get("place") or {}
    code = place.get("gacha", row.gacha)
    officer = body.get("officer", "")
    suggested = _suggested(body.get("suggested", ""), row.grid, names)
    sent = one.standing.last("issue", "hand_over")
    return Task(
        record=row.record,
        number=row.number,
        title=row.title,
        what=body.get("what", ""),
        source=body.get("source", ""),
        reason=body.get("reason", ""),
        state=row.state,
        week=row.week,
        grid=row.grid,
        grid_name=names.grids.get(row.grid, ""),
        version=row.version,
        began_on=row.began_at.astimezone(LOCAL).date(),
        gacha_code=code,
        gacha=names.gachas.get(code, ""),
        spot=place.get("spot", ""),
        household=body.get("household", ""),
        about=body.get("about", ""),
        officer=officer,
        officer_name=names.staff.get(officer, ""),
        suggested=suggested,
        suggested_name=names.staff.get(suggested, ""),
        minutes=body.get("minutes", 0),
        window_from=_day(body.get("window_from")),
        window_to=_day(body.get("window_to")),
        due=dues.get(body.get("about", "")),
        carried=one.standing.last("carry_over") is not None,
        outcome=body.get("outcome", ""),
        sent_at=sent.at if sent else None,
        on_day=_day(body.get("on_day")),
        begins=datetime.fromisoformat(body["begins"]) if body.get("on_day") else None,
        promised=bool(body.get("promised")),
        pinned=bool(body.get("pinned")),
        way_minutes=body.get("way_minutes", 0),
        way_basis=body.get("way_basis", ""),
    )


def _suggested(named: str, grid: str, names: Names) -> str:
    """Who was suggested, if still here; else whoever serves the grid today."""
    return named if named in names.staff else names.officers_by_grid.get(grid, "")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def loads_of(tasks: Iterable[Task]) -> dict[str, Load]:
    """What each officer has this week."""
    loads: dict[str, Load] = {}
    for task in tasks:
        if task.officer and (task.in_hand or task.state == "done"):
            before = loads.get(task.officer, Load())
            loads[task.officer] = before.plus(class_of(task.what, task.household), task.minutes)
    return loads


@dataclass(frozen=True)
class _Phones:
    """The telephones of an officer, with how many entries they say still wait."""

    known: Sequence[Phone] = ()

    @property
    def queue(self) -> int:
        return sum(phone.queue for phone in self.known)

    @property
    def seen_at(self) -> datetime | None:
        return max((phone.seen_at for phone in self.known if phone.seen_at), default=None)


def officers_seen(
    grids: Sequence[Grid], names: Names, tasks: Sequence[Task], present: Mapping[str, bool], week: Week,
    now: datetime,
) -> list[OfficerSeen]:  # fmt: skip
    """Everyone who serves a grid, in the order of the grids; somebody with two grids stands at the first."""
    phones = _phones(names.officers_by_grid.values())
    loads = loads_of(tasks)
    officers: dict[str, OfficerSeen] = {}
    for grid in grids:
        staff = names.officers_by_grid.get(grid.pk, "")
        gachas = [gacha.short_name for gacha in grid.gachas.all()]
        if staff in officers:
            officers[staff] = replace(officers[staff], gachas=[*officers[staff].gachas, *gachas])
        elif staff:
            own = [task for task in tasks if task.officer == staff and not task.undealt]
            officers[staff] = OfficerSeen(
                staff=staff,
                name=names.staff.get(staff, ""),
                grid=grid.pk,
                grid_name=grid.name,
                gachas=gachas,
                load=loads.get(staff, Load()),
                done=sum(task.state == "done" for task in own),
                present=present.get(staff),
                tasks=own,
                phone=_state(phones.get(staff, _Phones()), own, week, now),
                queue=phones.get(staff, _Phones()).queue,
                seen_at=phones.get(staff, _Phones()).seen_at,
            )
    return list(officers.values())


def _state(phones: _Phones, own: Sequence[Task], week: Week, now: datetime) -> str:
    monday = min(week, week_of(now.astimezone(LOCAL).date())).monday
    waiting = [task.sent_at for task in own if task.sent and task.sent_at]
    return phone_state(phones.known, max(waiting, default=None), monday, now.astimezone(LOCAL))


def _phones(staff: Iterable[str]) -> dict[str, _Phones]:
    """The telephones in use. One query."""
    found = Device.objects.filter(kind=Device.PHONE, revoked_at=None, staff__in=set(staff))
    known: dict[str, list[Phone]] = {}
    for owner, seen_at, queue in found.values_list("staff", "last_seen_at", "queue_len"):
        known.setdefault(str(owner), []).append(Phone(seen_at, queue))
    return {owner: _Phones(phones) for owner, phones in known.items()}

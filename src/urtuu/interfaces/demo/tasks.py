"""The week's tasks: proposed by the house, dealt out by the chiefs, done or carried by the officers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from urtuu.base.weeks import Week
from urtuu.interfaces.demo.calendar import WorkedWeek
from urtuu.interfaces.demo.desks import submit
from urtuu.interfaces.demo.doors import Door
from urtuu.interfaces.demo.field import Round, hold_session, phrases, place_of, visit
from urtuu.interfaces.demo.plans import StationPlan, whole_banner
from urtuu.interfaces.demo.world import Officer, Task, World, record_id
from urtuu.kinds.composing import Deed
from urtuu.places.permissions import HOUSE_ID
from urtuu.places.rules import short_name

_WHAT = ("visit", "publicity", "follow_up", "errand", "patrol", "hazard_check", "need")
_WEIGHTS = (46, 18, 12, 6, 7, 8, 3)
_MINUTES = {
    "visit": 40,
    "publicity": 60,
    "follow_up": 40,
    "errand": 45,
    "patrol": 60,
    "hazard_check": 50,
    "need": 40,
}
_SOURCES = {
    "visit": ("unvisited", "超过60天没有走访"),
    "publicity": ("campaign", "本月宣传安排"),
    "follow_up": ("follow_up", "到了回访日期"),
    "errand": ("request", "住户请求"),
    "patrol": ("campaign", "季节性安排"),
    "hazard_check": ("campaign", "季节性安排"),
    "need": ("clock", "诉求答复期限临近"),
    "dispute_first_contact": ("report", "新报纠纷，今天要有人联系"),
}


def propose(
    world: World, worked: WorkedWeek, moment: datetime, officers: Iterable[Officer], mean: float
) -> list[Task]:
    """The house proposes the week for some officers; carried tasks are there already."""
    made, deeds = [], []
    for officer in officers:
        here = sum(task.state == "carried" for task in officer.tasks)
        for _ in range(max(officer.throw.times(mean) - here, 0)):
            task, fields = _drawn(officer, worked, moment)
            officer.tasks.append(task)
            made.append(task)
            deeds.append(deed_of(task, "propose", fields, officer.grid.station))
    submit(HOUSE_ID, deeds, world.heard(moment), world.tally)
    world.more("tasks", len(made))
    return made


def _drawn(officer: Officer, worked: WorkedWeek, moment: datetime) -> tuple[Task, Mapping[str, Any]]:
    throw = officer.throw
    what = throw.weighted(_WHAT, _WEIGHTS)
    door = officer.longest_unvisited(1)[0]
    topic = throw.choice(tuple(phrases()["publicity"]))
    task = Task(record_id(throw, moment), what, officer.grid.id, _MINUTES[what], door=door, topic=topic)
    title = phrases()["task"][what]
    line = throw.choice(title).format(
        label=door.label, topic=throw.choice(phrases()["publicity"][topic]), gacha=gacha_name(door)
    )
    return task, proposal(task, line, worked, officer.id)


@cache
def _names() -> Mapping[str, str]:
    return whole_banner().names()


def gacha_name(door: Door) -> str:
    """The short name of a door's gacha."""
    return short_name(_names()[door.gacha])


def proposal(
    task: Task, title: str, worked: WorkedWeek, suggested: str, source: tuple[str, str] | None = None
) -> Mapping[str, Any]:
    """What a proposal says."""
    kind, reason = source or _SOURCES[task.what]
    said: dict[str, Any] = {
        "what": task.what,
        "title": title[:80],
        "source": kind,
        "reason": reason,
        "week": str(worked.week),
        "suggested": suggested,
        "minutes": task.minutes,
        "window_to": str(worked.last),
    }
    if task.door and task.what in ("visit", "follow_up", "errand", "need", "dispute_first_contact"):
        said["household"] = task.door.id
    if task.door:
        said["place"] = place_of(task.door)
    if task.about:
        said["about"] = task.about.record
    return said


def deed_of(task: Task, act: str, fields: Mapping[str, Any], station: str) -> Deed:
    """An act on a task. Counts what its author knows."""
    deed = Deed(
        kind="task",
        act=act,
        fields=fields,
        record=task.record,
        grid=task.grid,
        station=station,
        gacha=task.door.gacha if task.door else "",
        saw=task.version,
    )
    task.version += 1
    task.state = {
        "propose": "proposed",
        "assign": "assigned",
        "issue": "issued",
        "acknowledge": "acknowledged",
        "carry_over": "carried",
        "cancel": "cancelled",
    }.get(act, act)
    return deed


NONE: frozenset[str] = frozenset()


def deal(
    world: World,
    station: StationPlan,
    week: Week,
    moment: datetime,
    leave: frozenset[str] = NONE,
    hold: frozenset[str] = NONE,
) -> None:
    """The chief deals out and issues what is proposed or carried; cancels a few. `leave`: not dealt out yet,
    `hold`: dealt out and not issued yet.
    """
    assigns: list[Deed] = []
    issues: list[Deed] = []
    for officer in world.of_station(station):
        for task in officer.tasks:
            if task.unsent or task.record in leave or task.state not in ("proposed", "carried"):
                continue
            fields: dict[str, Any] = {"officer": officer.id}
            if task.state == "carried":
                fields["week"] = str(week)
            assigns.append(deed_of(task, "assign", fields, station.id))
            if task.record in hold:
                continue
            if officer.throw.happens(0.012):
                why = {"why_cancelled": "住户已到站里办理"}
                issues.append(deed_of(task, "cancel", why, station.id))
            else:
                issues.append(deed_of(task, "issue", {}, station.id))
    submit(world.teams[station.id].chief.id, [*assigns, *issues], world.heard(moment), world.tally)


def acknowledge(going: Round) -> None:
    """At the briefing the phone receives the tasks, and most are acknowledged at once."""
    for task in going.officer.tasks:
        if task.state == "issued" and not task.unsent and going.officer.throw.happens(0.6):
            going.later(1)
            going.write(deed_of(task, "acknowledge", {}, going.officer.grid.station))


def work_on(going: Round, tasks: Iterable[Task]) -> None:
    """Tasks of the day, done, or carried over with the reason."""
    for task in list(tasks):
        throw = going.officer.throw
        if throw.happens(0.06):
            _carry(going, task)
            continue
        made = _made(going, task)
        if not made:
            going.later(task.minutes)
        outcome = throw.weighted(("done", "not_home", "nothing_needed"), (90, 6, 4))
        fields = {"outcome": "done" if made else outcome, "minutes_spent": task.minutes}
        finish(going, task, fields | ({"made": made} if made else {}))


def finish(going: Round, task: Task, fields: Mapping[str, Any]) -> None:
    """A task done on the phone; the desk hears of it later."""
    going.write(deed_of(task, "done", fields, going.officer.grid.station))
    task.unsent = True
    going.officer.unsent.append(task)
    going.world.more("tasks done")


def _made(going: Round, task: Task) -> str:
    """The record a task led to, if it leads to one."""
    if task.what == "publicity":
        return hold_session(going, task.topic, task.record)
    if task.door and task.what in ("visit", "follow_up"):
        return visit(going, task.door, task.record)
    return ""


def _carry(going: Round, task: Task) -> None:
    next_monday = going.day + timedelta(days=7 - going.day.weekday())
    year, number, _ = next_monday.isocalendar()
    why = going.officer.throw.choice(("not_home", "weather", "road", "no_time", "urgent_matter"))
    going.later(4)
    fields = {"why_carried": why, "week": str(Week(year, number))}
    going.write(deed_of(task, "carry_over", fields, going.officer.grid.station))
    task.unsent = True
    going.officer.unsent.append(task)
    going.world.more("tasks carried")


def open_tasks(officer: Officer) -> Iterator[Task]:
    """What the officer still has to do."""
    return (task for task in officer.tasks if task.state in ("issued", "acknowledged"))


def share_of_day(officer: Officer, day: date, days: tuple[date, ...]) -> list[Task]:
    """The tasks an officer takes on one of the field days; the last day takes what is left."""
    there = list(open_tasks(officer))
    left = sum(one >= day for one in days) or 1
    return there[: -(-len(there) // left)]

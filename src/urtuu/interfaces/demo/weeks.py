"""One finished week: briefing, three days in the field, the return; phones heard when they have signal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from urtuu.base.workdays import WorkingDays
from urtuu.interfaces.demo import after_week, tasks
from urtuu.interfaces.demo.calendar import WorkedWeek, at
from urtuu.interfaces.demo.cases import Case
from urtuu.interfaces.demo.field import Round, day_round, ordinary_day, work_off
from urtuu.interfaces.demo.plots import Planned, play
from urtuu.interfaces.demo.sittings import answer_holds, sit
from urtuu.interfaces.demo.world import Officer, World
from urtuu.places import services

TASKS_A_WEEK = 2.78
ON_LEAVE = 0.04
SILENT = 0.05
MIDWEEK = 0.2
APP = "demo 1"


def play_week(world: World, worked: WorkedWeek, plots: Sequence[Planned], days: WorkingDays) -> None:
    """A whole week, heard to its end but for phones that stay silent."""
    if worked.briefing is None or worked.last is None:
        return
    away = {officer.id for officer in world.officers if officer.throw.happens(ON_LEAVE)}
    away -= {world.officers[planned.officer].id for planned in plots}
    there = [officer for officer in world.officers if officer.id not in away]
    brief(world, worked, there)
    for day in worked.field:
        field_day(world, worked, day, there, plots if day == worked.field[0] else ())
    come_back(world, worked.last, there)
    after_week.freeze(world, worked, days)


def brief(world: World, worked: WorkedWeek, there: Sequence[Officer]) -> None:
    """The silent are heard at the briefing; tasks are proposed, dealt out, issued, acknowledged."""
    day = worked.briefing
    assert day is not None  # asked by the caller
    for officer in world.officers:
        if officer.phone.waiting and officer.silent_until <= day:
            send(world, officer, at(day, 8, 10))
    share = len(worked.field) / 3 if worked.field else 0.3
    tasks.propose(world, worked, at(day, 8, 15), there, TASKS_A_WEEK * share)
    for number, station in enumerate(world.plan.stations):
        tasks.deal(world, station, worked.week, at(day, 9, 5 * number))
    for officer in there:
        tasks.acknowledge(Round(world, officer, day, at(day, 9, 30)))


def field_day(
    world: World, worked: WorkedWeek, day: date, there: Sequence[Officer], plots: Sequence[Planned]
) -> None:
    """Every officer's day; then what cannot wait; then those who come through a place with signal."""
    if day == worked.field[-1]:
        sit(world, day, at(day, 9))
    for officer in there:
        going = day_round(world, officer, day)
        for planned in plots:
            if world.officers[planned.officer] is officer:
                play(going, planned)
                call_in(world, officer, going)
        tasks.work_on(going, tasks.share_of_day(officer, day, worked.field))
        ordinary_day(going)
    if len(worked.field) > 1 and day == worked.field[-2]:
        _come_through_signal(world, day, there)


def call_in(world: World, officer: Officer, going: Round) -> None:
    """A hold is telephoned, and the phone is taken to where there is signal; the safety lead answers."""
    if any(isinstance(one, Case) and one.urgent for one in officer.unsent):
        send(world, officer, going.later(12))
        answer_holds(world, going.day, going.clock + timedelta(minutes=25))


def _come_through_signal(world: World, day: date, there: Sequence[Officer]) -> None:
    """Some pass a place with signal midweek: rather those who found a dispute."""
    for officer in there:
        found = any(isinstance(one, Case) and one.kind == "dispute" for one in officer.unsent)
        if officer.silent_until <= day and officer.throw.happens(0.6 if found else MIDWEEK):
            send(world, officer, at(day, 17, officer.throw.randint(0, 170)))


def come_back(world: World, day: date, there: Sequence[Officer]) -> None:
    """The return: what is left is written down, phones are heard, the desk works through it."""
    for officer in there:
        work_off(Round(world, officer, day, at(day, 8, 40)), most=2)
        if officer.silent_until > day:
            continue
        if officer.throw.happens(SILENT):
            officer.silent_until = day + timedelta(days=officer.throw.choice((3, 3, 7)))
            continue
        send(world, officer, at(day, 10, officer.throw.randint(0, 300)))
    sit(world, day, at(day, 16))


def send(world: World, officer: Officer, moment: datetime, most: int = 0) -> None:
    """The phone is heard, or the first `most` lines of it; what waited for it may go on."""
    phone, now = officer.phone, world.heard(moment)
    if phone.waiting:
        phone.push(now, world.tally, most)
        services.seen(
            world.devices[phone.device], now, queue_len=phone.waiting, clock=now + phone.skew, app_version=APP
        )
    if phone.waiting:
        return
    for one in officer.unsent:
        if isinstance(one, Case):
            one.unsent = ""
        else:
            one.unsent = False
    officer.unsent.clear()
    officer.tasks = [task for task in officer.tasks if task.state not in ("done", "cancelled")]

"""The current week up to today: Monday dealt out but for a dozen, every day before today played."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from urtuu.interfaces.demo import staged, tasks
from urtuu.interfaces.demo.calendar import HERE, WorkedWeek, at
from urtuu.interfaces.demo.cases import Case
from urtuu.interfaces.demo.desks import submit
from urtuu.interfaces.demo.field import Round, begin_case, day_round, find_dispute, found_at, ordinary_day
from urtuu.interfaces.demo.finding import opening
from urtuu.interfaces.demo.matters import of_class
from urtuu.interfaces.demo.plans import StationPlan
from urtuu.interfaces.demo.sittings import sit
from urtuu.interfaces.demo.weeks import come_back, send
from urtuu.interfaces.demo.world import Officer, Task, World, record_id
from urtuu.places.permissions import HOUSE_ID
from urtuu.places.queries import who_of
from urtuu.rounds import services as rounds

TASKS_A_WEEK = 5.0
LEFT_OPEN = (9, 4, 5)
"""Proposals that wait for their chief, by station, beside what was reported last night."""
NOT_ISSUED = 3
NEVER_HEARD = (9, 21, 33, 44)
"""Officers, by number, whose phones have no signal all week."""
ABSENT = (6, 27, 40)
"""Officers, by number, who did not come to the briefing."""
HURRIED = 2
"""The officer, counted from 0, in whose grid it was urgent last night."""
LAST_NIGHT = ("report", "昨晚21:40新报。小事不过夜：今天要有人联系")
THIS_MORNING = ("report", "今早新报，双方都在现场，需尽快到场")


def play_this_week(world: World, worked: WorkedWeek) -> None:
    """Everything up to today. A week without a briefing has nothing to show."""
    today = world.now.astimezone(HERE).date()
    if worked.briefing is None or worked.last is None or today < worked.briefing:
        return
    there = [officer for officer in world.officers if officer.grid.number not in ABSENT]
    shown = min(today, worked.last)
    night = [_night(world, shown)] if shown == worked.briefing else []
    _monday(world, worked, there)
    for day in worked.field:
        if day < today:
            _in_the_field(world, worked, day, there)
    night = night or [_night(world, shown)]
    _hot(world, worked, shown, night[0])
    if worked.back and worked.back <= today:
        come_back(world, worked.back, [one for one in there if _has_signal(one)])


def _has_signal(officer: Officer) -> bool:
    return officer.grid.number not in NEVER_HEARD


def _night(world: World, shown: date) -> Case:
    """A fence dispute telephoned in at twenty to ten in the evening before; the phone had signal at home."""
    officer = world.officers[HURRIED]
    eve = at(shown - timedelta(days=1), 21, 40)
    going = Round(world, officer, eve.date(), eve)
    door = officer.throw.choice(officer.doors)
    found = found_at(going, door, of_class(officer.throw, "GRS-08"))
    case = begin_case(going, door, record_id(officer.throw, eve), opening(found))
    send(world, officer, going.later(6))
    return case


def _monday(world: World, worked: WorkedWeek, there: Sequence[Officer]) -> None:
    day = worked.briefing
    assert day is not None  # asked by the caller
    for officer in world.officers:
        if officer.phone.waiting and _has_signal(officer):
            send(world, officer, at(day, 8, 5))
    torn = staged.half_sent(world, day)
    tasks.propose(world, worked, at(day, 8, 15), world.officers, TASKS_A_WEEK)
    for number, station in enumerate(world.plan.stations):
        leave, hold = _left(world, station, LEFT_OPEN[number])
        tasks.deal(world, station, worked.week, at(day, 9, 5 * number), leave, hold)
        _attendance(world, worked, station, at(day, 8, 40 + number))
    for officer in there:
        tasks.acknowledge(Round(world, officer, day, at(day, 9, 30)))
    staged.second_answers(world, day, torn)
    for officer in there:
        if _has_signal(officer):
            send(world, officer, at(day, 9, 45 + officer.throw.randint(0, 40)))


def _left(world: World, station: StationPlan, count: int) -> tuple[frozenset[str], frozenset[str]]:
    """Proposals left for the chief to deal, and some that are dealt but not yet issued."""
    waiting = [
        task.record
        for officer in world.of_station(station)[1:]
        for task in officer.tasks
        if task.state == "proposed"
    ]
    step = max(len(waiting) // (count + NOT_ISSUED), 1)
    chosen = waiting[::step][: count + NOT_ISSUED]
    return frozenset(chosen[:count]), frozenset(chosen[count:])


def _attendance(world: World, worked: WorkedWeek, station: StationPlan, moment: datetime) -> None:
    present = [one.id for one in world.of_station(station) if one.grid.number not in ABSENT]
    chief = who_of(world.teams[station.id].chief.id)
    rounds.mark_attendance(chief, station.id, worked.week, present, world.heard(moment))


def _in_the_field(world: World, worked: WorkedWeek, day: date, there: Sequence[Officer]) -> None:
    if day == worked.field[-1]:
        sit(world, day, at(day, 9))
    for officer in there:
        going = day_round(world, officer, day)
        tasks.work_on(going, tasks.share_of_day(officer, day, worked.field))
        ordinary_day(going)
        if _has_signal(officer) and officer.throw.happens(0.35):
            # Now and then the signal ends halfway: the phone says how much it still holds.
            most = max(officer.phone.waiting // 2, 1) if officer.throw.happens(0.12) else 0
            send(world, officer, going.later(20), most)


def _hot(world: World, worked: WorkedWeek, shown: date, night: Case) -> None:
    """What came in last night waits on the board; so does what a herder brought in this morning."""
    officer = world.officers[HURRIED]
    going = Round(world, officer, shown, at(shown, 7, 40))
    matter = of_class(officer.throw, "GRS-05")
    morning = find_dispute(going, officer.throw.choice(officer.doors), matter)
    send(world, officer, going.later(4))
    deeds = []
    for case, what, source in ((night, "围栏纠纷", LAST_NIGHT), (morning, "羊群越界", THIS_MORNING)):
        task = Task(record_id(world.throw, going.clock), "dispute_first_contact", case.grid, 60, about=case)
        said = tasks.proposal(task, f"先联系：{case.label}，{what}", worked, officer.id, source)
        deeds.append(tasks.deed_of(task, "propose", said, case.station))
        officer.tasks.append(task)
    submit(HOUSE_ID, deeds, world.heard(at(shown, 8, 40)), world.tally)

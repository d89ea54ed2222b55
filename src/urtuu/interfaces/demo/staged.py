"""Two entries that are held and one that is returned, each by a real conflict of phone and desk."""

from __future__ import annotations

from collections import deque
from datetime import date, timedelta

from urtuu.interfaces.demo.calendar import at
from urtuu.interfaces.demo.cases import Case
from urtuu.interfaces.demo.desks import submit
from urtuu.interfaces.demo.disputes import on_the_spot
from urtuu.interfaces.demo.field import Round, found_at
from urtuu.interfaces.demo.finding import opening
from urtuu.interfaces.demo.matters import of_class
from urtuu.interfaces.demo.tasks import deed_of, open_tasks
from urtuu.interfaces.demo.weeks import send
from urtuu.interfaces.demo.world import World, record_id
from urtuu.kinds.composing import Deed

ANSWERS = 3


def half_sent(world: World, day: date) -> Case:
    """The evening before, a small matter was settled on the spot; the signal let only the report through."""
    officer = world.officers[1]
    evening = at(day - timedelta(days=1), 18)
    send(world, officer, evening)
    going = Round(world, officer, evening.date(), evening)
    door = officer.throw.choice(officer.doors)
    found = found_at(going, door, of_class(officer.throw, "DMG", difficulty="D1"))
    first = opening(found)
    steps = deque([*first, *on_the_spot(found, officer.throw)[:-1]])
    record = record_id(officer.throw, evening)
    case = Case("dispute", record, officer.grid.id, officer.grid.station, door.gacha, steps)
    for step, deed in case.sitting(evening.date()):
        going.later(step.gap)
        going.write(deed)
    send(world, officer, going.later(5), most=len(first))
    return case


def second_answers(world: World, day: date, torn: Case) -> None:
    """The chief referred that matter, and cancelled a task just done; and one door was a neighbour's."""
    refer = {
        "receiver": "judicial_office",
        "why_referred": "涉及赔偿，请司法所先看",
        "sent": "损坏物品的赔偿，双方在同一嘎查。",
        "basis": "consent",
    }
    deed = Deed(
        kind="dispute", act="refer", fields=refer, record=torn.record, grid=torn.grid,
        station=torn.station, saw=3,
    )  # fmt: skip
    submit(world.officers[1].hands.chief, [deed], world.heard(at(day, 9, 25)), world.tally)
    _done_and_cancelled(world, day)
    _wrong_door(world, day)
    world.tally.staged += ANSWERS


def _done_and_cancelled(world: World, day: date) -> None:
    """The chief cancels what the officer has just done and not yet said."""
    pairs = ((officer, task) for officer in world.officers[3:5] for task in open_tasks(officer))
    officer, task = next(pairs)
    send(world, officer, at(day, 9, 36))
    going = Round(world, officer, day, at(day, 9, 40))
    done = deed_of(task, "done", {"outcome": "done", "minutes_spent": 15}, officer.grid.station)
    going.write(done)
    cancel = Deed(
        kind="task", act="cancel", fields={"why_cancelled": "住户已到站里办理"}, record=task.record,
        grid=task.grid, station=officer.grid.station, saw=done.saw,
    )  # fmt: skip
    submit(officer.hands.chief, [cancel], world.heard(at(day, 9, 38)), world.tally)


def _wrong_door(world: World, day: date) -> None:
    """A visit written into the grid next door: only its own officer may, so it comes back with a sentence."""
    # An officer who is no mediator: a mediator may visit in the whole station.
    officer, neighbour = world.officers[2], world.officers[1]
    door = neighbour.doors[0]
    said = {"met": "met", "card_left": True, "household": door.id, "label": door.label, "found": "nothing"}
    going = Round(world, officer, day, at(day, 9, 41))
    record = record_id(officer.throw, going.clock)
    grid = neighbour.grid
    going.write(
        Deed(
            kind="visit",
            act="make",
            fields=said,
            record=record,
            grid=grid.id,
            station=grid.station,
            gacha=door.gacha,
        )
    )

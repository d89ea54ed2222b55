"""A day in the field: what an officer writes down between the village room and the last door."""

from __future__ import annotations

import tomllib
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from urtuu.interfaces.demo.calendar import at
from urtuu.interfaces.demo.cases import Case, Step
from urtuu.interfaces.demo.disputes import steps_of
from urtuu.interfaces.demo.doors import Door
from urtuu.interfaces.demo.finding import Finding
from urtuu.interfaces.demo.matters import Matter, draw_matter
from urtuu.interfaces.demo.world import Officer, World, record_id
from urtuu.kinds.composing import Deed

FILE = Path(__file__).parent / "phrases.toml"
VISITS_A_DAY = 1.6
DISPUTES_A_DAY = 0.213
NEEDS_A_DAY = 0.119
SESSIONS_A_DAY = 0.3


@cache
def phrases() -> Mapping[str, Any]:
    """The invented texts of an ordinary week."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@dataclass
class Round:
    """One officer on one day, with the time of day."""

    world: World
    officer: Officer
    day: date
    clock: datetime

    def later(self, minutes: int) -> datetime:
        """Time goes on."""
        self.clock += timedelta(minutes=minutes)
        return self.clock

    def write(self, deed: Deed) -> None:
        """One act on the phone."""
        self.officer.phone.write(deed, self.clock)

    def begin(self, kind: str, act: str, fields: Mapping[str, Any], gacha: str, record: str = "") -> str:
        """A new record of this grid."""
        record = record or record_id(self.officer.throw, self.clock)
        grid = self.officer.grid
        self.write(
            Deed(
                kind=kind,
                act=act,
                fields=fields,
                record=record,
                grid=grid.id,
                station=grid.station,
                gacha=gacha,
            )
        )
        return record


def day_round(world: World, officer: Officer, day: date) -> Round:
    """A day that begins between half past eight and nine."""
    return Round(world, officer, day, at(day, 8, 30 + officer.throw.randint(0, 30)))


def ordinary_day(going: Round) -> None:
    """What waited, the doors, what was found there, a session."""
    officer, throw = going.officer, going.officer.throw
    work_off(going, most=6)
    doors = officer.longest_unvisited(throw.times(VISITS_A_DAY))
    for door in doors:
        visit(going, door)
    for _ in range(throw.times(DISPUTES_A_DAY)):
        find_dispute(going, throw.choice(officer.doors), draw_matter(throw, going.day))
    for _ in range(throw.times(NEEDS_A_DAY)):
        hear_need(going, throw.choice(officer.doors))
    for _ in range(throw.times(SESSIONS_A_DAY)):
        hold_session(going)


def work_off(going: Round, most: int) -> None:
    """Steps of earlier matters whose turn it is."""
    for case in going.world.docket.draw(going.officer.id, going.day, most):
        going.later(going.officer.throw.randint(15, 40))
        go_on(going, case)


def go_on(going: Round, case: Case) -> None:
    """All steps of a case that this officer takes in one sitting; they lie on the phone until it is heard."""
    for n, (step, deed) in enumerate(case.sitting(going.day)):
        if n:
            going.later(step.gap)
        going.write(deed)
        going.world.more(f"{deed.kind}.{deed.act}")
    case.unsent = going.officer.id
    going.officer.unsent.append(case)
    going.world.docket.put(case)


def visit(going: Round, door: Door, task: str = "", found: str = "nothing", made: str = "") -> str:
    """One door, met or not; the card is left either way."""
    throw = going.officer.throw
    met = "met" if found != "nothing" else throw.weighted(("met", "not_home", "declined"), (84, 14, 2))
    minutes = throw.randint(12, 45) if met == "met" else 3
    going.later(throw.randint(10, 25) + minutes)
    said: dict[str, Any] = {
        "met": met,
        "card_left": met != "declined",
        "household": door.id,
        "label": door.label,
        "minutes": minutes,
    }
    if met == "met":
        said["found"] = found
        if throw.happens(0.35):
            said["heard"] = throw.choice(phrases()["visit"]["heard"])
    said |= {name: value for name, value in (("made", made), ("task", task)) if value}
    going.officer.waiting_since[door.id] = going.day
    going.world.more("visits")
    return going.begin("visit", "make", said, door.gacha)


def place_of(door: Door) -> dict[str, str]:
    """Where a door is, in words."""
    spot = f"{door.group}{door.landmark}"
    return {"gacha": door.gacha, "spot": spot} if spot else {"gacha": door.gacha}


def found_at(going: Round, door: Door, matter: Matter, visit_id: str = "") -> Finding:
    """A matter found at a door, with another house of the same gacha on the other side."""
    throw = going.officer.throw
    others = [one for one in going.officer.doors if one.gacha == door.gacha and one.id != door.id]
    other = throw.choice(others).called if others else "邻户"
    how = throw.weighted(("visit", "applied", "call", "patrol", "transferred"), (52, 30, 8, 6, 4))
    return Finding(
        matter=matter,
        hands=going.officer.hands,
        place=place_of(door),
        sides=(door.called, other),
        language=door.speaks,
        visit=visit_id,
        how_found="visit" if visit_id else how,
    )


def find_dispute(going: Round, door: Door, matter: Matter) -> Case:
    """A dispute found on a visit, or brought to the officer; as much as can be is done at once."""
    throw = going.officer.throw
    record = record_id(throw, going.clock)
    visited = visit(going, door, found="dispute", made=record) if throw.happens(0.5) else ""
    found = found_at(going, door, matter, visited)
    return begin_case(going, door, record, steps_of(found, throw))


def begin_case(going: Round, door: Door, record: str, steps: list[Step], kind: str = "dispute") -> Case:
    """A record with its steps to come; the first of them now."""
    case = Case(
        kind=kind,
        record=record,
        grid=going.officer.grid.id,
        station=going.officer.grid.station,
        gacha=door.gacha,
        steps=deque(steps),
        label=door.label,
        group=door.group,
        began=going.day,
        ready_on=going.day,
    )
    case.urgent = any(step.act == "hold" for step in steps)
    going.later(5)
    go_on(going, case)
    return case


def hear_need(going: Round, door: Door) -> Case:
    """A need heard at a door; put to a body, met and told."""
    throw, hands = going.officer.throw, going.officer.hands
    topic = throw.choice(tuple(phrases()["need"]))
    heading, said, how = throw.choice(phrases()["need"][topic])
    hear = {
        "topic": topic,
        "heading": heading,
        "said": said,
        "who": door.called,
        "household": door.id,
        "place": place_of(door),
        "language": door.speaks,
    }
    told = Step(hands.officer, "told", {"how_told": throw.choice(("in_person", "phone"))}, wait=1)
    way: list[Step] = []
    if throw.happens(0.4):
        body = throw.choice(("township", "grassland_office", "civil_affairs", "health", "station"))
        way.append(Step(hands.clerk, "route", {"to": body}, wait=1))
    if throw.happens(0.06):
        way.append(Step(hands.clerk, "not_possible", {"why_not": "不属于本旗受理范围，已说明理由"}, wait=5))
        way.append(replace(told, wait=2))
    elif way:
        way += [Step(hands.clerk, "met", {"how_met": how}, wait=5), told]
    else:
        way += [
            Step(hands.officer, "met", {"how_met": how}, wait=throw.choice((2, 5))),
            replace(told, wait=0, gap=4),
        ]
    record = record_id(throw, going.clock)
    return begin_case(going, door, record, [Step(hands.officer, "hear", hear), *way], kind="need")


def hold_session(going: Round, topic: str = "", task: str = "") -> str:
    """A publicity session: mostly a few people at a door, now and then a whole village."""
    throw = going.officer.throw
    topic = topic or throw.choice(tuple(phrases()["publicity"]))
    door = throw.choice(going.officer.doors)
    small = throw.happens(0.72)
    people = (
        throw.randint(3, 16) if small else throw.weighted((25, 35, 48, 60, 90, 140), (24, 24, 20, 16, 10, 6))
    )
    said: dict[str, Any] = {
        "topics": [topic],
        "people": people,
        "language": throw.weighted((door.speaks, "both"), (75, 25)),
        "place": place_of(door),
        "title": throw.choice(phrases()["publicity"][topic]),
        "materials": ["door_to_door", "leaflet"] if small else [throw.choice(("talk", "broadcast", "stall"))],
        "leaflets": people,
        "minutes": throw.choice((15, 20, 30, 45)),
    }
    if task:
        said["task"] = task
    going.later(said["minutes"] + 10)
    going.world.more("sessions")
    going.world.more("people", people)
    return going.begin("publicity", "hold_now", said, door.gacha)

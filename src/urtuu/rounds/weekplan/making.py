"""Tasks and doors as wishes: their class, their place, who may go. Pure but for the types it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from urtuu.places.rules import LANGUAGES
from urtuu.rounds.known import Door, Due
from urtuu.rounds.models import Measure
from urtuu.rounds.planning.model import Kind
from urtuu.rounds.rules import MINUTES, unvisited_reason
from urtuu.rounds.seen import Task
from urtuu.rounds.travel.keys import PlaceKey, gacha_place
from urtuu.rounds.weekplan import wishes as rule
from urtuu.rounds.weekplan.wishes import Wish

LANGUAGE = "language:"


@dataclass(frozen=True)
class House:
    """A door with what planning needs of it. No telephone, no note of access."""

    grid: str
    place: PlaceKey
    language: str
    where: str


@dataclass(frozen=True)
class WishMaker:
    """Makes wishes of tasks and doors. `serving`: the officer of each grid; `skills`: of each officer."""

    houses: Mapping[str, House]
    seen: Mapping[str, Door]
    serving: Mapping[str, str]
    measure: Measure
    skills: Mapping[str, frozenset[str]]
    today: date
    gachas: Mapping[str, str]

    def of_task(self, task: Task) -> Wish | None:
        """A task as it stands; nothing when nobody knows where it is."""
        place = self._place(task)
        if place is None:
            return None
        stands = rule.day_id(task.officer, task.on_day) if task.officer and task.on_day else ""
        started = task.state == "started"
        weeks = self._weeks(task.household) if task.source == "unvisited" else 0
        officer = self._officer(task, stands)
        return Wish(
            id=f"task:{task.record}", title=task.title, place=place,
            minutes=task.minutes or MINUTES.get(task.what, 30), kind=self._kind(task, weeks), grid=task.grid,
            first=task.window_from, last=self._last(task), officer=officer,
            needs=self._needs(task.household, officer), stands=stands,
            pinned=task.pinned or started, weeks=weeks, note=task.reason, where=task.gacha,
            door=task.household,
        )  # fmt: skip

    def of_doors(self, doors: Iterable[Door]) -> list[Wish]:
        """Doors that nobody proposed yet, so many for each officer."""
        found, count = [], dict.fromkeys(self.serving.values(), 0)
        waiting = sorted(doors, key=lambda one: (one.visited_on or date.min, one.grid, one.household))
        for door in waiting:
            officer, weeks = self.serving.get(door.grid, ""), self._weeks(door.household)
            if weeks < rule.LEAST_WEEKS or not officer or count[officer] >= rule.MOST_DOORS:
                continue
            count[officer] += 1
            found.append(self._of_door(door, officer, weeks))
        return found

    def _of_door(self, door: Door, officer: str, weeks: int) -> Wish:
        house = self.houses[door.household]
        fixed = "" if self.measure.neighbours_help else officer
        return Wish(
            id=f"door:{door.household}", title=door.label, place=house.place, minutes=MINUTES["visit"],
            kind=rule.kind_of_door(weeks, self.measure.gap_weeks), grid=door.grid,
            needs=self._needs(door.household, fixed), officer=fixed, weeks=weeks,
            note=unvisited_reason(door.visited_on, self.today), where=house.where,
        )  # fmt: skip

    def _place(self, task: Task) -> PlaceKey | None:
        house = self.houses.get(task.household)
        if house:
            return house.place
        code = task.gacha_code or self.gachas.get(task.grid, "")
        return gacha_place(code) if code else None

    def _kind(self, task: Task, weeks: int) -> Kind:
        if task.promised or task.source == "follow_up":
            return "promise"
        if task.source == "unvisited":
            return rule.kind_of_door(weeks, self.measure.gap_weeks)
        return "due"

    def _last(self, task: Task) -> date | None:
        due: Due | None = task.due
        return min(task.window_to or due.last_day, due.last_day) if due else task.window_to

    def _needs(self, household: str, officer: str) -> frozenset[str]:
        """A language other than the first, where whoever may go speaks it: else nobody would ever come."""
        house = self.houses.get(household)
        need = LANGUAGE + house.language if house and house.language != LANGUAGES[0] else ""
        asked = [self.skills.get(officer, frozenset())] if officer else self.skills.values()
        return frozenset({need}) if any(need in known for known in asked) else frozenset()

    def _officer(self, task: Task, stands: str) -> str:
        """Dealt by hand, it is that officer's; planned before, another may help where that is allowed."""
        if task.officer and not stands:
            return task.officer
        if self.measure.neighbours_help:
            return ""
        return task.officer or self.serving.get(task.grid, "")

    def _weeks(self, household: str) -> int:
        door = self.seen.get(household)
        return rule.weeks_since(door.visited_on if door else None, self.today)

"""The planner's inputs read from journal and places, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from urtuu.base.weeks import DayPart
from urtuu.base.weeks import Week as IsoWeek
from urtuu.journal import queries as journal
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.roles import Role
from urtuu.places import queries as places
from urtuu.places.models import Grid, Household, Post, Region, Staff, Station
from urtuu.places.permissions import Who
from urtuu.places.rules import LANGUAGES
from urtuu.rounds.calendar import parts_of
from urtuu.rounds.facts import Facts, facts
from urtuu.rounds.known import Door, Due
from urtuu.rounds.models import Absence, Measure
from urtuu.rounds.planning.model import Kind, Week
from urtuu.rounds.rules import MINUTES, unvisited_reason
from urtuu.rounds.seen import Task
from urtuu.rounds.travel.keys import PlaceKey, gacha_place, room_place
from urtuu.rounds.travel.legs import Legs
from urtuu.rounds.travel.queries import area
from urtuu.rounds.weekplan import wishes as rule
from urtuu.rounds.weekplan.wishes import Asked, Hours, Rounder, Wish

LANGUAGE, MEDIATOR = "language:", "mediator"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A station's week before it is planned. `days`: the field days that are left."""

    station: Station
    week: IsoWeek
    now: datetime
    days: Sequence[date]
    hours: Hours
    rounders: Sequence[Rounder]
    names: Mapping[str, str]
    wishes: Sequence[Wish]
    places: tuple[PlaceKey, ...]
    legs: Legs
    labels: Mapping[PlaceKey, str]

    @property
    def by_id(self) -> dict[str, Wish]:
        """The wishes by their id."""
        return {wish.id: wish for wish in self.wishes}


def ground(asking: Who, station: str, week: IsoWeek, now: datetime, tasks: Iterable[Task]) -> Ground:
    """Everything a plan of the week is made from. Ask `queries.station_refused` first.

    `tasks`: those of the board (`dealing.tasks_seen`).
    """
    found = Station.objects.get(pk=station)
    on = max(journal.today(now), week.monday)
    measure = Measure.objects.filter(station=station).first() or Measure()
    known = facts(asking, station, week, now)
    rounders, names = _rounders(station, week, on)
    days = _days_left(week, found.week_pattern, on)
    doors = _doors(station)
    spoken = {skill for one in rounders for skill in one.skills}
    wished = _wishes(known, list(tasks), doors, rounders, measure, spoken, on)
    keys = tuple(sorted({wish.place for wish in wished} | {room_place(one.grids[0]) for one in rounders}))
    legs = area(station, keys).legs(keys, days[0] if days else on)
    hours = Hours(begins=measure.day_begins, ends=measure.day_ends, lunch=measure.lunch_minutes)
    return Ground(
        station=found, week=week, now=now, days=days, hours=hours, rounders=rounders, names=names,
        wishes=wished, places=keys, legs=legs, labels=_labels(station, keys),
    )  # fmt: skip


def problem(ground: Ground, asked: Asked) -> Week:
    """The week as the solver is told it: whole seconds and indices, nobody's name."""
    index = {key: at for at, key in enumerate(ground.places)}
    start = {one.staff: index[room_place(one.grids[0])] for one in ground.rounders}
    here = ground.now.astimezone(LOCAL)
    minute = -(-(here.hour * 60 + here.minute) // 15) * 15
    days = rule.officer_days(
        ground.rounders, ground.days, ground.hours, start, today=journal.today(ground.now), minute=minute
    )
    there = {day.id for day in days}
    return Week(
        days=days,
        visits=rule.visits(ground.wishes, ground.days, ground.hours, index, asked, there),
        travel=ground.legs.seconds,
    )


# --- who and when ------------------------------------------------------------------------------------


def _days_left(week: IsoWeek, pattern: str, on: date) -> list[date]:
    parts, _year = parts_of(week, pattern)
    return [day for day, part in sorted(parts.items()) if part is DayPart.FIELD and day >= on]


def _rounders(station: str, week: IsoWeek, on: date) -> tuple[list[Rounder], dict[str, str]]:
    """Who serves a grid on that day, each with all own grids. Four queries."""
    served = places.officers_by_grid(station, min(max(on, week.monday), week.sunday))
    people: dict[str, Staff] = {str(one.pk): one for one in served.values()}
    away = _away(people, week)
    mediators = {
        str(pk)
        for pk in Post.objects.filter(staff__in=people.values(), role=Role.MEDIATOR.value, from_on__lte=on)
        .exclude(until_on__lt=on)
        .values_list("staff", flat=True)
    }
    found = [
        Rounder(
            staff=staff,
            grids=tuple(sorted(grid for grid, one in served.items() if str(one.pk) == staff)),
            skills=_skills(person) | ({MEDIATOR} if staff in mediators else set()),
            away=away.get(staff, frozenset()),
        )
        for staff, person in people.items()
    ]
    found.sort(key=lambda one: one.grids)
    return found, {staff: person.name for staff, person in people.items()}


def _skills(person: Staff) -> frozenset[str]:
    return frozenset(LANGUAGE + one.strip() for one in person.languages.split(",") if one.strip())


def _away(people: Mapping[str, Staff], week: IsoWeek) -> dict[str, frozenset[date]]:
    found: dict[str, set[date]] = {}
    rows = Absence.objects.filter(
        staff__in=people.values(), from_on__lte=week.sunday, until_on__gte=week.monday
    )
    for staff, first, last in rows.values_list("staff", "from_on", "until_on"):
        days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
        found.setdefault(str(staff), set()).update(days)
    return {staff: frozenset(days) for staff, days in found.items()}


def _labels(station: str, keys: Iterable[PlaceKey]) -> dict[PlaceKey, str]:
    """Places as people say them. Two queries."""
    grids = {grid.pk: grid.name for grid in places.grids_of(station)}
    gachas = {
        one.pk: one.short_name
        for one in Region.objects.filter(pk__in={key.gacha for key in keys if key.gacha})
    }
    return {
        key: f"{grids.get(key.grid, key.grid)} 警务室"
        if key.grid
        else f"{gachas[key.gacha]} {key.group}".strip()
        for key in keys
    }


# --- what is wished for ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _House:
    """A door with what planning needs of it. No telephone, no note of access."""

    grid: str
    place: PlaceKey
    language: str
    where: str


def _doors(station: str) -> dict[str, _House]:
    found = Household.objects.filter(grid__station=station, active=True).select_related("gacha")
    return {
        str(one.pk): _House(
            one.grid_id, gacha_place(one.gacha_id, one.group_name), one.language, one.gacha.short_name
        )
        for one in found.only("pk", "grid", "gacha__name", "gacha__code", "group_name", "language")
    }


def _wishes(
    known: Facts,
    tasks: Sequence[Task],
    houses: Mapping[str, _House],
    rounders: Sequence[Rounder],
    measure: Measure,
    spoken: set[str],
    today: date,
) -> list[Wish]:
    """Tasks that are not over, then doors without one, the longest waiting first."""
    seen = {door.household: door for door in known.doors}
    serving = {grid: one.staff for one in rounders for grid in one.grids}
    maker = _Maker(houses, seen, serving, measure, spoken, today, gachas_of(serving))
    found = [maker.of_task(task) for task in tasks if not task.over and task.state != "carried"]
    taken = {task.household for task in tasks if task.household}
    matters = {one.removeprefix("door:") for one in known.taken}
    rest = [door for door in known.doors if door.household not in taken | matters]
    return [wish for wish in found if wish] + maker.of_doors(rest)


def gachas_of(grids: Iterable[str]) -> dict[str, str]:
    """The first gacha of each grid: where a task of the whole grid is. One query."""
    found: dict[str, str] = {}
    pairs = Grid.gachas.through.objects.filter(grid__in=list(grids)).order_by("-region_id")
    for grid, gacha in pairs.values_list("grid_id", "region_id"):
        found[grid] = gacha
    return found


@dataclass(frozen=True)
class _Maker:
    """Makes wishes of tasks and doors."""

    houses: Mapping[str, _House]
    seen: Mapping[str, Door]
    serving: Mapping[str, str]
    measure: Measure
    spoken: set[str]
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
        return Wish(
            id=f"task:{task.record}", title=task.title, place=place,
            minutes=task.minutes or MINUTES.get(task.what, 30), kind=self._kind(task, weeks), grid=task.grid,
            first=task.window_from, last=self._last(task), needs=self._needs(task.household),
            officer=self._officer(task, stands), stands=stands, pinned=task.pinned or started, weeks=weeks,
            note=task.reason, where=task.gacha,
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
        return Wish(
            id=f"door:{door.household}", title=door.label, place=house.place, minutes=MINUTES["visit"],
            kind=rule.kind_of_door(weeks, self.measure.gap_weeks), grid=door.grid,
            needs=self._needs(door.household), officer="" if self.measure.neighbours_help else officer,
            weeks=weeks, note=unvisited_reason(door.visited_on, self.today), where=house.where,
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

    def _needs(self, household: str) -> frozenset[str]:
        """A language other than the first, where somebody here speaks it: else it could never be visited."""
        house = self.houses.get(household)
        need = LANGUAGE + house.language if house and house.language != LANGUAGES[0] else ""
        return frozenset({need}) if need in self.spoken else frozenset()

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

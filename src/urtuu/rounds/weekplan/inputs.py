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
from urtuu.rounds.calendar import parts_of
from urtuu.rounds.facts import Facts, facts
from urtuu.rounds.models import Absence, Measure
from urtuu.rounds.planning.model import Week
from urtuu.rounds.seen import Task
from urtuu.rounds.travel.keys import PlaceKey, gacha_place, room_place
from urtuu.rounds.travel.legs import Legs
from urtuu.rounds.travel.queries import area
from urtuu.rounds.weekplan import wishes as rule
from urtuu.rounds.weekplan.making import LANGUAGE, House, WishMaker
from urtuu.rounds.weekplan.wishes import Asked, Hours, Rounder, Wish

MEDIATOR = "mediator"


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
        """The wishes by their id; one whose door was planned before it had a task, by its door as well."""
        doors = {f"door:{wish.door}": wish for wish in self.wishes if wish.door}
        return {**doors, **{wish.id: wish for wish in self.wishes}}


def ground(asking: Who, station: str, week: IsoWeek, now: datetime, tasks: Iterable[Task]) -> Ground:
    """Everything a plan of the week is made from. Ask `queries.station_refused` first.

    `tasks`: those of the board (`dealing.tasks_seen`).
    """
    found = Station.objects.get(pk=station)
    on = max(journal.today(now), week.monday)
    measure = Measure.of(station)
    known = facts(asking, station, week, now)
    rounders, names = _rounders(station, week, on)
    days = _days_left(week, found.week_pattern, on)
    doors = _doors(station)
    wished = _wishes(known, list(tasks), doors, rounders, measure, on)
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
        here = range(max(first, week.monday).toordinal(), min(last, week.sunday).toordinal() + 1)
        days = (date.fromordinal(n) for n in here)
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


def _doors(station: str) -> dict[str, House]:
    found = Household.objects.filter(grid__station=station, active=True).select_related("gacha")
    return {
        str(one.pk): House(
            one.grid_id, gacha_place(one.gacha_id, one.group_name), one.language, one.gacha.short_name
        )
        for one in found.only("pk", "grid", "gacha__name", "gacha__code", "group_name", "language")
    }


def _wishes(
    known: Facts,
    tasks: Sequence[Task],
    houses: Mapping[str, House],
    rounders: Sequence[Rounder],
    measure: Measure,
    today: date,
) -> list[Wish]:
    """Tasks that are not over, then doors without one, the longest waiting first."""
    seen = {door.household: door for door in known.doors}
    serving = {grid: one.staff for one in rounders for grid in one.grids}
    skills = {one.staff: one.skills for one in rounders}
    maker = WishMaker(houses, seen, serving, measure, skills, today, gachas_of(serving))
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

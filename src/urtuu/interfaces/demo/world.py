"""Everything the play holds while it runs: phones, doors, dockets, tasks, and what was answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from urtuu.base.ids import new_id
from urtuu.interfaces.demo.cases import Case, Docket
from urtuu.interfaces.demo.chance import Dice, dice
from urtuu.interfaces.demo.doors import Door, doors_of
from urtuu.interfaces.demo.finding import Hands
from urtuu.interfaces.demo.people import Person, Team, banner_people, officers, team
from urtuu.interfaces.demo.phones import Phone
from urtuu.interfaces.demo.plans import BannerPlan, GridPlan, StationPlan
from urtuu.interfaces.demo.tally import Tally
from urtuu.kinds.roles import Role
from urtuu.places.models import Device

_SKEWED = {
    7: timedelta(minutes=47),
    23: timedelta(hours=-3),
    38: timedelta(minutes=18),
    3: timedelta(minutes=26),
}
"""Phones whose clocks are off."""


@dataclass
class Task:
    """One task of the week as the play knows it."""

    record: str
    what: str
    grid: str
    minutes: int
    door: Door | None = None
    about: Case | None = None
    topic: str = ""
    version: int = 0
    state: str = ""
    unsent: bool = False


@dataclass
class Officer:
    """An officer in the field: grid, doors, phone, tasks and how the week goes."""

    person: Person
    grid: GridPlan
    doors: list[Door]
    phone: Phone
    hands: Hands
    throw: Dice
    waiting_since: dict[str, date] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    unsent: list[Case | Task] = field(default_factory=list)
    silent_until: date = date.min

    @property
    def id(self) -> str:
        """The staff id."""
        return self.person.id

    def longest_unvisited(self, count: int) -> list[Door]:
        """The doors that have waited longest, with some chance so that not every week looks alike."""
        found = self.throw.sample(self.doors, min(len(self.doors), count * 4))
        return sorted(found, key=lambda door: self.waiting_since.get(door.id, date.min))[:count]


@dataclass
class World:
    """The play. Nothing is received after `now`: what would be, is received at `now`."""

    plan: BannerPlan
    seed: int
    now: datetime
    tally: Tally = field(default_factory=Tally)
    docket: Docket = field(default_factory=Docket)
    counts: dict[str, int] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)

    @cached_property
    def throw(self) -> Dice:
        """Chance that belongs to no officer."""
        return dice(self.seed, "world")

    @cached_property
    def teams(self) -> dict[str, Team]:
        """The team of each station."""
        return {one.id: team(one, number) for number, one in enumerate(self.plan.stations, 1)}

    @cached_property
    def banner(self) -> dict[Role, Person]:
        """Those at the banner, by role."""
        return {person.posts[0][0]: person for person in banner_people(self.plan)}

    @cached_property
    def officers(self) -> list[Officer]:
        """The officers, by the number of their grid."""
        pairs = zip(self.plan.grids, officers(self.plan), strict=True)
        return [self._officer(grid, person) for grid, person in pairs]

    def _officer(self, grid: GridPlan, person: Person) -> Officer:
        return Officer(
            person=person,
            grid=grid,
            doors=doors_of(grid, self.seed),
            phone=Phone(grid.number, person.id, self.seed, _SKEWED.get(grid.number, timedelta(0))),
            hands=self._hands(grid, person),
            throw=dice(self.seed, "officer", grid.number),
        )

    def _hands(self, grid: GridPlan, person: Person) -> Hands:
        of = self.teams[grid.station]
        return Hands(
            officer=person.id,
            mediates=any(role == Role.MEDIATOR for role, _ in person.posts),
            chief=of.chief.id,
            chair=of.chair.id,
            registrar=of.registrar.id,
            clerk=of.clerk.id,
            judicial=of.judicial.id,
            mediators=tuple(one.id for one in of.mediators),
            safety=self.banner[Role.SAFETY].id,
            coordinator=self.banner[Role.COORDINATOR].id,
            archivist=self.banner[Role.ARCHIVIST].id,
        )

    def of_station(self, station: StationPlan) -> list[Officer]:
        """The officers of a station."""
        return [officer for officer in self.officers if officer.grid.station == station.id]

    @property
    def phones(self) -> list[Phone]:
        """All phones."""
        return [officer.phone for officer in self.officers]

    def heard(self, moment: datetime) -> datetime:
        """When the server hears of something planned for a moment: never later than now."""
        return min(moment, self.now)

    def more(self, what: str, count: int = 1) -> None:
        """Counts something for the closing words."""
        self.counts[what] = self.counts.get(what, 0) + count


def record_id(throw: Dice, moment: datetime) -> str:
    """The id of a new record."""
    return str(new_id(moment, throw.randbytes(10)))


Progress = Callable[[int, int, str], None]


def silent(_done: int, _of: int, _what: str) -> None:
    """Progress that nobody watches."""

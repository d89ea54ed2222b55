"""The Monday board as values: what the page, the printed sheet and the tests look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from urtuu.base.weeks import DayPart, Week
from urtuu.rounds.known import Due
from urtuu.rounds.loads import IN_HAND, OVER, SENT, UNDEALT, Load


@dataclass(frozen=True, kw_only=True)
class Task:
    """A task as the board shows it; `gacha` and the names are words already."""

    record: str
    number: str
    title: str
    what: str
    source: str
    reason: str
    state: str
    week: str
    grid: str
    version: int
    began_on: date
    grid_name: str = ""
    gacha_code: str = ""
    gacha: str = ""
    spot: str = ""
    household: str = ""
    about: str = ""
    officer: str = ""
    officer_name: str = ""
    suggested: str = ""
    suggested_name: str = ""
    suggested_load: int = 0
    minutes: int = 0
    window_from: date | None = None
    window_to: date | None = None
    due: Due | None = None
    carried: bool = False
    outcome: str = ""
    sent_at: datetime | None = None
    on_day: date | None = None
    """The day of its stop in the published plan; nothing when it is in none."""
    begins: datetime | None = None
    promised: bool = False
    pinned: bool = False
    way_minutes: int = 0
    way_basis: str = ""

    @property
    def undealt(self) -> bool:
        """Whether it waits for an officer."""
        return self.state in UNDEALT

    @property
    def assigned(self) -> bool:
        """Dealt out, and not yet on a phone."""
        return self.state == "assigned"

    @property
    def sent(self) -> bool:
        """On somebody's phone, and not done."""
        return self.state in SENT

    @property
    def in_hand(self) -> bool:
        """Somebody has it."""
        return self.state in IN_HAND

    @property
    def over(self) -> bool:
        """Done or cancelled."""
        return self.state in OVER

    def waits_days(self, today: date) -> int:
        """Days since it was first proposed."""
        return (today - self.began_on).days


@dataclass(frozen=True, kw_only=True)
class OfficerSeen:
    """An officer on the board: where, with how much, and whether the phone has it."""

    staff: str
    name: str
    grid: str
    grid_name: str
    gachas: Sequence[str] = ()
    load: Load = field(default_factory=Load)
    done: int = 0
    phone: str = "none"
    queue: int = 0
    seen_at: datetime | None = None
    present: bool | None = None
    tasks: Sequence[Task] = ()


@dataclass(frozen=True, kw_only=True)
class DayNote:
    """A worked day: how much must be done by it, and how much was done on it, by word."""

    day: date
    part: DayPart
    due: Load = field(default_factory=Load)
    visits: int = 0
    sessions: int = 0
    disputes: int = 0


@dataclass(frozen=True)
class Promised:
    """Running promises of one sort: how many end soon, and how many are over already."""

    ending: int = 0
    late: int = 0

    @property
    def both(self) -> int:
        """What must be looked at tonight."""
        return self.ending + self.late


@dataclass(frozen=True)
class WeekCount:
    """Matters found and settled in a week."""

    week: Week
    found: int = 0
    settled: int = 0


@dataclass(frozen=True)
class Spot:
    """A gacha on the schematic map: `tone` is ember for tonight, ochre for this week, sky otherwise."""

    code: str
    name: str
    x: int
    y: int
    tone: str = "sky"
    tasks: int = 0


@dataclass(frozen=True)
class PlaceChoice:
    """A gacha of a grid, to choose from."""

    grid: str
    gacha: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Board:
    """One station's week. `earlier` are tasks of weeks before that are still in somebody's hand."""

    station: str
    station_name: str
    station_phone: str
    week: Week
    now: datetime
    this_week: Week
    days: Sequence[DayNote]
    missing_year: int
    tasks: Sequence[Task]
    earlier: Sequence[Task]
    officers: Sequence[OfficerSeen]
    tonight: Promised
    a_day: Promised
    last_done: int
    last_total: int
    chart: Sequence[WeekCount]
    spots: Sequence[Spot]
    places: Sequence[PlaceChoice]
    may_deal: bool

    @property
    def past(self) -> bool:
        """A week that is over is only read."""
        return self.week < self.this_week

    def left(self, task: Task) -> bool:
        """Whether a task was of this week and another week has it now."""
        return task.week > str(self.week)

    @property
    def undealt(self) -> list[Task]:
        """What waits for an officer."""
        return [task for task in self.tasks if task.undealt and not self.left(task)]

    @property
    def assigned(self) -> list[Task]:
        """What is dealt out and not sent yet."""
        return [task for task in self.tasks if task.assigned]

    @property
    def wanted(self) -> list[Task]:
        """All tasks but the cancelled ones."""
        return [task for task in self.tasks if task.state != "cancelled"]

    @property
    def carried(self) -> list[Task]:
        """What came over from weeks before, the longest-waiting first."""
        came = [task for task in self.tasks if task.carried and not (task.over or self.left(task))]
        return sorted([*came, *self.earlier], key=lambda task: (task.began_on, task.number))

    @property
    def present(self) -> int:
        """How many came to the briefing."""
        return sum(officer.present is True for officer in self.officers)

    @property
    def silent_phones(self) -> int:
        """Phones that were not heard this week or say that something still waits on them."""
        return sum(one.phone in ("silent", "unsent", "unsent_before") for one in self.officers)

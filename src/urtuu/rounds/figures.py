"""The figures around the board: promises that end tonight, four weeks behind, the days, and the gachas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count

from urtuu.base.weeks import DayPart, Week
from urtuu.journal import queries as journal
from urtuu.kinds.clocks import LOCAL
from urtuu.places.models import Grid, Region
from urtuu.places.permissions import Who
from urtuu.rounds.known import Matter
from urtuu.rounds.loads import Load, class_of
from urtuu.rounds.seen import DayNote, Promised, Spot, Task, WeekCount

PAGE = "board"
FOUND = {"dispute": ("report", "open_again"), "need": ("hear",)}
SETTLED = {"dispute": ("agree", "settle_at_once"), "need": ("met", "not_possible")}
_DONE_ON_A_DAY = {
    ("visit", "make"): "visits",
    ("publicity", "hold"): "sessions",
    ("publicity", "hold_now"): "sessions",
    ("dispute", "contact"): "disputes",
    ("dispute", "session"): "disputes",
    ("dispute", "settle_at_once"): "disputes",
}
WEEKS_BACK = 4


def promised(matters: Iterable[Matter], now: datetime) -> tuple[Promised, Promised]:
    """小事不过夜 and 大事不过天: what ends until tomorrow morning or within a day, and what is over."""
    running = [due for matter in matters for due in matter.dues]
    morning = (now.astimezone(LOCAL) + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    tonight = [due.ends_at for due in running if due.tonight]
    a_day = [due.ends_at for due in running if due.a_day]
    return _counted(tonight, now, morning), _counted(a_day, now, now + timedelta(hours=24))


def _counted(ends: Sequence[datetime], now: datetime, until: datetime) -> Promised:
    return Promised(ending=sum(now <= at <= until for at in ends), late=sum(at < now for at in ends))


def weeks_before(asking: Who, station: str, week: Week, now: datetime) -> list[WeekCount]:
    """Matters found and settled in each of the four weeks before. One query."""
    weeks = [week.shifted(-n) for n in range(WEEKS_BACK, 0, -1)]
    acts = sorted({act for table in (FOUND, SETTLED) for named in table.values() for act in named})
    found = (
        journal.entries(asking, PAGE, journal.today(now))
        .filter(station=station, week__in=[str(one) for one in weeks], kind__in=list(FOUND), act__in=acts)
        .order_by()
        .values("week", "kind", "act")
        .annotate(matters=Count("record", distinct=True))
    )
    rows = [(row["week"], row["kind"], row["act"], row["matters"]) for row in found]
    return [WeekCount(one, _sum(rows, one, FOUND), _sum(rows, one, SETTLED)) for one in weeks]


def _sum(rows: Iterable[tuple[str, str, str, int]], week: Week, table: Mapping[str, tuple[str, ...]]) -> int:
    return sum(count for at, kind, act, count in rows if at == str(week) and act in table[kind])


def done_by_day(asking: Who, station: str, week: Week, now: datetime) -> dict[date, dict[str, int]]:
    """What was done on each day of a week, by word. One query."""
    kinds = sorted({kind for kind, _ in _DONE_ON_A_DAY})
    acts = sorted({act for _, act in _DONE_ON_A_DAY})
    found = journal.entries(asking, PAGE, journal.today(now)).filter(
        station=station, week=str(week), kind__in=kinds, act__in=acts
    )
    days: dict[date, dict[str, int]] = {}
    for kind, act, at in found.values_list("kind", "act", "counted_at"):
        name = _DONE_ON_A_DAY.get((kind, act))
        if name:
            counts = days.setdefault(at.astimezone(LOCAL).date(), {})
            counts[name] = counts.get(name, 0) + 1
    return days


def day_notes(
    parts: Mapping[date, DayPart], tasks: Iterable[Task], done: Mapping[date, Mapping[str, int]]
) -> list[DayNote]:
    """The worked days; a task counts on the last day on which it can be done."""
    due: dict[date, Load] = {}
    for task in tasks:
        if task.window_to and task.state != "cancelled":
            before = due.get(task.window_to, Load())
            due[task.window_to] = before.plus(class_of(task.what, task.household), task.minutes)
    return [
        DayNote(day=day, part=part, due=due.get(day, Load()), **done.get(day, {}))
        for day, part in sorted(parts.items())
    ]


# --- the schematic map ------------------------------------------------------------------------------

MOST_SPOTS = 14
"""More labels than this cover one another; the quiet gachas are left out first."""
_STATES_OF_INTEREST = ("clock", "report", "follow_up", "silent", "request", "chief")


def spots(grids: Sequence[Grid], tasks: Iterable[Task], now: datetime) -> list[Spot]:
    """The gachas of the station where the plan of the banner puts them, the urgent ones at least."""
    today = now.astimezone(LOCAL).date()
    open_tasks = [task for task in tasks if not task.over]
    gachas = {gacha.pk: gacha for grid in grids for gacha in grid.gachas.all()}
    found = [_spot(gacha, open_tasks, today) for gacha in gachas.values() if gacha.map_x is not None]
    chosen = sorted(found, key=lambda spot: (_URGENCY[spot.tone], -spot.tasks, spot.code))[:MOST_SPOTS]
    return sorted(chosen, key=lambda spot: spot.code)


_URGENCY = {"ember": 0, "ochre": 1, "sky": 2}


def _spot(gacha: Region, tasks: Iterable[Task], today: date) -> Spot:
    here = [task for task in tasks if task.gacha_code == gacha.pk]
    tone = "ochre" if any(task.source in _STATES_OF_INTEREST for task in here) else "sky"
    if any(task.due and task.due.last_day <= today for task in here):
        tone = "ember"
    return Spot(
        code=gacha.pk, name=gacha.short_name, x=gacha.map_x or 0, y=gacha.map_y or 0, tone=tone,
        tasks=len(here),
    )  # fmt: skip

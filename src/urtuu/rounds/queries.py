"""The Monday board of a station, for those who may open it, in a fixed number of database queries.

Officers stand in the order of their grids; their load is shown and nobody is ranked by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from urtuu.base.sentences import Sentence, say
from urtuu.base.weeks import Week, week_of
from urtuu.journal import queries as journal
from urtuu.kinds.registry import shelf
from urtuu.places import permissions
from urtuu.places import queries as places
from urtuu.places.models import Grid, Station
from urtuu.places.permissions import Where, Who
from urtuu.rounds import figures
from urtuu.rounds.calendar import parts_of
from urtuu.rounds.dealing import officers_seen, tasks_seen
from urtuu.rounds.facts import matter_of, open_matters
from urtuu.rounds.models import Attendance
from urtuu.rounds.reading import Names, read_tasks
from urtuu.rounds.seen import Board, PlaceChoice

PAGE = "board"


def stations(asking: Who, now: datetime) -> list[Station]:
    """The stations whose board this person may open, by id. Two queries at most."""
    reach = permissions.reach(asking, PAGE, journal.today(now))
    found = Station.objects.order_by("pk")
    if reach.everything:
        return list(found)
    wanted = set(reach.stations) | set(places.stations_of(reach.banners))
    wanted |= {posting.station for posting in asking.now(journal.today(now)) if posting.grid in reach.grids}
    return list(found.filter(pk__in=wanted))


def station_refused(asking: Who, station: str, now: datetime) -> Sentence | None:
    """Why this person may not open the board of a station; nothing when they may."""
    refused = permissions.may_open(asking, PAGE, journal.today(now))
    if refused:
        return refused
    own = [one.pk for one in stations(asking, now)]
    return None if station in own else say("not_your_station", station=station, own=", ".join(own))


def may_deal(asking: Who, where: Where, on: date) -> bool:
    """Whether this person deals out tasks there."""
    return deal_refused(asking, where, on) is None


def deal_refused(asking: Who, where: Where, on: date) -> Sentence | None:
    """Why this person may not deal out tasks there. The house draws up by rules that a person set."""
    kind = shelf()["task"]
    if asking.staff == permissions.HOUSE_ID:
        return None
    return permissions.refusal(asking, kind.act["assign"], kind, where, on)


@dataclass(frozen=True)
class _Ground:
    """The places of a station and who serves them."""

    station: Station
    grids: Sequence[Grid]
    names: Names


def _ground(asking: Who, station: str, on: date) -> _Ground:
    """A grid officer sees the own grids only, and who serves them."""
    found = Station.objects.get(pk=station)
    reach = permissions.reach(asking, PAGE, on)
    all_grids = Grid.objects.filter(station=station).prefetch_related("gachas").order_by("pk")
    grids = [grid for grid in all_grids if reach.covers(Where(found.banner_id, station, grid.pk))]
    people = places.staff_of_station(station, on)
    names = Names(
        officers_by_grid={g: str(s.pk) for g, s in places.officers_by_grid(station, on).items()},
        staff={str(person.pk): person.name for person in people},
        grids={grid.pk: grid.name for grid in grids},
        gachas={gacha.pk: gacha.short_name for grid in grids for gacha in grid.gachas.all()},
    )
    return _Ground(found, grids, names)


def board(asking: Who, station: str, week: Week, now: datetime) -> Board:
    """Everything the page shows. Ask `station_refused` first; what is out of reach shows nowhere here."""
    on = journal.today(now)
    ground = _ground(asking, station, min(max(on, week.monday), week.sunday))
    matters = [matter_of(row, now) for row in open_matters(asking, station, now)]
    parts, missing_year = parts_of(week, ground.station.week_pattern)
    found = read_tasks(asking, station, week, now)
    # A promise beyond the week does not hurry anybody in it.
    dues = {m.record: m.due for m in matters if m.due and m.due.last_day <= week.sunday}
    tasks = tasks_seen(found.of_week, ground.names, dues)
    last = figures.weeks_before(asking, station, week, now)
    tonight, a_day = figures.promised(matters, now)
    return Board(
        station=station,
        station_name=ground.station.name,
        station_phone=ground.station.phone,
        week=week,
        now=now,
        this_week=week_of(on),
        days=figures.day_notes(parts, tasks, figures.done_by_day(asking, station, week, now)),
        missing_year=missing_year,
        tasks=tasks,
        earlier=tasks_seen(found.earlier, ground.names, dues),
        officers=officers_seen(ground.grids, ground.names, tasks, _present(station, week), week, now),
        tonight=tonight,
        a_day=a_day,
        last_done=found.last_done,
        last_total=found.last_total,
        chart=last,
        spots=figures.spots(ground.grids, tasks, now),
        places=[
            PlaceChoice(grid.pk, gacha.pk, f"{grid.name} · {gacha.short_name}")
            for grid in ground.grids
            for gacha in grid.gachas.all()
        ],
        may_deal=week >= week_of(on) and may_deal(asking, Where(ground.station.banner_id, station, ""), on),
    )


def _present(station: str, week: Week) -> dict[str, bool]:
    marked = Attendance.objects.filter(station=station, week=str(week))
    return {str(staff): present for staff, present in marked.values_list("staff", "present")}

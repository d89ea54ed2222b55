"""What is written about ways: points, typed times, seasons. No acts of casework, so nothing of the journal.

Everything here asks first whether this person may; a refusal is `places.services.Refused` with its sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from urtuu.base.coordinates import CHINA, Box, Point, box_of, distance_km, point
from urtuu.base.ids import read_id
from urtuu.base.sentences import Sentence, say
from urtuu.journal.queries import today
from urtuu.kinds.roles import FIELD_ROLES
from urtuu.places.imports.points_lists import AROUND_KNOWN
from urtuu.places.models import Grid, LegTime, PlacePoint, RoadSeason, Station
from urtuu.places.permissions import Who
from urtuu.places.services import Refused
from urtuu.places.ways import LEAST_PERCENT, MOST_MINUTES, MOST_PERCENT
from urtuu.rounds.travel.keys import PlaceKey
from urtuu.rounds.travel.listing import banner_refused, station_refused

MOST_METRES = 100
"""A phone that knows its place less exactly marks no village."""


def mark(asking: Who, station: Station, key: PlaceKey, at: Point, on: date) -> PlacePoint:
    """The point of a place, typed or clicked at the desk; the last one counts. Raises Refused."""
    _may(station_refused(asking, station, on))
    if not _is_here(station, key):
        raise Refused(say("point_not_here"))
    _may(_no_point(at, key, [*_others(station, key)]))
    return _put(key, at, PlacePoint.DESK, read_id(asking.staff), on)


def forget(asking: Who, station: Station, key: PlaceKey, on: date) -> None:
    """A point that is wrong is taken away; the place falls back on its gacha. Raises Refused."""
    _may(station_refused(asking, station, on))
    if not _is_here(station, key):
        raise Refused(say("point_not_here"))
    PlacePoint.objects.filter(_where(key)).delete()


def capture(asking: Who, key: PlaceKey, lon: float, lat: float, accuracy_m: float, at: datetime) -> None:
    """The point of a village room or gacha where an officer stands and says so, in WGS-84 as phones give it.

    Only the last point is kept and only the day, so that nobody's way can be read from it. Raises Refused.
    """
    on = today(at)
    if key.group:
        raise Refused(say("capture_of_a_group"))
    grid = _own_grid(asking, key, on)
    if grid is None:
        raise Refused(say("capture_not_yours", place=key.gacha or key.grid))
    if not 0 <= accuracy_m <= MOST_METRES:
        raise Refused(say("capture_inexact", accuracy=f"{accuracy_m:.0f}", most=MOST_METRES))
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # not a number fails too
        raise Refused(say("import_points_outside"))
    here = point(lon, lat)
    _may(_no_point(here, key, [*_others(grid.station, key)]))
    _put(key, here, PlacePoint.CAPTURED, read_id(asking.staff), on)


def _own_grid(asking: Who, key: PlaceKey, on: date) -> Grid | None:
    """The grid by whose post an officer may mark a place."""
    held = [posting.grid for posting in asking.now(on) if posting.role in FIELD_ROLES and posting.grid]
    place = Q(pk=key.grid) if key.grid else Q(gachas=key.gacha)
    return Grid.objects.select_related("station").filter(place, pk__in=held).first()


def _may(refused: Sentence | None) -> None:
    if refused:
        raise Refused(refused)


def _is_here(station: Station, key: PlaceKey) -> bool:
    grids = Grid.objects.filter(station=station)
    return grids.filter(Q(pk=key.grid) if key.grid else Q(gachas=key.gacha)).exists()


def _others(station: Station, key: PlaceKey) -> Iterable[Point]:
    """Where the other places of the banner lie."""
    of = Q(gacha__grids__station__banner=station.banner_id) | Q(grid__station__banner=station.banner_id)
    rows = PlacePoint.objects.filter(of).exclude(_where(key)).distinct()
    return (Point(*spot) for spot in rows.values_list("lon_micro", "lat_micro"))


def _no_point(at: Point, key: PlaceKey, others: list[Point]) -> Sentence | None:
    """Why a point cannot be this place's; nothing when it can."""
    if not CHINA.holds(at):
        return say("import_points_outside")
    around = box_of(others)
    if around and not around.wider(AROUND_KNOWN).holds(at):
        km = round(min(distance_km(at, one) for one in others))
        return say("capture_not_here", km=km, place=key.group or key.gacha or key.grid)
    return None


def _where(key: PlaceKey) -> Q:
    if key.grid:
        return Q(grid=key.grid)
    return Q(gacha=key.gacha, group_name=key.group)


def _put(key: PlaceKey, at: Point, source: str, by: UUID | None, on: date) -> PlacePoint:
    place: dict[str, Any] = {"gacha_id": key.gacha, "group_name": key.group}
    if key.grid:
        place = {"grid_id": key.grid}
    values = {
        "lon_micro": at.lon_micro,
        "lat_micro": at.lat_micro,
        "source": source,
        "marked_by_id": by,
        "marked_on": on,
    }
    return PlacePoint.objects.update_or_create(**place, defaults=values)[0]


@dataclass(frozen=True)
class Way:
    """A leg whose time is typed; `season` is empty for all year."""

    start: PlaceKey
    end: PlaceKey
    season: str = ""


def set_leg(asking: Who, station: Station, way: Way, minutes: int | None, on: date) -> None:
    """How long a way takes; nothing takes the typed time away again. Raises Refused."""
    _may(station_refused(asking, station, on))
    if way.start == way.end:
        raise Refused(say("leg_same_place"))
    if not (_is_here(station, way.start) and _is_here(station, way.end)):
        raise Refused(say("point_not_here"))
    row: dict[str, Any] = {"from_place": way.start.text, "to_place": way.end.text, "season": way.season}
    if minutes is None:
        LegTime.objects.filter(station=station, **row).delete()
        return
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused(say("leg_no_minutes"))
    by = read_id(asking.staff)
    LegTime.objects.update_or_create(
        station=station, **row, defaults={"minutes": minutes, "set_by_id": by, "set_on": on}
    )


@dataclass(frozen=True)
class SeasonAsked:
    """A line of a season as it is asked for; `percent` empty: closed. For the whole banner or one station."""

    title: str
    from_on: date
    until_on: date
    percent: int | None = None
    surface: str = RoadSeason.ALL
    node: int | None = None
    way: int | None = None
    box: Box | None = None
    whole_banner: bool = False


def set_season(asking: Who, station: Station, asked: SeasonAsked, on: date) -> RoadSeason:
    """A new line of a season. Raises Refused."""
    _may(station_refused(asking, station, on))
    if asked.whole_banner:
        _may(banner_refused(asking, station, on))
    _may(_no_season(asked))
    box = asked.box
    return RoadSeason.objects.create(
        banner_id=station.banner_id,
        station=None if asked.whole_banner else station,
        title=asked.title,
        from_on=asked.from_on,
        until_on=asked.until_on,
        does=RoadSeason.CLOSED if asked.percent is None else RoadSeason.SLOW,
        percent=asked.percent or 100,
        surface=asked.surface,
        road_node=asked.node,
        road_way=asked.way,
        west=box.west if box else None,
        south=box.south if box else None,
        east=box.east if box else None,
        north=box.north if box else None,
        set_by_id=read_id(asking.staff),
        set_on=on,
    )


def _no_season(asked: SeasonAsked) -> Sentence | None:
    if asked.until_on < asked.from_on:
        return say("season_ends_early")
    if asked.percent is None and asked.node is None and asked.way is None and asked.box is None:
        return say("season_no_place")
    if asked.percent is not None and not LEAST_PERCENT <= asked.percent <= MOST_PERCENT:
        return say("season_no_percent")
    if asked.box and not (asked.box.west <= asked.box.east and asked.box.south <= asked.box.north):
        return say("season_no_box")
    return None


@transaction.atomic
def drop_season(asking: Who, station: Station, number: int, on: date) -> None:
    """A line of a season away again; of the whole banner's only by whoever may set it. Raises Refused."""
    _may(station_refused(asking, station, on))
    of = Q(station=station) | Q(station=None, banner=station.banner_id)
    row = RoadSeason.objects.filter(of, pk=number).first()
    if row is None:
        return
    if row.station_id is None:
        _may(banner_refused(asking, station, on))
    row.delete()

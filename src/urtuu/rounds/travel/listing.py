"""The places of a station with where they lie, and the stations whose places somebody may mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from urtuu.base.coordinates import Point
from urtuu.base.sentences import Sentence, say
from urtuu.places import permissions
from urtuu.places.models import Grid, Household, PlacePoint, Region, Station
from urtuu.places.permissions import Where, Who
from urtuu.places.rules import GACHA, SUMU
from urtuu.rounds.travel.keys import PlaceKey, gacha_place, room_place
from urtuu.rounds.travel.queries import key_of

PAGE = "points"


@dataclass(frozen=True)
class Place:
    """A place as the list shows it: the name of the gacha, group or grid, and what that lies within."""

    key: PlaceKey
    name: str
    within: str
    row: PlacePoint | None = None

    @property
    def point(self) -> Point | None:
        """Where it lies, if that is known."""
        return Point(self.row.lon_micro, self.row.lat_micro) if self.row else None

    @property
    def is_room(self) -> bool:
        """Whether it is a village room."""
        return bool(self.key.grid)


def stations(asking: Who, on: date) -> list[Station]:
    """The stations whose places this person may mark, by id. One query."""
    reach = permissions.reach(asking, PAGE, on)
    found = Station.objects.select_related("banner").order_by("pk")
    if reach.everything:
        return list(found)
    return list(found.filter(Q(banner__in=reach.banners) | Q(pk__in=reach.stations)))


def station_refused(asking: Who, station: Station, on: date) -> Sentence | None:
    """Why this person may not mark places of a station; nothing when they may."""
    refused = permissions.may_open(asking, PAGE, on)
    if refused:
        return refused
    reach = permissions.reach(asking, PAGE, on)
    if reach.covers(Where(station.banner_id, station.pk, "")):
        return None
    return say("not_your_station", station=station.pk, own=", ".join(sorted(reach.stations)))


def banner_refused(asking: Who, station: Station, on: date) -> Sentence | None:
    """Why this person may not set what holds for the whole banner; nothing when they may."""
    reach = permissions.reach(asking, PAGE, on)
    return None if reach.everything or station.banner_id in reach.banners else say("season_not_yours")


def places(station: Station) -> list[Place]:
    """Village rooms by grid, then gachas by code, each with its groups. Four queries."""
    grids: list[Grid] = list(Grid.objects.filter(station=station))
    gachas = list(Region.objects.filter(grids__station=station).distinct().select_related("parent"))
    points = _points(station)
    rooms = [_place(room_place(grid.pk), grid.name, "", points) for grid in grids]
    named = {(key.gacha, key.group) for key in points if key.group} | set(_groups(station))
    found = list(rooms)
    for gacha in gachas:
        sumu = gacha.parent.short_name if gacha.parent and gacha.parent.level == SUMU else ""
        found.append(_place(gacha_place(gacha.pk), gacha.short_name, sumu, points))
        found += [
            _place(gacha_place(code, group), group, gacha.short_name, points)
            for code, group in sorted(named)
            if code == gacha.pk
        ]
    return found


def _place(key: PlaceKey, name: str, within: str, points: dict[PlaceKey, PlacePoint]) -> Place:
    return Place(key, name, within, points.get(key))


def _points(station: Station) -> dict[PlaceKey, PlacePoint]:
    of = Q(gacha__grids__station=station) | Q(grid__station=station)
    return {key_of(one): one for one in PlacePoint.objects.filter(of).distinct().select_related("marked_by")}


def _groups(station: Station) -> Sequence[tuple[str, str]]:
    """The named groups of the station's doors; of the doors themselves nothing is read."""
    found = Household.objects.filter(grid__station=station, active=True, gacha__level=GACHA)
    named = found.exclude(group_name="").order_by("gacha", "group_name")
    return list(named.values_list("gacha_id", "group_name").distinct())

"""Travel times for whoever plans, in a fixed number of database queries, whatever the number of places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from urtuu.base.coordinates import Box, Point, distance_km
from urtuu.base.sentences import Sentence, say
from urtuu.places.models import Grid, LegTime, PlacePoint, Region, RoadSeason, Station
from urtuu.rounds.travel import store
from urtuu.rounds.travel.estimate import LEAST_PAIRS, Pair
from urtuu.rounds.travel.ground import Ground
from urtuu.rounds.travel.keys import PlaceKey, gacha_place, read_key, room_place
from urtuu.rounds.travel.legs import Known, Legs, Network, Typed, legs
from urtuu.rounds.travel.reading import Unreadable
from urtuu.rounds.travel.roads import Roads
from urtuu.rounds.travel.seasons import Layer, Surface, in_force, slower
from urtuu.rounds.travel.speeds import Speeds, Wrong

FITTED = 16
"""So many gachas the estimate is fitted to."""


def matrix(station: str, places: Sequence[PlaceKey], on: date) -> Legs:
    """Seconds between all pairs of places of a station on a day, each leg with its basis.

    A place without a point falls back on its gacha's, then on the schematic sheet; `Legs.notes` says so.
    Raises Station.DoesNotExist. Six queries.
    """
    return area(station, places).legs(places, on)


@dataclass(frozen=True)
class Area:
    """All that is known of the ways of a station. Reckoning with it asks the database nothing more."""

    station: Station
    ground: Ground
    layers: Sequence[Layer]
    typed: Sequence[Typed]
    roads: Roads | None
    speeds: Speeds
    warning: Sentence | None = None

    def legs(self, places: Sequence[PlaceKey], on: date) -> Legs:
        """The matrix for places on a day."""
        layers = in_force(self.layers, on)
        season = self.speeds.usual.season(on)
        known = Known(self.ground, self.speeds.usual, season, slower(layers), self.typed, self._pairs(layers))
        return replace(legs(places, known, self._network(places, layers)), warning=self.warning)

    def _network(self, places: Sequence[PlaceKey], layers: tuple[Layer, ...]) -> Network | None:
        """Ways over the roads, between gachas where a place has no point of its own."""
        if self.roads is None:
            return None
        points = [self.ground.spot(key).point for key in places]
        return self.roads.seconds(points, self.speeds, layers)

    def _pairs(self, layers: tuple[Layer, ...]) -> list[Pair]:
        """Ways over the roads between a few gachas of the station, to fit the estimate to.

        Where the station has too few, those of the whole banner. Seasons that hold for every road are left
        out: the estimate has those already.
        """
        if self.roads is None:
            return []
        gachas = sorted((key, one) for key, one in self.ground.points.items() if key.gacha and not key.group)
        rest = tuple(one for one in layers if not (one.everywhere and one.surface == "all"))
        own = self._pairs_of(
            [one for key, one in gachas if key.gacha in self.ground.served], self.roads, rest
        )
        if len(own) >= LEAST_PAIRS:
            return own
        return self._pairs_of([one for _key, one in gachas], self.roads, rest)

    def _pairs_of(self, known: Sequence[Point], roads: Roads, layers: tuple[Layer, ...]) -> list[Pair]:
        """Ways between always the same few of some points."""
        chosen = known[:: max(1, len(known) // FITTED)][:FITTED]
        over = roads.seconds(chosen, self.speeds, layers)
        return [
            Pair(distance_km(one, other), seconds)
            for at, one in enumerate(chosen)
            for to, other in enumerate(chosen)
            if at != to and (seconds := over[at][to]) is not None
        ]


def area(station: str, places: Iterable[PlaceKey] = ()) -> Area:
    """What is known of the ways of a station, in six queries. Raises Station.DoesNotExist.

    Roads or speeds that cannot be read leave the estimate and a warning: the week must still be planned.
    """
    found = Station.objects.get(pk=station)
    roads, speeds, warning = _site()
    return Area(found, ground_of(found, places), layers_of(found), typed_of(station), roads, speeds, warning)


def site_speeds() -> Speeds:
    """The speeds of the site; the built-in ones where its own cannot be read."""
    return _site()[1]


def _site() -> tuple[Roads | None, Speeds, Sentence | None]:
    try:
        speeds = store.speeds()
        return store.roads(), speeds, None
    except (Unreadable, Wrong) as broken:
        return None, Speeds(), say("travel_files_broken", problem=str(broken))


def ground_of(station: Station, places: Iterable[PlaceKey] = ()) -> Ground:
    """Where the places of a station lie, and any others that are asked for. Three queries."""
    rooms: dict[str, list[str]] = {}
    pairs = Grid.gachas.through.objects.filter(grid__station__banner=station.banner_id)
    served: set[str] = set()
    found = pairs.order_by("region_id").values_list("grid_id", "region_id", "grid__station_id")
    for grid, gacha, of in found:
        rooms.setdefault(grid, []).append(gacha)
        if of == station.pk:
            served.add(gacha)
    wanted = {key.gacha for key in places if key.gacha} | {one for gachas in rooms.values() for one in gachas}
    return Ground(points_of(wanted, set(rooms)), _sheets(wanted), rooms, frozenset(served))


def points_of(gachas: Iterable[str], grids: Iterable[str]) -> dict[PlaceKey, Point]:
    """The points in gachas and of rooms. One query."""
    found = PlacePoint.objects.filter(Q(gacha__in=set(gachas)) | Q(grid__in=set(grids)))
    return {key_of(one): Point(one.lon_micro, one.lat_micro) for one in found}


def key_of(one: PlacePoint) -> PlaceKey:
    """The place a point is of."""
    return room_place(one.grid_id) if one.grid_id else gacha_place(one.gacha_id or "", one.group_name)


def _sheets(gachas: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Spots on the schematic sheet; a gacha without one stands where its sumu does. One query."""
    found = Region.objects.filter(pk__in=set(gachas)).values_list(
        "pk", "map_x", "map_y", "parent__map_x", "parent__map_y"
    )
    sheets = {}
    for code, x, y, above_x, above_y in found:
        if x is not None and y is not None:
            sheets[code] = (x, y)
        elif above_x is not None and above_y is not None:
            sheets[code] = (above_x, above_y)
    return sheets


def layers_of(station: Station) -> list[Layer]:
    """What the seasons do to the roads of a station, in the order of their days. One query."""
    return [_layer(one) for one in seasons_of(station)]


def seasons_of(station: Station) -> list[RoadSeason]:
    """The same as rows, for whoever edits them."""
    of = Q(station=station) | Q(station=None, banner=station.banner_id)
    return list(RoadSeason.objects.filter(of).select_related("set_by"))


_SURFACES: dict[str, Surface] = {"all": "all", "unpaved": "unpaved", "track": "track"}


def _layer(one: RoadSeason) -> Layer:
    box = None
    if one.west is not None and one.south is not None and one.east is not None and one.north is not None:
        box = Box(one.west, one.south, one.east, one.north)
    return Layer(
        title=one.title,
        from_on=one.from_on,
        until_on=one.until_on,
        factor=None if one.does == RoadSeason.CLOSED else one.percent / 100,
        surface=_SURFACES[one.surface],
        node=one.road_node,
        way=one.road_way,
        box=box,
    )


def typed_of(station: str) -> list[Typed]:
    """The times that were typed for a station. One query."""
    found = []
    for one in LegTime.objects.filter(station=station):
        start, end = read_key(one.from_place), read_key(one.to_place)
        if start and end:
            found.append(Typed(start, end, one.minutes, one.season))
    return found

"""The matrix from the tables in a fixed number of queries; points that an officer captures on the spot."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from cast import FAR_GACHA, GACHA, NEXT_GACHA, Cast
from towns import grid_town, spot
from urtuu.base.coordinates import Point
from urtuu.places.models import LegTime, PlacePoint, Region, RoadSeason
from urtuu.places.services import Refused
from urtuu.rounds.travel import queries, store
from urtuu.rounds.travel.keys import PlaceKey, gacha_place, room_place
from urtuu.rounds.travel.queries import matrix
from urtuu.rounds.travel.services import capture

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 3, 17, tzinfo=UTC)
NEAR, NEXT = gacha_place(GACHA), gacha_place(NEXT_GACHA)
ROOM = room_place("near")


@pytest.fixture(autouse=True)
def no_roads(tmp_path: Path, settings: Any) -> None:
    """A data folder without roads."""
    settings.VAR = tmp_path


@pytest.fixture
def roads(no_roads: None, tmp_path: Path) -> None:
    """The grid town."""
    store.take_roads(grid_town().write(tmp_path / "town.osm.pbf"), dry_run=False)


def put(key: PlaceKey, at: Point) -> None:
    """A point in the table."""
    PlacePoint.objects.create(
        gacha_id=key.gacha or None,
        group_name=key.group,
        grid_id=key.grid or None,
        lon_micro=at.lon_micro,
        lat_micro=at.lat_micro,
        source="csv",
    )


def test_six_queries_for_any_number_of_places(
    cast: Cast, roads: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    put(NEAR, spot(0, 0))
    put(ROOM, spot(5, 5))
    for places in ([NEAR], [NEAR, NEXT, ROOM], [NEAR, NEXT, ROOM, gacha_place(GACHA, "一组")]):
        with django_assert_num_queries(6):
            found = matrix("shuangsheng", places, DAY)
        assert len(found.seconds) == len(places)


def test_legs_say_what_they_rest_on(cast: Cast, roads: None) -> None:
    Region.objects.filter(pk=GACHA).update(map_x=10, map_y=10)
    Region.objects.filter(parent=None).update(map_x=500, map_y=500)
    put(NEAR, spot(0, 0))
    put(ROOM, spot(9, 0))
    group = gacha_place(GACHA, "兴隆沟小组")
    found = matrix("shuangsheng", [NEAR, ROOM, group], DAY)
    assert found.basis[0][1:] == ("network", "estimate")
    assert [note.name for note in found.notes] == ["travel_point_gacha"]
    assert found.warning is None
    LegTime.objects.create(
        station=cast.home, from_place=NEAR.text, to_place=ROOM.text, minutes=50, set_on=DAY
    )
    typed = matrix("shuangsheng", [NEAR, ROOM, group], DAY)
    assert (typed.seconds[0][1], typed.basis[0][1]) == (3000, "typed")
    assert matrix("kundu", [NEAR, ROOM], DAY).basis[0][1] == "network"


def test_seasons_hold_between_their_days_for_their_station_or_the_banner(cast: Cast, roads: None) -> None:
    put(NEAR, spot(3, 0))
    put(ROOM, spot(3, 9))
    usual = matrix("shuangsheng", [NEAR, ROOM], DAY).seconds[0][1]
    whole = {"banner_id": "150421", "until_on": DAY, "set_on": DAY, "surface": "track"}
    RoadSeason.objects.create(title="雪", from_on=date(2026, 11, 1), percent=200, station=cast.home, **whole)
    slow = matrix("shuangsheng", [NEAR, ROOM], DAY).seconds[0][1]
    assert usual * 1.5 < slow <= usual * 2
    assert matrix("shuangsheng", [NEAR, ROOM], date(2026, 11, 25)).seconds[0][1] == usual
    assert matrix("kundu", [NEAR, ROOM], DAY).seconds[0][1] == usual
    RoadSeason.objects.update(station=None)
    assert matrix("kundu", [NEAR, ROOM], DAY).seconds[0][1] == slow


def test_what_cannot_be_reached_is_estimated(cast: Cast, roads: None) -> None:
    put(NEAR, spot(0, 0))
    put(ROOM, spot(5, 5))
    put(NEXT, spot(60, 0))
    shut = {"banner_id": "150421", "from_on": DAY, "until_on": DAY, "set_on": DAY, "does": "closed"}
    assert matrix("shuangsheng", [NEAR, ROOM, NEXT], DAY).basis[0] == ("estimate", "network", "estimate")
    RoadSeason.objects.create(title="封", road_node=1, **shut)
    assert matrix("shuangsheng", [NEAR, ROOM], DAY).basis[0][1] == "estimate"


def test_the_estimate_is_fitted_to_the_roads_around(cast: Cast, roads: None) -> None:
    put(NEAR, spot(0, 0))
    put(NEXT, spot(7, 9))
    for n in range(4):
        put(gacha_place(GACHA, f"{n}组"), spot(n, n))
    area = queries.area("shuangsheng")
    pairs = area._pairs(())
    assert len(pairs) == 2  # gachas only, both ways; too few to be fitted to
    assert area.legs([NEAR, NEXT], DAY).pace.by == "usual"


def test_each_station_has_its_own_pace_and_the_banners_while_it_has_too_few(cast: Cast, roads: None) -> None:
    for n in range(4):  # along the high street here, along a track there
        for grid, at in ((cast.near, spot(2 * n, 0)), (cast.far, spot(9, 2 * n))):
            code = f"150421{'102' if grid == cast.near else '103'}80{n}"
            Region.objects.create(code=code, name=code, level="gacha", parent_id=code[:9])
            grid.gachas.add(code)
            put(gacha_place(code), at)
    here, there = (queries.area(station).legs([NEAR, NEXT], DAY).pace for station in ("shuangsheng", "kundu"))
    assert (here.pairs, there.pairs) == (12, 12)
    assert there.seconds_a_km > 2 * here.seconds_a_km
    PlacePoint.objects.filter(gacha__grids=cast.far).exclude(gacha__code__endswith="0").delete()
    few = queries.area("kundu").legs([NEAR, NEXT], DAY).pace
    assert few.pairs > 12
    assert few.seconds_a_km < there.seconds_a_km


def test_an_unreadable_network_leaves_the_estimate_and_a_warning(cast: Cast, roads: None) -> None:
    put(NEAR, spot(0, 0))
    put(ROOM, spot(5, 5))
    (store.folder() / "roads.toml").write_text("[speeds]\ntrak = 1\n", encoding="utf-8")
    found = matrix("shuangsheng", [NEAR, ROOM], DAY)
    assert found.basis[0][1] == "estimate"
    assert found.warning is not None
    assert "trak" in found.warning.values["problem"]


def test_an_officer_captures_the_own_room_and_only_the_last_point_and_its_day_stay(cast: Cast) -> None:
    capture(cast.bataar.who, ROOM, 120.1, 43.8, 12.0, NOW)
    capture(cast.bataar.who, ROOM, 120.1002, 43.8001, 8.0, NOW)
    row = PlacePoint.objects.get()
    assert (row.grid_id, row.lon_micro, row.lat_micro) == ("near", 120_100_200, 43_800_100)
    assert (row.source, row.marked_on) == ("captured", DAY)
    assert "03:17" not in str(vars(row))


@pytest.mark.parametrize(
    ("key", "accuracy", "said"),
    [
        (room_place("next-door"), 10.0, "capture_not_yours"),
        (gacha_place(FAR_GACHA), 10.0, "capture_not_yours"),
        (gacha_place(GACHA, "兴隆沟小组"), 10.0, "capture_of_a_group"),
        (ROOM, 250.0, "capture_inexact"),
        (ROOM, float("nan"), "capture_inexact"),
    ],
)
def test_what_is_not_to_be_captured_is_refused(cast: Cast, key: PlaceKey, accuracy: float, said: str) -> None:
    with pytest.raises(Refused) as refused:
        capture(cast.bataar.who, key, 120.1, 43.8, accuracy, NOW)
    assert refused.value.sentence.name == said
    assert not PlacePoint.objects.exists()


def test_a_phone_far_away_is_not_at_the_village_room(cast: Cast) -> None:
    put(NEXT, Point(120_000_000, 44_000_000))
    with pytest.raises(Refused) as refused:
        capture(cast.bataar.who, ROOM, 111.7, 40.8, 10.0, NOW)
    assert refused.value.sentence.name == "capture_not_here"
    with pytest.raises(Refused):
        capture(cast.saran.who, ROOM, 120.0, 44.0, 10.0, NOW)  # a chief marks at the desk

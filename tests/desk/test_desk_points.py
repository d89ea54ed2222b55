"""Points, typed times and seasons at the desk: marked by typing or by clicking, for those who may."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk_doings import SignedIn
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cast import FAR_GACHA, GACHA, NEXT_GACHA, Cast, Person
from towns import grid_town, spot
from urtuu.base.coordinates import Point, from_gcj02
from urtuu.kinds.roles import Role
from urtuu.places.models import Household, LegTime, PlacePoint, RoadSeason
from urtuu.places.permissions import TABLE
from urtuu.rounds.travel import store

PAGES = ("points_of", "points_legs", "points_seasons")


@pytest.fixture(autouse=True)
def no_roads(tmp_path: Path, settings: Any) -> None:
    """A data folder without roads."""
    settings.VAR = tmp_path


def put(code: str, at: Point, group: str = "") -> PlacePoint:
    """A point in the table."""
    return PlacePoint.objects.create(
        gacha_id=code, group_name=group, lon_micro=at.lon_micro, lat_micro=at.lat_micro, source="csv"
    )


def url(name: str, station: str = "shuangsheng", **asked: str) -> str:
    """An address of a station's points."""
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return reverse(f"desk:{name}", args=[station]) + (f"?{query}" if query else "")


def test_each_role_opens_what_the_table_names(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    openers = {role for role in everyone if "points" in TABLE[role].pages}
    assert openers == {Role.CHIEF, Role.COORDINATOR, Role.ADMIN}
    for role, who in everyone.items():
        answer = signed_in(who).get(url("points_seasons"))
        assert answer.status_code == (200 if role in openers else 403), role


def test_a_chief_marks_the_places_of_the_own_station_only(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.saran, "zh-hans")
    for name in PAGES:
        assert client.get(url(name, "kundu")).status_code == 403
    sent = {"place": FAR_GACHA, "lon": "120", "lat": "44", "system": "wgs84"}
    assert client.post(url("points_mark", "kundu"), sent).status_code == 403
    assert client.post(url("points_mark"), sent).status_code == 404
    assert not PlacePoint.objects.exists()
    assert client.get(reverse("desk:points")).headers["Location"] == url("points_of")


def test_places_with_and_without_a_point_are_listed(cast: Cast, signed_in: SignedIn) -> None:
    put(GACHA, Point(120_082_130, 43_871_200))
    text = signed_in(cast.saran).get(url("points_of")).content.decode()
    assert "6 places, 5 without a point" in text  # two rooms, two gachas, a group in each
    assert "120.08213, 43.87120" in text
    assert "兴隆沟小组" in text
    assert "every way is estimated" in text
    only = signed_in(cast.saran).get(url("points_of", show="missing")).content.decode()
    assert "Gacha · 双胜镇 · 120.08213, 43.87120 · from a list" in text
    assert "43.87120 · from a list" not in only


def test_no_door_is_named(cast: Cast, signed_in: SignedIn) -> None:
    pages = [signed_in(cast.saran).get(url(name)).content.decode() for name in PAGES]
    for door in Household.objects.all():
        assert not any(door.label in page for page in pages)


def test_the_list_asks_the_database_as_often_for_many_places(
    cast: Cast, signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.saran)
    for count in (1, 3):
        for n in range(count):
            Household.objects.create(
                label=f"{count}{n}", gacha_id=GACHA, grid=cast.near, group_name=f"组{count}{n}"
            )
            put(GACHA, Point(120_000_000 + n, 44_000_000), f"组{count}{n}")
        with django_assert_num_queries(18):
            client.get(url("points_of"))
        with django_assert_num_queries(19):
            client.get(url("points_legs"))


def test_a_typed_point_is_saved_changed_and_removed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.saran)
    mark = url("points_mark", place=GACHA)
    sent = {"place": GACHA, "lon": "120.1", "lat": "43.8", "system": "wgs84"}
    said = client.post(mark, sent, follow=True).content.decode()
    assert "永和村 now has a point." in said
    row = PlacePoint.objects.get()
    assert (row.lon_micro, row.lat_micro, row.source) == (120_100_000, 43_800_000, "desk")
    assert row.marked_by == cast.saran.staff
    client.post(mark, {**sent, "system": "gcj02"})
    lon, lat = from_gcj02(120.1, 43.8)
    row.refresh_from_db()
    assert (row.lon_micro, row.lat_micro) == (round(lon * 1e6), round(lat * 1e6))
    client.post(mark, {"place": GACHA, "forget": "yes"})
    assert not PlacePoint.objects.exists()


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        ("", "43.8", "Please write both as degrees"),
        ("120°", "43.8", "Please write both as degrees"),
        ("nan", "43.8", "Please write both as degrees"),
        ("43.8", "120.1", "Please write both as degrees"),
        ("2.3", "48.8", "outside China"),
        ("110", "43.8", "km from the known places"),
    ],
)
def test_what_is_no_point_is_said_and_stays_typed(
    cast: Cast, signed_in: SignedIn, lon: str, lat: str, said: str
) -> None:
    put(NEXT_GACHA, Point(120_000_000, 43_900_000))
    sent = {"place": GACHA, "lon": lon, "lat": lat, "system": "wgs84"}
    answer = signed_in(cast.saran).post(url("points_mark", place=GACHA), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{lat}"' in answer.content.decode()
    assert PlacePoint.objects.count() == 1


def test_a_click_fills_in_the_degrees_looks_closer_and_writes_nothing(
    cast: Cast, signed_in: SignedIn
) -> None:
    put(NEXT_GACHA, Point(120_000_000, 44_000_000))
    put(FAR_GACHA, Point(120_400_000, 44_200_000))
    client = signed_in(cast.saran)
    click = {"mid_lon": "120", "mid_lat": "44", "km": "72", "at.x": "540", "at.y": "128"}
    text = client.get(url("points_mark", place=GACHA, **click)).content.decode()
    lon, lat = (float(re.search(rf'name="{one}" value="([^"]+)"', text)[1]) for one in ("lon", "lat"))  # type: ignore[index]
    assert lon == pytest.approx(120 + 18 / 111.195 / 0.71934, abs=1e-4)  # 180 units to the east, 10 to a km
    assert lat == pytest.approx(44 + 12.8 / 111.195, abs=1e-4)
    assert 'name="km" value="18.000"' in text
    assert PlacePoint.objects.count() == 2


def test_the_map_that_is_clicked_is_one_picture_without_other_hosts(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.saran)
    assert client.get(url("points_click", place=GACHA)).status_code == 404
    put(GACHA, Point(120_000_000, 44_000_000))
    answer = client.get(url("points_click", place=GACHA))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    text = answer.content.decode()
    assert 'width="720" height="512"' in text
    assert "永和村" in text
    assert re.findall(r"https?://[^\" ]+", text) == ["http://www.w3.org/2000/svg"]
    assert "style=" not in text


@pytest.mark.parametrize(
    "asked", [{"km": "x"}, {"mid_lon": "nan", "mid_lat": "44", "km": "9"}, {"at.x": "-5"}]
)
def test_an_address_that_makes_no_sense_shows_the_whole(
    cast: Cast, signed_in: SignedIn, asked: dict[str, str]
) -> None:
    put(GACHA, Point(120_000_000, 44_000_000))
    assert signed_in(cast.saran).get(url("points_mark", place=GACHA, **asked)).status_code == 200


def test_roads_are_drawn_and_ways_go_over_them(cast: Cast, signed_in: SignedIn, tmp_path: Path) -> None:
    store.take_roads(grid_town().write(tmp_path / "town.osm.pbf"), dry_run=False, invented=True)
    put(GACHA, spot(0, 0))
    put(NEXT_GACHA, spot(9, 0))
    client = signed_in(cast.saran)
    page = client.get(url("points_of")).content.decode()
    assert 'class="road"' in page
    assert "Roads: 174 km with 101 crossings and bends" in page
    assert "stand for no real place" in page
    legs = client.get(url("points_legs", **{"from": GACHA})).content.decode()
    assert "by road" in legs
    assert "estimate" in legs


def test_broken_roads_are_said_and_every_way_is_estimated(
    cast: Cast, signed_in: SignedIn, tmp_path: Path
) -> None:
    store.folder().mkdir()
    (store.folder() / store.NETWORK).write_bytes(b"broken")
    put(GACHA, spot(0, 0))
    client = signed_in(cast.saran)
    assert "The roads of this site cannot be used" in client.get(url("points_of")).content.decode()
    assert "by road" not in client.get(url("points_legs")).content.decode()
    assert client.get(url("points_mark", place=GACHA)).status_code == 200
    assert client.get(url("points_click", place=GACHA)).status_code == 200


def test_a_typed_time_goes_before_the_estimate_until_it_is_taken_away(
    cast: Cast, signed_in: SignedIn
) -> None:
    put(GACHA, spot(0, 0))
    put(NEXT_GACHA, spot(9, 0))
    client = signed_in(cast.saran)
    way = {"from": GACHA, "to": NEXT_GACHA, "season": ""}
    said = client.post(url("points_legs"), {**way, "minutes": "50"}, follow=True).content.decode()
    assert "The time was noted." in said
    assert "50 minutes, there and back alike" in said
    assert "typed" in said
    assert "50 minutes" in said
    client.post(url("points_legs"), {**way, "forget": "yes"})
    assert not LegTime.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"to": NEXT_GACHA, "minutes": "0"}, "between 1 and 1440"),
        ({"to": NEXT_GACHA, "minutes": "1.5"}, "between 1 and 1440"),
        ({"to": GACHA, "minutes": "5"}, "two different places"),
        ({"to": FAR_GACHA, "minutes": "5"}, "does not belong to the station"),
        ({"to": "x", "minutes": "5"}, "does not belong to the station"),
    ],
)
def test_a_time_that_is_none_is_refused(
    cast: Cast, signed_in: SignedIn, sent: dict[str, str], said: str
) -> None:
    answer = signed_in(cast.saran).post(url("points_legs"), {"from": GACHA, **sent}, follow=True)
    assert said in answer.content.decode()
    assert not LegTime.objects.exists()


SNOW = {
    "title": "积雪",
    "from_on": "2026-11-15",
    "until_on": "2027-03-15",
    "does": "slow",
    "surface": "track",
}


def test_a_season_is_set_shown_and_taken_away(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.saran)
    text = client.post(url("points_seasons"), {**SNOW, "percent": "150"}, follow=True).content.decode()
    assert "积雪 · tracks 150 %" in text
    row = RoadSeason.objects.get()
    assert (row.station_id, row.percent, row.surface) == ("shuangsheng", 150, "track")
    assert (row.from_on, row.until_on) == (date(2026, 11, 15), date(2027, 3, 15))
    client.post(url("points_seasons"), {"drop": str(row.pk)})
    assert not RoadSeason.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"percent": ""}, "between 50 and 1000 percent"),
        ({"percent": "20"}, "50"),
        ({"percent": "150", "until_on": "2026-11-01"}, "ends before it begins"),
        ({"does": "closed"}, "only be closed somewhere"),
        ({"percent": "150", "box": "1,2,3"}, "west, south, east and north"),
        ({"percent": "150", "box": "120,44,119,45"}, "west, south, east and north"),
    ],
)
def test_a_season_that_is_none_is_refused(
    cast: Cast, signed_in: SignedIn, more: dict[str, str], said: str
) -> None:
    answer = signed_in(cast.saran).post(url("points_seasons"), {**SNOW, **more})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RoadSeason.objects.exists()


def test_what_holds_for_the_whole_banner_is_the_coordinators(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    shut = {**SNOW, "does": "closed", "box": "119.9, 43.8, 120.1, 44.0", "whole_banner": "on"}
    signed_in(cast.saran).post(url("points_seasons"), shut)
    assert RoadSeason.objects.get().station_id == "shuangsheng"  # the box to tick is not the chief's
    RoadSeason.objects.all().delete()
    signed_in(everyone[Role.COORDINATOR]).post(url("points_seasons"), shut)
    row = RoadSeason.objects.get()
    assert (row.station_id, row.west, row.north) == (None, 119_900_000, 44_000_000)
    answer = signed_in(cast.saran).post(url("points_seasons"), {"drop": str(row.pk)}, follow=True)
    assert "set by the coordinator or the administrator" in answer.content.decode()
    assert RoadSeason.objects.exists()


def test_points_leave_as_geojson_for_those_in_reach(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    put(GACHA, Point(120_000_000, 44_000_000))
    put(FAR_GACHA, Point(120_400_000, 44_200_000))
    address = reverse("desk:points_geojson")
    told = json.loads(signed_in(cast.saran).get(address).content)
    assert [one["properties"]["name"] for one in told["features"]] == ["永和村"]
    assert told["features"][0]["geometry"]["coordinates"] == [120.0, 44.0]
    both = json.loads(signed_in(everyone[Role.ADMIN]).get(address).content)
    assert len(both["features"]) == 2
    assert signed_in(cast.bataar).get(address).status_code == 403

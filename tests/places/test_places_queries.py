"""What is asked about places and people: the right rows, for those entitled, in a fixed number of queries."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cast import BANNER, FAR_GACHA, GACHA, NEXT_GACHA, TODAY, Cast, appoint, doors, person, post_place
from urtuu.kinds.roles import Role
from urtuu.places import permissions, queries
from urtuu.places.models import Region
from urtuu.places.permissions import TABLE, Where
from urtuu.places.rules import level_of, short_name


def test_a_person_is_their_posts_with_the_places_above(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        who = queries.who_of(cast.bataar.id)
    assert [(p.role, p.banner, p.station, p.grid) for p in who.postings] == [
        (Role.OFFICER, BANNER, "shuangsheng", "near")
    ]
    chief = queries.who_of(cast.saran.staff.pk).postings[0]
    assert (chief.banner, chief.station, chief.grid) == (BANNER, "shuangsheng", "")
    lead = queries.who_of(cast.gao.id).postings[0]
    assert (lead.banner, lead.station, lead.grid) == (BANNER, "", "")


@pytest.mark.parametrize("count", [1, 3])
def test_people_are_found_in_one_query(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [cast.bataar.id, cast.qiqige.id, cast.saran.id][:count]
    with django_assert_num_queries(1):
        found = queries.who_many([*ids, "not an id", "house"])
    assert set(found) == {*ids, "house"}
    assert found["house"] is permissions.HOUSE
    assert set(queries.who_many(ids)) == set(ids)
    assert queries.names_of(ids)[cast.bataar.id] == "巴特尔"


def test_a_closed_account_holds_no_post(cast: Cast) -> None:
    cast.saran.staff.is_active = False
    cast.saran.staff.save()
    assert queries.who_of(cast.saran.id).postings == ()
    assert queries.who_of("nobody").postings == ()


def test_places_of_grids_and_stations(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        found = queries.where_many({"near", "far", "gone"}, {"kundu"})
    assert found == {
        "grid:near": Where(BANNER, "shuangsheng", "near"),
        "grid:far": Where(BANNER, "kundu", "far"),
        "station:kundu": Where(BANNER, "kundu", ""),
    }
    assert queries.where_of("near") == found["grid:near"]
    assert queries.where_of("", "kundu") == found["station:kundu"]
    assert queries.where_of("gone") == queries.where_of("", "gone") == Where("", "", "")
    assert queries.station_of_grid() == {"near": "shuangsheng", "next-door": "shuangsheng", "far": "kundu"}


def test_stations_of_banners(cast: Cast) -> None:
    assert queries.stations_of([BANNER]) == ["kundu", "shuangsheng"]
    assert queries.stations_of(["150422"]) == queries.stations_of([]) == []


def test_officers_of_a_station_are_those_in_office_there(cast: Cast) -> None:
    person("gone", "已离任", Role.OFFICER, cast.near, until_on=TODAY - timedelta(days=1))
    assert set(queries.officers_of("shuangsheng", TODAY)) == {cast.bataar.staff, cast.qiqige.staff}
    assert queries.officers_of("kundu", TODAY) == [cast.dorji.staff]
    assert [grid.pk for grid in queries.grids_of("shuangsheng")] == ["near", "next-door"]
    assert queries.officers_by_grid("shuangsheng", TODAY)["near"] == cast.bataar.staff


def test_the_last_appointed_serves_and_a_vacant_grid_has_nobody(cast: Cast) -> None:
    assert queries.officer_of_grid("near", TODAY) == cast.bataar.staff
    appoint(cast.stranger.staff, Role.OFFICER, cast.near, from_on=TODAY)
    assert queries.officer_of_grid("near", TODAY) == cast.stranger.staff
    assert queries.officer_of_grid("near", TODAY - timedelta(days=1)) == cast.bataar.staff
    assert queries.officer_of_grid("near", date(2025, 1, 1)) is None


@pytest.mark.parametrize("count", [1, 3])
def test_doors_show_to_their_officer_in_two_queries(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for door in cast.doors["near"]:
        door.delete()
    made = doors(cast.near, count)
    with django_assert_num_queries(2):
        found = [(door.label, door.gacha.name) for door in queries.households(cast.bataar.who, "near", TODAY)]
    assert [label for label, _ in found] == [door.label for door in made]


def test_doors_show_to_nobody_else(cast: Cast) -> None:
    assert queries.households(cast.saran.who, "near", TODAY)
    assert queries.households(cast.li.who, "near", TODAY)
    for other in (cast.qiqige, cast.dorji, cast.nasan, cast.wang, cast.gao, cast.stranger):
        assert queries.households(other.who, "near", TODAY) == [], other.name


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HOUSE])
def test_doors_follow_the_table_for_every_role(cast: Cast, role: Role) -> None:
    who = person(f"one-{role}", "某", role, post_place(cast, role)).who
    assert bool(queries.households(who, "near", TODAY)) == ("doors" in TABLE[role].pages)
    assert queries.households(who, "far", TODAY) == []


def test_a_door_that_is_no_longer_used_is_left_out(cast: Cast) -> None:
    door = cast.doors["near"][0]
    door.active = False
    door.save()
    assert door not in queries.households(cast.saran.who, "near", TODAY)
    assert door in queries.households(cast.saran.who, "near", TODAY, active_only=False)


def test_who_serves_a_gacha(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    cast.near.gachas.add(NEXT_GACHA)
    with django_assert_num_queries(3):
        found = queries.serves(NEXT_GACHA, TODAY)
    assert [(row.grid.pk, row.officer) for row in found] == [
        ("near", cast.bataar.staff),
        ("next-door", cast.qiqige.staff),
    ]
    assert [gacha.pk for gacha in found[0].gachas] == [NEXT_GACHA, GACHA]
    assert queries.serves(FAR_GACHA, TODAY)[0].station == cast.away
    assert queries.serves("150421999999", TODAY) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_phone_holds_its_own_grid_and_no_other(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for door in cast.doors["near"]:
        door.delete()
    doors(cast.near, count)
    with django_assert_num_queries(4):
        found = queries.reference("near", TODAY)
    assert [row["is"] for row in found.rows].count("household") == count
    text = json.dumps(found.rows, ensure_ascii=False)
    assert "巴特尔" in text
    assert "其其格" in text
    assert "next-door 1" not in text
    assert "道尔吉" not in text
    assert cast.qiqige.staff.phone not in text


def test_the_digest_of_places_changes_only_with_them(cast: Cast) -> None:
    before = queries.reference("near", TODAY).digest
    assert queries.reference("near", TODAY + timedelta(days=1)).digest == before
    door = cast.doors["far"][0]
    door.phone = "13811112222"
    door.save()
    assert queries.reference("near", TODAY).digest == before
    door = cast.doors["near"][0]
    door.phone = "13811112222"
    door.save()
    assert queries.reference("near", TODAY).digest != before
    assert queries.reference("gone", TODAY).rows == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("永和村民委员会", "永和村"),
        ("高勒嘎查村", "高勒嘎查"),
        ("高勒嘎查村民委员会", "高勒嘎查"),
        ("白音嘎查委会", "白音嘎查"),
        ("百合社区居委会", "百合社区"),
        ("东风社区居民委员会", "东风社区"),
        ("永和村委会", "永和村"),
        ("新能源产业园虚拟社区", "新能源产业园虚拟社区"),
        ("双胜镇", "双胜镇"),
        ("村民委员会", "村民委员会"),
    ],
)
def test_names_as_people_say_them(name: str, said: str) -> None:
    assert short_name(name) == said
    assert Region(name=name).short_name == said


def test_codes_and_their_levels() -> None:
    codes = ("150421", "150421102", "150421102204", "1504", "15042a", "１５０４２１")
    assert [level_of(code) for code in codes] == ["banner", "sumu", "gacha", "", "", ""]

"""What the database itself refuses, and what no table may hold of anyone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from cast import BANNER, GACHA, Cast, appoint, person
from urtuu.base.forbidden import forbidden_word
from urtuu.kinds.fields import Many
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.places.models import Device, Grid, Household, PlacePoint, Post, Region, Staff, Station

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OF_PLACES = [("places.PlacePoint", "lon_micro"), ("places.PlacePoint", "lat_micro")]
"""Where a gacha or a village room lies is known; where a door or a person is, never."""


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        (
            {"code": "1504211", "level": "sumu", "parent_id": BANNER},
            "region_code_has_the_digits_of_its_level",
        ),
        (
            {"code": "150421199", "level": "gacha", "parent_id": BANNER},
            "region_code_has_the_digits_of_its_level",
        ),
        ({"code": "150421199", "level": "sumu"}, "region_below_a_banner_has_a_parent"),
        ({"code": "150422", "level": "banner", "parent_id": BANNER}, "region_below_a_banner_has_a_parent"),
    ],
)
def test_a_region_that_is_none_is_refused(cast: Cast, row: dict[str, str], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Region.objects.create(name="x", **row)


def test_a_post_stands_at_the_level_of_its_role(cast: Cast) -> None:
    for role, place in ((Role.OFFICER, cast.home), (Role.CHIEF, cast.near), (Role.SAFETY, cast.home)):
        with pytest.raises(IntegrityError, match="post_is_at_the_level_of_its_role"), transaction.atomic():
            appoint(cast.stranger.staff, role, place)


def test_nobody_is_appointed_house_nor_to_nowhere(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="post_is_at_the_level_of_its_role"), transaction.atomic():
        appoint(cast.stranger.staff, Role.HOUSE, Region.objects.get(pk=BANNER))
    with pytest.raises(IntegrityError, match="post_is_at_the_level_of_its_role"), transaction.atomic():
        Post.objects.create(staff=cast.stranger.staff, role="officer", from_on=date(2026, 1, 1))


def test_a_post_ends_on_the_day_it_begins_at_the_earliest(cast: Cast) -> None:
    first = date(2026, 3, 1)
    appoint(cast.stranger.staff, Role.OFFICER, cast.far, from_on=first, until_on=first)
    with pytest.raises(IntegrityError, match="post_ends_after_it_begins"), transaction.atomic():
        appoint(
            cast.stranger.staff, Role.OFFICER, cast.near, from_on=first, until_on=first - timedelta(days=1)
        )


def test_the_same_post_is_not_given_twice(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        appoint(cast.bataar.staff, Role.OFFICER, cast.near)
    appoint(cast.bataar.staff, Role.OFFICER, cast.next_door)


def test_a_phone_is_somebodys_and_a_desk_nobodys(cast: Cast) -> None:
    for kind, staff in (("phone", None), ("desk", cast.bataar.staff)):
        with pytest.raises(IntegrityError, match="device_phone_has_a_person"), transaction.atomic():
            Device.objects.create(kind=kind, staff=staff, alg="ed25519", public_key=kind, enrolled_at=NOW)


def test_a_household_is_there_once_under_its_label(cast: Cast) -> None:
    door = cast.doors["near"][0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Household.objects.create(label=door.label, gacha_id=GACHA, grid=cast.near, group_name=door.group_name)
    with pytest.raises(IntegrityError, match="household_has_a_label"), transaction.atomic():
        Household.objects.create(label="", gacha_id=GACHA, grid=cast.near)


def test_a_week_has_seven_days(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="station_week_has_seven_days"), transaction.atomic():
        Station.objects.create(id="short", name="x", banner_id=BANNER, week_pattern="BFR")


def test_an_account_without_a_password_lets_nobody_in(db: None) -> None:
    made = Staff.objects.create_user("new", name="新人")
    assert not made.has_usable_password()
    assert not made.check_password("")
    assert not hasattr(made, "is_superuser")
    assert person("other", "他").who.postings == ()


def test_no_table_holds_what_the_product_refuses_to_know() -> None:
    """All stored fields of all our apps, by name; and what a kind may ask, by name."""
    stored = [
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("urtuu.")
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
    ]
    assert len(stored) > 50
    assert [(model, name) for model, name in stored if forbidden_word(name)] == OF_PLACES
    asked = [(kind.name, name) for kind in shelf() for act in kind.acts for name in _asked(act.fields)]
    assert [(kind, name) for kind, name in asked if forbidden_word(name)] == []


def test_a_point_is_of_no_door_and_keeps_a_day_and_no_hour() -> None:
    fields = [field for field in PlacePoint._meta.get_fields() if isinstance(field, models.Field)]
    assert {field.related_model for field in fields if field.related_model} == {Region, Grid, Staff}
    assert not [field.name for field in fields if isinstance(field, models.DateTimeField)]


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({}, "point_is_of_a_gacha_or_of_a_room"),
        ({"gacha_id": GACHA, "grid_id": "near"}, "point_is_of_a_gacha_or_of_a_room"),
        ({"grid_id": "near", "group_name": "x"}, "point_is_of_a_gacha_or_of_a_room"),
        ({"gacha_id": GACHA, "lat_micro": 91_000_000}, "point_is_on_the_earth"),
    ],
)
def test_a_point_that_is_none_is_refused(cast: Cast, row: dict[str, object], constraint: str) -> None:
    spot = {"lon_micro": 120_000_000, "lat_micro": 44_000_000, "source": "csv"}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PlacePoint.objects.create(**{**spot, **row})


def _asked(fields: dict[str, object]) -> list[str]:
    inside = [name for field in fields.values() if isinstance(field, Many) for name in field.of]
    return [*fields, *inside]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("民族", "民族"),
        ("户主身份证号", "身份证"),
        ("ethnicity", "ethnicity"),
        ("idNumber", "id number"),
        ("ID_NUMBER", "id number"),
        ("religious belief", "religious"),
        ("risk_level", "risk level"),
        ("home_lat", "lat"),
        ("surface", ""),
        ("party", ""),
        ("grid_number", ""),
        ("platform", ""),
        ("trace", ""),
        ("电话", ""),
    ],
)
def test_the_list_of_forbidden_words_finds_words_and_not_letters(name: str, word: str) -> None:
    assert forbidden_word(name) == word

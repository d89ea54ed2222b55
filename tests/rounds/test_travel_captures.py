"""An officer's tap at the village room becomes its point; nobody else's does, and practice changes no map."""

from __future__ import annotations

from typing import Any

import pytest
from week_acts import MONDAY, did

from cast import Cast, Person
from urtuu.journal.models import EntryRow
from urtuu.kinds.entries import Entry
from urtuu.places.models import Grid, PlacePoint
from urtuu.rounds.travel.captures import take

pytestmark = pytest.mark.django_db
AT = {"east_e6": 120_000_123, "north_e6": 43_870_456, "accuracy": 12}


def tapped(who: Person, grid: Grid, act: str = "capture", **more: Any) -> str:
    place = {"gacha": grid.gachas.all()[0].pk, "spot": "村警务室"}
    return did(who, "waypoint", act, grid, MONDAY, **{"place": place, **AT, **more})


def test_the_room_has_its_point_and_the_last_tap_counts(cast: Cast):
    record = tapped(cast.bataar, cast.near)
    point = PlacePoint.objects.get(grid=cast.near)
    assert (point.lon_micro, point.lat_micro, point.source) == (120_000_123, 43_870_456, "captured")
    assert (point.marked_by, point.marked_on) == (cast.bataar.staff, MONDAY.date())
    tapped(cast.bataar, cast.near, "again", record=record, east_e6=120_000_500)
    assert [one.lon_micro for one in PlacePoint.objects.all()] == [120_000_500]


def test_a_point_far_from_all_others_is_kept_as_an_act_and_marks_nothing(cast: Cast):
    tapped(cast.qiqige, cast.next_door)
    tapped(cast.bataar, cast.near, east_e6=87_000_000)  # another end of the country
    assert [one.grid for one in PlacePoint.objects.all()] == [cast.next_door]
    assert EntryRow.objects.filter(kind="waypoint", answer="taken").count() == 2


@pytest.mark.parametrize(("training", "points"), [(True, 0), (False, 1)])
def test_practice_changes_no_map(cast: Cast, training: bool, points: int):
    entry = Entry(
        id="e", device="d", seq=1, kind="waypoint", v=1, act="capture", record="r", actor=cast.bataar.id,
        occurred_at=MONDAY, recorded_at=MONDAY, grid=cast.near.pk, body=AT, training=training,
    )  # fmt: skip
    take(entry, MONDAY)
    assert PlacePoint.objects.count() == points

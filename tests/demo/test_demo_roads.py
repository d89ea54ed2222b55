"""The demonstration's points and roads: invented, said to be, and enough to drive on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from urtuu.interfaces.demo import roads
from urtuu.interfaces.demo.doors import doors_of
from urtuu.interfaces.demo.loading import load_banner
from urtuu.interfaces.demo.plans import small_banner
from urtuu.places.models import PlacePoint, RoadSeason
from urtuu.rounds.travel import store
from urtuu.rounds.travel.keys import gacha_place, room_place
from urtuu.rounds.travel.queries import matrix

MONDAY = date(2026, 11, 23)


@pytest.mark.django_db
def test_the_first_station_is_driven_by_road_and_everything_is_called_invented(
    settings: Any, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    plan = small_banner()
    doors = [door for grid in plan.grids for door in doors_of(grid, 131)]
    load_banner(plan, doors, date(2026, 1, 1))
    roads.lay_out(plan, doors, 131, MONDAY)
    assert set(PlacePoint.objects.values_list("source", flat=True)) == {"invented"}
    assert PlacePoint.objects.filter(grid__isnull=False).count() == 6
    assert PlacePoint.objects.exclude(group_name="").count() == len(
        {(d.gacha, d.group) for d in doors if d.group}
    )
    found = store.roads()
    assert found is not None
    assert found.invented
    marked = set(PlacePoint.objects.filter(group_name="").values_list("gacha", flat=True))
    places = [room_place("grid-01"), *(gacha_place(code) for code in plan.grids[0].gachas if code in marked)]
    assert len(places) > 3
    legs = matrix("shuangsheng", places, MONDAY)
    assert {legs.basis[a][b] for a in range(len(places)) for b in range(len(places)) if a != b} == {"network"}
    snow = RoadSeason.objects.get(title="积雪")
    assert snow.from_on <= MONDAY <= snow.until_on


def test_the_same_roads_are_invented_again(tmp_path: Path) -> None:
    plan = small_banner()
    one, other = (roads._write(tmp_path / f"{n}.osm.pbf", plan, roads.dice(131, "roads")) for n in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_roads_of_a_real_extract_stay(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    assert roads._may_replace()
    extract = roads._write(tmp_path / "x.osm.pbf", small_banner(), roads.dice(1))
    store.take_roads(extract, dry_run=False, invented=True)
    assert roads._may_replace()
    store.take_roads(extract, dry_run=False)
    assert not roads._may_replace()
    (store.folder() / store.NETWORK).write_bytes(b"from another release")
    assert not roads._may_replace()

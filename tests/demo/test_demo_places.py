"""The banner on paper: real codes, every gacha served, a sheet that fits."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from urtuu.interfaces.demo import loading
from urtuu.interfaces.demo.doors import STORY_LABEL, doors_of
from urtuu.interfaces.demo.people import ACCOUNTS, everybody, officers
from urtuu.interfaces.demo.plans import STORY_GACHA, STORY_GROUP, small_banner, whole_banner
from urtuu.kinds.roles import Role
from urtuu.places.models import Region


def test_the_codes_are_those_of_the_national_files():
    folder = loading.data_folder()
    if folder is None:
        pytest.skip("the national division codes are not on this machine")
    national = {
        row["code"]: row["name"]
        for name in loading.FILES
        for row in csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines())
        if row["code"].startswith("150421")
    }
    assert whole_banner().names() == national


def test_nineteen_sumu_and_263_gachas_with_their_source():
    banner = whole_banner()
    assert (len(banner.sumu), sum(len(one.gachas) for one in banner.sumu)) == (19, 263)
    assert banner.names()[STORY_GACHA] == "永和村民委员会"
    assert "National Bureau of Statistics" in banner.source


def test_every_gacha_lies_in_one_of_fifty_grids_of_four_to_six():
    banner = whole_banner()
    served = Counter(code for grid in banner.grids for code in grid.gachas)
    assert set(served) == {code for one in banner.sumu for code in one.gachas}
    assert set(served.values()) == {1}
    assert len(banner.grids) == 50
    assert {len(grid.gachas) for grid in banner.grids} <= {4, 5, 6}
    assert len({grid.id for grid in banner.grids} | {grid.name for grid in banner.grids}) == 100
    assert STORY_GACHA in banner.stations[0].grids[0].gachas


def test_the_sheet_is_schematic_and_no_two_gachas_of_a_sumu_lie_on_one_spot():
    banner = whole_banner()
    sheet = banner.sheet()
    assert set(sheet) == set(banner.names())
    assert all(0 <= x <= 1000 and 0 <= y <= 1000 for x, y in sheet.values())
    for sumu in banner.sumu:
        assert len({sheet[code] for code in sumu.gachas}) == len(sumu.gachas)


def test_thirty_to_sixty_invented_doors_a_grid_and_the_story_has_its_own():
    for grid in whole_banner().grids:
        doors = doors_of(grid, 131)
        assert 30 <= len(doors) <= 60
        assert len({(door.gacha, door.group, door.label) for door in doors}) == len(doors)
    story = [door for door in doors_of(whole_banner().grids[0], 131) if door.label == STORY_LABEL]
    assert STORY_GACHA in {door.gacha for door in story if door.group == STORY_GROUP}


def test_fifty_officers_of_different_names_and_one_account_a_role():
    people = everybody(whole_banner())
    assert len({person.name for person in officers(whole_banner())}) == 50
    assert len({person.username for person in people}) == len(people)
    by_username = {person.username: person for person in people}
    shown = {role for username in ACCOUNTS for role, _ in by_username[username].posts}
    assert shown == set(Role) - {Role.HOUSE}


@pytest.mark.django_db
def test_regions_are_the_same_with_and_without_the_national_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("URTUU_DATA", str(tmp_path))
    assert loading.data_folder() is None
    loading.load_regions(small_banner())
    without = set(Region.objects.values_list("code", "name", "level", "parent_id", "map_x", "map_y"))
    assert len(without) == 1 + 19 + 263
    monkeypatch.delenv("URTUU_DATA")
    if loading.data_folder() is None:
        pytest.skip("the national division codes are not on this machine")
    Region.objects.filter(level="gacha").delete()
    Region.objects.filter(level="sumu").delete()
    Region.objects.all().delete()
    loading.load_regions(small_banner())
    assert set(Region.objects.values_list("code", "name", "level", "parent_id", "map_x", "map_y")) == without

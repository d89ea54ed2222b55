"""Lists of points: one system a file, a slip named in its row, and nothing mixed."""

from __future__ import annotations

from datetime import date

import pytest

from cast import FAR_GACHA, GACHA, NEXT_GACHA, Cast
from urtuu.base.coordinates import point, to_gcj02
from urtuu.places import imports
from urtuu.places.models import PlacePoint

HEAD = "code,group,lon,lat,system\n"
DAY = date(2026, 11, 24)
SPOTS = {GACHA: (120.10, 43.80), NEXT_GACHA: (120.25, 43.85), FAR_GACHA: (119.90, 44.10)}


def take(text: str, *, lang: str = "en", head: str = HEAD) -> imports.Report:
    """One list imported."""
    marked = imports.Marked(on=DAY)
    content = [("points.csv", (head + text).encode())]
    return imports.run_files("points", content, dry_run=False, lang=lang, marked=marked)


def rows(system: str, *, drawn: bool = False) -> str:
    """The three gachas, as one system or the other draws them."""
    found = {code: to_gcj02(*spot) if drawn else spot for code, spot in SPOTS.items()}
    return "".join(f"{code},,{lon:.6f},{lat:.6f},{system}\n" for code, (lon, lat) in found.items())


def test_gachas_groups_and_rooms_are_new_then_unchanged(cast: Cast) -> None:
    text = rows("wgs84") + f"永和村,兴隆沟小组,120.11,43.81,WGS-84\n{cast.near.pk},,120.12,43.80,wgs84\n"
    assert (take(text).new, take(text).unchanged) == (5, 5)
    group = PlacePoint.objects.get(group_name="兴隆沟小组")
    assert (group.gacha_id, group.lon_micro, group.lat_micro) == (GACHA, 120_110_000, 43_810_000)
    assert (group.source, group.marked_on, group.marked_by) == ("csv", DAY, None)
    room = PlacePoint.objects.get(grid=cast.near)
    assert (room.gacha, room.group_name) == (None, "")


def test_a_file_in_gcj02_is_converted_and_says_so(cast: Cast) -> None:
    report = take(rows("gcj02", drawn=True))
    assert report.summary == (
        "Imported: 3 new, 0 changed, 0 as before. 3 points were converted from GCJ-02 to WGS-84."
    )
    for one in PlacePoint.objects.all():
        plain = point(*SPOTS[one.gacha_id or ""])
        assert abs(one.lon_micro - plain.lon_micro) <= 1
        assert abs(one.lat_micro - plain.lat_micro) <= 1
    again = take(rows("gcj02", drawn=True), lang="zh-hans").summary
    assert again == "导入完成：新增0条，更新0条，未变3条。3个点位已由 GCJ-02 换算为 WGS-84。"


def test_both_systems_in_one_file_are_refused(cast: Cast) -> None:
    text = rows("wgs84") + f"{GACHA},一组,120.1,43.8,gcj02\n"
    assert take(text).errors == (
        "The file holds points of both systems, wgs84 and gcj02. Send one file for each.",
    )
    assert not PlacePoint.objects.exists()


@pytest.mark.parametrize(("said", "drawn"), [("wgs84", True), ("gcj02", False)])
def test_a_file_that_is_in_another_system_than_it_says_is_refused(cast: Cast, said: str, drawn: bool) -> None:
    take(rows("wgs84"))
    before = list(PlacePoint.objects.values_list("lon_micro", "lat_micro"))
    (error,) = take(rows(said, drawn=drawn)).errors
    assert "m beside 3 known ones, all to the same side" in error
    assert f"The file says {said}" in error
    assert list(PlacePoint.objects.values_list("lon_micro", "lat_micro")) == before


def test_a_point_that_moved_by_itself_is_taken(cast: Cast) -> None:
    take(rows("wgs84"))
    report = take(f"{GACHA},,120.106,43.80,wgs84\n")
    assert (report.new, report.changed) == (0, 1)


def test_a_point_that_cannot_be_is_named_in_its_row(cast: Cast) -> None:
    take(rows("wgs84"))
    bad = "\n".join(
        (
            f"{GACHA},一组,43.8,120.1,wgs84",
            f"{GACHA},二组,126.0,43.8,wgs84",
            f"{GACHA},三组,2.35,48.85,wgs84",
            f"{GACHA},四组,120°06′,43.8,wgs84",
            f"{GACHA},五组,nan,43.8,wgs84",
            f"{GACHA},六组,120.1,43.8,bd09",
            "无此村,,120.1,43.8,wgs84",
            f"{GACHA},七组,120.1,43.8,",
        )
    )
    assert take(bad).errors == (
        "Row 2, column “lon”: Longitude and latitude look exchanged in this row.",
        "Row 3, column “lon”: This point lies 475 km from the known places of the banner. "
        "Please check longitude and latitude.",
        "Row 4, column “lon”: This point lies outside China. Please check longitude and latitude.",
        "Row 5, column “lon”: “120°06′” is no number of degrees. Write it as 120.08213.",
        "Row 6, column “lon”: “nan” is no number of degrees. Write it as 120.08213.",
        "Row 7, column “system”: “bd09” is no coordinate system. "
        "Write wgs84 or gcj02; the file must name it.",
        "Row 8, column “code”: There is no place “无此村”.",
        "Row 9, column “system”: This cell must be filled.",
    )
    assert PlacePoint.objects.count() == 3


def test_in_a_first_list_the_one_far_from_the_others_is_named(cast: Cast) -> None:
    (error,) = take(rows("wgs84") + f"{GACHA},一组,110.1,43.8,wgs84\n").errors
    assert error.startswith("Row 5, column “lon”: This point lies 794 km from")


def test_a_place_stands_in_a_list_once_and_a_column_of_people_is_refused(cast: Cast) -> None:
    twice = f"{GACHA},,120.1,43.8,wgs84\n永和村,,120.1,43.8,wgs84\n"
    assert take(twice).errors == ("Row 3, column “code”: This is in the list already, in row 2.",)
    assert "“姓名”" in take("x\n", head="code,lon,lat,system,姓名\n").errors[0]
    households = imports.run("households", "x.csv", b"label,gacha,lon\nx,y,120\n", False, "en")
    assert "Urtuu keeps no “lon” of anyone" in households.errors[0]
    trail = take("x\n", head="code,lon,lat,system,轨迹\n").errors[0]
    assert "Urtuu keeps no “轨迹” of anyone" in trail

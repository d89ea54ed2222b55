"""Lists that offices keep: every row right or nothing written, and a sentence for every cell."""

from __future__ import annotations

import io
import os
from pathlib import Path

import openpyxl
import pytest
from pytest_django import DjangoAssertNumQueries

from cast import BANNER, GACHA, NEXT_GACHA, SUMU, Cast
from urtuu.places import imports
from urtuu.places.imports import reading
from urtuu.places.models import Grid, Household, Post, Region, Staff, Station

DOORS = "门牌,嘎查,小组,地标,电话,语言,网格\n"
GOOD = DOORS + "东头第一户,永和村,兴隆沟小组,井旁,13800001111,蒙古语,near\n二号,150421102204,,,,,\n"


def take(what: str, text: str | bytes, *, dry_run: bool = False, lang: str = "en") -> imports.Report:
    """One file imported."""
    content = text if isinstance(text, bytes) else text.encode()
    return imports.run(what, "list.csv", content, dry_run, lang)


def book(*rows: list[object]) -> bytes:
    """The bytes of a workbook with these rows."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def counts(report: imports.Report) -> tuple[int, int, int]:
    """New, changed, unchanged."""
    assert report.errors == ()
    return report.new, report.changed, report.unchanged


def test_households_are_new_then_unchanged_then_changed(cast: Cast) -> None:
    assert counts(take("households", GOOD)) == (2, 0, 0)
    door = Household.objects.get(label="东头第一户")
    assert (door.gacha_id, door.grid, door.language) == (GACHA, cast.near, "mn-mong")
    assert not door.invented
    assert Household.objects.get(label="二号").grid == cast.near
    assert counts(take("households", GOOD)) == (0, 0, 2)
    assert counts(take("households", GOOD.replace("13800001111", "13800002222"))) == (0, 1, 1)
    assert Household.objects.get(pk=door.pk).phone == "13800002222"


def test_a_column_that_the_list_lacks_leaves_what_is_there(cast: Cast) -> None:
    take("households", GOOD)
    assert counts(take("households", "label,gacha,group\n东头第一户,永和村,兴隆沟小组\n")) == (0, 0, 1)
    assert Household.objects.get(label="东头第一户").phone == "13800001111"


def test_a_dry_run_counts_and_writes_nothing(cast: Cast) -> None:
    before = Household.objects.count()
    report = take("households", GOOD, dry_run=True)
    assert counts(report) == (2, 0, 0)
    assert report.summary == "Nothing was written. This would be 2 new, 0 changed, 0 as before."
    assert not report.written
    assert Household.objects.count() == before


def test_one_wrong_row_stops_all_and_every_wrong_cell_is_named(cast: Cast) -> None:
    before = Household.objects.count()
    bad = GOOD + "三号,无此村,,,12-bad,藏语,nowhere\n,永和村,,,,,\n四号,双胜村,,,,,near\n二号,永和村,,,,,\n"
    report = take("households", bad)
    assert report.errors == (
        "Row 4, column “网格”: There is no grid “nowhere”.",
        "Row 4, column “嘎查”: There is no place “无此村”.",
        "Row 4, column “电话”: “12-bad” is no telephone number.",
        "Row 4, column “语言”: “藏语” is no language known here. Write Chinese, Mongolian or English.",
        "Row 5, column “门牌”: This cell must be filled.",
        "Row 6, column “嘎查”: Grid near does not serve 双胜村民委员会.",
        "Row 7, column “门牌”: This is in the list already, in row 3.",
    )
    assert report.summary == "Nothing was imported: 7 points are to be put right first."
    assert Household.objects.count() == before


def test_errors_are_said_in_chinese_too(cast: Cast) -> None:
    report = take("households", DOORS + "一号,无此村,,,,,\n", lang="zh-hans")
    assert report.errors == ("第2行“嘎查”列：没有“无此村”这个地方。",)
    assert report.summary == "没有导入任何内容：请先改正1处。"


@pytest.mark.parametrize(
    ("column", "word"),
    [("民族", "民族"), ("户主身份证号", "身份证"), ("Ethnicity", "ethnicity"), ("ID number", "id number")],
)
def test_a_column_of_what_we_refuse_to_know_is_refused_by_name(cast: Cast, column: str, word: str) -> None:
    report = take("households", f"门牌,嘎查,{column}\n一号,永和村,x\n")
    assert len(report.errors) == 1
    assert f"The column “{column}” is refused" in report.errors[0]
    assert f"“{word}”" in report.errors[0]
    assert not Household.objects.filter(label="一号").exists()


def test_an_unknown_a_missing_and_a_double_column_are_named(cast: Cast) -> None:
    report = take("households", "门牌,label,邮编\n一号,一号,0\n")
    assert [line.partition(".")[0] for line in report.errors] == [
        "The column “label” is there twice",
        "The column “邮编” is not known",
        "A column is missing: 嘎查 / 嘎查代码 / 村 / gacha / gacha code / village",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_offices_are_read(cast: Cast, encoding: str) -> None:
    assert counts(take("households", GOOD.encode(encoding))) == (2, 0, 0)
    assert Household.objects.filter(label="东头第一户").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n \n", "The file is empty."),
        (b",,,\n,,\n", "The file is empty."),
        (DOORS.encode(), "The list has headings, but no rows."),
        (bytes(range(256)) * 20, "The file is neither text in UTF-8 or GB18030 nor an XLSX workbook."),
        (GOOD.encode("utf-16"), "The file is neither text in UTF-8 or GB18030 nor an XLSX workbook."),
        (b"PK\x03\x04 and then junk", "This workbook cannot be opened."),
        (b"\xd0\xcf\x11\xe0 old", "This is an old XLS workbook."),
    ],
)
def test_what_is_no_list_gets_a_sentence(cast: Cast, content: bytes, sentence: str) -> None:
    report = take("households", content)
    assert len(report.errors) == 1
    assert report.errors[0].startswith(sentence)


def test_every_cut_of_a_workbook_gets_a_sentence_and_writes_nothing(cast: Cast) -> None:
    whole = book(["label", "gacha"], ["一号", "永和村"])
    for length in range(4, len(whole) - 1, 97):
        assert take("households", whole[:length]).errors, length
    assert not Household.objects.filter(label="一号").exists()


def test_half_rows_and_long_rows_are_named(cast: Cast) -> None:
    report = take("households", "label,gacha,phone\n一号,永和村\n二号,永和村,,spare\n三号,永和村,,\n")
    assert report.errors == (
        "Row 2: The row is cut off: it has fewer cells than there are headings.",
        "Row 3: The row has more cells than there are headings.",
    )


def test_a_list_that_is_too_long_is_refused_before_the_database_is_asked(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    long = "label,gacha\n" + "一号,永和村\n" * 200_000
    report = take("households", long)
    assert report.errors == ("The list has more than 100000 rows. Divide it into several files.",)
    assert reading.MOST_ROWS == 100_000


def test_progress_is_told_to_the_end(cast: Cast) -> None:
    rows = "".join(f"{number},永和村\n" for number in range(2_500))
    told: list[tuple[int, int]] = []
    imports.run_files(
        "households",
        [("a.csv", f"label,gacha\n{rows}".encode())],
        dry_run=True,
        lang="en",
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]


@pytest.mark.parametrize("count", [1, 300])
def test_an_import_asks_the_database_a_fixed_number_of_times(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = "".join(f"{number},永和村\n" for number in range(count))
    with django_assert_num_queries(8):
        take("households", f"label,gacha\n{rows}", dry_run=True)


def test_a_workbook_is_read_as_it_looks(cast: Cast) -> None:
    content = book(
        ["门牌", "嘎查", "电话"], ["一号", 150421102204, 13800001111], [None, None, None], ["二号", "永和村"]
    )
    assert counts(take("households", content)) == (2, 0, 0)
    assert Household.objects.get(label="一号").phone == "13800001111"


def test_a_name_of_several_places_asks_for_the_code_unless_the_grid_tells(cast: Cast) -> None:
    Region.objects.create(code="150421103299", name="永和村民委员会", level="gacha", parent_id="150421103")
    report = take("households", "label,gacha\n一号,永和村\n")
    assert report.errors == (
        "Row 2, column “gacha”: “永和村” is the name of several places: 150421102204 (双胜镇), "
        "150421103299 (坤都镇). Write the code.",
    )
    assert counts(take("households", "label,gacha,grid\n一号,永和村,near\n")) == (1, 0, 0)


def test_a_gacha_of_two_grids_or_of_none_asks_for_the_grid(cast: Cast) -> None:
    cast.next_door.gachas.add(GACHA)
    first = take("households", "label,gacha\n一号,永和村\n").errors
    assert first == (
        "Row 2, column “gacha”: Several grids serve 永和村民委员会: near, next-door. Name the grid.",
    )
    Grid.gachas.through.objects.all().delete()
    second = take("households", "label,gacha\n一号,永和村\n").errors
    assert second == ("Row 2, column “gacha”: No grid serves 永和村民委员会 yet.",)


STAFF = "用户名,姓名,电话,角色,派出所,网格,起,止,语言\n"


def test_staff_come_with_their_posts_and_without_a_password(cast: Cast) -> None:
    text = STAFF + (
        "tuya,图雅,13900009999,网格员,,near,2026年1月5日,,汉语、蒙古语\n"
        "tuya,图雅,13900009999,人民调解员,shuangsheng,,2026-02-01,2026/12/31,汉语、蒙古语\n"
    )
    assert counts(take("staff", text)) == (3, 0, 0)
    tuya = Staff.objects.get(username="tuya")
    assert tuya.languages == "zh-hans,mn-mong"
    assert not tuya.has_usable_password()
    assert [(p.role, p.grid_id, p.station_id, str(p.until_on)) for p in tuya.posts.all()] == [
        ("officer", "near", None, "None"),
        ("mediator", None, "shuangsheng", "2026-12-31"),
    ]
    assert counts(take("staff", text)) == (0, 0, 3)


def test_an_import_keeps_a_password_that_was_set(cast: Cast) -> None:
    cast.bataar.staff.set_password("a long enough one")
    cast.bataar.staff.save()
    assert counts(take("staff", "username,name\nbataar,巴特尔二\n")) == (0, 1, 0)
    bataar = Staff.objects.get(username="bataar")
    assert bataar.check_password("a long enough one")
    assert bataar.name == "巴特尔二"
    assert bataar.phone == "13900000001"


def test_a_post_without_its_place_day_or_role_is_named(cast: Cast) -> None:
    rows = (
        "a1,甲,,所长,,near,2026-01-01,,\n"
        "b1,乙,,网格员,,near,2026-13-01,,\n"
        "c1,丙,,皇帝,,near,2026-01-01,,\n"
        "d1,丁,,网格员,,near,2026-05-01,2026-04-01,\n"
        "戊,戊,,,,,,,\n"
    )
    report = take("staff", STAFF + rows)
    assert [line.partition(". There are")[0] for line in report.errors] == [
        "Row 2, column “派出所”: A post as station chief stands at a station. Fill in this column.",
        "Row 3, column “起”: “2026-13-01” is no day. Write it as 2026-11-24.",
        "Row 4, column “角色”: “皇帝” is no role",
        "Row 5, column “止”: The post ends before it begins.",
        "Row 6, column “用户名”: “戊” is no user name. "
        "Use small letters, digits, dots and hyphens, at least two.",
    ]
    assert not Staff.objects.filter(username="a1").exists()


def test_posts_are_for_people_who_are_there(cast: Cast) -> None:
    text = (
        "username,role,grid,from,until\n"
        "qiqige,officer,next-door,2026-01-01,2026-12-31\n"
        "nobody,officer,near,2026-01-01,\n"
    )
    assert take("posts", text).errors == (
        "Row 3, column “username”: There is no account “nobody”. Import the staff first.",
    )
    assert Post.objects.get(staff=cast.qiqige.staff).until_on is None
    assert counts(take("posts", text.replace("nobody", "stranger"))) == (1, 1, 0)
    assert str(Post.objects.get(staff=cast.qiqige.staff).until_on) == "2026-12-31"


def test_grids_come_with_their_stations(cast: Cast) -> None:
    text = (
        "grid,grid name,station,station name,banner,phone,gachas\n"
        "g1,一号网格,hansumu,罕苏木派出所,阿鲁科尔沁旗,0476-7000003,永和村;双胜村\n"
        "g2,二号网格,hansumu,罕苏木派出所,150421,0476-7000003,高勒嘎查\n"
    )
    assert counts(take("grids", text)) == (3, 0, 0)
    assert {gacha.pk for gacha in Grid.objects.get(pk="g1").gachas.all()} == {GACHA, NEXT_GACHA}
    assert Station.objects.get(pk="hansumu").banner_id == BANNER
    assert counts(take("grids", text)) == (0, 0, 2)
    assert counts(take("grids", text.replace(";双胜村", ""))) == (0, 1, 1)
    assert {gacha.pk for gacha in Grid.objects.get(pk="g1").gachas.all()} == {GACHA}


def test_a_grid_of_an_unknown_station_or_gacha_is_named(cast: Cast) -> None:
    report = take("grids", "grid,name,station,gachas\ng1,一号网格,none,永和村\nG 2,二号网格,kundu,无此村\n")
    assert report.errors == (
        "Row 2, column “station”: There is no station “none”.",
        "Row 2, column “banner”: There is no place “”.",
        "Row 3, column “gachas”: There is no place “无此村”.",
        "Row 3, column “grid”: “G 2” is no id. Use small letters, digits and hyphens, at most 40.",
    )
    assert not Grid.objects.filter(pk="g1").exists()


def test_regions_come_in_any_order_and_hang_below_their_code(db: None) -> None:
    text = "code,name\n150421102204,永和村民委员会\n150421102,双胜镇\n150421,阿鲁科尔沁旗\n"
    assert counts(take("regions", text)) == (3, 0, 0)
    assert Region.objects.get(pk=GACHA).parent_id == SUMU
    assert counts(take("regions", text.replace("双胜镇", "双胜苏木"))) == (0, 1, 2)
    assert (
        take("regions", "code,name\n150422102,无主镇\n15,内蒙古\n").errors
        == (
            "Row 3, column “code”: “15” is no division code. A banner has 6 digits, a sumu or town 9, "
            "a gacha or village 12.",
            "Row 2, column “code”: 150422102 lies in 150422, which is not in the list.",
        )[::-1]
    )


def data_folder() -> Path:
    """The folder of shared data: named by URTUU_DATA, else beside the repository."""
    beside = Path(__file__).resolve().parents[2].parent / "shared" / "data"
    return Path(os.environ.get("URTUU_DATA") or beside) / "places"


def national(*names: str) -> list[tuple[str, bytes]]:
    """The national division files; the test is skipped where they are absent."""
    paths = [data_folder() / f"im-{name}.csv" for name in names]
    if not all(path.exists() for path in paths):
        pytest.skip("the national division codes are not here; set URTUU_DATA")
    return [(path.name, path.read_bytes()) for path in paths]


def test_the_banner_of_the_method_has_19_sumu_and_263_gacha(db: None) -> None:
    files = national("villages", "streets", "areas")
    report = imports.run_files("regions", files, dry_run=False, lang="en", banner=BANNER)
    assert counts(report) == (1 + 19 + 263, 0, 0)
    levels = [Region.objects.filter(level=level).count() for level in ("banner", "sumu", "gacha")]
    assert levels == [1, 19, 263]
    gachas = [region.short_name for region in Region.objects.filter(level="gacha")]
    assert sum(name.endswith("嘎查") for name in gachas) == 98
    assert not any(name.endswith(("委员会", "居委会", "嘎查村")) for name in gachas)
    assert counts(imports.run_files("regions", files, dry_run=False, lang="en", banner=BANNER))[2] == 283


def test_the_whole_region_is_read_without_an_error(db: None) -> None:
    report = imports.run_files("regions", national("areas", "streets", "villages"), dry_run=True, lang="en")
    assert counts(report)[0] > 15_000


def test_a_village_file_alone_says_what_it_lies_in(db: None) -> None:
    report = imports.run_files("regions", national("villages"), dry_run=False, lang="en", banner=BANNER)
    assert len(report.errors) == 263
    assert "which is not in the list" in report.errors[0]
    assert Region.objects.count() == 0

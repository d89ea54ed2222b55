"""Files that no office meant to send: lists, templates and road extracts are read, or refused in words."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import openpyxl
import pytest

from cast import Cast
from documents.papers import form
from faults.mutating import SEED, TIMES, VALUES, mutated
from towns import grid_town
from urtuu.documents.docx import BadTemplate, default_template, fill, lint
from urtuu.kinds.words import sentence
from urtuu.places import imports
from urtuu.places.models import Household, PlacePoint, Region, Staff
from urtuu.rounds.travel.reading import Unreadable, read_extract

IN_CI, LONG = 60, 1_500 * TIMES
LISTS = {
    "regions": "code,name\n150421109,新镇\n150421109200,新村\n",
    "grids": "grid,name,station,gacha\nnew,新网格,shuangsheng,永和村\n",
    "staff": "username,name,phone\ndulan,都兰,13800001111\n",
    "posts": "username,role,grid,from\nbataar,officer,near,2026-01-01\n",
    "households": "门牌,嘎查,小组,电话,语言,网格\n东头第一户,永和村,兴隆沟小组,13800001111,蒙古语,near\n",
    "points": "gacha,lon,lat,system\n永和村,120.1,43.9,WGS84\nnear,120.2,43.8,WGS84\n",
}
CELLS = [
    value for value in VALUES if isinstance(value, str | int | float | None) and len(str(value)) < 30_000
]


def workbook(chance: random.Random, text: str) -> bytes:
    """A list as a workbook, one of its cells of any kind at all."""
    book = openpyxl.Workbook()
    assert book.active is not None
    table: list[list[object]] = [list(line.split(",")) for line in text.splitlines()]
    row = chance.choice(table)
    row[chance.randrange(len(row))] = chance.choice(CELLS)
    for cells in table:
        book.active.append([_writable(cell) for cell in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _writable(cell: object) -> object:
    """What openpyxl writes at all: the reader must bear any file, this writer need not."""
    if isinstance(cell, str):
        return "".join(c for c in cell if c >= " " and not "\ud800" <= c <= "\udfff")
    return cell if cell is None or abs(cell) < 1e300 else str(cell)  # type: ignore[arg-type]


def spoilt_zip(chance: random.Random, whole: bytes) -> bytes:
    """A packed file with one of its parts mutated, lost or doubled; or the bytes themselves mutated."""
    if chance.random() < 0.4:
        return mutated(chance, whole)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as packed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        names = packed.namelist()
        chosen = chance.choice(names)
        for name in names:
            body = packed.read(name)
            if name != chosen:
                made.writestr(name, body)
            elif chance.random() < 0.85:
                made.writestr(name, mutated(chance, body))
    return out.getvalue()


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Region, Staff, Household, PlacePoint))


def many_lists(seed: int, count: int) -> None:
    """Every list has a report: all of it could be written, or a sentence says where it cannot."""
    chance = random.Random(seed)
    for what, text in LISTS.items():
        assert imports.run(what, "list.csv", text.encode(), True, "en").errors == (), what
    before, refused = counts(), 0
    for _ in range(count):
        what, text = chance.choice(list(LISTS.items()))
        how = chance.random()
        if how < 0.4:
            content = mutated(chance, text.encode().replace(b"\n", b"\x1e")).replace(b"\x1e", b"\n")
        else:
            content = workbook(chance, text)
            content = spoilt_zip(chance, content) if how < 0.8 else content
        report = imports.run(what, "list.xlsx", content, True, chance.choice(("zh-hans", "en")))
        assert all(report.errors)
        assert report.summary
        refused += bool(report.problems)
    assert counts() == before
    assert 0 < refused < count


@pytest.mark.one_engine
def test_mutated_lists(cast: Cast) -> None:
    many_lists(SEED, IN_CI)


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_mutated_lists_for_long(cast: Cast, part: int) -> None:
    many_lists(SEED + 1 + part, LONG)


def many_templates(seed: int, count: int) -> None:
    """Every template is filled into a file that opens, or its fault is said in words."""
    chance = random.Random(seed)
    paper = form()
    whole, filled = default_template(paper), 0
    for _ in range(count):
        template = spoilt_zip(chance, whole)
        said = lint(template, paper)
        assert all(sentence("zh-hans", one) for one in said)
        with suppress(BadTemplate):
            docx.Document(io.BytesIO(fill(template, paper)))
            filled += not said
    assert filled > 0


def test_mutated_templates() -> None:
    many_templates(SEED, IN_CI // 2)


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_mutated_templates_for_long(part: int) -> None:
    many_templates(SEED + 1 + part, LONG // 4)


def many_extracts(folder: Path, seed: int, count: int) -> None:
    chance = random.Random(seed)
    whole = grid_town().write(folder / "town.osm.pbf").read_bytes()
    file, refused = folder / "broken.osm.pbf", 0
    for _ in range(count):
        file.write_bytes(mutated(chance, whole))
        try:
            read_extract(file).largest_part()
        except Unreadable:
            refused += 1
    assert refused > 0


def test_mutated_road_extracts(tmp_path: Path) -> None:
    many_extracts(tmp_path, SEED, IN_CI)


@pytest.mark.long
def test_mutated_road_extracts_for_long(tmp_path: Path) -> None:
    many_extracts(tmp_path, SEED + 1, LONG)


# -- what was found, each once


def changed_part(whole: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A packed file with some bytes of one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as packed, zipfile.ZipFile(out, "w") as made:
        for part in packed.namelist():
            body = packed.read(part)
            assert part != name or old in body
            made.writestr(part, body.replace(old, new) if part == name else body)
    return out.getvalue()


def a_book() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["code", "name"])
    book.active.append(["150421109", "新镇"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_packed_file_of_another_age_is_a_broken_book(cast: Cast) -> None:
    content = bytearray(a_book())
    content[content.rindex(b"PK\x01\x02") + 6] = 138  # "version needed to extract" of the last part
    assert "cannot be opened" in _refusal(bytes(content))


def test_four_thousand_million_blank_rows_are_not_counted_through(cast: Cast) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    content = changed_part(a_book(), sheet, b'<row r="2"', b'<row r="4000000000"')
    content = changed_part(content, sheet, b'<dimension ref="A1:B2"/>', b"")
    assert "100000" in _refusal(content).replace(",", "")


def _refusal(content: bytes) -> str:
    """The one sentence with which a list of regions is refused."""
    (said,) = imports.run("regions", "list.xlsx", content, True, "en").errors
    return said


def test_a_template_whose_parts_point_nowhere_is_none() -> None:
    rels = "word/_rels/document.xml.rels"
    template = changed_part(default_template(form()), rels, b"Target=", b"Tarrget=")
    assert [one.name for one in lint(template, form())] == ["template_none"]
    with pytest.raises(BadTemplate):
        fill(template, form())

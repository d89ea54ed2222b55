"""Which columns each list has, in Chinese and English, and which are refused whoever sends them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from urtuu.base.forbidden import forbidden_word
from urtuu.base.sentences import Sentence, say
from urtuu.places.imports.reading import Sheet


@dataclass(frozen=True)
class Column:
    """A column: its name for us, the headings it is known by, whether it must be filled, its longest text."""

    name: str
    headings: tuple[str, ...]
    needed: bool = False
    longest: int = 60


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: in a row and column, or in the file as a whole (row 0)."""

    sentence: Sentence
    row: int = 0
    column: str = ""
    file: str = ""


@dataclass(frozen=True)
class Row:
    """One row by column name; absent ones are empty. `heads` says what each is called in the file."""

    number: int
    cells: Mapping[str, str]
    file: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def has(self, column: str) -> bool:
        """Whether the file has the column at all."""
        return column in self.heads

    def wrong(self, column: str, sentence: Sentence) -> Problem:
        """A problem of one cell."""
        return Problem(sentence, self.number, self.heads.get(column, column), self.file)


_PHONE = Column("phone", ("电话", "联系电话", "手机", "手机号", "phone", "telephone"), longest=20)
_ROLE = ("角色", "职务", "岗位", "role", "post")
_STATION = Column("station", ("派出所", "所", "station", "station id"), longest=80)
_GRID = Column("grid", ("网格", "网格编号", "grid", "grid id"), longest=80)
_BANNER = Column("banner", ("旗县", "旗", "banner", "banner code"))
_FROM = ("起", "自", "任职日期", "开始日期", "from", "from date")
_UNTIL = Column("until", ("止", "至", "离任日期", "结束日期", "until", "until date"))
_USERNAME = Column("username", ("用户名", "账号", "username", "user", "account"), needed=True)
_IGNORED = Column("", ("cityCode", "provinceCode", "areaCode", "streetCode"))
"""Columns of the national files that the code itself says already."""

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "regions": (
        Column("code", ("代码", "区划代码", "code"), needed=True, longest=12),
        Column("name", ("名称", "name"), needed=True, longest=120),
        _IGNORED,
    ),
    "grids": (
        Column("grid", ("网格编号", "grid", "grid id"), needed=True, longest=40),
        Column("name", ("网格名称", "网格", "grid name", "name"), needed=True, longest=80),
        Column("station", ("派出所编号", "station", "station id"), needed=True, longest=40),
        Column("station_name", ("派出所", "派出所名称", "station name"), longest=80),
        _BANNER,
        _PHONE,
        Column("supervision", ("监督电话", "supervision phone", "supervision"), longest=20),
        Column("gachas", ("嘎查", "范围", "gachas", "gacha"), longest=2000),
    ),
    "staff": (
        _USERNAME,
        Column("name", ("姓名", "name"), needed=True),
        _PHONE,
        Column("role", _ROLE),
        _BANNER,
        _STATION,
        _GRID,
        Column("from", _FROM),
        _UNTIL,
        Column("languages", ("语言", "languages", "language"), longest=40),
    ),
    "posts": (
        _USERNAME,
        Column("role", _ROLE, needed=True),
        _BANNER,
        _STATION,
        _GRID,
        Column("from", _FROM, needed=True),
        _UNTIL,
    ),
    "households": (
        Column("label", ("户", "住户", "门牌", "户名", "label", "household", "door"), needed=True),
        Column(
            "gacha", ("嘎查", "嘎查代码", "村", "gacha", "gacha code", "village"), needed=True, longest=120
        ),
        Column("group", ("组", "小组", "村民小组", "group")),
        Column("landmark", ("地标", "位置", "landmark"), longest=120),
        _PHONE,
        Column("language", ("语言", "language"), longest=20),
        _GRID,
        Column("access", ("无障碍需求", "access", "access needs"), longest=200),
    ),
    "points": (
        Column(
            "code", ("代码", "嘎查", "嘎查代码", "网格", "code", "gacha", "grid"), needed=True, longest=120
        ),
        Column("group", ("组", "小组", "村民小组", "group")),
        Column("lon", ("经度", "lon", "lng", "longitude"), needed=True, longest=20),
        Column("lat", ("纬度", "lat", "latitude"), needed=True, longest=20),
        Column("system", ("坐标系", "system", "datum"), needed=True, longest=20),
    ),
}
WHAT = tuple(COLUMNS)
"""The lists that can be imported."""


def rows_of(what: str, sheet: Sheet, file: str = "") -> tuple[list[Row], list[Problem]]:
    """The rows of a list by column name, and everything that is wrong with its shape."""
    heads, problems = _match(what, sheet.headings, file)
    if problems:
        return [], problems
    rows = []
    for line in sheet.lines:
        cells = {name: line.cells[index] for index, name in heads.items() if name}
        row = Row(line.number, cells, file, {name: sheet.headings[index] for index, name in heads.items()})
        found = list(_shape(what, row, cut=line.cut, spare=line.cells[len(sheet.headings) :]))
        problems += found
        if not found:
            rows.append(row)
    return rows, problems


def _match(what: str, headings: Sequence[str], file: str) -> tuple[dict[int, str], list[Problem]]:
    known = {_plain(head): column.name for column in COLUMNS[what] for head in column.headings}
    heads: dict[int, str] = {}
    problems = []
    for index, heading in enumerate(headings):
        sentence = _refused(heading, known, heads)
        if sentence:
            problems.append(Problem(sentence, file=file, column=heading))
        else:
            heads[index] = known[_plain(heading)]
    missing = [column for column in COLUMNS[what] if column.needed and column.name not in heads.values()]
    for column in missing:
        problems.append(Problem(say("import_column_missing", column=" / ".join(column.headings)), file=file))
    return heads, problems


def _refused(heading: str, known: Mapping[str, str], heads: Mapping[int, str]) -> Sentence | None:
    """Why a column is not taken; nothing when it is."""
    name = known.get(_plain(heading))
    forbidden = forbidden_word(heading)
    # A longitude may be known of a gacha, in the list of points, and of nobody in any other list.
    if forbidden and name is None:
        return say("import_column_forbidden", column=heading, word=forbidden)
    if name is None:
        return say("import_column_unknown", column=heading)
    if name and name in heads.values():
        return say("import_column_twice", column=heading)
    return None


def _plain(heading: str) -> str:
    return " ".join(heading.replace("_", " ").casefold().split())


def _shape(what: str, row: Row, *, cut: bool, spare: Sequence[str]) -> Iterator[Problem]:
    if cut:
        yield Problem(say("import_row_cut"), row.number, file=row.file)
        return
    if any(spare):
        yield Problem(say("import_row_long"), row.number, file=row.file)
    for column in COLUMNS[what]:
        text = row[column.name]
        if column.needed and not text:
            yield row.wrong(column.name, say("import_cell_empty"))
        if len(text) > column.longest:
            yield row.wrong(column.name, say("import_cell_long", most=column.longest))

"""What readers of counts see: no figure of 1 to 4 below the whole, and none that follows by subtraction.

A line of figures is published beside its known total. Whoever knows this rule must still not be able to tell
any hidden figure of 1 to 4 (checked in the tests by trying every line).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

SMALLEST = 5
COVER = 10
"""Where something is hidden, everything below this is: small figures need company of their size."""
Cell = int | None
"""A figure, or nothing where it is hidden."""
Shown = int | Literal["<5", "·"]
"""A figure of a table, or that it is under 5 (only the whole says so), or that it is withheld."""
WITHHELD: Literal["·"] = "·"
UNDER: Literal["<5"] = "<5"
Rows = Sequence[Sequence[int]]


def protected(line: Sequence[int]) -> list[Cell]:
    """A line whose total is known, with small figures hidden, and what must go with them to keep them so."""
    if not any(0 < value < SMALLEST for value in line):
        return list(line)
    hidden = {at for at, value in enumerate(line) if value < COVER}
    if len(hidden) == 1:
        # All that are equally small: a choice between them would tell which of the two is the company.
        least = min((value for at, value in enumerate(line) if at not in hidden), default=0)
        hidden |= {at for at, value in enumerate(line) if value == least}
    return [None if at in hidden else value for at, value in enumerate(line)]


@dataclass(frozen=True)
class Published:
    """A table as it may be published: the whole, its lines, and what of its inside is safe.

    `rows`, `groups` of rows and `months` are lines of totals; `by_month`, `by_group` and `by_row` have a row
    for each, with a cell a column. A row in a single month is never published.
    """

    whole: Shown
    columns: list[Shown]
    groups: list[Shown]
    rows: list[Shown]
    months: list[Shown]
    by_month: list[list[Shown]]
    by_group: list[list[Shown]]
    by_row: list[list[Shown]]

    @property
    def withheld(self) -> bool:
        """Whether anything is, so that the reader must be told."""
        lines = [self.columns, self.groups, self.rows, self.months]
        every = [cell for line in [*lines, *self.by_month, *self.by_group, *self.by_row] for cell in line]
        return not all(isinstance(cell, int) for cell in [self.whole, *every])


def protected_table(months: Sequence[Rows], groups: Sequence[int] = ()) -> Published:
    """A year's table of counts, from a table a month: `months[month][row][column]`, all of one shape.

    `groups[row]`: the group a row belongs to, counted from 0 (the sumu of a gacha); empty: there are none.

    What is promised. Take every cell that is withheld, and every count that is not even in the table (a row
    in a single month): unless it follows as nought or as 5 and more, the published figures leave it at least
    six values in a row, the largest 5 or more. So no figure of 1 to 4 can be found, nor be known to be one.
    Only where the whole is under 5 that is all that is said, and everything below is withheld.

    Why it holds. A line of totals hides its small figures together with others, two at least and 5 at least
    in all. The inside of a block (its rows, the hidden ones as one, by columns, the hidden ones as one) is
    published as a whole or not at all: if each of its cells is nought or 5 and more. Then all margins are so,
    and by the bounds of Fréchet a cell inside lies anywhere from max(0, r + c - n) to min(r, c): that is
    min(r, c, n - r, n - c) wide, and each of these is 5 at least. Blocks share only published margins (months
    by columns, groups by columns, rows of one group by columns), so the bounds of one hold whatever another
    says; a third way into a table (rows by months) would break that, and is not published.
    """
    year = [[sum(cells) for cells in zip(*rows, strict=True)] for rows in zip(*months, strict=True)]
    by_month = [_across(month) for month in months]
    of_group = list(groups) or [0] * len(year)
    group_rows = [
        _across([row for row, group in zip(year, of_group, strict=True) if group == number])
        for number in range(max(of_group, default=-1) + 1)
    ]
    columns = _across(year)
    whole = sum(columns)
    if 0 < whole < SMALLEST:
        return _nothing(year, by_month, group_rows if groups else [])
    hidden = _hidden(columns)
    top = _block(by_month, columns, hidden, opened=True)
    upper = _block(group_rows, columns, hidden, opened=True)
    rows: list[Shown] = [WITHHELD] * len(year)
    by_row: list[list[Shown]] = [[WITHHELD] * len(columns) for _row in year]
    for number, group in enumerate(upper.lines):
        at = [row for row, of in enumerate(of_group) if of == number]
        if group == WITHHELD:
            for row in at:
                by_row[row] = [0 if cell == 0 else WITHHELD for cell in upper.cells[number]]
            continue
        # What a group has of a column is known only if the inside above it is open.
        margin = group_rows[number] if upper.opened else columns
        inner = _block([year[row] for row in at], margin, hidden, opened=upper.opened)
        for place, row in enumerate(at):
            rows[row], by_row[row] = inner.lines[place], inner.cells[place]
    return Published(
        whole=whole,
        columns=_shown(columns, hidden),
        groups=upper.lines if groups else [],
        rows=rows,
        months=top.lines,
        by_month=top.cells,
        by_group=upper.cells if groups else [],
        by_row=by_row,
    )


@dataclass(frozen=True)
class _Block:
    """Rows that add up to one row: their totals, their cells, and whether the inside is open."""

    lines: list[Shown]
    cells: list[list[Shown]]
    opened: bool


def _block(rows: Rows, margin: Sequence[int], hidden: frozenset[int], *, opened: bool) -> _Block:
    """`margin`: the columns of the rows together, or what is known above them; `hidden`: columns withheld.

    `opened`: whether the columns of the rows together are published; if not, nothing inside is.
    """
    totals = [sum(row) for row in rows]
    gone = _hidden(totals)
    parts = [frozenset([at]) for at in range(len(rows)) if at not in gone] + ([gone] if gone else [])
    across = [frozenset([at]) for at in range(len(margin)) if at not in hidden] + ([hidden] if hidden else [])
    blocks = {(part, over): _sum(rows, part, over) for part in parts for over in across}
    opened = opened and not any(0 < value < SMALLEST for value in blocks.values())
    cells: list[list[Shown]] = [[WITHHELD] * len(margin) for _row in rows]
    for (part, over), value in blocks.items():
        # A margin of nought says it of every cell; a block of nought does where blocks can be told.
        nought = value == 0 and (opened or _nought(totals, part) or _nought(margin, over))
        alone = opened and not (part == gone or over == hidden)
        for row in part if nought or alone else ():
            for column in over:
                cells[row][column] = rows[row][column]
    return _Block(_shown(totals, gone), cells, opened)


def _hidden(line: Sequence[int]) -> frozenset[int]:
    """The places of a line that are withheld: two at least, and 5 at least in all of them together."""
    hidden = {at for at, cell in enumerate(protected(line)) if cell is None}
    while hidden and (len(hidden) < 2 or sum(line[at] for at in hidden) < SMALLEST):
        rest = [value for at, value in enumerate(line) if at not in hidden]
        if not rest:
            break
        hidden |= {at for at, value in enumerate(line) if value == min(rest)}
    return frozenset(hidden)


def _nothing(year: Rows, by_month: Rows, group_rows: Rows) -> Published:
    """A whole under 5: that is all that is said."""
    width = len(year[0])
    shut: list[Shown] = [WITHHELD] * width
    return Published(
        whole=UNDER,
        columns=shut,
        groups=[WITHHELD] * len(group_rows),
        rows=[WITHHELD] * len(year),
        months=[WITHHELD] * len(by_month),
        by_month=[shut for _month in by_month],
        by_group=[shut for _group in group_rows],
        by_row=[shut for _row in year],
    )


def _shown(line: Sequence[int], hidden: frozenset[int]) -> list[Shown]:
    return [WITHHELD if at in hidden else value for at, value in enumerate(line)]


def _across(rows: Rows) -> list[int]:
    return [sum(cells) for cells in zip(*rows, strict=True)]


def _sum(rows: Rows, part: Iterable[int], over: Iterable[int]) -> int:
    columns = list(over)
    return sum(rows[row][column] for row in part for column in columns)


def _nought(line: Sequence[int], places: Iterable[int]) -> bool:
    return sum(line[at] for at in places) == 0

"""An attacker who has every published figure tells no withheld one of 1 to 4, nor that it is one.

The attacker works with whole numbers and knows nothing of the rule by which figures were withheld. Every
count of a row, a column and a month is an unknown, and so is every sum of them; what is published is known.
First bounds are passed from sum to sum until none moves (a figure cannot be outside them); then both ends are
tried, by filling in the whole table (it really can be there). A second attacker knows the rule, and tries
every small table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urtuu.reports.small_cells import SMALLEST, UNDER, WITHHELD, Published, Shown, protected_table

WIDTH = 5
"""From the least to the largest value that a withheld figure may have."""
MANY = 10**6
Node = tuple[int | None, int | str | None, int | None]
"""A month, a row (or a group, as text) and a column; nothing: all of them."""
Table = tuple[list[list[list[int]]], list[int]]
"""Months of rows of columns, and the group of each row."""
Bounds = dict[Node, tuple[int, int]]


@dataclass
class Attack:
    """What is known of a table: every sum and its parts, and the bounds of every figure."""

    table: Table
    sums: list[tuple[Node, list[Node]]] = field(default_factory=list)
    of: dict[Node, list[int]] = field(default_factory=lambda: defaultdict(list))
    tries: int = 0

    def __post_init__(self) -> None:
        months, groups = self.table
        self.months, self.columns = range(len(months)), range(len(months[0][0]))
        self.rows: dict[int | str | None, list[int | str | None]] = {None: []}
        for row, group in enumerate(groups):
            self.rows.setdefault(f"g{group}", []).append(row)
            self.rows[row] = []
        self.rows[None] = [name for name in self.rows if isinstance(name, str)]
        for month, row, column in product([None, *self.months], self.rows, [None, *self.columns]):
            if month is None:
                self._add((month, row, column), [(m, row, column) for m in self.months])
            if self.rows[row]:
                self._add((month, row, column), [(month, r, column) for r in self.rows[row]])
            if column is None:
                self._add((month, row, column), [(month, row, c) for c in self.columns])

    def _add(self, whole: Node, parts: list[Node]) -> None:
        for node in (whole, *parts):
            self.of[node].append(len(self.sums))
        self.sums.append((whole, parts))

    def truth(self, node: Node) -> int:
        """What a figure truly is."""
        (months, groups), (month, row, column) = self.table, node
        return sum(
            months[m][r][c]
            for m, r, c in product(self.months, range(len(groups)), self.columns)
            if month in (None, m) and row in (None, r, f"g{groups[r]}") and column in (None, c)
        )

    def start(self, known: dict[Node, tuple[int, int]]) -> Bounds:
        """The bounds of everything, once what is known was passed on."""
        bounds = {node: known.get(node, (0, MANY)) for node in self.of}
        assert self.passed_on(bounds, list(self.of))
        return bounds

    def passed_on(self, bounds: Bounds, moved: Sequence[Node]) -> bool:
        """Narrows the bounds sum by sum; whether any table is left, as far as that tells."""
        waiting = {number for node in moved for number in self.of[node]}
        while waiting:
            whole, parts = self.sums[waiting.pop()]
            low, high = sum(bounds[p][0] for p in parts), sum(bounds[p][1] for p in parts)
            new = {whole: (max(bounds[whole][0], low), min(bounds[whole][1], high))}
            for part in parts:
                least, most = bounds[part]
                new[part] = (
                    max(least, bounds[whole][0] - (high - most)),
                    min(most, bounds[whole][1] - (low - least)),
                )
            for node, (least, most) in new.items():
                if least > most:
                    return False
                if (least, most) != bounds[node]:
                    bounds[node] = (least, most)
                    waiting.update(self.of[node])
        return True

    def possible(self, bounds: Bounds, node: Node, value: int) -> bool:
        """Whether some whole table has this value there: one is filled in, count after count."""
        tried = {**bounds, node: (value, value)}
        self.tries = 300
        return self.passed_on(tried, [node]) and self._filled(tried)

    def _filled(self, bounds: Bounds) -> bool:
        open_ones = [
            n for n, (low, high) in bounds.items() if low < high and None not in n and n[1] in range(99)
        ]
        if not open_ones:
            return True
        self.tries -= 1
        assert self.tries, "gave up"
        node = open_ones[0]
        low, high = bounds[node]
        for narrower in ((high, high), (low, high - 1)):
            tried = {**bounds, node: narrower}
            if self.passed_on(tried, [node]) and self._filled(tried):
                return True
        return False

    def reach(self, bounds: Bounds, node: Node) -> int:
        """How far apart two values are that a figure really can have."""
        low, high = bounds[node]
        least = next(value for value in range(low, high + 1) if self.possible(bounds, node, value))
        most = next(value for value in range(high, low - 1, -1) if self.possible(bounds, node, value))
        return most - least


def publication(table: Table, shown: Published) -> dict[Node, Shown]:
    """Every figure of a table and how it is shown; a row in a single month is never shown."""
    months, groups = table
    found: dict[Node, Shown] = {}

    def line(month: int | None, row: int | str | None, cells: Sequence[Shown], total: Shown) -> None:
        found.update({(month, row, column): cell for column, cell in enumerate(cells)})
        found[month, row, None] = total

    for row in range(len(groups)):
        line(None, row, shown.by_row[row], shown.rows[row])
        for month in range(len(months)):
            line(month, row, [WITHHELD] * len(months[0][0]), WITHHELD)
    for group, total in enumerate(shown.groups):
        line(None, f"g{group}", shown.by_group[group], total)
    for month, total in enumerate(shown.months):
        line(month, None, shown.by_month[month], total)
    line(None, None, shown.columns, shown.whole)
    return found


def attack_on(table: Table, shown: Published) -> tuple[Attack, Bounds, dict[Node, int]]:
    """The attacker, all bounds once it has read what is published, and what is withheld, as it truly is."""
    attack, cells = Attack(table), publication(table, shown)
    known = {node: (cell, cell) for node, cell in cells.items() if isinstance(cell, int)}
    known |= {node: (1, SMALLEST - 1) for node, cell in cells.items() if cell == UNDER}
    withheld = {node: attack.truth(node) for node, cell in cells.items() if cell == WITHHELD}
    return attack, attack.start(known), withheld


COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 25))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Up to three months, four rows in two groups and three columns, thin ones and full ones."""
    months, rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 4)), draw(st.integers(1, 3))
    counts = draw(st.lists(COUNTS, min_size=months * rows * columns, max_size=months * rows * columns))
    at = iter(counts)
    made = [[[next(at) for _c in range(columns)] for _r in range(rows)] for _m in range(months)]
    groups = draw(st.lists(st.integers(0, 1), min_size=rows, max_size=rows))
    return made, groups if draw(st.booleans()) else [0] * rows


def publish(table: Table) -> Published:
    months, groups = table
    return protected_table(months, groups if len(set(groups)) > 1 else ())


def kept(bounds: tuple[int, int], truth: int) -> bool:
    """Whether a withheld figure is kept: it lies far from told, or it is nought, or 5 and more."""
    low, high = bounds
    return (low == high and truth not in range(1, SMALLEST)) or (high - low >= WIDTH and high >= SMALLEST)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.data())
def test_13_no_withheld_figure_is_told(table: Table, data: st.DataObject) -> None:
    shown = publish(table)
    attack, bounds, withheld = attack_on(table, shown)
    if shown.whole == UNDER:
        assert all(bounds[node][0] < bounds[node][1] for node in withheld)
        return
    assert all(kept(bounds[node], truth) for node, truth in withheld.items())
    small = [node for node, truth in withheld.items() if 0 < truth < SMALLEST]
    if small:
        assert attack.reach(bounds, data.draw(st.sampled_from(small))) >= WIDTH


@given(tables())
def test_what_is_shown_is_true_and_no_small_figure_is(table: Table) -> None:
    attack = Attack(table)
    for node, cell in publication(table, publish(table)).items():
        if isinstance(cell, int):
            assert cell == attack.truth(node)
            assert not 0 < cell < SMALLEST
        if cell == UNDER:
            assert 0 < attack.truth(node) < SMALLEST


@given(tables())
def test_nothing_is_withheld_where_nothing_is_small(table: Table) -> None:
    months, groups = table
    plenty = [[[value and value + SMALLEST for value in row] for row in rows] for rows in months]
    assert not publish((plenty, groups)).withheld


# --- the control: without company, the attacker wins -----------------------------------------------------


def bare(table: Table) -> Published:
    """Only the small figures themselves are withheld."""
    months, _groups = table

    def line(values: Sequence[int]) -> list[Shown]:
        return [WITHHELD if 0 < value < SMALLEST else value for value in values]

    def across(rows: Sequence[Sequence[int]]) -> list[int]:
        return [sum(cells) for cells in zip(*rows, strict=True)]

    year, by_month = [across(rows) for rows in zip(*months, strict=True)], [across(rows) for rows in months]
    return Published(
        whole=sum(across(year)),
        columns=line(across(year)),
        groups=[],
        rows=line([sum(row) for row in year]),
        months=line([sum(row) for row in by_month]),
        by_month=[line(row) for row in by_month],
        by_group=[],
        by_row=[line(row) for row in year],
    )


@settings(max_examples=100, deadline=None)
@given(tables(), st.data())
def test_without_company_the_attacker_wins(table: Table, data: st.DataObject) -> None:
    months, groups = table
    plenty = [[[value + SMALLEST for value in row] for row in rows] for rows in months]
    row = data.draw(st.integers(0, len(groups) - 1))
    for month in plenty:
        month[row][0] = 0
    plenty[0][row][0] = 3
    alone: Table = (plenty, [0] * len(groups))
    _attack, bounds, withheld = attack_on(alone, bare(alone))
    told = [node for node, truth in withheld.items() if bounds[node] == (truth, truth)]
    # Where there is another row or column, the only small figure of the year follows from its line.
    assert (None, row, 0) in told or len(groups) == len(plenty[0][0]) == 1


@pytest.mark.parametrize(
    ("months", "why"),
    [
        ([[[40, 3, 12]]], "one small figure beside its total"),
        ([[[20, 3], [9, 8]]], "a small figure in a row and a column"),
        ([[[20, 30]], [[2, 7]]], "a small month of a year"),
    ],
)
def test_the_control_gives_away_what_the_protected_form_keeps(
    months: list[list[list[int]]], why: str
) -> None:
    table: Table = (months, [0] * len(months[0]))
    _attack, bounds, withheld = attack_on(table, bare(table))
    assert not all(kept(bounds[node], truth) for node, truth in withheld.items()), why
    _attack, bounds, withheld = attack_on(table, publish(table))
    assert all(kept(bounds[node], truth) for node, truth in withheld.items()), why


# --- the attacker who knows the rule ---------------------------------------------------------------------


def every_table(cells: int, total: int) -> list[list[int]]:
    """Every way to share out a total."""
    if cells == 1:
        return [[total]]
    return [[n, *rest] for n in range(total + 1) for rest in every_table(cells - 1, total - n)]


@pytest.mark.parametrize(("rows", "columns", "most"), [(1, 2, 40), (1, 3, 24), (1, 4, 16), (2, 2, 21)])
def test_nobody_who_knows_the_rule_tells_a_withheld_figure(rows: int, columns: int, most: int) -> None:
    """Among all tables that look alike, a withheld figure of 1 to 4 never has one value."""
    for total in range(SMALLEST, most + 1):
        alike = defaultdict(list)
        for counts in every_table(rows * columns, total):
            made = [counts[at : at + columns] for at in range(0, len(counts), columns)]
            shown = protected_table([made])
            alike[repr(shown)].append((counts, shown.by_row))
        for same in alike.values():
            for at, cell in enumerate(cell for row in same[0][1] for cell in row):
                values = {counts[at] for counts, _shown in same}
                told = len(values) == 1 and 0 < min(values) < SMALLEST
                assert cell != WITHHELD or not told, same[0]


# --- as it looks -----------------------------------------------------------------------------------------


def test_a_whole_under_five_says_only_that() -> None:
    shown = protected_table([[[1, 0], [0, 2]]])
    assert (shown.whole, shown.columns, shown.rows) == (UNDER, [WITHHELD] * 2, [WITHHELD] * 2)


def test_nothing_at_all_is_shown_as_nought() -> None:
    shown = protected_table([[[0, 0], [0, 0]]])
    assert (shown.whole, shown.by_row, shown.withheld) == (0, [[0, 0], [0, 0]], False)


def test_a_small_gacha_hides_its_neighbour_and_leaves_the_other_sumu_open() -> None:
    shown = protected_table([[[9, 3], [8, 10], [20, 20], [15, 25]]], groups=[0, 0, 1, 1])
    assert shown.groups == [30, 80]
    assert shown.rows == [12, 18, 40, 40]
    assert shown.by_row == [[WITHHELD, WITHHELD], [WITHHELD, WITHHELD], [20, 20], [15, 25]]


def test_a_small_month_is_withheld_with_the_next_smallest_and_the_year_stays() -> None:
    shown = protected_table([[[20, 30]], [[1, 2]], [[20, 12]]])
    assert (shown.whole, shown.months) == (85, [50, WITHHELD, WITHHELD])
    assert shown.columns == [41, 44]


def test_a_nought_inside_a_closed_block_is_withheld_because_the_rest_would_follow_from_it() -> None:
    table: Table = ([[[0, 5], [10, 2]]], [0, 1])
    shown = publish(table)
    assert shown.by_row == shown.by_group == [[WITHHELD, WITHHELD], [WITHHELD, WITHHELD]]
    _attack, bounds, withheld = attack_on(table, shown)
    assert all(kept(bounds[node], truth) for node, truth in withheld.items())

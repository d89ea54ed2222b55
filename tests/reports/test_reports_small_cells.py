"""No figure of 1 to 4 can be read, or worked out by subtraction by somebody who knows the rule."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urtuu.reports.small_cells import protected

LINES = st.lists(st.integers(0, 60), min_size=1, max_size=15)


@given(LINES)
def test_no_small_figure_is_shown(line: list[int]) -> None:
    assert not any(cell is not None and 0 < cell < 5 for cell in protected(line))


@given(LINES)
def test_what_is_shown_is_true(line: list[int]) -> None:
    assert all(cell in (None, value) for cell, value in zip(protected(line), line, strict=True))


@given(LINES)
def test_a_small_figure_is_never_hidden_alone(line: list[int]) -> None:
    assert len(line) == 1 or protected(line).count(None) != 1


@pytest.mark.parametrize(("length", "largest"), [(2, 60), (3, 24), (4, 13)])
def test_nobody_can_tell_a_hidden_small_figure(length: int, largest: int) -> None:
    """Every line of small numbers: of all lines that look alike, a hidden place never has one value."""
    alike = defaultdict(list)
    for line in product(range(largest), repeat=length):
        alike[(sum(line), tuple(protected(line)))].append(line)
    for (_, shown), lines in alike.items():
        for at, cell in enumerate(shown):
            values = {line[at] for line in lines}
            assert cell is not None or len(values) > 1 or not 0 < min(values) < 5, (shown, lines)


def test_a_line_without_small_figures_is_shown_as_it_is() -> None:
    assert protected([12, 0, 7]) == [12, 0, 7]


def test_one_small_figure_takes_the_least_of_the_others_with_it() -> None:
    assert protected([40, 3, 12]) == [40, None, None]

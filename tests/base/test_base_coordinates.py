"""Points, distances, and the two systems of coordinates that must not be mixed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urtuu.base.coordinates import (
    CHINA,
    Box,
    Point,
    box_of,
    distance_km,
    from_gcj02,
    looks_shifted,
    point,
    shift_of,
    to_gcj02,
)

PUBLISHED = (
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
)
"""Pairs that the open test tables of the shift agree on: Shanghai, Shenzhen, Beijing."""

in_china = st.tuples(st.floats(73.5, 135.0), st.floats(18.0, 53.5))


@pytest.mark.parametrize(("plain", "drawn"), PUBLISHED)
def test_the_shift_is_the_published_one(plain: tuple[float, float], drawn: tuple[float, float]) -> None:
    assert to_gcj02(*plain) == pytest.approx(drawn, abs=1e-9)


@given(in_china)
def test_the_way_back_ends_where_it_began(plain: tuple[float, float]) -> None:
    assert from_gcj02(*to_gcj02(*plain)) == pytest.approx(plain, abs=1e-8)


def test_a_degree_of_the_meridian_and_a_quarter_of_the_equator() -> None:
    assert distance_km(point(120, 43), point(120, 44)) == pytest.approx(111.195, abs=0.001)
    assert distance_km(point(0, 0), point(90, 0)) == pytest.approx(10007.557, abs=0.001)
    assert distance_km(point(120, 43), point(120, 43)) == 0


def test_a_list_in_the_other_system_lies_beside_known_points() -> None:
    known = [point(120 + n / 10, 44 - n / 20) for n in range(4)]
    drawn = [point(*to_gcj02(one.lon, one.lat)) for one in known]
    shifted = looks_shifted(zip(known, drawn, strict=True))
    assert shifted is not None
    assert 400 < shifted.metres < 700
    assert looks_shifted(zip(known, known, strict=True)) is None
    assert looks_shifted(list(zip(known, drawn, strict=True))[:2]) is None


def test_single_slips_do_not_look_like_a_shift() -> None:
    known = [point(120 + n / 10, 44) for n in range(5)]
    one_moved = [*known[:4], point(120.41, 44.01)]
    each_elsewhere = [
        Point(one.lon_micro + 5000 * (-1) ** n, one.lat_micro + 4000 * (n - 2)) for n, one in enumerate(known)
    ]
    assert looks_shifted(zip(known, one_moved, strict=True)) is None
    assert looks_shifted(zip(known, each_elsewhere, strict=True)) is None
    assert shift_of([]).pairs == 0


def test_boxes() -> None:
    assert box_of([]) is None
    box = box_of([Point(3, 4), Point(1, 9)])
    assert box == Box(1, 4, 3, 9)
    assert box.holds(Point(3, 9))
    assert not box.holds(Point(4, 9))
    assert box.wider(1).holds(Point(4, 10))
    assert not CHINA.holds(point(44.0, 120.0))


def test_points_are_ordered_so_that_lists_are_stable() -> None:
    points = sorted([Point(2, 1), Point(1, 2), Point(1, 1)])
    assert all(one < other for one, other in pairwise(points))

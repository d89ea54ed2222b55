"""The geometry of the charts."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from urtuu.web.charts import Place, Series, area_map, bar_chart

FOUND = Series("Found", (41, 36, 44, 39), "pale")
CLOSED = Series("Closed", (38, 35, 40, 37))
WEEKS = ("44", "45", "46", "47")


def test_bars_stand_on_the_line_and_stay_in_the_frame() -> None:
    chart = bar_chart("Four weeks", WEEKS, [FOUND, CLOSED])
    assert len(chart.bars) == 8
    assert all(round(bar.y + bar.height, 1) == chart.base_y for bar in chart.bars)
    assert all(bar.label_y > 0 and bar.x >= 0 and bar.x + bar.width <= chart.width for bar in chart.bars)
    tallest = max(chart.bars, key=lambda bar: bar.height)
    assert tallest.text == "44"


def test_the_table_holds_the_same_figures_as_the_drawing() -> None:
    chart = bar_chart("Four weeks", WEEKS, [FOUND, CLOSED])
    assert chart.rows[0] == ("44", ["41", "38"])
    assert chart.head == ["Found", "Closed"]
    assert chart.desc.startswith("44: Found 41, Closed 38")


def test_nothing_to_show_is_drawn_as_nothing() -> None:
    assert bar_chart("Empty", (), []).bars == []
    assert [bar.height for bar in bar_chart("Zero", ("a",), [Series("x", (0,))]).bars] == [0]
    assert area_map("Empty", []).spots == []


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12))
def test_any_figures_fit(values: list[float]) -> None:
    chart = bar_chart("Any", [str(n) for n in range(len(values))], [Series("x", values)])
    assert all(0 <= bar.height <= chart.base_y for bar in chart.bars)


def test_north_is_above_and_east_is_at_the_end() -> None:
    north, south, east = area_map("Map", [Place("N", 0, 2), Place("S", 0, 0), Place("E", 2, 1)]).spots
    assert north.y < south.y
    assert east.x > north.x


def test_every_other_place_is_linked_to_the_centre() -> None:
    drawn = area_map("Map", [Place("Station", 1, 1, centre=True), Place("A", 0, 0), Place("B", 2, 2)])
    assert len(drawn.links) == 2
    assert [name for name, _ in drawn.rows] == ["A", "B"]


def test_labels_do_not_cover_one_another_where_there_is_room() -> None:
    places = [
        Place(f"嘎查{n}", x, y) for n, (x, y) in enumerate([(0, 0), (0.2, 0), (2, 0), (2, 2), (0, 2), (1, 1)])
    ]
    spots = area_map("Map", places, degrees=False).spots
    for one, other in combinations(spots, 2):
        assert abs(one.label_x - other.label_x) > 30 or abs(one.label_y - other.label_y) > 11

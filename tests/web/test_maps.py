"""The map: labels that cover nothing, routes told apart without colour, the same drawing every time."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

import urtuu.web
from urtuu.interfaces.demo.plans import whole_banner
from urtuu.places.rules import short_name
from urtuu.web.map_frames import KM_A_DEGREE, frame_around, frame_of
from urtuu.web.map_labels import text_width
from urtuu.web.maps import STYLES, DrawnMap, MapPlace, MapRoute, draw_map, geojson

PLAN = whole_banner()
SHEET, NAMES = PLAN.sheet(), PLAN.names()


def gachas(station: int, count: int) -> list[MapPlace]:
    """The first gachas of a station of the demonstration, its sheet laid over 1.5 degrees."""
    codes = [code for grid in PLAN.stations[station].grids for code in grid.gachas][:count]
    return [
        MapPlace(short_name(NAMES[code]), (119.5 + SHEET[code][0] * 0.0015, 44.6 - SHEET[code][1] * 0.0011))
        for code in codes
    ]


def drawn(*places: MapPlace, routes: tuple[MapRoute, ...] = ()) -> DrawnMap:
    """A map that is there."""
    found = draw_map("Map", places, routes)
    assert found is not None
    return found


def overlaps(found: DrawnMap) -> list[tuple[str, str]]:
    """Labels that cover each other, or a spot that is not theirs."""
    labels = [spot.label for spot in found.spots if spot.label]
    labels += [one.label for one in found.routes if one.label]
    boxes = [(label.text, label.box) for label in labels]
    boxes += [("·", (s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius)) for s in found.spots]
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if {one, other} != {"·"} and a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


@pytest.mark.parametrize("station", range(3))
def test_fifty_gachas_are_all_named_and_no_name_covers_another(station: int) -> None:
    found = drawn(*gachas(station, 50))
    assert len(found.spots) == 50
    assert found.unlabelled == []
    assert overlaps(found) == []


def test_with_more_than_there_is_room_for_the_rest_stands_in_the_table() -> None:
    crowd = [MapPlace(f"没有地方写的嘎查{n}", (120 + n * 1e-4, 44.0)) for n in range(200)]
    found = drawn(*crowd, MapPlace("远", (121.0, 44.0)))
    assert found.unlabelled
    assert overlaps(found) == []
    assert [name for name, _note in found.rows] == [one.label for one in (*crowd, MapPlace("远", (0, 0)))]


@given(
    st.lists(
        st.tuples(st.floats(119, 121), st.floats(43, 45), st.text("嘎查abc", min_size=1, max_size=9)),
        min_size=1,
        max_size=40,
    )
)
def test_any_places_are_drawn_inside_and_uncovered(told: list[tuple[float, float, str]]) -> None:
    found = drawn(*(MapPlace(name, (lon, lat)) for lon, lat, name in told))
    assert overlaps(found) == []
    for spot in found.spots:
        assert 0 <= spot.x <= found.width
        assert 0 <= spot.y <= found.height
        if spot.label:
            left, top, right, bottom = spot.label.box
            assert min(left, top) >= 0
            assert right <= found.width
            assert bottom <= found.height
            assert right - left == pytest.approx(text_width(spot.label.text))


def test_north_is_above_and_a_kilometre_is_as_long_both_ways() -> None:
    south, north, east = drawn(
        MapPlace("S", (120.0, 44.0)), MapPlace("N", (120.0, 44.5)), MapPlace("E", (120.5, 44.0))
    ).spots
    assert north.y < south.y
    assert east.x > south.x
    assert (south.y - north.y) / (east.x - south.x) == pytest.approx(1 / 0.7180, rel=5e-3)


def test_a_spot_leads_back_to_its_degrees() -> None:
    frame = frame_of([(119.5, 43.5), (120.5, 44.5)])
    assert frame is not None
    assert frame.degrees(*frame.xy((120.123, 43.987))) == pytest.approx((120.123, 43.987), abs=2e-3)
    near = frame_around((120.0, 44.0), 9.0)
    assert near.width * near.km == pytest.approx(9.0)
    assert near.degrees(near.width / 2, near.height / 2) == pytest.approx((120.0, 44.0))


def test_nothing_to_draw_is_no_map_and_one_place_gets_some_kilometres() -> None:
    assert draw_map("Map", []) is None
    alone = drawn(MapPlace("A", (120.0, 44.0)))
    assert alone.width * alone.frame.km < 12
    assert alone.scale.length <= alone.width / 5
    assert alone.scale.km == 1


def test_the_scale_is_as_long_as_it_says() -> None:
    found = drawn(MapPlace("A", (119.0, 44.0)), MapPlace("B", (121.0, 44.0)))
    degrees = found.scale.length / found.frame.scale
    assert degrees * KM_A_DEGREE == pytest.approx(found.scale.km, rel=0.01)


def routes(count: int) -> tuple[MapRoute, ...]:
    """So many officers' days."""
    return tuple(
        MapRoute(f"巴特尔 {n}", [(120, 44 + n / 10), (120.5, 44 + n / 10)], n, f"{n}")
        for n in range(1, count + 1)
    )


def test_each_route_has_its_own_dash_and_name() -> None:
    found = drawn(routes=routes(STYLES))
    assert [one.style for one in found.routes] == list(range(1, STYLES + 1))
    assert [one.label.text for one in found.routes if one.label] == [str(n) for n in range(1, STYLES + 1)]
    assert drawn(routes=routes(STYLES + 1)).routes[-1].style == 1
    sheet = render_to_string("web/components/map.html", {"map": found, "id": "m"})
    css = (Path(urtuu.web.__file__).parent / "static" / "urtuu" / "urtuu.css").read_text("utf-8")
    dashes = [
        re.search(rf"\.route-{n} {{[^}}]*stroke-dasharray: ([^;]+);", css) for n in range(2, STYLES + 1)
    ]
    assert len({dash.group(1) for dash in dashes if dash}) == STYLES - 1
    assert all(f'class="route route-{n}"' in sheet for n in range(1, STYLES + 1))


def test_the_same_places_give_the_same_drawing() -> None:
    one, other = (drawn(*gachas(1, 50), routes=routes(5)) for _ in range(2))
    assert one == other


def test_roads_are_one_faint_path_without_needless_points() -> None:
    road = [(120 + n * 1e-5, 44.0) for n in range(1000)]
    places = (MapPlace("A", (119.9, 43.9)), MapPlace("B", (120.1, 44.1)))
    found = draw_map("Map", places, roads=[road, [(100.0, 10.0), (100.1, 10.0)]])
    assert found is not None
    assert found.roads.count("M") == 1
    assert 1 < found.roads.count("L") < 60


def test_the_page_says_it_in_words_too() -> None:
    text = render_to_string(
        "web/components/map.html",
        {
            "map": drawn(MapPlace("<永和>", (120, 44), note="45"), routes=routes(1)),
            "id": "m",
            "note_head": ["n"],
        },
    )
    assert '<title id="m_t">Map</title>' in text
    assert "巴特尔 1; &lt;永和&gt; 45</desc>" in text
    assert "<永和>" not in text
    assert 'scope="row">&lt;永和&gt;' in text


def test_another_program_can_open_it() -> None:
    told = json.loads(
        json.dumps(geojson([MapPlace("永和", (120.1, 43.8), key="1")], routes(1), note="invented"))
    )
    point, line = told["features"]
    assert (told["type"], told["description"]) == ("FeatureCollection", "invented")
    assert point["geometry"] == {"type": "Point", "coordinates": [120.1, 43.8]}
    assert point["properties"] == {"name": "永和", "place": "1"}
    assert line["geometry"] == {"type": "LineString", "coordinates": [[120, 44.1], [120.5, 44.1]]}

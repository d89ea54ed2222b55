"""The road network: what is read from an extract, and the shortest times over it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from towns import HIGH_STREET, ISLAND, SIDE, STEP, Town, grid_town, node_at, spot
from urtuu.base.coordinates import METRES_A_DEGREE, Box, Point
from urtuu.rounds.travel.reading import Unreadable, load, read_extract, save
from urtuu.rounds.travel.roads import Roads
from urtuu.rounds.travel.seasons import Layer
from urtuu.rounds.travel.speeds import CLASSES, Speeds

NORTH = STEP * METRES_A_DEGREE
DAY = date(2026, 11, 24)
SPEEDS = Speeds()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    """The grid town, its island left out."""
    return read(tmp_path_factory.mktemp("town"), grid_town())


def read(folder: Path, town: Town) -> Roads:
    """A town as the product reads it."""
    return read_extract(town.write(folder / "town.osm.pbf")).largest_part()


def leg(roads: Roads, one: Point, other: Point, *layers: Layer, speeds: Speeds = SPEEDS) -> float | None:
    """Seconds from one point to another."""
    return roads.seconds([one, other], speeds, layers)[0][1]


def layer(factor: float | None, **where: object) -> Layer:
    """A line of a season that holds all year."""
    return Layer("x", date(2026, 1, 1), date(2026, 12, 31), factor, **where)  # type: ignore[arg-type]


def track_seconds(steps: float) -> float:
    """So many columns' steps on a track."""
    return steps * NORTH * 3.6 / CLASSES["track"]


def test_a_track_is_a_road_and_takes_as_long_as_its_class_says(town: Roads) -> None:
    assert leg(town, spot(3, 0), spot(3, 4)) == pytest.approx(track_seconds(4), rel=1e-3)


def test_a_footway_is_none_and_an_island_is_left_out(town: Roads) -> None:
    assert town.size == SIDE * SIDE + 1
    assert ISLAND not in town.ids
    assert not np.isin(town.ways, (700, 790)).any()


def test_a_one_way_that_leads_to_no_way_back_is_left_out(tmp_path: Path) -> None:
    town = Town({1: (120.0, 44.0), 2: (120.01, 44.0), 3: (120.02, 44.0)})
    town.way(1, [1, 2], highway="track")
    town.way(2, [2, 3], highway="track", oneway="yes")
    assert read(tmp_path, town).ids.tolist() == [1, 2]


def test_a_one_way_is_driven_one_way(town: Roads) -> None:
    out = spot(0, 10)
    there, back = leg(town, spot(0, 9), out), leg(town, out, spot(0, 9))
    assert there is not None
    assert back is not None
    assert there == pytest.approx(NORTH * 3.6 / CLASSES["residential"], rel=1e-3)
    assert back > there + 100


@pytest.mark.parametrize("word", ["-1", "reverse"])
def test_a_one_way_may_lead_backwards(tmp_path: Path, word: str) -> None:
    town = Town({1: (120.0, 44.0), 2: (120.01, 44.0)})
    town.way(1, [1, 2], highway="primary", oneway=word)
    roads = read_extract(town.write(tmp_path / "x.osm.pbf"))
    assert (roads.ids[roads.tails].tolist(), roads.ids[roads.heads].tolist()) == ([2], [1])


def test_a_roundabout_goes_round_and_a_motorway_one_way_unless_it_says_no(tmp_path: Path) -> None:
    town = Town({1: (120.0, 44.0), 2: (120.01, 44.0)})
    town.way(1, [1, 2], highway="primary", junction="roundabout")
    town.way(2, [1, 2], highway="motorway")
    town.way(3, [1, 2], highway="motorway", oneway="no")
    roads = read_extract(town.write(tmp_path / "x.osm.pbf"))
    assert sorted(roads.ways.tolist()) == [1, 2, 3, 3]


def test_what_is_closed_to_cars_is_no_road_and_the_particular_word_decides(tmp_path: Path) -> None:
    town = Town({1: (120.0, 44.0), 2: (120.01, 44.0)})
    town.way(1, [1, 2], highway="track", access="no")
    town.way(2, [1, 2], highway="track", access="no", motor_vehicle="yes")
    town.way(3, [1, 2], highway="track", motor_vehicle="private")
    town.way(4, [1, 2], highway="proposed")
    assert set(read_extract(town.write(tmp_path / "x.osm.pbf")).ways.tolist()) == {2}


def test_an_unsealed_road_is_no_faster_than_unsealed(tmp_path: Path) -> None:
    town = Town({1: (120.0, 44.0), 2: (120.0, 44.01)})
    town.way(1, [1, 2], highway="primary", surface="gravel")
    found = leg(read(tmp_path, town), Point(120_000_000, 44_000_000), Point(120_000_000, 44_010_000))
    assert found == pytest.approx(NORTH * 3.6 / 35, rel=1e-3)


def test_of_two_roads_between_the_same_crossings_the_faster_is_taken(tmp_path: Path) -> None:
    town = Town({1: (120.0, 44.0), 2: (120.0, 44.01)})
    town.way(1, [1, 2], highway="track")
    town.way(2, [1, 2], highway="primary")
    found = leg(read(tmp_path, town), Point(120_000_000, 44_000_000), Point(120_000_000, 44_010_000))
    assert found == pytest.approx(NORTH * 3.6 / CLASSES["primary"], rel=1e-3)


def test_snow_makes_tracks_slower_and_sealed_roads_not(town: Roads) -> None:
    snow = layer(1.5, surface="track")
    assert leg(town, spot(3, 0), spot(3, 4), snow) == pytest.approx(track_seconds(4) * 1.5, rel=1e-3)
    assert leg(town, spot(0, 0), spot(9, 0), snow) == leg(town, spot(0, 0), spot(9, 0))


def test_unsealed_is_more_than_tracks(tmp_path: Path) -> None:
    town = Town({1: (120.0, 44.0), 2: (120.0, 44.01)})
    town.way(1, [1, 2], highway="tertiary", surface="gravel")
    roads, ends = read(tmp_path, town), (Point(120_000_000, 44_000_000), Point(120_000_000, 44_010_000))
    usual = leg(roads, *ends)
    assert usual is not None
    assert leg(roads, *ends, layer(2.0, surface="track")) == usual
    assert leg(roads, *ends, layer(2.0, surface="unpaved")) == pytest.approx(2 * usual)


def test_two_layers_slow_together(town: Roads) -> None:
    both = (layer(1.5), layer(2.0, surface="unpaved"))
    assert leg(town, spot(3, 0), spot(3, 4), *both) == pytest.approx(track_seconds(4) * 3, rel=1e-3)


def test_a_closed_crossing_is_driven_round(town: Roads) -> None:
    one, other = spot(3, 0), spot(3, 4)
    round_about = leg(town, one, other, layer(None, node=node_at(3, 2)))
    assert round_about is not None
    assert round_about > track_seconds(4) + 50


@pytest.mark.parametrize(
    "where", [{"way": HIGH_STREET}, {"box": Box(120_040_000, 43_990_000, 120_050_000, 44_001_000)}]
)
def test_a_closed_road_and_a_closed_box_are_driven_round(town: Roads, where: dict[str, object]) -> None:
    straight, found = (
        leg(town, spot(0, 0), spot(9, 0)),
        leg(town, spot(0, 0), spot(9, 0), layer(None, **where)),
    )
    assert straight is not None
    assert found is not None
    assert found > straight * 1.2


def test_where_everything_is_closed_there_is_no_way(town: Roads) -> None:
    shut = [layer(None, node=node_at(x, y)) for x, y in ((0, 1), (1, 0))]
    assert leg(town, spot(0, 0), spot(5, 5), *shut) is None
    assert leg(town, spot(1, 1), spot(5, 5), *shut) is not None


def test_a_place_far_from_any_road_is_not_on_the_network(town: Roads) -> None:
    near, far = spot(4, -2), spot(4, -5)
    assert leg(town, near, spot(4, 0)) == pytest.approx(2 * NORTH * 3.6 / CLASSES["track"], rel=1e-2)
    assert leg(town, far, spot(4, 0)) is None
    assert town.seconds([None, spot(0, 0)], SPEEDS)[0] == [None, None]


def test_a_place_beside_a_long_straight_track_is_taken_to_where_the_track_is_nearest(tmp_path: Path) -> None:
    town = Town({1: (120.0, 44.0), 2: (120.0, 44.2)})
    town.way(1, [1, 2], highway="track")
    roads = read(tmp_path, town)
    beside = Point(120_006_000, 44_100_000)  # 480 m off the middle of 22 km
    ((_node, metres),) = [one for one in roads.nearest([beside]) if one]
    assert metres < 900
    assert leg(roads, Point(120_000_000, 44_000_000), Point(120_000_000, 44_200_000)) == pytest.approx(
        track_seconds(20), rel=1e-3
    )
    halves = leg(roads, Point(120_000_000, 44_000_000), beside)
    assert halves == pytest.approx(track_seconds(10) + metres * 3.6 / CLASSES["track"], rel=0.08)


def test_the_search_stops_at_its_limit(town: Roads) -> None:
    assert town.seconds([spot(3, 0), spot(3, 4)], SPEEDS, limit=track_seconds(3.5))[0][1] is None


def test_a_new_place_is_reckoned_alone_as_it_would_be_among_all(town: Roads) -> None:
    points = [spot(0, 0), spot(7.2, 3.1), spot(4, -5), None]
    alone = town.seconds_from(spot(2.4, 8), points, SPEEDS)
    assert alone == town.seconds([spot(2.4, 8), *points], SPEEDS)[0][1:]
    assert town.seconds_from(spot(4, -9), points, SPEEDS) == [None] * 4


def test_dijkstra_agrees_with_floyd_and_warshall(town: Roads) -> None:
    """A second opinion by another algorithm, over all 101 nodes, with a season."""
    layers = (layer(1.4, surface="track"), layer(None, way=HIGH_STREET + 3))
    points = [Point(int(lon), int(lat)) for lon, lat in zip(town.lons, town.lats, strict=True)]
    found = np.array(town.seconds(points, SPEEDS, layers), dtype=float)
    best = dense(town.matrix(SPEEDS, layers))
    for middle in range(town.size):
        best = np.minimum(best, best[:, middle : middle + 1] + best[middle])
    assert np.allclose(found, best, rtol=1e-6)


def dense(graph: csr_matrix) -> np.ndarray:  # type: ignore[type-arg]
    """Seconds of every edge, endless where there is none."""
    full = graph.toarray()
    full[full == 0] = np.inf
    np.fill_diagonal(full, 0)
    return full


def test_a_saved_network_is_the_same_network(town: Roads, tmp_path: Path) -> None:
    path = tmp_path / "roads.npz"
    save(town, path)
    again = load(path)
    assert leg(again, spot(0, 0), spot(7, 7)) == leg(town, spot(0, 0), spot(7, 7))
    assert [one.name for one in tmp_path.iterdir()] == ["roads.npz"]


def test_what_is_no_extract_and_no_network_is_said(tmp_path: Path) -> None:
    bad = tmp_path / "bad.osm.pbf"
    bad.write_bytes(b"this is no extract at all")
    with pytest.raises(Unreadable):
        read_extract(bad)
    with pytest.raises(Unreadable, match="cannot be read"):
        load(bad)
    with pytest.raises(Unreadable):
        read_extract(tmp_path / "none.osm.pbf")


def test_kilometres_count_a_road_once(tmp_path: Path) -> None:
    town = Town({1: (120.0, 44.0), 2: (120.0, 44.1), 3: (120.0, 44.2)})
    town.way(1, [1, 2], highway="track")
    town.way(2, [2, 3], highway="track", oneway="yes")
    assert read_extract(town.write(tmp_path / "x.osm.pbf")).km == 22

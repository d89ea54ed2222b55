"""The matrix: what each leg rests on, and what the estimate is fitted to."""

from __future__ import annotations

from datetime import date
from statistics import median

import pytest

from urtuu.base.coordinates import Point, distance_km
from urtuu.rounds.travel.estimate import LEAST_PAIRS, UNKNOWN_SECONDS, Pair, Usual, fitted, fitted_sheet
from urtuu.rounds.travel.ground import WITHIN_KM, Ground
from urtuu.rounds.travel.keys import PlaceKey, gacha_place, read_key, room_place
from urtuu.rounds.travel.legs import Known, Typed, legs, typed_seconds
from urtuu.rounds.travel.seasons import Layer, in_force, slower
from urtuu.rounds.travel.speeds import CLASSES, Speeds, Wrong, read_speeds

NEAR, NEXT, FAR = (gacha_place(f"15042110220{n}") for n in range(3))
ROOM = room_place("near")
USUAL = Usual()
AT = {NEAR: Point(120_000_000, 44_000_000), NEXT: Point(120_200_000, 44_000_000)}


def known(**more: object) -> Known:
    """A station with points for two gachas, and the third on the sheet only."""
    ground = Ground(AT, {NEAR.gacha: (100, 100), FAR.gacha: (100, 300)}, {"near": [NEAR.gacha, NEXT.gacha]})
    return Known(ground, **more)  # type: ignore[arg-type]


def test_without_roads_a_leg_is_straight_line_times_detour_by_speed() -> None:
    found = legs([NEAR, NEXT], known())
    km = distance_km(AT[NEAR], AT[NEXT])
    assert found.seconds[0][1] == found.seconds[1][0] == round(km * 1.35 / 40 * 3600)
    assert found.basis[0][1] == "estimate"
    assert found.seconds[0][0] == 0
    assert found.notes == ()


def test_winter_takes_longer_and_so_does_a_season_for_all_roads() -> None:
    summer = legs([NEAR, NEXT], known()).seconds[0][1]
    winter = legs([NEAR, NEXT], known(season="winter")).seconds[0][1]
    assert winter == pytest.approx(summer * 40 / 33, abs=1)
    assert legs([NEAR, NEXT], known(slower=1.5)).seconds[0][1] == pytest.approx(summer * 1.5, abs=1)


def test_roads_go_before_the_estimate_and_typed_times_before_roads() -> None:
    network = [[0.0, 1000.4, None], [990.0, 0.0, None], [None, None, None]]
    typed = [Typed(NEAR, NEXT, 50)]
    over = legs([NEAR, NEXT, FAR], known(), network)
    assert (over.seconds[0][1], over.basis[0][1]) == (1000, "network")
    assert (over.seconds[1][0], over.basis[1][0]) == (990, "network")
    assert over.basis[0][2] == "estimate"
    told = legs([NEAR, NEXT, FAR], known(typed=typed), network)
    assert (told.seconds[0][1], told.basis[0][1]) == (3000, "typed")
    assert (told.seconds[1][0], told.basis[1][0]) == (3000, "typed")
    assert told.shares == {"typed": 2, "network": 0, "estimate": 4}


def test_between_gachas_the_roads_are_the_better_guess_for_a_group_and_stay_an_estimate() -> None:
    group = PlaceKey(NEAR.gacha, "兴隆沟小组")
    network = [[0.0, 1000.0, 0.0], [1000.0, 0.0, 1000.0], [0.0, 1000.0, 0.0]]
    found = legs([NEAR, NEXT, group], known(), network)
    assert (found.seconds[2][1], found.basis[2][1]) == (1000, "estimate")
    within = round(WITHIN_KM * USUAL.pace("summer"))
    assert (found.seconds[2][0], found.basis[2][0]) == (within, "estimate")


def test_the_way_back_may_be_typed_apart_and_a_season_goes_before_all_year() -> None:
    typed = [Typed(NEAR, NEXT, 50), Typed(NEXT, NEAR, 40), Typed(NEAR, NEXT, 75, "winter")]
    assert typed_seconds(typed, "summer") == {(NEAR, NEXT): 3000, (NEXT, NEAR): 2400}
    assert typed_seconds(typed, "winter") == {(NEAR, NEXT): 4500, (NEXT, NEAR): 2400}


def test_a_place_without_a_point_falls_back_and_says_so() -> None:
    group, nowhere = PlaceKey(NEAR.gacha, "兴隆沟小组"), gacha_place("150421109209")
    found = legs([NEAR, group, ROOM, FAR, nowhere], known())
    assert [spot.by for spot in found.spots] == ["own", "gacha", "gacha", "sheet", "nowhere"]
    assert [note.name for note in found.notes] == [
        "travel_point_gacha",
        "travel_point_gacha",
        "travel_point_sheet",
        "travel_point_nowhere",
    ]
    assert found.seconds[0][1] == round(WITHIN_KM * USUAL.pace("summer"))
    assert found.seconds[0][3] == round(200 * USUAL.sheet * USUAL.pace("summer"))
    assert found.seconds[0][4] == UNKNOWN_SECONDS
    assert all(basis == "estimate" for row in found.basis for basis in row)


def pairs(*ratios: float, km: float = 10.0) -> list[Pair]:
    """Ways with so many seconds for each kilometre."""
    return [Pair(km, ratio * km) for ratio in ratios]


def test_the_estimate_is_fitted_by_a_median_and_a_wild_pair_moves_it_little() -> None:
    calm = [100.0, 101, 99, 102, 98, 100, 103, 97]
    assert fitted(120, network=pairs(*calm)).seconds_a_km == pytest.approx(median(calm))
    wild = fitted(120, network=pairs(*calm, 9000))
    assert wild.seconds_a_km == pytest.approx(100)
    assert (wild.pairs, wild.by) == (9, "network")


def test_too_few_pairs_leave_the_usual_pace_and_typed_go_before_roads() -> None:
    few, enough = [90.0] * (LEAST_PAIRS - 1), [80.0] * LEAST_PAIRS
    assert fitted(120, typed=pairs(*few)).by == "usual"
    assert fitted(120, typed=pairs(*few), network=pairs(*enough)).seconds_a_km == 80
    assert fitted(120, typed=pairs(*enough), network=pairs(*[70.0] * 20)).seconds_a_km == 80
    assert fitted(120, typed=pairs(*enough, km=0.3)).by == "usual"


def test_typed_times_of_the_season_teach_the_pace_of_the_station() -> None:
    keys = [gacha_place(f"1504211032{n:02d}") for n in range(LEAST_PAIRS + 1)]
    ground = Ground({key: Point(120_000_000 + n * 100_000, 44_000_000) for n, key in enumerate(keys)})
    typed = [Typed(keys[0], key, 20 * n, "winter") for n, key in enumerate(keys) if n]
    step = distance_km(ground.points[keys[0]], ground.points[keys[1]])
    winter = Known(ground, season="winter", typed=typed).pace()
    assert (winter.by, winter.pairs) == ("typed", LEAST_PAIRS)
    assert winter.seconds_a_km == pytest.approx(1200 / step, rel=1e-3)
    assert Known(ground, season="summer", typed=typed).pace().by == "usual"


def test_typed_times_of_places_without_a_point_teach_nothing() -> None:
    for elsewhere in (FAR, PlaceKey(NEXT.gacha, "一组")):
        typed = [Typed(NEAR, elsewhere, 30)] * LEAST_PAIRS
        assert known(typed=typed).pace().by == "usual"
    assert known(typed=[Typed(NEAR, NEXT, 30)] * LEAST_PAIRS).pace().by == "typed"


def test_the_sheet_is_measured_against_points_where_there_are_enough() -> None:
    assert fitted_sheet(0.15, [(100, 30.0)] * LEAST_PAIRS) == pytest.approx(0.3)
    assert fitted_sheet(0.15, [(100, 30.0)] * (LEAST_PAIRS - 1) + [(0, 5.0)]) == 0.15


def test_only_what_is_about_all_roads_slows_an_estimate() -> None:
    day = date(2026, 12, 1)
    snow = Layer("雪", date(2026, 11, 15), day, 1.4)
    mud = Layer("翻浆", date(2027, 3, 1), date(2027, 4, 30), 2.0)
    tracks = Layer("雪", date(2026, 11, 15), date(2027, 3, 1), 1.4, surface="track")
    shut = Layer("桥", date(2026, 11, 15), date(2027, 3, 1), None, node=7)
    assert in_force([snow, mud, tracks, shut], day) == (snow, tracks, shut)
    assert in_force([snow], date(2026, 12, 2)) == ()
    assert slower((snow, tracks, shut)) == pytest.approx(1.4)
    assert slower(()) == 1


@pytest.mark.parametrize("key", [NEAR, PlaceKey(NEAR.gacha, "兴隆沟小组"), ROOM])
def test_a_place_is_written_down_and_read_again(key: PlaceKey) -> None:
    assert read_key(key.text) == key


@pytest.mark.parametrize("text", ["", "room:", "150421", "household/3", "15042110220x"])
def test_what_is_no_place_is_none(text: str) -> None:
    assert read_key(text) is None


def test_a_place_is_one_thing() -> None:
    with pytest.raises(ValueError, match="village room"):
        PlaceKey(NEAR.gacha, "", "near")
    with pytest.raises(ValueError, match="village room"):
        PlaceKey(group="x", grid="near")
    with pytest.raises(ValueError, match="village room"):
        PlaceKey()


def test_a_site_changes_single_figures() -> None:
    told = read_speeds(
        "[speeds]\ntrack = 15\n[estimate]\ndetour = 1.5\nwinter = 20\nwinter_months = [12, 1]\n"
    )
    assert (told.kmh["track"], told.kmh["primary"]) == (15, CLASSES["primary"])
    assert told.usual.pace("winter") == pytest.approx(1.5 * 3600 / 20)
    assert told.usual.season(date(2026, 11, 24)) == "summer"
    assert Speeds().usual.season(date(2026, 11, 24)) == "winter"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("speeds = [", "no TOML"),
        ("[speeds]\ntrak = 15", "does not know “trak”"),
        ("[speeds]\ntrack = 0", "“track” is a number between 3 and 130"),
        ("[speeds]\ntrack = true", "“track” is a number"),
        ('[estimate]\nwinter_months = ["x"]', "numbers from 1 to 12"),
        ("[estimate]\nfrost = 1", "does not know “frost”"),
        ("[other]\n", "does not know “other”"),
    ],
)
def test_a_wrong_figure_is_named(text: str, said: str) -> None:
    with pytest.raises(Wrong, match=said):
        read_speeds(text)

"""Published instances: read as their makers meant, judged by a checker of their own, and planned as well."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from urtuu.rounds.planning import engine, prizes
from urtuu.rounds.planning.checking import faults
from urtuu.rounds.planning.pipeline import Settings, planned
from urtuu.rounds.planning.published import published_value, toptw_week

SHARED = Path(os.environ.get("URTUU_SHARED_DATA", Path(__file__).parents[3] / "shared/data")) / "planning"
TOPTW, PCVRPTW = SHARED / "toptw", SHARED / "PCVRPTW"
has_data = pytest.mark.skipif(
    not TOPTW.is_dir() or not PCVRPTW.is_dir(), reason="the published data is absent"
)
has_pyvrp = pytest.mark.skipif(engine.version() is None, reason="PyVRP is not installed")


def instance(**change: object) -> prizes.Instance:
    """Three clients in a row, ten apart; two fit a vehicle."""
    known: dict[str, object] = {
        "name": "row", "vehicles": 1, "capacity": 2, "demands": [0, 1, 1, 1], "service": [0, 5, 5, 5],
        "windows": [(0, 100), (0, 50), (0, 50), (0, 50)], "prizes": [0, 7, 8, 9],
        "distances": [[10 * abs(a - b) for b in range(4)] for a in range(4)],
    }  # fmt: skip
    return prizes.Instance(**{**known, **change})  # type: ignore[arg-type]


def test_the_cost_is_what_is_driven_and_what_is_left():
    assert prizes.cost_of(instance(), ((1, 2),)) == 40 + 9
    assert prizes.cost_of(instance(), ()) == 24
    assert prizes.faults_of(instance(), ((1, 2),)) == []


@pytest.mark.parametrize(
    ("change", "tours", "sentence"),
    [
        ({}, ((1,), (2,)), "2 tours for 1 vehicles"),
        ({}, ((1, 1),), "client 1 is visited 2 times"),
        ({}, ((4,),), "there is no client 4"),
        ({}, ((1, 2, 3),), "carries more than 2"),
        ({"prizes": [0, 7, 8, 0]}, ((1, 2),), "client 3 must be visited"),
        ({"windows": [(0, 100), (0, 50), (0, 24), (0, 50)]}, ((1, 2),), "too late at 2"),
        ({"windows": [(0, 49), (0, 50), (0, 50), (0, 50)]}, ((1, 2),), "too late at the depot"),
    ],
)
def test_the_checker_of_tours_notices_each_fault(
    change: dict[str, object], tours: prizes.Tours, sentence: str
):
    assert any(sentence in said for said in prizes.faults_of(instance(**change), tours))


def test_to_the_second_is_in_time():
    tight = instance(windows=[(0, 50), (0, 10), (0, 25), (0, 50)])
    assert prizes.faults_of(tight, ((1, 2),)) == []


@has_data
@has_pyvrp
@pytest.mark.parametrize("file", sorted(PCVRPTW.glob("C[12]_10_1.vrp")), ids=lambda file: file.stem)
def test_the_best_known_tours_cost_what_their_file_says(file: Path):
    one, best = prizes.instance_of(file), prizes.best_known(file)
    assert best is not None
    assert prizes.faults_of(one, best) == []
    assert f"Cost: {prizes.cost_of(one, best)}" in file.with_suffix(".sol").read_text()


@has_data
@has_pyvrp
@pytest.mark.parametrize(("name", "tours"), [("c101.txt", 1), ("c109.txt", 3)])
def test_a_published_value_is_reached(name: str, tours: int):
    file = TOPTW / name
    week = toptw_week(file.read_text(), tours)
    outcome = planned(week, Settings(iterations=1_000))
    assert faults(week, outcome.plan) == []
    known = published_value(file, tours)
    assert known
    assert outcome.value >= 0.97 * known


def test_distances_are_cut_as_each_family_has_it():
    lines = ["1 1 1 1", "0 100", "0 0 0 0 0 0 0 0 60", "1 1 1 5 7 1 1 1 0 60"]
    assert toptw_week("\n".join(lines), 1).travel[0][1] == 14
    lines[3] = "1 1 1.5 5 7 1 1 1 0 60"
    assert toptw_week("\n".join(lines), 1).travel[0][1] == 180

"""`urtuu plan`: a stranger's file, a budget, and the value that the checker finds."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from urtuu.interfaces.cli.main import build
from urtuu.rounds.planning import engine

has_pyvrp = pytest.mark.skipif(engine.version() is None, reason="PyVRP is not installed")

TOPTW = """1 2 3 1
0 100
0 0 0 0 0 0 0 0 60
1 10 0 5 7 1 1 1 0 60
2 0 10 5 3 1 1 1 0 60
3 -10 0 5 4 1 1 1 0 8
"""
"""The third door closes before anybody can be there; the other two fit one tour: 10 + 5 + 14.1 + 5 + 10."""

PCVRPTW = """NAME : three
TYPE : PCVRPTW
DIMENSION : 4
VEHICLES : 2
CAPACITY : 10
SERVICE_TIME : 5
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 10 0
3 0 10
4 30 40
DEMAND_SECTION
1 0
2 4
3 5
4 5
TIME_WINDOW_SECTION
1 0 200
2 0 100
3 0 100
4 0 100
PRIZE_SECTION
1 0
2 25
3 25
4 12
DEPOT_SECTION
1
-1
EOF
"""
"""Both near doors on one tour, 34.1, and the far one left for 12: 461 tenths, each leg cut to one decimal."""


def run(*words: str):
    """The command."""
    return CliRunner().invoke(build(), ["plan", *words])


def test_a_toptw_file_is_planned_and_its_value_checked(tmp_path: Path):
    file = tmp_path / "three.txt"
    file.write_text(TOPTW)
    (tmp_path / "published.csv").write_text("instance,tours_1\nthree.txt,8.0\n")
    said = run(str(file), "--tours", "1", "--seconds", "0.5")
    assert said.exit_code == 0, said.exception
    assert "checked value 10, published 8, ratio 1.2500" in said.output
    assert "tour: 1 2" in said.output or "tour: 2 1" in said.output


@has_pyvrp
def test_a_pcvrptw_file_is_planned_and_its_cost_checked(tmp_path: Path):
    file = tmp_path / "three.vrp"
    file.write_text(PCVRPTW)
    (tmp_path / "three.sol").write_text("Route #1: 1 2\nCost: 461\n")
    said = run(str(file), "--seconds", "0.5")
    assert said.exit_code == 0, said.exception
    assert "checked cost 461, best known 461, gap 0.00 %" in said.output


WRONG = {
    "": "This is no TOPTW file",
    "1 2 3 1\n0 100\n0 0 0 0 0 0 0 0 60\n5 0 0 0 0 0 0 0 60\n": "line 4 is not point 1",
    "1 2 3 1\n0 100\n0 0 0 0 0 0 0 0 60\n1 a 0 0 0 0 0 0 60\n": "line 4 is not point 1",
    PCVRPTW.replace("PRIZE_SECTION\n1 0\n2 25\n3 25\n4 12\n", ""): "This is no PCVRPTW file",
    PCVRPTW.replace("TYPE : PCVRPTW", "TYPE : CVRP"): "This is no PCVRPTW file",
}


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, number: int):
    file = tmp_path / "bad.txt"
    text, sentence = list(WRONG.items())[number]
    file.write_text(text)
    said = run(str(file), "--seconds", "0.5")
    assert said.exit_code == 1
    assert sentence in str(said.exception)
    assert len(str(said.exception).splitlines()) == 1


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path):
    assert "cannot be read" in str(run(str(tmp_path / "none")).exception)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    assert "is no text file" in str(run(str(tmp_path / "bytes")).exception)

"""`urtuu import roads`: an extract takes the place of the last one, or nothing changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from towns import Town, grid_town
from urtuu.interfaces.cli import cmd_import
from urtuu.interfaces.cli.refusal import Refused
from urtuu.rounds.travel import store

LINE = typer.Typer()
LINE.command("import")(cmd_import.command)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """A data folder without roads."""
    settings.VAR = tmp_path / "var"
    return tmp_path


def run(*words: str, lang: str = "en") -> tuple[int, str]:
    """Exit code and what was printed."""
    result = CliRunner().invoke(LINE, ["roads", *words, "--lang", lang])
    if isinstance(result.exception, Refused):
        raise result.exception
    return result.exit_code, result.stdout


def test_an_extract_is_tried_then_taken(folder: Path) -> None:
    extract = str(grid_town().write(folder / "town.osm.pbf"))
    assert run(extract, "--dry-run") == (
        0,
        "Nothing was written. This would be 101 crossings and bends and 174 km of road; "
        "2 points off the connected network would be left out.\n",
    )
    assert store.roads() is None
    code, printed = run(extract, lang="zh-hans")
    assert (code, printed) == (
        0,
        "道路已导入：路口和弯点101个，道路174公里；不与主路网相连的2个点未收入。\n",
    )
    found = store.roads()
    assert found is not None
    assert found.size == 101


def test_what_is_no_extract_leaves_the_roads_as_they_are(folder: Path) -> None:
    run(str(grid_town().write(folder / "town.osm.pbf")))
    broken = folder / "broken.osm.pbf"
    broken.write_bytes(b"no extract")
    code, printed = run(str(broken))
    assert code == 1
    assert printed.startswith("This is no road extract that can be read: ")
    paths = Town({1: (120.0, 44.0), 2: (120.1, 44.0)})
    paths.way(1, [1, 2], highway="footway")
    assert run(str(paths.write(folder / "paths.osm.pbf"))) == (
        1,
        "There is no road for cars in this extract.\n",
    )
    found = store.roads()
    assert found is not None
    assert found.size == 101


def test_only_one_extract_at_a_time(folder: Path) -> None:
    with pytest.raises(Refused, match="one at a time"):
        run("a.osm.pbf", "b.osm.pbf")

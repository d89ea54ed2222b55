"""`urtuu import`: what is printed, and when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cast import Cast
from urtuu.interfaces.cli import cmd_import
from urtuu.interfaces.cli.refusal import Refused
from urtuu.places.models import Household, Region

LINE = typer.Typer()
LINE.command("import")(cmd_import.command)


def run(*words: str, lang: str = "en") -> tuple[int, str]:
    """Exit code and what was printed."""
    result = CliRunner().invoke(LINE, [*words, "--lang", lang])
    if isinstance(result.exception, Refused):
        raise result.exception
    return result.exit_code, result.stdout


@pytest.fixture
def doors(tmp_path: Path) -> Path:
    """A list of two doors."""
    path = tmp_path / "doors.csv"
    path.write_text("label,gacha\n一号,永和村\n二号,永和村\n")
    return path


def test_a_list_is_tried_then_taken(cast: Cast, doors: Path) -> None:
    before = Household.objects.count()
    assert run("households", str(doors), "--dry-run") == (
        0,
        "Nothing was written. This would be 2 new, 0 changed, 0 as before.\n",
    )
    assert Household.objects.count() == before
    assert run("households", str(doors), lang="zh-hans") == (0, "导入完成：新增2条，更新0条，未变0条。\n")
    assert Household.objects.count() == before + 2


def test_a_wrong_row_is_printed_and_the_command_fails(cast: Cast, doors: Path) -> None:
    doors.write_text("label,gacha\n[red]一号,nowhere\n")
    code, printed = run("households", str(doors))
    assert code == 1
    assert printed == (
        "Row 2, column “gacha”: There is no place “nowhere”.\n"
        "Nothing was imported: 1 points are to be put right first.\n"
    )


def test_several_files_are_one_import_and_name_the_wrong_one(db: None, tmp_path: Path) -> None:
    above, below = tmp_path / "above.csv", tmp_path / "below.csv"
    below.write_text("code,name\n150421102,双胜镇\n")
    above.write_text("code,name\n150421,阿鲁科尔沁旗\n150500,另旗\n15,x\n")
    code, printed = run("regions", str(below), str(above))
    assert code == 1
    assert printed.startswith("above.csv: Row 4, column “code”: “15” is no division code.")
    assert Region.objects.count() == 0
    assert run("regions", str(below), str(above), "--banner", "150421")[0] == 0
    assert sorted(Region.objects.values_list("pk", flat=True)) == ["150421", "150421102"]


def test_what_cannot_be_done_is_refused_with_a_sentence(db: None, doors: Path) -> None:
    with pytest.raises(Refused, match="--banner goes with regions only"):
        run("households", str(doors), "--banner", "150421")
    with pytest.raises(Refused, match="cannot be read: No such file"):
        run("households", str(doors.with_name("none.csv")))

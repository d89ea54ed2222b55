"""`urtuu templates`: a folder for an office to edit, and what is wrong with it."""

from pathlib import Path

import docx
from typer.testing import CliRunner

from urtuu.interfaces.cli.main import build


def run(*words: str):
    """The command."""
    return CliRunner().invoke(build(), ["templates", *words])


def test_it_writes_two_languages_of_every_form_and_leaves_what_is_there(tmp_path: Path):
    mine = tmp_path / "M10.zh-hans.docx"
    mine.write_bytes(b"mine")
    said = run(str(tmp_path))
    assert "51 templates were written" in said.output
    assert len(list(tmp_path.glob("*.docx"))) == 52
    assert mine.read_bytes() == b"mine"


def test_the_check_names_each_fault_and_fails(tmp_path: Path):
    run(str(tmp_path))
    assert run(str(tmp_path), "--check").exit_code == 0
    file = tmp_path / "M17.zh-hans.docx"
    opened = docx.Document(str(file))
    opened.add_paragraph("{{ resaon }}")
    opened.save(str(file))
    said = run(str(tmp_path), "--check", "--lang", "zh-hans")
    assert said.exit_code == 1
    assert "M17.zh-hans.docx: 模板中的“resaon”不是这份文书的项目" in said.output

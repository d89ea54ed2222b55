"""Every text of the desk is worded in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

import urtuu
from urtuu.web import catalogues

SRC = Path(next(iter(urtuu.__path__)))
DESK = SRC / "interfaces" / "desk"
OTHERS = ("board", "attendance", "plan", "sheet", "year")
"""Pages whose words stand with their rooms."""


def _own(file: Path) -> bool:
    return not any(part.startswith(OTHERS) for part in file.relative_to(DESK).parts)


@pytest.mark.parametrize(
    "file", sorted({*DESK.glob("*.py"), *DESK.rglob("*.html")}), ids=lambda file: file.name
)
def test_no_text_is_left_in_english(file: Path) -> None:
    if not _own(file):
        pytest.skip("worded beside its room")
    catalogue = catalogues.read_catalogue(DESK / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po")
    worded = {catalogues._key(one.id) for one in catalogue if one.id and one.string}
    asked = {catalogues._key(text) for _context, text in catalogues._texts_of_file(file)}
    assert sorted(asked - worded - {"Urtuu"}) == []


def test_no_page_brings_code_or_style_inline() -> None:
    for file in DESK.rglob("*.html"):
        text = file.read_text("utf-8")
        for banned in ("<script", "style=", "onclick", "hx-on", "javascript:"):
            assert banned not in text, (file.name, banned)

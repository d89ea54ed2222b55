"""Papers in vertical columns: every field of the form, in Chinese words, never in Cyrillic (invariant 19)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from test_papers import CODES, _labels, case_for, opened, squeezed

from urtuu.documents.blocks import Paper, blanks
from urtuu.documents.pdf import pdf
from urtuu.mediation import papers

VERTICAL = "mn-mong"
CYRILLIC = re.compile("[\u0400-\u04ff]")


def read(content: bytes, folder: Path) -> str:
    """What pdftotext reads, column after column, without the numbers of pages."""
    file = folder / "paper.pdf"
    file.write_bytes(content)
    told = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True).stdout
    return squeezed(re.sub(r"—\s*\d+\s*—", "", told.decode()))


def fixed(paper: Paper) -> list[str]:
    """What stands on the form whether or not anything is known."""
    return [paper.title, *(label for block in paper.blocks for label in _labels(block))]


@pytest.mark.parametrize("code", CODES)
def test_a_vertical_paper_has_every_field_of_the_form_in_chinese_words(code, work, tmp_path):
    found = case_for(code, work)
    drawn = papers.drawn(found, code, VERTICAL, opened(code, found))
    chinese = papers.drawn(found, code, "zh-hans", opened(code, found))
    assert drawn
    assert [fixed(paper) for paper in drawn] == [fixed(paper) for paper in chinese]
    assert [list(blanks(paper)) for paper in drawn] == [list(blanks(paper)) for paper in chinese]
    text = read(pdf(drawn), tmp_path)
    for paper in drawn:
        for word in (*fixed(paper), *(value for _name, value in blanks(paper))):
            assert squeezed(word) in text, word
    assert not CYRILLIC.search(text)


@pytest.mark.parametrize("code", CODES)
def test_an_empty_vertical_form_has_them_too(code, tmp_path):
    paper = papers.blank(code, VERTICAL)
    text = read(pdf([paper]), tmp_path)
    assert all(squeezed(word) in text for word in fixed(paper) if word)
    assert not CYRILLIC.search(text)

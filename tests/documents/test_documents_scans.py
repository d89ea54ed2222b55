"""Scans: what the archives' format refuses is set anew, and what is no picture is said to be none."""

import io
import re
from pathlib import Path

import pytest
from papers import AT, png
from pypdf import PdfReader

from urtuu.documents.blocks import Paper, Picture
from urtuu.documents.pdf import NotSet, pdf
from urtuu.documents.scans import bindable

HERE = Path(__file__).parent
CMYK, WEBP = (HERE / "cmyk.jpg").read_bytes(), (HERE / "red.webp").read_bytes()
"""Eight dots by eight, all red."""


def bound(image: bytes) -> bytes:
    """The picture on a page of a dossier."""
    return pdf(
        [Paper(code="scan", title="附件扫描件", lang="zh-hans", blocks=(Picture(image=image),))], made_at=AT
    )


def test_what_can_be_bound_stays_as_it_came():
    for image in (png(), WEBP):
        assert bindable(image) == image
        assert len(PdfReader(io.BytesIO(bound(image))).pages[0].images) == 1


def test_a_picture_in_printers_inks_comes_back_in_red_green_blue():
    with pytest.raises(NotSet):
        bound(CMYK)
    again = bindable(CMYK)
    assert again.startswith(b"\x89PNG")
    page = bound(again)
    assert len(PdfReader(io.BytesIO(page)).pages) == 1
    assert b"DeviceCMYK" not in page


@pytest.mark.parametrize("image", [b"", b"\x89PNG no picture", b"%PDF-1.7 broken", png()[:60]])
def test_what_is_no_picture_gets_a_sentence(image):
    with pytest.raises(NotSet) as refused:
        bindable(image)
    assert refused.value.sentence.name == "paper_not_set"
    assert not re.search(r"/tmp/|\\", str(refused.value.sentence.values["problem"]))


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    bindable(CMYK)
    assert list(tmp_path.iterdir()) == []

"""Scans and photographs as they can be bound: some inks and sorts must first be set anew, some cannot be."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from urtuu.base.sentences import say
from urtuu.documents.pdf import NotSet

_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""A trial is thrown away; the archives' format wants a day all the same."""
_DOTS_AN_INCH = 200.0
_WIDTH_MM = 156


def bindable(image: bytes) -> bytes:
    """A JPEG, PNG or WEBP that the archives' format takes; one in printers' inks (CMYK) comes back as a PNG.

    Raises NotSet for what is no picture. The PNG has 200 dots an inch over the text area of the page.
    """
    with tempfile.TemporaryDirectory(prefix="urtuu-scan-") as name:
        folder = Path(name)
        (folder / "picture").write_bytes(image)
        try:
            _set(folder, format="pdf", timestamp=_DAY, pdf_standards=["a-2u"])
        except typst.TypstError:
            return _as_png(folder)
    return image


def _as_png(folder: Path) -> bytes:
    try:
        return _set(folder, format="png", ppi=_DOTS_AN_INCH)
    except typst.TypstError as fault:
        raise NotSet(say("paper_not_set", problem=str(fault).splitlines()[0][:160])) from None


def _set(folder: Path, **asked: Any) -> bytes:
    """The picture alone on a page of its own size."""
    page = f"#set page(width: {_WIDTH_MM}mm, height: auto, margin: 0pt)"
    source = f'{page}\n#image("picture", width: 100%, alt: "·")\n'
    (folder / "scan.typ").write_text(source, encoding="utf-8")
    return bytes(typst.compile(str(folder / "scan.typ"), root=str(folder), **asked))

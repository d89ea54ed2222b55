"""Papers as PDF, set by Typst on the page of GB/T 9704-2012 (党政机关公文格式).

What is said on a paper goes to Typst as data, never as source. Without a font that has Chinese glyphs nothing
is set: a page of empty boxes looks like a paper until somebody needs it.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from urtuu.base.sentences import Sentence, say
from urtuu.documents.blocks import Block, Fields, Grid, Notice, Paper, Picture, Prose, Signs
from urtuu.documents.columns import pieces
from urtuu.documents.printable import printable

SOURCES = Path(__file__).parent / "typst"
OWN_FONTS = Path(__file__).parent / "fonts"
PREFERRED = (
    "FangSong",
    "STFangsong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "SimSun",
)
"""仿宋 is what the standard asks for; where no office font is installed, a serif face of the same width."""
MONGOLIAN = ("Noto Sans Mongolian", "Mongolian Baiti")


class NotSet(Exception):
    """A paper could not be set; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.name)
        self.sentence = sentence


class FontMissing(NotSet):
    """No font for what is to be printed; the sentence says which package brings one."""


@dataclass(frozen=True)
class Typefaces:
    """Where fonts are looked for. `only`: nowhere else."""

    folders: tuple[str, ...] = ()
    only: bool = False

    @property
    def paths(self) -> list[str]:
        """The folders, with the one of the letters that come along."""
        return list(self.folders) if self.only else [*self.folders, str(OWN_FONTS)]


SYSTEM = Typefaces()


@cache
def fonts(faces: Typefaces = SYSTEM) -> Any:
    """All fonts found. Looking for them takes most of the time of a page, so it is done once."""
    return typst.Fonts(include_system_fonts=not faces.only, font_paths=faces.paths)


def families(faces: Typefaces = SYSTEM) -> frozenset[str]:
    """Their names."""
    return frozenset(fonts(faces).families())


def chosen(faces: Typefaces = SYSTEM) -> list[str]:
    """The font a paper is set in, and after it the others there are. Raises FontMissing."""
    found = [name for name in PREFERRED if name in families(faces)]
    if not found:
        fonts.cache_clear()  # somebody will install one, and need not start the site anew
        raise FontMissing(say("no_chinese_font"))
    return found


def pdf(papers: Sequence[Paper], *, made_at: datetime | None = None, faces: Typefaces = SYSTEM) -> bytes:
    """Papers one after another as PDF/A-2u, the same papers and moment giving the same bytes.

    Each begins a page and has page numbers of its own; the first one's mark stands on all.
    Raises NotSet, FontMissing.
    """
    title, mark = (papers[0].title, papers[0].mark) if papers else ("", "")
    told = [described(paper, number) for number, paper in enumerate(papers)]
    data = {"numbered": True, "title": title, "mark": mark, "papers": told}
    return compiled(data, papers, made_at, faces)


def compiled(
    data: dict[str, Any],
    papers: Sequence[Paper],
    made_at: datetime | None,
    faces: Typefaces,
    main: str = "paper",
) -> bytes:
    """The set pages, from a folder that lives as long as the setting takes."""
    mongolian = [name for name in MONGOLIAN if name in families(faces)]
    data = {**data, "fonts": chosen(faces), "mongolian": mongolian}
    with tempfile.TemporaryDirectory(prefix="urtuu-paper-") as name:
        _laid_out(Path(name), data, papers)
        try:
            return bytes(
                typst.compile(
                    str(Path(name) / f"{main}.typ"),
                    root=name,
                    format="pdf",
                    timestamp=_to_the_second(made_at),
                    # The archive's format also refuses a letter for which no font has a shape.
                    pdf_standards=["a-2u"],
                    font_paths=fonts(faces),
                )
            )
        except typst.TypstError as fault:
            fonts.cache_clear()
            raise _why(str(fault)) from None


def _to_the_second(moment: datetime | None) -> datetime | None:
    """Typst takes neither parts of a second nor a zone that shifts."""
    return moment and moment.astimezone(UTC).replace(microsecond=0)


def described(paper: Paper, number: int) -> dict[str, Any]:
    """What Typst is told of a paper, the n-th of those it sets; pictures lie in files beside."""
    blocks = [_block(block, _file(number, place)) for place, block in enumerate(paper.blocks)]
    zh = paper.lang != "en"
    return {
        "code": paper.code,
        "title": paper.title,
        "captions": paper.captions,
        "office": paper.office,
        "number_label": paper.number_label,
        "number": paper.number,
        "qr": f"qr-{number}.svg" if paper.verify else "",
        "verify_note": paper.verify_note,
        "layout": paper.layout,
        "zh": zh,
        "vertical": paper.lang == "mn-mong",
        "pieces": pieces(paper) if paper.lang == "mn-mong" else [],
        "blocks": [{**block, "zh": zh} for block in blocks],
    }


def _laid_out(folder: Path, data: dict[str, Any], papers: Sequence[Paper]) -> None:
    for source in SOURCES.glob("*.typ"):
        (folder / source.name).write_bytes(source.read_bytes())
    for number, paper in enumerate(papers):
        if paper.verify:
            segno.make(paper.verify, error="m").save(str(folder / f"qr-{number}.svg"), border=1)
        for place, block in enumerate(paper.blocks):
            if isinstance(block, Picture):
                (folder / _file(number, place)).write_bytes(block.image)
    said = json.dumps(_printable(data), ensure_ascii=False)
    (folder / "data.json").write_text(said, encoding="utf-8")


def _file(number: int, place: int) -> str:
    """A picture's file; Typst sees for itself whether it is a JPEG, PNG or WEBP."""
    return f"picture-{number}-{place}"


def _block(block: Block, file: str) -> dict[str, Any]:
    match block:
        case Fields():
            return {"sort": "fields", "heading": block.heading, "blanks": [vars(one) for one in block.blanks]}
        case Prose():
            return {"sort": "prose", **vars(block)}
        case Grid():
            heads = [label for _name, label in block.heads]
            widths = list(block.widths or [1] * len(heads))
            return {"sort": "grid", **vars(block), "heads": heads, "widths": widths}
        case Notice():
            return {"sort": "notice", **vars(block)}
        case Signs():
            return {"sort": "signs", "blanks": [vars(one) for one in block.blanks]}
        case Picture():
            return {"sort": "picture", "file": file, "caption": block.caption}


def _printable(told: Any) -> Any:
    """All texts of it, printable."""
    match told:
        case str():
            return printable(told)
        case dict():
            return {name: _printable(value) for name, value in told.items()}
        case list() | tuple():
            return [_printable(value) for value in told]
        case _:
            return told


_NO_SHAPE = re.compile(r"the text `\"(.+?)\"` could not be displayed")


def _why(fault: str) -> NotSet:
    """What Typst refused, as a sentence."""
    found = _NO_SHAPE.search(fault)
    if not found:
        return NotSet(say("paper_not_set", problem=fault.splitlines()[0][:160]))
    if "\u1800" <= found[1][0] <= "\u18af":
        return FontMissing(say("no_mongolian_font"))
    return FontMissing(say("no_shape", letter=found[1]))

"""What a paper is made of: a handful of blocks with their words already chosen. Values only, no layout.

Every blank has a stable `name`; it is what a DOCX template of an office writes between double braces and what
the tests compare field by field. An empty value is a line to be filled in by hand, never an omission.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh-hans", "en", "mn-mong"]


@dataclass(frozen=True, kw_only=True)
class Blank:
    """One labelled blank of a form. `wide`: it takes the whole width of its table."""

    name: str
    label: str
    value: str = ""
    wide: bool = False


@dataclass(frozen=True, kw_only=True)
class Fields:
    """A ruled table of labelled blanks, two a row unless wide."""

    blanks: tuple[Blank, ...]
    heading: str = ""


@dataclass(frozen=True, kw_only=True)
class Prose:
    """Running text under a heading; where there is none, `lines` ruled lines to write on."""

    name: str
    label: str
    text: str = ""
    lines: int = 4
    indent: bool = True


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table with a row a thing; `blank_rows` empty rows are added for writing by hand."""

    name: str
    label: str
    heads: tuple[tuple[str, str], ...]
    """(name, label) of each column."""
    rows: tuple[tuple[str, ...], ...] = ()
    blank_rows: int = 0
    widths: tuple[int, ...] = ()
    """Shares of the width, one a column; 0: as narrow as it can be. Empty: all the same."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Fixed words that are read out or agreed to: paragraphs, the same on every copy."""

    paragraphs: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True, kw_only=True)
class Signs:
    """Places for ink: a label with room for signature, seal or fingerprint. Nothing is ever printed there."""

    blanks: tuple[Blank, ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A scan or photograph on a page of its own. `image`: bytes of a JPEG, PNG or WEBP (`scans.bindable`)."""

    image: bytes
    caption: str = ""


Block = Fields | Prose | Grid | Notice | Signs | Picture


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document, ready to be set.

    code     M01 ... M17, U01 ... U09, or a code of the room
    part     which of several papers of its form: a party's label, the entry it speaks of; empty: the only one
    title    as printed large; `captions` its title in another script, for bilingual heads
    mark     what stands at the head of every page, in whatever layout: that this is a draft
    office   the body that issues it; empty on what a party writes
    number   register or agreement number; empty where the server has given none yet: a blank is printed
    verify   the address its QR code leads to; empty: no code
    layout   "official": the page of GB/T 9704; "form": the same page with ruled tables
    """

    code: str
    title: str
    lang: Lang
    blocks: tuple[Block, ...]
    part: str = ""
    captions: str = ""
    mark: str = ""
    office: str = ""
    number_label: str = ""
    number: str = ""
    verify: str = ""
    verify_note: str = ""
    layout: Literal["official", "form"] = "form"


def blanks(paper: Paper) -> Iterator[tuple[str, str]]:
    """(name, value) of every field, in the order of the page; a cell of a grid as `grid.0.column`."""
    for block in paper.blocks:
        match block:
            case Fields(blanks=found) | Signs(blanks=found):
                yield from ((one.name, one.value) for one in found)
            case Prose(name=name, text=text):
                yield name, text
            case Grid(name=name, heads=heads, rows=rows):
                for n, row in enumerate(rows):
                    yield from (
                        (f"{name}.{n}.{head}", cell) for (head, _), cell in zip(heads, row, strict=True)
                    )
            case Notice() | Picture():
                pass

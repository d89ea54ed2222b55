"""What a vertical page is filled with: pieces in reading order, each upright or turned with its column.

Chinese letters stand one by one; a number of up to four digits stands upright as one piece; a Mongolian or
Latin word or an amount is turned by a quarter to the right, as its script runs down the column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from urtuu.documents.blocks import Fields, Grid, Notice, Paper, Picture, Prose, Signs

_PIECE = re.compile(
    r"[\u1800-\u18af\u202f\u200c\u200d]{1,60}|[¥￥]?[0-9,]{0,20}[0-9]\.[0-9]{1,10}|[¥￥][0-9,]{1,20}"
    r"|[0-9]{1,4}(?![0-9])|[0-9]{1,30}"
    r"|[A-Za-z][A-Za-z0-9.\-/:]{0,29}|\s+|.",
    re.DOTALL,
)
ROOM = 10
"""Pieces of rule left for handwriting where a blank is empty."""
CELL = 5
"""And in an empty cell of a table."""


def pieces(paper: Paper) -> list[dict[str, Any]]:
    """The pieces of a paper; `break` begins a new column, `large` is of the title."""
    found: list[dict[str, Any]] = []
    for line in lines(paper):
        broken = list(_of_line(line))
        if broken:
            broken[0]["break"] = bool(found)
            found += [{**piece, "large": line == paper.title} for piece in broken]
    return found


def lines(paper: Paper) -> Iterator[str]:
    """What stands in a column of its own, in reading order."""
    yield from (text for text in (paper.office, paper.title, paper.captions) if text)
    if paper.number_label:
        yield _blank(paper.number_label, paper.number)
    for block in paper.blocks:
        match block:
            case Fields(heading=heading, blanks=blanks):
                yield from ([heading] if heading else [])
                yield from (_blank(one.label, one.value) for one in blanks)
            case Signs(blanks=blanks):
                yield from (_blank(one.label, one.value) for one in blanks)
            case Prose(label=label, text=text):
                yield _blank(label, text) if not text else label
                yield from (part for part in text.split("\n") if part)
            case Grid(label=label, heads=heads, rows=rows):
                yield label
                empty = [("",) * len(heads)] * max(block.blank_rows, 0 if rows else 1)
                yield from (_row(heads, row) for row in (*rows, *empty))
            case Notice(heading=heading, paragraphs=paragraphs):
                yield from ([heading] if heading else [])
                yield from paragraphs
            case Picture():
                pass


def _row(heads: Sequence[tuple[str, str]], row: Sequence[str]) -> str:
    """A row of a table: each cell after its head; an empty one is a rule to write on."""
    cells = zip(heads, row, strict=True)
    return "　".join(f"{head}：{cell}" if cell else f"{head}{'｜' * CELL}" for (_name, head), cell in cells)


def _blank(label: str, value: str) -> str:
    return f"{label}　{value or '｜' * ROOM}"


def _of_line(line: str) -> Iterator[dict[str, Any]]:
    for found in _PIECE.findall(line):
        if found.isspace():
            if found == "　":
                yield {"text": "　", "turn": False}
            continue
        yield {"text": found, "turn": _turned(found)}


def _turned(text: str) -> bool:
    if text.isdigit():
        return len(text) > 4
    first = text[0]
    return "\u1800" <= first <= "\u18af" or first.isascii() or first in "¥￥（）《》〈〉“”—…"

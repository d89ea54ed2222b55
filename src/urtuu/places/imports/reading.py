"""From the bytes of a list to rows of text: CSV in UTF-8 or GB18030, or the first sheet of an XLSX."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from openpyxl import load_workbook

from urtuu.base.sentences import Sentence, say

MOST_ROWS = 100_000
"""A banner has fewer doors; more is another file by mistake."""
MOST_BYTES = 300 * 1024 * 1024
"""Unpacked size of an XLSX; a small file may unpack to fill the machine."""
LAST_ROW = 1_048_576
"""An office programme counts no further; a file of some bytes may claim any number of blank rows."""

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ODD = frozenset(chr(code) for code in range(32) if chr(code) not in "\t\r\n")


class Unreadable(Exception):
    """The file is no list; `sentence` tells why and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.name)
        self.sentence = sentence


@dataclass(frozen=True)
class Line:
    """One row of cells with its number as an office programme counts it, the headings being row 1 or later.

    `cut` says that a text row has fewer cells than there are headings.
    """

    number: int
    cells: tuple[str, ...]
    cut: bool = False


@dataclass(frozen=True)
class Sheet:
    """Headings, and the rows that are not blank."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(content: bytes) -> Sheet:
    """The list in a file. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(say("import_empty"))
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(say("import_old_excel"))
    is_xlsx = content.startswith(_ZIP)
    numbered = _numbered(_xlsx(content) if is_xlsx else _csv(_text(content)))
    filled = ((number, cells) for number, cells in numbered if any(cells))
    first = next(filled, None)
    if first is None:
        raise Unreadable(say("import_empty"))
    headings = _without_end(first[1])
    lines = tuple(islice(_lines(filled, headings, padded=is_xlsx), MOST_ROWS + 1))
    if not lines:
        raise Unreadable(say("import_only_headings"))
    if len(lines) > MOST_ROWS:
        raise Unreadable(say("import_too_long", most=MOST_ROWS))
    return Sheet(headings, lines)


def _numbered(rows: Iterator[tuple[str, ...]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, cells in enumerate(rows, start=1):
        if number > LAST_ROW:
            raise Unreadable(say("import_too_long", most=MOST_ROWS))
        yield number, cells


def _lines(
    filled: Iterator[tuple[int, tuple[str, ...]]], headings: tuple[str, ...], *, padded: bool
) -> Iterator[Line]:
    width = len(headings)
    for number, cells in filled:
        full = (*cells, *[""] * (width - len(cells)))
        yield Line(number, full, cut=not padded and len(cells) < width)


def _without_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Headings without the empty cells after the last of them."""
    last = max(index for index, cell in enumerate(cells) if cell)
    return cells[: last + 1]


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _ODD.intersection(text):
            return text
    raise Unreadable(say("import_no_text"))


def _csv(text: str) -> Iterator[tuple[str, ...]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield tuple(cell.strip() for cell in cells)
    except csv.Error:
        raise Unreadable(say("import_no_text")) from None


def _xlsx(content: bytes) -> Iterator[tuple[str, ...]]:
    try:
        _check_size(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield from (_cells(row) for row in book.worksheets[0].iter_rows(values_only=True))
    except Unreadable:
        raise
    except Exception:
        # A broken book shows itself in more ways than are known; all mean the same to the person who sent it.
        raise Unreadable(say("import_broken_book")) from None


def _check_size(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
            raise Unreadable(say("import_too_long", most=MOST_ROWS))


def _cells(row: Iterable[object]) -> tuple[str, ...]:
    return tuple(_cell(value) for value in row)


def _cell(value: object) -> str:
    """A cell as it would be typed: a telephone number kept as a number has no fraction."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()

"""A list as a file: CSV that an office programme opens in Chinese, or XLSX. Text stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from urtuu.kinds.clocks import LOCAL

MOST_ROWS = 5000
ENDINGS = ("csv", "xlsx")
Cell = str | int | None
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def answer(ending: str, name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> HttpResponse:
    """The file as a download."""
    content = as_csv(heads, rows) if ending == "csv" else as_xlsx(name, heads, rows)
    response = HttpResponse(content, content_type=_TYPES[ending])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{ending}"
    return response


def as_csv(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, so that office programmes do not guess."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([[harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: Cell) -> Cell:
    """A text that an office programme would run as a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell


def as_xlsx(name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet with frozen headings."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("".join(letter for letter in name if letter not in "[]:*?/\\")[:31])
        bold = book.add_format({"bold": True})
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(line, column, cell)
                elif cell:
                    sheet.write_string(line, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(heads) - 1, 0), 18)
    return out.getvalue()


def local(at: datetime) -> str:
    """A moment on the banner's clock, sortable."""
    return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}"

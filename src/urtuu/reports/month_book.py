"""The official month as a workbook: figures as numbers, shares and sums as formulas that can be followed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from urtuu.reports import honest_words as beside
from urtuu.reports import month_words as said
from urtuu.reports.honest import BECAME, Honest
from urtuu.reports.official import Line, Month
from urtuu.reports.safety_quarter import SafetyQuarter
from urtuu.reports.shares import Share

_FIRST = 2
"""The first row of figures, counted from 0: above it title and headings."""


@dataclass
class _Page:
    """A worksheet and the formats of its cells."""

    sheet: Any
    bold: Any
    percent: Any
    money: Any

    def head(self, title: str, large: Any, heads: list[str], widths: list[int]) -> None:
        self.sheet.write_string(0, 0, title, large)
        for column, told in enumerate(heads):
            self.sheet.write_string(1, column, told, self.bold)
            self.sheet.set_column(column, column, widths[min(column, len(widths) - 1)])
        self.sheet.freeze_panes(_FIRST, 1)

    def share(self, at: int, column: int, part: str, of: str, value: tuple[int, int]) -> None:
        """A part of a whole as a formula; empty where there is nothing to be a part of."""
        n, whole = value
        formula = f'=IF({of}=0,"",{part}/{of})'
        self.sheet.write_formula(at, column, formula, self.percent, n / whole if whole else "")

    def total(self, at: int, column: int, first: int, value: float, form: Any = None) -> None:
        """The sum of the cells above, from a row on."""
        letter = xl_col_to_name(column)
        if at == first:
            self.sheet.write_number(at, column, 0, form or self.bold)
        else:
            formula = f"=SUM({letter}{first + 1}:{letter}{at})"
            self.sheet.write_formula(at, column, formula, form or self.bold, value)


def workbook(
    found: Month, honest: Honest, names: Mapping[str, str], title: str, safety: SafetyQuarter | None = None
) -> bytes:
    """Three sheets: the table, by committee and level with sums that add up, and what stands beside it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        large = book.add_format({"bold": True, "font_size": 14})
        formats = (
            book.add_format({"bold": True, "bottom": 1}),
            book.add_format({"num_format": "0.0%"}),
            book.add_format({"num_format": "#,##0.00"}),
        )
        _table(_Page(book.add_worksheet(_("Official table")), *formats), found.whole, title, large)
        _committees(_Page(book.add_worksheet(_("By committee")), *formats), found, names, title, large)
        _beside(_Page(book.add_worksheet(_("Beside it")), *formats), honest, safety, title, large)
    return out.getvalue()


def _table(page: _Page, whole: Line, title: str, large: Any) -> None:
    page.head(title, large, [_("Item"), _("Cases"), _("Share"), _("Persons")], [44, 14])
    taken = len(whole.accepted)
    accepted = xl_rowcol_to_cell(_FIRST, 1, row_abs=True, col_abs=True)
    at = _FIRST
    for _key, told, count, _share in said.lines(whole)[:2]:
        page.sheet.write_string(at, 0, told)
        page.sheet.write_number(at, 1, count)
        if at > _FIRST:
            page.share(at, 2, xl_rowcol_to_cell(at, 1), accepted, (count, taken))
        at += 1
    for rows in (said.sources(whole), said.types(whole)):
        at = _parts(page, at, rows, accepted, taken)
    page.sheet.write_string(at, 0, _("Amount in agreements (yuan)"))
    page.sheet.write_number(at, 1, whole.amount_fen / 100, page.money)
    for _key, told, count, persons in said.escalations(whole):
        at += 1
        page.sheet.write_string(at, 0, told)
        page.sheet.write_number(at, 1, count)
        if persons is not None:
            page.sheet.write_number(at, 3, persons)


def _parts(page: _Page, at: int, rows: list[said.Row], accepted: str, taken: int) -> int:
    """Rows that add up to what was taken on, and their sum; the next free row."""
    first = at
    for _key, told, count, _share in rows:
        page.sheet.write_string(at, 0, told)
        page.sheet.write_number(at, 1, count)
        page.share(at, 2, xl_rowcol_to_cell(at, 1), accepted, (count, taken))
        at += 1
    page.sheet.write_string(at, 0, _("All together"), page.bold)
    page.total(at, 1, first, taken)
    return at + 1


def _committees(page: _Page, found: Month, names: Mapping[str, str], title: str, large: Any) -> None:
    """A row a committee and level; the last row sums, and its sums are the whole."""
    heads = [told for _k, told, _n, _s in said.lines(found.whole)]
    page.head(
        title,
        large,
        [_("Committee"), _("Level"), *heads, _("Amount (yuan)"), _("Agreed, of those taken on")],
        [24, 12],
    )
    money = 2 + len(heads)
    for at, ((unit, level), line) in enumerate(found.rows.items(), start=_FIRST):
        page.sheet.write_string(at, 0, names.get(unit, unit))
        page.sheet.write_string(at, 1, said.level_word(level))
        for column, value in enumerate(_numbers(line), start=2):
            page.sheet.write_number(at, column, value, page.money if column == money else None)
        _agreed_share(page, at, money + 1, line)
    last = len(found.rows) + _FIRST
    page.sheet.write_string(last, 0, _("All together"), page.bold)
    for column, value in enumerate(_numbers(found.whole), start=2):
        page.total(last, column, _FIRST, value, page.money if column == money else None)
    _agreed_share(page, last, money + 1, found.whole)


def _agreed_share(page: _Page, at: int, column: int, line: Line) -> None:
    cells = (xl_rowcol_to_cell(at, 3), xl_rowcol_to_cell(at, 2))
    page.share(at, column, *cells, (len(line.agreed), len(line.accepted)))


def _numbers(line: Line) -> list[float]:
    return [*(n for _key, _words, n, _share in said.lines(line)), line.amount_fen / 100]


def _beside(page: _Page, honest: Honest, safety: SafetyQuarter | None, title: str, large: Any) -> None:
    heads = [_("Figure"), _("Part"), _("Of"), _("Share"), _("Half within (hours)")]
    page.head(title, large, [*heads, _("Nine of ten within (hours)"), _("What is counted")], [44, 18])
    at = _FIRST
    for name in BECAME:
        at = _share_row(page, at, honest.shares[name], beside.SHARES[name])
    page.sheet.write_string(at, 0, _("All together"), page.bold)
    page.total(at, 1, _FIRST, honest.taken_on)
    at += 1
    for name, share in honest.shares.items():
        at = at if name in BECAME else _share_row(page, at, share, beside.SHARES[name])
    for name, spread in honest.spreads.items():
        told, meant = beside.SPREADS[name]
        page.sheet.write_string(at, 0, str(told))
        page.sheet.write_number(at, 2, spread.of)
        for column, value in ((4, spread.median), (5, spread.p90)):
            if value is not None:
                page.sheet.write_number(at, column, value / timedelta(hours=1), page.money)
        page.sheet.write_string(at, 6, str(meant))
        at += 1
    for name in beside.SAFETY if safety else ():
        at = _share_row(page, at, getattr(safety, name), beside.SAFETY[name])


def _share_row(page: _Page, at: int, share: Share, named: tuple[beside.Word, beside.Word]) -> int:
    told, meant = named
    page.sheet.write_string(at, 0, str(told))
    page.sheet.write_number(at, 1, share.n)
    page.sheet.write_number(at, 2, share.of)
    page.share(at, 3, xl_rowcol_to_cell(at, 1), xl_rowcol_to_cell(at, 2), (share.n, share.of))
    page.sheet.write_string(at, 6, str(meant))
    return at + 1

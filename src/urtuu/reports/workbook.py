"""A sheet and a year as workbooks for an office programme: the same figures as on the page, text as text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from urtuu.reports import saying
from urtuu.reports.cohorts import OUTCOMES
from urtuu.reports.sheet import BY_ROW, Sheet
from urtuu.reports.year import BY_STATION, PUBLISHED, Year

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | None
Table = tuple[str, Sequence[str], Sequence[Sequence[Any]]]


def workbook(title: str, tables: Sequence[Table]) -> bytes:
    """One worksheet a table, the title above each, headings frozen."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        large = book.add_format({"bold": True, "font_size": 14})
        for name, heads, rows in tables:
            _write(book.add_worksheet(name[:31]), (title, heads, rows), large, bold)
    return out.getvalue()


def _write(page: Any, table: Table, large: Any, bold: Any) -> None:
    title, heads, rows = table
    page.write_string(0, 0, title, large)
    for column, head in enumerate(heads):
        page.write_string(1, column, head, bold)
    for line, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(line, column, value)
            elif value:
                page.write_string(line, column, value)
    page.freeze_panes(2, 1)
    page.set_column(0, 0, 28)
    page.set_column(1, max(1, len(heads) - 1), 16)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def of_sheet(sheet: Sheet, title: str) -> bytes:
    """A week."""
    return workbook(
        title, [_figures(sheet), _rows(sheet), _pending(sheet), _classes(sheet), _going(sheet), _gaps(sheet)]
    )


def _figures(sheet: Sheet) -> Table:
    frozen = sheet.report.figures if sheet.report else {}
    heads = [_("Figure"), _("Now"), _("In the report"), _("What is counted")]
    rows = [[saying.label(n), v, frozen.get(n), saying.basis(n)] for n, v in sheet.figures.items()]
    if sheet.report:
        rows += [
            [_("Digest of the report"), sheet.report.digest, "", ""],
            [_("Digest now"), sheet.report.live_digest, "", ""],
        ]
    return _("Figures"), heads, rows


def _rows(sheet: Sheet) -> Table:
    heads = [
        _("Grid or station"),
        _("Officers"),
        *(saying.label(name) for name in BY_ROW),
        saying.label("late_entries"),
    ]
    rows = [
        [
            row.name or _("the station as a whole"),
            ", ".join(name for _id, name in row.officers),
            *(row.figures[name] for name in BY_ROW),
            row.late,
        ]
        for row in sheet.rows
    ]
    return _("By place"), heads, rows


def _pending(sheet: Sheet) -> Table:
    heads = [_("Age"), *(str(name) for _state, name in saying.STATES)]
    rows = [
        [band, *(row[state] for state, _name in saying.STATES)]
        for band, row in zip(saying.bands(), sheet.pending.table, strict=True)
    ]
    return _("Open disputes"), heads, rows


def _classes(sheet: Sheet) -> Table:
    return _("By class"), [_("Class"), _("Found")], [[saying.class_name(c), n] for c, n in sheet.classes]


def _going(sheet: Sheet) -> Table:
    heads = [_("Number"), _("Task"), _("Owner"), _("Carried to"), _("Last day")]
    rows = [
        [one.number, one.title, one.owner_name, str(one.to_week or ""), str(one.until or "")]
        for one in [*sheet.carried, *sheet.unfinished]
    ]
    return _("Goes over into next week"), heads, rows


def _gaps(sheet: Sheet) -> Table:
    heads = [_("Phone of"), _("Last heard"), _("Still holds"), _("Clock off by (s)")]
    named = {phone.device: phone for phone in [*sheet.gaps.silent, *sheet.gaps.waiting, *sheet.gaps.skewed]}
    rows = [[p.name, saying.hour(p.heard_at), p.queue, p.skew_seconds] for p in named.values()]
    return _("Gaps"), heads, rows


def of_year(year: Year, title: str) -> bytes:
    """Some weeks beside the published figures."""
    tables = [_beside(year), _months(year), _year_classes(year)]
    return workbook(title, [*tables, _stations(year)] if year.stations else tables)


def _beside(year: Year) -> Table:
    heads = [_("Figure"), _("Ours"), _("Published")]
    rows = [
        [saying.label(n), v, f"{PUBLISHED[n]:,}+" if n in PUBLISHED else ""] for n, v in year.figures.items()
    ]
    return _("Figures"), heads, rows


def _months(year: Year) -> Table:
    heads = [_("Month"), _("Found"), *_outcome_heads(year), _("Settled in the month"), _("Needs met")]
    rows = [
        [
            saying.month_name(row.month),
            _shown(row.found),
            *([row.cohort.outcomes[name] for name in OUTCOMES] if row.cohort else []),
            _shown(row.settled),
            _shown(row.needs_met),
        ]
        for row in year.months
    ]
    return _("By month"), heads, rows


def _year_classes(year: Year) -> Table:
    rows = [
        [
            saying.class_name(row.code),
            _shown(row.found),
            *([row.cohort.outcomes[name] for name in OUTCOMES] if row.cohort else []),
        ]
        for row in year.classes
    ]
    return _("By class"), [_("Class"), _("Found"), *_outcome_heads(year)], rows


def _outcome_heads(year: Year) -> list[str]:
    return [] if year.counts_only else [str(saying.OUTCOMES[name]) for name in OUTCOMES]


def _stations(year: Year) -> Table:
    heads = [_("Station"), *(saying.label(name) for name in BY_STATION)]
    rows = [[row.name, *(_shown(row.figures[name]) for name in BY_STATION)] for row in year.stations]
    return _("By station"), heads, rows


def _shown(value: int | None) -> Cell:
    """A withheld figure stays text, so that nothing adds it up as nought."""
    return saying.cell(None) if value is None else value

"""The template of a form an office begins with: A4, the margins of the standard, ruled tables, all blanks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from urtuu.documents.blocks import Blank, Block, Fields, Grid, Notice, Paper, Prose, Signs

WIDTH = 156
"""Millimetres of the text area."""


def default_template(paper: Paper) -> bytes:
    """A clean template with the fixed words of the paper and a mark for every value."""
    made = docx.Document()
    _page(made, zh=paper.lang != "en")
    for name, size in (("office", 16), ("title", 22), ("captions", 11)):
        if getattr(paper, name):
            _line(made, _mark(name), size=size, bold=name == "title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    if paper.number_label:
        _line(made, "{{ number_label }}{{ number }}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for block in paper.blocks:
        _add(made, block)
    _page_number(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _mark(name: str) -> str:
    return f"{{{{ {name} }}}}"


def _page(made: Document, *, zh: bool) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.footer_distance = Mm(24)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "FangSong" if zh else "Times New Roman", Pt(12)
    normal.paragraph_format.space_after = Pt(3)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), "en-US")
    tongue.set(qn("w:eastAsia"), "zh-CN")
    normal.element.rPr.append(tongue)


def _page_number(made: Document) -> None:
    """— 1 — at the foot, counted by the word processor."""
    line = made.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    line.add_run("— ").font.size = Pt(14)
    run = line.add_run()
    run.font.size = Pt(14)
    for sort, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if sort else "w:instrText")
        if sort:
            part.set(qn("w:fldCharType"), sort)
        else:
            part.text = text
        run._r.append(part)
    line.add_run(" —").font.size = Pt(14)


def _line(made: Document, text: str, *, size: int = 12, bold: bool = False) -> Any:
    line = made.add_paragraph()
    run = line.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    return line


def _caption(made: Document, text: str) -> None:
    """A caption stays with what it is the caption of."""
    line = _line(made, text, bold=True)
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.space_before = Pt(9)


def _add(made: Document, block: Block) -> None:
    match block:
        case Fields():
            _fields(made, block)
        case Prose():
            _prose(made, block)
        case Grid():
            _grid(made, block)
        case Notice():
            if block.heading:
                _caption(made, block.heading)
            for paragraph in block.paragraphs:
                made.add_paragraph(paragraph)
        case Signs():
            for one in block.blanks:
                line = made.add_paragraph(f"{one.label} {_mark(one.name)}")
                line.paragraph_format.space_before = Pt(24)


def _fields(made: Document, block: Fields) -> None:
    if block.heading:
        _caption(made, block.heading)
    table = _table(made, (27, 51, 27, 51))
    for pair in _pairs(block.blanks):
        cells = _row(table)
        for place, one in enumerate(pair):
            _named(cells[2 * place], one.label)
            cells[2 * place + 1].text = _mark(one.name)
        if len(pair) == 1:
            cells[1].merge(cells[3]).text = _mark(pair[0].name)
    _after(made)


def _pairs(blanks: Sequence[Blank]) -> list[list[Blank]]:
    """Rows: two blanks, or one over the whole width."""
    rows: list[list[Blank]] = []
    for one in blanks:
        if one.wide or not rows or len(rows[-1]) == 2 or rows[-1][0].wide:
            rows.append([one])
        else:
            rows[-1].append(one)
    return rows


def _prose(made: Document, block: Prose) -> None:
    table = _table(made, (WIDTH,))
    cell = _row(table)[0]
    if block.label:
        cell.paragraphs[0].add_run(block.label).bold = True
        cell.add_paragraph(_mark(block.name))
    else:
        cell.text = _mark(block.name)
    _after(made)


def _grid(made: Document, block: Grid) -> None:
    if block.label:
        _caption(made, block.label)
    shares = [share or 1 for share in block.widths] or [1] * len(block.heads)
    table = _table(made, [WIDTH * share / sum(shares) for share in shares])
    for cell, (_name, label) in zip(_row(table), block.heads, strict=True):
        _named(cell, label)
    _row(table)[0].text = f"{{%tr for row in {block.name} %}}"
    for cell, (name, _label) in zip(_row(table), block.heads, strict=True):
        cell.text = _mark(f"row.{name}")
    _row(table)[0].text = "{%tr endfor %}"
    _after(made)


def _table(made: Document, widths: Sequence[float]) -> Any:
    table = made.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _row(table: Any) -> Any:
    """A new row, high enough for handwriting; a cell is as wide as its column."""
    row = table.add_row()
    row.height, row.height_rule = Mm(8.5), WD_ROW_HEIGHT_RULE.AT_LEAST
    for cell, column in zip(row.cells, table.columns, strict=True):
        cell.width = column.width
        cell.vertical_alignment = 1
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    return row.cells


def _named(cell: Any, label: str) -> None:
    """A label: centred on a light ground."""
    cell.text = label
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F4F4F4")):
        ground.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(ground)


def _after(made: Document) -> None:
    """A little room, without which two tables would grow together."""
    line = _line(made, "", size=5)
    line.paragraph_format.space_after = Pt(0)

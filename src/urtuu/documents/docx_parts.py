"""Several filled papers as one DOCX, and the mark of a draft at the head of its pages, whatever the template.

The parts come from one template, so their styles, pictures and links bear the same names in each. Heads and
feet may hold marks of their own: every part keeps its own, begins a page and counts its pages from one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

_HEADS_AND_FEET = (qn("w:headerReference"), qn("w:footerReference"))


def marked(content: bytes, mark: str) -> bytes:
    """The same DOCX with a mark at the head of every page, first and even pages too."""
    opened = docx.Document(io.BytesIO(content))
    for head in _heads(opened):
        lines = head.paragraphs  # asking for them makes a head where there was none
        if lines and lines[0].text == mark:
            continue  # a later section shows the head of the one before
        line = head.add_paragraph()
        run = line.add_run(mark)
        run.bold, run.font.size = True, Pt(14)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        head._element.insert(0, line._p)
    return _saved(opened)


def _heads(opened: Document) -> Iterator[Any]:
    for section in opened.sections:
        yield section.header
        if section.different_first_page_header_footer:
            yield section.first_page_header
        if opened.settings.odd_and_even_pages_header_footer:
            yield section.even_page_header


def joined(parts: Sequence[bytes]) -> bytes:
    """Parts filled from one template, one after another. `parts`: at least one."""
    if len(parts) == 1:
        return parts[0]
    whole = docx.Document(io.BytesIO(parts[0]))
    for content in parts[1:]:
        _append(whole, docx.Document(io.BytesIO(content)))
    return _saved(whole)


def _append(whole: Document, part: Document) -> None:
    body = whole.element.body
    _close_section(body)
    for element in part.element.body:
        body.append(deepcopy(element))
    added = body[-len(part.element.body) :]
    sections = [one for element in added for one in element.iter(qn("w:sectPr"))]
    for section in sections:
        _own_heads(section, whole, part)
    _begins_page(sections[0])


def _close_section(body: Any) -> None:
    """What stands so far becomes a section of its own: its settings move into its last paragraph."""
    settings = body[-1]
    last = body[-2] if len(body) > 1 else None
    if last is None or last.tag != qn("w:p") or last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        last = OxmlElement("w:p")
        settings.addprevious(last)
    last.get_or_add_pPr().append(settings)


def _own_heads(section: Any, whole: Document, part: Document) -> None:
    """Copies of the heads and feet that a section of a part refers to, under names of the whole file."""
    there = {one.partname: one for one in whole.part.package.iter_parts()}  # the template's pictures, once
    for reference in section.iterchildren(*_HEADS_AND_FEET):
        source = part.part.related_parts[reference.get(qn("r:id"))]
        sort = "header" if reference.tag == qn("w:headerReference") else "footer"
        name = whole.part.package.next_partname(f"/word/{sort}%d.xml")
        copy = type(source).load(name, source.content_type, source.blob, whole.part.package)
        for ident, link in source.rels.items():
            target = link.target_ref if link.is_external else there.get(link.target_part.partname)
            copy.load_rel(link.reltype, target or link.target_part, ident, link.is_external)
        reference.set(qn("r:id"), whole.part.relate_to(copy, _relation(part, reference)))


def _relation(part: Document, reference: Any) -> str:
    return str(part.part.rels[reference.get(qn("r:id"))].reltype)


def _begins_page(section: Any) -> None:
    """On a new page, numbered one."""
    for name in ("w:type", "w:pgNumType"):
        for old in section.findall(qn(name)):
            section.remove(old)
    begins, number = OxmlElement("w:type"), OxmlElement("w:pgNumType")
    begins.set(qn("w:val"), "nextPage")
    number.set(qn("w:start"), "1")
    # The schema's order: references to heads and feet, type, page size and margins, page numbers.
    references = sum(1 for one in section if one.tag in _HEADS_AND_FEET)
    section.insert(references, begins)
    margins = section.find(qn("w:pgMar"))
    margins.addnext(number) if margins is not None else begins.addnext(number)


def _saved(opened: Document) -> bytes:
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()

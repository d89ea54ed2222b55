"""Several papers in one DOCX, and the mark of a draft, whatever an office's template leaves out."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from papers import docx_text, form, pages, pdf_text, png, without_space

from urtuu.documents.blocks import Blank, Fields, Paper, Prose
from urtuu.documents.docx import BadTemplate, default_template, fill, fill_all, words_of
from urtuu.documents.pdf import pdf

MARK = "草稿，未出具"


def named(name: str, **more: object) -> Paper:
    """A paper about somebody."""
    return form(blocks=(Fields(blanks=(Blank(name="applicant", label="申请人", value=name),)),), **more)


def saved(made) -> bytes:
    """A template as bytes."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def template(head: str = "", **sorts: bool) -> bytes:
    """An office's template: a name in the text, and something or nothing at the head of its pages."""
    made = docx.Document()
    made.add_paragraph("申请人：{{ applicant }}")
    section = made.sections[0]
    if head:
        section.header.paragraphs[0].text = head
    section.different_first_page_header_footer = sorts.get("first", False)
    made.settings.odd_and_even_pages_header_footer = sorts.get("even", False)
    return saved(made)


def heads(content: bytes) -> list[list[str]]:
    """The lines at the head of each section's pages: of all, of the first, of the even ones."""
    opened = docx.Document(io.BytesIO(content))
    found = []
    for section in opened.sections:
        found.append([line.text for line in section.header.paragraphs])
        if section.different_first_page_header_footer:
            found.append([line.text for line in section.first_page_header.paragraphs])
        if opened.settings.odd_and_even_pages_header_footer:
            found.append([line.text for line in section.even_page_header.paragraphs])
    return found


@pytest.mark.parametrize("sorts", [{}, {"first": True}, {"even": True}, {"first": True, "even": True}])
@pytest.mark.parametrize("head", ["", "双胜镇人民调解委员会"])
def test_a_draft_says_so_at_the_head_of_every_page_of_any_template(head, sorts):
    drafts = [named("宝音", mark=MARK), named("朝鲁", mark=MARK)]
    for content in (fill(template(head, **sorts), drafts[0]), fill_all(template(head, **sorts), drafts)):
        assert all(lines[0] == MARK and lines.count(MARK) == 1 for lines in heads(content)), heads(content)
    assert heads(fill(template(head, **sorts), named("宝音"))) == heads(template(head, **sorts))


def test_a_template_with_sections_of_its_own_is_marked_in_each():
    made = docx.Document(io.BytesIO(template()))
    made.add_section(WD_SECTION.NEW_PAGE).header.is_linked_to_previous = False
    assert all(lines[0] == MARK for lines in heads(fill(saved(made), named("宝音", mark=MARK))))


def test_our_own_template_is_marked_too_and_a_pdf_on_every_page(tmp_path: Path):
    draft = form(mark=MARK, blocks=(Prose(name="t", label="记录", text="双方陈述。" * 900),))
    assert heads(fill(default_template(draft), draft))[0][0] == MARK
    content = pdf([draft])
    assert pages(content) > 2
    for page in range(1, pages(content) + 1):
        assert MARK in pdf_text(content, tmp_path, "-f", str(page), "-l", str(page))
    vertical = form(mark=MARK, lang="mn-mong")
    assert MARK in without_space(pdf_text(pdf([vertical]), tmp_path))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_all_papers_are_in_the_file_in_their_order_each_on_a_page(count, tmp_path: Path):
    papers = [named(name) for name in ("宝音", "朝鲁", "哈斯")[:count]]
    content = fill_all(default_template(papers[0]), papers)
    text = without_space(docx_text(content, tmp_path))
    places = [text.index(name) for name in ("宝音", "朝鲁", "哈斯")[:count]]
    assert places == sorted(places)
    opened = docx.Document(io.BytesIO(content))
    assert len(opened.sections) == count
    assert [section.start_type for section in opened.sections[1:]] == [WD_SECTION.NEW_PAGE] * (count - 1)
    assert {section.left_margin for section in opened.sections} == {opened.sections[0].left_margin}


def test_what_stands_at_the_head_of_a_part_is_its_own():
    content = fill_all(template("关于{{ applicant }}"), [named(name) for name in ("宝音", "朝鲁", "哈斯")])
    assert heads(content) == [["关于宝音"], ["关于朝鲁"], ["关于哈斯"]]


def test_a_seal_or_a_picture_of_the_office_is_in_every_part(tmp_path: Path):
    made = docx.Document(io.BytesIO(template("关于{{ applicant }}")))
    made.add_picture(io.BytesIO(png()))
    made.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(png()))
    content = fill_all(saved(made), [named("宝音"), named("朝鲁")])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert len(packed.namelist()) == len(set(packed.namelist()))
    opened = docx.Document(io.BytesIO(content))
    assert len(opened.inline_shapes) == 2
    for section in opened.sections:
        blips = section.header._element.xpath(".//a:blip/@r:embed")
        assert [section.header.part.related_parts[one].blob for one in blips] == [png()]
    assert "朝鲁" in docx_text(content, tmp_path)


def test_a_template_that_ends_with_a_table_is_joined_as_well(tmp_path: Path):
    made = docx.Document()
    made.add_table(rows=1, cols=1).rows[0].cells[0].text = "{{ applicant }}"
    content = fill_all(saved(made), [named("宝音"), named("朝鲁")])
    assert [word for word in words_of(content) if word] == ["宝音", "朝鲁"]
    assert "朝鲁" in docx_text(content, tmp_path)


def test_what_is_no_template_gets_its_sentence_here_too():
    with pytest.raises(BadTemplate):
        fill_all(b"no template", [named("宝音"), named("朝鲁")])

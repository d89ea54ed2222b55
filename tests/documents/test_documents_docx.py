"""Papers as DOCX: filled as the template says, opened by an office programme; no template harms."""

import io
from pathlib import Path

import docx
import pytest
from papers import HOSTILE, docx_text, form, without_space

from urtuu.documents.blocks import Grid, Prose, blanks
from urtuu.documents.docx import EMPTY, LINE, BadTemplate, default_template, fill, lint, words_of
from urtuu.kinds.words import sentence


def template(*lines: str) -> bytes:
    """A template of some lines."""
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def edited(**changes: str) -> bytes:
    """The default template with some of its words changed."""
    opened = docx.Document(io.BytesIO(default_template(form())))
    cells = [cell for table in opened.tables for row in table.rows for cell in row.cells]
    for holder in [*opened.paragraphs, *(line for cell in cells for line in cell.paragraphs)]:
        for old, new in changes.items():
            if old in holder.text:
                holder.text = holder.text.replace(old, new)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def said(problems):
    """The problems in Chinese."""
    return [sentence("zh-hans", one) for one in problems]


def test_every_value_is_read_again_by_an_office_programme(tmp_path: Path):
    text = without_space(docx_text(fill(default_template(form()), form()), tmp_path))
    for name, value in blanks(form()):
        assert without_space(value) in text, name
    for label in (
        "申请人",
        "联系电话",
        "请求",
        "约定义务",
        "登记人：",
        "二、不收费用。",
        "（2026）人调受字第1号",
    ):
        assert without_space(label) in text


def test_what_looks_like_a_mark_is_text(tmp_path: Path):
    filled = "\n".join(words_of(fill(default_template(form()), form())))
    assert HOSTILE in filled


def test_what_is_not_known_is_a_line_to_write_on():
    filled = "\n".join(words_of(fill(default_template(form()), form(number=""))))
    assert f"编号：{EMPTY}" in filled
    assert filled.count(EMPTY) >= 3


def test_a_table_has_a_row_a_thing():
    opened = docx.Document(io.BytesIO(fill(default_template(form()), form())))
    rows = [[cell.text for cell in row.cells] for row in opened.tables[-1].rows]
    assert rows == [["内容", "期限"], ["疏通排水沟", "2026年12月20日"], ["付一半工钱", "2027年1月10日"]]


def test_the_default_template_has_nothing_against_it():
    assert lint(default_template(form()), form()) == []


def test_the_linter_names_what_is_unknown_and_what_is_missing():
    assert said(lint(edited(applicant="aplicant"), form())) == [
        "模板中的“aplicant”不是这份文书的项目，请核对拼写。",
        "模板缺少“applicant”一项，这份文书须有此项。",
    ]
    assert said(lint(edited(**{"row.what": "row.wat"}), form())) == [
        "模板中的“obligations.wat”不是这份文书的项目，请核对拼写。",
        "模板缺少“obligations.what”一项，这份文书须有此项。",
    ]
    missing = said(lint(template("{{ applicant }}"), form()))
    assert "模板缺少“obligations”一项，这份文书须有此项。" in missing
    assert not any("applicant" in line for line in missing)


def test_a_mark_split_by_a_word_processor_is_still_found():
    made = docx.Document()
    line = made.add_paragraph()
    for part in ("{{ appl", "icant", " }}"):
        line.add_run(part).bold = part == "icant"
    out = io.BytesIO()
    made.save(out)
    assert "applicant" not in " ".join(said(lint(out.getvalue(), form())))
    assert "宝音" in "".join(words_of(fill(out.getvalue(), form())))


@pytest.mark.parametrize(
    "line",
    [
        "{{ applicant",
        "{{ applicant }",
        "{{ applicant.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% for i in range(999999999) %}x{% endfor %}",
        "{{ nothing.at.all }}",
        "{% include '/etc/passwd' %}",
        "{{ 'x' * 9999999999 }}",
        "{{ applicant.upper() }}",
        "{{ applicant|attr('upper') }}",
        "{% set many = applicant %}",
        "{% macro more() %}{% endmacro %}",
        "{% for a in obligations %}{% for b in obligations %}x{% endfor %}{% endfor %}",
        "{% for letter in 'abc' %}x{% endfor %}",
    ],
)
def test_a_broken_or_wicked_template_gets_a_sentence(line):
    with pytest.raises(BadTemplate) as bad:
        fill(template(line), form())
    assert bad.value.sentence.name == "template_broken"
    assert "root:" not in str(bad.value.sentence.values)


def test_a_broken_mark_is_shown_as_the_office_wrote_it():
    assert said(lint(template("申请人", "{{ applicant", "住址"), form()))[0].startswith(
        "模板中的标记不完整或不允许：{{ applicant"
    )
    assert "模板中的标记不完整或不允许：申请人 applicant }}。" in said(
        lint(template("申请人 applicant }}"), form())
    )


def test_a_loop_without_an_end_says_what_is_lacking():
    assert said(lint(template("{% for x in obligations %}"), form())) == [
        "模板中有一处循环（for）或条件（if）没有收尾，请补上 endfor 或 endif 标记。"
    ]


def test_two_tables_may_call_their_rows_alike():
    second = Grid(name="visits", label="回访", heads=(("items", "事项"),), rows=(("已疏通",),))
    paper = form(blocks=(*form().blocks, second))
    assert lint(default_template(paper), paper) == []
    assert "已疏通" in "\n".join(words_of(fill(default_template(paper), paper)))


def test_a_table_that_is_missing_is_named_once():
    names = [one.values["field"] for one in lint(template("{{ facts }}"), form())]
    assert "obligations" in names
    assert not any(name.startswith("obligations.") for name in names)


def test_fields_in_the_head_of_a_page_count_and_are_filled():
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "{{ applicant }} {{ aplicant }}"
    out = io.BytesIO()
    made.save(out)
    fields = [one.values["field"] for one in lint(out.getvalue(), form())]
    assert "aplicant" in fields
    assert "applicant" not in fields


def test_words_may_be_left_out_where_nothing_is_known():
    lines = words_of(fill(template("{% if phone %}电话{% endif %}{% if applicant %}申请{% endif %}"), form()))
    assert "".join(lines) == "申请"


def test_an_empty_table_has_a_row_to_write_in_and_empty_prose_its_lines():
    empty = form(
        blocks=(
            Grid(name="obligations", label="约定义务", heads=(("what", "内容"),), blank_rows=3),
            Prose(name="requests", label="请求", lines=4),
        )
    )
    opened = docx.Document(io.BytesIO(fill(default_template(empty), empty)))
    assert [row.cells[0].text for row in opened.tables[0].rows] == ["内容", "", "", ""]
    assert opened.tables[1].rows[0].cells[0].text.count(LINE) == 4


def test_control_characters_do_not_break_the_file():
    paper = form(blocks=(Prose(name="facts", label="情况", text="一\x01二\x07三\ud800四\n五"),))
    assert "一二三四\n五" in "\n".join(words_of(fill(default_template(paper), paper)))


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_what_is_no_docx_gets_a_sentence(content):
    assert [one.name for one in lint(content, form())] == ["template_none"]

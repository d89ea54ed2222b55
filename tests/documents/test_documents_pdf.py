"""Papers as PDF: the page of the standard, text as typed, nothing left out; read by a second program."""

import io
import re
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from papers import (
    AT,
    HOSTILE,
    POINT,
    body,
    form,
    left_of,
    lowest_letter,
    pages,
    pdf_text,
    strokes,
    without_footers,
    without_space,
)
from pypdf import PdfReader

from urtuu.documents.blocks import Blank, Fields, Grid, Paper, Prose, blanks
from urtuu.documents.pdf import pdf


@pytest.mark.parametrize(
    ("count", "wanted"), [(1, 1), (588, 1), (615, 1), (616, 1), (617, 2), (1232, 2), (1233, 3)]
)
def test_616_characters_fill_a_page_and_617_make_two(count, wanted):
    assert pages(pdf([body(count)])) == wanted


def test_a_page_has_22_lines_of_28_characters(tmp_path: Path):
    lines = [line for line in pdf_text(pdf([body(616)]), tmp_path, "-layout").splitlines() if "牧" in line]
    assert [line.count("牧") for line in lines] == [28] * 22


def test_the_page_is_that_of_the_standard(tmp_path: Path):
    page = PdfReader(io.BytesIO(pdf([body(616)]))).pages[0]
    assert [round(float(side) * POINT) for side in page.mediabox[2:]] == [210, 297]
    box = pdf_text(pdf([body(616)]), tmp_path, "-bbox-layout")
    words = [line for line in box.splitlines() if "<word" in line and "牧" in line]
    left = min(float(word.split('xMin="')[1].split('"')[0]) for word in words) * POINT
    top = min(float(word.split('yMin="')[1].split('"')[0]) for word in words) * POINT
    right = max(float(word.split('xMax="')[1].split('"')[0]) for word in words) * POINT
    assert (round(left), round(right)) == (28, 184)
    assert abs(top - 37) < 1.5


def test_every_value_and_label_of_a_form_is_read_again(tmp_path: Path):
    text = without_space(pdf_text(pdf([form()]), tmp_path))
    for name, value in blanks(form()):
        assert without_space(value) in text, name
    for label in ("申请人", "联系电话", "请求", "约定义务", "登记人：", "告知"):
        assert label in text


def test_what_looks_like_source_comes_out_as_it_was_typed(tmp_path: Path):
    assert without_space(HOSTILE) in without_space(pdf_text(pdf([form()]), tmp_path))


def test_what_is_not_known_is_a_blank_and_never_left_out(tmp_path: Path):
    text = without_space(pdf_text(pdf([form(number="")]), tmp_path))
    assert "编号：" in text
    assert "联系电话" in text
    assert "第1号" not in text


def test_an_english_paper_reads_in_english(tmp_path: Path):
    paper = Paper(
        code="M05", title="Rights and duties", lang="en",
        blocks=(Prose(name="text", label="Rights", text="Each party may stop at any time."),),
    )  # fmt: skip
    assert "Each party may stop at any time." in pdf_text(pdf([paper]), tmp_path)


def test_the_same_paper_gives_the_same_bytes():
    assert pdf([form()], made_at=AT) == pdf([form()], made_at=AT)


@pytest.mark.parametrize(
    "at", [AT.replace(microsecond=707_667), AT.replace(microsecond=1).astimezone(ZoneInfo("Asia/Shanghai"))]
)
def test_any_moment_of_a_running_clock_will_do(at):
    assert pdf([form()], made_at=at) == pdf([form()], made_at=AT)


def test_the_code_beside_the_foot_leads_to_the_page_of_verification(tmp_path: Path):
    with_code = form(verify="http://127.0.0.1:8000/verify/0123/", verify_note="扫码核对文书摘要")
    assert "扫码核对文书摘要" in without_space(pdf_text(pdf([with_code]), tmp_path))
    assert pages(pdf([with_code])) == pages(pdf([form()]))


def test_the_file_is_of_the_archives_kind():
    told = PdfReader(io.BytesIO(pdf([form()], made_at=AT))).metadata
    assert told is not None
    assert told.creation_date == AT
    assert b"pdfaid:part>2<" in pdf([form()]).replace(b" ", b"")


def test_long_prose_in_a_form_goes_on_over_the_page_and_stays_above_the_foot(tmp_path: Path):
    text = "".join(f"第{n}句双方陈述。" for n in range(400))
    content = pdf([form(blocks=(Prose(name="t", label="调解记录", text=text),))])
    assert without_space(text) in without_footers(pdf_text(content, tmp_path))
    assert lowest_letter(content, tmp_path, "双方陈述") < 297 - 35
    assert pages(content) >= 3


def test_a_cell_longer_than_a_page_goes_on_too(tmp_path: Path):
    text = "".join(f"第{n}句双方陈述。" for n in range(400))
    content = pdf([form(blocks=(Fields(blanks=(Blank(name="t", label="事由", value=text, wide=True),)),))])
    read = without_footers(pdf_text(content, tmp_path))
    assert all(f"第{n}句" in read for n in range(400))
    assert lowest_letter(content, tmp_path, "双方陈述") < 297 - 35


def test_each_paper_counts_its_own_pages(tmp_path: Path):
    long = form(blocks=(Prose(name="t", label="记录", text="双方陈述。" * 400),))
    text = pdf_text(pdf([long, form()]), tmp_path)
    assert re.findall(r"—\s*(\d+)\s*—", text) == ["1", "2", "3", "1"]


def test_papers_in_two_languages_each_keep_their_own(tmp_path: Path):
    english = Paper(
        code="M05", title="Rights", lang="en", blocks=(Prose(name="t", label="Rights", text="Stop."),)
    )
    text = pdf_text(pdf([form(), english]), tmp_path)
    assert "人民调解受理登记表" in text
    assert "Stop." in text


def test_an_empty_table_still_has_a_row_to_write_in():
    table = Grid(name="o", label="约定义务", heads=(("what", "内容"),))
    assert strokes(pdf([form(blocks=(table,))])) > strokes(pdf([form(blocks=(replace(table, heads=()),))]))
    assert strokes(pdf([form(blocks=(replace(table, blank_rows=9),))])) > strokes(
        pdf([form(blocks=(table,))])
    )


def test_a_long_word_in_a_wide_table_ends_before_its_neighbour_begins(tmp_path: Path):
    heads = tuple(
        (name, name.title()) for name in ["no", "who", "whom", "what", "how", "where", "when", "sum"]
    )
    row = ("1", "宝音", "朝鲁", "Clear the ditch", "Labour", "Xinglonggou", "25 September 2026", "¥600.00")
    table = Grid(name="o", label="Agreed", heads=heads, rows=(row,), widths=(1, 2, 2, 4, 3, 3, 3, 3))
    box = pdf_text(pdf([form(lang="en", blocks=(table,))]), tmp_path, "-bbox")
    words = [line for line in box.splitlines() if "<word" in line]
    month = next(line for line in words if "September" in line)
    assert float(month.split('xMax="')[1].split('"')[0]) < left_of(box, "¥600.00")

"""Dossiers: the contents tell the real pages; scans and vertical papers are bound in."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from papers import AT, form, left_of, pages, pdf_text, png, without_footers, without_space
from pypdf import PdfReader

from urtuu.documents.blocks import Paper, Picture, Prose
from urtuu.documents.dossier import Contents, dossier
from urtuu.documents.pdf import NotSet, pdf


def test_the_code_stands_on_the_side_where_the_page_number_is_not(tmp_path: Path):
    cover = Paper(code="M01", title="卷宗", lang="zh-hans", blocks=form().blocks[:1])
    coded = form(verify="http://127.0.0.1:8000/verify/0123/", verify_note="扫码核对")
    contents = Contents(title="目录", heads=("序", "名", "页", "注"), rows=(("一", 0, ""), ("二", 1, "")))
    content = dossier(cover, contents, [coded, coded])
    for page, number_is_right in ((3, True), (4, False)):
        box = pdf_text(content, tmp_path, "-bbox", "-f", str(page), "-l", str(page))
        note, dash = (left_of(box, word) for word in ("扫码核对", "—"))
        assert (dash > note) is number_is_right


def test_a_vertical_paper_stands_vertically_in_a_dossier_too(tmp_path: Path):
    cover = Paper(code="M01", title="卷宗", lang="zh-hans", blocks=form().blocks[:1])
    contents = Contents(title="目录", heads=("序", "名", "页", "注"), rows=(("一", 0, ""),))
    alone, bound = pdf([form(lang="mn-mong")]), dossier(cover, contents, [form(lang="mn-mong")])
    letters = without_footers(pdf_text(alone, tmp_path, "-raw"))
    assert letters in without_footers(pdf_text(bound, tmp_path, "-raw"))
    assert "人民调解受理登记表" in [str(one.title) for one in PdfReader(io.BytesIO(bound)).outline]


def test_a_dossier_lists_the_page_each_document_really_begins_on(tmp_path: Path):
    told = (Prose(name="t", label="记录", text="双方陈述。" * 900),)
    long = replace(form(), title="人民调解记录", blocks=told)
    papers = [replace(form(), title="人民调解申请书"), long, replace(form(), title="人民调解协议书")]
    signed = (Picture(image=png(), caption="协议书签字页"),)
    scan = Paper(code="S", title="签字扫描件", lang="zh-hans", blocks=signed)
    rows = (
        ("申请书", 0, ""),
        ("调查记录", None, "没有进行"),
        ("调解记录", 1, ""),
        ("协议书", 2, "一式三份"),
        ("扫描件", 3, ""),
    )
    contents = Contents(title="卷内目录", heads=("序号", "材料名称", "页码", "备注"), rows=rows)
    cover = Paper(code="M01", title="人民调解卷宗", lang="zh-hans", blocks=form().blocks[:1])
    content = dossier(cover, contents, [*papers, scan], made_at=AT)
    reader = PdfReader(io.BytesIO(content))
    texts = [without_space(page.extract_text()) for page in reader.pages]
    assert "人民调解卷宗" in texts[0]
    assert "卷内目录" in texts[1]
    begins = [next(n for n, text in enumerate(texts[2:], start=1) if title in text)
              for title in ("人民调解申请书", "人民调解记录", "人民调解协议书", "签字扫描件")]  # fmt: skip
    assert begins[0] == 1
    assert begins[2] > begins[1] + 1
    listed = without_space(pdf_text(content, tmp_path, "-layout", "-f", "2", "-l", "2"))
    for number, (title, page) in enumerate(
        zip(("申请书", "调解记录", "协议书", "扫描件"), begins, strict=True)
    ):
        place = (1, 3, 4, 5)[number]
        assert f"{place}{title}{page}" in listed, (title, page, listed)
    assert "2调查记录—没有进行" in listed
    assert "协议书签字页" in texts[-1]
    assert {str(one.title) for one in reader.outline} >= {"人民调解申请书", "人民调解协议书", "卷内目录"}


def test_a_picture_that_is_none_gets_a_sentence():
    broken = Paper(code="S", title="扫描件", lang="zh-hans", blocks=(Picture(image=b"\x89PNG no picture"),))
    with pytest.raises(NotSet) as refused:
        pdf([broken])
    assert refused.value.sentence.name == "paper_not_set"


def test_a_scan_stands_under_its_title_and_each_further_one_on_a_page_of_its_own(tmp_path: Path):
    scans = tuple(Picture(image=png(), caption=f"第{n}页") for n in (1, 2, 3))
    content = pdf([Paper(code="S", title="签字扫描件", lang="zh-hans", blocks=scans)])
    assert pages(content) == 3
    first = without_space(pdf_text(content, tmp_path, "-l", "1"))
    assert "签字扫描件" in first
    assert "第1页" in first
    assert all(len(page.images) == 1 for page in PdfReader(io.BytesIO(content)).pages)

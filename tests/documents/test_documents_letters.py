"""Letters: no empty boxes, Mongolian joined and in columns, what cannot be printed left out."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from papers import AT, drawn_runs, form, lowest_letter, pages, pdf_text, without_space, word_extent

from urtuu.documents.blocks import Blank, Fields, Grid, Lang, Prose
from urtuu.documents.columns import CELL, pieces
from urtuu.documents.pdf import FontMissing, Typefaces, pdf
from urtuu.kinds.words import sentence

NOTO = Typefaces(folders=("/usr/share/fonts/opentype/noto",), only=True)
"""Chinese and nothing else."""


def test_without_a_chinese_font_there_is_a_sentence_and_no_paper(tmp_path: Path):
    with pytest.raises(FontMissing) as missing:
        pdf([form()], faces=Typefaces(folders=(str(tmp_path),), only=True))
    assert "fonts-noto-cjk" in sentence("zh-hans", missing.value.sentence)
    assert "fonts-noto-cjk" in sentence("en", missing.value.sentence)


def test_a_font_installed_meanwhile_is_found_without_a_new_start(tmp_path: Path):
    faces = Typefaces(folders=(str(tmp_path),), only=True)
    with pytest.raises(FontMissing):
        pdf([form()], faces=faces)
    (tmp_path / "noto.ttc").symlink_to("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
    assert pages(pdf([form()], faces=faces)) == 1


def test_papers_are_set_at_the_same_time():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _n: pdf([form()], made_at=AT), range(12)))
    assert set(made) == {pdf([form()], made_at=AT)}


def test_mongolian_letters_without_their_font_are_refused_too():
    said = form(blocks=(Fields(blanks=(Blank(name="name", label="姓名", value="ᠪᠠᠶᠠᠷ"),)),))
    with pytest.raises(FontMissing) as missing:
        pdf([said], faces=NOTO)
    assert missing.value.sentence.name == "no_mongolian_font"


def test_mongolian_comes_with_its_letters(tmp_path: Path):
    said = form(blocks=(Fields(blanks=(Blank(name="name", label="姓名", value="ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ"),)),))
    text = pdf_text(pdf([said], faces=Typefaces(folders=NOTO.folders)), tmp_path)
    assert "ᠮᠣᠩᠭᠣᠯ" in text
    assert "ᠤᠨ" in text


def test_a_suffix_stays_in_one_run_with_its_word_whichever_narrow_blank_is_between():
    """The Chinese font has the narrow blank too; taken from there, it would part the suffix from its word."""
    whole, with_blank = (
        drawn_runs(pdf([form(title="", office="", number_label="", blocks=(said,))]))
        for said in (Prose(name="t", label="", text=f"ᠮᠣᠩᠭᠣᠯ{between}ᠤᠨ") for between in ("\u180e", "\u202f"))
    )
    assert whole == with_blank


@pytest.mark.parametrize("lang", ["zh-hans", "mn-mong"])
def test_letters_join_as_the_script_asks(lang: Lang, tmp_path: Path):
    """A word is narrower than its letters standing alone: they have joined."""
    joined, apart = (
        word_extent(pdf([form(title="", lang=lang, office="", number_label="", blocks=(said,))]), tmp_path)
        for said in (
            Prose(name="t", label="", text="ᠮᠣᠩᠭᠣᠯ"),
            Prose(name="t", label="", text="ᠮ\u200cᠣ\u200cᠩ\u200cᠭ\u200cᠣ\u200cᠯ"),
        )
    )
    assert 0 < joined < apart


def test_a_letter_no_font_has_is_named_and_never_a_box():
    said = form(blocks=(Fields(blanks=(Blank(name="name", label="姓名", value="宝\U00013000音"),)),))
    with pytest.raises(FontMissing) as missing:
        pdf([said], faces=NOTO)
    assert "“\U00013000”" in sentence("zh-hans", missing.value.sentence)


def test_a_rare_letter_of_a_name_is_set(tmp_path: Path):
    said = form(blocks=(Fields(blanks=(Blank(name="name", label="姓名", value="𠮷喆"),)),))
    assert "𠮷喆" in pdf_text(pdf([said]), tmp_path)


def test_control_characters_are_left_out(tmp_path: Path):
    said = form(blocks=(Prose(name="facts", label="情况", text="一\x01二\ufeff三\ud800四"),))
    assert "一二三四" in pdf_text(pdf([said]), tmp_path)


def test_a_vertical_paper_runs_down_its_columns_with_chinese_upright(tmp_path: Path):
    paper = form(lang="mn-mong")
    text = without_space(pdf_text(pdf([paper]), tmp_path, "-raw"))
    assert "人民调解受理登记表" in text
    assert text.index("申请人") < text.index("宝音") < text.index("被申请人") < text.index("朝鲁")
    assert "2026年12月20日" in text
    told = {piece["text"]: piece["turn"] for piece in pieces(paper)}
    assert told["人"] is False
    assert told["2026"] is False
    assert told["sys.inputs"] is True


@pytest.mark.parametrize(
    ("text", "turned", "upright"),
    [
        ("付¥12,000.50元", ["¥12,000.50"], ["付", "元"]),
        ("2026年12月", [], ["2026", "年", "12", "月"]),
        ("电话13804760001", ["13804760001"], ["电", "话"]),
        ("ᠮᠣᠩᠭᠣᠯ语", ["ᠮᠣᠩᠭᠣᠯ"], ["语"]),
    ],
)
def test_amounts_and_words_are_turned_with_their_column_and_short_numbers_are_not(text, turned, upright):
    told = pieces(form(title="", office="", number_label="", blocks=(Prose(name="t", label="", text=text),)))
    assert [piece["text"] for piece in told if piece["turn"]] == turned
    assert [piece["text"] for piece in told if not piece["turn"]] == upright


def test_no_piece_is_longer_than_a_column(tmp_path: Path):
    long = Prose(name="t", label="", text="a" * 500 + " " + "7" * 500 + " " + "ᠠ" * 500)
    content = pdf([form(lang="mn-mong", blocks=(long,))])
    assert lowest_letter(content, tmp_path, "aaa") < 297 - 35


def test_a_table_in_columns_names_each_cell_and_leaves_room_in_the_empty_ones(tmp_path: Path):
    heads = (("what", "内容"), ("how", "方式"), ("due", "期限"))
    table = Grid(name="o", label="约定义务", heads=heads, rows=(("疏通", "", "2026年"),), blank_rows=1)
    text = without_space(pdf_text(pdf([form(lang="mn-mong", blocks=(table,))]), tmp_path, "-raw"))
    rule = "｜" * CELL
    assert f"内容：疏通方式{rule}期限：2026年内容{rule}方式{rule}期限{rule}" in text
    nothing = Grid(name="o", label="约定义务", heads=heads)
    text = without_space(pdf_text(pdf([form(lang="mn-mong", blocks=(nothing,))]), tmp_path, "-raw"))
    assert f"约定义务内容{rule}方式{rule}期限{rule}" in text


def test_a_vertical_paper_has_its_code_too(tmp_path: Path):
    coded = form(lang="mn-mong", verify="http://127.0.0.1:8000/verify/0123/", verify_note="扫码核对")
    assert "扫码核对" in pdf_text(pdf([coded]), tmp_path)


def test_a_long_vertical_paper_takes_more_pages_and_loses_nothing(tmp_path: Path):
    long = Prose(name="text", label="记录", text="\n".join(f"第{n}段：双方自愿协商。" for n in range(200)))
    content = pdf([form(lang="mn-mong", blocks=(long,))])
    assert pages(content) > 5
    text = without_space(pdf_text(content, tmp_path, "-raw"))
    assert all(f"第{n}段：双方自愿协商。" in text for n in range(200))

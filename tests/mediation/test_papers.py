"""The twenty-six papers: every field in both languages, on PDF and DOCX, read by a second program."""

import io
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pypdf import PdfReader

from casework import Casework, agreement
from full_case import MONEY, ended, oral, referred, told
from urtuu.documents import docx
from urtuu.documents.blocks import Fields, Grid, Paper, Prose, Signs, blanks
from urtuu.documents.pdf import pdf
from urtuu.journal import queries
from urtuu.journal.queries import RecordView
from urtuu.kinds.fields import Field, Many
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.mediation import papers, templates, wording
from urtuu.mediation.forms import BY_CODE, FORMS, labels
from urtuu.mediation.rules import amount_words

CODES = [form.code for form in FORMS]
TELLS = {"M11": oral, "M17": ended, "U04": referred}


def view(work: Casework, who: Role = Role.SAFETY) -> RecordView:
    """The case as somebody reads it; the safety lead reads most."""
    found = queries.record(work.people[who].who, work.record, work.at)
    assert isinstance(found, RecordView)
    return found


def drawn_for(code: str, lang: str, work: Casework) -> list[Paper]:
    """A paper of the case as it stands, everything opened that it speaks of."""
    found = asked_by(work) if code == "U06" else view(work)
    return papers.drawn(found, code, lang, opened(code, found))


def case_for(code: str, work: Casework) -> RecordView:
    """A case in which the paper says something."""
    TELLS.get(code, told)(work)
    return asked_by(work) if code == "U06" else view(work)


def asked_by(work: Casework) -> RecordView:
    """The case with its restricted part opened because the person asked for their paper."""
    return queries.open_restricted(work.people[Role.SAFETY].who, work.record, "safety", "本人要求", work.at)


def opened(code: str, found: RecordView) -> dict[str, object]:
    """What a paper of a restricted part is given."""
    return papers.opened_by_entry(found, "safety") if code == "U06" else {}


def squeezed(text: str) -> str:
    """Where a line breaks says nothing."""
    return re.sub(r"\s+", "", text)


def read_pdf(content: bytes, folder: Path) -> str:
    """What pdftotext reads, in the order in which it was set: what breaks inside a cell stays together."""
    file = folder / "paper.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return squeezed(done.stdout.decode())


def read_docx(contents: dict[str, bytes], folder: Path) -> dict[str, str]:
    """What LibreOffice reads of several files. It takes seconds to start, so it is started once."""
    for code, content in contents.items():
        (folder / f"{code}.docx").write_bytes(content)
    home = f"-env:UserInstallation=file://{folder}/office"
    files = [str(folder / f"{code}.docx") for code in contents]
    command = ["soffice", home, "--headless", "--convert-to", "txt:Text", "--outdir", str(folder), *files]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    return {code: squeezed((folder / f"{code}.txt").read_text(encoding="utf-8-sig")) for code in contents}


def test_the_set_is_complete():
    assert [*(f"M{n:02d}" for n in range(1, 18)), *(f"U{n:02d}" for n in range(1, 10))] == CODES


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_word_is_there_and_none_is_left_over(lang):
    book = wording.book(lang)
    asked = {name for form in FORMS for name in labels(form)}
    own = {
        "number", "draft", "verify_note", "scan", "missing_row", "scan_not_here", "scan_unreadable",
        "scan_closed",
        "committee_of", "some_agreement", "no_agreement", "case_own", "case_applied", "case_entrusted",
        "kept_by_committee",
    }  # fmt: skip
    assert set(book["labels"]) == asked | own
    assert set(book["titles"]) == set(CODES)
    keys = {part.key for form in FORMS for part in form.parts if hasattr(part, "key")}
    assert set(book["notices"]) == keys
    assert all(text.strip() for text in (*book["labels"].values(), *book["titles"].values()))


SECTION_3 = {
    "M01": "dossier_title dossier_number mediators from_on to_on filed_by filed_on retention remark",
    "M02": "no document page remark",
    "M03": "a_name a_sex a_ethnicity a_age a_job a_phone a_address b_name b_sex b_ethnicity b_age b_job"
    " b_phone b_address facts request_1 request_2 request_3 a_sign date_sign",
    "M04": "date a_name b_name type source facts a_sign b_sign registrar_sign seal mongolian_needed severity"
    " happened_at happened_where people over_threshold",
    "M05": "a_sign b_sign",
    "M06": "scope principal agent papers_seen",
    "M07": "time place present investigator asked_person content recorder_sign asked_sign",
    "M08": "evidence what source pages",
    "M09": "time place a_name b_name participants record result a_sign b_sign mediator_sign recorder_sign",
    "M10": "a_name b_name facts issues obligations to what how place_of_performance term copies a_sign b_sign"
    " mediator_sign recorder_sign seal date_sign amount_figures amount_words",
    "M11": "a_name b_name facts issues obligations term filled_by mediator_sign",
    "M12": "performed_what performed_on amount_figures received_sign",
    "M13": "party_asked agreement_number cause performance satisfaction lawsuit wrong_mediation hidden_risk"
    " measures visitor_sign time",
    "M14": "a_name a_address a_phone b_name b_address b_phone a_unit b_unit agreement_number"
    " confirmation_request court",
    "M15": "missing why_missing",
    "M16": "dossier_number date body responsible accepted_on closed_on a_name b_name source facts result",
    "M17": "reason a_receipt b_receipt date_sign",
    "U01": "party_name handler complaint_phone party_sign",
    "U02": "undisputed a_sign b_sign",
    "U03": "extended_to extension_reason a_sign b_sign",
    "U04": "receiver why_referred sent basis feedback_due feedback_result feedback_on",
    "U05": "a_name b_name performed_on a_sign b_sign request_text",
    "U06": "party_name own_words wish help_given recorded_by",
    "U07": "interpreter languages interpreter_sign",
    "U08": "mediator relation explained a_sign b_sign",
    "U09": "officer_name officer_phone card_number complaint_phone",
}
"""The fields that section 3 of the specification names for each form."""


@pytest.mark.parametrize("code", CODES)
def test_every_field_the_specification_names_is_on_the_form(code):
    assert set(SECTION_3[code].split()) <= set(labels(BY_CODE[code]))


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("tell", [told, oral, ended, referred])
def test_a_told_case_stands_on_the_papers_field_by_field(tell, lang, work, tmp_path):
    tell(work)
    wanted = {code: drawn_for(code, lang, work) for code in CODES if TELLS.get(code, told) is tell}
    assert all(wanted.values())
    for code, drawn in wanted.items():
        text = read_pdf(pdf(drawn), tmp_path)
        assert unsaid(text, [part for paper in drawn for part in said_by(paper)]) == [], code
    filled = {code: docx.fill(templates.template_for(code, lang), drawn[0]) for code, drawn in wanted.items()}
    texts = read_docx(filled, tmp_path)
    for code, drawn in wanted.items():
        assert unsaid(texts[code], [value for _name, value in blanks(drawn[0])]) == [], code


def said_by(paper):
    """What has to stand on a paper: its title, every value, every label."""
    labels_ = [label for block in paper.blocks for label in _labels(block)]
    return [paper.title, *(value for _name, value in blanks(paper)), *labels_]


def unsaid(text: str, wanted: list[str]) -> list[str]:
    """What is missing in a text."""
    return [one for one in wanted if squeezed(one) not in text]


def test_a_value_that_is_not_on_the_paper_is_noticed():
    assert unsaid("宝音沟", ["宝 音", "朝鲁"]) == ["朝鲁"]


def _labels(block):
    match block:
        case Fields(blanks=found) | Signs(blanks=found):
            return [one.label for one in found]
        case Prose(label=label):
            return [label]
        case Grid(heads=heads):
            return [label for _name, label in heads]
        case _:
            return []


@pytest.mark.parametrize("code", CODES)
def test_an_empty_form_can_be_filled_by_hand(code, tmp_path):
    for lang in ("zh-hans", "en", "mn-mong"):
        paper = papers.blank(code, lang)
        assert [value for _name, value in blanks(paper) if value] == []
        assert len(pdf([paper])) > 1_000
    text = read_pdf(pdf([papers.blank(code, "zh-hans")]), tmp_path)
    assert wording.title("zh-hans", code) in text


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("code", CODES)
def test_no_empty_form_has_a_page_for_signatures_alone(code, lang):
    paper = papers.blank(code, lang)
    signs = [label for block in paper.blocks if isinstance(block, Signs) for label in _labels(block)]
    last = squeezed(PdfReader(io.BytesIO(pdf([paper]))).pages[-1].extract_text())
    for label in signs:
        last = last.replace(squeezed(label), "", 1)
    assert re.sub(r"—\d+—", "", last)


@pytest.mark.parametrize("code", CODES)
def test_the_template_of_every_form_has_nothing_against_it(code):
    for lang in ("zh-hans", "en"):
        assert docx.lint(templates.template_for(code, lang), papers.blank(code, lang)) == []


def values(code: str, work: Casework, lang: str = "zh-hans") -> dict[str, str]:
    """A paper's blanks that say something."""
    found = view(work)
    return {
        name: value for paper in papers.drawn(found, code, lang) for name, value in blanks(paper) if value
    }


def test_the_agreement_says_who_does_what_to_whom_how_where_by_when(work):
    said = values("M10", told(work))
    first = {key.removeprefix("obligations.0."): value for key, value in said.items() if ".0." in key}
    assert first == {
        "no": "1", "by": "宝音", "to": "朝鲁", "what": "疏通排水沟", "how": "自费请工", "where": "两院之间",
        "due": "2026年11月25日", "amount": "¥600.00",
    }  # fmt: skip
    assert (said["amount_figures"], said["amount_words"]) == ("¥12,000.50", "人民币壹万贰仟元零伍角整")
    assert (said["term"], said["copies"]) == ("2026年12月20日", "3")


def test_a_new_agreement_says_nothing_of_the_money_and_copies_of_one_sent_back(work):
    work.agreed("2026-12-20", **MONEY, copies=3)
    work.does(Role.REGISTRAR, "seal", signed_on="2026-11-24", sealed_on="2026-11-24", copies=5)
    assert (values("M10", work)["copies"], values("M10", work)["amount_figures"]) == ("5", "¥12,000.50")
    work.does(Role.REGISTRAR, "send_back", why_sent_back="金额没有谈妥")
    work.does(Role.MEDIATOR, "agree", **agreement("2026-12-22"))
    said = values("M10", work)
    assert said["term"] == "2026年12月22日"
    assert not {"copies", "amount_figures", "amount_words"} & set(said)


def test_the_other_papers_say_what_was_told(work):
    told(work)
    register = values("M04", work)
    assert (register["source"], register["over_threshold"], register["severity"]) == (
        "调委会主动",
        "是",
        "一般",
    )
    assert values("M03", work)["a_age"] == "56"
    assert values("M09", work)["participants"] == "宝音、朝鲁"
    assert values("M14", work)["last_day_to_apply"] == "2026年12月24日"
    follow = values("M13", work)
    assert (follow["satisfaction"], follow["lawsuit"], follow["wrong_mediation"]) == ("满意", "未诉讼", "否")
    english = values("M10", work, "en")
    assert english["term"] == "20 December 2026"


@pytest.mark.parametrize("blank", ["ethnicity", "sex", "job"])
def test_what_is_never_kept_is_a_line_for_the_hand_that_says_so(blank, work):
    said = values("M03", told(work))
    for name in (f"a_{blank}", f"b_{blank}"):
        assert name not in said
        assert name in dict(blanks(papers.blank("M03", "zh-hans")))
        assert wording.label("zh-hans", name).endswith("（手写）")
        assert wording.label("en", name).endswith(" (by hand)")
    assert blank not in {name for kind in shelf() for act in kind.acts for name in asked_in(act.fields)}


def asked_in(fields: Mapping[str, Field]) -> Iterator[str]:
    """The names of fields, and of the columns of those that are tables."""
    for name, field in fields.items():
        yield name
        yield from asked_in(field.of) if isinstance(field, Many) else ()


def test_a_paper_holds_only_what_its_reader_may_read(work):
    told(work)
    chief = papers.drawn(view(work, Role.CHIEF), "M10", "zh-hans")[0]
    text = " ".join(value for _name, value in blanks(chief))
    assert "宝音" not in text
    assert "疏通" not in text


def test_no_paper_but_the_persons_own_speaks_of_safety(work):
    told(work)
    found = view(work)
    for code in CODES:
        text = " ".join(
            value for paper in papers.drawn(found, code, "zh-hans") for _n, value in blanks(paper)
        )
        assert "单独说的话" not in text, code
        assert "的意愿" not in text, code


def test_the_record_of_help_sought_holds_one_persons_words_and_not_the_others(work):
    found = case_for("U06", work)
    first, second = papers.drawn(found, "U06", "zh-hans", papers.opened_by_entry(found, "safety"))
    assert "宝音单独说的话" in dict(blanks(first)).values()
    assert not any("朝鲁" in value for _name, value in blanks(first))
    assert "报警110" in dict(blanks(first))["help_given.0.help"]
    assert not any("宝音" in value for _name, value in blanks(second))


def test_a_notice_of_the_end_never_gives_safety_as_the_reason(work):
    work.reported().does(Role.OFFICER, "hold", answer_within="one_hour")
    reason = "有现实危险，先行帮助"
    work.does(Role.SAFETY, "safety_decide", decision="end", help_listed=True, reason=reason)
    said = values("M17", work)
    assert "reason" not in said
    assert said["ended_on"]


def test_what_a_dossier_lacks_is_named(work):
    work.mediating()
    assert papers.lacking(view(work)) == ["M09"]
    told(Casework(work.cast, work.people, work.at))
    done = Casework(work.cast, work.people, work.at)
    assert papers.lacking(view(told(done))) == []


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "人民币零元整"), (1, "人民币壹分"), (10, "人民币壹角整"), (15, "人民币壹角伍分"),
        (100, "人民币壹元整"), (105, "人民币壹元零伍分"), (1_000, "人民币壹拾元整"),
        (100_050, "人民币壹仟元零伍角整"),
        (120_000, "人民币壹仟贰佰元整"), (1_200_050, "人民币壹万贰仟元零伍角整"),
        (10_050_000, "人民币壹拾万零伍佰元整"), (100_000_000, "人民币壹佰万元整"),
        (1_000_010_000, "人民币壹仟万零壹佰元整"), (10_000_000_000, "人民币壹亿元整"),
        (1_010_100_000_000, "人民币壹佰零壹亿零壹佰万元整"), (100_001, "人民币壹仟元零壹分"),
        (12_345_678_901, "人民币壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"),
    ],
)  # fmt: skip
def test_amounts_in_the_capitals_of_cheques(fen, words):
    assert amount_words(fen) == words


def test_an_amount_below_nothing_is_an_error():
    with pytest.raises(ValueError, match="below nothing"):
        amount_words(-1)

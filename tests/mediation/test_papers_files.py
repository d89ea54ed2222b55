"""What leaves the desk as a file: every part in a DOCX, the mark of a draft, and scans in the dossier."""

import io
from hashlib import sha256
from pathlib import Path

import docx
import pytest
import time_machine
from django.core.cache import cache
from pypdf import PdfReader
from test_papers_desk import address, client

from casework import Casework
from full_case import told
from urtuu.documents.docx import words_of
from urtuu.journal import pictures, queries, services
from urtuu.kinds.roles import Role
from urtuu.mediation import dossiers, templates

SCANS = Path(__file__).parents[1] / "documents"
MARK = "草稿，未出具"


def draft(work: Casework, code: str) -> bytes:
    """A draft in DOCX."""
    with time_machine.travel(work.at, tick=False):
        answer = client(work, Role.MEDIATOR).get(address(work, "paper", code, "docx"))
    cache.clear()
    assert answer.status_code == 200
    return bytes(answer.content)


@pytest.mark.parametrize("count", [1, 3])
def test_a_draft_in_docx_has_every_session(work: Casework, count):
    work.mediating()
    for number in range(count):
        work.does(Role.MEDIATOR, "session", manner="joint", record=f"第{number + 1}次谈话的记录")
    content = draft(work, "M09")
    words = "\n".join(words_of(content))
    assert [words.count(f"第{number + 1}次谈话的记录") for number in range(count)] == [1] * count
    assert len(docx.Document(io.BytesIO(content)).sections) == count


def test_a_template_without_a_word_about_drafts_makes_a_draft_all_the_same(work, settings, tmp_path):
    told(work)
    settings.VAR = tmp_path
    templates.folder().mkdir(parents=True)
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("{{ a_name }}与{{ b_name }}")
    made.save(out)
    (templates.folder() / "M10.zh-hans.docx").write_bytes(out.getvalue())
    opened = docx.Document(io.BytesIO(draft(work, "M10")))
    assert "宝音与朝鲁" in "".join(line.text for line in opened.paragraphs)
    assert opened.sections[0].header.paragraphs[0].text == MARK


def photographed(work: Casework, arrives: dict[str, tuple[str, bytes]], missing: bytes = b"") -> None:
    """Evidence with photographs, of which some have arrived. `arrives`: MIME type and bytes by name."""
    bodies = [*arrives.values(), *([("image/jpeg", missing)] if missing else [])]
    photo = [{"sha256": sha256(body).hexdigest(), "size": len(body), "mime": mime} for mime, body in bodies]
    rows = [{"what": "现场照片", "source": "宝音提交", "pages": 1}]
    work.does(Role.MEDIATOR, "evidence", evidence=rows, photo=photo)
    device = services.site(work.at).desk_device
    for _mime, body in arrives.values():
        assert pictures.take_whole(device, sha256(body).hexdigest(), body, work.at)


def dossier(work: Casework, lang: str = "zh-hans") -> PdfReader:
    """The dossier as the archivist draws it."""
    with time_machine.travel(work.at, tick=False):
        answer = client(work, Role.ARCHIVIST).get(address(work, "dossier"), {"lang": lang})
    cache.clear()
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def test_papers_and_dossier_are_drawn_while_the_clock_runs(work: Casework):
    told(work)
    with time_machine.travel(work.at.replace(microsecond=123_456), tick=True):
        answer = client(work, Role.MEDIATOR).get(address(work, "paper", "M10", "pdf"))
        issued = client(work, Role.MEDIATOR).post(address(work, "issue_paper", "M10"))
        bound = client(work, Role.ARCHIVIST).get(address(work, "dossier"))
    cache.clear()
    assert {one["Content-Type"] for one in (answer, issued, bound)} == {"application/pdf"}


def test_scans_of_every_sort_are_bound(work: Casework):
    work.mediating()
    arrives = {
        "webp": ("image/webp", (SCANS / "red.webp").read_bytes()),
        "cmyk": ("image/jpeg", (SCANS / "cmyk.jpg").read_bytes()),
    }
    photographed(work, arrives)
    bound = dossier(work)
    assert sum(len(page.images) for page in bound.pages) == 2
    titles = [str(one.title) for one in bound.outline if not isinstance(one, list)]
    assert [title for title in titles if "附件扫描件" in title] == ["附件扫描件 1", "附件扫描件 2"]


@pytest.mark.parametrize(
    ("lang", "damaged", "absent"),
    [("zh-hans", "图片文件损坏，未打印", "图片尚未传到"), ("en", "filedamaged,notprinted", "notreceivedyet")],
)
def test_what_is_not_printed_is_listed_with_the_reason(work: Casework, lang, damaged, absent):
    work.mediating()
    photographed(work, {"broken": ("image/jpeg", b"\xff\xd8\xff and no more")}, missing=b"\xff\xd8\xff later")
    contents = "".join("".join(page.extract_text().split()) for page in dossier(work, lang).pages[:3])
    assert damaged in contents
    assert absent in contents


def test_who_reads_no_names_there_binds_no_pictures(work: Casework):
    """A registrar elsewhere may be an officer here: what is bound follows what is read here."""
    work.mediating()
    photographed(work, {"webp": ("image/webp", (SCANS / "red.webp").read_bytes())})
    chief = queries.record(work.people[Role.CHIEF].who, work.record, work.at)
    assert isinstance(chief, queries.RecordView)
    bound = PdfReader(io.BytesIO(dossiers.set_dossier(chief, "zh-hans", work.at)))
    assert sum(len(page.images) for page in bound.pages) == 0
    contents = "".join("".join(page.extract_text().split()) for page in bound.pages[:3])
    assert "不属于本人可查阅的内容" in contents


def test_the_dossier_of_a_case_without_pictures_lists_none(work: Casework):
    work.mediating()
    text = "".join(page.extract_text() for page in dossier(work).pages)
    assert "附件扫描件" not in text

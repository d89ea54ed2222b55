"""Papers at the desk: who draws which, drafts that say so, what is issued and verified, and the dossier."""

import io
import re
from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from casework import Casework
from urtuu.documents import docx
from urtuu.journal import queries
from urtuu.kinds.roles import Role
from urtuu.mediation import allowing, templates
from urtuu.mediation.forms import BY_CODE
from urtuu.mediation.models import Issued
from urtuu.places.permissions import TABLE

WITHOUT_RECORDS = {role for role in Role if role is not Role.HOUSE and "records" not in TABLE[role].pages}


def client(work: Casework, role: Role, lang: str = "zh-hans") -> Client:
    """Somebody of a role, signed in."""
    opened = Client(headers={"accept-language": lang})
    opened.force_login(work.people[role].staff)
    return opened


def text_of(content: bytes) -> str:
    """The words of a PDF."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def address(work: Casework, name: str, *more: str) -> str:
    """A page of the case."""
    return reverse(f"desk:{name}", args=[work.record, *more])


def test_each_role_draws_its_papers_and_no_other(full: Casework):
    drawn = {}
    for role in full.people:
        if role is Role.HOUSE:
            continue
        browser = client(full, role)
        for code, form in BY_CODE.items():
            if code in allowing.RESTRICTED:
                continue
            asked = {"party": "A1"} if code in allowing.OWN else {}
            status = browser.get(address(full, "paper", code, "docx"), asked).status_code
            reads = queries.record(full.people[role].who, full.record, full.at)
            may = role in form.by and role not in WITHOUT_RECORDS and isinstance(reads, queries.RecordView)
            assert (status == 200) == may, (role, code, status)
            drawn.setdefault(role, []).append(code) if status == 200 else None
    assert "M10" in drawn[Role.MEDIATOR]
    assert "M10" not in drawn[Role.OFFICER]
    assert Role.STATISTICIAN not in drawn
    assert Role.ADMIN not in drawn


def test_a_draft_says_that_it_is_one_and_leaves_no_trace(full: Casework):
    answer = client(full, Role.MEDIATOR).get(address(full, "paper", "M10", "pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert "草稿，未出具" in text_of(answer.content)
    assert answer["Cache-Control"] == "private, no-store"
    assert Issued.objects.count() == 0


def test_what_is_issued_bears_a_code_that_leads_to_a_page_without_anybodys_name(full: Casework):
    answer = client(full, Role.MEDIATOR).post(address(full, "issue_paper", "M10"))
    row = Issued.objects.get()
    text = text_of(answer.content)
    assert row.digest[:16] in text
    assert "草稿" not in text
    for lang, words in (
        ("zh-hans", ("由本单位出具", "人民调解协议书", "2026年12月2日")),
        ("en", ("Issued here", "Mediation agreement", "2 December 2026")),
    ):
        page = Client(headers={"accept-language": lang}).get(reverse("kiosk:verify", args=[row.digest]))
        body = page.content.decode()
        assert page.status_code == 200
        assert all(word in body for word in words)
        assert not any(name in body for name in ("宝音", "朝鲁", full.record))


def test_an_unknown_digest_is_answered_calmly(full: Casework):
    for digest in ("0" * 64, "abc", "UPPER"):
        page = Client(headers={"accept-language": "zh-hans"}).get(reverse("kiosk:verify", args=[digest]))
        assert page.status_code == 404
        assert "未查到" in page.content.decode()


def test_issued_again_unchanged_it_is_the_same_paper_and_changed_it_is_a_later_one(full: Casework):
    browser = client(full, Role.CHAIR)
    browser.post(address(full, "issue_paper", "M16"))
    browser.post(address(full, "issue_paper", "M16"))
    first = Issued.objects.get()
    with time_machine.travel(full.at + timedelta(days=400), tick=False):
        client(full, Role.CHAIR).post(address(full, "issue_paper", "M16"))
    assert Issued.objects.get().issued_at == first.issued_at
    with time_machine.travel(full.at + timedelta(days=1), tick=False):
        client(full, Role.CHAIR).post(address(full, "issue_paper", "M13"))
        before = Issued.objects.get(code="M13")
        full.at += timedelta(days=1)
        said = {"asked_alone": True, "performance": "in_full", "afterwards": "calm"}
        full.does(Role.OFFICER, "follow_up", **said, party="B1", said="也没有再积水")
    with time_machine.travel(full.at + timedelta(hours=1), tick=False):
        client(full, Role.CHAIR).post(address(full, "issue_paper", "M13"))
        # Another act's paper is another part: the first one stands.
        assert "已有新版本" not in verification(before.digest)
        full.does(Role.ARCHIVIST, "archive", keep_until="2036-12-02", contents_complete=True)
        client(full, Role.CHAIR).post(address(full, "issue_paper", "M01"))
    with time_machine.travel(full.at + timedelta(hours=2), tick=False):
        cover = Issued.objects.get(code="M01")
        full.does(Role.ARCHIVIST, "retention_review", keep_until="2046-12-02", why_kept="另有诉讼")
        client(full, Role.CHAIR).post(address(full, "issue_paper", "M01"))
        assert "已有新版本" in verification(cover.digest)


def verification(digest: str) -> str:
    """What the page that a paper's code leads to says."""
    page = Client(headers={"accept-language": "zh-hans"}).get(reverse("kiosk:verify", args=[digest]))
    return page.content.decode()


def test_the_page_lists_what_fits_and_offers_the_dossier_to_those_who_keep_files(full: Casework):
    page = client(full, Role.CHAIR).get(address(full, "papers")).content.decode()
    assert "人民调解协议书" in page
    assert "人民调解口头协议登记表" not in page
    assert "求助情况记录" not in page
    assert address(full, "dossier") in page
    assert "求助情况记录" in client(full, Role.SAFETY).get(address(full, "papers")).content.decode()
    assert (
        address(full, "dossier")
        not in client(full, Role.MEDIATOR).get(address(full, "papers")).content.decode()
    )
    english = client(full, Role.CHAIR, "en").get(address(full, "papers")).content.decode()
    assert "Mediation agreement" in english


def test_the_dossier_is_one_file_with_cover_contents_and_every_paper(full: Casework):
    answer = client(full, Role.ARCHIVIST).get(address(full, "dossier"))
    text = text_of(answer.content)
    for title in (
        "人民调解卷宗",
        "卷内目录",
        "人民调解受理登记表",
        "人民调解记录",
        "人民调解协议书",
        "人民调解回访记录",
        "结案报告",
    ):
        assert title in text, title
    assert "单独说的话" not in text
    assert client(full, Role.MEDIATOR).get(address(full, "dossier")).status_code == 403


def test_an_office_may_put_its_own_template_in_place(full: Casework, settings, tmp_path):
    settings.VAR = tmp_path
    own = templates.folder()
    templates.write_all(own)
    file = own / "M10.zh-hans.docx"
    file.write_bytes(file.read_bytes())
    assert list(templates.problems(own)) == []
    import docx as office

    opened = office.Document(str(file))
    opened.add_paragraph("阿鲁科尔沁旗司法局监制 {{ number }}")
    opened.save(str(file))
    answer = client(full, Role.MEDIATOR).get(address(full, "paper", "M10", "docx"))
    assert "阿鲁科尔沁旗司法局监制 （2026）人调协字第1号" in "\n".join(docx.words_of(answer.content))
    file.write_bytes(b"no template")
    back = client(full, Role.MEDIATOR).get(address(full, "paper", "M10", "docx"), follow=True)
    assert "不是能打开的 DOCX 模板" in back.content.decode()
    assert [name for name, _fault in templates.problems(own)] == ["M10.zh-hans.docx"]


def test_odd_addresses_are_not_found(full: Casework):
    browser = client(full, Role.MEDIATOR)
    assert browser.get(address(full, "paper", "M99", "pdf")).status_code == 404
    assert browser.get(address(full, "paper", "M10", "exe")).status_code == 404
    assert browser.get(address(full, "issue_paper", "M10")).status_code == 405

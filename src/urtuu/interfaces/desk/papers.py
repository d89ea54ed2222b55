"""The papers of a dispute at the desk: which fit, drafts to look at, what is issued, and the dossier."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from urtuu.base.sentences import Sentence
from urtuu.documents import docx
from urtuu.documents.blocks import Lang
from urtuu.documents.pdf import NotSet, pdf
from urtuu.interfaces.desk import wording
from urtuu.interfaces.desk.asking import asking, now_of, today_of, word
from urtuu.interfaces.desk.found import view_of
from urtuu.interfaces.desk.showing import opens, refuse, show, told
from urtuu.journal import queries as journal
from urtuu.journal.desk import NotTaken
from urtuu.journal.queries import RecordRow, RecordView
from urtuu.mediation import allowing, dossiers, issuing, known, minors, papers, templates
from urtuu.mediation import wording as words
from urtuu.mediation.form_parts import FILE, Form
from urtuu.mediation.forms import BY_CODE

KIND = "dispute"
LANGS: tuple[Lang, ...] = ("zh-hans", "en", "mn-mong")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@opens("records")
def listed(request: HttpRequest, record: UUID) -> HttpResponse:
    """The papers that fit now."""
    view = view_of(request, KIND, record)
    if isinstance(view, Sentence):
        return refuse(request, view)
    forms = allowing.fitting(asking(request), view, today_of(request))
    parties = _parties(view)
    in_full = minors.may_be_named(asking(request), view, now_of(request))
    return show(
        request,
        "desk/papers.html",
        view=view,
        title=wording.title(RecordRow(view.row, view.standing)),
        record_url=reverse("desk:record", args=[KIND, record]),
        list_url=reverse("desk:records", args=[KIND]),
        list_name=word(KIND, "kind", "many"),
        rows=[_row(form, view, parties if form.code in allowing.OWN else []) for form in forms],
        dossier_url=reverse("desk:dossier", args=[record]) if _files(request) else "",
        lacking=[_titles(request, codes) for codes in papers.lacking(view)],
        lang=_page_lang(request),
        languages=_languages(request),
        may_name_minor=in_full,
        names_minor=in_full and request.GET.get("minor") == "full",
    )


def _parties(view: RecordView) -> list[dict[str, str]]:
    """The parties by name as far as the asker may read, by label where that tells nobody apart."""
    known_as = minors.named(view)
    names = {one: known.party(known_as, one).get("name", "") for one in known.labels_of(view)}
    alike = [name for name in names.values() if list(names.values()).count(name) > 1]
    return [
        {"label": one, "name": f"{name} ({one})".strip() if not name or name in alike else name}
        for one, name in names.items()
    ]


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The languages that papers are drawn in, as a switch; what else was asked for stays."""
    names = {"zh-hans": "中文", "en": "English", "mn-mong": _("Vertical columns")}
    asked = request.GET.copy()
    options = []
    for lang in LANGS:
        asked["lang"] = lang
        current = lang == _page_lang(request)
        options.append({"label": names[lang], "url": f"?{asked.urlencode()}", "current": current})
    return options


def _titles(request: HttpRequest, codes: str) -> str:
    return " / ".join(words.title(_page_lang(request), code) for code in codes.split("/"))


def _files(request: HttpRequest) -> bool:
    return bool(asking(request).roles(today_of(request)) & set(FILE))


def _page_lang(request: HttpRequest) -> Lang:
    asked = request.GET.get("lang", "")
    if asked in LANGS:
        return asked
    return "en" if wording.code() == "en" else "zh-hans"


def _row(form: Form, view: RecordView, parties: list[dict[str, str]]) -> dict[str, Any]:
    at = [view.row.record, form.code]
    return {
        "code": form.code,
        "title": words.title("en" if wording.code() == "en" else "zh-hans", form.code),
        "need": form.need,
        "restricted": form.code in allowing.RESTRICTED,
        # A party's own paper is issued for one; any other for all, without a choice.
        "parties": parties or [{"label": "", "name": ""}],
        "pdf": reverse("desk:paper", args=[*at, "pdf"]),
        "docx": reverse("desk:paper", args=[*at, "docx"]),
        "issue": reverse("desk:issue_paper", args=at),
    }


@require_safe
@opens("records")
def paper(request: HttpRequest, record: UUID, code: str, ending: str) -> HttpResponse:
    """A draft to look at, as PDF or DOCX. What speaks of a restricted part is only ever issued."""
    if code in allowing.RESTRICTED or ending not in ("pdf", "docx"):
        raise Http404(_("There is no such draft."))
    view = _allowed(request, record, code)
    if isinstance(view, HttpResponse):
        return view
    party = request.GET.get("party", "")
    if refused := allowing.party_refusal(view, code, party):
        return _back(request, record, refused)
    lang = _page_lang(request)
    found = issuing.draft(papers.drawn(view, code, lang, party=party))
    try:
        if ending == "docx":
            content = docx.fill_all(templates.template_for(code, lang), found)
            return _file(content, _DOCX, f"{code}-{view.row.number}.docx")
        return _file(pdf(found, made_at=now_of(request)), "application/pdf", f"{code}-{view.row.number}.pdf")
    except (NotSet, docx.BadTemplate) as fault:
        return _back(request, record, fault.sentence)


@require_POST
@opens("records")
def issue(request: HttpRequest, record: UUID, code: str) -> HttpResponse:
    """A paper with its code; once it is set, its digest is kept. A restricted part is opened, journaled."""
    view = _allowed(request, record, code)
    if isinstance(view, HttpResponse):
        return view
    party = request.POST.get("party", "")
    if refused := allowing.party_refusal(view, code, party):
        return _back(request, record, refused)
    try:
        view, opened = _opened(request, view, code)
        found = papers.drawn(view, code, _page_lang(request), opened, party)
        coded = issuing.coded(found, str(record), _address(request))
        content = pdf(coded, made_at=now_of(request))
    except (NotTaken, NotSet) as answer:
        return _back(request, record, answer.sentence)
    issuing.keep(coded, str(record), asking(request).staff, now_of(request))
    return _file(content, "application/pdf", f"{code}-{view.row.number}.pdf")


def _opened(request: HttpRequest, view: RecordView, code: str) -> tuple[RecordView, dict[str, Any]]:
    """The record with what this paper speaks of opened for its purpose, also by entry. Raises NotTaken."""
    opened: dict[str, Any] = {}
    if part := allowing.RESTRICTED.get(code):
        view = _open(request, view, part, "purpose")
        opened = papers.opened_by_entry(view, part)
    if request.POST.get("minor_purpose", "").strip():
        view = _open(request, view, minors.PART, "minor_purpose")
    return view, opened


def _open(request: HttpRequest, view: RecordView, part: str, field: str) -> RecordView:
    purpose = request.POST.get(field, "").strip()
    return journal.open_restricted(asking(request), view.row.record, part, purpose, now_of(request))


def _address(request: HttpRequest) -> Any:
    return lambda digest: request.build_absolute_uri(reverse("kiosk:verify", args=[digest]))


@require_safe
@opens("records")
def dossier(request: HttpRequest, record: UUID) -> HttpResponse:
    """The whole dossier as one PDF, for those who keep files."""
    view = _allowed(request, record, "M01")
    if isinstance(view, HttpResponse):
        return view
    try:
        content = dossiers.set_dossier(view, _page_lang(request), now_of(request))
    except NotSet as fault:
        return _back(request, record, fault.sentence)
    return _file(content, "application/pdf", f"dossier-{view.row.number}.pdf")


def _allowed(request: HttpRequest, record: UUID, code: str) -> RecordView | HttpResponse:
    """The record, if this person may draw this paper from it; a try at a restricted one is journaled."""
    view = view_of(request, KIND, record)
    if isinstance(view, Sentence):
        return refuse(request, view)
    if code not in BY_CODE:
        raise Http404(_("There is no such paper."))
    refused = allowing.refusal(asking(request), code, today_of(request))
    if refused is None:
        return view
    if part := allowing.RESTRICTED.get(code):
        purpose = request.POST.get("purpose", "").strip()
        allowing.turn_away(asking(request), view, part, purpose, now_of(request))
    return refuse(request, refused)


def _back(request: HttpRequest, record: UUID, sentence: Sentence) -> HttpResponse:
    messages.error(request, told(sentence))
    return redirect("desk:papers", record=record)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response

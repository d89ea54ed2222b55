"""An act of the table as a form: shown, sent through the journal's door, and answered in a sentence.

What the door returns is not stored, and the form comes back as it was typed. What it holds, because somebody
was faster, is kept: it waits in the tray for a person, as it would have from a phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from urtuu.base.ids import new_id
from urtuu.base.sentences import Sentence, say
from urtuu.interfaces.desk import beginning, composer, forms, wording
from urtuu.interfaces.desk.asking import asking, language, now_of, today_of, word
from urtuu.interfaces.desk.controls import Form, offer_for
from urtuu.interfaces.desk.forms import Given
from urtuu.interfaces.desk.found import view_of
from urtuu.interfaces.desk.lists import kind_of
from urtuu.interfaces.desk.showing import opens, refuse, show, told
from urtuu.journal import desk, lookups
from urtuu.journal import queries as journal
from urtuu.journal.desk import NotTaken
from urtuu.journal.push import Receipt
from urtuu.journal.queries import RecordRow, RecordView
from urtuu.kinds import words
from urtuu.kinds.composing import Deed
from urtuu.kinds.judging import Answer
from urtuu.kinds.vocabulary import Act, Kind
from urtuu.places import permissions
from urtuu.places.permissions import Where

ONLY = "_only"
"""Names the one field that is chosen between two values; then it is written even if it stays the same."""
MORE = "_more"
"""Asks for another row of a group: the way without a script."""


@dataclass(frozen=True)
class Subject:
    """What an act is done to: a record, or nothing yet, at a place."""

    kind: Kind
    act: Act
    where: Where
    view: RecordView | None = None
    gacha: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@opens("records")
def do(request: HttpRequest, kind: str, record: UUID, act: str) -> HttpResponse:
    """One act on a record."""
    view = view_of(request, kind, record)
    if isinstance(view, Sentence):
        return refuse(request, view)
    chosen = view.kind.act.get(act)
    if chosen is None or chosen.begins or not forms.by_hand(view.kind, chosen):
        raise Http404(_("There is no such act."))
    subject = Subject(view.kind, chosen, view.where, view, view.row.gacha)
    if request.method == "POST":
        return _answer(request, subject)
    refused = permissions.refusal(asking(request), chosen, view.kind, view.where, today_of(request))
    if refused:
        return refuse(request, refused)
    if chosen not in journal.open_acts(asking(request), view, now_of(request)):
        messages.warning(request, _("As the record stands now, this act is not open to you."))
        return redirect("desk:record", kind=kind, record=record)
    return _form(request, subject, _prefilled(request, subject))


@require_http_methods(["GET", "HEAD", "POST"])
@opens("records")
def begin(request: HttpRequest, kind: str, act: str) -> HttpResponse:
    """A new record: first where, then what."""
    found = kind_of(kind)
    chosen = found.act.get(act)
    if chosen is None or not chosen.begins or not forms.by_hand(found, chosen):
        raise Http404(_("There is no such act."))
    spots = beginning.places_for(request, found, chosen)
    if not spots:
        held = asking(request).now(today_of(request))
        where = next((Where(p.banner, p.station, p.grid) for p in held), Where("", "", ""))
        refused = permissions.refusal(asking(request), chosen, found, where, today_of(request))
        return refuse(request, refused or say("not_your_record"))
    spot = beginning.chosen_of(request, spots)
    if spot is None:
        return show(request, "desk/where.html", **_heading(found, chosen), spots=spots)
    subject = Subject(found, chosen, spot.where, gacha=spot.gacha)
    if request.method == "POST":
        return _answer(request, subject)
    return _form(request, subject, _prefilled(request, subject), spots=spots, spot=spot)


def _prefilled(request: HttpRequest, subject: Subject) -> QueryDict:
    """What a form shows at first: for a correction what stands, else what the address brings along."""
    act, view = subject.act, subject.view
    if view is None:
        return request.GET
    there = _standing_values(view)
    known = act.fields if act.corrects else {n: f for n, f in act.fields.items() if forms.is_machine_made(f)}
    return forms.typed(known, {name: value for name, value in there.items() if name in known})


def _standing_values(view: RecordView) -> dict[str, Any]:
    """The record's open values, with the sealed ones that this person reads."""
    sealed: dict[str, Any] = {}
    for key, body in view.parts.items():
        if key == view.row.record:
            sealed.update(body)
    return {**view.standing.body, **sealed}


def _answer(request: HttpRequest, subject: Subject) -> HttpResponse:
    given = forms.read(subject.kind, subject.act, request.POST)
    if MORE in request.POST:
        return _form(request, subject, request.POST, status=422)
    values = _wanted(request, subject, given)
    wrong = {name: told(sentence) for name, sentence in given.wrong.items()}
    if wrong:
        return _form(request, subject, request.POST, wrong, status=422)
    if subject.act.corrects and not values:
        return _form(request, subject, request.POST, {"": _("Nothing was changed.")}, status=422)
    return _performed(request, subject, values)


def _wanted(request: HttpRequest, subject: Subject, given: Given) -> dict[str, Any]:
    """The values to be written; a choice between two values writes just that one."""
    if only := request.POST.get(ONLY):
        for name in [name for name in given.wrong if name != only]:
            del given.wrong[name]
        return {name: value for name, value in given.values.items() if name == only}
    if subject.act.corrects and subject.view:
        return forms.without_unchanged(subject.act, given.values, _standing_values(subject.view))
    return given.values


def _performed(request: HttpRequest, subject: Subject, values: Mapping[str, Any]) -> HttpResponse:
    deed = _deed(request, subject, values)
    try:
        receipt = submit(asking(request).staff, deed, request)
    except NotTaken as answer:
        name = str(answer.sentence.values.get("field", ""))
        at = name if name in subject.act.fields else ""
        return _form(request, subject, request.POST, {at: told(answer.sentence)}, status=422)
    if receipt.answer is Answer.HELD and receipt.sentence:
        messages.warning(request, told(receipt.sentence))
    else:
        messages.success(request, _done(request, subject, deed))
    if receipt.answer is Answer.HELD and subject.view is None:
        return redirect("desk:trays")
    return redirect("desk:record", kind=subject.kind.name, record=deed.record)


def submit(staff: str, deed: Deed, request: HttpRequest) -> Receipt:
    """Through the door. Raises NotTaken for what is returned; what is held stays, for a person to decide."""
    with transaction.atomic():
        receipt = desk.submit(staff, [deed], now_of(request))[0]
        if receipt.answer is Answer.RETURNED:
            raise NotTaken(receipt.sentence or say("not_taken"))
    return receipt


def _deed(request: HttpRequest, subject: Subject, values: Mapping[str, Any]) -> Deed:
    view, where = subject.view, subject.where
    place = next((value["gacha"] for value in values.values() if _is_place(value)), "")
    saw = request.POST.get("saw", "")
    return Deed(
        kind=subject.kind.name,
        act=subject.act.name,
        fields=values,
        record=view.row.record if view else str(new_id(now_of(request))),
        grid=where.grid,
        station=where.station,
        gacha=view.row.gacha if view else place or subject.gacha,
        saw=min(int(saw), view.row.version) if view and saw.isascii() and saw.isdigit() else 0,
    )


def _is_place(value: Any) -> bool:
    return isinstance(value, Mapping) and "gacha" in value


def _done(request: HttpRequest, subject: Subject, deed: Deed) -> str:
    known = lookups.named(asking(request), [deed.record], now_of(request)).get(deed.record)
    what = word(subject.kind.name, "done", subject.act.name)
    number = known.row.number if known else ""
    return _("Recorded: %(what)s · %(number)s") % {"what": what, "number": number}


def _form(
    request: HttpRequest,
    subject: Subject,
    data: QueryDict,
    errors: Mapping[str, str] | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    act, kind, view = subject.act, subject.kind, subject.view
    offer = offer_for(act, asking(request), subject.where, now_of(request))
    form = Form(kind, act, data, offer, errors or {})
    one = RecordRow(view.row, view.standing) if view else None
    composes = view is not None and composer.composes(kind, act)
    return show(
        request,
        "desk/act.html",
        status=status,
        **_heading(kind, act),
        controls=form.controls(),
        errors=_summary(form),
        saw=data.get("saw") or (view.row.version if view else 0),
        record=one,
        record_title=wording.title(one) if one else "",
        record_url=reverse("desk:record", args=[kind.name, view.row.record]) if view else "",
        state=wording.state_chip(kind, view.row.state) if view else None,
        composer=composer.context(view, act, forms.read(kind, act, data).values)
        if view and composes
        else None,
        where=more.get("spot") or beginning.spot_of(subject.where, subject.gacha),
        spots=more.get("spots", ()),
    )


def _heading(kind: Kind, act: Act) -> dict[str, Any]:
    return {
        "kind": kind,
        "act": act,
        "heading": word(kind.name, "acts", act.name),
        "hint": words.label(language(), kind.name, "hints", act.name, default=""),
        "kind_one": word(kind.name, "kind", "one"),
        "list_url": reverse("desk:records", args=[kind.name]),
        "list_name": word(kind.name, "kind", "many"),
    }


def _summary(form: Form) -> list[dict[str, str]]:
    """All that is wrong, each leading to its field."""
    return [{"id": f"id_{name}" if name else "", "text": text} for name, text in form.errors.items()]

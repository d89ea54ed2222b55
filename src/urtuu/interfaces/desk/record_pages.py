"""The page of one record: what stands, what was done, what may be done, and who else reads it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from urtuu.base.sentences import Sentence
from urtuu.interfaces.desk import approving, case_page, erasing, feedback, forms, history, pictures, wording
from urtuu.interfaces.desk.asking import asking, language, now_of, word
from urtuu.interfaces.desk.counter import gives_receipts
from urtuu.interfaces.desk.found import view_of
from urtuu.interfaces.desk.names import names
from urtuu.interfaces.desk.search import offers_same_sides
from urtuu.interfaces.desk.showing import opens, refuse, show, told
from urtuu.journal import lookups
from urtuu.journal import queries as journal
from urtuu.journal.desk import NotTaken
from urtuu.journal.queries import RecordRow, RecordView
from urtuu.kinds import words
from urtuu.kinds.vocabulary import Act
from urtuu.places import offers

SEALED = ("personal", "party")


@require_safe
@opens("records")
def record(request: HttpRequest, kind: str, record: UUID) -> HttpResponse:
    """One record, what may be done to it now, and everything that was done."""
    view = view_of(request, kind, record)
    return refuse(request, view) if isinstance(view, Sentence) else _page(request, view)


@require_POST
@opens("records")
def read_part(request: HttpRequest, kind: str, record: UUID, part: str) -> HttpResponse:
    """Opens a restricted part for a stated purpose; the reading itself is an entry in the journal."""
    view = view_of(request, kind, record)
    if isinstance(view, Sentence):
        return refuse(request, view)
    purpose = request.POST.get("purpose", "").strip()
    try:
        opened = journal.open_restricted(asking(request), str(record), part, purpose, now_of(request))
    except NotTaken as answer:
        refused = journal.may_open(asking(request), view, part, now_of(request))
        if refused:
            return refuse(request, refused)
        messages.error(request, told(answer.sentence))
        return _page(request, view, status=422, asked_for=part, purpose=purpose)
    return _page(request, opened)


def _page(request: HttpRequest, view: RecordView, *, status: int = 200, **more: Any) -> HttpResponse:
    who, now, kind = asking(request), now_of(request), view.kind
    one = RecordRow(view.row, view.standing)
    found = names(history.wanted_by(view), who, now)
    acts = [act for act in journal.open_acts(who, view, now) if forms.by_hand(kind, act)]
    desks = offers.desks({step.device for step in view.steps})
    readable = _readable(request, view)
    steps = history.steps_shown(view, found, desks)
    linked = lookups.pointing_here(who, view.row, now)
    return show(
        request,
        "desk/record.html",
        status=status,
        view=view,
        title=wording.title(one),
        kind_one=word(kind.name, "kind", "one"),
        list_url=reverse("desk:records", args=[kind.name]),
        list_name=word(kind.name, "kind", "many"),
        state=wording.state_chip(kind, view.row.state),
        clocks=wording.clock_chips(one, now),
        place=_place(view, found),
        holder=found.person(view.row.holder or view.row.author),
        case=case_page.sections(
            view, acts, now, gives=gives_receipts(request), same=offers_same_sides(request, view)
        ),
        facts=history.open_facts(view, found),
        parts=history.parts_shown(view, found),
        restricted=[{"part": part, "name": history.part_name(part)} for part in readable],
        locked=_locked(view, readable),
        erasing=erasing.reasons(request, view),
        approvable=approving.offered(request, view),
        choices=history.choices(view, found),
        settle_url=_settle_url(view, acts),
        steps=steps,
        **_groups([_act(view, act) for act in acts]),
        write_back=feedback.offered(request, view, steps),
        given=feedback.given(linked),
        gallery=pictures.gallery(view),
        links=[wording.linked(one) for one in linked if one.row.kind != feedback.KIND],
        **{"asked_for": "", "purpose": "", **more},
    )


def _place(view: RecordView, found: Any) -> str:
    codes = (view.row.station, view.row.grid, view.row.gacha)
    return " · ".join(found.place(code) for code in codes if code)


def _readable(request: HttpRequest, view: RecordView) -> list[str]:
    """Restricted parts that this person may open for a purpose."""
    restricted = [part for part in view.closed_parts if part not in SEALED]
    return [
        part for part in restricted if journal.may_open(asking(request), view, part, now_of(request)) is None
    ]


def _locked(view: RecordView, readable: list[str]) -> str:
    """How much is there and not for this person; never what."""
    count = len([part for part in view.closed_parts if part not in readable])
    if not count:
        return ""
    said = ngettext("%(n)d part is not shown to your post.", "%(n)d parts are not shown to your post.", count)
    return said % {"n": count}


def _settle_url(view: RecordView, acts: list[Act]) -> str:
    """Where a choice between two values is sent: the kind's own correction, if it is open to this person."""
    act = next((act for act in acts if act.corrects and not act.needs), None)
    return _url(view, act) if act else ""


def _groups(acts: list[dict[str, Any]]) -> dict[str, Any]:
    """What moves the record on first, then what stops it, then what is only written down."""
    return {
        "moving": [act for act in acts if act["moves"]],
        "stopping": [act for act in acts if act["always"]],
        "noting": [act for act in acts if not act["moves"] and not act["always"]],
    }


def _url(view: RecordView, act: Act) -> str:
    return reverse("desk:do", args=[view.row.kind, view.row.record, act.name])


def _act(view: RecordView, act: Act) -> dict[str, Any]:
    """A button: a form behind it, or done at once when there is nothing to fill in."""
    return {
        "name": act.name,
        "label": word(view.row.kind, "acts", act.name),
        "hint": words.label(language(), view.row.kind, "hints", act.name, default=""),
        "url": _url(view, act),
        "at_once": not act.fields,
        "moves": bool(act.leads_to) and not act.always,
        "always": act.always,
    }

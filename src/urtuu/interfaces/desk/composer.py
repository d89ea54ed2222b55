"""The legality list beside an agreement while it is written: the same items that the door will ask for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from urtuu.base.sentences import Sentence
from urtuu.interfaces.desk import forms
from urtuu.interfaces.desk.asking import word
from urtuu.interfaces.desk.found import view_of
from urtuu.interfaces.desk.showing import opens, refuse, told
from urtuu.journal.queries import RecordView
from urtuu.kinds.dispute import legality, rules
from urtuu.kinds.dispute.codes import LEGALITY
from urtuu.kinds.vocabulary import Act, Kind

KIND = "dispute"
_MATTER = ("category", "grassland", "difficulty")
_NAMES = {
    "written": gettext_lazy("In writing where it must be"),
    "each_due": gettext_lazy("Each obligation has its day"),
    "parties_named": gettext_lazy("Only parties are bound"),
    "law_stays_open": gettext_lazy("Police and court stay open"),
    "court_may_confirm": gettext_lazy("A court may confirm it"),
    "amounts_named": gettext_lazy("Amounts are named"),
    "facts_written": gettext_lazy("Facts and issues are written"),
    "issuer_agrees": gettext_lazy("The issuer agrees"),
    "use_unchanged": gettext_lazy("The present use stays"),
    "read_by_office": gettext_lazy("Read by the judicial office where it must be"),
}


def composes(kind: Kind, act: Act) -> bool:
    """Whether an act writes an agreement."""
    return kind.name == KIND and "obligations" in act.fields


@require_POST
@opens("records")
def check(request: HttpRequest, record: UUID, act: str) -> HttpResponse:
    """The list for what is typed so far. Nothing is stored."""
    view = view_of(request, KIND, record)
    if isinstance(view, Sentence):
        return refuse(request, view)
    chosen = view.kind.act.get(act)
    if chosen is None or not composes(view.kind, chosen):
        raise Http404(_("There is no such act."))
    given = forms.read(view.kind, chosen, request.POST)
    return render(request, "desk/legality.html", {"composer": context(view, chosen, given.values)})


def context(view: RecordView, act: Act, values: dict[str, Any]) -> dict[str, Any]:
    """The list in words, what blocks first."""
    known = {**{name: view.standing.body.get(name) for name in _MATTER}, **values}
    items = legality.checked(known, values, rules.parties(view.standing))
    shown = [_shown(item) for item in items]
    shown.sort(key=lambda one: ("blocks", "warns", "right").index(one["how"]))
    return {
        "items": shown,
        "blocking": sum(one["how"] == "blocks" for one in shown),
        "url": reverse("desk:legality", args=[view.row.record, act.name]),
    }


def _shown(item: legality.Item) -> dict[str, str]:
    how = item.weight if item.sentence else "right"
    name = word(KIND, "choices.legality", item.name) if item.name in LEGALITY else str(_NAMES[item.name])
    said = told(item.sentence) if item.sentence and item.name not in LEGALITY else ""
    return {"name": name, "how": how, "said": said}

"""At the counter: a party's receipt code opens what is held on them, who read it, and what they may ask.

The party stands at the window. The code is typed each time and never kept in an address; a wrong one is
answered calmly and counted, and nothing tells whether a case exists.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from urtuu.base.sentences import Sentence, say
from urtuu.interfaces.desk import case_page, history, wording
from urtuu.interfaces.desk.asking import asking, now_of, today_of, word
from urtuu.interfaces.desk.found import view_of
from urtuu.interfaces.desk.names import Wanted, names
from urtuu.interfaces.desk.showing import opens, refuse, show, told
from urtuu.journal import desk
from urtuu.journal.desk import NotTaken
from urtuu.journal.party_view import Holding, held_on
from urtuu.kinds.composing import Deed
from urtuu.kinds.dispute import codes, retention
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.mediation import known, receipts
from urtuu.web.dates import long_day_words

PAGE = "window"
KIND = "dispute"
GIVERS = (Role.CLERK, Role.REGISTRAR, Role.MEDIATOR, Role.OFFICER, Role.SAFETY)
STOPPABLE = ("reported", "offered", "accepted", "mediating", "paused")
"""States as a party is told them; what is offered follows them too, or a button would tell of a hold."""
MOST_WRONG = 10
MOST_WRONG_OF_A_STATION = 30
FORGET_SECONDS = 60 * 60
WHY_KEPT = {
    "running": gettext_lazy("Kept while the case runs."),
    "not_accepted": gettext_lazy("Not accepted: names are kept thirty days."),
    "terminated": gettext_lazy("Ended without an agreement: three years."),
    "oral": gettext_lazy("Oral agreement: five years after it was performed."),
    "written": gettext_lazy("Written agreement: ten years after it was performed in full."),
    "grassland": gettext_lazy("Boundary or contract of grassland: as long as the contract and three years."),
    "referred": gettext_lazy("Referred: three years."),
    "notes": gettext_lazy("Private notes: thirty days after the closing."),
    "safety": gettext_lazy("Safety record: three years after the last event."),
}


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAGE)
def counter(request: HttpRequest) -> HttpResponse:
    """The code is asked for; a right one opens what is held on the party."""
    if request.method != "POST":
        return show(request, "desk/counter.html")
    if any(cache.get(key, 0) >= most for key, most in _tries(request)):
        return _again(request, say("receipt_tries"), 429)
    found = receipts.find(request.POST.get("code", ""))
    held = _held(request, *found) if found else None
    if held is None:
        for key, _most in _tries(request):
            cache.add(key, 0, FORGET_SECONDS)
            cache.incr(key)
        return _again(request, say("receipt_unknown"), 422)
    if act := request.POST.get("act", ""):
        _does(request, held, act)
        held = _held(request, held.row.record, held.party) or held
    return show(request, "desk/counter.html", **_context(request, held))


@require_POST
@opens("records")
def give(request: HttpRequest, record: UUID) -> HttpResponse:
    """A new code for a party, shown once, to be printed."""
    view = view_of(request, KIND, record)
    if isinstance(view, Sentence):
        return refuse(request, view)
    party = request.POST.get("party", "")
    if not gives_receipts(request) or party not in known.labels_of(view):
        return refuse(request, say("not_your_record"))
    code = receipts.give(str(record), party, asking(request).staff, now_of(request))
    back = reverse("desk:record", args=[KIND, record])
    return show(request, "desk/receipt.html", code=code, party=party, number=view.row.number, back=back)


def gives_receipts(request: HttpRequest) -> bool:
    """Whether this person gives parties their receipt codes."""
    return bool(asking(request).roles(today_of(request)) & set(GIVERS))


def _again(request: HttpRequest, sentence: Sentence, status: int) -> HttpResponse:
    return show(request, "desk/counter.html", status=status, wrong=told(sentence))


def _tries(request: HttpRequest) -> list[tuple[str, int]]:
    """Where wrong codes are counted, and how many are borne: of the person, and of the station together."""
    who = asking(request)
    stations = sorted({post.station for post in who.now(today_of(request)) if post.station})
    return [(f"counter:{who.staff}", MOST_WRONG)] + [
        (f"counter:{one}", MOST_WRONG_OF_A_STATION) for one in stations
    ]


def _held(request: HttpRequest, record: str, party: str) -> Holding | None:
    """What is held; nothing where whoever sits here may not read: a code of another station is no code."""
    try:
        return held_on(asking(request).staff, record, party, now_of(request))
    except NotTaken:
        return None


def _does(request: HttpRequest, held: Holding, act: str) -> None:
    """A stop, or a wish about one's own data: an act of whoever sits at the counter, for the party."""
    row = held.row
    fields: dict[str, Any]
    name = act
    if act == "stop":
        # Before it was taken on there is nothing to stop: a no to the offer ends it.
        name = "refuse" if held.state == "offered" else "stop"
        fields = {"refused_by" if name == "refuse" else "stopped_by": held.party}
    elif act in codes.RIGHTS:
        name = "party_asks"
        words = request.POST.get("words", "").strip()
        fields = {"party": held.party, "asks_for": act, **({"asked_words": words} if words else {})}
    else:
        raise Http404(_("There is no such act."))
    deed = Deed(
        kind=KIND,
        act=name,
        fields=fields,
        saw=row.version,
        record=row.record,
        station=row.station,
        grid=row.grid,
        gacha=row.gacha,
    )
    try:
        desk.perform(asking(request).staff, deed, now_of(request))
    except NotTaken as answer:
        messages.error(request, told(answer.sentence))
    else:
        messages.success(request, _("Recorded: %(what)s · %(number)s") % {
            "what": word(KIND, "done", name), "number": row.number,
        })  # fmt: skip


def _context(request: HttpRequest, held: Holding) -> dict[str, Any]:
    kind = shelf()[KIND]
    fields = {name: of for act in kind.acts for name, of in act.fields.items()}
    wanted = Wanted(staff={one.staff for one in held.readings} | {step.actor for step, _said in held.steps})
    named = names(wanted, asking(request), now_of(request))
    kept = retention.keep(held.standing)
    return {
        "held": held,
        "code": request.POST.get("code", ""),
        "number": held.row.number,
        "state": wording.state_chip(kind, held.state),
        "about": wording.facts(kind, fields, held.about, named),
        "steps": [
            {
                "at": step.at,
                "title": word(KIND, "done", step.act),
                "who": named.person(step.actor) if step.actor != "house" else _("the system"),
                "facts": wording.facts(kind, fields, said, named),
            }
            for step, said in held.steps
        ],
        "readings": [
            {
                "at": one.at,
                "who": named.person(one.staff),
                "part": history.part_name(one.part),
                "purpose": _("shown to you at the counter") if one.at_counter else "",
                "turned_away": one.turned_away,
            }
            for one in held.readings
        ],
        "kept_until": long_day_words(kept.until, wording.code()) if kept.until else "",
        "kept_why": str(WHY_KEPT[kept.why]),
        "exits": [{"text": str(text), "law": law} for text, law in case_page.EXITS],
        "asks": [(one, word(KIND, "choices.asks_for", one)) for one in codes.RIGHTS],
        "may_stop": held.state in STOPPABLE,
        "offered": held.state == "offered",
    }

"""What the door did not simply take: what waits for a person or for another entry, what was returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from urtuu.interfaces.desk import wording
from urtuu.interfaces.desk.asking import asking, language, now_of, once, today_of, word
from urtuu.interfaces.desk.names import Names, Wanted, names
from urtuu.interfaces.desk.showing import opens, refuse, show, told
from urtuu.journal import desk, lookups
from urtuu.journal import queries as journal
from urtuu.journal.desk import NotTaken
from urtuu.journal.queries import RecordRow, TrayEntry
from urtuu.journal.standings import where_at
from urtuu.kinds import words
from urtuu.kinds.composing import Deed
from urtuu.kinds.judging import Answer, Why
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Act
from urtuu.places import offers, permissions
from urtuu.places.models import Staff
from urtuu.places.permissions import Where
from urtuu.places.queries import where_many

PAGE_ROWS = 20
SETTLED_BY_HAND = (Why.CONFLICT, Why.REVOKED)
TABS = ("decide", "wait", "returned", "contested", "strange")


@dataclass(frozen=True)
class Card:
    """A held or returned entry in words. `now` says what the record is; `acts` what may be decided."""

    id: str
    title: str
    number: str
    record_url: str
    who: str
    at: Any
    sentence: str
    now: dict[str, str] | None
    last: str
    facts: list[wording.Fact]
    text: str
    rulings: list[str]
    mine: bool


@require_safe
@opens("trays")
def trays(request: HttpRequest) -> HttpResponse:
    """The trays of this person, one tab each."""
    who, on = asking(request), today_of(request)
    held = journal.tray(who, on, Answer.HELD)
    contested = journal.rows(journal.contested(who, on))
    found: dict[str, Any] = {
        "decide": held.exclude(why=Why.WAITS),
        "wait": held.filter(why=Why.WAITS),
        "returned": journal.tray(who, on, Answer.RETURNED) | lookups.unreadable(_phones(request)),
        "contested": contested,
        "strange": _strange(request),
    }
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else "decide"
    pages = {name: Paginator(rows, PAGE_ROWS) for name, rows in found.items()}
    page = pages[tab].get_page(request.GET.get("page"))
    shown: Any = page.object_list
    return show(
        request,
        "desk/trays.html",
        tab=tab,
        tabs=_tabs(tab, {name: one.count for name, one in pages.items()}),
        page=page,
        params=request.GET,
        cards=_cards(request, journal.tray_entries(shown)) if tab in TABS[:3] else [],
        contested=_contested(request, shown) if tab == "contested" else [],
        strange=shown if tab == "strange" else [],
    )


def _phones(request: HttpRequest) -> dict[str, Staff]:
    """The phones in reach of the trays, with whose they are."""
    who, on = asking(request), today_of(request)
    return once(request, "phones", lambda: offers.owners_within(who, "trays", on))


def _tabs(tab: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "decide": _("Waiting for a decision"),
        "wait": _("Waiting for another entry"),
        "returned": _("Returned"),
        "contested": _("Two values"),
        "strange": _("Broken chains"),
    }
    return [
        {"label": labels[name], "url": f"?tab={name}", "count": counts[name], "current": name == tab}
        for name in TABS
        if name != "strange" or counts[name]
    ]


def _strange(request: HttpRequest) -> list[dict[str, Any]]:
    """Lines of phones in reach that fitted no chain; for those who look after the phones as well."""
    if permissions.may_open(asking(request), "devices", today_of(request)):
        return []
    phones = {str(one.pk): one for one in offers.phones(asking(request), today_of(request))}
    return [
        {"row": one, "phone": phones[one.device], "text": bytes(one.raw).decode("utf-8", "replace")}
        for one in lookups.strange(phones)
    ]


def _cards(request: HttpRequest, entries: Sequence[TrayEntry]) -> list[Card]:
    """All cards of a page with one query for each sort of name."""
    records = lookups.record_states(entry.row.record for entry in entries)
    known = {ident: RecordRow(row, journal.rows([row])[0].standing) for ident, row in records.items()}
    wanted = Wanted(staff={entry.row.actor for entry in entries})
    for one in known.values():
        wanted.row(one)
        wanted.staff.add(one.standing.acts[-1].actor)
    for entry in entries:
        kind = shelf().get(entry.row.kind)
        if entry.entry and kind:
            wanted.body(kind.open_fields, entry.entry.body)
    found = names(wanted, asking(request), now_of(request))
    where = where_many({e.row.grid for e in entries} - {""}, {e.row.station for e in entries} - {""})
    return [_card(request, entry, known.get(entry.row.record), found, where) for entry in entries]


def _card(
    request: HttpRequest, entry: TrayEntry, one: RecordRow | None, found: Names, where: dict[str, Where]
) -> Card:
    row, who = entry.row, asking(request)
    kind = shelf().get(row.kind)
    owner = _phones(request).get(row.device) if not row.actor else None
    mine = who.staff in (row.actor, str(owner.pk) if owner else "")
    readable = mine or (one is not None and _reads(request, one, where))
    act = kind.act.get(row.act) if kind else None
    place = where.get(f"grid:{row.grid}") or where.get(f"station:{row.station}")
    return Card(
        id=row.id,
        title=_title(row.kind, row.act),
        number=f"{one.row.number} {wording.title(one)}" if one and readable and kind else "",
        record_url=reverse("desk:record", args=[row.kind, row.record]) if one and readable and kind else "",
        who=owner.name if owner else found.person(row.actor),
        at=row.counted_at,
        sentence=_sentence(entry, found),
        now=wording.state_chip(kind, one.row.state) if one and kind and readable else None,
        last=_last(one, found) if one and readable else "",
        facts=wording.facts(kind, act.fields, entry.entry.body, found)
        if kind and act and entry.entry and readable
        else [],
        text=entry.text if readable or one is None else "",
        rulings=_rulings(request, entry, place),
        mine=mine,
    )


def _reads(request: HttpRequest, one: RecordRow, where: dict[str, Where]) -> bool:
    row = one.row
    place = where.get(f"grid:{row.grid}") or where.get(f"station:{row.station}") or Where("", "", "")
    return (
        permissions.may_read(asking(request), row.kind, "", where_at(row, place), today_of(request)) is None
    )


def _title(kind: str, act: str) -> str:
    if kind not in shelf():
        return _("An entry that cannot be read") if not kind else f"{kind} · {act}"
    one = word(kind, "kind", "one")
    return f"{one} · {words.label(language(), kind, 'acts', act)}"


def _sentence(entry: TrayEntry, found: Names) -> str:
    sentence = entry.sentence
    if sentence is None:
        return ""
    staff = str(sentence.values.get("staff", ""))
    if staff in found.staff:
        values = {**sentence.values, "staff": found.staff[staff]}
        return words.sentence(language(), type(sentence)(sentence.name, values, sentence.kind))
    return told(sentence)


def _last(one: RecordRow, found: Names) -> str:
    """Who did the last thing to the record as it stands: the other of the two actors."""
    done = one.standing.acts[-1]
    what = word(one.row.kind, "done", done.act)
    return _("%(what)s by %(who)s") % {"what": what, "who": found.person(done.actor)}


def _rulings(request: HttpRequest, entry: TrayEntry, place: Where | None) -> list[str]:
    """The names of the rulings this person may make on it."""
    if entry.row.answer != Answer.HELD or entry.row.why not in SETTLED_BY_HAND or place is None:
        return []
    return [act.name for act in _ruling_acts() if _may(request, act, place)]


def _ruling_acts() -> Sequence[Act]:
    kind = shelf().get("ruling")
    return kind.beginnings if kind else ()


def _may(request: HttpRequest, act: Act, place: Where) -> bool:
    kind = shelf()["ruling"]
    return permissions.refusal(asking(request), act, kind, place, today_of(request)) is None


def _contested(request: HttpRequest, rows: Sequence[RecordRow]) -> list[dict[str, Any]]:
    fields = {one.row.record: one.standing.unsettled() for one in rows}
    wanted = Wanted(staff={p.actor for found in fields.values() for p in found})
    found = names(wanted, asking(request), now_of(request))
    return [
        {
            "link": wording.linked(one),
            "kind": word(one.row.kind, "kind", "one"),
            "fields": wording.comma().join(
                dict.fromkeys(wording.label(one.kind, proposal.field) for proposal in fields[one.row.record])
            ),
            "who": wording.comma().join({found.person(p.actor) for p in fields[one.row.record]}),
            "changed_at": one.row.changed_at,
        }
        for one in rows
    ]


@require_POST
@opens("trays")
def rule(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Lets a held entry through, or sets it aside with a reason. The ruling is itself an entry."""
    act = request.POST.get("act", "")
    held = lookups.held_entry(asking(request), str(entry), now_of(request))
    if held is None:
        messages.warning(request, _("This entry is no longer held: somebody has decided already."))
        return redirect("desk:trays")
    if act not in {one.name for one in _ruling_acts()}:
        raise Http404(_("There is no such act."))
    why = request.POST.get("why", "").strip()
    fields = {"entry": held.row.id, **({"why": why} if why else {})}
    deed = Deed(kind="ruling", act=act, fields=fields, station=held.row.station, grid=held.row.grid)
    try:
        desk.perform(asking(request).staff, deed, now_of(request))
    except NotTaken as answer:
        if not answer.sentence.values.get("field"):
            return refuse(request, answer.sentence)
        messages.error(request, told(answer.sentence))
        return redirect(f"{reverse('desk:trays')}#entry-{entry}")
    done = word("ruling", "done", act)
    messages.success(request, f"{done} · {_title(held.row.kind, held.row.act)}")
    return redirect("desk:trays")

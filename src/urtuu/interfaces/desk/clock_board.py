"""All clocks of all cases in one place: what is over, what ends tonight, what comes, and what would stop it.

Reckoned on read; nothing here blocks anything. One query for the standings, whatever the size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from urtuu.base.workdays import working_days
from urtuu.interfaces.desk import exporting, filtering, forms, proposals, wording
from urtuu.interfaces.desk.asking import asking, language, now_of, today_of, word
from urtuu.interfaces.desk.names import Names, names, wanted_by
from urtuu.interfaces.desk.showing import opens, show
from urtuu.journal import queries as journal
from urtuu.journal.queries import RecordRow
from urtuu.kinds import clock_words, clocks
from urtuu.kinds.clocks import LOCAL, ClockFace
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Clock, Kind
from urtuu.places.models import Grid

FIRST = "dispute"
PAGE_ROWS = 40
AFTER_THE_END = timedelta(days=200)
"""How long after a record's end its outliving clocks are looked for: ninety days and the file, with room."""
SOON = timedelta(hours=72)
OVER, TONIGHT, COMING, LATER, STILL = "over", "tonight", "soon", "later", "still"
URGENT = (OVER, TONIGHT, COMING)
_ORDER = (TONIGHT, OVER, COMING, LATER, STILL)
_TONES = {OVER: "ember", TONIGHT: "ember", COMING: "ochre"}


@dataclass(frozen=True)
class Running:
    """One running clock of one record, and in which group of the board it stands."""

    one: RecordRow
    clock: Clock
    face: ClockFace
    when: str


@dataclass(frozen=True)
class Asked:
    """What the address asks for; values that mean nothing are dropped."""

    kind: Kind
    when: str
    station: str
    grid: str
    clock: str
    mine: bool


@require_safe
@opens("records")
def board(request: HttpRequest) -> HttpResponse:
    """The board."""
    asked, grids = _asked(request), filtering.grids_offered(request)
    records = _records(request, asked)
    found, raised = _found(request, asked, records), proposals.raised(records, today_of(request))
    chosen = [one for one in found if _in(one, asked.when)]
    page = Paginator(chosen, PAGE_ROWS).get_page(request.GET.get("page"))
    named = _names(request, [*(one.one for one in page.object_list), *(one for one, _why in raised)])
    counts = {when: sum(one.when == when for one in found) for when in (*URGENT, LATER, STILL)}
    return show(
        request,
        "desk/clocks.html",
        asked=asked,
        tiles=_tiles(request, counts),
        tabs=_tabs(request, asked, counts, len(found)),
        controls=_controls(asked, grids, found),
        filtered=any((asked.station, asked.grid, asked.clock, asked.mine)),
        rows=[_row(request, one, named) for one in page.object_list],
        proposed=proposals.shown(raised, named),
        page=page,
        params=request.GET,
        missing=sorted({one.face.doubt.values["year"] for one in found if one.face.doubt}),
        exports=_exports(request),
    )


@require_safe
@opens("records")
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The same clocks as a file."""
    if ending not in exporting.ENDINGS:
        raise Http404(_("There is no file of this sort."))
    asked = _asked(request)
    found = _found(request, asked, _records(request, asked))
    chosen = [one for one in found if _in(one, asked.when)]
    named = _names(request, [one.one for one in chosen])
    heads = [
        _("Number"),
        _("Title"),
        _("State"),
        _("Clock"),
        _("Ends on"),
        _("Time"),
        _("Rests on"),
        _("Grid"),
        _("In whose hands"),
    ]
    lines = [_cells(one, named, now_of(request)) for one in chosen]
    return exporting.answer(ending, _("Clocks"), heads, lines)


def _asked(request: HttpRequest) -> Asked:
    given = request.GET
    kind = shelf().get(given.get("kind", FIRST))
    if kind is None or kind.desk_only or not kind.clocks:
        kind = shelf()[FIRST]
    when = given.get("when", "")
    return Asked(
        kind=kind,
        when=when if when in (*URGENT, LATER, STILL, filtering.ALL) else "",
        station=given.get("station", "")[:80],
        grid=given.get("grid", "")[:80],
        clock=given.get("clock", "") if given.get("clock") in {clock.name for clock in kind.clocks} else "",
        mine=given.get("mine") == "on",
    )


def _names(request: HttpRequest, shown: list[RecordRow]) -> Names:
    wanted = wanted_by(shown)
    wanted.places |= {one.row.gacha for one in shown if one.row.gacha}
    return names(wanted, asking(request), now_of(request))


def _in(one: Running, when: str) -> bool:
    return when in (filtering.ALL, one.when) or (not when and one.when in URGENT)


def _records(request: HttpRequest, asked: Asked) -> list[RecordRow]:
    """The records in reach that fit the filter and may have a clock running. One query."""
    who, now = asking(request), now_of(request)
    ended = Q(state__in=[s for s in asked.kind.ends if s != "void"], changed_at__gte=now - AFTER_THE_END)
    rows = journal.standings(who, asked.kind.name, today_of(request)).filter(Q(open=True) | ended)
    if asked.station:
        rows = rows.filter(station=asked.station)
    if asked.grid:
        rows = rows.filter(grid=asked.grid)
    if asked.mine:
        rows = rows.filter(Q(holder=who.staff) | Q(author=who.staff))
    return journal.rows(rows)


def _found(request: HttpRequest, asked: Asked, records: list[RecordRow]) -> list[Running]:
    """Every running clock of them, the first to end first."""
    now = now_of(request)
    found = [one for record in records for one in _clocks(record, now)]
    fitting = [one for one in found if not asked.clock or one.clock.name == asked.clock]
    return sorted(fitting, key=lambda one: _order(one, now))


def _order(one: Running, now: datetime) -> tuple[int, float, str]:
    """Tonight first, then what is over, the newest first: an old breach must not hide a new night."""
    seconds = ((one.face.due_at or now) - now).total_seconds()
    return _ORDER.index(one.when), -seconds if one.when == OVER else seconds, one.one.row.number


def _clocks(one: RecordRow, now: datetime) -> Iterable[Running]:
    named = {clock.name: clock for clock in one.kind.clocks}
    for face in clocks.going(one.standing, one.kind, now, working_days()):
        yield Running(one, named[face.name], face, _when(face, now))


def _when(face: ClockFace, now: datetime) -> str:
    if face.due_at is None or face.state == "paused":
        return STILL
    if face.due_at < now:
        return OVER
    tonight = now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    if face.due_at <= tonight:
        return TONIGHT
    return COMING if face.due_at <= now + SOON else LATER


def _tiles(request: HttpRequest, counts: dict[str, int]) -> list[dict[str, Any]]:
    told = (
        (OVER, _("Over"), "timer", "ember"),
        (TONIGHT, _("Ends tonight"), "moon", "ember"),
        (COMING, _("Within three days"), "clock", "ochre"),
        (STILL, _("Standing still, or end not known"), "clock", "quiet"),
    )
    return [
        {
            "label": label,
            "value": counts[when],
            "icon": icon,
            "tone": tone if counts[when] else "quiet",
            "value_tone": tone if counts[when] and tone != "quiet" else "",
            "url": filtering.changed(request, when=when),
        }
        for when, label, icon, tone in told
    ]


def _tabs(request: HttpRequest, asked: Asked, counts: dict[str, int], every: int) -> list[dict[str, Any]]:
    urgent = sum(counts[when] for when in URGENT)
    told = (
        ("", _("Now"), urgent),
        (LATER, _("Later"), counts[LATER]),
        (filtering.ALL, _("All clocks"), every),
    )
    return [
        {
            "label": label,
            "url": filtering.changed(request, when=when),
            "count": count,
            "current": asked.when == when,
        }
        for when, label, count in told
    ]


def _controls(asked: Asked, grids: Sequence[Grid], found: Sequence[Running]) -> list[dict[str, Any]]:
    """The filter: unit, clock, and only one's own."""
    kinds = [(k.name, word(k.name, "kind", "many")) for k in shelf() if k.clocks and not k.desk_only]
    used = {one.clock.name for one in found} | {asked.clock}
    named = [(c.name, wording.clock_name(asked.kind, c.name)) for c in asked.kind.clocks if c.name in used]
    fields = [filtering.select("clock", _("Clock"), asked.clock, named)]
    stations = list(dict.fromkeys((grid.station_id, grid.station.name) for grid in grids))
    if len(stations) > 1:
        fields.append(filtering.select("station", _("Police station"), asked.station, stations))
    if len(grids) > 1:
        fields.append(filtering.select("grid", _("Grid"), asked.grid, [(g.pk, g.name) for g in grids]))
    fields.append(filtering.select("kind", _("Records"), asked.kind.name, kinds, empty=False))
    return [*fields, filtering.field("mine", _("Only mine"), asked.mine, type="check")]


def _row(request: HttpRequest, one: Running, named: Names) -> dict[str, Any]:
    """A clock in words, with the act of this person that would stop it."""
    row = one.one.row
    chip = wording.clock_chip(one.one.kind, one.face, now_of(request))
    return {
        "url": reverse("desk:record", args=[row.kind, row.record]),
        "title": wording.title(one.one),
        "number": row.number,
        "place": named.place(row.gacha or row.grid or row.station),
        "person": named.person(row.holder or row.author),
        "state": wording.state_chip(one.one.kind, row.state)["text"],
        "clock": wording.clock_name(one.one.kind, one.face.name, one.face.number),
        "left": wording.clock_left(one.face, now_of(request)),
        "tone": _TONES.get(one.when, chip["tone"]),
        "icon": {OVER: "timer", TONIGHT: "moon", STILL: "clock"}.get(one.when, "clock"),
        "hot": one.when in (OVER, TONIGHT),
        "source": one.clock.source,
        "moved": _moved(one.face),
        "stop": _stopping(request, one),
    }


def _moved(face: ClockFace) -> str:
    """Both days of a legal period that moved off a rest day: warnings go by the first."""
    if not face.plain_due_at or face.plain_due_at == face.due_at or not face.due_at:
        return ""
    days = {"plain": clock_words.last_day(face.plain_due_at), "day": clock_words.last_day(face.due_at)}
    return _("%(plain)s is a rest day; by law until %(day)s") % days


def _stopping(request: HttpRequest, one: Running) -> dict[str, str] | None:
    """The first act that would stop it and that this person's posts allow as the record stands."""
    roles = asking(request).roles(today_of(request))
    for name in one.clock.stops:
        act = one.one.kind.act.get(name)
        if act and act.name != "void" and act.offered_in(one.one.row.state) and roles & set(act.by):
            if not forms.by_hand(one.one.kind, act):
                continue
            url = reverse("desk:do", args=[one.one.row.kind, one.one.row.record, name])
            return {"url": url if act.fields else "", "label": word(one.one.kind.name, "acts", name)}
    return None


def _exports(request: HttpRequest) -> list[dict[str, str]]:
    query = request.GET.urlencode()
    return [
        {"label": ending.upper(), "url": f"{reverse('desk:clocks_export', args=[ending])}?{query}"}
        for ending in exporting.ENDINGS
    ]


def _cells(one: Running, named: Names, now: datetime) -> list[str | int | None]:
    row = one.one.row
    return [
        row.number,
        wording.title(one.one),
        word(row.kind, "states", row.state),
        wording.clock_name(one.one.kind, one.face.name, one.face.number),
        clock_words.last_day(one.face.due_at) if one.face.due_at else "",
        wording.clock_left(one.face, now),
        one.clock.source or clock_words.own_rule(language()),
        named.place(row.grid or row.station),
        named.person(row.holder or row.author),
    ]

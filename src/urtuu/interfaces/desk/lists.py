"""A list of the records of any kind on the shelf: filtered, sorted, in pages, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from urtuu.interfaces.desk import exporting, filtering, forms, wording
from urtuu.interfaces.desk.asking import asking, language, now_of, word
from urtuu.interfaces.desk.filtering import ALL, CLOSED, OPEN, Filter
from urtuu.interfaces.desk.names import Names, names, wanted_by
from urtuu.interfaces.desk.showing import opens, show
from urtuu.journal import queries as journal
from urtuu.journal.queries import RecordRow
from urtuu.kinds import words
from urtuu.kinds.fields import Choice, Count
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Kind
from urtuu.web.icons import ICONS

PAGE_ROWS = 25


def pages(found: Any, counted: int) -> Paginator[Any]:
    """Pages over rows that were counted already: the paginator need not count them again."""
    made = Paginator(found, PAGE_ROWS)
    vars(made)["count"] = counted
    return made


@dataclass(frozen=True)
class Line:
    """A record in a list, in words."""

    url: str
    number: str
    title: str
    state: dict[str, str]
    cells: Sequence[tuple[str, bool]]
    place: str
    person: str
    changed_at: Any
    clock: dict[str, str] | None


def kind_of(name: str) -> Kind:
    """A kind that has lists and pages. Raises Http404."""
    found = shelf().get(name)
    if found is None or found.desk_only:
        raise Http404(_("There is no list of this name."))
    return found


@require_safe
@opens("records")
def records(request: HttpRequest, kind: str) -> HttpResponse:
    """The records of a kind that this person may list."""
    found_kind = kind_of(kind)
    asked = filtering.read(request, found_kind)
    grids = filtering.grids_offered(request)
    found = filtering.rows(request, asked)
    counts = filtering.counts(found)
    page = pages(filtering.only(found, asked), counts[asked.which]).get_page(request.GET.get("page"))
    rows = journal.rows(page.object_list)
    named = names(wanted_by(rows, found_kind.columns), asking(request), now_of(request))
    columns = columns_of(found_kind, rows)
    return show(
        request,
        "desk/list.html",
        kind=found_kind,
        heading=word(kind, "kind", "many"),
        intro=words.label(language(), kind, "kind", "intro", default=""),
        icon=found_kind.icon if found_kind.icon in ICONS else "clipboard",
        tabs=_tabs(request, asked, counts),
        controls=filtering.controls(request, asked, grids),
        filtered=any((asked.state, asked.week, asked.station, asked.grid, asked.mine, asked.words)),
        asked=asked,
        heads=_heads(request, asked, columns),
        lines=[line(one, named, request, columns) for one in rows],
        page=page,
        params=request.GET,
        beginnings=_beginnings(request, found_kind),
        exports=_exports(request, kind),
    )


def line(one: RecordRow, named: Names, request: HttpRequest, columns: Sequence[str]) -> Line:
    """A row in words."""
    fields = one.kind.open_fields
    cells = []
    for name in columns:
        value = one.standing.body.get(name)
        said = "" if value is None else wording.shown(one.kind, name, fields.get(name), value, named).text
        cells.append((said, isinstance(fields.get(name), Count)))
    return Line(
        url=reverse("desk:record", args=[one.row.kind, one.row.record]),
        number=one.row.number,
        title=wording.title(one),
        state=wording.state_chip(one.kind, one.row.state),
        cells=cells,
        place=named.place(one.row.grid or one.row.station),
        person=named.person(one.row.holder or one.row.author),
        changed_at=one.row.changed_at,
        clock=wording.urgent_chip(one, now_of(request)),
    )


def columns_of(kind: Kind, rows: Sequence[RecordRow]) -> list[str]:
    """The columns worth their room: those with a value on this page that does not head the row already."""
    heads = [name for name in kind.title if isinstance(kind.open_fields.get(name), Choice)]
    said = [name for name in kind.columns if name not in heads or len(kind.title) > 1]
    return [name for name in said if any(one.standing.body.get(name) not in (None, "", []) for one in rows)]


def _tabs(request: HttpRequest, asked: Filter, counts: dict[str, int]) -> list[dict[str, Any]]:
    if not filtering.lasts(asked.kind):
        return []
    labels = {OPEN: _("Open"), CLOSED: _("Closed"), ALL: _("All records")}
    return [
        {
            "label": said,
            "url": filtering.changed(request, which=name),
            "count": counts[name],
            "current": name == asked.which,
        }
        for name, said in labels.items()
    ]


def _heads(request: HttpRequest, asked: Filter, columns: Sequence[str]) -> list[dict[str, Any]]:
    fields = asked.kind.open_fields
    heads = [
        {"label": wording.label(asked.kind, name), "num": isinstance(fields.get(name), Count)}
        for name in columns
    ]
    return [
        _head(request, asked, "number", _("Number and title")),
        _head(request, asked, "state", _("State")),
        *heads,
        _head(request, asked, "grid", _("Grid and hand")),
        _head(request, asked, "changed", _("Last act")),
    ]


def _head(request: HttpRequest, asked: Filter, name: str, label: str) -> dict[str, Any]:
    here = asked.sort.lstrip("-") == name
    down = asked.sort.startswith("-")
    turned = name if here and down else f"-{name}"
    return {
        "label": label,
        "url": filtering.changed(request, sort=turned),
        "sorted": ("descending" if down else "ascending") if here else "",
    }


def _beginnings(request: HttpRequest, kind: Kind) -> list[dict[str, str]]:
    return [
        {
            "url": reverse("desk:begin", args=[kind.name, act.name]),
            "label": word(kind.name, "acts", act.name),
        }
        for of, act in journal.beginnings(asking(request), now_of(request))
        if of.name == kind.name and forms.by_hand(of, act)
    ]


def _exports(request: HttpRequest, kind: str) -> list[dict[str, str]]:
    query = request.GET.urlencode()
    return [
        {"label": ending.upper(), "url": f"{reverse('desk:export', args=[kind, ending])}?{query}"}
        for ending in exporting.ENDINGS
    ]


@require_safe
@opens("records")
def export(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """The same list as a file: open columns only, as many rows as a person can look through."""
    found_kind = kind_of(kind)
    if ending not in exporting.ENDINGS:
        raise Http404(_("There is no file of this sort."))
    asked = filtering.read(request, found_kind)
    found = list(filtering.only(filtering.rows(request, asked), asked)[: exporting.MOST_ROWS + 1])
    if len(found) > exporting.MOST_ROWS:
        return show(request, "desk/too_many.html", status=422, most=exporting.MOST_ROWS, kind=found_kind)
    rows = journal.rows(found)
    named = names(wanted_by(rows, found_kind.columns), asking(request), now_of(request))
    heads = [wording.label(found_kind, name) for name in found_kind.columns]
    file_heads = [
        _("Number"),
        _("Title"),
        _("State"),
        *heads,
        _("Grid"),
        _("In whose hands"),
        _("Began"),
        _("Last act"),
    ]
    lines = [_cells(one, named) for one in rows]
    name = word(kind, "kind", "many")
    return exporting.answer(ending, name, file_heads, lines)


def _cells(one: RecordRow, named: Names) -> list[str | int | None]:
    fields = one.kind.open_fields
    values: list[str | int | None] = []
    for name in one.kind.columns:
        value, of = one.standing.body.get(name), fields.get(name)
        plain = isinstance(of, Count) and of.unit != wording.FEN and isinstance(value, int)
        values.append(
            value if plain or value is None else wording.shown(one.kind, name, of, value, named).text
        )
    row = one.row
    state = word(one.kind.name, "states", row.state)
    moments = [exporting.local(row.began_at), exporting.local(row.changed_at)]
    person = named.person(row.holder or row.author)
    return [
        row.number,
        wording.title(one),
        state,
        *values,
        named.place(row.grid or row.station),
        person,
        *moments,
    ]

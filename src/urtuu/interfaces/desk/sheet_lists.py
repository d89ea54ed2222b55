"""What stands behind a number: the records and acts it counts, page by page, each to be opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from urtuu.base.weeks import Week
from urtuu.base.workdays import working_days
from urtuu.interfaces.desk import wording, year
from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.interfaces.desk.sheet import address, heading, of_a_week
from urtuu.interfaces.desk.showing import opens, refuse, show
from urtuu.kinds import words
from urtuu.places import permissions
from urtuu.places.queries import names_of
from urtuu.reports import phones, saying
from urtuu.reports.asked import Asked
from urtuu.reports.behind import Line, behind, lines
from urtuu.reports.figures import FIGURE, SUMMED, Figure, Source
from urtuu.reports.frozen import report_of
from urtuu.reports.scopes import Scope
from urtuu.reports.sheet import NotYours, ask, live_figures

A_PAGE = 50


@require_safe
@of_a_week
def figure(request: HttpRequest, week: Week, scope: Scope, name: str) -> HttpResponse:
    """A figure of a sheet."""
    found = _figure(name)
    if not found.weekly:
        raise Http404(_("There is no such figure."))
    asked = ask(asking(request), scope, week, now_of(request))
    back = (f"{heading()} · {scope.name}", address(scope, week))
    if found.source is Source.DEVICES:
        return _phones(request, asked, name, back)
    report = report_of(asked, live_figures(asked))
    return _list(request, asked, found, back, report.drawn_at if report else None)


@require_safe
@opens("year")
def year_figure(request: HttpRequest, name: str, number: int | None = None) -> HttpResponse:
    """A figure of a year."""
    found = _figure(name)
    if found.source is Source.DEVICES:
        raise Http404(_("There is no such figure."))
    try:
        asked = year.asked_of(request, number)
    except NotYours as answer:
        return refuse(request, answer.sentence)
    if permissions.reach(asking(request), "year", today_of(request)).counts_only:
        return refuse(request, year.counts_sentence(request))
    return _list(request, asked, found, (_("The year"), year.address(request, number)), None)


def _figure(name: str) -> Figure:
    if name not in FIGURE:
        raise Http404(_("There is no such figure."))
    return FIGURE[name]


def _list(
    request: HttpRequest, asked: Asked, found: Figure, back: tuple[str, str], since: datetime | None
) -> HttpResponse:
    category = request.GET.get("category", "")[:20]
    rows = behind(asked, found.name, category)
    at = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = lines(asked, found.name, list(at))
    people = names_of({line.done.actor for line in shown})
    return show(
        request,
        "desk/sheet/figure.html",
        **_head(asked, found.name, back),
        category=saying.class_name(category) if category else "",
        page=at,
        params=request.GET,
        lines=[_line(line, people, since) for line in shown],
        counts=saying.label(found.name) if found.name in SUMMED else "",
        total=sum(row["counts"] for row in rows) if found.name in SUMMED else at.paginator.count,
    )


def _head(asked: Asked, name: str, back: tuple[str, str]) -> dict[str, Any]:
    return {
        "figure": name,
        "label": saying.label(name),
        "basis": saying.basis(name),
        "scope": asked.scope,
        "first": asked.first,
        "last": asked.last,
        "back": back,
    }


def _line(line: Line, people: dict[str, str], since: datetime | None) -> dict[str, Any]:
    row = line.one.row
    return {
        "title": wording.title(line.one),
        "number": row.number,
        "kind": words.label(saying.lang(), row.kind, "kind", "one"),
        "url": reverse("desk:record", args=[row.kind, row.record]),
        "state": wording.state_chip(line.one.kind, row.state),
        "act": words.label(saying.lang(), row.kind, "done", line.done.act),
        "at": line.done.at,
        "who": people.get(line.done.actor, line.done.actor),
        "entry": reverse("desk:entry", args=[line.done.entry]),
        "counts": line.counts,
        "late": line.late,
        "came_after": bool(since and line.received_at and line.received_at > since),
    }


def _phones(request: HttpRequest, asked: Asked, name: str, back: tuple[str, str]) -> HttpResponse:
    since = phones.heard_since(asked.last, working_days(), asked.now)
    served = phones.serving(asked.scope, asked.first, asked.last, since)
    found: Sequence[phones.Phone] = served.silent if name == "devices_silent" else served.waiting
    total = len(found) if name == "devices_silent" else served.declared
    return show(
        request, "desk/sheet/phones.html", **_head(asked, name, back), phones=found, since=since, total=total
    )

"""The Friday sheet: the figures of a week, what they lack, and the report that is frozen from them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from urtuu.base.sentences import say
from urtuu.base.weeks import Week, read_week, week_of
from urtuu.interfaces.desk import sheet_report
from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.interfaces.desk.showing import opens, refuse, show
from urtuu.journal import queries
from urtuu.kinds import words
from urtuu.kinds.task.kind import WHY_CARRIED
from urtuu.places import permissions
from urtuu.places.models import Station
from urtuu.reports import saying, scopes
from urtuu.reports import workbook as books
from urtuu.reports.scopes import Scope
from urtuu.reports.sheet import BY_ROW, NotYours, Row, Sheet, sheet
from urtuu.web.dates import week_words

FEW_PHONES = 12
View = Callable[..., HttpResponse]


def of_a_week(view: View) -> View:
    """A page of a scope and a week that exist, for somebody who may have the whole of it."""

    @wraps(view)
    @opens("sheet")
    def answered(
        request: HttpRequest, week: str, level: str, ident: str | UUID = "", **more: Any
    ) -> HttpResponse:
        try:
            found = read(week)
            return view(request, found, scope_of(request, level, str(ident), found), **more)
        except NotYours as answer:
            return refuse(request, answer.sentence)

    return answered


def read(text: str) -> Week:
    """A week from an address. Raises Http404."""
    found = read_week(text)
    if found is None or not 2000 <= found.year <= 2100:
        raise Http404(_("There is no week of this name. Weeks are written as 2026-W48."))
    return found


def scope_of(request: HttpRequest, level: str, ident: str, week: Week) -> Scope:
    """The scope an address names. Raises Http404."""
    if level == "banner":
        held = permissions.reach(asking(request), "sheet", today_of(request)).banners
        own = [posting.banner for posting in asking(request).now(today_of(request)) if posting.banner]
        found = scopes.banner_scope(min(held or own, default=""))
    elif level == "officer":
        found = scopes.officer_scope(ident, week)
    else:
        found = scopes.station_scope(ident)
    if found is None:
        raise Http404(_("There is no sheet at this address: nobody of this name served here in that week."))
    return found


def address(scope: Scope, week: Week) -> str:
    """The address of a sheet."""
    args = [str(week)] if scope.level == "banner" else [str(week), scope.ident]
    return reverse(f"desk:sheet_{scope.level}", args=args)


@require_safe
@opens("sheet")
def this_week(request: HttpRequest) -> HttpResponse:
    """To the current week of what this person answers for."""
    return _to_usual(request, week_of(today_of(request)))


@require_safe
@opens("sheet")
def usual(request: HttpRequest, week: str) -> HttpResponse:
    """To a week of what this person answers for."""
    return _to_usual(request, read(week))


def _to_usual(request: HttpRequest, week: Week) -> HttpResponse:
    found = scopes.usual_scope(asking(request), "sheet", week, today_of(request))
    return redirect(address(found, week)) if found else refuse(request, say("no_post", day=str(week.monday)))


@require_safe
@of_a_week
def page(request: HttpRequest, week: Week, scope: Scope) -> HttpResponse:
    """One sheet."""
    return shown(request, week, scope)


@require_safe
@of_a_week
def workbook(request: HttpRequest, week: Week, scope: Scope) -> HttpResponse:
    """The same sheet for an office programme."""
    found = sheet(asking(request), scope, week, now_of(request))
    title = f"{heading()} {scope.name} {week_words(week.year, week.number, saying.lang())}"
    return download(books.of_sheet(found, title), f"{heading()} {scope.name} {week}")


def download(content: bytes, name: str) -> HttpResponse:
    """A workbook as a file."""
    answer = HttpResponse(content, content_type=books.MEDIA_TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer


def heading() -> str:
    """The name of the page."""
    return _("Friday sheet")


def shown(request: HttpRequest, week: Week, scope: Scope, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a sheet. `more`: what was typed when an act was refused. Raises NotYours."""
    found = sheet(asking(request), scope, week, now_of(request))
    url = address(scope, week)
    return show(
        request,
        "desk/sheet/sheet.html",
        status=status,
        sheet=found,
        url=url,
        trail=_trail(request, scope, week),
        switch=_switch(request, scope, week),
        legs=saying.legs(found, _board(scope, week)),
        tiles=saying.tiles(found, url),
        groups=_groups(found),
        waiting=list(zip(saying.bands(), _cells(found), strict=True)),
        states=[name for _state, name in saying.STATES],
        overdue=saying.overdue_clocks(found.pending),
        classes=[(saying.class_name(code), n, code) for code, n in found.classes],
        most=max((n for _code, n in found.classes), default=0),
        columns=[saying.label(name) for name in BY_ROW],
        rows=[(row, [row.figures[name] for name in BY_ROW], _row_url(found, row)) for row in found.rows],
        why=dict.fromkeys(WHY_CARRIED)
        | {why: words.choice(saying.lang(), "task", "why_carried", why) for why in WHY_CARRIED},
        going=len(found.carried) + len(found.unfinished),
        few=FEW_PHONES,
        roots=queries.feed_roots(_feeds(found)),
        **sheet_report.context(request, found, **more),
    )


def _trail(request: HttpRequest, scope: Scope, week: Week) -> list[tuple[str, str]]:
    """The weeks beside this one; a week that has not begun has no sheet."""
    found = [(_("Week before"), address(scope, week.shifted(-1)))]
    later = week.shifted(1)
    return [*found, (_("Week after"), address(scope, later))] if later.monday <= today_of(request) else found


def _switch(request: HttpRequest, scope: Scope, week: Week) -> list[dict[str, Any]]:
    """The other sheets this person may have: the banner and its stations, or the station of an officer."""
    reach = permissions.reach(asking(request), "sheet", today_of(request))
    wide = scope.banner in reach.banners
    held = (
        Station.objects.filter(banner=scope.banner) if wide else Station.objects.filter(pk__in=reach.stations)
    )
    found = [("banner", scope.banner, _("Whole banner"))] if wide else []
    found += [("station", station.pk, station.name) for station in held]
    if len(found) < 2 and scope.level != "officer":
        return []
    return [
        {
            "label": name,
            "url": reverse(
                f"desk:sheet_{level}", args=[str(week)] if level == "banner" else [str(week), ident]
            ),
            "current": (level, ident) == (scope.level, scope.ident),
        }
        for level, ident, name in found
    ]


def _groups(found: Sheet) -> list[tuple[str, list[dict[str, Any]]]]:
    frozen = found.report.figures if found.report and not found.report.same else {}
    return [
        (
            str(title),
            [
                {
                    "name": name,
                    "label": saying.label(name),
                    "basis": saying.basis(name),
                    "value": found.figures[name],
                    "then": frozen.get(name),
                    "changed": name in frozen and frozen[name] != found.figures[name],
                }
                for name in names
            ],
        )
        for title, names in saying.GROUPS
    ]


def _cells(found: Sheet) -> list[list[tuple[str, int]]]:
    return [[(state, row[state]) for state, _name in saying.STATES] for row in found.pending.table]


def _row_url(found: Sheet, row: Row) -> str:
    if found.scope.level == "banner":
        return reverse("desk:sheet_station", args=[str(found.week), row.ident])
    if found.scope.level == "station" and row.officers:
        return reverse("desk:sheet_officer", args=[str(found.week), row.officers[-1][0]])
    return ""


def _board(scope: Scope, week: Week) -> str:
    """The Monday of the same week; a banner has none of its own."""
    if scope.level != "station":
        return ""
    try:
        return reverse("desk:week_board", args=[str(week), scope.ident])
    except NoReverseMatch:
        return ""


def _feeds(found: Sheet) -> list[str]:
    grids = found.scope.grids or [
        row.ident for row in found.rows if found.scope.level == "station" and row.ident
    ]
    return [*(f"grid:{grid}" for grid in grids), *(f"station:{station}" for station in found.scope.stations)]

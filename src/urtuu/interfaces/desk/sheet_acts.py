"""Drawing up, remarking on, handing in, returning and signing a report: each one act in the journal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from urtuu.base.sentences import say
from urtuu.base.weeks import Week
from urtuu.interfaces.desk import sheet_report
from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.interfaces.desk.sheet import address, of_a_week, shown
from urtuu.interfaces.desk.showing import told
from urtuu.journal import desk
from urtuu.journal.desk import NotTaken
from urtuu.kinds import words
from urtuu.kinds.composing import Deed
from urtuu.reports import saying
from urtuu.reports.frozen import Report, digest, report_of
from urtuu.reports.scopes import Scope
from urtuu.reports.sheet import ask, live_figures

TYPED = {"remark": "text", "return_back": "why_returned"}
"""Acts that take words, and the field that holds them."""
DRAWING = ("draw_up", "draw_again")
ACTS = (*DRAWING, *TYPED, "submit", "sign")


@require_POST
@of_a_week
def do(request: HttpRequest, week: Week, scope: Scope) -> HttpResponse:
    """One act on the report of a sheet."""
    act = request.POST.get("act", "")
    if act not in ACTS:
        return HttpResponseBadRequest(_("There is no such act."))
    try:
        with transaction.atomic():
            _perform(request, week, scope, act)
    except NotTaken as answer:
        messages.error(request, told(answer.sentence))
        return shown(request, week, scope, status=422, **{act: request.POST.get(TYPED.get(act, ""), "")})
    messages.success(request, words.label(saying.lang(), "week_report", "done", act))
    return redirect(address(scope, week))


def _perform(request: HttpRequest, week: Week, scope: Scope, act: str) -> None:
    asked = ask(asking(request), scope, week, now_of(request))
    figures = live_figures(asked)
    report = report_of(asked, figures)
    if act in DRAWING and week.monday > today_of(request):
        raise NotTaken(say("no_such_week", kind="week_report", week=str(week)))
    if act in DRAWING:
        fields: dict[str, Any] = {**figures, "digest": digest(asked)}
        deed = _drawing(week, scope, report, fields)
        actor = sheet_report.drawn_by(request, scope)
    else:
        if act in ("sign", "return_back") and not sheet_report.answers_for(request, scope):
            raise NotTaken(say("second_person", kind="week_report", act=act))
        deed = _further(request, act, report)
        actor = asking(request).staff
    desk.perform(actor, deed, now_of(request))


def _drawing(week: Week, scope: Scope, report: Report | None, fields: dict[str, Any]) -> Deed:
    """A new report, or the figures anew of one not yet signed. A signed one is only ever replaced."""
    if report and not report.signed:
        return Deed(
            kind="week_report", act="draw_again", fields=fields, record=report.record, saw=report.version
        )
    place = sheet_report.where(scope)
    fields |= {"week": str(week), "level": scope.level}
    if scope.level == "officer":
        fields["officer"] = scope.ident
    if report:
        fields["replaces"] = report.record
    return Deed(kind="week_report", act="draw_up", fields=fields, station=place.station, grid=place.grid)


def _further(request: HttpRequest, act: str, report: Report | None) -> Deed:
    if report is None:
        raise NotTaken(say("waits_for_beginning", kind="week_report"))
    fields: dict[str, Any] = {}
    if act in TYPED:
        fields = {TYPED[act]: request.POST.get(TYPED[act], "").strip()}
    if act == "sign":
        fields = {"digest": request.POST.get("digest", "")}
    return Deed(kind="week_report", act=act, fields=fields, record=report.record, saw=report.version)

"""What the sheet says of its report, and which acts it offers to whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.journal import queries
from urtuu.journal.queries import RecordView
from urtuu.kinds import words
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.places import permissions
from urtuu.places.permissions import HOUSE_ID, Where
from urtuu.places.queries import names_of
from urtuu.reports import saying
from urtuu.reports.frozen import Report
from urtuu.reports.scopes import Scope
from urtuu.reports.sheet import Sheet

TONES = {"drawn": "sky", "submitted": "ochre", "returned": "ember", "signed": "grass"}
ICONS = {"drawn": "file", "submitted": "send", "returned": "return", "signed": "check"}


def context(request: HttpRequest, sheet: Sheet, **typed: Any) -> dict[str, Any]:
    """For `desk/sheet/report.html`. `typed`: what stood in a form that was refused."""
    report = sheet.report
    wanted = (_people(report) if report else set()) | {one.staff for one in sheet.handed_in}
    people = names_of(wanted) if wanted else {}
    return {
        "report": report,
        "report_state": _state(report),
        "drawn_by": _by(report.drawn_by, people) if report else "",
        "signed_by": _by(report.signed_by, people) if report else "",
        "remarks": [(people.get(one.staff, one.staff), one) for one in report.remarks] if report else [],
        "changes": [(saying.label(one.name), one) for one in report.changes] if report else [],
        "handed_in": [
            (
                people.get(one.staff, one.staff),
                one,
                [(saying.label(n), v) for n, v in one.counts.items() if v],
            )
            for one in sheet.handed_in
        ],
        "not_handed_in": sheet.not_handed_in if sheet.scope.level != "banner" else [],
        "may": may(request, sheet),
        "acts": {
            act.name: words.label(saying.lang(), "week_report", "acts", act.name)
            for act in shelf()["week_report"].acts
        },
        "typed": typed,
    }


def _people(report: Report) -> set[str]:
    return {report.drawn_by, report.signed_by, *(one.staff for one in report.remarks)} - {"", HOUSE_ID}


def _by(staff: str, people: dict[str, str]) -> str:
    """Who did it, by name; nothing for the house."""
    return "" if staff == HOUSE_ID else people.get(staff, staff)


def _state(report: Report | None) -> dict[str, str]:
    if report is None:
        return {}
    text = words.label(saying.lang(), "week_report", "states", report.state)
    return {"text": text, "tone": TONES.get(report.state, ""), "icon": ICONS.get(report.state, "")}


def may(request: HttpRequest, sheet: Sheet) -> set[str]:
    """The acts open to this person; `draw_up` where there is no report, or a signed one is outdated."""
    report = sheet.report
    if report is None or (report.signed and not report.same):
        begun = sheet.week.monday <= today_of(request)
        return {"draw_up"} if begun and _may_begin(request, sheet.scope) else set()
    view = queries.record(asking(request), report.record, now_of(request))
    if not isinstance(view, RecordView):
        return set()
    found = {act.name for act in queries.open_acts(asking(request), view, now_of(request))}
    return found if answers_for(request, sheet.scope) else found - {"sign", "return_back"}


def _may_begin(request: HttpRequest, scope: Scope) -> bool:
    kind = shelf()["week_report"]
    who, on = asking(request), today_of(request)
    return permissions.refusal(who, kind.act["draw_up"], kind, where(scope), on) is None


def where(scope: Scope) -> Where:
    """Where the report of a scope lives: an officer's in the grid, a banner's with its first station."""
    grid = scope.grids[0] if scope.level == "officer" else ""
    return Where(scope.banner, scope.stations[0] if scope.stations else "", grid)


def answers_for(request: HttpRequest, scope: Scope) -> bool:
    """Whether this person reads and signs such a report: the chief for station and officers, not for oneself.

    A banner's lives with a station, so the journal alone would let that station's chief sign it.
    """
    who, on = asking(request), today_of(request)
    signers = {Role.COORDINATOR} if scope.level == "banner" else {Role.CHIEF, Role.COORDINATOR}
    return bool(who.roles(on) & signers) and scope.ident != who.staff


def drawn_by(request: HttpRequest, scope: Scope) -> str:
    """Who draws a report up: an officer oneself; for those who are to sign it, the house.

    The figures come from the journal alone, so nobody has to add them up; who reads and signs stays a second
    person to whoever answers for the work.
    """
    return HOUSE_ID if answers_for(request, scope) else asking(request).staff

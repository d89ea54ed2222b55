"""The plan of a week at the desk: ask, look, move, lock, ask again, publish. Every button is a plain form."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from urtuu.interfaces.desk.asking import read_day, today_of
from urtuu.interfaces.desk.board import Asked, of_a_week, page_context
from urtuu.interfaces.desk.board_forms import Deed, answer
from urtuu.interfaces.desk.showing import refuse
from urtuu.interfaces.desk.showing import show as desk_page
from urtuu.places.permissions import may_open
from urtuu.rounds import queries
from urtuu.rounds.known import LONGEST_GAP, LONGEST_LUNCH
from urtuu.rounds.models import Absence, Measure, PlanJob
from urtuu.rounds.refusals import NO_SUCH_SLOT, Refused
from urtuu.rounds.seen import Board
from urtuu.rounds.weekplan import jobs, services
from urtuu.rounds.weekplan.drafts import Cannot
from urtuu.rounds.weekplan.explaining import clock
from urtuu.rounds.weekplan.mapping import plan_map
from urtuu.rounds.weekplan.services import Measured
from urtuu.rounds.weekplan.showing import PlanSeen, seen

PAGE = "routing"
FEW_LEFT, FEW_CHANGED = 8, 8
STAGES = {
    "promises": gettext_lazy("keeping promises"),
    "inserting": gettext_lazy("a first plan"),
    "searching": gettext_lazy("searching for a better one"),
    "improving": gettext_lazy("last improvements"),
}
CANNOT = {
    "no_such_visit": gettext_lazy("This stop is not in the plan any more. Load the page again."),
    "no_such_day": gettext_lazy("This officer is not on the round that day."),
    "not_the_officer": gettext_lazy(
        "This stop is another officer's. Helping in a neighbouring grid is not allowed at this station."
    ),
    "no_skill": gettext_lazy("This officer does not speak the language of that household."),
    "other_day": gettext_lazy("This stop has to be on another day."),
    "no_time": gettext_lazy("There is no time for it on that day."),
    "pinned": gettext_lazy("This stop is locked."),
}


def may_plan(page: Callable[[Asked], HttpResponse]) -> Callable[[Asked], HttpResponse]:
    """Of a station's week, for those who plan it: doors of all its grids are named there."""

    @wraps(page)
    def answered(asked: Asked) -> HttpResponse:
        refused = may_open(asked.who, PAGE, today_of(asked.request))
        return refuse(asked.request, refused) if refused else page(asked)

    return answered


@require_safe
@of_a_week
@may_plan
def show(asked: Asked) -> HttpResponse:
    """The draft of a week, how far a new one is, and what may be decided."""
    board = queries.board(asked.who, asked.station, asked.week, asked.now)
    newest = jobs.latest(asked.station, str(asked.week))
    drafted = newest if newest and newest.result else jobs.draft_job(asked.station, str(asked.week))
    context = {**page_context(asked, board), **_frame(asked, board, newest)}
    if drafted:
        found = seen(drafted, services.ground_of(asked.who, board))
        context |= _draft(asked, found)
    return desk_page(asked.request, "desk/plan/plan.html", **context)


@require_safe
@of_a_week
@may_plan
def state(asked: Asked) -> HttpResponse:
    """How far it is, for a page that asks every second; when it is done the page is loaded anew."""
    newest = jobs.latest(asked.station, str(asked.week))
    page = render(asked.request, "desk/plan/_state.html", {"base": _base(asked), **_progress(newest, asked)})
    if newest is None or not newest.open:
        page["HX-Refresh"] = "true"
    return page


def _base(asked: Asked) -> str:
    return asked.url("week_plan")


def _frame(asked: Asked, board: Board, newest: PlanJob | None) -> dict[str, Any]:
    officers = [one.staff for one in board.officers]
    away = Absence.objects.filter(
        staff_id__in=officers, from_on__lte=asked.week.sunday, until_on__gte=asked.week.monday
    )
    names = {one.staff: one.name for one in board.officers}
    return {
        "board_url": asked.url("week_board"),
        "base": _base(asked),
        **_progress(newest, asked),
        "failed": newest is not None and newest.state == PlanJob.FAILED,
        "officers": list(names.items()),
        "measure": _measured(asked.station),
        "longest": {"lunch": LONGEST_LUNCH, "gap": LONGEST_GAP},
        "away": [
            {"id": one.pk, "name": names[str(one.staff_id)], "first": one.from_on, "last": one.until_on}
            for one in away
        ],
    }


def _measured(station: str) -> dict[str, Any]:
    found = Measure.of(station)
    return {
        "day_begins": clock(60 * found.day_begins),
        "day_ends": clock(60 * found.day_ends),
        "lunch_minutes": found.lunch_minutes,
        "gap_weeks": found.gap_weeks,
        "neighbours_help": found.neighbours_help,
    }


def _progress(newest: PlanJob | None, asked: Asked) -> dict[str, Any]:
    if newest is None or not newest.open:
        return {"job": None}
    waits = newest.state == PlanJob.QUEUED
    return {
        "job": newest,
        "waits": waits,
        "nobody_works": waits and (asked.now - newest.asked_at).total_seconds() > jobs.PATIENCE,
        "stage": STAGES.get(newest.stage, ""),
        "percent": round(100 * newest.done / newest.of) if newest.of else 0,
    }


def _draft(asked: Asked, found: PlanSeen) -> dict[str, Any]:
    params = asked.request.GET
    opened = params.get("officer", "")
    everything = params.get("show", "")
    return {
        "plan": found,
        "opened": opened,
        "map": plan_map(found, opened),
        "rows": [{"seen": row, "opened": row.staff == opened, "days": _days(row.days)} for row in found.rows],
        "left": found.left if everything == "left" else found.left[:FEW_LEFT],
        "changed": found.changed if everything == "changed" else found.changed[:FEW_CHANGED],
        "published": found.job.published_at is not None,
        "shown": services.mark_of(found.job),
        "again": bool(found.request.before),
    }


def _days(days: Any) -> list[dict[str, Any]]:
    return [{"seen": day, "drop": json.dumps({"to": day.id})} for day in days]


# --- deeds -------------------------------------------------------------------------------------------


@require_POST
@of_a_week
def do(asked: Asked, deed: str) -> HttpResponse:
    """One of DEEDS; afterwards the plan again, with what was done or why not."""
    try:
        answer(asked, DEEDS, deed)
    except Cannot as cannot:
        messages.error(asked.request, str(CANNOT[cannot.why]))
    officer = asked.request.POST.get("keep_officer", "")
    kept = f"?officer={officer}#p-{officer}" if officer.replace("-", "").isalnum() else ""
    return redirect(_base(asked) + kept)


def _board(asked: Asked) -> Board:
    return queries.board(asked.who, asked.station, asked.week, asked.now)


def _ask(asked: Asked) -> str:
    services.ask(asked.who, _board(asked))
    return _("The plan is being worked out. Nothing changes for anybody before you publish it.")


def _stop(asked: Asked) -> str:
    services.stop(asked.who, asked.station, asked.week, asked.now)
    return _("It was called off. What was found so far is kept.")


def _visit(asked: Asked) -> str:
    return asked.request.POST.get("visit", "")


def _move(asked: Asked) -> str:
    to = asked.request.POST.get("to", "")
    services.move(asked.who, asked.station, asked.week, _visit(asked), to, asked.now)
    if not to:
        return _("The stop is left out this week.")
    return _("The stop was moved and is locked there. Ask again to fit the rest around it.")


def _lock(asked: Asked) -> str:
    services.lock(asked.who, asked.station, asked.week, _visit(asked), asked.now, on=True)
    return _("The stop is locked.")


def _unlock(asked: Asked) -> str:
    services.lock(asked.who, asked.station, asked.week, _visit(asked), asked.now, on=False)
    return _("The stop may be moved again.")


def _take_back(asked: Asked) -> str:
    services.take_back(asked.who, asked.station, asked.week, _visit(asked), asked.now)
    return _("It is wished for again. Ask for the plan anew.")


def _take_slot(asked: Asked) -> str:
    day, _bar, hours = asked.request.POST.get("slot", "").partition("|")
    begins, _bar, ends = hours.partition("|")
    if not (begins.isdecimal() and ends.isdecimal()):
        raise Refused(NO_SUCH_SLOT)
    services.take_slot(asked.who, _board(asked), _visit(asked), (day, int(begins), int(ends)))
    return _("The new time is noted, and the plan is worked out around it. Tell the household first.")


def _publish(asked: Asked) -> str:
    why = asked.request.POST.get("why", "").strip()
    shown = asked.request.POST.get("shown", "")
    count = services.publish(asked.who, asked.station, asked.week, asked.now, shown=shown, why=why)
    said = ngettext("%(n)d stop was published and sent.", "%(n)d stops were published and sent.", count)
    return said % {"n": count} + " " + _("Each phone receives its own the next time it has signal.")


def _away(asked: Asked) -> str:
    post = asked.request.POST
    first = read_day(post.get("first", ""))
    last = read_day(post.get("last", "") or post.get("first", ""))
    if first is None or last is None:
        raise Refused(DAYS_MISSING)
    if last < first:
        raise Refused(ENDS_BEFORE)
    services.note_absence(asked.who, _board(asked), post.get("officer", ""), first, last)
    return _("Noted. Ask for the plan anew.")


def _back(asked: Asked) -> str:
    absence = asked.request.POST.get("absence", "")
    if absence.isdecimal():
        services.forget_absence(asked.who, _board(asked), int(absence))
    return _("Taken back. Ask for the plan anew.")


class MeasureForm(forms.Form):
    """How a station plans."""

    day_begins = forms.TimeField()
    day_ends = forms.TimeField()
    lunch_minutes = forms.IntegerField(min_value=0, max_value=LONGEST_LUNCH)
    gap_weeks = forms.IntegerField(min_value=1, max_value=LONGEST_GAP)
    neighbours_help = forms.BooleanField(required=False)


def _measure(asked: Asked) -> str:
    form = MeasureForm(asked.request.POST)
    if not form.is_valid():
        bounds = {"minutes": LONGEST_LUNCH, "weeks": LONGEST_GAP}
        raise Refused(str(HOURS_WRONG) % bounds)
    said = form.cleaned_data
    hours = {name: said[name].hour * 60 + said[name].minute for name in ("day_begins", "day_ends")}
    services.set_measure(asked.who, _board(asked), Measured(**{**said, **hours}))
    return _("Kept. Ask for the plan anew.")


HOURS_WRONG = gettext_lazy(
    "Please fill in the hours, lunch (0 to %(minutes)d minutes) and weeks (1 to %(weeks)d)."
)
DAYS_MISSING = gettext_lazy("A day or an officer is missing. Please fill in both.")
ENDS_BEFORE = gettext_lazy("It ends before it begins.")
DEEDS: Mapping[str, Deed] = {
    "ask": _ask,
    "stop": _stop,
    "move": _move,
    "lock": _lock,
    "unlock": _unlock,
    "take-back": _take_back,
    "take-slot": _take_slot,
    "publish": _publish,
    "away": _away,
    "back": _back,
    "measure": _measure,
}

"""The Monday board: what waits, who has how much, whose phone is behind. Read only; `board_forms` writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from urtuu.base.weeks import Week, read_week, week_of
from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.interfaces.desk.showing import refuse
from urtuu.interfaces.desk.showing import show as desk_page
from urtuu.journal.queries import today
from urtuu.kinds.task.kind import WHY_CARRIED
from urtuu.places.permissions import Who, may_open
from urtuu.rounds import drawing, queries, rowing, saying
from urtuu.rounds.seen import Board, OfficerSeen, Task

FEW, FEW_PEOPLE, FEW_CARRIED = 7, 8, 3
"""Rows shown of a long list before somebody asks for all."""
P = ParamSpec("P")


@dataclass(frozen=True)
class Asked:
    """A request for a station's week: who asks, which week, and when."""

    request: HttpRequest
    who: Who
    week: Week
    station: str
    now: datetime

    @property
    def tasks(self) -> list[str]:
        """The tasks a form names."""
        return self.request.POST.getlist("task")

    def url(self, name: str, *more: str, week: Week | None = None) -> str:
        """An address of this station's week."""
        return address(name, str(week or self.week), self.station, *more)


Page = Callable[Concatenate[Asked, P], HttpResponse]


def address(name: str, *args: str) -> str:
    """An address of the desk."""
    return reverse(f"desk:{name}", args=args)


def of_a_week(page: Page[P]) -> Callable[..., HttpResponse]:
    """A page of a station's week: for those who may open it, of a week that exists."""

    @wraps(page)
    @login_required
    def answered(request: HttpRequest, week: str, station: str, *args: Any, **more: Any) -> HttpResponse:
        who, now, found = asking(request), now_of(request), read_week(week)
        if found is None:
            raise Http404(_("There is no week of this name. Weeks are written as 2026-W48."))
        refused = queries.station_refused(who, station, now)
        if refused:
            return refuse(request, refused)
        return page(Asked(request, who, found, station, now), *args, **more)

    return answered


@require_safe
@login_required
def this_week(request: HttpRequest) -> HttpResponse:
    """The current week: the person's station, or the choice where there are several."""
    return _choose(request, week_of(today_of(request)))


@require_safe
@login_required
def any_station(request: HttpRequest, week: str) -> HttpResponse:
    """A week without a station."""
    found = read_week(week)
    if found is None:
        raise Http404(_("There is no week of this name. Weeks are written as 2026-W48."))
    return _choose(request, found)


def _choose(request: HttpRequest, week: Week) -> HttpResponse:
    who, now = asking(request), now_of(request)
    found = queries.stations(who, now)
    if len(found) == 1:
        return redirect(address("week_board", str(week), found[0].pk))
    if not found:
        sentence = queries.station_refused(who, "", now)
        assert sentence is not None  # nobody has a station without a name
        return refuse(request, sentence)
    stations = [(one.name, address("week_board", str(week), one.pk)) for one in found]
    return desk_page(request, "desk/board/choose.html", week=week, stations=stations)


@require_safe
@of_a_week
def show(asked: Asked) -> HttpResponse:
    """One station's week."""
    board = queries.board(asked.who, asked.station, asked.week, asked.now)
    context = {**page_context(asked, board), **_lists(asked, board), **_drawn(board)}
    return desk_page(asked.request, "desk/board/board.html", **context)


def page_context(asked: Asked, board: Board) -> dict[str, Any]:
    """What every page of a week is given."""
    return {
        "place_name": board.station_name,
        "board": board,
        "week": asked.week,
        "base": asked.url("week_board"),
        "before": asked.url("week_board", week=asked.week.shifted(-1)),
        "after": asked.url("week_board", week=asked.week.shifted(1)),
        "stations_url": address("week_stations", str(asked.week)),
        "may_plan": may_open(asked.who, "routing", today_of(asked.request)) is None,
        "choose": len(queries.stations(asked.who, asked.now)) > 1,
    }


def _lists(asked: Asked, board: Board) -> dict[str, Any]:
    params = asked.request.GET
    by = rowing.BY_PLACE if params.get("by") == rowing.BY_PLACE else rowing.BY_TIME
    rows = rowing.rows(board.undealt, by, asked.now)
    all_rows, all_people = params.get("show") == "tasks", params.get("show") == "people"
    opened = params.get("officer", "")
    people = _people(board, opened)
    all_people = all_people or any(one["opened"] for one in people[FEW_PEOPLE:])
    return {
        "rows": rows if all_rows else rows[:FEW],
        "more_rows": 0 if all_rows else max(0, len(rows) - FEW),
        "people": people if all_people else people[:FEW_PEOPLE],
        "more_people": 0 if all_people or len(people) <= FEW_PEOPLE else len(people),
        "by": by,
        "segments": _segments(by),
        "choices": [(one.staff, f"{one.name} · {one.load.total}") for one in board.officers],
        "why_carried": [(why, saying.task_word("why_carried", why)) for why in WHY_CARRIED],
        "became": _became(board) if board.past else [],
    }


def _segments(by: str) -> list[dict[str, Any]]:
    return [
        {"label": _("by time"), "url": "?by=time#work", "icon": "timer", "current": by == rowing.BY_TIME},
        {"label": _("by place"), "url": "?by=place#work", "icon": "pin", "current": by == rowing.BY_PLACE},
    ]


def _people(board: Board, opened: str) -> list[dict[str, Any]]:
    whole = max(9, *(one.load.total for one in board.officers)) if board.officers else 9
    return [
        {
            "seen": one,
            "parts": saying.load_parts(one.load),
            "whole": whole,
            "chip": saying.phone_chip(one),
            "drop": json.dumps({"officer": one.staff}),
            "opened": one.staff == opened,
            "tasks": _officer_tasks(one) if one.staff == opened else [],
            "note": "、".join(one.gachas[:3]) or one.grid_name,
        }
        for one in board.officers
    ]


def _officer_tasks(officer: OfficerSeen) -> list[dict[str, Any]]:
    return [
        {"task": task, "chip": saying.state_chip(task), "icon": saying.ICONS.get(task.what, "clipboard")}
        for task in officer.tasks
    ]


def _became(board: Board) -> list[dict[str, Any]]:
    """The tasks of a week that is over, with what became of each."""
    unfinished_first = sorted(board.tasks, key=lambda task: task.over)
    return [{"task": task, "chip": saying.became(task, str(board.week))} for task in unfinished_first]


def _drawn(board: Board) -> dict[str, Any]:
    today_ = today(board.now)
    return {
        "legs": saying.legs(board),
        "tiles": saying.tiles(board),
        "legend": saying.class_words(),
        "chart": drawing.chart(board),
        "area": drawing.area(board),
        "area_legend": drawing.area_legend(),
        "note_head": [_("Due")],
        "carried": [
            {"task": task, "days": task.waits_days(today_), "in_hand": task.in_hand}
            for task in board.carried[:FEW_CARRIED]
        ],
    }


@require_safe
@of_a_week
def sheets(asked: Asked) -> HttpResponse:
    """A page of paper for each officer, for areas without signal."""
    board = queries.board(asked.who, asked.station, asked.week, asked.now)
    context = {**page_context(asked, board), "sheets": [_sheet(board, one) for one in board.officers]}
    return desk_page(asked.request, "desk/board/print.html", **context)


def _sheet(board: Board, officer: OfficerSeen) -> dict[str, Any]:
    # In the order of the route where one is published; what stands in no plan comes after it.
    tasks = sorted(
        (task for task in officer.tasks if not task.over),
        key=lambda task: (task.begins is None, task.begins.isoformat() if task.begins else ""),
    )
    rows = [
        {
            "task": task,
            "until": saying.chip_of(task, board.now)["text"],
            "when": saying.stop_words(task),
            "way": saying.way_words(task),
        }
        for task in tasks
    ]
    return {"officer": officer, "rows": rows, "code": sheet_code(board.week, officer.staff, tasks)}


def sheet_code(week: Week, staff: str, tasks: list[Task]) -> str:
    """Six letters that change with what is on the sheet, so that an old paper is known on Friday."""
    said = "|".join([str(week), staff, *(f"{task.record} {task.version}" for task in tasks)])
    return hashlib.sha256(said.encode()).hexdigest()[:6].upper()

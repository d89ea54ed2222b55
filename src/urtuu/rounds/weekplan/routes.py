"""Each officer's week for the phone: the days, the stops, and the ways between all of its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from urtuu.kinds.composing import Deed
from urtuu.rounds.planning.model import OfficerDay, Visit, Week
from urtuu.rounds.planning.moments import Day, Stop
from urtuu.rounds.travel.keys import PlaceKey, read_key
from urtuu.rounds.weekplan.drafts import Request
from urtuu.rounds.weekplan.inputs import Ground
from urtuu.rounds.weekplan.wishes import day_of

Placed = list[tuple[OfficerDay, Visit, Stop]]
"""An officer's stops in the order of the days."""


def deeds(
    week: Week, request: Request, ground: Ground, tasks: Mapping[str, str], plan: str, days: Sequence[Day]
) -> list[Deed]:  # fmt: skip
    """A route for each officer with a day left. `tasks`: records by visit id; `plan`: its record."""
    placed: dict[str, Placed] = {}
    for frame, driven in zip(week.days, days, strict=True):
        stops = [(frame, week.visits[stop.visit], stop) for stop in driven.stops]
        placed.setdefault(frame.officer, []).extend(stops)
    found = []
    for staff in dict.fromkeys(day.officer for day in week.days):
        fields = _route(week, request, ground, tasks, staff, placed.get(staff, []))
        found.append(
            Deed(
                kind="route", act="publish", fields={**fields, "plan": plan}, station=ground.station.pk, saw=0
            )
        )
    return found


def _route(
    week: Week, request: Request, ground: Ground, tasks: Mapping[str, str], staff: str, placed: Placed
) -> dict[str, Any]:
    days = [day for day in week.days if day.officer == staff]
    kept = [one for one in placed if one[1].id in tasks]
    used = sorted({day.start for day in days} | {day.end for day in days} | {one[1].place for one in kept})
    fields: dict[str, Any] = {
        "week": str(ground.week),
        "officer": staff,
        "days": [_day(day) for day in days],
        "places": [{"place": at, "label": _label(request.places[at], ground)} for at in used],
        "stops": [_stop(day, visit, stop, tasks[visit.id]) for day, visit, stop in kept],
        "ways": [
            {"a": a, "b": b, "seconds": week.travel[a][b], "basis": request.basis_of(a, b)}
            for a in used
            for b in used
            if a != b
        ],
    }
    return {name: value for name, value in fields.items() if value != []}


def _day(day: OfficerDay) -> dict[str, Any]:
    return {
        "day": day_of(day.id).isoformat(), "starts_at": day.start, "ends_at": day.end,
        "earliest": day.earliest, "latest": day.latest, "duty": day.duty,
    }  # fmt: skip


def _stop(day: OfficerDay, visit: Visit, stop: Stop, task: str) -> dict[str, Any]:
    window = next(
        one for one in visit.windows if one.day == day.day and one.opens <= stop.begins <= one.closes
    )
    return {
        "task": task, "day": day_of(day.id).isoformat(), "place": visit.place, "service": visit.service,
        "opens": window.opens, "closes": window.closes, "begins": stop.begins, "class": visit.kind,
        "fixed": visit.kind == "promise" or bool(visit.locked),
    }  # fmt: skip


def _label(text: str, ground: Ground) -> str:
    key = read_key(text)
    return label(key, ground) if key else text


def label(key: PlaceKey, ground: Ground) -> str:
    """A place as people say it: the group, the gacha, or the village room of a grid."""
    return ground.labels.get(key, key.text)[:80]

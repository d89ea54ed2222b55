"""Each officer's week for the phone: the days, the stops, and the ways between all of its places."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from urtuu.kinds.composing import Deed
from urtuu.rounds.planning.model import OfficerDay, Visit, Week
from urtuu.rounds.planning.moments import Day, Stop
from urtuu.rounds.travel.keys import PlaceKey, read_key
from urtuu.rounds.weekplan.drafts import Request
from urtuu.rounds.weekplan.inputs import Ground
from urtuu.rounds.weekplan.wishes import day_of

MOST_PLACES = 25
"""With more, only the ways within a day travel: 600 ways and 60 stops are about 40 KB of a line's 64."""
Placed = list[tuple[OfficerDay, Visit, Stop]]
"""An officer's stops in the order of the days."""


def deeds(
    week: Week, request: Request, ground: Ground, tasks: Mapping[str, str], plan: str, days: Sequence[Day],
    pinned: Collection[str] = (),
) -> list[Deed]:  # fmt: skip
    """A route for each officer with a day left.

    tasks   records by visit id
    plan    its record
    pinned  visits by id that the chief keeps on their day
    """
    placed: dict[str, Placed] = {}
    for frame, driven in zip(week.days, days, strict=True):
        stops = [(frame, _kept(week.visits[stop.visit], pinned), stop) for stop in driven.stops]
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


def _kept(visit: Visit, pinned: Collection[str]) -> Visit:
    return replace(visit, locked="pinned") if visit.id in pinned else visit


def _route(
    week: Week, request: Request, ground: Ground, tasks: Mapping[str, str], staff: str, placed: Placed
) -> dict[str, Any]:
    """Places are numbered anew for each officer: a phone has nothing of the others'."""
    days = [day for day in week.days if day.officer == staff]
    kept = [one for one in placed if one[1].id in tasks]
    by_day = [
        {day.start, day.end} | {visit.place for frame, visit, _stop in kept if frame is day} for day in days
    ]
    used = sorted({place for places in by_day for place in places})
    number = {place: at for at, place in enumerate(used)}
    fields: dict[str, Any] = {
        "week": str(ground.week),
        "officer": staff,
        "days": [_day(day, number) for day in days],
        "places": [{"place": number[at], "label": _label(request.places[at], ground)} for at in used],
        "stops": [_stop(day, visit, stop, tasks[visit.id], number) for day, visit, stop in kept],
        "ways": [
            {
                "a": number[a],
                "b": number[b],
                "seconds": week.travel[a][b],
                "basis": request.basis_of(a, b),
            }
            for a, b in _pairs(used, by_day)
        ],
    }
    return {name: value for name, value in fields.items() if value != []}


def _pairs(used: Sequence[int], by_day: Sequence[set[int]]) -> list[tuple[int, int]]:
    """All ways between the places; with many places those within a day, or the line would be too long."""
    groups = [used] if len(used) <= MOST_PLACES else [sorted(places) for places in by_day]
    return sorted({(a, b) for places in groups for a in places for b in places if a != b})


def _day(day: OfficerDay, number: Mapping[int, int]) -> dict[str, Any]:
    return {
        "day": day_of(day.id).isoformat(), "starts_at": number[day.start],
        "ends_at": number[day.end],
        "earliest": day.earliest, "latest": day.latest, "duty": day.duty,
    }  # fmt: skip


def _stop(day: OfficerDay, visit: Visit, stop: Stop, task: str, number: Mapping[int, int]) -> dict[str, Any]:
    window = next(
        one for one in visit.windows if one.day == day.day and one.opens <= stop.begins <= one.closes
    )
    return {
        "task": task, "day": day_of(day.id).isoformat(), "place": number[visit.place],
        "service": visit.service, "opens": window.opens, "closes": window.closes, "begins": stop.begins,
        "class": visit.kind,
        "fixed": visit.kind == "promise" or bool(visit.locked),
    }  # fmt: skip


def _label(text: str, ground: Ground) -> str:
    key = read_key(text)
    return label(key, ground) if key else text


def label(key: PlaceKey, ground: Ground) -> str:
    """A place as people say it: the group, the gacha, or the village room of a grid."""
    return ground.labels.get(key, key.text)[:80]

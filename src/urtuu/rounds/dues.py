"""The running clocks of a record as the planner and the board need them: in local time, with their names."""

from __future__ import annotations

from datetime import datetime

from urtuu.base.workdays import WorkingDays
from urtuu.kinds import clocks, words
from urtuu.kinds.clocks import LOCAL, ClockFace
from urtuu.kinds.fold import Standing
from urtuu.kinds.vocabulary import Clock, Kind
from urtuu.rounds.known import Due

STORED_IN = words.FIRST
"""Titles and reasons are stored, so they are in the station's first language."""
SILENCE = "silence"
"""Told apart from promises: the planner has a reason of its own for what is silent."""
_RUNS = ("ok", "warn", "breached")


def dues(standing: Standing, kind: Kind, now: datetime, days: WorkingDays) -> list[Due]:
    """The promises that run, the first to end first. A clock whose end no table tells is left out here."""
    named = {clock.name: clock for clock in kind.clocks}
    faces = [face for face in clocks.running(standing, kind, now, days) if _runs(face)]
    found = [_due(kind.name, named[face.name], face.due_at) for face in faces if face.due_at]
    return sorted(found, key=lambda due: (due.ends_at, due.name))


def _runs(face: ClockFace) -> bool:
    return face.stopped_at is None and face.state in _RUNS and face.name != SILENCE


def _due(kind: str, clock: Clock, ends_at: datetime) -> Due:
    return Due(
        name=clock.name,
        label=words.label(STORED_IN, kind, "clocks", clock.name),
        ends_at=ends_at.astimezone(LOCAL),
        tonight=clock.tonight,
        a_day=not clock.tonight and clock.hours <= 24 and clock.only.get("size") == ("big",),
    )

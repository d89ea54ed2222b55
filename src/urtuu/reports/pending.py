"""Disputes that are still open: how old they are, how their promises of time stand, at a moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from urtuu.base.workdays import WorkingDays
from urtuu.kinds import clocks
from urtuu.kinds.clocks import ClockFace
from urtuu.kinds.fold import Standing
from urtuu.kinds.vocabulary import Kind

BANDS = (7, 30, 90)
"""Days; a last band holds what is older."""
STATES = ("breached", "warn", "ok", "none")
"""Overdue, close, in time, no promise running (or resting)."""


def _empty() -> list[dict[str, int]]:
    return [dict.fromkeys(STATES, 0) for _ in range(len(BANDS) + 1)]


@dataclass
class Pending:
    """Open disputes by band of age and state of their most urgent clock, and which clocks are overdue."""

    table: list[dict[str, int]] = field(default_factory=_empty)
    overdue: Counter[str] = field(default_factory=Counter)
    oldest_days: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(sum(row.values()) for row in self.table)

    def state(self, name: str) -> int:
        """How many stand so, of whatever age."""
        return sum(row[name] for row in self.table)


def pending(standings: Iterable[Standing], kind: Kind, at: datetime, days: WorkingDays) -> Pending:
    """The open disputes as they stood at a moment, in a past week too."""
    found = Pending()
    for standing in standings:
        then = as_of(standing, at)
        age = (at - min(done.at for done in standing.acts)).days
        faces = clocks.running(then, kind, at, days)
        found.table[band(age)][_state(clocks.most_urgent(faces))] += 1
        found.oldest_days = max(found.oldest_days, age)
        found.overdue.update({face.name for face in faces if face.state == "breached"})
    return found


def band(age_days: int) -> int:
    """Which band an age falls in; the last day belongs to its band."""
    return sum(age_days > last for last in BANDS)


def as_of(standing: Standing, at: datetime) -> Standing:
    """A standing with only the acts until a moment; its values stay those of today."""
    acts = [done for done in standing.acts if done.at <= at]
    if len(acts) == len(standing.acts) or not acts:
        return standing
    return msgspec.structs.replace(standing, acts=acts, state=acts[-1].state)


def _state(face: ClockFace | None) -> str:
    return face.state if face and face.state in STATES else "none"

"""The best that one officer can do on one day, by trying every set of visits that can be driven at all."""

from __future__ import annotations

from urtuu.rounds.planning.model import KINDS, Week
from urtuu.rounds.planning.timing import Segment, away, back, joined, stops

State = tuple[int, int]
"""Which visits are done, as bits, and which was the last; -1 before the first."""


def best_of_a_day(week: Week) -> tuple[int, ...]:
    """Value by class of the best set of visits of the week's only officer-day, in the order of aims."""
    day = week.days[0]
    alone = [stops(visit, day.day) if week.may_serve(visit, day) else [] for visit in week.visits]
    held: dict[State, list[Segment]] = {(0, -1): [away(day)]}
    best = (0,) * len(KINDS)
    while held:
        longer: dict[State, list[Segment]] = {}
        for (done, _last), runs in held.items():
            if any(_home(week, run) for run in runs):
                best = max(best, _worth(week, done))
            for index, windows in enumerate(alone):
                if not done >> index & 1:
                    more = [_then(week, run, window) for run in runs for window in windows]
                    longer.setdefault((done | 1 << index, index), []).extend(one for one in more if one)
        held = {state: _front(runs) for state, runs in longer.items() if runs}
    return best


def _then(week: Week, run: Segment, window: Segment) -> Segment | None:
    after = joined(run, window, week.travel[run.last][window.first])
    return after if after and after.seconds <= week.days[0].duty else None


def _home(week: Week, run: Segment) -> bool:
    day = week.days[0]
    end = joined(run, back(day), week.travel[run.last][day.end])
    return end is not None and end.seconds <= day.duty


def _front(runs: list[Segment]) -> list[Segment]:
    """Runs of which no other is as short and may begin as early and as late."""
    kept: list[Segment] = []
    for run in sorted(set(runs), key=lambda one: (one.seconds, one.earliest, -one.latest)):
        if not any(one.earliest <= run.earliest and one.latest >= run.latest for one in kept):
            kept.append(run)
    return kept


def _worth(week: Week, done: int) -> tuple[int, ...]:
    chosen = [visit for index, visit in enumerate(week.visits) if done >> index & 1]
    return tuple(sum(visit.value for visit in chosen if visit.kind == kind) for kind in KINDS)

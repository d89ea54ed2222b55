"""When things happen on a route: segments that join in constant time (Vidal et al. 2013, without time warp).

A segment is a run of stops as one thing: how long it takes when begun at the best moment, and between which
moments it may begin. A segment that cannot be in time is no segment.
"""

from __future__ import annotations

from dataclasses import dataclass

from urtuu.rounds.planning.model import OfficerDay, Visit, Week


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of stops from place `first` to place `last`.

    seconds   from its begin to its end, waiting included, when begun between the two moments
    earliest  beginning before only adds waiting
    latest    beginning after is too late for a window in it
    """

    first: int
    last: int
    seconds: int
    earliest: int
    latest: int


Held = tuple[Segment, tuple[Segment, ...]]
"""A run of stops as one, and the stops in it."""


def joined(one: Segment, other: Segment, travel: int) -> Segment | None:
    """Both after each other; nothing when the second cannot be reached in time."""
    gap = one.seconds + travel
    if one.earliest + gap > other.latest:
        return None
    wait = max(other.earliest - gap - one.latest, 0)
    return Segment(
        one.first,
        other.last,
        gap + wait + other.seconds,
        max(other.earliest - gap, one.earliest) - wait,
        min(other.latest - gap, one.latest),
    )


def stops(visit: Visit, day: int) -> list[Segment]:
    """A visit by itself, once a window of that day."""
    return [
        Segment(visit.place, visit.place, visit.service, window.opens, window.closes)
        for window in visit.windows
        if window.day == day
    ]


def away(day: OfficerDay) -> Segment:
    """Leaving."""
    return Segment(day.start, day.start, 0, day.earliest, day.latest)


def back(day: OfficerDay) -> Segment:
    """Being back."""
    return Segment(day.end, day.end, 0, day.earliest, day.latest)


def whole(week: Week, day: OfficerDay, route: tuple[int, ...]) -> Segment | None:
    """A route from leaving to being back, each visit in a window of the day that lets the rest follow.

    Nothing when no choice of windows is in time, or the duty is not long enough.
    """
    found = traced(week, day, route)
    return None if found is None else found[0]


def traced(week: Week, day: OfficerDay, route: tuple[int, ...]) -> tuple[Segment, tuple[Segment, ...]] | None:
    """The shortest day that drives a route, and the stops with the window that each begins in.

    Nothing when no choice of windows is in time, or the duty is not long enough.
    """
    held: list[Held] = [(away(day), ())]
    for index in route:
        visit = week.visits[index]
        held = _not_worse([
            (after, (*gone, stop))
            for before, gone in held
            for stop in stops(visit, day.day)
            if (after := joined(before, stop, week.travel[before.last][visit.place]))
        ])  # fmt: skip
    ends = [(joined(one, back(day), week.travel[one.last][day.end]), gone) for one, gone in held]
    found = [(one, gone) for one, gone in ends if one is not None and one.seconds <= day.duty]
    return min(found, key=lambda pair: (pair[0].seconds, pair[0].earliest), default=None)


def _not_worse(held: list[Held]) -> list[Held]:
    """Those that no other beats in everything: shorter, and to be begun earlier and later."""
    if len(held) < 2:
        return held
    return [
        (one, gone)
        for one, gone in held
        if not any(
            other is not one
            and other.seconds <= one.seconds
            and other.earliest <= one.earliest
            and other.latest >= one.latest
            and (other.seconds, other.earliest, other.latest) != (one.seconds, one.earliest, one.latest)
            for other, _ in held
        )
    ]

"""Weeks made by a seed: officers around one station, villages in clusters, promises among routine visits."""

from __future__ import annotations

from math import hypot
from random import Random

from urtuu.rounds.planning.model import Kind, OfficerDay, Visit, Week, Window

HOUR = 3600
KM_H = 40
DETOUR = 1.3
PROMISED, FALLING_DUE = 0.06, 0.12
"""Shares of visits that were promised or fall due."""
WORTH: dict[Kind, int] = {"promise": 100_000, "due": 3_000, "routine": 100}


def made(seed: int, *, officers: int = 5, days: int = 3, visits: int = 300) -> Week:
    """A week. The same seed gives the same week."""
    rng = Random(seed)
    spots = _spots(rng, visits)
    travel = [[_seconds(a, b) for b in spots] for a in spots]
    names = [f"o{n}" for n in range(officers)]
    mongolian = {name for name in names if rng.random() < 0.6} or {names[0]}
    shifts = tuple(
        OfficerDay(
            id=f"{name}-{day}", officer=name, day=day, start=0, end=0, earliest=8 * HOUR, latest=18 * HOUR,
            duty=rng.choice((7, 8, 8)) * HOUR, skills=frozenset({"mn"} if name in mongolian else ()),
        )
        for name in names
        for day in range(days)
    )  # fmt: skip
    wished = tuple(_visit(rng, place, days) for place in range(1, visits + 1))
    return Week(days=shifts, visits=wished, travel=travel)


def _spots(rng: Random, visits: int) -> list[tuple[float, float]]:
    """The station in the middle, doors in villages of about twelve, within 60 km."""
    villages = [(rng.uniform(-60, 60), rng.uniform(-60, 60)) for _ in range(max(1, visits // 12))]
    doors = [rng.choice(villages) for _ in range(visits)]
    return [(0.0, 0.0), *((x + rng.gauss(0, 2), y + rng.gauss(0, 2)) for x, y in doors)]


def _seconds(one: tuple[float, float], other: tuple[float, float]) -> int:
    return round(hypot(one[0] - other[0], one[1] - other[1]) * DETOUR / KM_H * HOUR)


def _visit(rng: Random, place: int, days: int) -> Visit:
    draw = rng.random()
    kind: Kind = "promise" if draw < PROMISED else "due" if draw < PROMISED + FALLING_DUE else "routine"
    weeks = rng.randint(1, 8)
    return Visit(
        id=f"v{place}",
        place=place,
        service=rng.choice((20, 25, 30, 40)) * 60,
        windows=_windows(rng, kind, days),
        kind=kind,
        value=WORTH[kind] if kind != "routine" else WORTH[kind] * weeks,
        needs=frozenset({"mn"} if rng.random() < 0.2 else ()),
    )


def _windows(rng: Random, kind: Kind, days: int) -> tuple[Window, ...]:
    if kind == "promise":
        opens = rng.randint(9, 15) * HOUR
        return (Window(rng.randrange(days), opens, opens + HOUR),)
    if kind == "due":
        return tuple(Window(day, 8 * HOUR, 17 * HOUR) for day in range(rng.randint(1, days)))
    halves = ((8, 12), (14, 18)) if rng.random() < 0.3 else ((8, 18),)
    return tuple(Window(day, opens * HOUR, closes * HOUR) for day in range(days) for opens, closes in halves)

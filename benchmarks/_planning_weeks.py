"""Weeks to be planned by the benchmark: those of the tests, with worths that a plain sum can compare."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "rounds"))

from weeks_made import HOUR, made

from benchmarks._planning_peers import plain_list
from urtuu.rounds.planning.model import Plan, Visit, Week, Window
from urtuu.rounds.planning.pipeline import Settings, planned

WORTH = {"promise": 10_000, "due": 3_000}
"""Peers add values up: a promise is worth more than a day of routine, and does not hide the rest."""
HOUSEHOLDS, WEEKS, SETTLED = 240, 12, 4
LONGEST = 3
"""Weeks after which a household is due."""


def week_of(seed: int) -> Week:
    """Five officers, three days, 300 visits."""
    week = made(seed)
    return replace(week, visits=tuple(replace(v, value=WORTH.get(v.kind, v.value)) for v in week.visits))


def with_urgent(week: Week, known: dict[str, str], seed: int) -> Week:
    """Wednesday: every twentieth planned visit is called off, and six new ones fall due by Thursday."""
    rng = Random(seed)
    gone = set(sorted(known)[::20])
    days = (Window(1, 8 * HOUR, 17 * HOUR), Window(2, 8 * HOUR, 17 * HOUR))
    asked = [
        replace(one, id=f"u{one.id}", kind="due", value=2 * WORTH["due"], needs=frozenset(), windows=days)
        for one in rng.sample(week.visits, 6)
    ]
    return replace(week, visits=(*(one for one in week.visits if one.id not in gone), *asked))


def twelve_weeks(seed: int, *, by_list: bool) -> tuple[list[int], list[int]]:
    """Weeks since each household's last visit, in the settled weeks; and how many were visited each week."""
    ground = made(seed, visits=HOUSEHOLDS)
    rng = Random(seed)
    ages = [rng.randint(0, LONGEST) for _ in ground.visits]
    seen, visits = [], []
    for number in range(WEEKS):
        week = replace(
            ground, visits=tuple(_aged(one, age, rng) for one, age in zip(ground.visits, ages, strict=True))
        )
        plan: Plan = (
            plain_list(week) if by_list else planned(week, Settings(seed=seed, iterations=2_000)).plan
        )
        ages = [0 if index in plan.visited else age + 1 for index, age in enumerate(ages)]
        visits.append(len(plan.visited))
        if number >= SETTLED:
            seen += ages
    return seen, visits


def _aged(visit: Visit, age: int, rng: Random) -> Visit:
    """A household as routine, or due when it waited long enough; one in twenty has agreed on an hour."""
    if rng.random() < 0.05:
        opens = rng.randint(9, 15) * HOUR
        return replace(
            visit,
            kind="promise",
            value=WORTH["promise"],
            windows=(Window(rng.randrange(3), opens, opens + HOUR),),
        )
    everyday = tuple(Window(day, 8 * HOUR, 18 * HOUR) for day in range(3))
    if age >= LONGEST:
        return replace(visit, kind="due", value=WORTH["due"] + 500 * (age - LONGEST), windows=everyday)
    return replace(visit, kind="routine", value=100 * (age + 1), windows=everyday)

"""What is different between two plans of one week: for the board, and for how far the old one is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from urtuu.rounds.planning.model import Plan, Week


@dataclass(frozen=True)
class Change:
    """One visit, and the officer-days it is in before and after; empty where it is in none."""

    visit: str
    before: str
    after: str


def assignments(week: Week, plan: Plan) -> dict[str, str]:
    """For each planned visit, the officer-day; both by id."""
    return {
        week.visits[index].id: day.id
        for day, route in zip(week.days, plan.routes, strict=True)
        for index in route
    }


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """Moved, added and dropped visits, by id. Takes assignments, so that two weeks may be compared too."""
    both = sorted(before.keys() | after.keys())
    told = (Change(one, before.get(one, ""), after.get(one, "")) for one in both)
    return tuple(one for one in told if one.before != one.after)


def kept_share(before: Mapping[str, str], after: Mapping[str, str]) -> float:
    """Of what was planned before, the share with the same officer on the same day; 1.0 of nothing."""
    return sum(after.get(one) == day for one, day in before.items()) / len(before) if before else 1.0


def with_published(week: Week, known: Mapping[str, str]) -> Week:
    """The week in which each visit remembers the officer-day that people know; unknown days are forgotten."""
    there = {day.id for day in week.days}

    def of(visit: str) -> str:
        return known.get(visit, "") if known.get(visit, "") in there else ""

    return replace(week, visits=tuple(replace(one, published=of(one.id)) for one in week.visits))

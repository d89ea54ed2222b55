"""A week and its plan as text, the same byte for byte: one journal entry is enough to plan it again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from urtuu.base.canonical import canonical
from urtuu.rounds.planning import engine
from urtuu.rounds.planning.model import OfficerDay, Plan, Visit, Week, Window
from urtuu.rounds.planning.pipeline import OWN, Outcome, Settings, planned, replanned

FORM = 1
"""Of this text; another number is another form."""


class Unreadable(ValueError):
    """The text is no week of this form, or another engine planned it."""


def week_text(week: Week) -> str:
    """A week in canonical form: whole numbers and text only."""
    return canonical(_week(week)).decode()


def week_of_text(text: str) -> Week:
    """The week of a text. Raises Unreadable when it is none."""
    return _week_of(_read(text))


def published_text(week: Week, settings: Settings, outcome: Outcome) -> str:
    """All that is needed to plan a week again: the week, settings, what it was planned around, the plan."""
    return canonical({
        "form": FORM,
        "week": _week(week),
        "seed": settings.seed,
        "iterations": settings.iterations,
        "engine": outcome.engine,
        "known": outcome.known,
        "plan": outcome.plan.routes,
    }).decode()  # fmt: skip


def published_plan(text: str) -> Plan:
    """The plan that a text says was published. Raises Unreadable."""
    try:
        return Plan(tuple(tuple(int(one) for one in route) for route in _read(text)["plan"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"This is no published plan: {error}.") from error


def replayed(text: str) -> Plan:
    """The plan that planning again gives. Raises Unreadable when another engine planned it."""
    known = _read(text)
    try:
        settings = Settings(
            seed=int(known["seed"]),
            iterations=int(known["iterations"]),
            engine="own" if known["engine"] == OWN else "pyvrp",
        )
        week, wanted = _week_of(known["week"]), str(known["engine"])
        around = {str(visit): str(day) for visit, day in known["known"]}
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"This is no published plan: {error}.") from error
    if wanted not in (OWN, here := engine.version()):
        raise Unreadable(f"This plan was made by {wanted}; here is {here or OWN}, which may plan otherwise.")
    return (replanned(week, around, settings) if around else planned(week, settings)).plan


def _read(text: str) -> dict[str, Any]:
    try:
        known = json.loads(text)
    except ValueError as error:
        raise Unreadable(f"This is no JSON: {error}.") from error
    if not isinstance(known, dict) or known.get("form") != FORM:
        raise Unreadable(f"This is no week in form {FORM}.")
    return known


def _week(week: Week) -> dict[str, Any]:
    return {
        "form": FORM,
        "days": [{**asdict(day), "skills": sorted(day.skills)} for day in week.days],
        "visits": [_visit(visit) for visit in week.visits],
        "travel": [list(row) for row in week.travel],
    }


def _visit(visit: Visit) -> dict[str, Any]:
    windows = [[one.day, one.opens, one.closes] for one in visit.windows]
    return {**asdict(visit), "needs": sorted(visit.needs), "windows": windows}


def _week_of(known: dict[str, Any]) -> Week:
    try:
        return Week(
            days=tuple(OfficerDay(**{**one, "skills": frozenset(one["skills"])}) for one in known["days"]),
            visits=tuple(_visit_of(one) for one in known["visits"]),
            travel=tuple(tuple(int(one) for one in row) for row in known["travel"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"This is no week: {error}.") from error


def _visit_of(known: dict[str, Any]) -> Visit:
    windows = tuple(Window(*(int(one) for one in window)) for window in known["windows"])
    return Visit(**{**known, "needs": frozenset(known["needs"]), "windows": windows})

"""What more than one guard of a dispute reads: the day of the act, a stop that stands, who may mediate it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.dispute import rules
from urtuu.kinds.fold import Standing
from urtuu.kinds.judging import Case


def no(name: str, **values: Any) -> Sentence:
    """A refusal, in the dispute's own words."""
    return say(name, kind="dispute", **values)


def standing_of(case: Case) -> Standing:
    """The dispute before the act."""
    assert case.standing is not None  # a guard of an act that begins nothing sees a standing
    return case.standing


def day_of(text: str) -> date:
    """A day as it stands in a line."""
    return date.fromisoformat(text)


def done_on(case: Case) -> date:
    """The day on which the act was done, on the local calendar."""
    return rules.local_day(case.entry.occurred_at)


def stopped(case: Case) -> bool:
    """Whether any party's stop or refusal stands."""
    standing = standing_of(case)
    return rules.stop_stands(standing, standing.acts)


def named_clear(case: Case) -> Sentence | None:
    """Invariant 6: nobody is named who is in a conflict that a party did not accept in writing."""
    standing, body = standing_of(case), case.entry.body
    staff = {body["mediator"], *(row["staff"] for row in body.get("with_mediators", ()))}
    return no("mediator_in_conflict") if any(rules.conflicted(standing, one) for one in staff) else None


def enough_mediators(case: Case, more: Mapping[str, Any] | None = None) -> Sentence | None:
    """Two for D3, three for D4: at acceptance, whenever one is replaced, and at the agreement (22)."""
    standing = standing_of(case)
    difficulty = {**standing.body, **(more or {})}.get("difficulty", "D1")
    wanted = rules.MEDIATORS_FOR[difficulty]
    if len(rules.mediators(standing, more)) >= wanted:
        return None
    return no("too_few_mediators", wanted=wanted, difficulty=difficulty)


def not_theirs(case: Case) -> Sentence | None:
    """Only a mediator named to the case, in no conflict, mediates it."""
    standing = standing_of(case)
    barred = rules.not_theirs(standing, case.entry.actor, standing.acts)
    return no(barred) if barred else None

"""What a task's table cannot say."""

from __future__ import annotations

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.judging import Case


def to_somebody_else(case: Case) -> Sentence | None:
    """Handing a task to the officer who has it would only hide that nothing changed."""
    now = case.standing.body.get("officer") if case.standing else None
    if now == case.entry.body.get("officer"):
        return say("task_already_with", kind="task", staff=now)
    return None

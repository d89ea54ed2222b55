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


def begins_on_its_day(case: Case) -> Sentence | None:
    """The hour of a stop belongs to its day: two days in one stop would show it on both."""
    said = case.entry.body
    if str(said.get("begins", ""))[:10] == said.get("on_day"):
        return None
    return say("task_begins_on_another_day", kind="task", day=str(said.get("on_day")))


def keeps_its_promise(case: Case) -> Sentence | None:
    """A stop that was promised to a household, or pinned by the chief, keeps its day; its hour may slip."""
    now = case.standing.body if case.standing else {}
    fixed = now.get("promised") or now.get("pinned")
    if fixed and now.get("on_day") and case.entry.body.get("on_day") != now["on_day"]:
        return say("task_stays_on_its_day", kind="task", day=now["on_day"])
    return begins_on_its_day(case)

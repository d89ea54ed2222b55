"""The waiting tasks as rows: those of one campaign, and the plain visits, stand together in one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from urtuu.rounds.saying import ICONS, Chip, chip_of, is_hot
from urtuu.rounds.seen import Task

BY_TIME, BY_PLACE = "time", "place"
_TOGETHER = ("campaign", "unvisited")
_FEWEST = 3


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the list of waiting tasks. `tasks` has several where they stand together."""

    tasks: Sequence[Task]
    title: str
    meta: str
    number: str = ""
    icon: str
    chip: Chip
    hot: bool = False
    strong: str = ""
    side: str = ""

    @property
    def task(self) -> Task:
        """The first, or only, task."""
        return self.tasks[0]

    @property
    def together(self) -> bool:
        """Whether several tasks stand here."""
        return len(self.tasks) > 1

    @property
    def fitting(self) -> bool:
        """Whether somebody is suggested for every task."""
        return all(task.suggested for task in self.tasks)

    @property
    def drag(self) -> str:
        """What is dragged, as JSON: one task. Several go to several people, and are not dragged."""
        return "" if self.together else json.dumps({"task": self.task.record})


def rows(tasks: Iterable[Task], by: str, now: datetime) -> list[Row]:
    """The rows in the order asked for: by time with the like together, by place one by one."""
    if by == BY_PLACE:
        placed = sorted(tasks, key=lambda task: (task.grid, task.gacha_code))
        return [_one(task, now) for task in placed]
    found: dict[tuple[str, str], list[Task]] = {}
    for task in tasks:
        found.setdefault(_company(task), []).append(task)
    result: list[Row] = []
    for company in found.values():
        alone = len(company) < _FEWEST
        result += [_one(task, now) for task in company] if alone else [_several(company, now)]
    return result


def _company(task: Task) -> tuple[str, str]:
    if task.source not in _TOGETHER or task.due:
        return task.record, ""
    return task.source, task.title.split("（")[0] if task.source == "campaign" else ""


def _one(task: Task, now: datetime) -> Row:
    hot = is_hot(task, now)
    place = " ".join(part for part in (task.gacha or task.grid_name, task.spot) if part)
    return Row(
        tasks=[task],
        title=task.title,
        meta=" · ".join(part for part in (place, _why(task)) if part),
        number=task.number,
        icon="alarm" if hot else ICONS.get(task.what, "clipboard"),
        chip=chip_of(task, now),
        hot=hot,
        strong=task.suggested_name or _("open"),
        side=_has(task) if task.suggested_name else _("nobody serves the grid"),
    )


def _why(task: Task) -> str:
    """The reason; of a running promise its name only, because the chip says until when."""
    return task.due.label if task.due and task.source == "clock" else task.reason


def _has(task: Task) -> str:
    return _("serves here · has %(n)d") % {"n": task.suggested_load}


def _several(tasks: Sequence[Task], now: datetime) -> Row:
    first = tasks[0]
    people = {task.suggested for task in tasks if task.suggested}
    places = list(dict.fromkeys(task.gacha or task.grid_name for task in tasks))
    campaign = first.source == "campaign"
    title = first.title.split("（")[0] if campaign else _("Households long unvisited")
    counted = _("%(title)s, %(n)d talks") if campaign else _("%(title)s, %(n)d doors")
    where = _("%(place)s and %(n)d more") % {"place": places[0], "n": len(places) - 1}
    return Row(
        tasks=tasks,
        title=counted % {"title": title, "n": len(tasks)},
        meta=" · ".join((where if len(places) > 1 else places[0], first.reason)),
        icon="megaphone" if campaign else "door",
        chip=chip_of(first, now),
        strong=_("%(n)d officers") % {"n": len(people)} if people else _("open"),
        side=_("each in their own grid"),
    )

"""A seeded mixture of work in all three grids: some of it struck, voided, carried over, helped or late."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from urtuu.base.weeks import Week
from urtuu.kinds.composing import Deed
from weeks_of_work import GACHAS, Handset, Work, at, handset


def random_weeks(work: Work, seed: int, weeks: Sequence[Week], each: int = 12) -> None:
    """A mixture of work in all three grids, some of it struck, voided, carried over or late."""
    dice = random.Random(seed)
    phones = {grid: handset(work.officer(grid)) for grid in GACHAS}
    for week in weeks:
        for _ in range(each):
            _some_work(work, dice, week)
        for grid, phone in phones.items():
            _offline(phone, work, grid, dice, week)


Moments = tuple[datetime, datetime]
Doing = Callable[[Work, random.Random, str, Moments], None]


def _some_work(work: Work, dice: random.Random, week: Week) -> None:
    moment = at(dice.randint(1, 5), dice.randint(8, 17), dice.randint(0, 59), week)
    later = moment + timedelta(days=dice.randint(0, 9), hours=1)
    doing: Doing = dice.choice((_visit, _need, _session, _planned, _dispute, _settled, _escalation, _task))
    doing(work, dice, dice.choice(list(GACHAS)), (moment, later))


def _visit(work: Work, dice: random.Random, grid: str, moments: Moments) -> None:
    record = work.visit(grid, moments[0])
    if dice.random() < 0.2:
        work.strike(grid, "visit", record, moments[1])


def _need(work: Work, dice: random.Random, grid: str, moments: Moments) -> None:
    record = work.need(grid, moments[0])
    if dice.random() < 0.6:
        work.need_met(grid, record, moments[1])


def _session(work: Work, dice: random.Random, grid: str, moments: Moments) -> None:
    record = work.session(grid, moments[0], dice.randint(1, 60), dice.choice(("zh", "mn", "both")))
    if dice.random() < 0.2:
        work.strike(grid, "publicity", record, moments[1])


def _planned(work: Work, _: random.Random, grid: str, moments: Moments) -> None:
    work.planned(grid, moments[0])


def _settled(work: Work, dice: random.Random, grid: str, moments: Moments) -> None:
    home = grid if grid != "far" else "near"
    record = work.settle(home, moments[0])
    work.do(work.officer(home), "dispute", "follow_up", moments[1], record, **_FOLLOWED)
    if dice.random() < 0.3:
        work.void(record, moments[1])


def _escalation(work: Work, dice: random.Random, grid: str, moments: Moments) -> None:
    record = work.dispute(grid, moments[0])
    work.defuse(grid, record, moments[0])
    if dice.random() < 0.7:
        work.confirm(record, moments[0] + timedelta(days=8), dice.choice(("calm", "tense")))
    elif dice.random() < 0.5:
        work.do(work.officer(grid), "dispute", "turned_criminal", moments[1], record, learned_from="police")


def _task(work: Work, dice: random.Random, grid: str, moments: Moments) -> None:
    record = work.task(grid, moments[0])
    work.task_end(grid, record, moments[1], dice.choice(("done", "carry_over", "cancel")))


_FOLLOWED: Mapping[str, Any] = {"asked_alone": True, "performance": "not_due", "afterwards": "calm"}


def _dispute(work: Work, dice: random.Random, grid: str, moments: Moments) -> None:
    record = work.dispute(grid, moments[0], category=dice.choice(("NEI", "LND", "LAB")))
    match dice.choice(("open", "refer", "help", "end", "void")):
        case "refer":
            work.refer(grid, record, moments[1])
        case "help":
            work.safety(grid, record, moments[1], "refer")
        case "end":
            work.safety(grid, record, moments[1], "end")
            if grid != "far":
                work.close_out(record, moments[1] + timedelta(days=dice.randint(0, 6)))
        case "void" if grid != "far":
            work.void(record, moments[1])


def _offline(phone: Handset, work: Work, grid: str, dice: random.Random, week: Week) -> None:
    """A few visits recorded without signal and sent on Friday, the early ones late."""
    for day in range(2, 2 + dice.randint(1, 3)):
        fields = {"label": "其木格家", "met": "not_home", "card_left": True}
        deed = Deed(kind="visit", act="make", fields=fields, **work.place(grid))
        phone.record(deed, at(day, 11, week=week))
    phone.push(at(5, 9, week=week))

"""What happens beside the ordinary: the first story, escalations defused, matters held for safety."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from urtuu.interfaces.demo.disputes import defusing
from urtuu.interfaces.demo.doors import STORY_LABEL
from urtuu.interfaces.demo.field import Round, begin_case, found_at, visit
from urtuu.interfaces.demo.matters import Matter, heated, of_class
from urtuu.interfaces.demo.plans import STORY_GACHA
from urtuu.interfaces.demo.story import held_steps, story_steps
from urtuu.interfaces.demo.world import record_id


class Plot(StrEnum):
    """What kind of thing happens."""

    STORY = "story"
    DEFUSED = "defused"
    UNCONFIRMED = "unconfirmed"
    HELD = "held"


@dataclass(frozen=True)
class Planned:
    """It happens to an officer on the first field day of a week, both counted from 0."""

    week: int
    officer: int
    plot: Plot


_SIGNS = (("threat",), ("gathering",), ("weapon", "threat"), ("gathering", "threat"), ("self_harm",))
_CLASSES = ("GRS-05", "GRS-08", "NEI", "LND", "CTR")


def year_plots(weeks: int, officers: int) -> list[Planned]:
    """The plan of a year, or of the few weeks of a small build."""
    if weeks < 52:
        return [
            Planned(0, 0, Plot.STORY),
            Planned(1 % weeks, 1 % officers, Plot.DEFUSED),
            Planned(2 % weeks, 2 % officers, Plot.HELD),
        ]
    confirmed = [Planned(week, 7 * n + 4, Plot.DEFUSED) for n, week in enumerate((5, 14, 22, 30, 36))]
    unconfirmed = [Planned(42, 11, Plot.UNCONFIRMED), Planned(48, 29, Plot.UNCONFIRMED)]
    held = [Planned(week, (week * 11 + 3) % officers, Plot.HELD) for week in range(4, 50, 4)]
    return [Planned(1, 0, Plot.STORY), *confirmed, *unconfirmed, *held]


def play(going: Round, planned: Planned) -> None:
    """Lets it happen."""
    match planned.plot:
        case Plot.STORY:
            _story(going)
        case Plot.HELD:
            _held(going)
        case _:
            _defused(going, planned)


def _story(going: Round) -> None:
    """A routine visit in Xinglonggou group: a home smashed, the wife gone to her parents."""
    door = next(one for one in going.officer.doors if one.label == STORY_LABEL and one.gacha == STORY_GACHA)
    going.later(40)
    record = record_id(going.officer.throw, going.clock)
    referral = record_id(going.officer.throw, going.clock)
    visited = visit(going, door, found="dispute", made=record)
    matter = _family(going, "家中物品被砸，夫妻争吵升级到推搡，女方已回娘家，提出离婚。")
    found = found_at(going, door, matter, visited)
    begin_case(going, door, record, story_steps(found, referral))


def _held(going: Round) -> None:
    door = going.officer.throw.choice(going.officer.doors)
    record = record_id(going.officer.throw, going.clock)
    matter = _family(going, "邻居听到争吵声，上门时一方不愿多说。")
    begin_case(going, door, record, held_steps(found_at(going, door, matter)))


def _family(going: Round, summary: str) -> Matter:
    return replace(
        of_class(going.officer.throw, "FAM"), summary=summary, hurt="yes", people=2, difficulty="D2"
    )


def _defused(going: Round, planned: Planned) -> None:
    throw = going.officer.throw
    door = throw.choice(going.officer.doors)
    matter = heated(of_class(throw, _CLASSES[planned.officer % len(_CLASSES)]))
    found = found_at(going, door, matter)
    signs = _SIGNS[planned.week % len(_SIGNS)]
    steps = defusing(found, signs, confirmed=planned.plot is Plot.DEFUSED, throw=throw)
    begin_case(going, door, record_id(throw, going.clock), steps)

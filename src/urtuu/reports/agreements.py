"""Which agreement of a dispute stands, at which level an act was done, and what those acts said.

Values in, values out. A case can be agreed, sent back and agreed again: it is one success, the one that
stands now, in the month in which that one was made: a new agreement takes the place of the old (T19).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from urtuu.kinds.dispute.codes import MADE, UNDONE
from urtuu.kinds.fold import Done, Standing

LEVELLED = ("offer", "take_back", "raise_level")
MOVING = (*MADE, "offer", "take_back")
"""Acts of which a standing keeps only the last words: what each of them said is read from its own line."""
FIRST_LEVEL = "L1"

Said = Mapping[str, Mapping[str, Any]]
"""The open bodies of moving acts, by entry."""


def agreement_of(standing: Standing) -> Done | None:
    """The act that made the agreement which stands now; nothing where none does."""
    last = standing.last(*MADE, *UNDONE)
    return last if last is not None and last.act in MADE else None


def amount_of(done: Done, said: Said) -> int:
    """What an agreement itself says, in fen; later agreements of the same case do not change it."""
    return int(said.get(done.entry, {}).get("amount_fen") or 0)


def level_at(standing: Standing, done: Done, said: Said) -> str:
    """The level the case was at when an act was done: raised later, it moves no earlier figure."""
    level = FIRST_LEVEL
    for act in standing.acts:
        if act.act in LEVELLED:
            level = str({**said.get(act.entry, {}), **act.body}.get("level") or level)
        if act.entry == done.entry:
            break
    return level

"""What follows from a taken entry: a table from (kind, act) to functions, filled when the rooms start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from urtuu.kinds.entries import Entry

Reaction = Callable[[Entry, datetime], None]
_TABLE: dict[tuple[str, str], list[Reaction]] = {}


def react(kind: str, act: str, reaction: Reaction) -> None:
    """From now on this follows, in the same transaction, when such an act is taken."""
    wanted = _TABLE.setdefault((kind, act), [])
    if reaction not in wanted:
        wanted.append(reaction)


def following(kind: str, act: str) -> list[Reaction]:
    """What follows from such an act."""
    return _TABLE.get((kind, act), [])

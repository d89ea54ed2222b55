"""What follows from a taken entry: a table from (kind, act) to functions, filled when the rooms start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from urtuu.kinds.entries import Entry

Reaction = Callable[[Entry, datetime], None]
_TABLE: dict[tuple[str, str], list[Reaction]] = {}
_WRITE: set[tuple[str, str]] = set()


def react(kind: str, act: str, reaction: Reaction, *, writes: bool = False) -> None:
    """From now on this follows, in the same transaction, when such an act is taken.

    `writes`: it may itself write at the desk, whose chain is then locked before anything else.
    """
    if writes:
        _WRITE.add((kind, act))
    wanted = _TABLE.setdefault((kind, act), [])
    if reaction not in wanted:
        wanted.append(reaction)


def following(kind: str, act: str) -> list[Reaction]:
    """What follows from such an act."""
    return _TABLE.get((kind, act), [])


def writes(kind: str, act: str) -> bool:
    """Whether what follows from such an act may write at the desk."""
    return (kind, act) in _WRITE

"""What the time of the year does to roads: slower by a factor between two days, or closed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from urtuu.base.coordinates import Box

Surface = Literal["all", "unpaved", "track"]


@dataclass(frozen=True)
class Layer:
    """One line of a season.

    factor   how many times as long a way takes; nothing: closed
    surface  which roads it is about
    node     only the crossing with this number in the road extract
    way      only the road with this number
    box      only what begins or ends in it
    """

    title: str
    from_on: date
    until_on: date
    factor: float | None = 1.0
    surface: Surface = "all"
    node: int | None = None
    way: int | None = None
    box: Box | None = None

    def holds(self, on: date) -> bool:
        """Whether it holds on a day; both ends belong to it."""
        return self.from_on <= on <= self.until_on

    @property
    def everywhere(self) -> bool:
        """Whether it is about no road in particular, so that an estimate must know of it too."""
        return (self.node, self.way, self.box) == (None, None, None)


def in_force(layers: Iterable[Layer], on: date) -> tuple[Layer, ...]:
    """Those that hold on a day, in their order."""
    return tuple(one for one in layers if one.holds(on))


def slower(layers: Iterable[Layer]) -> float:
    """How many times as long an estimated way takes: only what holds for all roads everywhere."""
    found = 1.0
    for one in layers:
        if one.everywhere and one.surface == "all" and one.factor:
            found *= one.factor
    return found

"""What a place is for planning: a gacha, a group of houses in one, or a grid's village room. Never a door."""

from __future__ import annotations

from dataclasses import dataclass

from urtuu.places.rules import GACHA, level_of

_ROOM, _GROUP = "room:", "/"


@dataclass(frozen=True, order=True)
class PlaceKey:
    """A gacha by its 12-digit code, with a named group in it or none; or the village room of a grid."""

    gacha: str = ""
    group: str = ""
    grid: str = ""

    def __post_init__(self) -> None:
        if bool(self.gacha) == bool(self.grid) or (self.group and not self.gacha):
            raise ValueError("a place is in a gacha, or is the village room of a grid")

    @property
    def text(self) -> str:
        """As it is written down: `150421102204`, `150421102204/group` or `room:grid-01`."""
        if self.grid:
            return _ROOM + self.grid
        return self.gacha + (_GROUP + self.group if self.group else "")

    @property
    def whole(self) -> PlaceKey:
        """The gacha that a group is in; any other place is itself."""
        return PlaceKey(gacha=self.gacha) if self.group else self


def gacha_place(code: str, group: str = "") -> PlaceKey:
    """A gacha, or a group in it."""
    return PlaceKey(gacha=code, group=group)


def room_place(grid: str) -> PlaceKey:
    """The village room of a grid."""
    return PlaceKey(grid=grid)


def read_key(text: str) -> PlaceKey | None:
    """A place from what was written down; nothing when it is none."""
    if text.startswith(_ROOM):
        return room_place(text.removeprefix(_ROOM)) if text != _ROOM else None
    code, _slash, group = text.partition(_GROUP)
    return gacha_place(code, group) if level_of(code) == GACHA else None

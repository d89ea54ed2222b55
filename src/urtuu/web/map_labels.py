"""Words on a map that cover nothing: a greedy search over a few places for each, the same every time.

Christensen, Marks and Shieber (1995) compare such searches; the greedy one is enough for fifty names, and
a name that finds no room is left to the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians, sin

from urtuu.web.map_frames import Frame

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
LETTER, LINE = 12.0, 15.0
"""Units of a full-width letter and of a line at the size of the style sheet."""


@dataclass(frozen=True)
class Label:
    """Words with the box they fill; `lead` is the thin line to what they name.

    When that is not beside them.
    """

    text: str
    x: float
    y: float
    box: Box
    lead: str = ""


def text_width(text: str) -> float:
    """How wide words are in units: full-width letters count twice, and nothing is measured too short."""
    return sum(LETTER if ord(letter) > 0x2E7F else LETTER * 0.62 for letter in text)


class Crowd:
    """What is taken on the drawing already."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.boxes: list[Box] = []

    def take(self, box: Box) -> None:
        """This room is gone."""
        self.boxes.append(box)

    def beside(self, text: str, x: float, y: float, radius: float) -> Label | None:
        """Words beside a spot, or further off with a line to it; nothing where no room is left."""
        wide = text_width(text)
        for far in (2.0, 12.0, 24.0, 38.0, 54.0, 72.0):
            for turn in range(0, 360, 45 if far < 10 else 20):
                box = _box_at(x, y, radius + far, radians(turn), wide)
                if self._free(box):
                    self.take(box)
                    return _labelled(text, box, (x, y) if far > 2 else None)
        return None

    def on_line(self, text: str, line: Sequence[tuple[float, float]]) -> Label | None:
        """Words on a line, at the first of some places along it that are free."""
        wide = text_width(text)
        if not text or len(line) < 2:
            return None
        for share in (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9):
            x, y = _along(line, share)
            for up in (0, -LINE, LINE):
                box = (x - wide / 2, y + up - LINE / 2, x + wide / 2, y + up + LINE / 2)
                if self._free(box):
                    self.take(box)
                    return _labelled(text, box, None)
        return None

    def _free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > self.frame.width - 2 or bottom > self.frame.height - 22:
            return False  # the lowest strip is the scale's
        return not any(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in self.boxes)


def _box_at(x: float, y: float, far: float, turn: float, wide: float) -> Box:
    """The box of words that touches a circle around a spot in one direction; 0 is to the right."""
    across, down = cos(turn), -sin(turn)
    left = x + across * far - (1 - across) / 2 * wide
    top = y + down * far - (1 - down) / 2 * LINE
    return left, top, left + wide, top + LINE


def _labelled(text: str, box: Box, of: tuple[float, float] | None) -> Label:
    left, top, right, bottom = box
    lead = ""
    if of:
        x, y = min(max(of[0], left), right), min(max(of[1], top), bottom)
        lead = f"M{of[0]:g} {of[1]:g}L{x:.1f} {y:.1f}"
    return Label(text, round(left, 1), round(bottom - 3.5, 1), box, lead)


def _along(line: Sequence[tuple[float, float]], share: float) -> tuple[float, float]:
    """The point after a share of a line's length."""
    parts = [(one, other, hypot(other[0] - one[0], other[1] - one[1])) for one, other in pairwise(line)]
    left = share * sum(length for *_ends, length in parts)
    for one, other, length in parts:
        if left <= length and length:
            part = left / length
            return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part
        left -= length
    return line[-1]

"""Team-orienteering files with time windows (TOPTW) as a week of one day, and their published values.

Format of Righini and Salani (2006) for the instances of Solomon and of Cordeau; the tours are officer-days
that leave and end at the depot. As the literature has it, distances are cut after one decimal for Solomon's
and after two for Cordeau's (Vansteenwegen et al. 2009), so that times are whole tenths or hundredths here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from math import hypot
from pathlib import Path

from urtuu.rounds.planning.model import OfficerDay, Visit, Week, Window

FIELDS = 9
"""Of a depot's line at least: number, x, y, service, score, two of a period problem, opens, closes."""


class Unread(ValueError):
    """The file is none of the kind; the message is a sentence."""


@dataclass(frozen=True)
class Point:
    """One line of the file: where, how long, what it is worth, and between which moments it may begin."""

    x: float
    y: float
    service: float
    score: float
    opens: float
    closes: float


def toptw_week(text: str, tours: int) -> Week:
    """A week of one day with so many tours; times in tenths or hundredths, value as the file scores it.

    Raises Unread when the text is no TOPTW file.
    """
    depot, *doors = _points(text)
    points = [depot, *doors]
    scale = 10 if all(one.x == int(one.x) and one.y == int(one.y) for one in points) else 100
    closes = int(depot.closes * scale)
    days = tuple(
        OfficerDay(
            id=f"t{tour}", officer=f"t{tour}", day=0, start=0, end=0,
            earliest=int(depot.opens * scale), latest=closes, duty=closes,
        )
        for tour in range(1, tours + 1)
    )  # fmt: skip
    visits = tuple(
        Visit(
            id=str(place), place=place, service=int(one.service * scale), kind="routine",
            value=int(one.score),
            windows=(Window(0, int(one.opens * scale), int(one.closes * scale)),),
        )
        for place, one in enumerate(doors, start=1)
        if one.score > 0
    )  # fmt: skip
    travel = [[int(hypot(a.x - b.x, a.y - b.y) * scale + 1e-9) for b in points] for a in points]
    return Week(days=days, visits=visits, travel=travel)


def _points(text: str) -> list[Point]:
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if len(lines) < 4 or len(lines[0]) != 4 or len(lines[1]) != 2:
        raise Unread("This is no TOPTW file: it must begin with a line of four numbers and a line of two.")
    points = []
    for number, words in enumerate(lines[2:]):
        try:
            if len(words) < FIELDS or int(words[0]) != number:
                raise ValueError
            values = [float(word) for word in words]
        except ValueError:
            raise Unread(f"This is no TOPTW file: line {number + 3} is not point {number}.") from None
        points.append(Point(*values[1:5], *values[-2:]))
    return points


def published_value(file: Path, tours: int) -> int | None:
    """What `published.csv` beside a file says was reached with so many tours, if it says anything."""
    try:
        with (file.parent / "published.csv").open(encoding="utf-8", newline="") as lines:
            row = next((one for one in csv.DictReader(lines) if one["instance"] == file.name), {})
        return int(float(row[f"tours_{tours}"]))
    except (OSError, KeyError, ValueError):
        return None

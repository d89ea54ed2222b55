"""Geometry of the two charts, from plain values to what a template draws. Nothing here reads a record.

Both carry a title, a description and their rows, so that the drawing always comes with a table for those who
cannot see it or would rather copy the figures. Lengths are units of the drawing's own `viewBox`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, log10, radians

TONES = ("pale", "sky", "ochre", "grass", "ember")


@dataclass(frozen=True)
class Series:
    """One row of figures, one for each category; `tone` is one of TONES."""

    label: str
    values: Sequence[float]
    tone: str = "sky"


@dataclass(frozen=True)
class Bar:
    """One bar with its figure above it; `label_x` and `label_y` are where the figure stands."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    text: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Tick:
    """A word at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class BarChart:
    """All a template needs to draw bars and to write the table behind them."""

    title: str
    desc: str
    width: int
    height: int
    base_y: float
    bars: list[Bar]
    ticks: list[Tick]
    series: list[Series]
    rows: list[tuple[str, list[str]]]

    @property
    def head(self) -> list[str]:
        """The columns of the table behind the drawing."""
        return [row.label for row in self.series]

    @property
    def legend(self) -> list[dict[str, str]]:
        """For `components/legend.html`."""
        return [{"label": row.label, "tone": row.tone} for row in self.series]


def bar_chart(
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    desc: str = "",
    width: int = 420,
    height: int = 190,
) -> BarChart:
    """Grouped bars over the categories; negative figures are drawn as zero and written as they are."""
    top, bottom = 22, 26
    base = height - bottom
    scale = (base - top) / _round_up(max((v for s in series for v in s.values), default=0))
    slot = width / max(1, len(categories))
    bar_width = min(26.0, slot * 0.68 / max(1, len(series)))
    bars = []
    for at, _ in enumerate(categories):
        left = at * slot + (slot - len(series) * bar_width - (len(series) - 1) * 3) / 2
        for nth, row in enumerate(series):
            bars.append(_bar(row, at, left + nth * (bar_width + 3), bar_width, base, scale))
    ticks = [Tick(round((n + 0.5) * slot, 1), height - 8, name) for n, name in enumerate(categories)]
    rows = [(name, [_figure(s.values[n]) for s in series]) for n, name in enumerate(categories)]
    return BarChart(
        title,
        desc or _in_words(rows, series),
        width,
        height,
        base,
        bars,
        ticks,
        list(series),
        rows,
    )


def _bar(row: Series, at: int, x: float, width: float, base: float, scale: float) -> Bar:
    height = round(max(0.0, row.values[at]) * scale, 1)
    return Bar(
        round(x, 1),
        round(base - height, 1),
        round(width, 1),
        height,
        row.tone,
        _figure(row.values[at]),
        round(x + width / 2, 1),
        round(base - height - 6, 1),
    )


def _round_up(value: float) -> float:
    """The next handsome number, so that the tallest bar fills most of the height."""
    if value < 1:
        return 1  # what is counted is whole; a step below one would leave the numbers a machine knows
    step = 10.0 ** int(log10(value)) / 4
    return ceil(value / step) * step


def _figure(value: float) -> str:
    return f"{value:g}"


def _in_words(rows: Sequence[tuple[str, list[str]]], series: Sequence[Series]) -> str:
    names = [s.label for s in series]
    return "; ".join(
        f"{name}: " + ", ".join(f"{label} {value}" for label, value in zip(names, values, strict=True))
        for name, values in rows
    )


@dataclass(frozen=True)
class Place:
    """A point to show. `x` and `y` are longitude and latitude in degrees, or any plane with y upwards."""

    label: str
    x: float
    y: float
    tone: str = "sky"
    note: str = ""
    url: str = ""
    centre: bool = False


@dataclass(frozen=True)
class Spot:
    """A place on the drawing and where its label stands; `anchor` is SVG's text-anchor."""

    place: Place
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str
    radius: float

    @property
    def corner(self) -> tuple[float, float]:
        """Where the square of the centre begins."""
        return (round(self.x - 9, 1), round(self.y - 9, 1))

    @property
    def roof(self) -> str:
        """The small house in the centre's square, as path data."""
        return f"M{self.x - 5:g} {self.y:g}l5-4.5 5 4.5v4.5h-10z"


@dataclass(frozen=True)
class AreaMap:
    """All a template needs to draw an area; `links` run from the centre to each other place."""

    title: str
    desc: str
    width: int
    height: int
    spots: list[Spot]
    links: list[tuple[float, float, float, float]]
    outline: str

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The table behind the drawing: each place but the centre, with its note."""
        return [(s.place.label, [s.place.note]) for s in self.spots if not s.place.centre]


Box = tuple[float, float, float, float]
Label = tuple[float, float, str, Box]
_LETTER = 11.0


def area_map(
    title: str,
    places: Sequence[Place],
    *,
    desc: str = "",
    width: int = 420,
    height: int = 230,
    degrees: bool = True,
) -> AreaMap:
    """Places laid out to scale, north above; labels keep clear of one another where there is room."""
    points = _project(places, width, height, degrees)
    taken: list[Box] = [(x - 9, y - 9, x + 9, y + 9) for x, y in points]
    spots = []
    for place, (x, y) in zip(places, points, strict=True):
        label_x, label_y, anchor, box = _label(place.label, x, y, taken, (width, height))
        taken.append(box)
        spots.append(Spot(place, x, y, label_x, label_y, anchor, 9 if place.centre else 5))
    centre = next((s for s in spots if s.place.centre), None)
    links = [(centre.x, centre.y, s.x, s.y) for s in spots if centre and s is not centre]
    said = desc or "; ".join(f"{p.label} {p.note}".strip() for p in places)
    return AreaMap(title, said, width, height, spots, links, _felt_outline(width, height))


def _project(places: Sequence[Place], width: int, height: int, degrees: bool) -> list[tuple[float, float]]:
    """Flat projection around the middle: exact enough for a banner, and the same scale both ways."""
    if not places:
        return []
    middle = sum(p.y for p in places) / len(places)
    squeeze = cos(radians(middle)) if degrees else 1.0
    xs, ys = [p.x * squeeze for p in places], [-p.y for p in places]
    wide, tall = max(xs) - min(xs) or 1e-9, max(ys) - min(ys) or 1e-9
    side, edge = 46, 30
    scale = min((width - 2 * side) / wide, (height - 2 * edge) / tall)
    left, above = (width - wide * scale) / 2, (height - tall * scale) / 2
    return [
        (round(left + (x - min(xs)) * scale, 1), round(above + (y - min(ys)) * scale, 1))
        for x, y in zip(xs, ys, strict=True)
    ]


def _label(
    text: str, x: float, y: float, taken: Sequence[Box], size: tuple[int, int]
) -> tuple[float, float, str, Box]:
    """The first free place for a label: below, above, right, left; else the one that covers least."""
    length = sum(_LETTER if ord(c) > 0x2E7F else _LETTER * 0.6 for c in text)
    tries = [
        (x, y + 20, "middle", (x - length / 2, y + 10, x + length / 2, y + 23)),
        (x, y - 12, "middle", (x - length / 2, y - 23, x + length / 2, y - 10)),
        (x + 11, y + 4, "start", (x + 10, y - 7, x + 12 + length, y + 7)),
        (x - 11, y + 4, "end", (x - 12 - length, y - 7, x - 10, y + 7)),
    ]
    best = min(tries, key=lambda one: _covered(one[3], taken) + _outside(one[3], size))
    return (round(best[0], 1), round(best[1], 1), best[2], best[3])


def _covered(box: Box, taken: Sequence[Box]) -> float:
    return sum(
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in taken
    )


def _outside(box: Box, size: tuple[int, int]) -> float:
    over = max(0.0, -box[0], -box[1], box[2] - size[0], box[3] - size[1])
    return 1000 * over


def _felt_outline(width: int, height: int) -> str:
    """A soft cornered ground under the points: it claims no border, only an area."""
    shares = (
        ("M", 0.03, 0.42),
        ("C", 0.05, 0.1),
        (" ", 0.3, 0.06),
        (" ", 0.52, 0.06),
        ("S", 0.96, 0.08),
        (" ", 0.98, 0.45),
        ("S", 0.85, 0.96),
        (" ", 0.55, 0.95),
        ("S", 0.02, 0.85),
        (" ", 0.03, 0.42),
    )
    return "".join(f"{sign}{x * width:g} {y * height:g}" for sign, x, y in shares) + "z"

"""What a dispute is about: drawn by class and season from invented texts. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from urtuu.interfaces.demo.chance import Dice

FILE = Path(__file__).parent / "disputes.toml"
_WRITTEN = ("LND",)


@dataclass(frozen=True)
class Matter:
    """One dispute as it is found."""

    category: str
    grassland: str
    summary: str
    settlement: str
    big: bool
    hurt: str
    close_ties: bool
    people: int
    difficulty: str
    amount_fen: int

    @property
    def sides_asked(self) -> bool:
        """Whether each side must be asked the safety questions first (disputes.md 7.4.1)."""
        near = self.category in ("NEI", "LND", "CTR", "BIZ") or bool(self.grassland)
        return self.category == "FAM" or self.hurt == "yes" or (near and self.close_ties)

    @property
    def written(self) -> bool:
        """Whether its agreement must be written."""
        return self.difficulty not in ("D1", "D2") or self.category in _WRITTEN or bool(self.grassland)

    @property
    def for_government(self) -> bool:
        """Ownership of grassland, and compensation by a works: decided elsewhere, never mediated."""
        return self.grassland in ("GRS-02", "GRS-15")


@cache
def classes() -> Mapping[str, Mapping[str, Any]]:
    """The classes with their weights, seasons and texts."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def _weights(month: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
    names = tuple(classes())
    return names, tuple(classes()[name]["weight"] * classes()[name]["months"][month - 1] for name in names)


def draw_matter(throw: Dice, day: date) -> Matter:
    """A dispute as the season brings it."""
    return of_class(throw, throw.weighted(*_weights(day.month)))


def of_class(throw: Dice, name: str, difficulty: str = "") -> Matter:
    """A dispute of a class; of a grade of difficulty, when one is named."""
    row = classes()[name]
    summary, settlement = throw.choice(row["matters"])
    grassland = name if name.startswith("GRS") else ""
    drawn = throw.weighted(("D1", "D2", "D3"), (56, 37, 7))
    return Matter(
        category=row.get("category", name),
        grassland=grassland,
        summary=summary,
        settlement=settlement,
        big=False,
        hurt=throw.weighted(("no", "unknown"), (97, 3)),
        close_ties=throw.happens(0.06),
        people=throw.weighted((2, 3, 4, 5, 7), (60, 15, 14, 8, 3)),
        difficulty=difficulty or drawn,
        amount_fen=throw.choice((0, 0, 20_000, 50_000, 80_000, 120_000, 200_000, 400_000)),
    )


def heated(matter: Matter) -> Matter:
    """The same matter, come close to blows: a big one, both sides asked, three mediators."""
    return replace(matter, big=True, hurt="yes", people=max(matter.people, 10), difficulty="D4")

"""How fast one drives on which road; a site may change any figure in `roads.toml`. Pure.

The classes are those of the OpenStreetMap tag `highway` that a car may use; the figures are a first guess for
the steppe, to be corrected by whoever drives there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from urtuu.rounds.travel.estimate import Usual

CLASSES: Mapping[str, int] = {
    "motorway": 100,
    "motorway_link": 50,
    "trunk": 80,
    "trunk_link": 45,
    "primary": 70,
    "primary_link": 40,
    "secondary": 60,
    "secondary_link": 40,
    "tertiary": 50,
    "tertiary_link": 35,
    "unclassified": 40,
    "residential": 25,
    "living_street": 15,
    "service": 15,
    "road": 30,
    "track": 22,
}
"""Kilometres an hour. A track is a road here: for half of the doors there is no other."""
NAMES = tuple(CLASSES)
UNPAVED_KMH = 35
"""No faster than this where the surface is not sealed, whatever the class says."""
UNPAVED = frozenset(
    (
        *("unpaved", "compacted", "fine_gravel", "gravel", "rock", "pebblestone", "ground"),
        *("dirt", "earth", "grass", "mud", "sand", "snow", "ice", "salt"),
    )
)
"""Values of the tag `surface`."""
FILE = "roads.toml"
FASTEST, SLOWEST = 130.0, 3.0


class Wrong(ValueError):
    """The file of speeds says something that cannot be; the message names it."""


@dataclass(frozen=True)
class Speeds:
    """Speeds by class, the most on unsealed roads, and what estimates begin with."""

    kmh: Mapping[str, float] = field(default_factory=lambda: dict(CLASSES))
    unpaved: float = UNPAVED_KMH
    usual: Usual = field(default_factory=Usual)

    def of(self, name: str, *, unpaved: bool) -> float:
        """Kilometres an hour on a road."""
        return min(self.kmh[name], self.unpaved) if unpaved else self.kmh[name]

    @property
    def key(self) -> tuple[float, ...]:
        """Tells two tables apart, for whoever keeps what was reckoned with one."""
        return (*(self.kmh[name] for name in NAMES), self.unpaved)


def read_speeds(text: str) -> Speeds:
    """The table of a site over the built-in one. Raises Wrong with a sentence for the administrator.

    `[speeds]` holds classes and `unpaved` in km/h; `[estimate]` holds `detour`, `summer` and `winter` in
    km/h, `winter_months` as numbers, and `sheet` in kilometres.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Wrong(f"{FILE} is no TOML: {error}.") from None
    speeds, estimate = told.get("speeds", {}), told.get("estimate", {})
    unknown = sorted({*told} - {"speeds", "estimate"}) + sorted({*speeds} - {*NAMES, "unpaved"})
    unknown += sorted({*estimate} - {"detour", "summer", "winter", "winter_months", "sheet"})
    if unknown:
        raise Wrong(f"{FILE} does not know “{unknown[0]}”.")
    kmh = {name: _number(speeds, name, CLASSES[name], SLOWEST, FASTEST) for name in NAMES}
    return Speeds(kmh, _number(speeds, "unpaved", UNPAVED_KMH, SLOWEST, FASTEST), _usual(estimate))


def _usual(told: Mapping[str, Any]) -> Usual:
    before = Usual()
    months = told.get("winter_months", sorted(before.winter))
    if not isinstance(months, list) or not all(month in range(1, 13) for month in months):
        raise Wrong(f"{FILE}: “winter_months” is a list of numbers from 1 to 12.")
    return Usual(
        detour=_number(told, "detour", before.detour, 1.0, 5.0),
        kmh={
            "summer": _number(told, "summer", before.kmh["summer"], SLOWEST, FASTEST),
            "winter": _number(told, "winter", before.kmh["winter"], SLOWEST, FASTEST),
        },
        winter=frozenset(months),
        sheet=_number(told, "sheet", before.sheet, 0.001, 10.0),
    )


def _number(told: Mapping[str, Any], name: str, usual: float, least: float, most: float) -> float:
    found = told.get(name, usual)
    if isinstance(found, bool) or not isinstance(found, int | float) or not least <= found <= most:
        raise Wrong(f"{FILE}: “{name}” is a number between {least:g} and {most:g}.")
    return float(found)

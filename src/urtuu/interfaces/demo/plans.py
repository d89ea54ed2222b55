"""The banner on paper: real codes and names, three stations, fifty grids and a schematic sheet. Pure."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from urtuu.places.rules import short_name

FILE = Path(__file__).parent / "places.toml"
STORY_GACHA = "150421102204"
"""Yonghe village, where the first story happens."""
STORY_GROUP = "兴隆沟小组"
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_ORDINALS = ("一", "二", "三", "四", "五", "六")


@dataclass(frozen=True)
class Sumu:
    """A sumu, town or street with its gachas by code, and its place on the sheet."""

    code: str
    name: str
    at: tuple[int, int]
    gachas: dict[str, str]


@dataclass(frozen=True)
class GridPlan:
    """The gachas one officer serves. `number` counts from 1 through the whole banner."""

    id: str
    name: str
    number: int
    station: str
    gachas: tuple[str, ...]


@dataclass(frozen=True)
class StationPlan:
    """A station and its grids."""

    id: str
    name: str
    phone: str
    supervision_phone: str
    grids: tuple[GridPlan, ...]


@dataclass(frozen=True)
class BannerPlan:
    """The whole banner."""

    source: str
    code: str
    name: str
    sumu: tuple[Sumu, ...]
    stations: tuple[StationPlan, ...]

    @property
    def grids(self) -> list[GridPlan]:
        """All grids, in the order of their numbers."""
        return [grid for station in self.stations for grid in station.grids]

    def names(self) -> dict[str, str]:
        """Every region's official name by code."""
        return {self.code: self.name} | {
            code: name for one in self.sumu for code, name in ((one.code, one.name), *one.gachas.items())
        }

    def sheet(self) -> dict[str, tuple[int, int]]:
        """Where each region is drawn, 0-1000 both ways: gachas in a spiral around their sumu. Schematic."""
        found = {self.code: (500, 500)}
        for one in self.sumu:
            found[one.code] = one.at
            found.update(zip(one.gachas, _spiral(one.at, len(one.gachas)), strict=True))
        return found


def _spiral(centre: tuple[int, int], count: int) -> Iterator[tuple[int, int]]:
    for n in range(count):
        far, turn = 14 * math.sqrt(n + 1), n * _GOLDEN_ANGLE
        x, y = centre[0] + far * math.cos(turn), centre[1] + far * math.sin(turn)
        yield min(max(round(x), 0), 1000), min(max(round(y), 0), 1000)


@cache
def whole_banner() -> BannerPlan:
    """The banner of the demonstration."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    sumu = tuple(_sumu(row) for row in data["sumu"])
    return BannerPlan(data["source"], data["code"], data["name"], sumu, tuple(_stations(data, sumu)))


def small_banner() -> BannerPlan:
    """One station with the first six grids: for tests."""
    whole = whole_banner()
    first = whole.stations[0]
    cut = StationPlan(first.id, first.name, first.phone, first.supervision_phone, first.grids[:6])
    return BannerPlan(whole.source, whole.code, whole.name, whole.sumu, (cut,))


def _sumu(row: dict[str, Any]) -> Sumu:
    gachas = (line.split(" ", 1) for line in row["gachas"].strip().splitlines())
    x, y = row["at"]
    return Sumu(row["code"], row["name"], (x, y), {row["code"] + tail: name for tail, name in gachas})


def _stations(data: dict[str, Any], sumu: Sequence[Sumu]) -> Iterator[StationPlan]:
    by_code = {one.code: one for one in sumu}
    number = 1
    for row in data["stations"]:
        grids: list[GridPlan] = []
        for cluster in row["clusters"]:
            members = [by_code[code] for code in cluster["sumu"]]
            dealt = _dealt([code for one in members for code in one.gachas], cluster["grids"])
            for ordinal, gachas in zip(_ORDINALS, dealt, strict=False):
                name = f"{short_name(members[0].name)}第{ordinal}网格"
                grids.append(GridPlan(f"grid-{number:02d}", name, number, row["id"], gachas))
                number += 1
        yield StationPlan(row["id"], row["name"], row["phone"], row["supervision_phone"], tuple(grids))


def _dealt(codes: list[str], into: int) -> Iterator[tuple[str, ...]]:
    """Codes in their order, dealt into parts whose sizes differ by one at most."""
    size, longer = divmod(len(codes), into)
    start = 0
    for part in range(into):
        end = start + size + (part < longer)
        yield tuple(codes[start:end])
        start = end

"""Lists of points: where gachas, groups and village rooms lie. One system a file; two are never mixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from urtuu.base.coordinates import (
    CHINA,
    CONVERSIONS,
    LEAST_PAIRS,
    SYSTEMS,
    Box,
    Point,
    System,
    box_of,
    distance_km,
    looks_shifted,
    point,
)
from urtuu.base.sentences import say
from urtuu.places import rules
from urtuu.places.imports.columns import Problem, Row
from urtuu.places.imports.plans import Known, Plan, Progress, tell
from urtuu.places.imports.values import Wrong
from urtuu.places.models import PlacePoint

Key = tuple[str, str, str]
"""Gacha, group in it, grid: of the first and the last exactly one is filled."""
NAMES: Mapping[str, System] = {
    **{system: system for system in SYSTEMS},
    "wgs-84": "wgs84",
    "wgs 84": "wgs84",
    "cgcs2000": "wgs84",
    "gcj-02": "gcj02",
    "gcj 02": "gcj02",
    "火星坐标": "gcj02",
}
"""CGCS2000, the national system, and WGS-84 differ by centimetres."""
AROUND_KNOWN, AROUND_MIDDLE = 500_000, 3_000_000
"""Microdegrees: how far beyond known points a new one may lie; how far from the middle of a first list."""


@dataclass(frozen=True)
class _Read:
    """A row that can be a point: as it was written, and as it is kept."""

    row: Row
    key: Key
    written: Point
    kept: Point
    system: System


def plan_points(rows: Sequence[Row], known: Known, plan: Plan, progress: Progress) -> None:
    """Points by place. The file is refused whole when it mixes systems, or names one that it is not in."""
    there = {_key_of(one): one for one in PlacePoint.objects.all()}
    found = [one for row in rows if (one := _read(row, known, plan))]
    _judge_systems(found, plan)
    _judge_shift(found, there, plan)
    area = _area(there.values(), found)
    for count, one in enumerate(found, 1):
        _judge_place(one, area, plan)
        if not plan.problems and plan.first_time(one.row, "code", *one.key):
            _put(one, there.get(one.key), plan)
        tell(progress, count, len(found))
    converted = sum(one.system != "wgs84" for one in found)
    if converted and not plan.problems:
        plan.notes.append(say("import_points_converted", points=converted))


def _key_of(one: PlacePoint) -> Key:
    return one.gacha_id or "", one.group_name, one.grid_id or ""


def _read(row: Row, known: Known, plan: Plan) -> _Read | None:
    before = len(plan.problems)
    key: Key = ("", "", "")
    with plan.judging(row, "code"):
        key = _place(row, known)
    degrees = {name: _degrees(row, name, plan) for name in ("lon", "lat")}
    system: System = "wgs84"
    with plan.judging(row, "system"):
        system = _system(row["system"])
    if len(plan.problems) > before:
        return None
    lon, lat = degrees["lon"], degrees["lat"]
    return _Read(row, key, point(lon, lat), point(*CONVERSIONS[system](lon, lat)), system)


def _place(row: Row, known: Known) -> Key:
    """A gacha by code or name; or a grid by its id, which is its village room. Raises Wrong."""
    text = row["code"]
    if text in known.grids and not row["group"]:
        return "", "", text
    return known.region(text, rules.GACHA).pk, row["group"], ""


def _degrees(row: Row, column: str, plan: Plan) -> float:
    try:
        found = float(row[column])
    except ValueError:
        found = 1000.0
    if abs(found) <= 180:  # not a number compares false with everything
        return found
    plan.problems.append(row.wrong(column, say("import_no_degrees", value=row[column])))
    return 0.0


def _system(text: str) -> System:
    found = NAMES.get(" ".join(text.casefold().split()))
    if found is None:
        raise Wrong(say("import_no_system", value=text))
    return found


def _judge_systems(found: Sequence[_Read], plan: Plan) -> None:
    if len(Counter(one.system for one in found)) > 1:
        plan.problems.append(Problem(say("import_points_mixed")))


def _judge_shift(found: Sequence[_Read], there: Mapping[Key, PlacePoint], plan: Plan) -> None:
    """Points that are known already tell whether the list is in the system it names."""
    pairs = [(_point(there[one.key]), one.kept) for one in found if one.key in there]
    shifted = looks_shifted(pairs)
    if shifted:
        system = found[0].system
        plan.problems.append(
            Problem(say("import_points_shifted", metres=shifted.metres, pairs=shifted.pairs, system=system))
        )


def _point(one: PlacePoint) -> Point:
    return Point(one.lon_micro, one.lat_micro)


def _area(there: Iterable[PlacePoint], found: Sequence[_Read]) -> Box:
    """Where points of this site can lie: around the known ones, or around the middle of a first list."""
    points = [_point(one) for one in there]
    if len(points) >= LEAST_PAIRS:
        return (box_of(points) or CHINA).wider(AROUND_KNOWN)
    inside = [one.kept for one in found if CHINA.holds(one.kept)]
    if len(inside) < LEAST_PAIRS:
        return CHINA
    lon, lat = median(one.lon_micro for one in inside), median(one.lat_micro for one in inside)
    return Box(round(lon), round(lat), round(lon), round(lat)).wider(AROUND_MIDDLE)


def _judge_place(one: _Read, area: Box, plan: Plan) -> None:
    if CHINA.holds(one.kept) and area.holds(one.kept):
        return
    exchanged = Point(one.kept.lat_micro, one.kept.lon_micro)
    if CHINA.holds(exchanged) and (area == CHINA or area.holds(exchanged)):
        sentence = say("import_points_swapped")
    elif not CHINA.holds(one.kept):
        sentence = say("import_points_outside")
    else:
        middle = Point((area.west + area.east) // 2, (area.south + area.north) // 2)
        sentence = say("import_points_far", km=round(distance_km(one.kept, middle)))
    plan.problems.append(one.row.wrong("lon", sentence))


def _put(one: _Read, there: PlacePoint | None, plan: Plan) -> None:
    gacha, group, grid = one.key
    found: dict[str, Any] = {
        "gacha_id": gacha or None,
        "group_name": group,
        "grid_id": grid or None,
        "lon_micro": one.kept.lon_micro,
        "lat_micro": one.kept.lat_micro,
    }
    if there is None or _point(there) != one.kept:
        found |= {"source": PlacePoint.CSV, "marked_on": plan.marked.on, "marked_by_id": plan.marked.by}
    plan.put(PlacePoint, there, found)

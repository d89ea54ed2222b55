"""Lists of places: regions from the national files, grids with their stations, households."""

from __future__ import annotations

import re
from collections.abc import Sequence

from urtuu.base.sentences import say
from urtuu.places import rules
from urtuu.places.imports import values
from urtuu.places.imports.columns import Row
from urtuu.places.imports.plans import Known, Plan, Progress, tell
from urtuu.places.imports.values import Wrong
from urtuu.places.models import Grid, Household, Region, Station


def plan_regions(rows: Sequence[Row], known: Known, plan: Plan, progress: Progress) -> None:
    """Banners first, whatever the order of rows and files; a place hangs below the start of its own code."""
    regions = dict(known.regions)
    for count, row in enumerate(sorted(rows, key=lambda row: (len(row["code"]), row["code"])), 1):
        code = row["code"]
        level = rules.level_of(code)
        parent = code[: {rules.SUMU: 6, rules.GACHA: 9}.get(level, 0)]
        with plan.judging(row, "code"):
            if not level:
                raise Wrong(say("import_no_code", value=code))
            if parent and parent not in regions:
                raise Wrong(say("import_no_parent", value=code, parent=parent))
            if plan.first_time(row, "code", code):
                found = {"code": code, "name": row["name"], "level": level, "parent_id": parent or None}
                regions[code] = plan.put(Region, known.regions.get(code), found)
        tell(progress, count, len(rows))


def plan_grids(rows: Sequence[Row], known: Known, plan: Plan, progress: Progress) -> None:
    """Grids, and their stations where the list names them."""
    for count, row in enumerate(rows, 1):
        before = len(plan.problems)
        station, gachas = _station(row, known, plan), _gachas(row, known, plan)
        with plan.judging(row, "grid"):
            ident = values.slug(row["grid"])
            if len(plan.problems) == before and plan.first_time(row, "grid", ident):
                found = {"id": ident, "name": row["name"], "station_id": station}
                grid = plan.put(Grid, known.grids.get(ident), found)
                _link(grid, gachas, known, plan)
        tell(progress, count, len(rows))


def _station(row: Row, known: Known, plan: Plan) -> str:
    """The id of the row's station, which the row may also make."""
    found: dict[str, str] = {}
    with plan.judging(row, "station"):
        found["id"] = values.slug(row["station"])
        if found["id"] not in known.stations and not row["station_name"]:
            raise Wrong(say("import_no_station", value=row["station"]))
    for column, name in (("phone", "phone"), ("supervision", "supervision_phone")):
        with plan.judging(row, column):
            if row[column]:
                found[name] = values.phone(row[column])
    if row["station_name"]:
        found["name"] = row["station_name"]
    with plan.judging(row, "banner"):
        if row["banner"] or found.get("id") not in known.stations:
            found["banner_id"] = known.region(row["banner"], rules.BANNER).pk
    if "id" in found and ("banner_id" in found or found["id"] in known.stations):
        _put_station(found, known, plan)
    return found.get("id", "")


def _put_station(found: dict[str, str], known: Known, plan: Plan) -> None:
    """Put it once; what several rows say of one station, the last says for all."""
    there = known.stations.get(found["id"])
    if there is not None and there._state.adding:
        for name, value in found.items():
            setattr(there, name, value)
        return
    if len(found) > 1 and ("station", found["id"]) not in plan.seen:
        before = plan.unchanged
        known.stations[found["id"]] = plan.put(Station, there, found)
        plan.unchanged = before  # The list is one of grids; a station that stays is not counted.


def _gachas(row: Row, known: Known, plan: Plan) -> set[str]:
    found = set()
    for text in re.split(r"[,;，；、|\n]+", row["gachas"]):
        with plan.judging(row, "gachas"):
            if text.strip():
                found.add(known.region(text.strip(), rules.GACHA).pk)
    return found


def _link(grid: Grid, gachas: set[str], known: Known, plan: Plan) -> None:
    if not gachas or gachas == known.grid_gachas.get(grid.pk, set()):
        return
    regions = [known.regions[code] for code in sorted(gachas)]
    plan.links.append(lambda: grid.gachas.set(regions))
    if not grid._state.adding and grid not in plan.changed.get(Grid, []):
        plan.unchanged -= 1
        plan.changed.setdefault(Grid, []).append(grid)
        plan.fields.setdefault(Grid, set()).add("name")


def plan_households(rows: Sequence[Row], known: Known, plan: Plan, progress: Progress) -> None:
    """Doors by gacha, group and label; the grid is taken from the gacha where only one serves it."""
    there = {(one.gacha_id, one.group_name, one.label): one for one in Household.objects.all()}
    for count, row in enumerate(rows, 1):
        before = len(plan.problems)
        found = _household(row, known, plan)
        if len(plan.problems) == before:
            key = (str(found["gacha_id"]), row["group"], row["label"])
            if plan.first_time(row, "label", *key):
                plan.put(Household, there.get(key), found)
        tell(progress, count, len(rows))


def _household(row: Row, known: Known, plan: Plan) -> dict[str, object]:
    """What a row says of a door. Columns that the file does not have stay as they are."""
    found: dict[str, object] = {"label": row["label"], "group_name": row["group"]}
    grid = ""
    with plan.judging(row, "grid"):
        grid = known.grid(row["grid"]).pk if row["grid"] else ""
    with plan.judging(row, "gacha"):
        gacha = known.region(row["gacha"], rules.GACHA, known.grid_gachas.get(grid))
        found["gacha_id"] = gacha.pk
        found["grid_id"] = _grid_of(gacha, grid, known)
    with plan.judging(row, "phone"):
        if row.has("phone"):
            found["phone"] = values.phone(row["phone"])
    with plan.judging(row, "language"):
        if row.has("language"):
            found["language"] = values.language(row["language"])
    named = {"landmark": "landmark", "access": "access_needs"}
    return found | {name: row[column] for column, name in named.items() if row.has(column)}


def _grid_of(gacha: Region, grid: str, known: Known) -> str:
    serving = sorted(ident for ident, gachas in known.grid_gachas.items() if gacha.pk in gachas)
    if grid and grid not in serving:
        raise Wrong(say("import_grid_not_there", grid=grid, value=gacha.name))
    if grid or len(serving) == 1:
        return grid or serving[0]
    name = "import_which_grid" if serving else "import_no_grid_there"
    raise Wrong(say(name, value=gacha.name, grids=", ".join(serving)))

"""What is asked about places and people, each with a fixed number of database queries.

Nothing here is cached: the tables are small, and a post that ended must end everywhere at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from urtuu.base.canonical import digest
from urtuu.base.ids import read_id
from urtuu.kinds.roles import Role
from urtuu.places.models import Device, Grid, Household, Post, Region, Staff, Station
from urtuu.places.permissions import HOUSE, HOUSE_ID, Posting, Where, Who, reach
from urtuu.places.rules import SUMU


def who_of(staff_id: UUID | str) -> Who:
    """A person with all posts, past and coming. Someone unknown or inactive has none. One query."""
    return who_many([staff_id]).get(str(staff_id)) or Who(staff=str(staff_id), name="")


def who_many(ids: Iterable[UUID | str]) -> dict[str, Who]:
    """People by the text of their id; unknown ids are left out. One query."""
    asked = {str(ident) for ident in ids}
    found = [ident for ident in map(read_id, asked) if ident]
    rows = Staff.objects.filter(pk__in=found).order_by("pk", "posts__from_on", "posts__id")
    names: dict[str, str] = {}
    posts: dict[str, list[Posting]] = {}
    for pk, name, active, role, *place in rows.values_list("pk", "name", "is_active", "posts__role", *_PLACE):
        names[str(pk)] = name
        if role and active:
            posts.setdefault(str(pk), []).append(_posting(role, place))
    known = {ident: Who(ident, name, tuple(posts.get(ident, ()))) for ident, name in names.items()}
    return known | ({HOUSE_ID: HOUSE} if HOUSE_ID in asked else {})


_PLACE = (
    "posts__from_on", "posts__until_on", "posts__banner_id", "posts__station_id", "posts__station__banner_id",
    "posts__grid_id", "posts__grid__station_id", "posts__grid__station__banner_id",
)  # fmt: skip


def _posting(role: str, place: Sequence[Any]) -> Posting:
    """A post as a value, with the station and banner above it."""
    from_on, until_on, banner, station, above_station, grid, of_grid, above_grid = place
    return Posting(
        role=Role(role),
        banner=above_grid or above_station or banner or "",
        station=of_grid or station or "",
        grid=grid or "",
        from_on=from_on,
        until_on=until_on,
    )


def names_of(ids: Iterable[UUID | str]) -> dict[str, str]:
    """Names of staff by the text of their id. One query."""
    found = [ident for ident in map(read_id, ids) if ident]
    return {str(pk): name for pk, name in Staff.objects.filter(pk__in=found).values_list("pk", "name")}


def station_of_grid() -> dict[str, str]:
    """The station of every grid. One query."""
    return dict(Grid.objects.values_list("pk", "station_id"))


def where_of(grid_id: str, station_id: str = "") -> Where:
    """Where a record of a grid is; of a station when it has none. An unknown place is nowhere. One query."""
    if grid_id:
        row = Grid.objects.filter(pk=grid_id).values_list("station__banner_id", "station_id").first()
        return Where(row[0], row[1], grid_id) if row else Where("", "", "")
    found = Station.objects.filter(pk=station_id).values_list("banner_id", flat=True).first()
    return Where(found, station_id, "") if found else Where("", "", "")


def where_many(grids: Iterable[str], stations: Iterable[str] = ()) -> dict[str, Where]:
    """Where records are, by `grid:<id>` and `station:<id>`; unknown places are left out. Two queries."""
    in_grids = Grid.objects.filter(pk__in=set(grids)).values_list("station__banner_id", "station_id", "pk")
    at_stations = Station.objects.filter(pk__in=set(stations)).values_list("banner_id", "pk")
    return {
        **{f"grid:{grid}": Where(banner, station, grid) for banner, station, grid in in_grids},
        **{f"station:{station}": Where(banner, station, "") for banner, station in at_stations},
    }


def device(device_id: UUID | str) -> Device | None:
    """A device by id, or nothing; revoked ones are found too. One query."""
    ident = read_id(device_id)
    return Device.objects.select_related("staff").filter(pk=ident).first() if ident else None


def grids_of(station_id: str) -> list[Grid]:
    """The grids of a station, by id. One query."""
    return list(Grid.objects.filter(station=station_id))


def _held_on(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on)) & Q(staff__is_active=True)


def officers_of(station_id: str, on: date) -> list[Staff]:
    """The grid officers of a station who hold their post on a day. One query."""
    posts = Post.objects.filter(_held_on(on), role=Role.OFFICER.value, grid__station=station_id)
    return list(Staff.objects.filter(posts__in=posts).distinct().order_by("name", "username"))


def officer_of_grid(grid_id: str, on: date) -> Staff | None:
    """Who serves a grid on a day: the last appointed of those in office, or nobody. One query."""
    posts = Post.objects.filter(_held_on(on), role=Role.OFFICER.value, grid=grid_id)
    post = posts.select_related("staff").order_by("-from_on", "-id").first()
    return post.staff if post else None


def officers_by_grid(station_id: str, on: date) -> dict[str, Staff]:
    """Who serves each grid of a station on a day; vacant grids are left out. One query."""
    posts = Post.objects.filter(_held_on(on), role=Role.OFFICER.value, grid__station=station_id)
    found = posts.select_related("staff").order_by("from_on", "id")
    return {str(post.grid_id): post.staff for post in found}


def staff_of_station(station_id: str, on: date) -> list[Staff]:
    """Everyone with a post at a station or in one of its grids on a day. One query."""
    at = Q(station=station_id) | Q(grid__station=station_id)
    posts = Post.objects.filter(_held_on(on), at)
    return list(Staff.objects.filter(posts__in=posts).distinct().order_by("name", "username"))


def households(asking: Who, grid_id: str, on: date, *, active_only: bool = True) -> list[Household]:
    """The doors of a grid, for those whose places reach there; for others none. Two queries."""
    if not _sees_doors(asking, grid_id, on):
        return []
    found = Household.objects.filter(grid=grid_id).select_related("gacha")
    return list(found.filter(active=True) if active_only else found)


def _sees_doors(asking: Who, grid_id: str, on: date) -> bool:
    """Doors carry telephone numbers: only those who open the page of doors see them, in their reach."""
    return reach(asking, "doors", on).covers(where_of(grid_id))


@dataclass(frozen=True)
class Serves:
    """Who serves a gacha: one row of the public page. `officer` is nobody when the post is vacant."""

    grid: Grid
    station: Station
    gachas: tuple[Region, ...]
    officer: Staff | None


def region(code: str) -> Region | None:
    """A region by code with what lies above it. One query."""
    return Region.objects.select_related("parent__parent").filter(pk=code).first()


def serves(gacha_code: str, on: date) -> list[Serves]:
    """Who serves a gacha on a day; a large gacha may lie in several grids. Three queries."""
    posts = Post.objects.filter(_held_on(on), role=Role.OFFICER.value).order_by("from_on", "id")
    found = (
        Grid.objects.filter(gachas=gacha_code)
        .select_related("station")
        .prefetch_related("gachas", Prefetch("posts", queryset=posts.select_related("staff")))
    )
    return [
        Serves(
            grid=grid,
            station=grid.station,
            gachas=tuple(grid.gachas.all()),
            officer=next((post.staff for post in reversed(grid.posts.all())), None),
        )
        for grid in found
    ]


def served_gachas(words: str = "") -> dict[Region, list[Region]]:
    """Gachas by sumu, all or those whose own or sumu's name has the words in it. One query."""
    found = Region.objects.filter(parent__level=SUMU, level="gacha").select_related("parent")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(parent__name__icontains=words))
    grouped: dict[Region, list[Region]] = {}
    for gacha in found.order_by("parent__code", "code"):
        if gacha.parent:
            grouped.setdefault(gacha.parent, []).append(gacha)
    return grouped


@dataclass(frozen=True)
class Reference:
    """What a phone holds of its grid's places. `digest` tells whether it has these rows already."""

    rows: list[dict[str, Any]]
    digest: str


def reference(grid_id: str, on: date) -> Reference:
    """The feed `ref:places:<grid>`: grid, station, gachas, doors and officers. Four queries.

    Access is decided by `permissions.feeds`, which names the grids a phone may pull.
    """
    grid = Grid.objects.select_related("station").filter(pk=grid_id).first()
    rows = [] if grid is None else [*_grid_rows(grid), *_door_rows(grid_id), *_officer_rows(grid, on)]
    return Reference(rows, digest(rows))


def _grid_rows(grid: Grid) -> list[dict[str, Any]]:
    station = grid.station
    gachas = grid.gachas.select_related("parent")
    return [
        {"is": "grid", "id": grid.pk, "name": grid.name, "station": station.pk},
        {
            "is": "station",
            "id": station.pk,
            "name": station.name,
            "phone": station.phone,
            "supervision_phone": station.supervision_phone,
            "week": station.week_pattern,
        },
        *(
            {
                "is": "gacha",
                "code": gacha.pk,
                "name": gacha.short_name,
                "sumu": gacha.parent.short_name if gacha.parent else "",
            }
            for gacha in gachas
        ),
    ]


def _door_rows(grid_id: str) -> list[dict[str, Any]]:
    doors = Household.objects.filter(grid=grid_id, active=True).order_by("gacha", "group_name", "label")
    return [
        {
            "is": "household",
            "id": str(door.pk),
            "label": door.label,
            "gacha": door.gacha_id,
            "group": door.group_name,
            "landmark": door.landmark,
            "phone": door.phone,
            "language": door.language,
            "access": door.access_needs,
        }
        for door in doors
    ]


def _officer_rows(grid: Grid, on: date) -> list[dict[str, Any]]:
    """The colleagues of the grid's station with their roles, so that a phone can offer fitting names."""
    at = Q(station=grid.station_id) | Q(grid__station=grid.station_id)
    posts = Post.objects.filter(_held_on(on), at).select_related("staff").order_by("staff__username", "role")
    rows: dict[str, dict[str, Any]] = {}
    for post in posts:
        person = post.staff
        row = rows.setdefault(str(person.pk), {"is": "officer", "id": str(person.pk), "name": person.name})
        row["roles"] = sorted({*row.get("roles", ()), post.role})
    return list(rows.values())


def stations_of(banners: Iterable[str]) -> list[str]:
    """The stations of banners, by id. One query, or none when no banner is asked for."""
    wanted = set(banners)
    return list(Station.objects.filter(banner__in=wanted).values_list("pk", flat=True)) if wanted else []

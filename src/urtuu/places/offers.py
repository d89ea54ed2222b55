"""What a page may offer within somebody's reach: grids, gachas, doors, people and phones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from urtuu.base.ids import read_id
from urtuu.kinds.roles import FIELD_ROLES, Role
from urtuu.kinds.vocabulary import Act, Kind
from urtuu.places.models import Device, Grid, Household, Post, Region, Staff, Station
from urtuu.places.permissions import Reach, Where, Who, reach, refusal
from urtuu.places.queries import _held_on
from urtuu.places.rules import level_of


def grids_to_begin(asking: Who, kind: Kind, act: Act, on: date) -> list[Grid]:
    """The grids in which this person may begin a record. One query."""
    found = Grid.objects.select_related("station").order_by("station", "pk")
    return [
        grid
        for grid in found
        if refusal(asking, act, kind, Where(grid.station.banner_id, grid.station_id, grid.pk), on) is None
    ]


def stations_to_begin(asking: Who, kind: Kind, act: Act, on: date) -> list[Station]:
    """The stations for which, as a whole, this person may begin a record. One query."""
    return [
        station
        for station in Station.objects.all()
        if refusal(asking, act, kind, Where(station.banner_id, station.pk, ""), on) is None
    ]


def grids_read(asking: Who, on: date) -> list[Grid]:
    """The grids whose records this person may list, for a filter. One query."""
    how_far = reach(asking, "records", on)
    return list(_grids_within(how_far).select_related("station").order_by("station", "pk"))


def _grids_within(how_far: Reach) -> QuerySet[Grid]:
    if how_far.everything:
        return Grid.objects.all()
    return Grid.objects.filter(
        Q(station__banner__in=how_far.banners) | Q(station__in=how_far.stations) | Q(pk__in=how_far.grids)
    )


def gachas(grid: str, station: str) -> list[Region]:
    """The gachas of a grid; of all grids of a station when none is named. One query."""
    within = Q(grids=grid) if grid else Q(grids__station=station)
    return list(Region.objects.filter(within).distinct().order_by("code"))


def people(station: str, role: str, on: date) -> list[Staff]:
    """Those who hold a role, or any, at a station or in its grids on a day. One query."""
    posts = Post.objects.filter(_held_on(on), Q(station=station) | Q(grid__station=station))
    if role:
        posts = posts.filter(role=role)
    return list(Staff.objects.filter(posts__in=posts).distinct().order_by("name", "username"))


def labels_of_doors(ids: Iterable[str]) -> dict[str, str]:
    """Labels of households by the text of their id; never their telephone. One query."""
    found = [ident for ident in map(read_id, ids) if ident]
    return {
        str(door.pk): " · ".join(part for part in (door.group_name, door.label) if part)
        for door in Household.objects.filter(pk__in=found)
    }


def names_of_places(codes: Iterable[str]) -> dict[str, str]:
    """Names of regions by code, of grids and stations by id. One query for codes, two for ids."""
    wanted = {code for code in codes if code}
    regions = {code for code in wanted if level_of(code)}
    houses = wanted - regions
    found: dict[str, str] = {}
    if regions:
        found |= {region.pk: region.short_name for region in Region.objects.filter(pk__in=regions)}
    if houses:
        found |= dict(Station.objects.filter(pk__in=houses).values_list("pk", "name"))
        found |= dict(Grid.objects.filter(pk__in=houses).values_list("pk", "name"))
    return found


def _stations_within(how_far: Reach) -> Q:
    if how_far.everything:
        return Q()
    return Q(banner__in=how_far.banners) | Q(pk__in=how_far.stations) | Q(grids__in=how_far.grids)


def stations(asking: Who, page: str, on: date) -> list[Station]:
    """The stations a page shows this person, with grids, their gachas and who holds a post there."""
    held = Post.objects.filter(_held_on(on)).select_related("staff").order_by("from_on", "id")
    grids = Grid.objects.prefetch_related("gachas", Prefetch("posts", queryset=held)).order_by("pk")
    found = Station.objects.filter(_stations_within(reach(asking, page, on))).distinct()
    return list(found.prefetch_related(Prefetch("grids", queryset=grids), Prefetch("posts", queryset=held)))


def phones(asking: Who, on: date) -> list[Device]:
    """The phones of the people in reach of the page of devices, the last heard from first. One query."""
    found = Device.objects.filter(kind=Device.PHONE, staff__in=_staff_within(reach(asking, "devices", on)))
    return list(found.select_related("staff").order_by("revoked_at", "-last_seen_at", "enrolled_at"))


def owners_within(asking: Who, page: str, on: date) -> dict[str, Staff]:
    """The phones of the people in reach of a page, and one's own, by id, with whose they are. One query."""
    within = Q(staff__in=_staff_within(reach(asking, page, on))) | Q(staff=read_id(asking.staff))
    found = Device.objects.filter(within, kind=Device.PHONE).select_related("staff")
    return {str(one.pk): one.staff for one in found if one.staff}


def holders(asking: Who, on: date) -> list[Staff]:
    """The people for whom a card may be made: those with a post in reach on a day. One query.

    A card makes a phone that signs as that person. Only the administrator hands out cards for those who also
    hold a post beyond the field: a chief could otherwise become his own registrar.
    """
    found = _staff_within(reach(asking, "devices", on), on)
    if Role.ADMIN not in asking.roles(on):
        field = Post.objects.filter(_held_on(on), role__in=[role.value for role in FIELD_ROLES])
        carried = [role.value for role in (*FIELD_ROLES, Role.MEDIATOR, Role.INTERPRETER)]
        beyond = Post.objects.filter(_held_on(on)).exclude(role__in=carried)
        found = found.filter(posts__in=field).exclude(posts__in=beyond).distinct()
    return list(found.filter(is_active=True).order_by("name", "username"))


def _staff_within(how_far: Reach, on: date | None = None) -> QuerySet[Staff]:
    posts = Post.objects.all() if on is None else Post.objects.filter(_held_on(on))
    if not how_far.everything:
        at = Q(station__in=how_far.stations) | Q(grid__station__in=how_far.stations)
        in_banner = (
            Q(banner__in=how_far.banners)
            | Q(station__banner__in=how_far.banners)
            | Q(grid__station__banner__in=how_far.banners)
        )
        posts = posts.filter(at | in_banner | Q(grid__in=how_far.grids))
    return Staff.objects.filter(posts__in=posts).distinct()


def accounts(asking: Who, page: str, on: date) -> QuerySet[Staff]:
    """The accounts of the people in reach of a page, past and coming posts too, by name."""
    return _staff_within(reach(asking, page, on)).order_by("name", "username")


def desks(devices: Iterable[str]) -> set[str]:
    """Which of these devices are desks. One query."""
    found = [ident for ident in map(read_id, devices) if ident]
    return {
        str(pk) for pk in Device.objects.filter(pk__in=found, kind=Device.DESK).values_list("pk", flat=True)
    }

"""Whose figures are asked for (an officer, a station, a banner, a gacha), and who may have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Q, QuerySet

from urtuu.base.ids import read_id
from urtuu.base.sentences import Sentence, say
from urtuu.base.weeks import Week
from urtuu.kinds.roles import Role
from urtuu.places import permissions
from urtuu.places.models import Grid, Post, Region, Station
from urtuu.places.permissions import TABLE, Extent, Where, Who

Level = Literal["officer", "station", "banner", "gacha"]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A part of the banner. `grids` is empty where all grids of the stations are meant.

    `places` are what somebody must reach to have the whole of it.
    """

    level: Level
    ident: str
    name: str
    banner: str
    stations: tuple[str, ...]
    places: tuple[Where, ...]
    grids: tuple[str, ...] = ()

    @property
    def records(self) -> Q:
        """The records of it, as a condition on standings."""
        found = Q(station__in=self.stations)
        if self.level == "gacha":
            return found & Q(gacha=self.ident)
        return found & Q(grid__in=self.grids) if self.level == "officer" else found

    @property
    def acts(self) -> Q:
        """The acts in it, as a condition on entries, which know no gacha: there the records decide."""
        found = Q(station__in=self.stations)
        return found & Q(grid__in=self.grids) if self.grids else found


def station_scope(ident: str) -> Scope | None:
    """A station, or nothing."""
    found = Station.objects.filter(pk=ident).first()
    if found is None:
        return None
    return Scope(
        level="station",
        ident=ident,
        name=found.name,
        banner=found.banner_id,
        stations=(ident,),
        places=(Where(found.banner_id, ident, ""),),
    )


def banner_scope(code: str) -> Scope | None:
    """A whole banner, or nothing."""
    found = Region.objects.filter(pk=code, level="banner").prefetch_related("stations").first()
    if found is None:
        return None
    return Scope(
        level="banner",
        ident=code,
        name=found.short_name,
        banner=code,
        stations=tuple(station.pk for station in found.stations.all()),
        places=(Where(code, "", ""),),
    )


def officer_scope(ident: str, week: Week) -> Scope | None:
    """The grids somebody served in a week, as one scope; nothing for somebody who served none."""
    if read_id(ident) is None:
        return None
    posts = list(officers_in(week, Q(staff=ident)).select_related("staff", "grid__station"))
    grids = {post.grid.pk: post.grid for post in posts if post.grid}
    return _of_grids("officer", ident, posts[0].staff.name, list(grids.values())) if grids else None


def gacha_scope(code: str) -> Scope | None:
    """A gacha, with the grids that serve it; nothing for one that no grid serves."""
    found = Region.objects.filter(pk=code, level="gacha").prefetch_related("grids__station").first()
    grids = list(found.grids.all()) if found else []
    return _of_grids("gacha", code, found.short_name, grids) if found and grids else None


def _of_grids(level: Level, ident: str, name: str, grids: list[Grid]) -> Scope:
    return Scope(
        level=level,
        ident=ident,
        name=name,
        banner=grids[0].station.banner_id,
        stations=tuple(sorted({grid.station_id for grid in grids})),
        places=tuple(Where(grid.station.banner_id, grid.station_id, grid.pk) for grid in grids),
        grids=tuple(sorted(grid.pk for grid in grids)),
    )


def officers_in(week: Week, where: Q) -> QuerySet[Post]:
    """The officers' posts held on any day of a week."""
    ended = Q(until_on=None) | Q(until_on__gte=week.monday)
    return Post.objects.filter(where, ended, role=Role.OFFICER.value, from_on__lte=week.sunday)


def refusal(asking: Who, scope: Scope, page: str, on: date) -> Sentence | None:
    """Why this person may not have the figures of a scope; nothing when they may.

    Never a part of them instead: half a figure looks like a whole one.
    """
    closed = permissions.may_open(asking, page, on)
    if closed:
        return closed
    reach = permissions.reach(asking, page, on)
    if reach.counts_only:
        counted = scope.level == "banner" and scope.ident in reach.banners
        return None if counted else say("page_closed", page=page, role=_readers(page))
    outside = [place for place in scope.places if not reach.covers(place)]
    if not outside:
        return None
    if scope.level == "banner":
        return say("page_closed", page=page, role=_readers(page))
    return permissions.may_read(asking, "week_report", "", outside[0], on) or say("not_your_record")


def _readers(page: str) -> str:
    """The roles that have a page for the whole banner."""
    wide = (Extent.BANNER, Extent.EVERYTHING)
    return ", ".join(role.value for role, row in TABLE.items() if page in row.pages and row.reads in wide)


def usual_scope(asking: Who, page: str, week: Week, on: date) -> Scope | None:
    """What this person is shown first: the widest they may have, and their own sheet for an officer."""
    reach = permissions.reach(asking, page, on)
    if reach.banners:
        return banner_scope(min(reach.banners))
    if reach.stations:
        return station_scope(min(reach.stations))
    return officer_scope(asking.staff, week) if reach.grids else None

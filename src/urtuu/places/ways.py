"""Where places lie and how long the ways between them take: plain tables with nothing about a person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

LEAST_PERCENT, MOST_PERCENT = 50, 1000
"""How long a way may take in a season, 100 being as usual."""
MOST_MINUTES = 24 * 60
"""Of a typed way."""


class PlacePoint(models.Model):
    """Where a place lies: a gacha, a group of houses in one, or the village room of a grid. 点位

    Never a household and never a person: a door keeps its landmark in words. Only the last point is kept,
    and of when it was taken only the day, so that nobody's way can be read from the table.
    """

    CSV, DESK, CAPTURED, INVENTED = "csv", "desk", "captured", "invented"
    SOURCES = (CSV, DESK, CAPTURED, INVENTED)

    gacha = models.ForeignKey(
        "places.Region", on_delete=models.CASCADE, null=True, blank=True, related_name="points"
    )
    group_name = models.CharField(max_length=60, blank=True)
    grid = models.OneToOneField(
        "places.Grid", on_delete=models.CASCADE, null=True, blank=True, related_name="room_point"
    )
    """The village room of this grid, where its officer's days begin and end. 警务室"""
    lon_micro = models.IntegerField()
    lat_micro = models.IntegerField()
    """Whole microdegrees in WGS-84."""
    source = models.CharField(max_length=8, choices=[(one, one) for one in SOURCES])
    marked_by = models.ForeignKey(
        "places.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="points_marked"
    )
    marked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["gacha", "group_name", "grid"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="point_is_of_a_gacha_or_of_a_room",
                condition=Q(gacha__isnull=False, grid=None)
                | Q(gacha=None, grid__isnull=False, group_name=""),
            ),
            models.CheckConstraint(
                name="point_is_on_the_earth",
                condition=Q(
                    lon_micro__range=(-180_000_000, 180_000_000), lat_micro__range=(-90_000_000, 90_000_000)
                ),
            ),
            models.UniqueConstraint(
                name="one_point_of_a_group", fields=["gacha", "group_name"], condition=Q(gacha__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"point of {self.grid_id or self.gacha_id} {self.group_name}".strip()


class RoadSeason(models.Model):
    """What a season does to the roads between two days: slower by a factor, or closed. 路况时段"""

    SLOW, CLOSED = "slow", "closed"
    ALL, UNPAVED, TRACK = "all", "unpaved", "track"

    banner = models.ForeignKey("places.Region", on_delete=models.CASCADE, related_name="road_seasons")
    station = models.ForeignKey(
        "places.Station", on_delete=models.CASCADE, null=True, blank=True, related_name="road_seasons"
    )
    """For this station's planning; for the whole banner when there is none."""
    title = models.CharField(max_length=60)
    from_on = models.DateField()
    until_on = models.DateField()
    does = models.CharField(max_length=6, choices=[(SLOW, SLOW), (CLOSED, CLOSED)], default=SLOW)
    percent = models.PositiveSmallIntegerField(default=100)
    """How long a way takes then, 100 being as usual."""
    surface = models.CharField(
        max_length=7, choices=[(ALL, ALL), (UNPAVED, UNPAVED), (TRACK, TRACK)], default=ALL
    )
    road_node = models.BigIntegerField(null=True, blank=True)
    road_way = models.BigIntegerField(null=True, blank=True)
    """A crossing or a road by its number in the road extract."""
    west = models.IntegerField(null=True, blank=True)
    south = models.IntegerField(null=True, blank=True)
    east = models.IntegerField(null=True, blank=True)
    north = models.IntegerField(null=True, blank=True)
    """A box in microdegrees, instead of the whole area."""
    set_by = models.ForeignKey(
        "places.Staff", on_delete=models.PROTECT, null=True, related_name="road_seasons_set"
    )
    set_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["from_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="road_season_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(name="road_season_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="road_season_slows_within_reason",
                condition=Q(percent__gte=LEAST_PERCENT, percent__lte=MOST_PERCENT),
            ),
            models.CheckConstraint(
                name="road_closed_somewhere_not_everywhere",
                condition=Q(does="slow")
                | Q(road_node__isnull=False)
                | Q(road_way__isnull=False)
                | Q(west__isnull=False),
            ),
            models.CheckConstraint(
                name="road_season_box_is_whole",
                condition=Q(west=None, south=None, east=None, north=None)
                | Q(west__lte=F("east"), south__lte=F("north")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LegTime(models.Model):
    """How many minutes a way takes, typed by somebody who drives it; it goes before every reckoning.

    路程更正
    """

    SEASONS = ("", "summer", "winter")

    station = models.ForeignKey("places.Station", on_delete=models.CASCADE, related_name="leg_times")
    from_place = models.CharField(max_length=80)
    to_place = models.CharField(max_length=80)
    """Places as `rounds.travel.keys` writes them."""
    season = models.CharField(max_length=6, choices=[(one, one) for one in SEASONS], blank=True)
    """All year when empty."""
    minutes = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(
        "places.Staff", on_delete=models.PROTECT, null=True, related_name="leg_times_set"
    )
    set_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["from_place", "to_place", "season"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_time_of_a_leg_in_a_season", fields=["station", "from_place", "to_place", "season"]
            ),
            models.CheckConstraint(name="leg_leads_elsewhere", condition=~Q(from_place=F("to_place"))),
            models.CheckConstraint(
                name="leg_takes_minutes_not_days", condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_place} to {self.to_place}"

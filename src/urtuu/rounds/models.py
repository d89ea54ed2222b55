"""What the week needs besides its acts: how a station plans, its campaigns, and who came to the briefing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from urtuu.kinds.publicity.kind import TOPICS
from urtuu.places.models import Staff, Station
from urtuu.rounds import known


class Measure(models.Model):
    """How a station proposes its week. A station without a row plans by the defaults. 派工尺度"""

    station = models.OneToOneField(
        Station, on_delete=models.CASCADE, primary_key=True, related_name="measure"
    )
    gap_weeks = models.PositiveSmallIntegerField(default=known.GAP_WEEKS)
    """A household not visited for longer is proposed."""
    most_visits = models.PositiveSmallIntegerField(default=known.MOST_VISITS)
    """So many such visits an officer and week at most."""
    silent_days = models.PositiveSmallIntegerField(default=known.SILENT_DAYS)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="measure_gap_is_at_least_a_week", condition=Q(gap_weeks__gte=1)),
            models.CheckConstraint(name="measure_silence_is_at_least_a_day", condition=Q(silent_days__gte=1)),
        ]

    def __str__(self) -> str:
        return f"measure of {self.station_id}"


class Campaign(models.Model):
    """A topic to be spoken of in every grid of a station between two days. 专项宣传"""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="campaigns")
    title = models.CharField(max_length=60)
    topic = models.CharField(max_length=20, choices=[(topic, topic) for topic in TOPICS])
    from_on = models.DateField()
    until_on = models.DateField()
    per_grid = models.PositiveSmallIntegerField(default=1)
    """Sessions a grid and week."""

    class Meta:
        ordering: ClassVar = ["from_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="campaign_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="campaign_has_a_few_sessions_a_grid", condition=Q(per_grid__gte=1, per_grid__lte=7)
            ),
            models.CheckConstraint(name="campaign_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether an officer came to the briefing of a week, and who noted it. 签到"""

    week = models.CharField(max_length=8)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="attendance")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="attendance")
    present = models.BooleanField()
    marked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="attendance_marked")
    marked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["week", "staff"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_attendance_a_person_and_week", fields=["week", "station", "staff"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.staff_id}"

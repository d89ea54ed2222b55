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
    day_begins = models.PositiveSmallIntegerField(default=known.DAY_BEGINS)
    """Nobody leaves before; minutes since midnight."""
    day_ends = models.PositiveSmallIntegerField(default=known.DAY_ENDS)
    """Everybody is back by."""
    lunch_minutes = models.PositiveSmallIntegerField(default=known.LUNCH_MINUTES)
    """Taken off the day: the rest is how long somebody may be away for visits and ways."""
    neighbours_help = models.BooleanField(default=False)
    """Whether the plan may send an officer into another grid of the station."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="measure_day_is_longer_than_lunch",
                condition=Q(day_ends__gt=F("day_begins") + F("lunch_minutes"), day_ends__lte=1440),
            ),
            models.CheckConstraint(name="measure_gap_is_at_least_a_week", condition=Q(gap_weeks__gte=1)),
            models.CheckConstraint(name="measure_silence_is_at_least_a_day", condition=Q(silent_days__gte=1)),
        ]

    def __str__(self) -> str:
        return f"measure of {self.station_id}"

    @classmethod
    def of(cls, station: str) -> Measure:
        """That of a station; the defaults where it has none. One query."""
        return cls.objects.filter(station=station).first() or cls()


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


class Absence(models.Model):
    """Days on which an officer is not on the round. Why is nobody's business here and has no field. 不外勤"""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField()
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences_noted")

    class Meta:
        ordering: ClassVar = ["from_on", "staff"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
            models.UniqueConstraint(
                name="one_absence_of_a_person_from_a_day", fields=["staff", "from_on", "until_on"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.from_on} {self.until_on}"


class PlanJob(models.Model):
    """A plan asked for: it waits in the queue, is worked on, and is then the draft of its week. 排程任务

    asked     what was asked: seed, iterations, locks, slots taken (JSON, see weekplan.asking)
    problem   the week as the planner is told it, canonical (planning.writing)
    result    the plan and what is told with it (JSON, see weekplan.drafts); empty until it is there
    """

    QUEUED, RUNNING, DONE, CANCELLED, FAILED = "queued", "running", "done", "cancelled", "failed"
    STATES = (QUEUED, RUNNING, DONE, CANCELLED, FAILED)

    id = models.BigAutoField(primary_key=True)
    """Rises with every asking: of two of the same moment the later one is the newer."""
    week = models.CharField(max_length=8)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="plan_jobs")
    state = models.CharField(max_length=9, choices=[(one, one) for one in STATES], default=QUEUED)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="plans_asked")
    asked_at = models.DateTimeField()
    alive_at = models.DateTimeField(null=True, blank=True)
    """When the worker last said that it is at it."""
    ended_at = models.DateTimeField(null=True, blank=True)
    worker = models.UUIDField(null=True, blank=True)
    """Whoever claimed it last: only they may end it."""
    decided_at = models.DateTimeField()
    """When the chief last decided something around it: the newest decisions are those that hold."""
    cancel_asked = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=12, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    asked = models.TextField()
    problem = models.TextField()
    result = models.TextField(blank=True)
    failure = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["station", "week", "-asked_at"], name="plan_jobs_of_a_week"),
            models.Index(fields=["state", "asked_at"], name="plan_jobs_waiting"),
        ]

    def __str__(self) -> str:
        return f"plan of {self.station_id} {self.week}: {self.state}"

    @property
    def open(self) -> bool:
        """Whether it waits or is worked on."""
        return self.state in (self.QUEUED, self.RUNNING)

"""What is kept of accounts at the desk: tries, sessions, and what was done to an account by somebody else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Tries(models.Model):
    """How often something secret was tried lately. Under a digest: nobody's name, address or code is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["until"], name="tries_by_end")]
        constraints: ClassVar = [
            models.CheckConstraint(name="tries_are_never_below_none", condition=Q(count__gte=0))
        ]

    def __str__(self) -> str:
        return f"{self.count} until {self.until}"


class DeskSession(models.Model):
    """A browser in which somebody is signed in: enough to know it again and to end it; no address."""

    session = models.CharField(max_length=40, unique=True)
    """Its key in Django's table of sessions."""
    staff = models.ForeignKey("places.Staff", on_delete=models.CASCADE, related_name="desk_sessions")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    """To within sessions.SEEN_EVERY."""
    device = models.CharField(max_length=24, blank=True)
    """Kind of device and browser as `computer/chrome`; nothing finer of what the browser says is kept."""

    class Meta:
        ordering: ClassVar = ["-seen_at", "-id"]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.device}"


class AccountAct(models.Model):
    """Something done to an account by somebody else. Rows are only added; the page of readings shows them."""

    SESSIONS, FACTORS, PASSWORD, CARD, PHONE = "sessions", "factors", "password", "card", "phone"
    ACTS = (SESSIONS, FACTORS, PASSWORD, CARD, PHONE)

    at = models.DateTimeField()
    act = models.CharField(max_length=8, choices=[(one, one) for one in ACTS])
    about = models.ForeignKey("places.Staff", on_delete=models.PROTECT, related_name="account_acts")
    by = models.ForeignKey(
        "places.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="account_acts_done"
    )
    """Nobody when it was done on the server's command line, where nobody is signed in."""

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="account_act_is_a_known_one",
                condition=Q(act__in=("sessions", "factors", "password", "card", "phone")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.about_id}"

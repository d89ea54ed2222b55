"""What somebody else may do to an account: end its sessions, draw a new password. A row says who did it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from urtuu.places import rules, sessions
from urtuu.places.models import AccountAct, Staff


def note(act: str, about: Staff, by: Staff | None, now: datetime) -> None:
    """Who did what to whose account; `by` is nobody on the server's command line."""
    AccountAct.objects.create(act=act, about=about, by=by, at=now)


def end_sessions(about: Staff, by: Staff | None, now: datetime) -> int:
    """Sign a person out everywhere; how many sessions ended."""
    with transaction.atomic():
        note(AccountAct.SESSIONS, about, by, now)
        return sessions.end_all(about)


def new_password(about: Staff, by: Staff | None, now: datetime) -> str:
    """A drawn password, told once. The old one and every session end with it."""
    drawn = rules.draw_code()
    with transaction.atomic():
        note(AccountAct.PASSWORD, about, by, now)
        about.set_password(drawn)
        about.save(update_fields=["password"])
        sessions.end_all(about)
    return drawn


def done_to(staff: QuerySet[Staff]) -> QuerySet[AccountAct]:
    """What was done to the accounts of these people, the newest first."""
    return AccountAct.objects.filter(about__in=staff).select_related("about", "by")

"""What somebody else may do to an account: end its sessions, help it back in. A row says who did it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
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
    """A password told once, good for setting one's own. The old one and every session end with it."""
    drawn = rules.draw_code()
    with transaction.atomic():
        note(AccountAct.PASSWORD, about, by, now)
        about.set_password(drawn)
        about.password_drawn = True
        about.save(update_fields=["password", "password_drawn"])
        sessions.end_all(about)
    return drawn


def reset_factors(about: Staff, by: Staff | None, now: datetime) -> bool:
    """Takes every second factor away, and ends every session; whether there was one."""
    with transaction.atomic():
        note(AccountAct.FACTORS, about, by, now)
        gone = Authenticator.objects.filter(user=about).delete()[0]
        sessions.end_all(about)
    return bool(gone)


def with_factors(people: Iterable[Staff]) -> set[UUID]:
    """Which of these people have a second factor. One query."""
    rows = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(rows.filter(user__in=list(people)).values_list("user", flat=True))


def done_to(staff: QuerySet[Staff]) -> QuerySet[AccountAct]:
    """What was done to the accounts of these people, the newest first."""
    return AccountAct.objects.filter(about__in=staff).select_related("about", "by")

"""Who is signed in at the desk in which browser, and how that ends: a row beside each session of Django's."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from urtuu.places.models import DeskSession, Staff

SEEN_EVERY = timedelta(minutes=10)
"""A session is written down as seen no oftener: it is shown roughly, and a write waits for the disk."""
_KINDS = (("ipad", "tablet"), ("tablet", "tablet"), ("mobi", "phone"), ("android", "tablet"))
_BROWSERS = (
    ("micromessenger", "wechat"), ("edg", "edge"), ("opr/", "opera"), ("firefox", "firefox"),
    ("chrom", "chrome"), ("safari", "safari"),
)  # fmt: skip
_MOST_REMEMBERED = 10_000
_SEEN: dict[str, float] = {}
"""By session: when this process last wrote it down, in seconds of its own clock."""


def device_of(user_agent: str) -> str:
    """Kind of device and browser, as `computer/chrome`; the rest of what a browser says is not kept."""
    said = user_agent.lower()
    kind = next((kind for word, kind in _KINDS if word in said), "computer" if said else "")
    browser = next((name for word, name in _BROWSERS if word in said), "")
    return f"{kind}/{browser}"


def begin(session: str, staff: Staff, device: str, now: datetime) -> None:
    """Somebody signed in."""
    told = {"staff": staff, "begun_at": now, "seen_at": now, "device": device}
    DeskSession.objects.update_or_create(session=session, defaults=told)
    _remember(session)


def seen(session: str, now: datetime) -> None:
    """A page was asked for. One statement, and that only once in a while."""
    if time.monotonic() - _SEEN.get(session, float("-inf")) < SEEN_EVERY.total_seconds():
        return
    _remember(session)
    DeskSession.objects.filter(session=session, seen_at__lt=now).update(seen_at=now)


def _remember(session: str) -> None:
    if len(_SEEN) >= _MOST_REMEMBERED:
        _SEEN.clear()
    _SEEN[session] = time.monotonic()


def renamed(session: str, to: str) -> None:
    """The key changed, as it does with a new password; it is the same session."""
    DeskSession.objects.filter(session=session).update(session=to)


def living(staff: Staff, now: datetime) -> list[DeskSession]:
    """The sessions a person has now, the last seen first. One query."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return list(DeskSession.objects.filter(staff=staff, session__in=alive))


def count_living(staff: Iterable[Staff], now: datetime) -> dict[str, int]:
    """How many sessions each of these people has now, by the text of their id. One query."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    found: dict[str, int] = {}
    rows = DeskSession.objects.filter(staff__in=list(staff), session__in=alive).values_list(
        "staff", flat=True
    )
    for ident in rows:
        found[str(ident)] = found.get(str(ident), 0) + 1
    return found


def end_one(staff: Staff, number: int) -> bool:
    """End one of a person's sessions; whether there was such a one."""
    return bool(_ended(DeskSession.objects.filter(staff=staff, pk=number)))


def end_all(staff: Staff, *, but: str = "") -> int:
    """End every session of a person, or every one but this; how many."""
    return _ended(DeskSession.objects.filter(staff=staff).exclude(session=but))


def end_everybodys() -> int:
    """End every session at the desk; how many."""
    return _ended(DeskSession.objects.all())


def end_by_key(session: str) -> None:
    """Signed out: the row goes with the session."""
    _SEEN.pop(session, None)
    DeskSession.objects.filter(session=session).delete()


def _ended(rows: QuerySet[DeskSession]) -> int:
    with transaction.atomic():
        keys = list(rows.values_list("session", flat=True))
        gone = Session.objects.filter(session_key__in=keys).delete()[0]
        DeskSession.objects.filter(session__in=keys).delete()
    return gone


def sweep(now: datetime) -> int:
    """Sessions that are over are taken away, and their rows; how many."""
    gone = Session.objects.filter(expire_date__lte=now).delete()[0]
    DeskSession.objects.exclude(session__in=Session.objects.values("session_key")).delete()
    return gone

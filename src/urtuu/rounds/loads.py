"""What an officer has on the shoulders, by class of work, and how a task stands for the board. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

DISPUTE, VISIT, PUBLICITY, OTHER = "dispute", "visit", "publicity", "other"
CLASSES = (DISPUTE, VISIT, PUBLICITY, OTHER)
_CLASS_OF = {
    "dispute_first_contact": DISPUTE,
    "follow_up": DISPUTE,
    "visit": VISIT,
    "publicity": PUBLICITY,
}
UNDEALT = ("proposed", "carried")
IN_HAND = ("assigned", "issued", "acknowledged", "started")
SENT = ("issued", "acknowledged", "started")
OVER = ("done", "cancelled")


def class_of(what: str, household: str = "") -> str:
    """Which class a task counts in: a follow-up at a door is a visit, of a matter a dispute."""
    if what == "follow_up" and household:
        return VISIT
    return _CLASS_OF.get(what, OTHER)


@dataclass(frozen=True)
class Load:
    """How many tasks of each class one has this week, done ones included."""

    dispute: int = 0
    visit: int = 0
    publicity: int = 0
    other: int = 0
    minutes: int = 0

    @property
    def total(self) -> int:
        """All tasks."""
        return self.dispute + self.visit + self.publicity + self.other

    def plus(self, name: str, minutes: int) -> Load:
        """With one task more."""
        return replace(self, **{name: getattr(self, name) + 1, "minutes": self.minutes + minutes})


@dataclass(frozen=True)
class Phone:
    """What is known of somebody's telephones: when one was last heard from and what it says still waits."""

    seen_at: datetime | None
    queue: int


def phone_state(phones: Iterable[Phone], sent_at: datetime | None, monday: date, now: datetime) -> str:
    """One word for the state of somebody's telephones.

    none · unsent (entries still wait on it, heard this week) · unsent_before (and not heard since last week)
    · silent (not heard this week) · waiting (did not fetch what was sent) · has_week · heard.
    A device speaks and listens in one breath: heard after the sending means that it has the tasks.
    """
    known = list(phones)
    if not known:
        return "none"
    seen = max((phone.seen_at for phone in known if phone.seen_at), default=None)
    this_week = seen is not None and seen.astimezone(now.tzinfo).date() >= monday
    if sum(phone.queue for phone in known):
        return "unsent" if this_week else "unsent_before"
    if seen is None or not this_week:
        return "silent"
    if sent_at is None:
        return "heard"
    return "has_week" if seen >= sent_at else "waiting"

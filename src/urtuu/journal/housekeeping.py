"""What the journal itself does when one of its own kinds is taken: rulings, grants and erasures."""

from __future__ import annotations

from datetime import datetime

from urtuu.base.sentences import say
from urtuu.journal import intake, sealing
from urtuu.journal.models import Grant, SealedPart
from urtuu.journal.reactions import react
from urtuu.kinds.entries import Entry


def register() -> None:
    """Enters the journal's own reactions into the table."""
    react("ruling", "let_through", _let_through)
    react("ruling", "set_aside", _set_aside)
    react("grant", "open", _open_grant)
    react("grant", "close", _close_grant)
    react("erasure", "erase", _erase)


def _let_through(entry: Entry, now: datetime) -> None:
    intake.let_through(entry.body["entry"], entry, now)


def _set_aside(entry: Entry, now: datetime) -> None:
    sentence = say("set_aside", why=entry.body["why"], staff=entry.actor, moment=now.isoformat())
    intake.set_aside(entry.body["entry"], entry, sentence)


def _open_grant(entry: Entry, _now: datetime) -> None:
    about = entry.body["about"]
    Grant.objects.update_or_create(
        record=entry.record,
        defaults={"about": about, "staff": entry.body["staff"], "feed": f"case:{about}", "closed": False},
    )


def _close_grant(entry: Entry, _now: datetime) -> None:
    Grant.objects.filter(record=entry.record).update(closed=True)


def _erase(entry: Entry, now: datetime) -> None:
    """Destroys one key, or every key of a record. Lines stay; what they committed to is gone."""
    about = entry.body["about"]
    named = entry.body.get("key")
    names = [named] if named else [about, *_keys_of(about)]
    for name in dict.fromkeys(names):
        sealing.erase(name, now)


def _keys_of(record: str) -> list[str]:
    return list(SealedPart.objects.filter(record=record).values_list("key", flat=True).distinct())

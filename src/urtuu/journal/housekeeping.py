"""What the journal itself does when one of its own kinds is taken: rulings, grants and erasures."""

from __future__ import annotations

from datetime import datetime

from urtuu.base.sentences import say
from urtuu.journal import intake, pictures, sealing
from urtuu.journal.models import Approval, EntryRow, Grant, SealedPart, StandingRow
from urtuu.journal.push import NotTaken
from urtuu.journal.queries import approvable, today, where_of_row
from urtuu.journal.reactions import react
from urtuu.kinds.entries import Entry
from urtuu.places import permissions
from urtuu.places import queries as places


def register() -> None:
    """Enters the journal's own reactions into the table."""
    react("ruling", "let_through", _let_through)
    react("ruling", "set_aside", _set_aside)
    react("grant", "open", _open_grant)
    react("grant", "close", _close_grant)
    react("grant", "approve_reading", _approve_reading)
    react("erasure", "erase", _erase)


def _let_through(entry: Entry, now: datetime) -> None:
    _not_ones_own(entry)
    if not intake.let_through(entry.body["entry"], entry, now):
        raise NotTaken(say("already_ruled"))


def _set_aside(entry: Entry, now: datetime) -> None:
    sentence = say("set_aside", why=entry.body["why"], staff=entry.actor, moment=now.isoformat())
    if not intake.set_aside(entry.body["entry"], entry, sentence):
        raise NotTaken(say("already_ruled"))


def _not_ones_own(ruling: Entry) -> None:
    """Nobody lets through what they wrote themselves."""
    if EntryRow.objects.filter(id=ruling.body["entry"], actor=ruling.actor).exists():
        raise NotTaken(say("second_person", kind="ruling", act=ruling.act))


def _open_grant(entry: Entry, now: datetime) -> None:
    about = entry.body["about"]
    _readable_by(entry.actor, about, now)
    Grant.objects.update_or_create(
        record=entry.record,
        defaults={"about": about, "staff": entry.body["staff"], "feed": f"case:{about}", "closed": False}
        | {"until_on": entry.body.get("until")},
    )


def _readable_by(staff: str, record: str, now: datetime) -> StandingRow:
    """Nobody opens to others what they may not read themselves."""
    row = StandingRow.objects.filter(record=record).first()
    if row is None:
        raise NotTaken(say("no_such_record"))
    where = where_of_row(row)
    refused = permissions.may_read(places.who_of(staff), row.kind, "", where, today(now))
    if refused:
        raise NotTaken(refused)
    return row


def _close_grant(entry: Entry, _now: datetime) -> None:
    Grant.objects.filter(record=entry.record).update(closed=True)
    Approval.objects.filter(record=entry.record).update(closed=True)


def _approve_reading(entry: Entry, now: datetime) -> None:
    """Whoever approves must see the record, not read the part; whom, `approvable` says."""
    body = entry.body
    row = _readable_by(entry.actor, body["about"], now)
    if body["staff"] not in approvable(row, today(now)):
        raise NotTaken(say("not_on_the_case", staff=body["staff"]))
    told = {"about": body["about"], "staff": body["staff"], "part": body["part"], "until_on": body["until"]}
    Approval.objects.update_or_create(record=entry.record, defaults={**told, "closed": False})


def _erase(entry: Entry, now: datetime) -> None:
    """Destroys one key, or every key of a record. Lines stay; what they committed to is gone."""
    about = entry.body["about"]
    named = entry.body.get("key")
    if named and named != about and not named.startswith(f"{about}/"):
        raise NotTaken(
            say("key_of_another_record")
        )  # the audit would name another record than the one erased
    names = [named] if named and named != about else [about, *_keys_of(about)]
    spared = f"{about}/{body['spares']}" if (body := entry.body).get("spares") else ""
    for name in dict.fromkeys(name for name in names if name != spared):
        sealing.erase(name, now)
    if about in names:
        pictures.destroy(about)


def _keys_of(record: str) -> list[str]:
    return list(SealedPart.objects.filter(record=record).values_list("key", flat=True).distinct())

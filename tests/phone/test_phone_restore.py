"""After a restore from a backup the server has lost what phones still have: they give it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cast import Cast
from urtuu.interfaces.phone import leaving
from urtuu.interfaces.phone.client import Refused
from urtuu.interfaces.phone.phone import Phone
from urtuu.journal import replay, services, verifying
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.journal.standings import standing_of

VISIT = {"met": "met", "card_left": True, "label": "第三家"}
NEED = {"topic": "water", "heading": "机井不出水", "said": "井干了三天"}


class Backup:
    """What the database was; `restore` brings it back under a new epoch."""

    def __init__(self) -> None:
        self._point = transaction.savepoint()

    def restore(self) -> None:
        transaction.savepoint_rollback(self._point)
        services.new_epoch()


def test_phones_give_back_what_the_server_lost(cast: Cast, phone: Callable[..., Phone]) -> None:
    bataar, qiqige = phone(cast.bataar), phone(cast.qiqige)
    bataar.sync(), qiqige.sync()
    kept = bataar.record("need", "hear", NEED)
    bataar.sync()
    backup = Backup()
    lost = [
        bataar.record("need", "met", {"how_met": "修好了"}, kept.record),
        bataar.record("visit", "make", VISIT),
    ]
    bataar.sync()
    qiqige.record("visit", "make", VISIT)
    qiqige.sync()
    backup.restore()
    assert EntryRow.objects.count() == 1
    synced = bataar.sync()
    qiqige.sync()
    assert synced.problems == []
    assert [bataar.status(done.seq) for done in (kept, *lost)] == ["taken"] * 3
    assert EntryRow.objects.count() == 4
    assert StandingRow.objects.get(record=kept.record).state == "met"
    seen = bataar.seen(kept.record)
    assert seen is not None
    assert seen.standing.digest() == standing_of(StandingRow.objects.get(record=kept.record)).digest()
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []
    assert bataar.sync().rounds == 1


def test_a_lost_line_is_pending_until_its_new_receipt(cast: Cast, phone: Callable[..., Phone]) -> None:
    bataar = phone(cast.bataar)
    bataar.sync()
    backup = Backup()
    done = bataar.record("visit", "make", VISIT)
    bataar.sync()
    backup.restore()
    bataar.sync(push=False)
    assert bataar.status(done.seq) == "pending"
    bataar.sync()
    assert bataar.status(done.seq) == "taken"


def test_acknowledged_lines_stay_thirty_days_and_the_chain_goes_on(
    cast: Cast, phone: Callable[..., Phone]
) -> None:
    days = timedelta(0)
    bataar = phone(cast.bataar, now=lambda: timezone.now() + days)
    bataar.sync()
    for _ in range(3):
        bataar.record("visit", "make", VISIT)
    bataar.sync()
    days = timedelta(days=29)
    bataar.sync()
    assert bataar.store.count("") == 3
    days = timedelta(days=31)
    bataar.store.tell(lease_until="")
    bataar.sync()
    assert bataar.store.count("") == 0
    bataar.store.tell(lease_until="")
    assert bataar.record("visit", "make", VISIT).seq == 4
    bataar.sync()
    assert bataar.status(4) == "taken"
    assert list(verifying.faults()) == []


def test_a_line_without_a_receipt_never_leaves(cast: Cast, phone: Callable[..., Phone]) -> None:
    days = timedelta(0)
    bataar = phone(cast.bataar, now=lambda: timezone.now() + days)
    bataar.sync()
    bataar.record("visit", "make", VISIT)
    days = timedelta(days=100)
    with bataar.store.writing():
        leaving.tidy(bataar.store, bataar.shelf, bataar.now())
    assert bataar.store.count("") == 1


def test_a_backup_older_than_what_the_phone_keeps(cast: Cast, phone: Callable[..., Phone]) -> None:
    days = timedelta(0)
    bataar = phone(cast.bataar, now=lambda: timezone.now() + days)
    bataar.sync()
    backup = Backup()
    bataar.record("visit", "make", VISIT)
    bataar.sync()
    days = timedelta(days=31)
    bataar.sync()
    assert bataar.store.count("") == 0
    backup.restore()
    assert [problem.name for problem in bataar.sync().problems] == ["gap_cannot_be_filled"]
    bataar.store.tell(lease_until="")
    with pytest.raises(Refused) as refused:
        bataar.record("visit", "make", VISIT)
    assert refused.value.sentence.name == "chain_forked"


def test_a_wiped_phone_begins_again_with_a_new_card(cast: Cast, phone: Callable[..., Phone]) -> None:
    before = phone(cast.bataar)
    before.sync()
    record = before.record("need", "hear", NEED).record
    before.sync()
    after = phone(cast.bataar, "wiped")
    assert after.device != before.device
    after.sync()
    seen = after.seen(record)
    assert seen is not None
    assert (seen.state, seen.words["said"]) == ("heard", NEED["said"])
    after.record("need", "met", {"how_met": "修好了"}, record)
    after.sync()
    assert StandingRow.objects.get(record=record).state == "met"

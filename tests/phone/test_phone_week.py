"""A phone through a week: enrolled, recording without signal, synchronised, green by receipt only."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cast import GACHA, Cast
from phone.carrying import Carried, card_for
from urtuu.interfaces.phone.client import Failed, Refused
from urtuu.interfaces.phone.phone import Phone
from urtuu.journal import desk, replay, verifying
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.journal.standings import standing_of
from urtuu.kinds.composing import Deed

VISIT = {"met": "met", "card_left": True, "label": "第三家"}
QUERIES_WHEN_NOTHING_IS_NEW = 13
NEED = {"topic": "water", "heading": "机井不出水", "said": "井干了三天"}


def test_a_phone_turns_green_by_receipt_only(cast: Cast, phone: Callable[..., Phone]) -> None:
    bataar = phone(cast.bataar)
    bataar.sync()
    done = bataar.record("visit", "make", VISIT)
    assert bataar.status(done.seq) == "pending"
    seen = bataar.seen(done.record)
    assert seen is not None
    assert (seen.state, seen.pending) == ("made", 1)
    synced = bataar.sync()
    assert (synced.sent, synced.receipts, synced.problems) == (1, 1, [])
    assert bataar.status(done.seq) == "taken"
    seen = bataar.seen(done.record)
    assert seen is not None
    assert seen.pending == 0
    assert EntryRow.objects.get(id=done.id).answer == "taken"


def test_it_needs_a_card_and_a_card_makes_one_phone(
    cast: Cast, phone: Callable[..., Phone], tmp_path, carried
) -> None:
    code = card_for(cast.bataar)
    first, second = Phone(tmp_path / "1", send=carried), Phone(tmp_path / "2", send=carried)
    with pytest.raises(Refused) as before:
        first.record("visit", "make", VISIT)
    first.enrol("http://testserver", code)
    with pytest.raises(Refused) as used:
        second.enrol("http://testserver", code)
    with pytest.raises(Refused) as again:
        first.enrol("http://testserver", card_for(cast.bataar))
    names = [refused.value.sentence.name for refused in (before, used, again)]
    assert names == ["phone_not_enrolled", "card_used", "phone_enrolled_already"]


def test_it_refuses_with_the_sentence_the_server_would_say(cast: Cast, phone: Callable[..., Phone]) -> None:
    bataar = phone(cast.bataar)
    bataar.sync()
    heard = bataar.record("need", "hear", NEED)

    def refusal(*act: object, **more: object) -> str:
        with pytest.raises(Refused) as refused:
            bataar.record(*act, **more)
        return refused.value.sentence.name

    assert refusal("visit", "make", {"met": "met", "card_left": True}) == "visit_without_door"
    assert refusal("visit", "make", {"met": "perhaps", "card_left": True, "label": "x"}) == "field_wrong"
    assert refusal("need", "told", {"how_told": "phone"}, heard.record) == "no_longer_possible"
    assert refusal("need", "hear", NEED, heard.record) == "already_begun"
    assert refusal("visit", "correct", {}, heard.record) == "record_of_other_kind"
    assert refusal("task", "issue", {}, heard.record) == "needs_the_desk"
    assert refusal("grant", "open", {}) == "needs_the_desk"
    assert refusal("ghost", "make", {}) == "no_such_kind"
    assert refusal("visit", "haunt", {}) == "unknown_act"
    assert bataar.store.count("") == 1  # nothing refused was written


def test_pending_acts_build_on_one_another_without_signal(cast: Cast, phone: Callable[..., Phone]) -> None:
    bataar = phone(cast.bataar)
    bataar.sync()
    record = bataar.record("need", "hear", NEED).record
    bataar.record("need", "met", {"how_met": "水务站修好了"}, record)
    done = bataar.record("need", "told", {"how_told": "in_person"}, record)
    assert done.state == "closed"
    entries = [own.entry.saw for own in bataar.store.own("ORDER BY seq")]
    assert entries == [0, 1, 2]
    bataar.sync()
    assert StandingRow.objects.get(record=record).state == "closed"
    assert list(replay.differences()) == []
    assert list(verifying.faults()) == []


def test_what_the_phone_folds_is_what_the_server_holds(cast: Cast, phone: Callable[..., Phone]) -> None:
    """Also with a clock that is three years ahead: the server says from when an entry counts."""
    ahead = phone(cast.bataar, now=lambda: timezone.now() + timedelta(days=3 * 365))
    ahead.store.tell(lease_until="")
    ahead.sync()
    ahead.store.tell(lease_until="")
    done = ahead.record("need", "hear", NEED)
    ahead.sync()
    row = StandingRow.objects.get(record=done.record)
    seen = ahead.seen(done.record)
    assert seen is not None
    assert seen.standing.digest() == standing_of(row).digest()
    assert row.began_at <= timezone.now()


def test_a_task_dealt_out_arrives_and_a_task_taken_away_leaves(
    cast: Cast, phone: Callable[..., Phone]
) -> None:
    bataar, qiqige = phone(cast.bataar), phone(cast.qiqige)
    bataar.sync(), qiqige.sync()
    record = dealt(cast, cast.bataar.id)
    bataar.sync()
    seen = bataar.seen(record)
    assert seen is not None
    assert seen.state == "issued"
    bataar.record("task", "acknowledge", {}, record)
    bataar.sync()
    hand_over = Deed(kind="task", act="hand_over", record=record, fields={"officer": cast.qiqige.id}, saw=4)
    desk.perform(cast.saran.id, hand_over, timezone.now())
    bataar.sync(), qiqige.sync()
    assert bataar.seen(record) is None
    there = qiqige.seen(record)
    assert there is not None
    assert there.standing.holder == cast.qiqige.id


def test_a_task_taken_away_stays_until_its_own_entry_has_a_receipt(
    cast: Cast, phone: Callable[..., Phone]
) -> None:
    bataar = phone(cast.bataar)
    record = dealt(cast, cast.bataar.id)
    bataar.sync()
    bataar.record("task", "acknowledge", {}, record)
    hand_over = Deed(kind="task", act="hand_over", record=record, fields={"officer": cast.qiqige.id}, saw=3)
    desk.perform(cast.saran.id, hand_over, timezone.now())
    bataar.sync(push=False)
    assert bataar.seen(record) is not None
    bataar.sync()
    assert bataar.status(1) in ("taken", "held")
    assert bataar.seen(record) is None


def test_a_phone_out_of_touch_locks_and_a_sync_unlocks(cast: Cast, phone: Callable[..., Phone]) -> None:
    days = timedelta(0)
    bataar = phone(cast.bataar, now=lambda: timezone.now() + days)
    bataar.sync()
    days = timedelta(days=10)
    with pytest.raises(Refused) as refused:
        bataar.record("visit", "make", VISIT)
    assert refused.value.sentence.name == "lease_over"
    days = timedelta(0)
    bataar.sync()
    assert bataar.record("visit", "make", VISIT).seq == 1


def test_a_phone_with_nothing_new_asks_once_and_briefly(
    cast: Cast, phone: Callable[..., Phone], carried: Carried
) -> None:
    bataar = phone(cast.bataar)
    bataar.sync()
    carried.requests.clear()
    assert bataar.sync().rounds == 1
    assert len(carried.requests) == 1
    assert len(carried.requests[0][1]) <= 1024


@pytest.mark.parametrize("visits", [0, 1, 30])
def test_nothing_new_costs_the_same_however_much_there_is(
    cast: Cast, phone: Callable[..., Phone], django_assert_max_num_queries: Callable[[int], Any], visits: int
) -> None:
    bataar = phone(cast.bataar)
    bataar.sync()
    for _ in range(visits):
        bataar.record("visit", "make", VISIT)
    bataar.sync()
    bataar.sync()
    with django_assert_max_num_queries(QUERIES_WHEN_NOTHING_IS_NEW):
        bataar.sync()


def test_a_revoked_phone_hands_in_what_it_has_and_forgets(cast: Cast, phone: Callable[..., Phone]) -> None:
    from urtuu.places.queries import device
    from urtuu.places.services import revoke

    bataar = phone(cast.bataar)
    bataar.sync()
    bataar.record("need", "hear", NEED)
    revoke(device(bataar.device), timezone.now())
    bataar.sync()
    row = EntryRow.objects.get(device=bataar.device)
    assert (row.answer, row.why) == ("held", "revoked")
    assert bataar.store.fact("seed") == ""
    assert bataar.records() == []
    with pytest.raises(Failed) as refused:
        bataar.record("visit", "make", VISIT)
    assert refused.value.sentence.name == "phone_revoked"


def dealt(cast: Cast, officer: str) -> str:
    """A task that the chief issued to an officer."""
    fields = {
        "what": "visit",
        "title": "走访宝音家",
        "source": "chief",
        "reason": "站长交办",
        "week": "2026-W48",
    }
    now = timezone.now()
    place = {"station": cast.home.pk, "grid": cast.near.pk, "gacha": GACHA}
    entry = desk.perform(cast.saran.id, Deed(kind="task", act="propose", fields=fields, **place), now)
    record = EntryRow.objects.get(id=entry.id).record
    desk.perform(
        cast.saran.id, Deed(kind="task", act="assign", record=record, fields={"officer": officer}, saw=1), now
    )
    desk.perform(cast.saran.id, Deed(kind="task", act="issue", record=record, saw=2), now)
    return record


def test_a_phone_needs_no_django() -> None:
    """It is the field app's elder sister: what it needs, a browser must be able to have."""
    code = "import sys, urtuu.interfaces.phone.phone; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""Blind retry over a rough road: whatever is lost, doubled, cut or late, the server holds one clean send."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from cast import Cast, Person
from phone.carrying import Carried, Killed, Rough, card_for
from threads import check_dense
from urtuu.interfaces.phone import leaving
from urtuu.interfaces.phone.client import Failed
from urtuu.interfaces.phone.phone import Phone
from urtuu.journal import replay
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.journal.standings import standing_of

VISIT = {"met": "met", "card_left": True, "label": "第三家"}
NEED = {"topic": "water", "heading": "机井不出水", "said": "井干了三天"}
IN_CI = 200


def schedule(seed: int, person: Person, folder: Path, carried: Carried) -> Phone:
    """Records and syncs in an order of the seed's, over a road of the seed's; then once over a good one."""
    chance = random.Random(seed)
    road = Rough(carried, chance)
    rng = random.Random(seed + 1)
    more = {"send": road, "noise": rng.randbytes, "most_lines": chance.choice((1, 2, 500))}
    phone = Phone(folder, **more)
    phone.enrol("http://testserver", card_for(person))
    records: list[str] = []
    for _ in range(chance.randint(2, 5)):
        try:
            if chance.random() < 0.6:
                record_something(phone, chance, records)
            else:
                phone.sync()
        except Failed:
            pass
        except Killed:
            phone.close()
            phone = Phone(folder, **more)
    phone.close()
    last = Phone(folder, send=carried)
    last.sync()
    return last


def record_something(phone: Phone, chance: random.Random, records: list[str]) -> None:
    act = chance.choice(("visit", "hear", "met"))
    if act == "visit":
        phone.record("visit", "make", VISIT, grid="near", station="shuangsheng")
    elif act == "hear" or not records:
        records.append(phone.record("need", "hear", NEED, grid="near", station="shuangsheng").record)
    else:
        phone.record("need", "met", {"how_met": "修好了"}, chance.choice(records))


def check_one_clean_send(phone: Phone) -> None:
    """Every line of the phone is on the server, byte for byte, once, and has its receipt."""
    ours = [(own.seq, own.line, own.head) for own in phone.store.own("ORDER BY seq")]
    rows = EntryRow.objects.filter(device=phone.device).order_by("seq")
    assert [(row.seq, bytes(row.line), bytes(row.head)) for row in rows] == ours
    assert {own.answer for own in phone.store.own("")} <= {"taken"}
    for own in phone.store.own(""):
        row = next(row for row in rows if row.seq == own.seq)
        assert (row.feed, row.pos) == (own.feed, own.pos)
    for seen in phone.records():
        row = StandingRow.objects.filter(record=seen.standing.record).first()
        assert row is not None
        assert standing_of(row).digest() == seen.standing.digest()


@pytest.mark.parametrize("first", range(0, IN_CI, 40))
def test_seeded_schedules(cast: Cast, carried: Carried, tmp_path: Path, first: int) -> None:
    for seed in range(first, first + 40):
        phone = schedule(seed, cast.bataar, tmp_path / str(seed), carried)
        check_one_clean_send(phone)
        phone.close()
    check_dense()
    assert list(replay.differences()) == []


@pytest.mark.long
@pytest.mark.parametrize("first", range(100_000, 110_000, 250))
def test_ten_thousand_schedules(cast: Cast, carried: Carried, tmp_path: Path, first: int) -> None:
    for seed in range(first, first + 250):
        phone = schedule(seed, cast.bataar, tmp_path / str(seed), carried)
        check_one_clean_send(phone)
        phone.close()
    check_dense()
    assert list(replay.differences()) == []


def test_every_trouble_is_met(carried: Carried, cast: Cast, tmp_path: Path) -> None:
    """The schedules would prove nothing if the road were smooth."""
    met: set[str] = set()
    for seed in range(60):
        road = Rough(carried, random.Random(seed), share=1.0)
        phone = Phone(tmp_path / str(seed), send=road)
        phone.enrol("http://testserver", card_for(cast.bataar))
        phone.record("visit", "make", VISIT, grid="near", station="shuangsheng")
        with contextlib.suppress(Failed, Killed):
            phone.sync()
        met |= set(road.met)
        phone.close()
    assert met == set(Rough.TROUBLES)


def test_a_phone_that_dies_while_it_takes_an_answer_in(
    cast: Cast, phone: Callable[..., Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    bataar = phone(cast.bataar)
    done = bataar.record("visit", "make", VISIT, grid="near", station="shuangsheng")

    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as power:
        power.setattr(leaving, "tidy", dies)
        with pytest.raises(Killed):
            bataar.sync()
    assert bataar.status(done.seq) == "pending"  # nothing of the answer was kept
    bataar.sync()
    check_one_clean_send(bataar)

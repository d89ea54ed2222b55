"""Clocks of server and phones jump: every line is kept and answered, every page is shown, nothing hangs."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client, override_settings
from django.urls import reverse

from cast import Cast
from faults.mutating import SEED, TIMES
from journal.pens import NEED, REPORT, VISIT
from phone.carrying import Carried, phone_of
from threads import check_dense
from urtuu.interfaces.phone.phone import Phone
from urtuu.journal.models import EntryRow

pytestmark = [pytest.mark.usefixtures("everything_holds"), pytest.mark.one_engine]

TRUE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
WRONG = (
    timedelta(0), timedelta(seconds=-90), timedelta(hours=1), timedelta(days=-1), timedelta(days=8),
    timedelta(days=-400), timedelta(days=3 * 365),
)  # fmt: skip
MOMENTS = (
    datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC),  # a second before the year changes at the station
    datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC),
    datetime(2028, 2, 28, 16, 30, tzinfo=UTC),  # 29 February there
    datetime(2031, 10, 3, 1, 0, tzinfo=UTC),  # no table of working days reaches so far
    datetime(2020, 1, 1, 0, 0, tzinfo=UTC),  # before anybody held a post
    datetime(1970, 1, 1, 0, 0, tzinfo=UTC),  # a battery that is empty
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
)
ACTS = (("visit", "make", VISIT), ("need", "hear", NEED), ("dispute", "report", REPORT))


class Jumping:
    """One phone and one server, each with a clock of its own that is not to be trusted."""

    def __init__(self, cast: Cast, folder: Path, seed: int) -> None:
        self.cast, self.chance = cast, random.Random(seed)
        self.clock, self.shown = TRUE, 0
        with time_machine.travel(TRUE, tick=False):
            self.phone = phone_of(cast.bataar, folder, Carried(), now=lambda: self.clock)
            self.phone.sync()

    def some_moment(self) -> datetime:
        if self.chance.random() < 0.4:
            return self.chance.choice(MOMENTS)
        return TRUE + self.chance.choice(WRONG)

    def turn(self) -> None:
        self.clock = self.some_moment()
        self.phone.store.tell(lease_until="")  # the lock of a phone out of lease has tests of its own
        kind, act, fields = self.chance.choice(ACTS)
        self.phone.record(kind, act, fields, grid="near", station="shuangsheng")
        with time_machine.travel(self.some_moment(), tick=False):
            self.phone.sync()

    def look(self) -> None:
        """The desk's pages at any moment; a session begun at another has run out or not."""
        with time_machine.travel(self.some_moment(), tick=False), override_settings(ROOT_URLCONF=DESK):
            desk = Client()
            desk.force_login(self.cast.saran.staff)
            for page in (*map(reverse, PAGES), *lists()):
                status = desk.get(page).status_code
                assert status in (200, 302, 403), page
                self.shown += status == 200


DESK = "urtuu.config.urls"
PAGES = ("desk:home", "desk:trays", "desk:clocks", "desk:sheet", "desk:year", "desk:official", "desk:places")


def lists() -> list[str]:
    return [reverse("desk:records", args=[kind]) for kind, _, _ in ACTS]


def jumped(cast: Cast, folder: Path, seed: int, turns: int) -> None:
    one = Jumping(cast, folder, seed)
    for turn in range(turns):
        one.turn()
        if turn % 6 == 5:
            one.look()
    one.clock = TRUE
    with time_machine.travel(TRUE, tick=False):
        one.phone.sync()
    assert one.shown > 0  # at some moment nobody holds a post, but not at every one
    check_kept(one.phone, turns)
    one.phone.close()


def check_kept(phone: Phone, turns: int) -> None:
    """In the order in which they were written, whatever the clocks said; not one is without an answer."""
    rows = EntryRow.objects.filter(device=phone.device).order_by("seq")
    assert [row.seq for row in rows] == list(range(1, turns + 1))
    own = {one.seq: one for one in phone.store.own("")}
    assert all(bytes(row.line) == own[row.seq].line for row in rows if row.seq in own)
    assert not phone.store.count("WHERE answer = ''")
    assert all(one.sentence for one in own.values() if one.answer != "taken")
    taken = [row.pos for row in rows if row.answer == "taken"]
    assert taken == sorted(taken)
    assert len(taken) > turns // 4
    check_dense()


@pytest.fixture
def wire(carried: Carried) -> Carried:
    """The addresses of the wire."""
    return carried


def test_clocks_jump(cast: Cast, wire: Carried, tmp_path: Path) -> None:
    for seed in range(SEED, SEED + 1):
        jumped(cast, tmp_path / str(seed), seed, turns=18)


@pytest.mark.long
def test_clocks_jump_for_long(cast: Cast, wire: Carried, tmp_path: Path) -> None:
    for seed in range(SEED + 100, SEED + 100 + 40 * TIMES):
        jumped(cast, tmp_path / str(seed), seed, turns=30)


def test_a_clock_that_goes_back_gives_no_number_twice(cast: Cast, phone: Callable[..., Phone]) -> None:
    """Ids are made from clocks: the same moment again and again must not make the same id."""
    bataar = phone(cast.bataar, now=lambda: TRUE)
    with time_machine.travel(TRUE, tick=False):
        bataar.sync()
        made = [bataar.record("visit", "make", VISIT).id for _ in range(300)]
        bataar.sync()
    assert len(set(made)) == 300
    assert EntryRow.objects.filter(answer="taken").count() == 300

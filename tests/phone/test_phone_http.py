"""Phones over a real HTTP server: a thread of its own, a database of its own connections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cast import Cast, build_cast
from phone.carrying import card_for
from urtuu.interfaces.phone.client import Failed, Unreachable, Web
from urtuu.interfaces.phone.phone import Phone
from urtuu.journal import replay, verifying
from urtuu.journal.models import EntryRow

VISIT = {"met": "met", "card_left": True, "label": "第三家"}
NEED = {"topic": "water", "heading": "机井不出水", "said": "井干了三天"}
PHONES, VISITS = 8, 12

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("phone.addresses")]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build_cast()


def day(server: str, code: str, folder: Path) -> Phone:
    """One phone's day: enrolled, some visits, a need from beginning to end, two syncs."""
    phone = Phone(folder)
    phone.enrol(server, code)
    patiently(phone)
    for _ in range(VISITS):
        phone.record("visit", "make", VISIT)
    patiently(phone)
    record = phone.record("need", "hear", NEED).record
    phone.record("need", "met", {"how_met": "修好了"}, record)
    patiently(phone)
    return phone


def patiently(phone: Phone) -> None:
    for _ in range(30):
        try:
            phone.sync()
            return
        except Failed as failed:
            last = failed
    raise last


def test_eight_phones_at_once(cast: Cast, live_server: Any, tmp_path: Path) -> None:
    codes = [card_for(cast.bataar) for _ in range(PHONES)]
    with ThreadPoolExecutor(PHONES) as pool:
        jobs = [pool.submit(day, live_server.url, code, tmp_path / code) for code in codes]
        phones = [job.result() for job in jobs]
    assert EntryRow.objects.filter(answer="taken").count() == PHONES * (VISITS + 2)
    for phone in phones:
        patiently(phone)
        assert {own.answer for own in phone.store.own("")} == {"taken"}
        assert phone.inbox() == []
        assert phone.store.feeds()["grid:near"].pos == PHONES * (VISITS + 2)
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []


def test_a_body_of_50_mb_leaves_the_server_well(cast: Cast, live_server: Any, tmp_path: Path) -> None:
    with suppress(Unreachable):  # refused so early, perhaps, that the rest could not be sent
        assert Web(live_server.url)("/sync", b"x" * 50_000_000, {"Content-Type": "text/plain"}).status == 413
    phone = day(live_server.url, card_for(cast.bataar), tmp_path)
    assert phone.status(1) == "taken"


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    phone = Phone(tmp_path)
    for address in ("http://127.0.0.1:9", "no address", "ftp://127.0.0.1"):
        with pytest.raises(Unreachable) as failed:
            phone.enrol(address, "0000-0000-0000")
        assert failed.value.sentence.name == "server_unreachable"
    assert phone.device == ""

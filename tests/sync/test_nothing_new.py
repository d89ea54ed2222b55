"""A synchronisation with nothing new: one small request, few statements, however much there is to see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast
from phone.carrying import Carried
from phone.raw import NEED, VISIT
from urtuu.interfaces.phone.phone import Phone
from urtuu.interfaces.sync import answering
from urtuu.places.models import Household

MOST_STATEMENTS, MOST_BYTES = 5, 1024


def statements(phone: Phone) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        phone.sync()
    return [query["sql"] for query in asked.captured_queries]


@pytest.fixture(autouse=True)
def _kept_as_in_service(settings: object) -> None:
    settings.REFERENCE_KEPT = 60  # type: ignore[attr-defined]
    answering._NEWEST.clear()


@pytest.mark.parametrize("entries", [0, 40])
def test_it_asks_the_database_five_times_at_most(
    cast: Cast, phone: Callable[..., Phone], carried: Carried, entries: int
):
    officer, colleague = phone(cast.bataar), phone(cast.bataar, "second")
    colleague.sync()
    for n in range(entries):
        colleague.record("visit", "make", dict(VISIT, label=f"第{n}家"))
        colleague.record("need", "hear", NEED)
    colleague.sync()
    with time_machine.travel("2026-11-24T10:00:00+08:00", tick=False) as clock:
        officer.sync()
        officer.sync()
        for minutes in (0, 5):  # at once, and when it is to be noted that the phone was heard from
            clock.shift(60 * minutes)
            before = len(carried.requests)
            officer.sync() if minutes else None
            asked = statements(officer)
            sent = carried.requests[before:]
            assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)
            assert all(len(body) <= MOST_BYTES for _, body, _ in sent)


def test_a_new_door_is_told_after_a_minute_at_the_latest(cast: Cast, phone: Callable[..., Phone]):
    officer = phone(cast.bataar)
    with time_machine.travel("2026-11-24T10:00:00+08:00", tick=False):
        officer.sync()
        officer.sync()
    door = cast.doors["near"][0]
    Household.objects.filter(pk=door.pk).update(landmark="敖包东侧")
    answering._NEWEST.update({key: (at - 61, *rest) for key, (at, *rest) in answering._NEWEST.items()})
    officer.sync()
    assert "敖包东侧" in str(officer.store.ref_rows("ref:places:near"))

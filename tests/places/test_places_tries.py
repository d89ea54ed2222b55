"""Tries are counted together by all processes, end by themselves, and keep nobody's name."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from urtuu.places import tries
from urtuu.places.models import Tries
from urtuu.places.tries import WAIT, Limit

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SARAN = Limit("password", "saran|192.0.2.1", 5)
ADDRESS = Limit("address", "192.0.2.1", 7)


@pytest.mark.django_db
def test_the_sixth_try_is_one_too_many_whoever_counts_beside() -> None:
    assert [tries.take([SARAN, ADDRESS], NOW) for _ in range(6)] == [True] * 5 + [False]
    other = Limit("password", "li|192.0.2.1", 5)
    assert tries.take([other, ADDRESS], NOW)
    assert not tries.take([other, ADDRESS], NOW), "the address has its own bound"


@pytest.mark.django_db
def test_tries_end_after_their_time_and_are_swept() -> None:
    for _ in range(6):
        tries.take([SARAN], NOW)
    assert not tries.take([SARAN], NOW + WAIT - timedelta(seconds=1))
    assert tries.sweep(NOW + WAIT - timedelta(seconds=1)) == 0
    assert tries.take([SARAN], NOW + WAIT), "the row counts anew"
    assert tries.sweep(NOW + 2 * WAIT) == 1
    assert not Tries.objects.exists()


@pytest.mark.django_db
def test_the_right_secret_gives_its_try_back() -> None:
    for _ in range(7):
        assert tries.take([SARAN, ADDRESS], NOW)
        tries.forget(SARAN)
        tries.give_back([ADDRESS])
    assert Tries.objects.get(digest=ADDRESS.digest).count == 0
    tries.give_back([ADDRESS])
    assert Tries.objects.get(digest=ADDRESS.digest).count == 0


@pytest.mark.django_db
def test_no_name_and_no_address_is_kept() -> None:
    tries.take([SARAN, ADDRESS], NOW)
    tries.use_once("code", "saran|123456", NOW + WAIT, NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM places_tries")
        kept = repr(cursor.fetchall())
    assert not [word for word in ("saran", "192.0.2.1", "123456") if word in kept]


@pytest.mark.django_db
def test_what_serves_once_serves_once_until_nobody_could_use_it() -> None:
    assert tries.use_once("code", "a", NOW + WAIT, NOW)
    assert not tries.use_once("code", "a", NOW + WAIT, NOW)
    assert tries.use_once("code", "b", NOW + WAIT, NOW)
    assert tries.use_once("code", "a", NOW + 2 * WAIT, NOW + WAIT)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_have_no_more_tries_than_one() -> None:
    def alone(_: int) -> tuple[bool, bool]:
        try:
            return tries.take([SARAN], NOW), tries.use_once("code", "a", NOW + WAIT, NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken, used = zip(*pool.map(alone, range(24)), strict=True)
    assert sum(taken) == SARAN.most
    assert sum(used) == 1
    assert Tries.objects.get(digest=SARAN.digest).count == 24


@pytest.mark.django_db(transaction=True)
def test_another_process_counts_on() -> None:
    for _ in range(3):
        assert tries.take([SARAN], NOW)
    one = (
        "import django; django.setup(); from datetime import datetime, UTC; "
        "from django.conf import settings; "
        f"settings.DATABASES['default']['NAME'] = {str(connection.settings_dict['NAME'])!r}; "
        "from urtuu.places import tries; l = tries.Limit('password', 'saran|192.0.2.1', 5); "
        "print([tries.take([l], datetime(2026, 11, 24, 9, 1, tzinfo=UTC)) for _ in range(3)])"
    )
    told = subprocess.run(
        [sys.executable, "-c", one],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[True, True, False]"
    assert not tries.take([SARAN], NOW)

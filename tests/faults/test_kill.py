"""`kill -9` of the served site under load: what was acknowledged is there, byte for byte, in its place."""

from __future__ import annotations

import logging
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from faults.power import (
    at_work,
    check_dense,
    check_nothing_lost,
    check_whole,
    finish,
    officers_of,
    powered,
    wait_for_load,
)
from sited import SitedAt, fresh_database

PHONES = 4
SEED = 20261127

log = logging.getLogger(__name__)
pytestmark = pytest.mark.database


def killed_under_load(folder: Path, kills: int, seed: int) -> int:
    """A site killed so often while phones send; how many lines it held acknowledged at the end."""
    chance = random.Random(seed)
    with fresh_database() as database:
        site = SitedAt(folder / "site", database)
        site.people()
        with powered(site) as power:
            officers = officers_of(site, power.url, folder, PHONES, seed)
            before = 0
            for _ in range(kills):
                with at_work(officers):
                    wait_for_load(officers)
                    time.sleep(chance.uniform(0, 1))
                    power.cut()
                acknowledged = check_nothing_lost(site, officers)
                check_dense(site)
                assert acknowledged > before, "there was no load"
                assert all(officer.failed for officer in officers), "nobody noticed"
                before = acknowledged
                power.start()
            check_whole(site, officers)
            log.info("%d kills, %d lines acknowledged by then, all of them stored", kills, acknowledged)
    return acknowledged


def forget_the_last_line_of(site: SitedAt) -> None:
    """As a server would that acknowledges before it has committed."""
    assert not site.database, "on SQLite only"
    with closing(sqlite3.connect(site.var / "urtuu.sqlite3")) as file:
        file.execute("DELETE FROM journal_entryrow WHERE seq = (SELECT max(seq) FROM journal_entryrow)")
        file.commit()


@pytest.mark.long
def test_a_lost_line_would_be_seen(tmp_path: Path) -> None:
    """The kills would prove nothing if nobody looked."""
    site = SitedAt(tmp_path / "site")
    site.people()
    with powered(site) as power:
        officers = officers_of(site, power.url, tmp_path, 1, SEED)
        with at_work(officers):
            wait_for_load(officers)
        finish(officers[0].phone)
        power.cut()
    assert check_nothing_lost(site, officers) > 0
    forget_the_last_line_of(site)
    with pytest.raises(AssertionError, match="acknowledged lines are not stored"):
        check_nothing_lost(site, officers)
    with pytest.raises(AssertionError):
        check_dense(site)


def test_killed_twice_while_phones_send(tmp_path: Path) -> None:
    killed_under_load(tmp_path, kills=2, seed=SEED)


@pytest.mark.long
def test_killed_twelve_times_while_phones_send(tmp_path: Path) -> None:
    assert killed_under_load(tmp_path, kills=12, seed=SEED + 1) > 1000

"""`kill -9` of the served site under load: what was acknowledged is there, byte for byte, in its place."""

from __future__ import annotations

import logging
import random
import time
from pathlib import Path

import pytest

from faults.power import (
    at_work,
    check_dense,
    check_nothing_lost,
    check_whole,
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


def test_killed_twice_while_phones_send(tmp_path: Path) -> None:
    killed_under_load(tmp_path, kills=2, seed=SEED)


@pytest.mark.long
def test_killed_twelve_times_while_phones_send(tmp_path: Path) -> None:
    assert killed_under_load(tmp_path, kills=12, seed=SEED + 1) > 1000

"""The network between phones and server is cut again and again, in the middle of what is on its way."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.db import connection

from faults.mutating import SEED, TIMES
from faults.namespaces import SERVER, Cable, NotAllowed, cable, enter, within
from faults.power import (
    Officer,
    Powered,
    at_work,
    check_dense,
    check_nothing_lost,
    check_whole,
    officers_of,
    wait_for_load,
)
from sited import SitedAt
from urtuu.interfaces.phone.client import Web

PHONES = 4
log = logging.getLogger(__name__)
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is not in the server's network"),
]


@pytest.fixture
def laid() -> Iterator[Cable]:
    try:
        with cable() as one:
            yield one
    except NotAllowed as why:
        pytest.skip(f"no network namespaces on this machine: {why}")


class Remote(Officer):
    """A phone in the other network, which waits a second for an answer and not a minute."""

    space = ""

    def _work(self) -> None:
        enter(self.space)
        web = Web(self.phone.store.fact("server"))
        web._client.timeout = httpx.Timeout(1.0)
        self.phone._send = web
        super()._work()


def test_a_network_that_is_cut_again_and_again(
    laid: Cable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("URTUU_HOSTS", f"{SERVER},127.0.0.1")
    chance = random.Random(SEED)
    site = SitedAt(tmp_path / "site")
    site.people()
    power = Powered(site, ("ip", "netns", "exec", laid.server), "0.0.0.0")
    url = f"http://{SERVER}:{power.port}"
    try:
        within(laid.server, lambda: power.start() or True)
        officers = within(laid.phones, lambda: officers_of(site, url, tmp_path, PHONES, SEED))
        for officer in officers:
            officer.__class__, officer.space = Remote, laid.phones
        with at_work(officers):
            for _ in range(8 * TIMES):
                wait_for_load(officers)
                time.sleep(chance.uniform(0, 0.3))
                laid.cut()
                time.sleep(chance.uniform(1.2, 2.5))
                check_nothing_lost(site, officers)
                laid.join()
        failures = [officer.failed for officer in officers]
        log.info(
            "%d cuts, %d lines, phones failed %s times",
            8 * TIMES,
            check_nothing_lost(site, officers),
            failures,
        )
        assert all(failures)
        check_dense(site)
        within(laid.phones, lambda: check_whole(site, officers) or True)
    finally:
        power.cut()

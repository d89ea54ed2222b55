"""PostgreSQL dies under load: one of its processes, then all. The site goes on by itself; nothing is lost."""

from __future__ import annotations

import logging
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.cluster import Cluster
from faults.mutating import SEED, TIMES
from faults.power import (
    at_work,
    check_dense,
    check_nothing_lost,
    check_whole,
    officers_of,
    powered,
    wait_for_load,
)
from sited import SitedAt

PHONES = 4
log = logging.getLogger(__name__)
pytestmark = [
    pytest.mark.long,
    pytest.mark.database,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="asked of PostgreSQL only"
    ),
]


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """In a folder that the user of PostgreSQL can reach, which pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="urtuu-cluster-"))
    folder.chmod(0o755)
    one = Cluster(folder / "it")
    try:
        yield one
    finally:
        one.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_killed_postgres_under_load(cluster: Cluster, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    site = SitedAt(tmp_path / "site", cluster.url)
    site.people()
    with powered(site) as power:
        officers = officers_of(site, power.url, tmp_path, PHONES, SEED)
        for turn in range(6 * TIMES):
            whole = turn % 2 == 1
            with at_work(officers):
                wait_for_load(officers)
                time.sleep(chance.uniform(0, 0.6))
                (cluster.kill if whole else cluster.kill_backend)()
                if whole:
                    time.sleep(0.5)
                    cluster.again()
                wait_for_load(officers)  # nobody restarted the site
            acknowledged = check_nothing_lost(site, officers)
            check_dense(site)
        check_whole(site, officers)
    failures = sum(officer.failed for officer in officers)
    log.info("%d kills, %d lines acknowledged, phones failed %d times", 6 * TIMES, acknowledged, failures)
    assert failures

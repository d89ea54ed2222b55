"""The failover test: the leader is killed under load, and nothing that was acknowledged may be lost.

    .venv/bin/python deploy/ha/failover.py [--kills 3] [--seed 6]

Then the control: the same without synchronous replication, and standbys that lag; it must lose. Needs a
checkout with its development packages, and of Debian: postgresql patroni etcd-server python3-etcd.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "tests")]

from three_nodes import ThreeNodes, missing  # noqa: E402 -- the path is set above

from faults.power import (  # noqa: E402 -- the path is set above
    Officer,
    at_work,
    check_dense,
    check_nothing_lost,
    check_whole,
    officers_of,
    powered,
    stored,
    wait_for_load,
)
from sited import SitedAt  # noqa: E402 -- the path is set above

PHONES = 4


@contextmanager
def three(*, synchronous: bool) -> Iterator[tuple[ThreeNodes, Path]]:
    """A cluster in a folder that PostgreSQL's user can reach; nothing of it stays."""
    folder = Path(tempfile.mkdtemp(prefix="urtuu-ha-"))
    folder.chmod(0o755)
    try:
        cluster = ThreeNodes(folder, synchronous=synchronous)
        try:
            cluster.start()
            yield cluster, folder
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def killed_leaders(kills: int, seed: int) -> tuple[tuple[int, int], list[float], list[float]]:
    """Lines acknowledged and lost; seconds from each kill to the next leader, and to phones heard."""
    chance, led, heard = random.Random(seed), [], []
    with three(synchronous=True) as (cluster, folder):
        site = SitedAt(folder / "site", cluster.url)
        site.people()
        with powered(site) as power:
            officers = officers_of(site, power.url, folder, PHONES, seed)
            for _ in range(kills):
                cluster.wait_whole()
                with at_work(officers):
                    wait_for_load(officers)
                    time.sleep(chance.uniform(0, 2))
                    killed, began = cluster.leader(), time.monotonic()
                    killed.kill()
                    cluster.leader()
                    led.append(time.monotonic() - began)
                    wait_for_load(officers, 120)  # nobody restarted the site
                    heard.append(time.monotonic() - began)
                check_nothing_lost(site, officers)
                check_dense(site)
                killed.start_patroni()  # as systemd would; pg_rewind brings it back as a standby
            cluster.wait_whole()
            check_whole(site, officers)
            counted = lost_of(site, officers)
    return counted, led, heard


def lost_of(site: SitedAt, officers: Sequence[Officer]) -> tuple[int, int]:
    """Lines that phones were told are kept, and those of them that the database has not, or has otherwise."""
    held = stored(site)
    ours = {name: line for officer in officers for name, line in officer.acknowledged().items()}
    return len(ours), sum(held.get(name) != line for name, line in ours.items())


@contextmanager
def deaf(pids: Sequence[int]) -> Iterator[None]:
    """Standbys that hear nothing any more; afterwards ended, whatever happened meanwhile."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:  # ended, not continued: what waits in the socket must not come through
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
                os.kill(pid, signal.SIGCONT)


def control(seed: int) -> tuple[int, int]:
    """Lines acknowledged, and those of them that are lost when nobody waits for a standby."""
    with three(synchronous=False) as (cluster, folder):
        site = SitedAt(folder / "site", cluster.url)
        site.people()
        with powered(site) as power:
            officers = officers_of(site, power.url, folder, PHONES, seed)
            cluster.wait_whole()
            with at_work(officers):
                wait_for_load(officers)
            with deaf(cluster.receivers()):
                with at_work(officers):
                    wait_for_load(officers)
                # Nobody works any more: a phone would bring again what the next leader lacks.
                cluster.leader().kill()
            cluster.leader()
            return lost_of(site, officers)


def main() -> int:
    asked = argparse.ArgumentParser(description="Kills the leader of three and counts what is lost.")
    asked.add_argument("--kills", type=int, default=3, help="leaders killed under load (3)")
    asked.add_argument("--seed", type=int, default=6, help="draws the moments and the work (6)")
    told = asked.parse_args()
    if lacking := missing():
        print(f"Skipped. {lacking}")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing it started is left behind
    (acknowledged, gone), led, heard = killed_leaders(told.kills, told.seed)
    ours, lost = control(told.seed)
    print("replication    kills  acknowledged  lost  next leader after s    phones heard after s")
    seconds = [" ".join(f"{value:.1f}" for value in some) for some in (led, heard)]
    print(f"synchronous    {told.kills:5}  {acknowledged:12}  {gone:4}  {seconds[0]:21}  {seconds[1]}")
    print(f"asynchronous   {1:5}  {ours:12}  {lost:4}  (the control: it must lose)")
    return 0 if lost and not gone else 1


if __name__ == "__main__":
    sys.exit(main())

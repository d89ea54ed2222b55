"""Pushes and pulls of the same records against Kinto and express-pouchdb, over HTTP, in interleaved rounds.

Eight clients send pushes of a hundred, prepared before, to the served site on both databases and to both
peers, in turn. Ours are signed, chained, packed, judged and folded; what the peers do is told in
`_peers.py`. Raw is the same lines by one connection, one transaction a push. `BENCH_PUSHES`, `BENCH_ROUNDS`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks._apart import INSIDE, ROOT, around, raw_seconds, together
from benchmarks._sync_prepared import A_PUSH, PAGE, PHONES, PUSHES, ROUNDS, Asked, prepared

ASKED = (
    ("push", "SQLite", "Kinto", 10.0),
    ("push", "PostgreSQL", "Kinto", 10.0),
    ("push", "SQLite", "express-pouchdb", 2.0),
    ("push", "PostgreSQL", "express-pouchdb", 1.5),
    ("pull", "SQLite", "express-pouchdb", 3.0),
    ("pull", "PostgreSQL", "express-pouchdb", 3.0),
)
"""What the design asks of whom against whom."""


def main() -> None:
    """A folder and a cluster of its own, thrown away afterwards."""
    from benchmarks._peers import installed

    installed()
    with tempfile.TemporaryDirectory(prefix="urtuu-bench-") as folder:
        command = [str(ROOT / "tools" / "postgres.sh"), "with", sys.executable, __file__, INSIDE, folder]
        subprocess.run(command, env=around(Path(folder)), check=True)


# -- the measuring


def at_once(port: int, work: Sequence[Sequence[Asked]], ok: Callable[[Any], bool]) -> float:
    """Seconds in which every client sends its requests one after the other over one connection."""
    from benchmarks._sync_served import Road

    wrong: list[Any] = []

    def send(mine: Sequence[Asked]) -> None:
        road = Road(port)
        for path, body, headers in mine:
            sent = road.send("POST", path, body, headers)
            if not ok(sent):
                wrong.append((sent.status, sent.text[:300]))
        road.close()

    seconds = together([partial(send, mine) for mine in work])
    assert not wrong, wrong[0]
    return seconds


class Measured:
    """Figures by name, a list of rounds each."""

    def __init__(self) -> None:
        self.found: dict[str, list[float]] = {}

    def add(self, name: str, value: float) -> None:
        self.found.setdefault(name, []).append(value)


def inside(folder: Path) -> None:
    """Everything up at once, then round after round."""
    import psycopg

    from benchmarks import _peers
    from benchmarks._sync_served import cpu_of, free_port, running

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE kinto")
        data = str(admin.execute("SHOW data_directory").fetchone()[0])  # type: ignore[index]
    postmaster = int((Path(data) / "postmaster.pid").read_text().split()[0])
    print("building two sites and signing their pushes…", flush=True)
    sites = {"SQLite": prepared(folder, "sqlite"), "PostgreSQL": prepared(folder, "pg", DATABASE_URL=url)}
    found = Measured()
    with ExitStack() as stack:
        ports: dict[str, Any] = {}
        for name, (env, _made) in sites.items():
            port = free_port()
            command = [sys.executable, "-m", "urtuu.interfaces.cli.main", "serve", "--port", str(port)]
            log = folder / f"{name}.log"
            ports[name] = stack.enter_context(
                running(command, port, "/static/nothing-here", env=env, log=log)
            )
        ports["Kinto"] = stack.enter_context(_peers.kinto(url.rpartition("/")[0] + "/kinto", folder))
        ports["express-pouchdb"] = stack.enter_context(_peers.pouch(folder))
        _ready(ports)
        for number in range(ROUNDS):
            print(f"round {number + 1} of {ROUNDS}", flush=True)
            for name, served in ports.items():
                work = _work(name, sites, number)
                roots = [served.process.pid, *([postmaster] if name in ("PostgreSQL", "Kinto") else [])]
                before = cpu_of(roots)
                seconds = at_once(served.port, work, _took(name))
                count = PHONES * PUSHES * A_PUSH
                found.add(f"{name} push", count / seconds)
                found.add(f"{name} cpu", 1e6 * (cpu_of(roots) - before) / count)
                found.add(f"{name} bytes", sum(len(body) for mine in work for _, body, _ in mine) / count)
            rows = sites["SQLite"][1][1][number]
            pushes = [push for mine in zip(*rows, strict=True) for push in mine]
            found.add("raw push", PHONES * PUSHES * A_PUSH / raw_seconds(pushes))
        for _ in range(ROUNDS):
            for name, served in ports.items():
                records, seconds, size = _pulled(name, served.port, sites)
                found.add(f"{name} pull", records / seconds)
                found.add(f"{name} pulled bytes", size / records)
            found.add("raw pull", _raw_select(folder / "sqlite" / "urtuu.sqlite3"))
    _table(found.found)


def _ready(ports: dict[str, Any]) -> None:
    """Buckets, collections and databases, before the clock runs."""
    from benchmarks._peers import BASIC, JSON
    from benchmarks._sync_served import Road

    kinto, pouch = Road(ports["Kinto"].port), Road(ports["express-pouchdb"].port)
    kinto.send("PUT", "/v1/buckets/bench", b"{}", BASIC | JSON)
    for phone in range(PHONES):
        path = f"/v1/buckets/bench/collections/phone{phone}"
        assert kinto.send("PUT", path, b"{}", BASIC | JSON).status in (200, 201)
        assert pouch.send("PUT", f"/phone{phone}").status in (201, 412)


def _work(name: str, sites: dict[str, Any], number: int) -> list[list[Asked]]:
    """By client the requests of a round. Peers get the records that the SQLite site gets."""
    from benchmarks import _peers

    if name in sites:
        made: list[list[Asked]] = sites[name][1][0][number]
        return made
    push = _peers.kinto_push if name == "Kinto" else _peers.pouch_push
    rows = sites["SQLite"][1][1][number]
    return [
        [push(phone, [json.loads(row[3]) for row in one]) for one in mine] for phone, mine in enumerate(rows)
    ]


def _took(name: str) -> Callable[[Any], bool]:
    """Whether an answer says that everything was taken."""

    def ours(sent: Any) -> bool:
        return sent.status == 200 and sent.text.count(b'"taken"') >= A_PUSH

    def kinto(sent: Any) -> bool:
        return sent.status == 200 and all(
            one["status"] in (200, 201) for one in json.loads(sent.text)["responses"]
        )

    def pouch(sent: Any) -> bool:
        return sent.status == 201 and sent.text.count(b'"ok":true') == A_PUSH

    return {"Kinto": kinto, "express-pouchdb": pouch}.get(name, ours)


def _pulled(name: str, port: int, sites: dict[str, Any]) -> tuple[int, float, int]:
    """Records of every feed in pages of a thousand by one client: how many, seconds, bytes."""
    from benchmarks._peers import BASIC
    from benchmarks._sync_served import Road

    road, records, size = Road(port), 0, 0
    begun = time.perf_counter()
    for phone in range(PHONES):
        at: Any = 0
        path = f"/v1/buckets/bench/collections/phone{phone}/records?_limit={PAGE}&_sort=last_modified"
        while True:
            if name in sites:
                asks = sites[name][1][2][phone]
                if at not in asks:
                    break
                sent = road.send("POST", *asks[at])
                got = sent.text.count(b'"recorded_at"')
                at += got
            elif name == "Kinto":
                sent = road.send("GET", path, b"", BASIC)
                rows = json.loads(sent.text)["data"]
                got = len(rows)
                last = rows[-1]["last_modified"] if rows else 0
                base = path.partition("&_since")[0]
                path = f"{base}&_since={last}"
            else:
                query = f"include_docs=true&limit={PAGE}&since={at}"
                sent = road.send("GET", f"/phone{phone}/_changes?{query}")
                told = json.loads(sent.text)
                got, at = len(told["results"]), told["last_seq"]
            records, size = records + got, size + sent.bytes_back
            if got < PAGE:
                break
    seconds = time.perf_counter() - begun
    assert records == ROUNDS * PHONES * PUSHES * A_PUSH, (name, records)
    return records, seconds, size


def _raw_select(file: Path) -> float:
    """Lines a second by plain SELECTs of a thousand, in this process."""
    store, records = sqlite3.connect(file), 0
    begun = time.perf_counter()
    for phone in range(PHONES):
        at = 0
        while rows := store.execute(
            "SELECT pos, line FROM journal_entryrow WHERE feed = ? AND pos > ? ORDER BY pos LIMIT ?",
            (f"grid:g{phone}", at, PAGE),
        ).fetchall():
            records, at = records + len(rows), rows[-1][0]
    seconds = time.perf_counter() - begun
    store.close()
    return records / seconds


def _table(found: dict[str, list[float]]) -> None:
    from benchmarks._sync_table import Row, show

    def over(one: str, other: str) -> list[float]:
        return [a / b for a, b in zip(found[one], found[other], strict=True)]

    rows = []
    for name in ("SQLite", "PostgreSQL", "Kinto", "express-pouchdb"):
        who = f"Urtuu on {name}" if name in ("SQLite", "PostgreSQL") else name
        rows += [
            Row(f"{who}: records pushed", found[f"{name} push"], "/s"),
            Row("  CPU of the server a record, PostgreSQL's included", found[f"{name} cpu"], "us"),
            Row("  bytes sent a record", found[f"{name} bytes"], "B"),
            Row("  records pulled in pages of 1,000", found[f"{name} pull"], "/s"),
            Row("  bytes back a record", found[f"{name} pulled bytes"], "B"),
        ]
    rows += [
        Row("raw executemany FULL, in process: records", found["raw push"], "/s"),
        Row("raw SELECT of pages of 1,000, in process: records", found["raw pull"], "/s"),
        *(
            Row(f"{what}, {ours} over {peer}", over(f"{ours} {what}", f"{peer} {what}"), "x", least=least)
            for what, ours, peer, least in ASKED
        ),
        Row("pull over HTTP, SQLite, of raw SELECT in process", over("SQLite pull", "raw pull"), "x"),
    ]
    show(rows)


if __name__ == "__main__":
    if sys.argv[1:2] == [INSIDE]:
        inside(Path(sys.argv[2]))
    else:
        main()

"""The peers of synchronisation, from their packages, on loopback: Kinto on PostgreSQL and express-pouchdb.

Kinto: one process of eight threads; storage, cache and permissions on PostgreSQL, a hundred requests a batch.
It validates nothing of the records and signs nothing; its commits wait for the disk as PostgreSQL's do.
express-pouchdb: one Node process over LevelDB. It keeps a revision tree and validates nothing; LevelDB hands
its writes to the system and does not wait for the disk.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks._apart import ROOT
from benchmarks._sync_served import Served, free_port, running

HERE = Path(__file__).parent / "peers"
CACHE = Path(os.environ.get("BENCH_CACHE", ROOT / ".venv" / "peers"))
BASIC = {"Authorization": "Basic " + base64.b64encode(b"bench:bench").decode()}
JSON = {"Content-Type": "application/json"}
KINTO = """
[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.postgresql
kinto.storage_url = {url}
kinto.cache_backend = kinto.core.cache.postgresql
kinto.cache_url = {url}
kinto.permission_backend = kinto.core.permission.postgresql
kinto.permission_url = {url}
kinto.userid_hmac_secret = bench
multiauth.policies = basicauth
multiauth.policy.basicauth.use = kinto.core.authentication.BasicAuthAuthenticationPolicy
kinto.batch_max_requests = 100
kinto.paginate_by = 1000
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
threads = 8
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = ERROR
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[formatter_plain]
format = %(message)s
"""


def installed() -> None:
    """Both peers in a folder of their own, once. Raises what the installers raise."""
    sys.path.insert(0, str(ROOT / "tools"))
    from node import install_locked

    if not (CACHE / "kinto" / "bin" / "kinto").exists():
        print("installing Kinto into a folder of its own, once…", flush=True)
        subprocess.run([sys.executable, "-m", "venv", CACHE / "kinto"], check=True)
        pip = [CACHE / "kinto" / "bin" / "pip", "install", "--quiet", "-r", HERE / "kinto.txt"]
        subprocess.run(pip, check=True)
    if not (HERE / "node_modules" / "express-pouchdb").exists():
        print("installing express-pouchdb, once…", flush=True)
        install_locked(HERE)


@contextmanager
def kinto(url: str, folder: Path) -> Iterator[Served]:
    """Kinto on an empty database."""
    port, ini = free_port(), folder / "kinto.ini"
    ini.write_text(KINTO.format(url=url, port=port), encoding="utf-8")
    program = str(CACHE / "kinto" / "bin" / "kinto")
    # Not this project's packages: it has its own.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO"))}
    subprocess.run([program, "migrate", "--ini", str(ini)], env=env, check=True, capture_output=True)
    command = [program, "start", "--ini", str(ini), "--port", str(port)]
    with running(command, port, "/v1/", env=env, log=folder / "kinto.log") as served:
        yield served


@contextmanager
def pouch(folder: Path) -> Iterator[Served]:
    """express-pouchdb on an empty folder."""
    sys.path.insert(0, str(ROOT / "tools"))
    from node import node_command

    port = free_port()
    (folder / "pouch").mkdir()
    command = [*node_command(), str(HERE / "pouch.cjs"), str(port), str(folder / "pouch")]
    with running(command, port, "/", env=os.environ, log=folder / "pouch.log") as served:
        yield served


def kinto_push(phone: int, records: list[dict[str, Any]]) -> tuple[str, bytes, dict[str, str]]:
    """One batch: path, body and headers."""
    root = f"/buckets/bench/collections/phone{phone}/records"
    rows = [{"path": f"{root}/{one['id']}", "body": {"data": one}} for one in records]
    body = {"defaults": {"method": "PUT"}, "requests": rows}
    return "/v1/batch", json.dumps(body).encode(), BASIC | JSON


def pouch_push(phone: int, records: list[dict[str, Any]]) -> tuple[str, bytes, dict[str, str]]:
    """One bulk write: path, body and headers."""
    docs = [{"_id": one["id"], **{k: v for k, v in one.items() if k != "id"}} for one in records]
    return f"/phone{phone}/_bulk_docs", json.dumps({"docs": docs}).encode(), JSON

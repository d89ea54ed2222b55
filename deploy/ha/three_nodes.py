"""Three PostgreSQL under Patroni and three etcd on loopback, from the templates that real machines use."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import string
import subprocess
import time
from pathlib import Path

import psycopg

HERE = Path(__file__).parent
NAMES = ("one", "two", "three")
PASSWORD = "only-on-loopback"
STARTS_WITHIN_SECONDS = 150
UNPRIVILEGED = "postgres"


def missing() -> str:
    """What is not installed, as a sentence; empty when nothing is."""
    lacking = [name for name in ("patroni", "etcd") if not shutil.which(name)]
    if not _programs():
        lacking.append("postgresql")
    if not lacking:
        return ""
    return (
        f"Not installed: {', '.join(lacking)}. "
        "On Debian: apt-get install postgresql patroni etcd-server python3-etcd"
    )


def _programs() -> str:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return str(found[-1]) if found else ""


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def _user() -> str | None:
    """PostgreSQL refuses root; its package's own user runs it then."""
    return UNPRIVILEGED if os.getuid() == 0 else None


class Node:
    """One machine of the three: its values, its etcd, its Patroni."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.folder = name, folder / name
        self.folder.mkdir(mode=0o700)
        self.values = {
            "name": name,
            "address": "127.0.0.1",
            "rest_port": str(_free_port()),
            "postgres_port": str(_free_port()),
            "client_port": str(_free_port()),
            "peer_port": str(_free_port()),
            "data": str(self.folder / "data"),
            "etcd_data": str(self.folder / "etcd"),
            "sockets": str(self.folder),
            "programs": _programs(),
            "password": PASSWORD,
            "link": "host",
            "network": "127.0.0.1/32",
            "watchdog": "off",
        }
        self.patroni: subprocess.Popen[bytes] | None = None
        self.etcd: subprocess.Popen[bytes] | None = None

    def write(self, template: str) -> Path:
        """A template with this node's values; a value that lacks is a KeyError."""
        file = self.folder / template.removesuffix(".in")
        file.write_text(string.Template((HERE / template).read_text()).substitute(self.values))
        return file

    def _begin(self, *words: str, **surroundings: str) -> subprocess.Popen[bytes]:
        kept = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        with (self.folder / f"{Path(words[0]).name}.log").open("ab") as log:
            return subprocess.Popen(
                words, stdout=log, stderr=log, cwd="/", start_new_session=True,
                user=_user(), env=kept | surroundings,
            )  # fmt: skip

    def start_etcd(self) -> None:
        lines = self.write("etcd.env.in").read_text().splitlines()
        told = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        self.etcd = self._begin("etcd", **told)

    def start_patroni(self) -> None:
        self.patroni = self._begin("patroni", str(self.folder / "patroni.yml"))

    def postmaster(self) -> int:
        """The process that begot the others; 0 when there is none."""
        try:
            return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return 0

    def kill(self) -> None:
        """Patroni first, so that it does not start PostgreSQL again, then the postmaster."""
        if self.patroni is not None:
            os.killpg(self.patroni.pid, signal.SIGKILL)
            self.patroni.wait(20)
            self.patroni = None
        _kill(self.postmaster())

    def stop(self) -> None:
        self.kill()
        if self.etcd is not None:
            os.killpg(self.etcd.pid, signal.SIGKILL)
            self.etcd.wait(20)

    def ask(self, statement: str) -> tuple[object, ...] | None:
        """The first row, or None when it does not answer."""
        try:
            with psycopg.connect(
                host="127.0.0.1", port=self.values["postgres_port"], user="postgres", password=PASSWORD,
                dbname="postgres", connect_timeout=3, autocommit=True,
            ) as opened:  # fmt: skip
                return opened.execute(statement).fetchone()  # type: ignore[call-overload,no-any-return]
        except psycopg.Error:
            return None

    def leads(self) -> bool:
        return self.ask("SELECT pg_is_in_recovery()") == (False,)


def _kill(pid: int) -> None:
    """Only a postmaster: its file may outlive it and its number be someone else's."""
    try:
        if pid and b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
    except (FileNotFoundError, ProcessLookupError):
        pass


class ThreeNodes:
    """The cluster; `synchronous` as for real machines, or the control without."""

    def __init__(self, folder: Path, *, synchronous: bool) -> None:
        self.synchronous = synchronous
        self.nodes = [Node(folder, name) for name in NAMES]
        for node in self.nodes:
            node.values |= {
                "etcd_hosts": ",".join(f"127.0.0.1:{one.values['client_port']}" for one in self.nodes),
                "etcd_cluster": ",".join(
                    f"{one.name}=http://127.0.0.1:{one.values['peer_port']}" for one in self.nodes
                ),
                "synchronous": "true" if synchronous else "false",
                # The control must be allowed to promote a standby that is far behind.
                "most_lag": str(1024**2 if synchronous else 1024**3),
            }
            node.write("patroni.yml.in")
            if os.getuid() == 0:
                owner = pwd.getpwnam(UNPRIVILEGED)
                for path in (node.folder, *node.folder.iterdir()):
                    os.chown(path, owner.pw_uid, owner.pw_gid)

    @property
    def url(self) -> str:
        """DATABASE_URL with all three; libpq finds the one that takes writes."""
        ports = ",".join(node.values["postgres_port"] for node in self.nodes)
        hosts = ",".join("127.0.0.1" for _ in self.nodes)
        return (
            f"postgresql://postgres:{PASSWORD}@/urtuu?host={hosts}&port={ports}"
            "&target_session_attrs=read-write&connect_timeout=3"
        )

    def start(self) -> None:
        for node in self.nodes:
            node.start_etcd()
        time.sleep(3)
        for node in self.nodes:
            node.start_patroni()
        self.wait_whole()
        self.leader().ask("CREATE DATABASE urtuu")

    def leader(self, within: float = STARTS_WITHIN_SECONDS) -> Node:
        """The node that takes writes; waits for one."""
        ends_at = time.monotonic() + within
        while time.monotonic() < ends_at:
            for node in self.nodes:
                if node.patroni is not None and node.leads():
                    return node
            time.sleep(0.2)
        raise AssertionError("nobody leads")

    def wait_whole(self) -> None:
        """Two standbys follow, and where it matters one of them is waited for."""
        wanted = "count(*) = 2 AND bool_or(sync_state = 'sync')" if self.synchronous else "count(*) = 2"
        ends_at = time.monotonic() + STARTS_WITHIN_SECONDS
        asked = f"SELECT {wanted} FROM pg_stat_replication WHERE state = 'streaming'"
        while time.monotonic() < ends_at:
            if self.leader().ask(asked) == (True,):
                return
            time.sleep(0.5)
        raise AssertionError("the cluster does not become whole")

    def receivers(self) -> list[int]:
        """The processes that bring the leader's log to the standbys."""
        asked = [node.ask("SELECT pid FROM pg_stat_wal_receiver") for node in self.nodes]
        return [int(str(found[0])) for found in asked if found]

    def stop(self) -> None:
        for node in self.nodes:
            node.stop()

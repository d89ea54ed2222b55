"""A PostgreSQL of its own whose power can be cut, apart from the one that the other tests run on."""

from __future__ import annotations

import os
import pwd
import shlex
import signal
import subprocess
import time
from pathlib import Path

import psycopg

TOOL = Path(__file__).parents[2] / "tools" / "postgres.sh"
STARTS_WITHIN_SECONDS = 90


class Cluster:
    """Made by the same tool as for `make test`, with fsync on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = self._tool("start")

    def _tool(self, word: str) -> str:
        done = subprocess.run(
            [str(TOOL), word, str(self.folder)], capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def postmaster(self) -> int:
        """The process that begot the others."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def kill_backend(self) -> None:
        """One process that serves a connection dies; PostgreSQL then ends the others and recovers."""
        with psycopg.connect(self.url, autocommit=True) as opened:
            found = opened.execute(
                "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                "AND backend_type = 'client backend' ORDER BY state = 'active' DESC LIMIT 1"
            ).fetchone()
        assert found is not None, "nobody is connected"
        os.kill(int(found[0]), signal.SIGKILL)

    def kill(self) -> None:
        """The postmaster dies, and its children when they notice."""
        os.kill(self.postmaster(), signal.SIGKILL)

    def again(self) -> None:
        """Started anew with the words of the last start; it recovers from its log."""
        data = self.folder / "data"
        words = shlex.split((data / "postmaster.opts").read_text())
        ends_at = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < ends_at:
            with (self.folder / "server.log").open("ab") as log:
                begun = subprocess.Popen(
                    words, stdout=log, stderr=log, cwd="/", start_new_session=True, user=_owner(data)
                )
            # Until its children have gone, the memory they share is still in use and it will not start.
            while begun.poll() is None and time.monotonic() < ends_at:
                if self.answers():
                    return
                time.sleep(0.2)
            time.sleep(0.3)
        raise AssertionError((self.folder / "server.log").read_text()[-2000:])

    def answers(self) -> bool:
        """Whether a statement comes through."""
        try:
            with psycopg.connect(self.url, connect_timeout=5) as opened:
                return opened.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    def stop(self) -> None:
        """Ended, and its folder removed."""
        self._tool("stop")


def _owner(data: Path) -> str | None:
    """PostgreSQL runs as who owns its data; nobody else than root needs to change."""
    return pwd.getpwuid(data.stat().st_uid).pw_name if os.getuid() == 0 else None

"""A site of its own in a folder, driven as a person does: by commands, over HTTP, by phones."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import httpx
import psycopg

import urtuu
from urtuu.interfaces.phone.client import Failed
from urtuu.interfaces.phone.phone import Phone

NOTE = "from django.contrib.sessions.models import Session as S; from django.utils import timezone as t; "
NOT_FOR_A_SITE = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PORT"}
STARTS_WITHIN_SECONDS = 90
TESTS = Path(__file__).parent
# A site of the code under test, even where another copy of it is installed.
HERE = os.pathsep.join(map(str, (TESTS, Path(next(iter(urtuu.__path__))).parent)))
CARD = (
    "from urtuu.places.models import Staff; from urtuu.places.services import make_card as m; "
    "from django.utils import timezone as t; s = Staff.objects.get(username='{}'); print(m(s, s, t.now()))"
)


class SitedAt:
    """A site in a folder: on SQLite, or on the PostgreSQL database that is named."""

    def __init__(self, var: Path, database: str = "", **more: str) -> None:
        self.var, self.database, self.more = var, database, more

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._python("-m", "urtuu.interfaces.cli.main", *words)

    def tell(self, statement: str) -> str:
        """Run a statement inside the site; answers what it prints."""
        done = self._python("-c", f"import django; django.setup(); {statement}", settings=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def begin(self) -> None:
        self.tell("from django.core.management import call_command as c; c('migrate', verbosity=0)")

    def people(self) -> None:
        """The cast, who may sign in as themselves."""
        self.tell(
            "from django.core.management import call_command as c; c('migrate', verbosity=0); "
            "from cast import build_cast; build_cast()"
        )

    def epoch(self) -> str:
        return self.tell("from urtuu.journal import services; print(services.site().epoch)")

    def note(self, key: str) -> None:
        self.tell(f"{NOTE}S.objects.create(session_key='{key}', session_data='', expire_date=t.now())")

    def notes(self) -> list[str]:
        told = f"{NOTE}import json; print(json.dumps(sorted(S.objects.values_list('pk', flat=True))))"
        return list(json.loads(self.tell(told)))

    def phone(self, username: str, url: str, folder: Path) -> Phone:
        """A person's phone, enrolled."""
        phone = Phone(folder)
        phone.enrol(url, self.tell(CARD.format(username)))
        return phone

    @contextmanager
    def served(self) -> Iterator[str]:
        """The address of the running site."""
        port = free_port()
        log = self.var.with_name(f"{self.var.name}.log")
        with log.open("wb") as said:
            site = subprocess.Popen(
                [sys.executable, "-m", "urtuu.interfaces.cli.main", "serve", "--port", str(port)],
                env=self.surroundings(),
                stdout=said,
                stderr=said,
            )
            try:
                answers(site, port, log)
                yield f"http://127.0.0.1:{port}"
            finally:
                site.terminate()
                try:
                    site.wait(60)
                except subprocess.TimeoutExpired:
                    site.kill()
                    site.wait(10)

    def log(self) -> str:
        """What the served site wrote."""
        return self.var.with_name(f"{self.var.name}.log").read_text(encoding="utf-8")

    def surroundings(self) -> dict[str, str]:
        told = {name: value for name, value in os.environ.items() if name not in NOT_FOR_A_SITE}
        told |= {"URTUU_VAR": str(self.var), "PYTHONPATH": HERE} | self.more
        return told | ({"DATABASE_URL": self.database} if self.database else {})

    def _python(self, *words: str, settings: bool = False) -> subprocess.CompletedProcess[str]:
        told = self.surroundings()
        if settings:
            told["DJANGO_SETTINGS_MODULE"] = "urtuu.config.settings"
        return subprocess.run(
            [sys.executable, *words], env=told, capture_output=True, text=True, check=False, timeout=120
        )


def answers(site: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Waits until a site that was started answers."""
    ends_at = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < ends_at:
        assert site.poll() is None, log.read_text(encoding="utf-8")
        try:
            httpx.get(f"http://127.0.0.1:{port}/static/urtuu-is-not-here", timeout=20)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the site did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def patiently(phone: Phone) -> None:
    """A synchronisation that is tried again while the site is busy."""
    for _ in range(20):
        try:
            phone.sync()
        except Failed as failed:
            last = failed
            time.sleep(0.2)
        else:
            return
    raise last


@contextmanager
def fresh_database() -> Iterator[str]:
    """An empty database beside the one that the tests run on, dropped afterwards; '' on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    name = f"site_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as opened:
        opened.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as opened:
            opened.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

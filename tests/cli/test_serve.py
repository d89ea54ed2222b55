"""Starting the site: what it refuses to start on, and that it answers and ends cleanly."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from urtuu.interfaces.cli import cmd_serve, database
from urtuu.interfaces.cli.refusal import Refused

STARTS_WITHIN_SECONDS = 60


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(*words: str, var: Path) -> subprocess.Popen[str]:
    """The command as a person runs it, on a fresh data folder and on SQLite."""
    left = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PORT"}
    surroundings = {name: value for name, value in os.environ.items() if name not in left}
    return subprocess.Popen(
        [sys.executable, "-m", "urtuu.interfaces.cli.main", *words],
        env=surroundings | {"URTUU_VAR": str(var), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def first_answer(site: subprocess.Popen[str], port: int) -> httpx.Response:
    ends_at = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < ends_at:
        assert site.poll() is None, site.communicate()
        try:
            return httpx.get(f"http://127.0.0.1:{port}/static/urtuu-is-not-here", timeout=20)
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("the site did not start")


def test_a_taken_port_is_refused_with_the_next_one_named(taken_port):
    with pytest.raises(Refused, match=f"Port {taken_port} is already in use.*PORT={taken_port + 1}"):
        cmd_serve.refuse_taken("127.0.0.1", taken_port)


def test_a_free_port_is_not_refused(free_port):
    cmd_serve.refuse_taken("127.0.0.1", free_port)


def test_a_torn_file_is_damaged_and_a_whole_one_is_not(tmp_path):
    file = tmp_path / "site.sqlite3"
    with sqlite3.connect(file) as opened:
        opened.execute("create table entry (line text)")
        opened.executemany("insert into entry values (?)", [("x" * 500,)] * 200)
    opened.close()
    assert database.damage(file) == ""
    torn = bytearray(file.read_bytes())
    torn[4096 : 4096 * 4] = b"\xff" * (4096 * 3)
    file.write_bytes(torn)
    assert database.damage(file) != ""


def test_the_command_says_in_one_line_that_the_port_is_taken(taken_port, tmp_path):
    site = start("serve", "--port", str(taken_port), var=tmp_path)
    _, said = site.communicate(timeout=STARTS_WITHIN_SECONDS)
    assert site.returncode == 1
    assert said.strip().splitlines() == [
        f"Port {taken_port} is already in use. Stop what runs there, or choose another: PORT={taken_port + 1}"
    ]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_the_site_answers_and_ends_without_an_error(sent, free_port, tmp_path):
    site = start("serve", "--port", str(free_port), var=tmp_path)
    try:
        assert first_answer(site, free_port).status_code == 404
        site.send_signal(sent)
        said, complained = site.communicate(timeout=30)
    finally:
        site.kill()
    assert site.returncode == 0
    assert f"http://127.0.0.1:{free_port}/" in said
    assert said.strip().endswith("Urtuu has stopped.")
    assert "Traceback" not in complained


def test_secrets_are_readable_by_the_site_only(tmp_path):
    start("check", var=tmp_path).communicate(timeout=STARTS_WITHIN_SECONDS)
    keys = sorted((tmp_path / "keys").iterdir())
    assert [key.name for key in keys] == ["session.key", "site.key"]
    assert [oct(key.stat().st_mode & 0o777) for key in keys] == ["0o600", "0o600"]


def test_a_database_without_its_key_is_not_opened_with_a_new_one(tmp_path):
    (tmp_path / "urtuu.sqlite3").touch()
    check = start("check", var=tmp_path)
    _, said = check.communicate(timeout=STARTS_WITHIN_SECONDS)
    assert check.returncode == 1
    assert "site.key is missing. Put it back" in said
    assert not (tmp_path / "keys" / "site.key").exists()

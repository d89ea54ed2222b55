"""A backup made while people write, a restore that waits for the site to stop, phones that fill the gap."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sited import SitedAt, fresh_database, patiently
from urtuu.interfaces.cli import database
from urtuu.interfaces.cli.cmd_backup import copy_sqlite

VISIT = {"met": "met", "card_left": True, "label": "第三家"}
WRITER = """
import sqlite3, sys
to = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
to.execute("PRAGMA journal_mode=WAL"); to.execute("PRAGMA synchronous=FULL")
to.execute("CREATE TABLE entry (n INTEGER)"); to.execute("CREATE TABLE position (n INTEGER)")
for n in range(1_000_000):
    to.execute("BEGIN IMMEDIATE")
    to.execute("INSERT INTO entry VALUES (?)", (n,)); to.execute("INSERT INTO position VALUES (?)", (n,))
    to.execute("COMMIT")
    print(n, flush=True)
"""


@pytest.fixture
def written(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """A file that somebody else writes to without a pause, two rows a transaction."""
    file = tmp_path / "busy.sqlite3"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True)
    try:
        yield file, writer
    finally:
        writer.kill()
        writer.wait(10)


def test_a_copy_made_while_somebody_writes_is_whole_and_stops_nobody(
    written: tuple[Path, subprocess.Popen[str]], tmp_path: Path
) -> None:
    file, writer = written
    assert writer.stdout is not None
    for _ in range(200):
        last = int(writer.stdout.readline())
    for round_ in range(5):
        target = tmp_path / f"copy-{round_}.sqlite3"
        copy_sqlite(file, target)
        with closing(sqlite3.connect(target)) as copy:
            entries, positions = (
                copy.execute(f"SELECT count(*), max(n) FROM {table}").fetchone()
                for table in ("entry", "position")
            )
        assert entries == positions
        assert entries[0] == entries[1] + 1 > last
        assert database.damage(target) == ""
        before, last = last, int(writer.stdout.readline())
        assert last > before
    assert writer.poll() is None


def test_a_file_too_large_to_look_through_holds_the_start_up_for_seconds_only(tmp_path: Path) -> None:
    file = tmp_path / "torn.sqlite3"
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("CREATE TABLE entry (line TEXT)")
        opened.executemany("INSERT INTO entry VALUES (?)", ((f"{n:0200}",) for n in range(1_000)))
        opened.commit()
    assert database.damage_within(file, 60) == ""
    torn = bytearray(file.read_bytes())
    torn[-4096 * 3 :] = b"\xff" * (4096 * 3)
    file.write_bytes(torn)
    assert "error code 11" in str(database.damage_within(file, 60))
    assert database.damage_within(file, 0.001) is None


@pytest.mark.database
@pytest.mark.long
def test_phones_fill_in_what_the_backup_lacks(tmp_path: Path) -> None:
    """A backup of the running site, more work, then the disk is lost: nothing acknowledged is gone."""
    with fresh_database() as first, fresh_database() as second:
        site, heir = SitedAt(tmp_path / "site", first), SitedAt(tmp_path / "heir", second)
        site.people()
        with site.served() as url:
            bataar = site.phone("bataar", url, tmp_path / "bataar")
            qiqige = site.phone("qiqige", url, tmp_path / "qiqige")
            patiently(bataar), patiently(qiqige)
            kept = [bataar.record("visit", "make", VISIT).seq for _ in range(3)]
            patiently(bataar)
            assert site.run("backup", str(tmp_path / "backup.zip")).returncode == 0
            lost = [bataar.record("visit", "make", VISIT).seq for _ in range(4)]
            theirs = [qiqige.record("visit", "make", VISIT).seq for _ in range(2)]
            patiently(bataar), patiently(qiqige)
            refused = site.run("restore", "--force", str(tmp_path / "backup.zip"))
            assert "This site is running. Stop it first" in refused.stderr
            entries = _entries(site)
        restored = heir.run("restore", str(tmp_path / "backup.zip"))
        assert restored.returncode == 0, restored.stderr
        assert len(_entries(heir)) == 3
        with heir.served() as url:
            for phone in (bataar, qiqige):
                phone.store.tell(server=url)
                patiently(phone)
        assert {bataar.status(seq) for seq in [*kept, *lost]} == {"taken"}
        assert {qiqige.status(seq) for seq in theirs} == {"taken"}
        assert _entries(heir) == entries
        assert heir.run("verify").returncode == 0
        assert heir.epoch() != site.epoch()


def _entries(site: SitedAt) -> dict[str, str]:
    """Every entry's exact bytes, by its id."""
    told = site.tell(
        "import json; from urtuu.journal.models import EntryRow as E; "
        "print(json.dumps({e.id: bytes(e.line).hex() for e in E.objects.all()}))"
    )
    return dict(json.loads(told))

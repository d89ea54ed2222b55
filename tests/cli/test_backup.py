"""A backup brings back what was there, on either engine, and every phone is told."""

import fcntl
import shutil
from pathlib import Path

import pytest

from sited import NOTE, SitedAt
from urtuu.interfaces.cli import cmd_serve, postgres
from urtuu.interfaces.cli.refusal import Refused


@pytest.fixture
def site(tmp_path: Path) -> SitedAt:
    made = SitedAt(tmp_path / "site")
    made.begin()
    made.note("before")
    return made


@pytest.fixture
def backup(site: SitedAt, tmp_path: Path) -> Path:
    target = tmp_path / "backup.zip"
    assert site.run("backup", str(target)).returncode == 0
    return target


def test_what_came_after_the_backup_is_gone_and_what_was_before_is_back(site, backup):
    site.note("after")
    assert site.run("restore", "--force", str(backup)).returncode == 0
    assert site.notes() == ["before"]


def test_an_empty_machine_takes_over_with_the_same_keys(site, backup, tmp_path):
    heir = SitedAt(tmp_path / "heir")
    assert heir.run("restore", str(backup)).returncode == 0
    assert heir.notes() == ["before"]
    assert (heir.var / "keys/site.key").read_text() == (site.var / "keys/site.key").read_text()


def test_nobody_is_signed_in_by_a_backup(site, tmp_path):
    site.people()
    enter = (
        "from django.test import Client; from urtuu.places.models import Staff, DeskSession as D; "
        "Client().force_login(Staff.objects.get(username='saran')); print(D.objects.count())"
    )
    alive = (
        f"{NOTE}from urtuu.places.models import DeskSession as D; print(D.objects.count(), S.objects.count())"
    )
    assert site.tell(enter) == "1"
    assert site.run("backup", str(tmp_path / "some.zip")).returncode == 0
    assert site.run("restore", "--force", str(tmp_path / "some.zip")).returncode == 0
    assert site.tell(alive) == "0 1"  # the one note of the site
    assert site.notes() == ["before"]


def test_a_restored_site_begins_a_new_epoch(site, backup):
    before = site.epoch()
    site.run("restore", "--force", str(backup))
    assert site.epoch() != before


def test_data_is_not_replaced_unasked(site, backup):
    site.note("after")
    done = site.run("restore", str(backup))
    assert (done.returncode, done.stderr.strip()) == (
        1,
        "This site already holds data. Add --force to replace it with the backup.",
    )
    assert site.notes() == ["after", "before"]


def test_a_damaged_backup_changes_nothing(site, backup):
    whole = bytearray(backup.read_bytes())
    whole[len(whole) // 3] ^= 0xFF
    backup.write_bytes(whole)
    site.note("after")
    done = site.run("restore", "--force", str(backup))
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert site.notes() == ["after", "before"]
    assert not (site.var / "restore-under-way").exists()


def test_a_backup_is_never_written_over_another(site, backup):
    done = site.run("backup", str(backup))
    assert done.returncode == 1
    assert "A backup is never written over another." in done.stderr


def test_a_damaged_database_is_kept_beside_the_restored_one(site, backup):
    (site.var / "urtuu.sqlite3").write_bytes(b"\xff" * 8192)
    assert site.run("restore", "--force", str(backup)).returncode == 0
    assert site.notes() == ["before"]
    assert (site.var / "damaged-urtuu.sqlite3").exists()


def test_a_half_finished_restore_is_not_served(site):
    (site.var / "restore-under-way").touch()
    done = site.run("serve", "--port", "0")
    assert done.returncode != 0
    done = site.run("serve", "--port", "39999")
    assert "The last restore did not finish" in done.stderr


def test_nothing_is_restored_under_a_running_site(site, backup):
    with (site.var / "running.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        done = site.run("restore", "--force", str(backup))
    assert done.returncode == 1
    assert "This site is running. Stop it first" in done.stderr
    assert site.run("restore", "--force", str(backup)).returncode == 0


def test_no_site_starts_while_its_data_is_replaced(site):
    with (site.var / "running.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = site.run("serve", "--port", "39999")
    assert done.returncode == 1
    assert "The data of this site is being replaced just now" in done.stderr


def test_a_full_disk_is_named_before_anything_starts(monkeypatch):
    monkeypatch.setattr(cmd_serve, "has_room", lambda *_: False)
    monkeypatch.setattr(cmd_serve, "free_bytes", lambda _: 4096)
    with pytest.raises(Refused, match=r"is full\. Make room there"):
        cmd_serve.look_for_room()


def test_postgresqls_programs_are_found_or_named(monkeypatch):

    monkeypatch.setattr(postgres, "DEBIAN", Path("/nowhere"))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(Refused, match="pg_dump is not installed"):
        postgres.program("pg_dump")

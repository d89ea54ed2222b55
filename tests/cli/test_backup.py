"""A backup brings back what was there, on either engine, and every phone is told."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from urtuu.interfaces.cli import postgres
from urtuu.interfaces.cli.refusal import Refused

NOTE = "from django.contrib.sessions.models import Session as S; from django.utils import timezone as t; "
NOT_FOR_A_SITE = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PORT"}


class SitedAt:
    """A site of its own in a folder, on SQLite, driven as a person does."""

    def __init__(self, var: Path) -> None:
        self.var = var

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._python("-m", "urtuu.interfaces.cli.main", *words)

    def tell(self, statement: str) -> str:
        """Run a statement inside the site; answers what it prints."""
        done = self._python("-c", f"import django; django.setup(); {statement}", settings=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def begin(self) -> None:
        self.tell("from django.core.management import call_command as c; c('migrate', verbosity=0)")

    def epoch(self) -> str:
        return self.tell("from urtuu.journal import services; print(services.site().epoch)")

    def note(self, key: str) -> None:
        self.tell(f"{NOTE}S.objects.create(session_key='{key}', session_data='', expire_date=t.now())")

    def notes(self) -> list[str]:
        told = f"{NOTE}import json; print(json.dumps(sorted(S.objects.values_list('pk', flat=True))))"
        return list(json.loads(self.tell(told)))

    def _python(self, *words: str, settings: bool = False) -> subprocess.CompletedProcess[str]:
        told = {name: value for name, value in os.environ.items() if name not in NOT_FOR_A_SITE}
        told["URTUU_VAR"] = str(self.var)
        if settings:
            told["DJANGO_SETTINGS_MODULE"] = "urtuu.config.settings"
        return subprocess.run(
            [sys.executable, *words], env=told, capture_output=True, text=True, check=False, timeout=120
        )


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


def test_postgresqls_programs_are_found_or_named(monkeypatch):

    monkeypatch.setattr(postgres, "DEBIAN", Path("/nowhere"))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(Refused, match="pg_dump is not installed"):
        postgres.program("pg_dump")

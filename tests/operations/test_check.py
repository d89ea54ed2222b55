"""What `urtuu check` looks at, what it says and with which number it ends."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from django.db import connection
from django.utils import timezone

from cast import Cast
from operations.some_work import some_work
from urtuu.interfaces.cli import checks, cmd_check
from urtuu.interfaces.cli.checks import Finding
from urtuu.interfaces.watch import last_backup
from urtuu.journal import recent
from urtuu.journal.models import Batch, EntryRow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]


def ended(capsys: pytest.CaptureFixture[str], *, as_json: bool = True) -> tuple[int, str]:
    with pytest.raises(typer.Exit) as code:
        cmd_check.command(as_json=as_json)
    return code.value.exit_code, capsys.readouterr().out


def test_each_level_ends_with_its_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for level, number in (("ok", 0), ("warn", 2), ("fail", 1)):
        found = {
            "disk": lambda _now, at=level: Finding(at, "as it is"),
            "clock": lambda _now: Finding("ok", ""),
        }
        monkeypatch.setattr(checks, "CHECKS", found)
        code, said = ended(capsys)
        told = json.loads(said)
        assert (code, told["level"]) == (number, level)
        assert told["checks"][0] == {"name": "disk", "level": level, "says": "as it is"}
        assert ended(capsys, as_json=False)[0] == number


def test_a_sound_site_is_found_sound(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    some_work(cast)
    last_backup.remember(timezone.now())
    told = json.loads(ended(capsys)[1])
    levels = {check["name"]: check["level"] for check in told["checks"]}
    assert levels["chain"] == levels["tables"] == levels["backup"] == levels["held"] == "ok"
    assert {"database", "integrity", "disk", "clock", "working days"} < set(levels)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE journal_entryrow SET line = head WHERE seq = 2", "number 2: altered or out of order"),
        ("DELETE FROM journal_entryrow WHERE seq = 3", "1 lines are missing"),
        (
            "UPDATE journal_batch SET sig = 'AAAA' WHERE base_seq = 4",
            "numbers 4-4: the signature does not hold",
        ),
        ("UPDATE journal_chain SET seq = seq + 1", "does not end where it is said to"),
    ],
)
def test_what_was_altered_lately_is_named(cast: Cast, statement: str, said: str) -> None:
    some_work(cast)
    assert list(recent.faults(200)) == []
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert said in " ".join(recent.faults(200))
    found = checks.look("chain", timezone.localtime())
    assert found.level == "fail"
    assert "urtuu verify" in found.says


def test_the_look_is_bounded_by_batches_not_by_the_journal(
    cast: Cast, django_assert_num_queries: object
) -> None:
    some_work(cast)
    assert Batch.objects.count() > 3
    with django_assert_num_queries(3 + 3):  # type: ignore[operator]
        assert list(recent.faults(3)) == []


def test_a_backup_grows_old(cast: Cast) -> None:
    now = timezone.localtime()
    assert checks.backup_fresh(now).level == "ok"  # nothing to lose yet
    some_work(cast)
    assert checks.backup_fresh(now).says == "No backup was made yet. Run: urtuu backup"
    for days, level in ((1, "ok"), (3, "warn"), (15, "fail")):
        last_backup.remember(datetime.now(UTC) - timedelta(days=days))
        assert checks.backup_fresh(timezone.localtime()).level == level
    assert EntryRow.objects.exists()


def test_a_full_disk_is_broken(settings: object) -> None:
    settings.LEAST_ROOM = 1 << 60  # type: ignore[attr-defined]
    found = checks.disk_free(timezone.localtime())
    assert found.level == "fail"
    assert "nothing is written until there is room" in found.says


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no log")
def test_a_database_that_writes_statements_into_its_log_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET log_min_error_statement = 'error'")
        assert "log_min_error_statement" in checks.log_silent(timezone.localtime()).says
        cursor.execute("SET log_min_error_statement = 'panic'")
        cursor.execute("SET log_min_duration_statement = -1")
    assert checks.log_silent(timezone.localtime()).level == "ok"

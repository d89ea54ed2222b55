"""A stranger with the export alone finds every change; so does the site in its own database."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cast import GACHA, Cast, build_cast
from urtuu.journal import desk, exporting, verifying
from urtuu.journal.models import EntryRow
from urtuu.kinds.composing import Deed

NOW = datetime(2026, 11, 23, 9, 40, tzinfo=ZoneInfo("Asia/Shanghai"))
ROOT = Path(__file__).parents[2]
Rows = list[dict[str, Any]]


def the_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_export", ROOT / "tools" / "verify_export.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = the_script()


def test_the_script_stays_small_enough_to_be_read() -> None:
    assert len((ROOT / "tools" / "verify_export.py").read_text().splitlines()) <= 150


@pytest.fixture
def written(db: None, tmp_path: Path) -> Path:
    """A small journal: tasks dealt out (with pointers to an officer's feed) and needs heard in two grids."""
    cast = build_cast(db)
    for number in range(12):
        _deal(cast, number)
    for number in range(20):
        _hear(cast, number)
    file = tmp_path / "journal.ndjson"
    with file.open("wb") as to:
        exporting.write_journal(to, NOW)
    return file


def _deal(cast: Cast, number: int) -> None:
    fields = {
        "what": "visit",
        "title": f"走访第{number}户",
        "source": "chief",
        "reason": "交办",
        "week": "2026-W48",
    }
    at = NOW + timedelta(minutes=number)
    place = {"grid": cast.near.pk, "station": cast.home.pk, "gacha": GACHA}
    desk.perform(cast.saran.id, Deed(kind="task", act="propose", fields=fields, **place), at)
    record = EntryRow.objects.filter(kind="task").order_by("-seq").values_list("record", flat=True)[0]
    steps = (("assign", {"officer": cast.bataar.id}), ("issue", {}))
    for saw, (act, more) in enumerate(steps, start=1):
        desk.perform(cast.saran.id, Deed(kind="task", act=act, record=record, fields=more, saw=saw), at)


def _hear(cast: Cast, number: int) -> None:
    who = cast.bataar if number % 2 else cast.qiqige
    fields = {"topic": "water", "heading": f"机井 {number}", "said": "井干了三天"}
    deed = Deed(kind="need", act="hear", fields=fields, grid=who.grid, station=cast.home.pk)
    desk.perform(who.id, deed, NOW)


def rows_of(file: Path) -> Rows:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def rewritten(rows: Rows, file: Path) -> Path:
    """The file as a forger would leave it: with a closing digest that fits again."""
    body = [json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows if row["type"] != "end"]
    end = {"type": "end", "entries": 0, "sha256": hashlib.sha256(b"".join(body)).hexdigest()}
    file.write_bytes(b"".join(body) + json.dumps(end).encode() + b"\n")
    return file


def test_an_honest_export_has_no_fault(
    written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert SCRIPT.main([str(written)]) == 0
    assert "56 entries, 0 faults" in capsys.readouterr().out
    packed = tmp_path / "journal.gz"
    packed.write_bytes(gzip.compress(written.read_bytes()))
    assert SCRIPT.main([str(packed)]) == 0
    assert SCRIPT.main([str(rewritten(rows_of(written), tmp_path / "same"))]) == 0


def flip(rows: Rows, chance: random.Random) -> str:
    row = chance.choice([r for r in rows if r["type"] == "line"])
    at = chance.randrange(len(row["line"]))
    other = chance.choice([c for c in "abcdefghij0123456789 宝" if c != row["line"][at]])
    row["line"] = row["line"][:at] + other + row["line"][at + 1 :]
    return f"{row['device']}"


def drop(rows: Rows, chance: random.Random) -> str:
    kind = chance.choice(["line", "line", "line", "batch", "pointer", "feed", "device"])
    row = chance.choice([r for r in rows if r["type"] == kind])
    rows.remove(row)
    return str(row.get("device") or row.get("feed") or row.get("name") or row.get("id"))


def swap(rows: Rows, chance: random.Random) -> str:
    one, other = chance.sample([r for r in rows if r["type"] == "line"], 2)
    field = chance.choice(["line", "seq", "pos", "feed", "id"])
    if one[field] == other[field]:
        field = "line"
    one[field], other[field] = other[field], one[field]
    return str(one["device"])


def insert(rows: Rows, chance: random.Random) -> str:
    row = dict(chance.choice([r for r in rows if r["type"] in ("line", "pointer", "batch")]))
    for field in ("seq", "pos", "base_seq"):
        if field in row and row[field] and chance.random() < 0.7:
            row[field] += chance.randrange(1, 50)
    rows.insert(chance.randrange(1, len(rows) - 1), row)
    return str(row.get("device") or row.get("feed"))


def test_a_thousand_random_changes_are_all_found(
    written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(131)
    honest = written.read_text(encoding="utf-8").splitlines()
    missed = []
    for number in range(1000):
        rows = [json.loads(line) for line in honest]
        change = chance.choice([flip, drop, swap, insert])
        where = change(rows, chance)
        result = SCRIPT.main([str(rewritten(rows, tmp_path / "forged"))])
        said = capsys.readouterr().out
        if result == 0 or not any(word in said for word in ("feed ", "device ")):
            missed.append((number, change.__name__, where))
    assert missed == []


def test_a_cut_file_and_a_foreign_key_are_named(
    written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "cut"
    cut.write_bytes(written.read_bytes()[:-200])
    assert SCRIPT.main([str(cut)]) == 1
    assert "cut off or changed" in capsys.readouterr().out
    assert SCRIPT.main([str(written), "--key", "AAAA"]) == 1
    assert "another receipt key" in capsys.readouterr().out


CHANGES: list[Callable[[EntryRow], dict[str, Any]]] = [
    lambda row: {"line": bytes(row.line).replace(b'"act"', b'"acT"')},
    lambda row: {"line": bytes(row.line) + b" "},
    lambda row: {"seq": row.seq + 1000},
    lambda row: {"pos": (row.pos or 0) + 1000},
    lambda _row: {"feed": "grid:elsewhere"},
    lambda row: {"record": row.id},
    lambda row: {"actor": row.id},
    lambda _row: {"act": "other"},
    lambda _row: {"head": b"\0" * 32},
    lambda _row: {"answer": "returned", "feed": None, "pos": None},
    lambda row: {"counted_at": row.counted_at - timedelta(days=1)},
]


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_the_site_finds_changes_in_its_own_database(written: Path, number: int) -> None:
    assert list(verifying.faults()) == []
    row = EntryRow.objects.filter(kind="need").order_by("seq")[7]
    EntryRow.objects.filter(id=row.id).update(**CHANGES[number](row))
    assert list(verifying.faults()) != []


def test_a_deleted_line_is_found(written: Path) -> None:
    EntryRow.objects.filter(kind="need").order_by("seq")[3].delete()
    found = list(verifying.faults())
    assert any("number" in fault for fault in found)
    assert any("position" in fault for fault in found)

"""The benchmarks run: small, once, for the shape of what they print and not for any figure."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.one_engine
SMALL = {
    "sync_wire": ({"BENCH_VISIBLE": "0,20"}, "bytes there"),
    "friday_burst": ({"BENCH_DEVICES": "2", "BENCH_SECONDS": "0.5"}, "stored: 20 of 20 pictures"),
}


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


def test_every_module_can_be_imported_and_says_what_it_is() -> None:
    names = [one.name for one in pkgutil.iter_modules([str(ROOT / "benchmarks")])]
    assert len(names) > 12
    for name in names:
        if name != "__main__":
            assert (importlib.import_module(f"benchmarks.{name}").__doc__ or "").strip(), name


@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_small_run_ends_and_prints(name: str) -> None:
    told, words = SMALL[name]
    env = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "URTUU_VAR")}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", name],
        cwd=ROOT, env={**env, **told}, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert words in done.stdout


def test_peers_get_the_same_records_that_the_site_gets() -> None:
    from benchmarks._peers import kinto_push, pouch_push

    records = [{"id": "a", "body": {"n": 1}}, {"id": "b", "body": {"n": 2}}]
    path, body, headers = kinto_push(3, records)
    assert path == "/v1/batch"
    assert body.count(b"/buckets/bench/collections/phone3/records/") == 2
    assert headers["Authorization"].startswith("Basic ")
    path, body, _ = pouch_push(3, records)
    assert (path, body.count(b'"_id"'), body.count(b'"body"')) == ("/phone3/_bulk_docs", 2, 2)

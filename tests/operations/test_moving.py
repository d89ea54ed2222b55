"""A site on SQLite becomes a site on PostgreSQL, or the other way: the same entries, the same fold."""

from __future__ import annotations

from pathlib import Path

import pytest

from sited import SitedAt, fresh_database

DIGESTS = (
    "from urtuu.journal import comparing as c; from urtuu.journal.models import EntryRow as E, Feed as F; "
    "print(c.fold_digest(), c.standings_digest(), E.objects.count(), sum(f.pos for f in F.objects.all()))"
)
WORK = (
    "from django.core.management import call_command as c; c('migrate', verbosity=0); "
    "from cast import build_cast; cast = build_cast(); "
    "from operations.some_work import some_work; some_work(cast); "
)
ONE_MORE = "from operations.some_work import one_more; one_more(); "

pytestmark = pytest.mark.database


@pytest.fixture
def site(tmp_path: Path) -> SitedAt:
    return SitedAt(tmp_path / "site")


def test_a_site_moves_to_the_other_database_and_back_again(site: SitedAt, tmp_path: Path) -> None:
    before = site.tell(WORK + DIGESTS)
    with fresh_database() as other:
        there = SitedAt(site.var, other or f"sqlite:///{tmp_path}/other.sqlite3")
        moved = there.run("move", f"sqlite:///{site.var}/urtuu.sqlite3")
        assert moved.returncode == 0, moved.stderr
        assert f"fold to the same: {before.split()[0]}" in moved.stdout
        # What is done there goes on from there: no position, number or key is given twice.
        after = there.tell(ONE_MORE + DIGESTS)
        assert int(after.split()[2]) == int(before.split()[2]) + 1
        home = SitedAt(site.var, f"sqlite:///{tmp_path}/back.sqlite3")
        assert home.run("move", there.database).returncode == 0
        assert home.tell(DIGESTS) == after
        assert home.run("verify").returncode == 0


@pytest.mark.long
def test_what_cannot_be_moved_is_refused_in_a_sentence(site: SitedAt, tmp_path: Path) -> None:
    site.tell(WORK + DIGESTS)
    there = SitedAt(site.var, f"sqlite:///{tmp_path}/other.sqlite3")
    assert "There is no database file" in there.run("move", f"sqlite:///{tmp_path}/none.sqlite3").stderr
    assert "in already" in site.run("move", f"sqlite:///{site.var}/urtuu.sqlite3").stderr
    (tmp_path / "torn.sqlite3").write_bytes(b"\xff" * 8192)
    assert "is damaged" in there.run("move", f"sqlite:///{tmp_path}/torn.sqlite3").stderr
    site.tell(
        "from django.db import connection as c; "
        "c.cursor().execute(\"UPDATE journal_standingrow SET body = replace(body, 'water', 'light')\")"
    )
    differs = there.run("move", f"sqlite:///{site.var}/urtuu.sqlite3")
    assert differs.returncode == 1
    assert "do not fold to the same" in differs.stderr
    assert there.tell(DIGESTS).split()[2] == "0"


@pytest.mark.long
def test_nothing_is_moved_into_a_database_that_holds_data(site: SitedAt, tmp_path: Path) -> None:
    site.tell(WORK + DIGESTS)
    there = SitedAt(site.var, f"sqlite:///{tmp_path}/other.sqlite3")
    for said in ("fold to the same", "holds data already"):
        done = there.run("move", f"sqlite:///{site.var}/urtuu.sqlite3")
        assert said in done.stdout + done.stderr

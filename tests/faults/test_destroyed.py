"""The server is destroyed: what an old backup and the phones' last thirty days bring back, and what not."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults.mutating import SEED
from faults.power import (
    FAULTS,
    at_work,
    check_dense,
    finish,
    officers_of,
    powered,
    stored,
    wait_for_load,
)
from sited import SitedAt, fresh_database
from urtuu.interfaces.phone.client import Refused

PHONES = 4

pytestmark = [pytest.mark.long, pytest.mark.database]


def test_an_old_backup_and_the_phones_bring_everything_back(tmp_path: Path) -> None:
    """The backup holds people and devices and not one line: all of them come from the phones."""
    with fresh_database() as first, fresh_database() as second:
        site, heir = SitedAt(tmp_path / "site", first), SitedAt(tmp_path / "heir", second)
        site.people()
        backup = str(tmp_path / "backup.zip")
        with powered(site) as power:
            officers = officers_of(site, power.url, tmp_path, PHONES, SEED)
            made = site.run("backup", backup)
            assert made.returncode == 0, made.stderr
            with at_work(officers):
                for _ in range(4):
                    wait_for_load(officers)
                power.cut()  # and its disk with it
        lost = stored(site)
        assert len(lost) > 20
        restored = heir.run("restore", backup)
        assert restored.returncode == 0, restored.stderr
        assert stored(heir) == {}
        with powered(heir) as power:
            for officer in officers:
                officer.phone.store.tell(server=power.url)
                officer.write(2)
                finish(officer.phone)
            written = {name: line for officer in officers for name, line in officer.written().items()}
            assert stored(heir) == written
            assert lost.items() <= written.items()
            assert {own.answer for officer in officers for own in officer.phone.store.own("")} == {"taken"}
            check_dense(heir)
            assert heir.tell(FAULTS) == "[]"
        assert heir.epoch() != site.epoch()


def test_without_any_backup_the_phones_keep_what_they_hold(tmp_path: Path) -> None:
    """A new site knows no device and holds another key: it takes nothing; the phones lose nothing."""
    with fresh_database() as first, fresh_database() as second:
        site, other = SitedAt(tmp_path / "site", first), SitedAt(tmp_path / "other", second)
        site.people(), other.people()
        with powered(site) as power:
            (officer,) = officers_of(site, power.url, tmp_path, 1, SEED)
            officer.write(5)
            finish(officer.phone)
            officer.write(3)
            waiting = officer.phone.store.count("WHERE answer = ''")
        before = officer.written()
        with powered(other) as power:
            officer.phone.store.tell(server=power.url)
            with pytest.raises(Refused) as refused:
                officer.phone.sync()
        assert (refused.value.status, refused.value.sentence.name) == (401, "device_unknown")
        assert stored(other) == {}
        assert officer.written() == before
        assert officer.phone.store.count("WHERE answer = ''") == waiting >= 3

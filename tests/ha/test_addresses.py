"""Where several machines are named, PostgreSQL's own programs look for the leader too."""

from __future__ import annotations

from types import SimpleNamespace

import dj_database_url
import pytest

from urtuu.interfaces.cli import postgres


@pytest.mark.parametrize(
    ("address", "hosts", "ports"),
    [
        ("postgresql://u:p@10.0.0.1,10.0.0.2,10.0.0.3/urtuu?", "10.0.0.1,10.0.0.2,10.0.0.3", None),
        ("postgresql://u:p@/urtuu?host=10.0.0.1,10.0.0.2&port=5432,5433&", "10.0.0.1,10.0.0.2", "5432,5433"),
    ],
)
def test_a_backup_is_taken_from_the_one_that_takes_writes(
    address: str, hosts: str, ports: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PGHOST", "PGPORT", "PGTARGETSESSIONATTRS"):
        monkeypatch.delenv(name, raising=False)
    told = dj_database_url.parse(f"{address}target_session_attrs=read-write")
    monkeypatch.setattr(postgres, "connection", SimpleNamespace(settings_dict=told))
    given = postgres.surroundings()
    assert (given["PGHOST"], given.get("PGPORT")) == (hosts, ports)
    assert given["PGTARGETSESSIONATTRS"] == "read-write"

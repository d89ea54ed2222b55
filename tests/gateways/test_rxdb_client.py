"""The unmodified RxDB client against the served site: lost answers, two who edit at once, a restore."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from cast import Cast, Person, build_cast
from gateways.handed import NOW
from urtuu.interfaces.gateways import keys
from urtuu.journal import desk, replay, services, verifying
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.journal.standings import standing_of
from urtuu.kinds.composing import Deed

ROOT = Path(__file__).parents[2]
CLIENTS = Path(__file__).parent / "clients"
sys.path.append(str(ROOT / "tools"))

from node import node_command  # noqa: E402 -- beside the project, not in it

NEED = {"grid": "near", "topic": "water", "heading": "机井不出水", "said": "井干了三天"}


@pytest.fixture
def cast(transactional_db: None, settings: Any, tmp_path: Path) -> Cast:
    """Everybody, in a database that the served site sees."""
    settings.GATEWAYS, settings.BLOBS = True, tmp_path / "blobs"
    return build_cast()


class Clients:
    """A process with clients by name."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/gateways/rxdb"
        self.process = subprocess.Popen(
            [*node_command(), "replicate.mjs"],
            cwd=CLIENTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def tell(self, name: str, do: str, **more: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, "name": name, **more}) + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        assert "error" not in told, told["error"]
        return told["answer"]

    def open(self, name: str, person: Person, kind: str = "need", **more: Any) -> Any:
        token = keys.make(person.staff, name, NOW)
        return self.tell(name, "open", url=self.url, token=token, kind=kind, **more)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def clients(cast: Cast, live_server: Any) -> Iterator[Clients]:
    """Clients of the served site."""
    if not (CLIENTS / "node_modules" / "rxdb").exists():
        pytest.skip("needs the clients of tests/gateways/clients")
    made = Clients(live_server.url)
    yield made
    made.stop()


def heard(cast: Cast, count: int) -> list[str]:
    """Needs that the station heard."""
    told = {name: value for name, value in NEED.items() if name != "grid"}
    deeds = [
        Deed(kind="need", act="hear", grid="near", station="shuangsheng", fields={**told, "heading": str(n)})
        for n in range(count)
    ]
    return [
        one.id
        for first in range(0, count, 100)
        for one in desk.submit(cast.saran.id, deeds[first : first + 100], NOW)
    ]


def document(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), **NEED, **more}


def stands() -> dict[str, tuple[str, int]]:
    """State and version of every need."""
    return {row.record: (row.state, row.version) for row in StandingRow.objects.filter(kind="need")}


def has(clients: Clients, name: str) -> dict[str, tuple[str, int]]:
    return {one["id"]: (one["state"], one["version"]) for one in clients.tell(name, "all")}


def test_a_thousand_records_come_in_batches_and_what_changes_follows(clients: Clients, cast: Cast) -> None:
    heard(cast, 1200)
    clients.open("a", cast.bataar, batch=100)
    assert has(clients, "a") == stands()
    record = next(iter(stands()))
    said = {"reply": "下周修"}
    deed = Deed(kind="need", act="answer", record=record, fields=said, saw=1, grid="near")
    desk.perform(cast.saran.id, deed, NOW)
    clients.tell("a", "sync")
    assert has(clients, "a")[record] == ("answered", 2)
    assert len(has(clients, "a")) == 1200


def test_lost_answers_double_nothing(clients: Clients, cast: Cast) -> None:
    clients.open("a", cast.bataar)
    clients.tell("a", "set", lose=2)
    for _ in range(5):
        clients.tell("a", "insert", document=document())
    told = clients.tell("a", "sync")
    assert told["pushes"] > 2
    assert EntryRow.objects.filter(kind="need").count() == 5
    clients.tell("a", "sync")
    assert has(clients, "a") == stands()


def test_two_who_edit_one_field_offline_lose_neither(clients: Clients, cast: Cast) -> None:
    clients.open("a", cast.bataar)
    made = document()
    clients.tell("a", "insert", document=made)
    clients.tell("a", "sync")
    clients.open("b", cast.saran)
    for name, heading in (("a", "甲的说法"), ("b", "乙的说法")):
        clients.tell(name, "set", offline=True)
        clients.tell(name, "patch", id=made["id"], fields={"heading": heading})
    clients.tell("a", "sync")
    told = clients.tell("b", "sync")
    assert told["conflicts"] >= 1
    standing = standing_of(StandingRow.objects.get(record=made["id"]))
    assert standing.body["heading"] == "甲的说法"
    assert [one.value for one in standing.unsettled()] == ["乙的说法"]
    for name in ("a", "b"):
        clients.tell(name, "sync")
        assert [one["heading"] for one in clients.tell(name, "all")] == ["甲的说法"]


def test_what_is_no_longer_possible_is_held_and_told(clients: Clients, cast: Cast) -> None:
    clients.open("a", cast.bataar)
    made = document()
    clients.tell("a", "insert", document=made)
    clients.tell("a", "sync")
    clients.tell("a", "set", offline=True)
    clients.tell("a", "remove", id=made["id"])
    deed = Deed(kind="need", act="met", record=made["id"], fields={"how_met": "修好了"}, saw=1, grid="near")
    desk.perform(cast.saran.id, deed, NOW)
    clients.tell("a", "sync")
    assert EntryRow.objects.get(act="strike").answer in ("held", "returned")
    assert StandingRow.objects.get(record=made["id"]).state == "met"
    clients.tell("a", "sync")
    assert has(clients, "a") == stands()


def test_a_stranger_and_an_ended_key_are_refused_and_lose_nothing(clients: Clients, cast: Cast) -> None:
    clients.open("a", cast.bataar)
    clients.open("far", cast.dorji)
    made = document()
    clients.tell("a", "insert", document=made)
    clients.tell("a", "sync")
    clients.tell("far", "sync")
    assert has(clients, "far") == {}
    ended = keys.of(cast.bataar.staff)[0]
    keys.end(cast.bataar.staff, str(ended.pk), NOW)
    clients.tell("a", "insert", document=document(heading="钥匙停用以后写的"))
    assert any("401" in one for one in clients.tell("a", "wait", ms=5000)["errors"])
    assert EntryRow.objects.filter(kind="need").count() == 1
    clients.tell("a", "set", token=keys.make(cast.bataar.staff, "新的", NOW))
    clients.tell("a", "sync")
    assert EntryRow.objects.filter(kind="need").count() == 2


def test_after_a_restore_a_client_starts_anew_and_agrees(clients: Clients, cast: Cast) -> None:
    heard(cast, 20)
    clients.open("a", cast.bataar, batch=7)
    clients.tell("a", "set", offline=True)
    services.new_epoch()
    heard(cast, 5)
    clients.tell("a", "insert", document=document())
    clients.tell("a", "sync")
    assert has(clients, "a") == stands()
    assert len(stands()) == 26
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []


def test_what_breaks_the_table_goes_and_is_told(clients: Clients, cast: Cast) -> None:
    clients.open("a", cast.bataar)
    made = document(topic="weather")
    clients.tell("a", "insert", document=made)
    clients.tell("a", "sync")
    assert EntryRow.objects.get(kind="need").answer == "returned"
    assert has(clients, "a") == {}
    assert clients.tell("a", "sync")["pushes"] < 5  # it is not sent for ever

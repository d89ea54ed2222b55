"""RxDB's protocol by hand: what a client may see and do, and what becomes of what is no push at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from cast import Cast, Person
from gateways.handed import NOW
from urtuu.interfaces.gateways import keys, once
from urtuu.journal import desk, replay, services, verifying
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.journal.standings import standing_of
from urtuu.kinds.composing import Deed

DEEP = json.loads("[" * 20 + "]" * 20)
IDENT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
"""The same in every worker: cases are named by it."""
NEED = {"grid": "near", "topic": "water", "heading": "机井不出水", "said": "井干了三天"}


@pytest.fixture(autouse=True)
def _open(settings: Any, tmp_path: Path) -> None:
    settings.GATEWAYS, settings.BLOBS = True, tmp_path / "blobs"


class Program:
    """A person's program that speaks RxDB's protocol."""

    def __init__(self, person: Person, lang: str = "zh-CN") -> None:
        secret = keys.make(person.staff, "网页", NOW)
        self.client = Client(headers={"authorization": f"Bearer {secret}", "accept-language": lang})

    def post(self, path: str, told: Any) -> HttpResponse:
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        return self.client.post(f"/gateways/rxdb/{path}", body, content_type="application/json")  # type: ignore[return-value]

    def pull(self, kind: str = "need", checkpoint: Any = None, most: int = 100) -> Any:
        answer = self.post(f"{kind}/pull", {"checkpoint": checkpoint, "batchSize": most})
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def push(self, new: dict[str, Any], assumed: dict[str, Any] | None = None, kind: str = "need") -> Any:
        row = {"newDocumentState": new, **({"assumedMasterState": assumed} if assumed else {})}
        answer = self.post(f"{kind}/push", [row])
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def answers(self) -> Any:
        return json.loads(self.client.get("/gateways/rxdb/answers").content)


def need(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), **NEED, **more}


def made(program: Program, **more: Any) -> dict[str, Any]:
    """A need that stands, as the server tells it."""
    new = need(**more)
    assert program.push(new) == []
    return next(one for one in program.pull()["documents"] if one["id"] == new["id"])


# -- who sees what


def test_it_is_shut_and_asks_for_a_key(cast: Cast, settings: Any) -> None:
    assert Client().get("/gateways/rxdb/need/schema").status_code == 401
    program = Program(cast.bataar)
    assert program.client.get("/gateways/rxdb/task/schema").status_code == 404
    assert Program(cast.stranger).client.get("/gateways/rxdb/need/schema").status_code == 404
    settings.GATEWAYS = False
    assert program.client.get("/gateways/rxdb/need/schema").status_code == 404


def test_a_colleague_next_door_sees_nothing_of_it(cast: Cast) -> None:
    made(Program(cast.bataar))
    assert Program(cast.qiqige).pull()["documents"] == []
    assert len(Program(cast.saran).pull()["documents"]) == 1


def test_sealed_words_go_to_those_who_read_them(cast: Cast) -> None:
    mine = made(Program(cast.bataar))
    assert mine["said"] == NEED["said"]
    other = Program(cast.bataar).pull("visit")
    assert other["documents"] == []


def test_pages_skip_and_double_nothing(cast: Cast) -> None:
    program = Program(cast.bataar)
    wanted = [made(program)["id"] for _ in range(7)]
    seen, at = [], None
    while True:
        page = program.pull("need", at, 3)
        seen += [one["id"] for one in page["documents"]]
        at = page["checkpoint"]
        if len(page["documents"]) < 3:
            break
    assert seen == wanted
    assert program.pull("need", at)["documents"] == []


@pytest.mark.parametrize(
    "checkpoint", ["x", 7, {"epoch": "other", "feeds": {"grid:near": 99}}, {"feeds": []}, []]
)
def test_a_checkpoint_that_is_none_is_the_beginning(cast: Cast, checkpoint: Any) -> None:
    program = Program(cast.bataar)
    mine = made(program)
    assert [one["id"] for one in program.pull("need", checkpoint)["documents"]] == [mine["id"]]


def test_after_a_restore_all_is_sent_anew(cast: Cast) -> None:
    program = Program(cast.bataar)
    made(program)
    at = program.pull()["checkpoint"]
    services.new_epoch()
    assert len(program.pull("need", at)["documents"]) == 1


# -- what was done


def test_the_same_push_again_is_one_entry(cast: Cast) -> None:
    program, new = Program(cast.bataar), need()
    assert program.push(new) == []
    assert program.push(new) == []
    assert EntryRow.objects.filter(kind="need").count() == 1


def test_a_correction_names_what_was_seen(cast: Cast) -> None:
    program = Program(cast.bataar)
    before = made(program)
    assert program.push({**before, "heading": "机井修好后又坏"}, before) == []
    standing = standing_of(StandingRow.objects.get(kind="need"))
    assert (standing.body["heading"], standing.version) == ("机井修好后又坏", 2)
    assert EntryRow.objects.filter(act="correct").count() == 1


def test_a_second_value_stands_beside_the_first(cast: Cast) -> None:
    program, other = Program(cast.bataar), Program(cast.saran)
    before = made(program)
    program.push({**before, "heading": "第一个说法"}, before)
    conflicts = other.push({**before, "heading": "第二个说法"}, before)
    assert [one["heading"] for one in conflicts] == ["第一个说法"]
    standing = standing_of(StandingRow.objects.get(kind="need"))
    assert standing.body["heading"] == "第一个说法"
    assert [one.value for one in standing.unsettled()] == ["第二个说法"]


def test_a_change_of_state_is_an_act_and_a_late_one_is_held(cast: Cast) -> None:
    program, other = Program(cast.bataar), Program(cast.saran)
    before = made(program)
    assert program.push({**before, "state": "met", "how_met": "修好了"}, before) == []
    assert EntryRow.objects.get(act="met").answer == "taken"
    late = {**before, "_deleted": True, "reason": "记错了地方"}
    conflicts = other.push(late, before)
    assert [(one["state"], one["_deleted"]) for one in conflicts] == [("met", False)]
    assert EntryRow.objects.get(act="strike").answer == "held"
    assert [one["answer"] for one in other.answers()] == ["held"]
    assert other.answers()[0]["text"]


def test_deleted_is_struck_and_goes(cast: Cast) -> None:
    program = Program(cast.bataar)
    before = made(program)
    assert program.push({**before, "_deleted": True, "reason": "重复登记"}, before) == []
    assert StandingRow.objects.get(kind="need").state == "struck"
    assert program.pull()["documents"][0]["_deleted"] is True


def test_what_breaks_the_table_is_kept_and_told(cast: Cast) -> None:
    program = Program(cast.bataar)
    new = need(topic="weather")
    assert program.push(new) == [{"id": new["id"], "grid": "", "state": "", "version": 0, "_deleted": True}]
    assert EntryRow.objects.get(actor=cast.bataar.id).answer == "returned"
    assert (program.answers()[0]["document"], program.answers()[0]["answer"]) == (new["id"], "returned")
    assert "类别" in program.answers()[0]["text"]


def test_a_visit_of_tuesday_counts_on_tuesday(cast: Cast) -> None:
    told = {"id": str(uuid4()), "grid": "near", "met": "met", "card_left": True, "label": "第三家"}
    program = Program(cast.bataar)
    assert program.push({**told, "occurred_at": "2026-11-24T09:30:00+08:00"}, None, "visit") == []
    assert EntryRow.objects.get(kind="visit").counted_at.isoformat() == "2026-11-24T01:30:00+00:00"
    for odd in (
        "yesterday",
        "2026-11-24T09:30:00",
        7,
        "0001-01-01T00:00:00+00:00",
        "2999-01-01T00:00:00+08:00",
    ):
        program.push({**told, "id": str(uuid4()), "occurred_at": odd}, None, "visit")
    rows = EntryRow.objects.filter(kind="visit")
    assert (rows.count(), all(row.counted_at <= row.received_at for row in rows)) == (6, True)


def test_a_foreign_record_is_neither_told_nor_touched(cast: Cast) -> None:
    foreign = made(Program(cast.dorji), grid="far")
    program = Program(cast.bataar)
    for assumed in (None, foreign):
        conflicts = program.push({**foreign, "grid": "near", "heading": "改了", "version": 1}, assumed)
        assert conflicts == [{"id": foreign["id"], "grid": "", "state": "", "version": 0, "_deleted": True}]
    standing = standing_of(StandingRow.objects.get(record=foreign["id"]))
    assert (standing.version, standing.body["heading"]) == (1, NEED["heading"])


def test_a_grid_that_is_not_ones_own_takes_nothing(cast: Cast) -> None:
    assert Program(cast.bataar).push(need(grid="far"))[0]["_deleted"] is True
    assert not StandingRow.objects.exists()


def test_what_another_did_meanwhile_comes_with_the_next_pull(cast: Cast) -> None:
    program = Program(cast.bataar)
    before = made(program)
    at = program.pull()["checkpoint"]
    deed = Deed(
        kind="need", act="answer", record=before["id"], fields={"reply": "下周修"}, saw=1, grid="near"
    )
    desk.perform(cast.saran.id, deed, NOW)
    [now] = program.pull("need", at)["documents"]
    assert (now["state"], now["version"]) == ("answered", 2)


# -- what is none


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"{", 400), (b"\xff\xfe", 400), (b"{}", 400), (b"[1]", 400), (b"[{}]", 400),
        (b"[" * 5000, 400),
        (b" " * (1024 * 1024 + 1), 413), (json.dumps([{"newDocumentState": {"id": "x"}}]).encode(), 400),
        (json.dumps([{"newDocumentState": {"id": IDENT.upper()}}]).encode(), 400),
        (json.dumps([{"newDocumentState": need(id=IDENT)}] * 201).encode(), 400),
        (json.dumps([{"newDocumentState": need(id=IDENT), "assumedMasterState": {"id": "x"}}]).encode(), 400),
        (json.dumps([{"newDocumentState": need(id=IDENT, heading=DEEP)}]).encode(), 400),
    ],
)  # fmt: skip
def test_what_is_no_push_is_refused_in_words(cast: Cast, body: bytes, status: int) -> None:
    answer = Program(cast.bataar).post("need/push", body)
    assert answer.status_code == status
    assert json.loads(answer.content)["text"]
    assert not EntryRow.objects.filter(kind="need").exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"heading": 7}, {"heading": 1.5}, {"heading": ["a"]}, {"heading": "a\0b"}, {"heading": "长" * 5000},
        {"grid": 7}, {"grid": "x" * 300}, {"topic": None}, {"said": {"a": 1}}, {"unknown": "x"},
        {"version": "x"}, {"state": []},
        {"household": "not a door"}, {"place": {"gacha": "1"}}, {"heading": 10**30},
    ],
)  # fmt: skip
def test_odd_values_end_in_an_answer(cast: Cast, odd: dict[str, Any]) -> None:
    program = Program(cast.bataar)
    assert isinstance(program.push(need(**odd)), list)
    before = made(program)
    assert isinstance(program.push({**before, **odd}, before), list)
    assert isinstance(program.push({**before, **odd, "_deleted": True}, {**before, **odd}), list)
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []


def test_a_schema_tells_the_table(cast: Cast) -> None:
    told = json.loads(Program(cast.bataar).client.get("/gateways/rxdb/need/schema").content)
    assert (told["primaryKey"], told["properties"]["id"]["maxLength"]) == ("id", 36)
    assert told["properties"]["heading"]["maxLength"] == 60
    assert "photo" not in told["properties"]


def test_one_document_is_remembered_by_digest_alone(cast: Cast) -> None:
    made(Program(cast.bataar))
    kept = once.Delivery.objects.get()
    assert NEED["said"] not in f"{kept.document}{kept.digest}{kept.receipts}"

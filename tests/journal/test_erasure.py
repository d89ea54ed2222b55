"""A key destroyed: the words are nowhere in the files, the chain still verifies, nothing comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cast import Cast, Person, build_cast, person
from journal.pens import NEED, NOW, REPORT, Pen
from urtuu.journal import desk, queries, replay, sealing, verifying
from urtuu.journal.models import EntryRow, Pointer, SealedPart, SealKey
from urtuu.kinds.composing import Deed
from urtuu.kinds.roles import Role
from urtuu.places.models import Region

WORDS = "赛罕塔拉的井干了三天三夜"


def erase(privacy: Person, record: str, key: str) -> None:
    fields = {"key": key, "about": record, "reason": "request"}
    desk.perform(privacy.id, Deed(kind="erasure", act="erase", fields=fields, station="shuangsheng"), NOW)


@pytest.fixture
def privacy(cast: Cast) -> Person:
    """The protection officer."""
    return person("hasi", "哈斯", Role.PRIVACY, Region.objects.get(pk="150421"))


def test_the_words_are_gone_and_the_chain_verifies(cast: Cast, bataar: Pen, privacy: Person) -> None:
    record = bataar.write("need", "hear", {**NEED, "said": WORDS})
    bataar.send()
    before = queries.record(cast.bataar.who, record, NOW)
    assert isinstance(before, queries.RecordView)
    assert before.parts[record]["said"] == WORDS
    erase(privacy, record, record)
    after = queries.record(cast.bataar.who, record, NOW)
    assert isinstance(after, queries.RecordView)
    assert (after.parts, after.closed_parts) == ({}, [])
    assert not SealedPart.objects.filter(record=record).exists()
    assert SealKey.objects.get(name=record).wrapped is None
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []


def test_a_part_that_arrives_after_the_erasure_is_not_stored(bataar: Pen, privacy: Person) -> None:
    record = bataar.write("need", "hear", NEED)
    bataar.write("need", "answer", {"reply": WORDS}, record, saw=1)
    bataar.send(0, 1)
    erase(privacy, record, record)
    assert bataar.send(1).receipts[0].answer == "taken"
    assert not SealedPart.objects.exists()
    assert list(verifying.faults()) == []


def test_it_is_told_to_every_phone_that_holds_the_record(cast: Cast, bataar: Pen, privacy: Person) -> None:
    """A task lives with its station, where no phone follows it: whom it was handed to must hear of it."""
    fields = {"what": "visit", "title": "走访", "source": "chief", "reason": "交办", "week": "2026-W48"}
    record = did(cast.saran, "task", "propose", fields)
    did(cast.saran, "task", "assign", {"officer": cast.bataar.id}, record, 1)
    did(cast.saran, "task", "issue", {}, record, 2)
    bataar.write("task", "done", {"outcome": "done", "note": WORDS}, record, saw=3)
    bataar.send()
    erase(privacy, record, record)
    told = Pointer.objects.filter(entry=EntryRow.objects.get(kind="erasure").id)
    assert sorted(told.values_list("feed", flat=True)) == [f"officer:{cast.bataar.id}"]


def test_it_is_told_to_those_a_case_was_shared_with(cast: Cast, bataar: Pen, privacy: Person) -> None:
    record = bataar.write("need", "hear", NEED)
    bataar.send()
    did(cast.saran, "grant", "open", {"about": record, "staff": cast.qiqige.id, "feed": f"case:{record}"})
    erase(privacy, record, record)
    told = Pointer.objects.filter(entry=EntryRow.objects.get(kind="erasure").id)
    assert set(told.values_list("feed", flat=True)) == {"grid:near", f"case:{record}"}


def did(who: Person, kind: str, act: str, fields: dict[str, Any], record: str = "", saw: int = 0) -> str:
    """One act at the desk; its record."""
    deed = Deed(kind=kind, act=act, fields=fields, record=record, saw=saw, station="shuangsheng", grid="near")
    return str(EntryRow.objects.get(id=desk.perform(who.id, deed, NOW).id).record)


def test_one_partys_words_go_and_the_others_stay(bataar: Pen, privacy: Person) -> None:
    """Party names are letters of any kind; after a restore the erased key is destroyed again."""
    record = bataar.write("dispute", "report", REPORT)
    for party in ("甲 方", "乙"):
        fields = {"party": party, "side": "a", "capacity": "adult", "name": f"{party}的名字"}
        bataar.write("dispute", "add_party", fields, record, saw=9)
    assert {r.answer for r in bataar.send().receipts} == {"taken"}
    key = f"{record}/party/甲 方"
    erase(privacy, record, key)
    opened = sealing.opened_parts(record, ["party"])
    assert list(opened) == [f"{record}/party/乙"]
    assert list(verifying.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_an_erased_key_is_destroyed_again_after_a_restore(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    cast = build_cast()
    pen = Pen(cast.bataar, cast)
    record = pen.write("dispute", "report", REPORT)
    fields = {"party": "甲 方", "side": "a", "capacity": "adult", "name": "名字"}
    pen.write("dispute", "add_party", fields, record, saw=1)
    pen.send()
    key = f"{record}/party/甲 方"
    row = SealKey.objects.get(name=key)
    sealing.erase(key, NOW)
    SealKey.objects.filter(name=key).update(wrapped=row.wrapped, erased_at=None)  # as a backup would bring it
    assert sealing.erase_again(NOW) == 1
    assert SealKey.objects.get(name=key).wrapped is None


@pytest.mark.django_db(transaction=True)
def test_the_words_are_nowhere_in_the_files(settings: Any, tmp_path: Path) -> None:
    """Not while they are kept, and their key not once they are erased: database, log and freed pages."""
    if connection.vendor != "sqlite":
        pytest.skip("the files of this engine are not ours to read")
    settings.VAR = tmp_path
    cast = build_cast()
    pen = Pen(cast.bataar, cast)
    record = pen.write("need", "hear", {**NEED, "said": WORDS})
    pen.send()
    wrapped = bytes(SealKey.objects.get(name=record).wrapped or b"")
    cipher = bytes(SealedPart.objects.get(record=record).cipher)
    assert WORDS.encode() not in files()
    assert wrapped in files()  # the scan would see it
    privacy = person("hasi", "哈斯", Role.PRIVACY, Region.objects.get(pk="150421"))
    erase(privacy, record, record)
    for secret in (WORDS.encode(), wrapped, cipher):
        assert secret not in files()
    line = bytes(EntryRow.objects.get(record=record, act="hear").line)
    assert line in files()
    assert WORDS.encode() not in line


def files() -> bytes:
    name = str(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in (Path(name), Path(f"{name}-wal")) if path.exists())

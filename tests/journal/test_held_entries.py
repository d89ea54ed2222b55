"""Held entries: they wait for another entry, or for a person who lets them through or sets them aside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cast import Cast
from journal.pens import NEED, NOW, REPORT, Pen, said
from urtuu.journal import desk, replay, verifying
from urtuu.journal.intake import read_sentence
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.journal.standings import standing_of
from urtuu.kinds.composing import Deed
from urtuu.kinds.fold import Standing
from urtuu.places.queries import device
from urtuu.places.services import revoke


@pytest.fixture(autouse=True)
def everything_holds(db: None) -> Any:
    """After every case the journal verifies and what stands follows from what was done."""
    yield
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []


def standing(record: str) -> Standing:
    return standing_of(StandingRow.objects.get(record=record))


def rule(by: Any, act: str, entry: str, station: str = "shuangsheng", **fields: str) -> None:
    desk.perform(by.id, Deed(kind="ruling", act=act, fields={"entry": entry, **fields}, station=station), NOW)


def conflict(bataar: Pen, saran: Pen) -> tuple[str, str]:
    """The chief told the resident that it cannot be; then an officer's "met" from before arrives, held."""
    record = bataar.write("need", "hear", NEED)
    bataar.send()
    saran.do("need", "not_possible", {"why_not": "水位太低打不了井"}, record, saw=1)
    saran.do("need", "told", {"how_told": "phone"}, record, saw=2)
    held = bataar.do("need", "met", {"how_met": "打了新井"}, record, saw=1)
    assert (held.answer, held.why) == ("held", "conflict")
    assert held.sentence is not None
    assert held.sentence.name == "no_longer_possible"
    assert held.sentence.values["staff"] == saran.person.id
    return record, held.id


def test_a_conflict_let_through(cast: Cast, bataar: Pen, saran: Pen) -> None:
    record, held = conflict(bataar, saran)
    assert standing(record).state == "closed"
    rule(cast.saran, "let_through", held)
    assert standing(record).state == "met"
    row = EntryRow.objects.get(id=held)
    assert (row.answer, row.late) == ("taken", True)
    assert EntryRow.objects.get(kind="ruling").id == row.settled_by
    assert bataar.send(1).receipts[0].first_answer == "taken"


def test_a_conflict_set_aside(cast: Cast, bataar: Pen, saran: Pen) -> None:
    record, held = conflict(bataar, saran)
    rule(cast.saran, "set_aside", held, why="井还没有打")
    row = EntryRow.objects.get(id=held)
    sentence = read_sentence(row.sentence)
    assert sentence is not None
    assert (row.answer, sentence.name, sentence.values["why"]) == ("returned", "set_aside", "井还没有打")
    assert standing(record).state == "closed"
    with pytest.raises(desk.NotTaken, match="already_ruled"):
        rule(cast.saran, "let_through", held)
    assert standing(record).state == "closed"


def test_a_chief_rules_on_the_entries_of_his_own_station_only(cast: Cast, bataar: Pen, saran: Pen) -> None:
    record, held = conflict(bataar, saran)
    with pytest.raises(desk.NotTaken, match="already_ruled"):
        rule(cast.nasan, "let_through", held, station="kundu")
    assert (EntryRow.objects.get(id=held).answer, standing(record).state) == ("held", "closed")
    with pytest.raises(desk.NotTaken, match="already_ruled"):
        rule(cast.nasan, "set_aside", held, station="kundu", why="不是我们的事")
    assert EntryRow.objects.get(id=held).answer == "held"


def test_what_waits_is_taken_when_its_beginning_arrives(bataar: Pen, saran: Pen) -> None:
    """Three entries of the chief wait, out of the order of their numbers too."""
    record = bataar.write("need", "hear", NEED)
    waits = [
        saran.do("need", "answer", {"reply": "下周修"}, record, saw=1),
        saran.do("need", "met", {"how_met": "修好了"}, record, saw=2),
        saran.do("need", "told", {"how_told": "phone"}, record, saw=3),
    ]
    assert {one.why for one in waits} == {"waits"}
    bataar.send()
    assert standing(record).state == "closed"
    assert said(saran.send().receipts) == ["known"] * 3
    assert {one.first_answer for one in saran.send().receipts} == {"taken"}


def test_what_waited_and_is_not_possible_goes_to_a_person(bataar: Pen, saran: Pen) -> None:
    """It must not wait for ever for something that has arrived."""
    record = bataar.write("need", "hear", NEED)
    waits = saran.do("need", "told", {"how_told": "phone"}, record, saw=1)
    assert waits.why == "waits"
    bataar.send()
    row = EntryRow.objects.get(id=waits.id)
    assert (row.answer, row.why, standing(record).state) == ("held", "conflict", "heard")


def test_what_waited_and_is_wrong_goes_back_to_its_author(bataar: Pen, saran: Pen) -> None:
    record = bataar.write("task", "propose", PROPOSAL)
    wrong = saran.write("need", "met", {"how_met": "修好了"}, record, saw=1)
    assert wrong == record
    waits = saran.send().receipts[0]
    assert waits.why == "waits"
    bataar.send()
    row = EntryRow.objects.get(id=waits.id)
    sentence = read_sentence(row.sentence)
    assert sentence is not None
    assert (row.answer, row.why, sentence.name) == ("returned", "", "record_of_other_kind")


PROPOSAL = {"what": "visit", "title": "走访宝音家", "source": "chief", "reason": "交办", "week": "2026-W48"}


def test_a_stop_wins_in_every_state_however_late(bataar: Pen, saran: Pen) -> None:
    record = bataar.write("dispute", "report", REPORT)
    bataar.send()
    saran.do("dispute", "offer", {"level": "L1", "conflict_checked": True}, record, saw=1)
    late = bataar.write("dispute", "hold", {"answer_within": "one_hour"}, record, 1, NOW - timedelta(days=3))
    assert late == record
    assert said(bataar.send(1).receipts) == ["taken"]
    assert (standing(record).state, standing(record).before) == ("safety_hold", "offered")
    assert said(bataar.send(1).receipts) == ["known"]


def test_a_refusal_after_the_end_is_kept_as_a_fact(bataar: Pen, saran: Pen) -> None:
    record = bataar.write("dispute", "report", REPORT)
    bataar.send()
    saran.do(
        "dispute", "not_accept", {"why_not_accepted": "no_dispute", "remedies_told": True}, record, saw=1
    )
    state = standing(record).state
    assert said([bataar.do("dispute", "refuse", {"refused_by": "a"}, record, saw=1)]) == ["taken"]
    assert standing(record).state == state
    assert standing(record).last("refuse") is not None


def test_two_values_for_one_field_both_stay(bataar: Pen, saran: Pen) -> None:
    record = bataar.write("dispute", "report", REPORT)
    bataar.send()
    saran.do("dispute", "correct", {"people": 5}, record, saw=1)
    bataar.do("dispute", "correct", {"people": 7}, record, saw=1)
    found = standing(record)
    assert found.body["people"] == 5
    assert [(p.field, p.value, p.actor) for p in found.proposals] == [("people", 7, bataar.person.id)]
    assert StandingRow.objects.get(record=record).contested


def test_a_revoked_devices_entry_without_the_shape_of_its_act(cast: Cast, bataar: Pen) -> None:
    """Let through unseen it could not be folded; it goes back to its author instead."""
    bataar.write("visit", "make", {"met": ["not", "a", "choice"], "card_left": 5})
    revoke(device(bataar.device), NOW)
    held = bataar.send().receipts[0]
    assert (held.answer, held.why) == ("held", "revoked")
    rule(cast.saran, "let_through", held.id)
    assert EntryRow.objects.get(id=held.id).answer == "returned"
    assert not StandingRow.objects.filter(kind="visit").exists()


def test_a_revoked_devices_entry_let_through(cast: Cast, bataar: Pen) -> None:
    record = bataar.write("need", "hear", NEED)
    revoke(device(bataar.device), NOW)
    held = bataar.send().receipts[0]
    rule(cast.saran, "let_through", held.id)
    assert standing(record).state == "heard"

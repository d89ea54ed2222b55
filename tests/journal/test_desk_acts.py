"""Acts at the desk go through the door: taken, refused with a sentence, folded, replayed, verified."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cast import GACHA, Cast
from journal.pens import NEED
from urtuu.journal import desk, lookups, queries, replay, verifying
from urtuu.journal.models import EntryRow
from urtuu.journal.standings import standing_of
from urtuu.kinds.composing import Deed
from urtuu.kinds.judging import Answer

NOW = datetime(2026, 11, 23, 9, 40, tzinfo=ZoneInfo("Asia/Shanghai"))
WEEK = "2026-W48"


def proposal(cast: Cast, **more: object) -> Deed:
    what = {"what": "visit", "title": "走访宝音家", "source": "chief", "reason": "站长交办", "week": WEEK}
    place = {"station": cast.home.pk, "grid": cast.near.pk, "gacha": GACHA}
    return Deed(kind="task", act="propose", fields={**what, **more}, **place)


def the_task(cast: Cast) -> str:
    return queries.standings(cast.saran.who, "task", cast.today).get().record


def test_a_chief_deals_a_task_out(cast: Cast) -> None:
    taken = desk.perform(cast.saran.id, proposal(cast), NOW)
    record = the_task(cast)
    desk.perform(
        cast.saran.id,
        Deed(kind="task", act="assign", record=record, fields={"officer": cast.bataar.id}, saw=1),
        NOW + timedelta(minutes=1),
    )
    desk.perform(cast.saran.id, Deed(kind="task", act="issue", record=record, saw=2), NOW)
    found = queries.record(cast.saran.who, record, NOW)
    assert isinstance(found, queries.RecordView)
    assert taken.answer is Answer.TAKEN
    assert (found.row.state, found.row.holder, found.row.week) == ("issued", cast.bataar.id, WEEK)
    assert found.row.number == "U26-00001"
    assert [step.act for step in found.steps] == ["propose", "assign", "issue"]


def test_an_officer_cannot_issue_and_nothing_is_stored(cast: Cast) -> None:
    desk.perform(cast.saran.id, proposal(cast), NOW)
    with pytest.raises(desk.NotTaken) as refused:
        desk.perform(
            cast.bataar.id,
            Deed(kind="task", act="assign", record=the_task(cast), fields={"officer": cast.bataar.id}),
            NOW,
        )
    assert refused.value.sentence.name == "not_your_role"
    assert queries.standings(cast.saran.who, "task", cast.today).get().version == 1


def test_another_stations_chief_is_refused(cast: Cast) -> None:
    with pytest.raises(desk.NotTaken) as refused:
        desk.perform(cast.nasan.id, proposal(cast), NOW)
    assert refused.value.sentence.name == "not_your_station"


def test_what_stands_follows_from_what_was_done(cast: Cast) -> None:
    for _ in range(3):
        desk.perform(cast.saran.id, proposal(cast), NOW)
    assert list(replay.differences()) == []
    assert list(verifying.faults()) == []
    assert replay.rebuild() == 3
    assert list(replay.differences()) == []


def test_personal_words_are_read_by_those_entitled(cast: Cast) -> None:
    fields = {"topic": "water", "heading": "机井不出水", "said": "宝音说井干了三天"}
    deed = Deed(kind="need", act="hear", fields=fields, grid=cast.near.pk, station=cast.home.pk)
    desk.perform(cast.bataar.id, deed, NOW)
    record = queries.standings(cast.saran.who, "need", cast.today).get().record
    mine = queries.record(cast.bataar.who, record, NOW)
    assert isinstance(mine, queries.RecordView)
    assert mine.parts[record] == {"said": "宝音说井干了三天"}
    assert "said" not in mine.standing.body


def _begun(cast: Cast, deed: Deed) -> str:
    """The record that an act of the chief's began."""
    receipt = desk.perform(cast.saran.id, deed, NOW)
    return str(EntryRow.objects.values_list("record", flat=True).get(pk=receipt.id))


def test_two_at_the_desk_who_had_the_same_page_open_lose_neither_value(cast: Cast) -> None:
    """The desk is one device; what one of them wrote the other had not seen."""
    heard = Deed(kind="need", act="hear", grid="near", station="shuangsheng", fields=NEED)
    record = _begun(cast, heard)
    for who, heading in ((cast.saran, "先写的"), (cast.li, "后写的")):
        deed = Deed(
            kind="need", act="correct", record=record, grid="near", fields={"heading": heading}, saw=1
        )
        desk.perform(who.id, deed, NOW)
    standing = standing_of(lookups.record_states([record])[record])
    assert standing.body["heading"] == "先写的"
    assert [(one.value, one.actor) for one in standing.unsettled()] == [("后写的", cast.li.id)]


def test_one_at_the_desk_corrects_oneself(cast: Cast) -> None:
    heard = Deed(kind="need", act="hear", grid="near", station="shuangsheng", fields=NEED)
    record = _begun(cast, heard)
    for heading in ("先写的", "再写的"):
        deed = Deed(
            kind="need", act="correct", record=record, grid="near", fields={"heading": heading}, saw=1
        )
        desk.perform(cast.saran.id, deed, NOW)
    standing = standing_of(lookups.record_states([record])[record])
    assert (standing.body["heading"], standing.unsettled()) == ("再写的", [])

"""A case opened across the border of a grid, and closed again; restricted parts read only on the record."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cast import Cast
from journal.pens import NOW, REPORT, VISIT, Pen
from urtuu.journal import desk, pulling, queries, verifying
from urtuu.journal.models import EntryRow, FeedRoot
from urtuu.kinds.composing import Deed


def grant(cast: Cast, staff: str, about: str) -> str:
    fields = {"staff": staff, "about": about, "feed": f"case:{about}"}
    deed = Deed(kind="grant", act="open", fields=fields, station="shuangsheng")
    receipt = desk.perform(cast.saran.id, deed, NOW)
    return EntryRow.objects.get(id=receipt.id).record


def feeds(person: object) -> list[str]:
    return pulling.feeds_of(person.who, timezone.now().date())  # type: ignore[attr-defined]


def test_a_case_opens_across_grids_and_closes_again(cast: Cast, bataar: Pen, saran: Pen) -> None:
    record = bataar.write("dispute", "report", REPORT)
    bataar.send()
    case = f"case:{record}"
    before = pulling.pull(cast.qiqige.who, {}, {}, timezone.now())
    assert case not in before.opened
    given = grant(cast, cast.qiqige.id, record)
    opened = pulling.pull(cast.qiqige.who, {"grid:next-door": 0}, {}, timezone.now())
    assert case in opened.opened
    slices = {one.feed: one for one in opened.slices}
    assert [standing.record for standing in slices[case].standings] == [record]
    bataar.do("dispute", "contact", {"how": "phone"}, record, saw=1)
    after = pulling.pull(cast.qiqige.who, {"grid:next-door": 0, case: slices[case].to}, {}, timezone.now())
    assert [len(one.lines) for one in after.slices if one.feed == case] == [1]
    assert case not in feeds(cast.dorji)
    desk.perform(cast.saran.id, Deed(kind="grant", act="close", record=given, saw=1), NOW)
    closed = pulling.pull(cast.qiqige.who, {"grid:next-door": 0, case: 1}, {}, timezone.now())
    assert closed.closed == [case]
    assert not any(one.feed == case for one in closed.slices)
    assert list(verifying.faults()) == []


def test_a_restricted_part_is_read_on_the_record_only(cast: Cast, bataar: Pen) -> None:
    record = bataar.write("dispute", "report", REPORT)
    bataar.write("dispute", "hold", {"answer_within": "one_hour", "seen": "门被踢坏"}, record, saw=1)
    bataar.send()
    view = queries.record(cast.gao.who, record, NOW)
    assert isinstance(view, queries.RecordView)
    assert "safety" in view.closed_parts
    opened = queries.open_restricted(cast.gao.who, record, "safety", "评估安全中止", NOW)
    assert opened.parts[f"{record}/safety"]["seen"] == "门被踢坏"
    reading = EntryRow.objects.get(kind="reading")
    assert (reading.actor, reading.answer) == (cast.gao.id, "taken")
    with pytest.raises(desk.NotTaken) as refused:
        queries.open_restricted(cast.bataar.who, record, "safety", "好奇", NOW)
    assert refused.value.sentence.name == "part_closed"
    acts = EntryRow.objects.filter(kind="reading").order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["read", "turn_away"]


def test_restricted_parts_never_travel_to_a_phone(cast: Cast, bataar: Pen) -> None:
    record = bataar.write("dispute", "report", REPORT)
    bataar.write("dispute", "hold", {"answer_within": "one_hour", "seen": "门被踢坏"}, record, saw=1)
    bataar.send()
    for cursors in ({}, {"grid:near": 0}):
        found = pulling.pull(cast.bataar.who, cursors, {}, timezone.now())
        parts = [sealed.part for one in found.slices for sealed in one.sealed]
        assert "safety" not in parts
        assert "personal" in parts


def test_a_busy_feed_does_not_crowd_out_a_quiet_ones_root(cast: Cast, bataar: Pen) -> None:
    bataar.do("visit", "make", VISIT)
    FeedRoot.objects.bulk_create(FeedRoot(feed="grid:near", pos=pos, root="00" * 32) for pos in range(9, 600))
    fields = {"what": "visit", "title": "走访", "source": "chief", "reason": "交办", "week": "2026-W48"}
    place = {"station": "shuangsheng", "grid": "near"}
    task = desk.perform(cast.saran.id, Deed(kind="task", act="propose", fields=fields, **place), NOW)
    record = EntryRow.objects.get(id=task.id).record
    desk.perform(
        cast.saran.id,
        Deed(kind="task", act="assign", record=record, fields={"officer": cast.bataar.id}, saw=1),
        NOW,
    )
    desk.perform(cast.saran.id, Deed(kind="task", act="issue", record=record, saw=2), NOW)
    found = pulling.pull(cast.bataar.who, {}, {}, timezone.now())
    assert {one.feed: bool(one.sig) for one in found.slices} == {
        "grid:near": True,
        f"officer:{cast.bataar.id}": True,
    }

"""Ways round a rule that were once open, each kept shut by a test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cast import Cast, Person
from journal.pens import NEED, NOW, Pen
from urtuu.journal import desk, intake, pulling, queries, sealing
from urtuu.journal.models import EntryRow, SealKey, StandingRow
from urtuu.journal.sitting import Sender, counted_at
from urtuu.kinds import registry
from urtuu.kinds.composing import Deed
from urtuu.kinds.entries import Entry, Seal, SealedBody, read_entry
from urtuu.places.queries import device, who_of
from urtuu.places.services import revoke


def a_need(pen: Pen) -> str:
    record = pen.write("need", "hear", NEED)
    assert pen.send(len(pen.written) - 1).receipts[0].answer == "taken"
    return record


def perform(who: Person, kind: str, act: str, fields: dict[str, object], at: str = "shuangsheng") -> None:
    desk.perform(who.id, Deed(kind=kind, act=act, fields=fields, station=at), NOW)


def test_a_returned_correction_does_not_speak_for_the_record(cast: Cast, bataar: Pen) -> None:
    record = a_need(bataar)
    stranger = Pen(cast.qiqige, cast)
    answer = stranger.do("need", "correct", {"said": "FORGED"}, record, saw=1)
    assert answer.answer == "returned"
    seen = queries.record(cast.bataar.who, record, NOW)
    assert isinstance(seen, queries.RecordView)
    assert seen.parts[record]["said"] == NEED["said"]


def test_what_only_the_desk_does_is_returned_to_a_phone(cast: Cast, bataar: Pen) -> None:
    record = a_need(bataar)
    privacy = Pen(cast.saran, cast)
    answer = privacy.do("erasure", "erase", {"key": record, "about": record, "reason": "request"})
    assert answer.answer == "returned"
    assert SealKey.objects.get(name=record).wrapped is not None


def test_letting_through_is_no_right_of_its_own(cast: Cast, bataar: Pen) -> None:
    """A revoked phone's act of another station's officer stays forbidden, whoever lets it through."""
    record = a_need(bataar)
    other = Pen(cast.dorji, cast)
    found = device(other.device)
    assert found is not None
    revoke(found, NOW - timedelta(hours=1))
    held = other.do("need", "route", {"to": "township"}, record, saw=1)
    assert (held.answer, held.why) == ("held", "revoked")
    perform(cast.saran, "ruling", "let_through", {"entry": held.id})
    assert EntryRow.objects.get(id=held.id).answer == "returned"
    assert StandingRow.objects.get(record=record).version == 1


def test_nobody_lets_their_own_entry_through(cast: Cast, bataar: Pen, saran: Pen) -> None:
    record = a_need(bataar)
    found = device(saran.device)
    assert found is not None
    revoke(found, NOW - timedelta(hours=1))
    held = saran.do("need", "route", {"to": "township"}, record, saw=1)
    with pytest.raises(desk.NotTaken) as refused:
        perform(cast.saran, "ruling", "let_through", {"entry": held.id})
    assert refused.value.sentence.name == "second_person"


def test_a_second_ruling_is_told_so(cast: Cast, bataar: Pen, saran: Pen) -> None:
    record = a_need(bataar)
    saran.do("need", "met", {"how_met": "打了新井"}, record, saw=1)
    saran.do("need", "told", {"how_told": "phone"}, record, saw=2)
    held = bataar.do("need", "route", {"to": "township"}, record, saw=1)
    perform(cast.saran, "ruling", "set_aside", {"entry": held.id, "why": "已经办结答复"})
    with pytest.raises(desk.NotTaken) as refused:
        perform(cast.saran, "ruling", "let_through", {"entry": held.id})
    assert refused.value.sentence.name == "already_ruled"


def test_nobody_opens_to_others_what_they_may_not_read(cast: Cast, bataar: Pen) -> None:
    record = a_need(bataar)
    fields = {"staff": cast.dorji.id, "about": record, "feed": f"case:{record}"}
    with pytest.raises(desk.NotTaken) as refused:
        perform(cast.nasan, "grant", "open", fields, at="kundu")
    assert refused.value.sentence.name == "not_your_station"
    perform(cast.saran, "grant", "open", fields)
    assert f"case:{record}" in pulling.feeds_of(cast.dorji.who, cast.today)


def test_a_grant_ends_with_the_post_and_with_its_term(cast: Cast, bataar: Pen) -> None:
    record = a_need(bataar)
    term = cast.today + timedelta(days=7)
    fields = {"staff": cast.dorji.id, "about": record, "feed": f"case:{record}", "until": term.isoformat()}
    perform(cast.saran, "grant", "open", fields)
    assert f"case:{record}" in pulling.feeds_of(cast.dorji.who, term)
    assert f"case:{record}" not in pulling.feeds_of(cast.dorji.who, term + timedelta(days=1))
    cast.dorji.staff.is_active = False
    cast.dorji.staff.save()
    assert pulling.feeds_of(who_of(cast.dorji.id), cast.today) == []


def test_training_and_real_records_do_not_mix(cast: Cast, bataar: Pen) -> None:
    record = a_need(bataar)
    bataar.write("need", "met", {"how_met": "打了新井"}, record, saw=1)
    entry = replace_training(bataar.written[-1])
    bataar.written[-1] = entry
    assert bataar.send(1).receipts[0].answer == "returned"


def replace_training(line: bytes) -> bytes:
    return line[:-1] + b',"training":true}'


def test_what_waited_for_a_newer_server_is_heard_after_the_update(
    cast: Cast, bataar: Pen, tmp_path: Path
) -> None:
    folder = tmp_path / "stray"
    folder.mkdir()
    (folder / "kind.py").write_text(
        "from urtuu.kinds.fields import Words\nfrom urtuu.kinds.vocabulary import Act, Kind\n"
        "ACT = Act(name='report', leads_to='missing', needs={'animal': Words()})\n"
        "KIND = Kind(name='stray', acts=(ACT,))\n",
        encoding="utf-8",
    )
    before = registry.shelf()
    registry.use(registry.read_shelf(tmp_path))
    try:
        record = bataar.write("stray", "report", {"animal": "花牛"})
        registry.use(before)
        held = bataar.send().receipts[0]
        assert (held.answer, held.why) == ("held", "newer")
        assert intake.hear_newer(NOW) == 0
        registry.use(registry.read_shelf(tmp_path))
        assert intake.hear_newer(NOW) == 1
        assert StandingRow.objects.get(record=record).state == "missing"
        assert EntryRow.objects.get(id=held.id).answer == "taken"
    finally:
        registry.use(None)


def test_a_clock_at_the_end_of_the_calendar_says_nothing() -> None:
    line = (
        b'{"id":"i","device":"d","seq":1,"kind":"k","v":1,"act":"a","record":"r","actor":"x",'
        b'"occurred_at":"2026-11-24T00:00:00+14:00","recorded_at":"2026-11-24T00:00:00Z","grid":"g"}'
    )
    entry = read_entry(line)
    now = datetime(2026, 11, 24, tzinfo=UTC)
    for skew in (timedelta(days=-740_000), timedelta(days=-739_580), timedelta(days=10**8)):
        assert counted_at(entry, Sender("d", "x", skew), now) <= now
        counted_at(entry, Sender("d", "x", skew), now).astimezone(UTC)


def test_a_bottomless_sealed_part_is_simply_another_one() -> None:
    body: dict[str, object] = {}
    for _ in range(3000):
        body = {"a": body}
    seal = Seal("personal", "r", "0" * 64)
    stub = Entry(
        id="i", device="d", seq=1, kind="k", v=1, act="a", record="r", actor="x", grid="g",
        occurred_at=NOW, recorded_at=NOW, sealed=(seal,),
    )  # fmt: skip
    sealed = SealedBody(sealed_of="i", part="personal", key="r", salt="00" * 16, body=body)
    assert sealing.fits(stub, sealed) is False

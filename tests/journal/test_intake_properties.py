"""Any order, twice, torn, two devices on one case: nothing is lost, nothing doubled, and replay agrees."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from journal.pens import REPORT, Pen, undone
from urtuu.journal import intake, replay, verifying
from urtuu.journal.models import EntryRow, Feed, StandingRow
from urtuu.journal.standings import standing_of
from urtuu.kinds.entries import read_entry
from urtuu.kinds.fold import Standing, begin, fold
from urtuu.kinds.registry import shelf

FACTS: list[tuple[str, dict[str, Any]]] = [
    ("contact", {"how": "phone"}),
    ("contact", {"how": "in_person", "heard": "愿意坐下来谈"}),
    ("safety_questions", {"asked_of": "a", "asked_how": "alone", "afraid": "no"}),
    ("correct", {"size": "big"}),
    ("correct", {"size": "small", "category": "LND"}),
    ("correct", {"people": 3}),
]
ALWAYS: list[tuple[str, dict[str, Any]]] = [
    ("hold", {"answer_within": "one_hour", "seen": "门被踢坏"}),
    ("refuse", {"refused_by": "a"}),
]
MOVES: list[tuple[str, dict[str, Any]]] = [
    ("offer", {"level": "L1", "conflict_checked": True}),
    ("refer", {"receiver": "police", "why_referred": "家暴", "sent": "简要情况", "basis": "danger"}),
]
BY_OFFICER, BY_CHIEF = FACTS + ALWAYS, FACTS + ALWAYS[:1] + MOVES

acts = st.tuples(st.integers(0, 1), st.integers(0, 20), st.integers(0, 5))
"""Which device, which act of its list, how many entries of the case its author knew."""
sends = st.tuples(st.integers(0, 1), st.integers(0, 12), st.integers(1, 6))
"""Which device, from which line, how many."""


@given(done=st.lists(acts, max_size=10), sent=st.lists(sends, max_size=12), first=st.integers(0, 1))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_twice_and_torn(
    cast: Cast, done: list[tuple[int, int, int]], sent: list[tuple[int, int, int]], first: int
) -> None:
    with undone():
        pens = [Pen(cast.bataar, cast), Pen(cast.saran, cast)]
        record = pens[0].write("dispute", "report", REPORT)
        for who, which, saw in done:
            table = (BY_OFFICER, BY_CHIEF)[who]
            act, fields = table[which % len(table)]
            pens[who].write("dispute", act, fields, record, saw)
        for who, start, count in sent:
            if pens[who].written:
                begin_at = start % len(pens[who].written)
                pens[who].send(begin_at, begin_at + count)
        for pen in (pens[first], pens[1 - first]):
            flush(pen)
        check_kept(pens)
        check_facts(record)
        check_feeds()
        check_folded(record)
        assert list(verifying.faults()) == []


def flush(pen: Pen) -> None:
    """Everything once more, in pieces of two, as a phone does that got no receipt at all."""
    for start in range(0, len(pen.written), 2):
        reply = pen.send(start, start + 2)
        assert reply.expected_seq is None
        assert len(reply.receipts) == len(pen.written[start : start + 2])


def check_kept(pens: list[Pen]) -> None:
    for pen in pens:
        rows = EntryRow.objects.filter(device=pen.device).order_by("seq")
        assert [bytes(line) for line in rows.values_list("line", flat=True)] == pen.written


def check_facts(record: str) -> None:
    """Facts, stops and safety holds are taken whatever happened before; the rest is taken or held."""
    names = {name for name, _ in FACTS + ALWAYS}
    for row in EntryRow.objects.filter(record=record):
        assert row.answer in (("taken",) if row.act in names else ("taken", "held"))


def check_feeds() -> None:
    for feed in Feed.objects.exclude(name__startswith="number:"):
        placed = EntryRow.objects.filter(feed=feed.name).values_list("pos", flat=True)
        assert sorted(placed) == list(range(1, feed.pos + 1))


def check_folded(record: str) -> None:
    """Folded here, from the exact lines in the order of their feed, as a stranger would."""
    assert list(replay.differences()) == []
    standing: Standing | None = None
    for row in EntryRow.objects.filter(record=record, answer="taken").order_by("pos"):
        entry = read_entry(bytes(row.line))
        standing = fold(standing or begin(entry), entry, shelf()["dispute"], row.counted_at)
    assert standing is not None
    stored = standing_of(StandingRow.objects.get(record=record))
    assert stored.digest() == standing.digest()
    assert stored.version == len(stored.acts)


@given(sent=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 10)), max_size=10))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_device_sent_in_any_pieces_equals_one_clean_send(cast: Cast, sent: list[tuple[int, int]]) -> None:
    with undone():
        pen = Pen(cast.bataar, cast)
        record = pen.write("dispute", "report", REPORT)
        for number in range(9):
            act, fields = BY_OFFICER[number % len(BY_OFFICER)]
            pen.write("dispute", act, fields, record, saw=number + 1)
        for start, count in sent:
            pen.send(start, start + count)
        flush(pen)
        pieces = standing_of(StandingRow.objects.get(record=record)).digest()
        receipts = [(r.seq, r.feed, r.pos, r.first_answer) for r in pen.send().receipts]
        assert {given for *_, given in receipts} == {"taken"}
        assert pieces == clean(pen, record)


def clean(pen: Pen, record: str) -> str:
    standing: Standing | None = None
    for line in pen.written:
        entry = read_entry(line)
        standing = fold(standing or begin(entry), entry, shelf()["dispute"], entry.occurred_at)
    assert standing is not None
    return standing.digest()


def test_a_push_without_lines_says_nothing(bataar: Pen) -> None:
    assert bataar.send().receipts == []
    assert intake.EntryRow.objects.count() == 0

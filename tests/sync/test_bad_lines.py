"""Lines that are none, foreign, too new, or out of all time: held or returned, and kept byte for byte.

docs/bad-input.md lists every case with its sentence and its test.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from django.utils import timezone

from cast import Cast
from phone.raw import NEED, Raw, head_of, kept, said
from urtuu.journal.models import EntryRow, SealedPart, StandingRow
from urtuu.kinds.entries import write_line
from urtuu.places.queries import device

pytestmark = pytest.mark.usefixtures("everything_holds")


@pytest.mark.parametrize(
    "line", [b"{", b"nothing", b"[]", b"{}", b'{"id": 1}', b"null", b'"text"', b"[" * 5000, b"\x00\x01"]
)
def test_malformed_line(raw: Raw, line: bytes) -> None:
    good = raw.line(ahead=2)
    receipts = raw.push(line, good)
    assert [said(receipt) for receipt in receipts] == [("returned", "malformed_line"), ("taken", "")]
    assert kept(raw) == [line, good]


def test_malformed_lines_of_two_devices(raw: Raw, other: Raw) -> None:
    assert said(raw.push(b"{")[0]) == said(other.push(b"{")[0]) == ("returned", "malformed_line")
    assert said(raw.push(b"}")[0]) == ("returned", "malformed_line")


def test_line_that_is_not_utf8(raw: Raw) -> None:
    line = raw.line().replace("第三家".encode(), "第三家".encode("gb18030"))
    assert said(raw.push(line)[0]) == ("returned", "malformed_line")
    assert kept(raw) == [line]


def test_over_long_line(raw: Raw) -> None:
    line = raw.line(fields={"met": "met", "card_left": True, "label": "长" * 30_000})
    assert said(raw.push(line)[0]) == ("returned", "malformed_line")
    assert kept(raw) == [line]


@pytest.mark.parametrize(
    "fields",
    [
        {"met": "met", "card_left": True, "label": "a\0b"},
        {"met": "met", "card_left": True, "label": "x", "minutes": 1.0},
        {"met": "met", "card_left": True, "label": "x", "minutes": 2**60},
        {"met": "met", "card_left": True, "label": eval("[" * 60 + "]" * 60)},
    ],
)
def test_values_that_cannot_be_kept(raw: Raw, fields: dict[str, object]) -> None:
    line = raw.line(fields=fields)
    assert said(raw.push(line)[0]) == ("returned", "malformed_line")
    assert kept(raw) == [line]


@pytest.mark.parametrize("where", ["kind", "act", "grid", "station", "actor", "gacha"])
@pytest.mark.parametrize("name", ["a\0b", "k" * 300])
def test_name_that_is_none(raw: Raw, where: str, name: str) -> None:
    line = raw.changed(**{where: name})
    assert said(raw.push(line)[0]) == ("returned", "malformed_line")
    assert kept(raw) == [line]


@pytest.mark.parametrize("hours", [16, 23, -16])
def test_offset_that_no_clock_has(raw: Raw, hours: int) -> None:
    moment = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.get_fixed_timezone(hours * 60))
    line, good = raw.changed(occurred_at=moment), raw.line(ahead=2)
    assert [said(one) for one in raw.push(line, good)] == [("returned", "malformed_line"), ("taken", "")]
    assert kept(raw) == [line, good]


@pytest.mark.parametrize("where", ["id", "record"])
@pytest.mark.parametrize("ident", ["", "no id", "x" * 500, "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", "a\0b"])
def test_id_that_is_none(raw: Raw, where: str, ident: str) -> None:
    line = raw.changed(**{where: ident})
    assert said(raw.push(line)[0]) == ("returned", "malformed_line")
    assert kept(raw) == [line]


def test_foreign_line_in_a_batch(raw: Raw, other: Raw) -> None:
    foreign, own = other.line(), raw.line(ahead=2)
    receipts = raw.push(foreign, own)
    assert [said(receipt) for receipt in receipts] == [("returned", "wrong_device"), ("taken", "")]
    assert said(other.push(foreign)[0]) == ("taken", "")


def test_foreign_line_that_cannot_be_kept(raw: Raw, other: Raw) -> None:
    """What names another phone may be as malformed as anything else."""
    for changed in ({"record": "a\0b"}, {"grid": "a\0b"}, {"gacha": "k" * 300}):
        assert said(raw.push(other.changed(**changed))[0]) == ("returned", "malformed_line")


def test_line_under_another_number(raw: Raw) -> None:
    assert said(raw.push(raw.line(ahead=7))[0]) == ("returned", "wrong_device")


def test_foreign_author(raw: Raw, cast: Cast) -> None:
    assert said(raw.push(raw.line(actor=cast.qiqige.id))[0]) == ("returned", "wrong_author")


def test_foreign_grid(raw: Raw) -> None:
    assert said(raw.push(raw.line(grid="far", station="kundu"))[0]) == ("returned", "not_your_grid")


def test_unknown_place(raw: Raw) -> None:
    assert said(raw.push(raw.line(grid="nowhere"))[0]) == ("returned", "unknown_place")
    assert said(raw.push(raw.line(station="kundu"))[0]) == ("returned", "unknown_place")


def test_unknown_kind(raw: Raw) -> None:
    line = raw.changed(kind="stray")
    assert said(raw.push(line)[0]) == ("held", "unknown_kind")
    assert kept(raw) == [line]


def test_newer_version(raw: Raw) -> None:
    assert said(raw.push(raw.line(v=99))[0]) == ("held", "newer_version")


def test_unknown_act(raw: Raw) -> None:
    assert said(raw.push(raw.changed(act="haunt"))[0]) == ("returned", "unknown_act")


def test_missing_and_wrong_fields(raw: Raw) -> None:
    assert said(raw.push(raw.line(fields={"met": "met"}))[0]) == ("returned", "field_missing")
    wrong = {"met": "perhaps", "card_left": True, "label": "x"}
    assert said(raw.push(raw.line(fields=wrong))[0]) == ("returned", "field_wrong")
    foreign = {"met": "met", "card_left": True, "label": "x", "id_number": "1"}
    assert said(raw.push(raw.line(fields=foreign))[0]) == ("returned", "field_wrong")


def test_record_of_another_kind(raw: Raw) -> None:
    record = raw.push_entry("need", "hear", NEED) and StandingRow.objects.get().record
    line = raw.line("visit", "correct", {"found": "nothing"}, record, saw=1)
    assert said(raw.push(line)[0]) == ("returned", "record_of_other_kind")
    assert StandingRow.objects.get().version == 1


def test_duplicate_id(raw: Raw) -> None:
    entry, _ = raw.entry()
    again = msgspec.structs.replace(raw.entry(ahead=2)[0], id=entry.id)
    receipts = raw.push(write_line(entry), write_line(again))
    assert [said(receipt) for receipt in receipts] == [("taken", ""), ("returned", "id_used_before")]
    third = msgspec.structs.replace(raw.entry()[0], id=entry.id)
    assert said(raw.push(write_line(third))[0]) == ("returned", "id_used_before")
    assert len(kept(raw)) == 3


def test_duplicate_id_with_sealed_parts(raw: Raw) -> None:
    first, sealed = raw.entry("need", "hear", NEED)
    second, beside = raw.entry("need", "hear", NEED)
    assert said(raw.push(write_line(first), beside=list(sealed))[0]) == ("taken", "")
    second = msgspec.structs.replace(second, seq=2, id=first.id)
    again = [msgspec.structs.replace(one, sealed_of=first.id) for one in beside]
    assert said(raw.push(write_line(second), beside=list(again))[0]) == ("returned", "id_used_before")
    assert SealedPart.objects.count() == 2


def test_foreign_line_with_a_part_that_differs(raw: Raw, other: Raw) -> None:
    entry, sealed = other.entry("need", "hear", NEED)
    wrong = msgspec.structs.replace(sealed[0], key="k" * 400)
    assert said(raw.push(write_line(entry), beside=[wrong])[0]) == ("returned", "wrong_device")
    assert not SealedPart.objects.exists()


def test_beginning_that_has_not_arrived(raw: Raw) -> None:
    begin, sealed = raw.entry("need", "hear", NEED, ahead=2)
    waits = raw.line("need", "met", {"how_met": "修好了"}, begin.record, saw=1)
    receipts = raw.push(waits)
    assert said(receipts[0]) == ("held", "waits_for_beginning")
    begin = msgspec.structs.replace(begin, seq=raw.seq + 1)
    assert said(raw.push(write_line(begin), beside=list(sealed))[0]) == ("taken", "")
    assert StandingRow.objects.get(record=begin.record).state == "met"
    settled = head_of(raw.post([], held=[1]))["settled"]
    assert [(one["seq"], one["answer"]) for one in settled] == [(1, "taken")]


# -- clocks


def test_clock_three_years_ahead(raw: Raw) -> None:
    ahead = timezone.now() + timedelta(days=3 * 365)
    receipt = raw.push(raw.line(at=ahead), clock=ahead)[0]
    assert said(receipt) == ("taken", "")
    row = EntryRow.objects.get(id=receipt["id"])
    assert abs(row.counted_at - timezone.now()) < timedelta(minutes=5)
    assert round(device(raw.device).clock_skew_seconds / 86400) == 3 * 365


def test_clock_of_1970(raw: Raw) -> None:
    past = datetime(1970, 1, 1, tzinfo=UTC)
    receipt = raw.push(raw.line(at=past), clock=past)[0]
    assert said(receipt) == ("taken", "")
    assert timezone.now() - EntryRow.objects.get(id=receipt["id"]).counted_at < timedelta(minutes=5)


@pytest.mark.parametrize("year", [1, 9999])
def test_moment_outside_all_clocks(raw: Raw, year: int) -> None:
    far = datetime(year, 12 if year > 1 else 1, 31 if year > 1 else 1, tzinfo=UTC)
    entry, _ = raw.entry(occurred_at=far)
    assert said(raw.push(write_line(entry))[0]) == ("returned", "malformed_line")


@pytest.mark.parametrize("year", [1, 9999])
def test_clock_that_overflows(raw: Raw, year: int) -> None:
    receipt = raw.push(raw.line(), clock=datetime(year, 6, 1, tzinfo=UTC))[0]
    assert receipt["answer"] in (
        "taken",
        "returned",
    )  # the officer held no post in the year it is set right to


def test_moment_without_offset(raw: Raw) -> None:
    line = raw.line().replace(b"Z", b"")
    assert said(raw.push(line)[0]) == ("returned", "malformed_line")

"""Whatever arrives: a clear sentence, or a held or returned entry; never a traceback, never a lost byte.

docs/bad-input.md lists every case with its sentence and its test; test_bad_input_table.py walks that table.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from django.utils import timezone

from cast import Cast
from phone.carrying import Carried, card_for, packed
from phone.raw import NEED, Raw, head_of, said, sentence_of
from urtuu.base.chain import genesis, sealed_digest
from urtuu.base.signing import sign
from urtuu.journal import replay, sealing, verifying
from urtuu.journal.models import EntryRow, SealedPart, StandingRow, Strange
from urtuu.kinds.entries import Seal, write_line
from urtuu.places.queries import device
from urtuu.places.services import revoke


@pytest.fixture
def raw(cast: Cast, carried: Carried) -> Raw:
    """Bataar's device."""
    return Raw(cast, cast.bataar, carried)


@pytest.fixture
def other(cast: Cast, carried: Carried) -> Raw:
    """Qiqige's device."""
    return Raw(cast, cast.qiqige, carried)


@pytest.fixture(autouse=True)
def everything_holds(db: None) -> object:
    """After every case the journal verifies and what stands follows from what was done."""
    yield
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []


def kept(raw: Raw) -> list[bytes]:
    """The lines of a device as they are stored."""
    rows = EntryRow.objects.filter(device=raw.device).order_by("seq")
    return [bytes(line) for line in rows.values_list("line", flat=True)]


# -- lines


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


# -- sealed parts


def test_sealed_part_that_differs(raw: Raw) -> None:
    entry, sealed = raw.entry("need", "hear", NEED)
    other = msgspec.structs.replace(sealed[0], body={"said": "别的话"})
    assert said(raw.push(write_line(entry), beside=[other])[0]) == ("returned", "sealed_body_differs")
    assert not SealedPart.objects.exists()


def test_sealed_part_under_another_records_key(raw: Raw, other: Raw) -> None:
    """Its erasure would destroy what is not its own, and its own could not be erased."""
    victim = raw.push_entry("need", "hear", NEED) and StandingRow.objects.get().record
    entry, sealed = other.entry("need", "hear", NEED)
    stolen = msgspec.structs.replace(sealed[0], key=victim)
    seal = Seal(stolen.part, victim, sealed_digest(stolen.salt, stolen.body))
    line = write_line(msgspec.structs.replace(entry, sealed=(seal,)))
    assert said(other.push(line, beside=[stolen])[0]) == ("returned", "sealed_body_differs")


def test_sealed_part_with_long_names(raw: Raw) -> None:
    entry, _ = raw.entry("need", "hear", {"topic": "water", "heading": "机井不出水"})
    for part, key in (("p" * 200, entry.record), ("personal", f"{entry.record}/{'k' * 300}")):
        seal = Seal(part, key, "0" * 64)
        line = write_line(msgspec.structs.replace(entry, seq=raw.seq + 1, sealed=(seal,)))
        assert said(raw.push(line)[0])[0] == "returned"


def test_sealed_part_twice(raw: Raw) -> None:
    entry, sealed = raw.entry("need", "hear", NEED)
    assert said(raw.push(write_line(entry), beside=[*sealed, *sealed])[0]) == ("taken", "")
    assert SealedPart.objects.count() == 1


def test_sealed_part_of_no_entry(raw: Raw, other: Raw) -> None:
    entry, _ = raw.entry()
    _, stray = other.entry("need", "hear", NEED)
    assert said(raw.push(write_line(entry), beside=list(stray))[0]) == ("taken", "")
    assert not SealedPart.objects.exists()


def test_sealed_part_for_an_erased_key(raw: Raw) -> None:
    entry, sealed = raw.entry("need", "hear", NEED)
    sealing.erase(entry.record, timezone.now())
    assert said(raw.push(write_line(entry), beside=list(sealed))[0]) == ("taken", "")
    assert not SealedPart.objects.exists()


@pytest.mark.parametrize("text", [b'{"sealed_of":', b'{"sealed_of":1}', b'{"sealed_of":"\xff"}'])
def test_sealed_part_unreadable(raw: Raw, text: bytes) -> None:
    assert sentence_of(raw.post([raw.line()], [text])) == (400, "sealed_unreadable")
    assert said(raw.push(raw.line())[0]) == ("taken", "")


# -- chains and identity


def test_wrong_prev(raw: Raw) -> None:
    raw.push(raw.line())
    line = raw.line()
    wrong = bytes(32)
    sent = raw.post([line], prev=wrong.hex(), sig=sign(raw.key, _link(wrong, line)))
    assert head_of(sent)["gaps"]["sentence"]["name"] == "chain_forked"
    assert bytes(Strange.objects.get().raw) == line
    assert said(raw.push(line)[0]) == ("taken", "")


def _link(head: bytes, line: bytes) -> bytes:
    from urtuu.base.chain import link

    return link(head, line)


def test_forked_chain(raw: Raw) -> None:
    before = (raw.seq, raw.head)
    raw.push(raw.line())
    raw.seq, raw.head = before
    other_past = raw.line()
    gap = head_of(raw.post([other_past]))["gaps"]
    assert (gap["sentence"]["name"], gap["expected_seq"]) == ("chain_forked", 2)
    assert bytes(Strange.objects.get().raw) == other_past
    head_of(raw.post([other_past]))
    assert Strange.objects.count() == 1  # sent again, kept once


def test_gap_in_the_numbers(raw: Raw) -> None:
    raw.push(raw.line())
    gap = head_of(raw.post([raw.line(ahead=5)], base_seq=raw.seq + 5))["gaps"]
    assert (gap["sentence"]["name"], gap["expected_seq"]) == ("chain_broken", 2)
    assert len(kept(raw)) == 1


@pytest.mark.parametrize("base_seq", [0, -1, -(2**70), 2**70])
def test_number_no_chain_has(raw: Raw, base_seq: int) -> None:
    assert sentence_of(raw.post([raw.line()], base_seq=base_seq)) == (400, "header_unreadable")
    assert kept(raw) == []


def test_bad_signature(raw: Raw, other: Raw) -> None:
    line = raw.line()
    for sig in ("", "no base64", sign(other.key, genesis(raw.device)), "A" * 4000):
        assert sentence_of(raw.post([line], sig=sig)) == (401, "bad_signature")
    assert sentence_of(raw.post([line], alg="p256")) == (401, "bad_signature")
    assert kept(raw) == []


def test_wrong_proof(raw: Raw) -> None:
    for proof in ("", "no base64", sign(raw.key, b"something else")):
        sent = raw.post([raw.line()], headers={"Urtuu-Proof": proof})
        assert sentence_of(sent) == (401, "proof_wrong")


@pytest.mark.parametrize("name", ["01900000-0000-7000-8000-000000000009", "nobody", "", "a\0b", "x" * 9000])
def test_unknown_device(raw: Raw, name: str) -> None:
    assert sentence_of(raw.post([raw.line()], device=name)) == (401, "device_unknown")


def test_device_in_another_spelling(raw: Raw) -> None:
    """Or one device would have several chains."""
    for name in (
        raw.device.upper(),
        f"{{{raw.device}}}",
        f"urn:uuid:{raw.device}",
        raw.device.replace("-", ""),
    ):
        assert sentence_of(raw.post([raw.line()], device=name)) == (401, "device_unknown")


def test_revoked_device(raw: Raw) -> None:
    revoke(device(raw.device), timezone.now())
    sent = raw.post([raw.line()])
    assert said(head_of(sent)["receipts"][0]) == ("held", "device_revoked")
    assert head_of(sent)["revoked"] is True
    assert head_of(sent).get("feeds", {}) == {}


def test_sent_twice(raw: Raw) -> None:
    line = raw.line()
    first, second = (head_of(raw.post([line]))["receipts"][0] for _ in range(2))
    assert (first["answer"], second["answer"], second["first_answer"]) == ("taken", "known", "taken")
    assert (first["feed"], first["pos"]) == (second["feed"], second["pos"])
    assert len(kept(raw)) == 1


# -- requests


def test_body_of_50_mb(raw: Raw) -> None:
    sent = raw.carried("/sync", b"x" * 50_000_000, {"Content-Type": "application/x-ndjson"})
    assert sentence_of(sent) == (413, "body_too_large")


def test_gzip_bomb(raw: Raw) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    assert len(bomb) < 1024 * 1024
    headers = {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"}
    assert sentence_of(raw.carried("/sync", bomb, headers)) == (413, "body_too_large")


def test_too_many_lines(raw: Raw) -> None:
    assert sentence_of(raw.post([b"{}"] * 6000)) == (413, "body_too_large")


def test_broken_gzip(raw: Raw) -> None:
    whole = packed(b"{}", raw.line())
    headers = {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"}
    flipped = bytes(byte ^ (0x55 if at == len(whole) // 2 else 0) for at, byte in enumerate(whole))
    for body in (whole[:-9], whole[:20], b"", b"plain text", flipped, whole + gzip.compress(b"more")):
        assert sentence_of(raw.carried("/sync", body, headers)) == (400, "broken_gzip")


def test_unknown_encoding(raw: Raw) -> None:
    sent = raw.post([raw.line()], headers={"Content-Encoding": "br"})
    assert sentence_of(sent) == (415, "encoding_unknown")


@pytest.mark.parametrize(
    "first",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"device":"\xff"}', b'{"device":5}', b"[" * 5000, b"\xef\xbb\xbf{}"],
)
def test_unreadable_header(raw: Raw, first: bytes) -> None:
    assert sentence_of(raw.post_text([first, raw.line()])) == (400, "header_unreadable")


@pytest.mark.parametrize(
    "changed",
    [
        {"clock": "2026-11-24T09:00:00"},
        {"clock": "yesterday"},
        {"held": [2**70]},
        {"cursors": {"grid:near": -1}},
        {"cursors": {"grid:near": 2**70}},
        {"shown": {"grid:near": [2**70, ""]}},
        {"shown": {"grid:near": ["x"]}},
        {"prev": "no hex"},
        {"schema": "a\0b"},
    ],
)
def test_header_with_odd_values(raw: Raw, changed: dict[str, object]) -> None:
    assert sentence_of(raw.post([raw.line()], **changed)) == (400, "header_unreadable")
    assert kept(raw) == []


def test_header_with_feeds_of_others(raw: Raw) -> None:
    """Asking for what is not one's own opens nothing."""
    cursors = {"grid:far": 0, "station:kundu": 0, "officer:somebody": 0, "ref:places:far": "x", "a\0b": 3}
    answer = head_of(raw.post([], cursors=cursors, shown={"grid:far": [1, "00"]}))
    assert set(answer["feeds"]) == {"grid:near", f"officer:{raw.person.id}"}
    assert set(answer["closed"]) >= {"grid:far", "station:kundu"}
    assert "ref:places:far" not in answer.get("refs", {})


def test_get_instead_of_post(raw: Raw) -> None:
    assert raw.carried.client.get("/sync").status_code == 405


# -- cards


def test_card_that_is_none(cast: Cast, carried: Carried) -> None:
    assert _enrolled(carried, code="0000-0000-0000") == (403, "card_unknown")
    assert _enrolled(carried, code="a\0b") == (403, "card_unknown")
    assert _enrolled(carried, code=card_for(cast.bataar), public_key="none") == (403, "key_unreadable")


def test_enrolment_that_cannot_be_read(cast: Cast, carried: Carried) -> None:
    for body in (b"", b"{", b"\xff", b"{}", b"[" * 5000):
        sent = carried("/sync/enrol", body, {"Content-Type": "application/json"})
        assert sentence_of(sent) == (400, "header_unreadable")


def test_label_with_nul(cast: Cast, carried: Carried) -> None:
    from urtuu.base.signing import key_from_seed, public_text

    key = public_text(key_from_seed(bytes(range(32))))
    body = msgspec.json.encode(
        {"code": card_for(cast.bataar), "public_key": key, "alg": "ed25519", "label": "a\0b"}
    )
    assert carried("/sync/enrol", body, {"Content-Type": "application/json"}).status == 201


def _enrolled(carried: Carried, **asked: str) -> tuple[int, str]:
    from urtuu.base.signing import key_from_seed, public_text

    key = public_text(key_from_seed(bytes(32)))
    body = msgspec.json.encode({"public_key": key, "alg": "ed25519", **asked})
    return sentence_of(carried("/sync/enrol", body, {"Content-Type": "application/json"}))


def test_two_phones_with_one_identity(cast: Cast, phone: Callable[..., object], tmp_path: object) -> None:
    """A copy of a phone's file in a second phone: the server keeps the first past, both are told."""
    import shutil

    from urtuu.interfaces.phone.phone import Phone

    first = phone(cast.bataar)
    first.sync()
    shutil.copytree(tmp_path / "bataar", tmp_path / "copy")
    copy = Phone(tmp_path / "copy", send=first._send)
    first.record("visit", "make", {"met": "met", "card_left": True, "label": "甲"})
    copy.record("visit", "make", {"met": "met", "card_left": True, "label": "乙"})
    first.sync()
    copy.sync()
    assert [m.sentence.name for m in copy.inbox()] == ["chain_forked"]
    assert copy.status(1) == "pending"  # nothing of the copy is shown as done
    assert Strange.objects.count() == 1

"""Requests that cannot be read, or not believed: a sentence, and nothing stored.

docs/bad-input.md lists every case with its sentence and its test.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable

import msgspec
import pytest
from django.utils import timezone

from cast import Cast
from phone.carrying import Carried, card_for, packed
from phone.raw import Raw, head_of, kept, said, sentence_of
from urtuu.base.chain import genesis
from urtuu.base.signing import sign
from urtuu.journal.models import Strange
from urtuu.places.queries import device
from urtuu.places.services import revoke

pytestmark = pytest.mark.usefixtures("everything_holds")


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

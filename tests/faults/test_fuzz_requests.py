"""Requests of any shape at all to the addresses of the wire: an answer in words, never a fault of ours."""

from __future__ import annotations

import json
import random
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from faults.mutating import SEED, TIMES, mutated
from phone.carrying import card_for, packed
from phone.raw import VISIT, Raw, kept
from sync.handing import PIXEL, hand_over, queue_of
from urtuu.base.signing import key_from_seed, public_text, sign
from urtuu.interfaces.phone.client import Sent
from urtuu.journal.models import EntryRow

pytestmark = pytest.mark.usefixtures("everything_holds")

TRANSPORT = {400, 401, 403, 409, 413, 415}
IN_CI, LONG = 150, 2_000 * TIMES
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=10
) | st.dictionaries(st.text(), st.integers() | st.text() | st.lists(st.integers()), max_size=8)
NAMES = (
    "device",
    "base_seq",
    "prev",
    "sig",
    "alg",
    "schema",
    "cursors",
    "shown",
    "held",
    "queue_len",
    "clock",
)
MORE_NAMES = (*NAMES, "epoch", "photos", "extra")
MANY = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def in_words(sent: Sent, *, good: int = 200) -> bool:
    """Whether it was heard. A refusal is a sentence with the words of both languages."""
    if sent.status == good:
        return True
    assert sent.status in TRANSPORT, (sent.status, sent.content[:300])
    told = msgspec.json.decode(sent.content)
    assert told["sentence"]["name"]
    assert all(told["text"][lang] for lang in ("zh-hans", "en"))
    return False


def head_line(raw: Raw, **more: Any) -> bytes:
    """The header of an empty request with everything in it."""
    return json.dumps(
        {
            "device": raw.device,
            "base_seq": raw.seq + 1,
            "prev": raw.head.hex(),
            "sig": "",
            "alg": "ed25519",
            "schema": "reference-1",
            "cursors": {"grid:near": 0, "ref:kinds": "0"},
            "shown": {"grid:near": [0, "00"]},
            "held": [1],
            "queue_len": 3,
            "clock": "2026-11-24T09:00:00+08:00",
            "epoch": "",
            "photos": 2,
            **more,
        }
    ).encode()


def many_headers(raw: Raw, seed: int, count: int) -> None:
    chance = random.Random(seed)
    raw.push(raw.line())
    heard = sum(in_words(raw.post_text([mutated(chance, head_line(raw))])) for _ in range(count))
    assert 0 < heard < count
    line = raw.line()
    for _ in range(count // 3):
        in_words(raw.post_text([mutated(chance, head_line(raw)), line]))
    assert kept(raw)[1:] in ([], [line])


def test_mutated_headers(raw: Raw) -> None:
    many_headers(raw, SEED, IN_CI)


@pytest.mark.long
def test_mutated_headers_for_long(raw: Raw) -> None:
    many_headers(raw, SEED + 1, LONG)


@MANY
@given(values=st.dictionaries(st.sampled_from(MORE_NAMES), JSON, max_size=4))
def test_any_header(raw: Raw, values: dict[str, Any]) -> None:
    in_words(raw.post_text([head_line(raw, **values)]))


@MANY
@given(body=st.binary(max_size=300), encoding=st.sampled_from(["", "gzip", "identity", "br"]))
def test_any_body(raw: Raw, body: bytes, encoding: str) -> None:
    headers = {"Content-Type": "application/x-ndjson", "Content-Encoding": encoding}
    for path in ("/sync", "/sync/sealed", "/sync/enrol"):
        in_words(raw.carried(path, body, headers))


def many_queues(raw: Raw, seed: int, count: int) -> None:
    """Sealed queues, mutated: not one of them is half taken as something nobody wrote."""
    chance = random.Random(seed)
    queue = queue_of(raw, 3)
    for turn in range(count):
        at = chance.randrange(len(queue)) if turn % 3 else 0
        sent = hand_over(raw, [*queue[:at], mutated(chance, queue[at]), *queue[at + 1 :]])
        in_words(sent)
    assert in_words(hand_over(raw, queue))
    assert EntryRow.objects.filter(device=raw.device).count() == 3
    assert set(EntryRow.objects.values_list("answer", flat=True)) == {"taken"}


def test_mutated_sealed_queues(raw: Raw) -> None:
    many_queues(raw, SEED, IN_CI)


@pytest.mark.long
def test_mutated_sealed_queues_for_long(raw: Raw) -> None:
    many_queues(raw, SEED + 1, LONG)


def many_enrolments(cast: Cast, raw: Raw, seed: int, count: int) -> None:
    chance = random.Random(seed)
    made = 0
    for turn in range(count):
        asked = {
            "code": card_for(cast.bataar),
            "public_key": public_text(key_from_seed(chance.randbytes(32))),
            "alg": "ed25519",
            "label": "旧手机",
            "device": f"01900000-0000-7000-8000-{turn:012d}",
            "checks": {"keys": True, "storage": 12, "browser": "x"},
        }
        body = mutated(chance, json.dumps(asked, ensure_ascii=False).encode())
        made += in_words(raw.carried("/sync/enrol", body, {"Content-Type": "application/json"}), good=201)
    assert 0 < made < count


def test_mutated_enrolments(cast: Cast, raw: Raw) -> None:
    many_enrolments(cast, raw, SEED, IN_CI)


@pytest.mark.long
def test_mutated_enrolments_for_long(cast: Cast, raw: Raw) -> None:
    many_enrolments(cast, raw, SEED + 1, LONG)


def many_pieces(raw: Raw, seed: int, count: int) -> None:
    """A picture in mutated pieces under good proofs: the whole one still arrives afterwards."""
    chance = random.Random(seed)
    digest = sha256(PIXEL).hexdigest()
    told = {"sha256": digest, "size": len(PIXEL), "mime": "image/jpeg"}
    raw.push(raw.line("visit", "make", {**VISIT, "photo": [told]}))
    for _ in range(count):
        piece = mutated(chance, PIXEL[: chance.choice((0, 1, 500, 300_000))])
        asked = mutated(chance, digest.encode()).decode("latin-1") if chance.random() < 0.4 else digest
        offset = str(chance.choice((0, 0, 1, len(PIXEL), 2**31, 2**70, -1, "", "a", "٣")))
        sent_piece(raw, asked, offset, piece)
    for _ in range(6):  # what came before may be wrong: then the whole one is asked for again
        response = raw.carried.client.head(
            f"/sync/blobs/{digest}", headers=proof(raw, "HEAD", digest, "0", b"")
        )
        at = int(response["Upload-Offset"])
        sent_piece(raw, digest, str(at), PIXEL[at : at + 256 * 1024])
    assert at == len(PIXEL)


def proof(raw: Raw, method: str, digest: str, offset: str, piece: bytes) -> dict[str, str]:
    said = f"urtuu-blob:{method}:{digest}:{offset}:{sha256(piece).hexdigest()}".encode("utf-8", "replace")
    return {"Urtuu-Device": raw.device, "Urtuu-Proof": sign(raw.key, said), "Upload-Offset": offset}


def sent_piece(raw: Raw, digest: str, offset: str, piece: bytes) -> int:
    path = "/sync/blobs/" + "".join(c if c.isascii() and c.isalnum() else "%00" for c in digest)
    response = raw.carried.client.patch(
        path,
        piece,
        content_type="application/offset+octet-stream",
        headers=proof(raw, "PATCH", digest, offset, piece),
    )
    assert response.status_code in {204, 400, 401, 404, 405, 409, 460}, response.content[:300]
    return response.status_code


def test_mutated_pictures(raw: Raw, tmp_path: Any, settings: Any) -> None:
    settings.BLOBS = tmp_path / "blobs"
    many_pieces(raw, SEED, IN_CI)


@pytest.mark.long
def test_mutated_pictures_for_long(raw: Raw, tmp_path: Any, settings: Any) -> None:
    settings.BLOBS = tmp_path / "blobs"
    many_pieces(raw, SEED + 1, LONG)


@pytest.mark.parametrize(
    "line", [b"9" * 60_000, b"[" * 60_000, b'{"a":' * 12_000, b'"' + b"\\u0041" * 10_000]
)
def test_a_bomb_of_a_line_is_one_line(raw: Raw, line: bytes) -> None:
    """Megabytes of the worst lines under a good signature: each is kept, and the next is heard."""
    assert {one["answer"] for one in raw.push(*[line] * 130)} == {"returned"}
    assert raw.push(line)[0]["answer"] == "returned"
    assert kept(raw) == [line] * 131
    assert len(packed(line)) < 70_000

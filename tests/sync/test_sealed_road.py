"""What waits on a locked or wiped phone arrives sealed: the same door, nothing twice, nothing lost."""

from __future__ import annotations

import base64
import json

import msgspec
import pytest
from django.utils import timezone

from cast import Cast
from phone.carrying import card_for
from phone.raw import Raw
from sync.handing import NEED, hand_over, queue_of, sealed_line
from urtuu.base.chain import link
from urtuu.base.signing import ED25519, key_from_seed, public_text, sign
from urtuu.interfaces.sync.wire import LARGEST_BODY
from urtuu.journal import envelopes, handover, sealing
from urtuu.journal.models import Chain, EntryRow, SealedPart
from urtuu.kinds.entries import write_line
from urtuu.places import services
from urtuu.places.models import Device

pytestmark = pytest.mark.usefixtures("everything_holds")


def told(sent: object) -> dict[str, object]:
    found: dict[str, object] = json.loads(sent.content)  # type: ignore[attr-defined]
    return found


def test_sealed_lines_are_taken_like_a_push(raw: Raw) -> None:
    sent = hand_over(raw, queue_of(raw))
    assert sent.status == 200
    assert told(sent)["answers"] == {"taken": 3, "known": 0, "held": 0, "returned": 0}
    assert told(sent)["acked"] == [3, bytes(Chain.objects.get(device=raw.device).head).hex()]
    assert SealedPart.objects.count() == 3


def test_handed_over_twice_nothing_is_doubled(raw: Raw) -> None:
    queue = queue_of(raw)
    hand_over(raw, queue)
    again = hand_over(raw, queue)
    assert told(again)["answers"]["known"] == 3  # type: ignore[index]
    assert EntryRow.objects.filter(device=raw.device).count() == 3


def test_a_revoked_phones_lines_are_held(raw: Raw) -> None:
    services.revoke(Device.objects.get(pk=raw.device), timezone.now())
    assert told(hand_over(raw, queue_of(raw)))["answers"]["held"] == 3  # type: ignore[index]


def test_a_gap_stores_nothing_and_says_from_where(raw: Raw) -> None:
    line = write_line(raw.entry("need", "hear", NEED, ahead=5)[0])
    signed = sign(raw.key, link(raw.head, line))
    queue = [queue_of(raw, base_seq=5)[0], sealed_line(raw, 5, line, signed)]
    sent = hand_over(raw, queue)
    assert (sent.status, told(sent)["acked"]) == (200, [0, raw.head.hex()])
    assert not EntryRow.objects.exists()
    # How far a phone's chain reaches is told to nobody but the phone.
    strange = hand_over(raw, [queue[0], sealed_line(raw, 5, line, sign(raw.key, b"something else"))])
    assert (strange.status, told(strange)["sentence"]["name"]) == (401, "bad_signature")  # type: ignore[index]


def test_nothing_handed_over_is_told_nothing(raw: Raw) -> None:
    sent = hand_over(raw, queue_of(raw)[:1])
    assert (sent.status, told(sent)["sentence"]["name"]) == (400, "not_a_handover")  # type: ignore[index]


def test_too_much_at_once_is_not_read(raw: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = raw.carried("/sync/sealed", b"x" * (LARGEST_BODY + 1), {"Content-Type": "application/x-ndjson"})
    assert (sent.status, told(sent)["sentence"]["name"]) == (413, "body_too_large")  # type: ignore[index]
    monkeypatch.setattr(handover, "MOST_LINES", 2)
    sent = hand_over(raw, queue_of(raw))
    assert (sent.status, told(sent)["sentence"]["name"]) == (413, "body_too_large")  # type: ignore[index]
    assert not EntryRow.objects.exists()


@pytest.mark.parametrize(
    ("spoilt", "status", "sentence"),
    [
        ("no header", 400, "not_a_handover"),
        ("unknown device", 401, "device_unknown"),
        ("no device", 401, "device_unknown"),
        ("no number", 400, "not_a_handover"),
        ("no past", 400, "not_a_handover"),
        ("broken envelope", 400, "envelope_unreadable"),
        ("another's name", 400, "envelope_unreadable"),
        ("wrong signature", 401, "bad_signature"),
        ("another past", 409, "chain_forked"),
        ("a hole", 400, "envelope_unreadable"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    raw: Raw, spoilt: str, status: int, sentence: str
) -> None:
    sent = hand_over(raw, spoil(raw, queue_of(raw), spoilt))
    assert (sent.status, told(sent)["sentence"]["name"]) == (status, sentence)  # type: ignore[index]
    assert not EntryRow.objects.exists()


def spoil(raw: Raw, queue: list[bytes], how: str) -> list[bytes]:  # noqa: PLR0911 - a case a line
    head, last = json.loads(queue[0]), json.loads(queue[-1])
    match how:
        case "no header":
            return [b"[]", *queue[1:]]
        case "unknown device":
            stranger = "0" * 8 + "-0000-4000-8000-" + "0" * 12
            envelope = envelopes.sealed(b"{}", f"{stranger}/1", envelopes.station_point())
            line = {**last, "seq": 1, "envelope": base64.b64encode(envelope).decode()}
            return [json.dumps({**head, "device": stranger}).encode(), json.dumps(line).encode()]
        case "no device":
            return [
                json.dumps({**head, "device": "\u4e95"}).encode(),
                sealed_line(raw, 1, b"{}", "", device="井"),
            ]
        case "no number":
            return [json.dumps({**head, "base_seq": 0}).encode(), *queue[1:]]
        case "no past":
            return [json.dumps({**head, "prev": "xyz"}).encode(), *queue[1:]]
        case "broken envelope":
            return [
                *queue[:-1],
                json.dumps({**last, "envelope": last["envelope"][:-8] + "AAAAAAA="}).encode(),
            ]
        case "another's name":
            return [*queue[:-1], sealed_line(raw, 9, b"{}", last["sig"], seq=3)]
        case "wrong signature":
            return [*queue[:-1], json.dumps({**last, "sig": json.loads(queue[1])["sig"]}).encode()]
        case "another past":
            return [json.dumps({**head, "prev": "00" * 32}).encode(), *resigned(raw, queue)]
        case _:
            return [queue[0], queue[1], queue[3]]


def resigned(raw: Raw, queue: list[bytes]) -> list[bytes]:
    """The same lines on another past, rightly signed over it."""
    head, found = bytes(32), []
    for line in queue[1:]:
        one = json.loads(line)
        plain = envelopes.opened(base64.b64decode(one["envelope"]), f"{raw.device}/{one['seq']}")
        head = link(head, plain.split(b"\n")[0])
        found.append(json.dumps({**one, "sig": sign(raw.key, head)}).encode())
    return found


def test_an_enrolled_phone_is_told_the_stations_point_and_its_roles(cast: Cast, raw: Raw) -> None:
    key = key_from_seed(bytes(31) + b"\x07")
    checks = {
        "worker": "yes",
        "camera": "no",
        "quota": "no: 120 MB",
        "clock": "no: " + "1" * 60,
        "engine": "Chrome/92.0.4515.131",
        "screen": "390x844",
        "fonts": "yes",
        "gzip": True,
        "vertical": {"a": 1},
    }
    asked = {"code": card_for(cast.bataar), "public_key": public_text(key), "alg": ED25519, "checks": checks}
    sent = raw.carried("/sync/enrol", msgspec.json.encode(asked), {"Content-Type": "application/json"})
    answer = told(sent)
    assert base64.b64decode(str(answer["rescue_key"])) == envelopes.station_point()
    assert answer["roles"] == ["officer"]
    kept = Device.objects.get(pk=str(answer["device"])).checks
    # What would recognise the person who carries it is not kept: only known checks with short results.
    assert kept == {"worker": "yes", "camera": "no", "quota": "no: 120 MB", "engine": "Chrome/92.0.4515.131"}


def test_an_envelope_opens_only_under_its_name_and_whole() -> None:
    envelope = envelopes.sealed("井".encode(), "a/1", envelopes.station_point())
    assert envelopes.opened(envelope, "a/1").decode() == "井"
    for broken, name in (
        (envelope, "a/2"),
        (envelope[:-1], "a/1"),
        (b"\x02" + envelope[1:], "a/1"),
        (b"", "a/1"),
    ):
        with pytest.raises(envelopes.Unopened):
            envelopes.opened(broken, name)


def test_what_arrived_sealed_is_readable_like_the_rest(raw: Raw) -> None:
    hand_over(raw, queue_of(raw, 1))
    row = EntryRow.objects.get(device=raw.device)
    assert sealing.opened_parts(row.record, ["personal"])[row.record]["said"] == NEED["said"]

"""The envelope of docs/wire.md, read a second time: what phones sealed must open as long as sites live."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from urtuu.journal import envelopes, sealing

VECTOR: dict[str, Any] = json.loads((Path(__file__).parent / "envelope.json").read_text(encoding="utf-8"))
SECRET, POINT, ENVELOPE = VECTOR["site_secret"], VECTOR["point"], bytes.fromhex(VECTOR["envelope"])


@pytest.fixture(autouse=True)
def _site(settings: object) -> Iterator[None]:
    """The site of the vector, whose secret is known."""
    settings.SITE_SECRET = SECRET  # type: ignore[attr-defined]
    forget()
    yield
    forget()


def forget() -> None:
    sealing.site_secret.cache_clear()
    envelopes._station_key.cache_clear()


def test_a_site_with_the_same_secret_has_the_same_point() -> None:
    assert envelopes.station_point().hex() == POINT


def test_an_envelope_of_an_earlier_version_opens() -> None:
    assert envelopes.opened(ENVELOPE, VECTOR["name"]).decode() == VECTOR["plain"]


def test_the_vector_is_what_the_page_says() -> None:
    """ECDH, HKDF (RFC 5869) and AES-GCM put together by hand, from the page alone."""
    own = ec.derive_private_key(int(VECTOR["ephemeral_scalar"], 16), ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    station = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(POINT))
    shared = own.exchange(ec.ECDH(), station)
    extracted = hmac.digest(point + bytes.fromhex(POINT), shared, hashlib.sha256)
    key = hmac.digest(extracted, b"urtuu-sealed-1\x01", hashlib.sha256)
    nonce = bytes.fromhex(VECTOR["iv"])
    text = AESGCM(key).encrypt(nonce, VECTOR["plain"].encode(), VECTOR["name"].encode())
    assert (b"\x01" + point + nonce + text).hex() == ENVELOPE.hex()


def test_another_site_opens_nothing(settings: object) -> None:
    settings.SITE_SECRET = "another"  # type: ignore[attr-defined]
    forget()
    with pytest.raises(envelopes.Unopened):
        envelopes.opened(ENVELOPE, VECTOR["name"])


@pytest.mark.parametrize(
    "point", [b"\x04" + bytes(64), b"\x04" + b"\xff" * 64, bytes(65), b"\x02" + bytes(64)]
)
def test_a_point_that_is_on_no_curve_opens_nothing(point: bytes) -> None:
    """Else a chosen point would draw the station's key out, envelope by envelope."""
    with pytest.raises(envelopes.Unopened):
        envelopes.opened(b"\x01" + point + ENVELOPE[66:], VECTOR["name"])

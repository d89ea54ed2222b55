"""What a phone seals to the station: opened here, with a key that comes from the site's secret alone.

version 1 ‖ ephemeral P-256 point (65) ‖ iv (12) ‖ AES-256-GCM text and tag. Key: HKDF-SHA256 over the ECDH
x-coordinate, salt = ephemeral point ‖ station's point, info = "urtuu-sealed-1"; the name is additional data.
The key is derived, not stored: a site restored from its backup still opens what phones sealed before.
"""

from __future__ import annotations

import secrets
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from urtuu.journal.sealing import site_secret

VERSION = b"\x01"
POINT, NONCE = 65, 12
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group of P-256 (SEC 2, section 2.4.2)."""


class Unopened(ValueError):
    """An envelope that this site cannot open: cut, changed, for another site or under another name."""


def station_point() -> bytes:
    """The public half that phones seal to: the uncompressed point, 65 bytes."""
    return _raw(_station_key().public_key())


@cache
def _station_key() -> ec.EllipticCurvePrivateKey:
    scalar = int.from_bytes(site_secret("phone-envelopes"), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(scalar, ec.SECP256R1())


def opened(envelope: bytes, name: str) -> bytes:
    """The plain bytes. Raises Unopened."""
    if envelope[:1] != VERSION or len(envelope) < 1 + POINT + NONCE + 16:
        raise Unopened(name)
    point, rest = envelope[1 : 1 + POINT], envelope[1 + POINT :]
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        secret = _station_key().exchange(ec.ECDH(), theirs)
        key = _key(secret, point + station_point())
        return AESGCM(key).decrypt(rest[:NONCE], rest[NONCE:], name.encode())
    except (InvalidTag, ValueError) as problem:
        raise Unopened(name) from problem


def sealed(plain: bytes, name: str, point: bytes) -> bytes:
    """An envelope to a point, as a phone makes it: for the reference phone and the tests."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    own = ec.generate_private_key(ec.SECP256R1())
    ephemeral = _raw(own.public_key())
    nonce = secrets.token_bytes(NONCE)
    key = _key(own.exchange(ec.ECDH(), theirs), ephemeral + point)
    return VERSION + ephemeral + nonce + AESGCM(key).encrypt(nonce, plain, name.encode())


def _key(secret: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"urtuu-sealed-1").derive(secret)


def _raw(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

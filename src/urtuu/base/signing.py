"""Who wrote a batch: one signature over the chain head, Ed25519 or ECDSA P-256.

Keys travel as standard base64: 32 raw bytes for Ed25519, the 65-byte uncompressed point for P-256. A P-256
signature is the 64-byte r ‖ s form that browsers produce (IEEE P1363), not DER.
"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

ED25519 = "ed25519"
P256 = "p256"
ALGORITHMS = (ED25519, P256)


def key_from_seed(seed: bytes) -> Ed25519PrivateKey:
    """The Ed25519 key of a 32-byte seed."""
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half as it travels."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def sign(key: Ed25519PrivateKey, head: bytes) -> str:
    """The signature over a chain head, as it travels."""
    return base64.b64encode(key.sign(head)).decode()


def readable_key(alg: str, public_key: str) -> bool:
    """Whether a public key can be used at all: asked once, at enrolment."""
    try:
        _load(alg, _bytes(public_key))
    except (ValueError, binascii.Error):
        return False
    return True


def signed_by(alg: str, public_key: str, head: bytes, signature: str) -> bool:
    """Whether the signature over the head was made with this key. Malformed input is simply not signed."""
    try:
        raw = _bytes(signature)
        key = _load(alg, _bytes(public_key))
        if isinstance(key, Ed25519PublicKey):
            key.verify(raw, head)
        else:
            r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
            key.verify(encode_dss_signature(r, s), head, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _load(alg: str, raw: bytes) -> Ed25519PublicKey | ec.EllipticCurvePublicKey:
    if alg == ED25519:
        return Ed25519PublicKey.from_public_bytes(raw)
    if alg == P256:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    raise ValueError(f"unknown signature algorithm {alg!r}")

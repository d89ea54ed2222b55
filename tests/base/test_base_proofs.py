"""Canonical form, device chain, Merkle tree, ids and signatures: the arithmetic others will check."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from random import Random

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from urtuu.base import merkle
from urtuu.base.canonical import LARGEST, NotCanonical, canonical, digest
from urtuu.base.chain import genesis, heads, link, sealed_digest
from urtuu.base.ids import new_id, read_id
from urtuu.base.sentences import say
from urtuu.base.signing import ED25519, P256, key_from_seed, public_text, readable_key, sign, signed_by

LEAF = (
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
VALUES = st.recursive(
    LEAF,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc草", max_size=3), inner, max_size=4)
    ),
)


@given(VALUES)
def test_the_canonical_form_reads_back_and_is_a_fixed_point(value):
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


def test_keys_are_sorted_nothing_is_padded_and_text_is_utf8():
    assert canonical({"b": 1, "a": [True, None, "草"]}) == '{"a":[true,null,"草"],"b":1}'.encode()
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})


@pytest.mark.parametrize("value", [0.5, float("nan"), {"a": [1.0]}, LARGEST + 1, [-LARGEST - 1]])
def test_fractions_and_numbers_too_large_have_no_form(value):
    with pytest.raises(NotCanonical):
        canonical(value)


def naive_root(leaves):
    """RFC 6962, section 2.1, word by word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


@pytest.mark.parametrize("size", [*range(70), 127, 128, 129, 1000])
def test_the_root_is_that_of_rfc_6962(size):
    lines = [str(n).encode() for n in range(size)]
    frontier, grown = merkle.grown((), 0, map(merkle.leaf, lines))
    assert (merkle.root(frontier), grown) == (naive_root(lines), size)


@given(st.lists(st.integers(0, 9), max_size=12))
def test_growing_in_pieces_is_growing_at_once(pieces):
    frontier, size = (), 0
    for count in pieces:
        leaves = [merkle.leaf(str(size + n).encode()) for n in range(count)]
        frontier, size = merkle.grown(merkle.unpacked(merkle.packed(frontier)), size, leaves)
    whole, _ = merkle.grown((), 0, [merkle.leaf(str(n).encode()) for n in range(size)])
    assert frontier == whole
    assert len(frontier) == size.bit_count()


def test_a_chain_binds_each_line_to_all_before_it_and_to_its_device():
    lines = [b"one", b"two", b"three"]
    ends = list(heads(genesis("d"), lines))
    assert ends[0] == hashlib.sha256(hashlib.sha256(b"urtuu-device:d").digest() + b"one").digest()
    assert ends[-1] == link(ends[1], b"three")
    assert list(heads(genesis("d"), [b"two", b"one", b"three"]))[-1] != ends[-1]
    assert list(heads(genesis("e"), lines))[-1] != ends[-1]


def test_a_sealed_digest_hides_by_its_salt():
    body = {"name": "某"}
    first, second = sealed_digest("00" * 16, body), sealed_digest("01" * 16, body)
    assert first != second
    assert first == hashlib.sha256(bytes(16) + canonical(body)).hexdigest()


def test_an_id_is_a_uuid_of_version_7_with_its_moment():
    at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    made = new_id(at)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(at.timestamp() * 1000)
    assert new_id(at) != made


@given(st.binary(min_size=10, max_size=10))
def test_an_id_from_a_seed_repeats_and_stays_version_7(noise):
    at = datetime(2026, 11, 24, tzinfo=UTC)
    assert new_id(at, noise) == new_id(at, noise)
    assert new_id(at, noise).version == 7


def test_what_is_no_id_reads_as_nothing():
    assert read_id("x") is None
    assert read_id(None) is None
    assert str(read_id("01932f00-0000-7000-8000-00000000cafe")).endswith("cafe")


def test_an_ed25519_signature_holds_for_its_head_and_key_only():
    key, other = key_from_seed(b"1" * 32), key_from_seed(b"2" * 32)
    signature = sign(key, b"head")
    assert signed_by(ED25519, public_text(key), b"head", signature)
    assert not signed_by(ED25519, public_text(key), b"other", signature)
    assert not signed_by(ED25519, public_text(other), b"head", signature)


def test_a_p256_signature_in_the_browsers_form_is_read():

    key = ec.generate_private_key(ec.SECP256R1())
    r, s = decode_dss_signature(key.sign(b"head", ec.ECDSA(hashes.SHA256())))
    raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    spelled = base64.b64encode(public).decode()
    assert signed_by(P256, spelled, b"head", base64.b64encode(raw).decode())
    assert not signed_by(P256, spelled, b"head2", base64.b64encode(raw).decode())
    assert readable_key(P256, spelled)


@pytest.mark.parametrize("text", ["", "!!", "AAAA", "é"])
def test_malformed_keys_and_signatures_are_simply_not_signed(text):
    key = public_text(key_from_seed(b"1" * 32))
    for alg in (ED25519, P256, "rsa"):
        assert not signed_by(alg, text, b"head", text)
    assert not signed_by(ED25519, key, b"head", text)
    assert not readable_key(ED25519, text)


@given(st.binary(max_size=80), st.integers(0, 2**32))
def test_noise_is_never_a_signature(noise, seed):

    key = public_text(key_from_seed(Random(seed).randbytes(32)))
    assert not signed_by(ED25519, key, b"head", base64.b64encode(noise).decode())


def test_a_sentence_may_carry_a_value_called_name():
    told = say("unknown_kind", name="stray", kind="task")
    assert (told.name, told.kind, told.values) == ("unknown_kind", "task", {"name": "stray"})

"""What is written, signed and worded: compositions, lines, signatures, and every word of every table."""

from __future__ import annotations

import base64
from dataclasses import replace
from random import Random
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from odd_bodies import ID, plain

from urtuu.base import signing
from urtuu.base.sentences import Sentence
from urtuu.kinds import words
from urtuu.kinds.cases import MORNING, filled
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.entries import write_line
from urtuu.kinds.registry import shelf
from urtuu.kinds.wording import asked_words


def composed() -> list[dict[str, Any]]:
    """A deed an act with the noise it was composed from; half name no record, some are practice."""
    found = []
    for kind in shelf():
        for act in kind.acts:
            rng = Random(f"compose/{kind.name}/{act.name}")
            body, parts = filled(act, rng)
            given: list[bytes] = []

            def noise(count: int, rng: Random = rng, given: list[bytes] = given) -> bytes:
                given.append(rng.randbytes(count))
                return given[-1]

            fields = {**body, **{name: one for part in parts.values() for name, one in part.items()}}
            deed = Deed(kind=kind.name, act=act.name, fields=fields, grid="near", station="shuangsheng")
            deed = replace(
                deed, record=rng.choice(["", ID]), saw=rng.choice([0, 3]), gacha=rng.choice(["", "1" * 12])
            )
            deed = replace(deed, training=rng.random() < 0.2)
            hand = Hand(
                device=ID,
                seq=rng.randint(1, 99),
                actor=ID,
                occurred_at=MORNING,
                recorded_at=MORNING,
                noise=noise,
            )
            entry, sealed = compose(kind, act, deed, hand)
            told = {name: getattr(deed, name) for name in Deed.__dataclass_fields__}
            found.append(
                {
                    "deed": told,
                    "seq": hand.seq,
                    "noise": [one.hex() for one in given],
                    "line": write_line(entry).decode(),
                    "sealed": plain(sealed),
                    "entry": {name: plain(getattr(entry, name)) for name in entry.__struct_fields__},
                }
            )
    return found


def signatures() -> list[dict[str, Any]]:
    """Signatures by both sorts of keys, good ones and what somebody made of them, with the server's answer."""
    rng = Random("signatures")
    found = []
    for n in range(6):
        message = rng.randbytes(32 * n)
        ed = signing.key_from_seed(rng.randbytes(32))
        curve = ec.derive_private_key(rng.getrandbits(250) + 1, ec.SECP256R1())
        point = curve.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        r, s = decode_dss_signature(curve.sign(message, ec.ECDSA(hashes.SHA256())))
        pairs = (
            ("ed25519", signing.public_text(ed), signing.sign(ed, message)),
            ("p256", _text(point), _text(r.to_bytes(32, "big") + s.to_bytes(32, "big"))),
        )
        for alg, key, signature in pairs:
            raw = base64.b64decode(signature)
            changed = _text(bytes([raw[0] ^ 1]) + raw[1:])
            late = _text(raw[:40] + bytes([raw[40] ^ 128]) + raw[41:])
            spelt = [
                signature.rstrip("="),
                f"{signature}\n",
                f" {signature}",
                signature.replace("=", "-"),
                "",
                "井",
            ]
            for text in (
                signature,
                changed,
                late,
                _text(raw[:63]),
                _text(raw + b"\0"),
                _text(bytes(64)),
                *spelt,
            ):
                found.append(_signed(alg, key, message, text))
            found += [
                _signed(alg, other, message, signature) for other in (key[:-4], "", _text(bytes(len(point))))
            ]
            found.append(_signed("rsa", key, message, signature))
            found.append(_signed("p256" if alg == "ed25519" else "ed25519", key, message, signature))
    return found


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _signed(alg: str, key: str, message: bytes, signature: str) -> dict[str, Any]:
    good = signing.signed_by(alg, key, message, signature)
    return {"alg": alg, "key": key, "message": message.hex(), "signature": signature, "good": good}


def labels() -> list[list[Any]]:
    """Every word an interface asks for, and some that nobody has: language, kind, group, name, the word or nothing."""
    asked = [(kind.name, *one) for kind in shelf() for one in asked_words(kind)]
    for kind in shelf():
        asked += [(kind.name, group, act.name) for act in kind.acts for group in ("done", "hints")]
        asked += [(kind.name, "field_hints", name) for act in kind.acts for name in act.fields]
        asked += [
            (kind.name, group, "nothing") for group in ("states", "fields", "hints", "choices.x", "nowhere")
        ]
    asked += [("", group, name) for lang in words.LANGUAGES for group, name in _shared(lang)]
    asked += [("nothing", "states", "closed"), ("", "roles", "officer"), ("", "parts", "personal")]
    langs = (*words.LANGUAGES, "mvf")
    return [[lang, *one, words.find(lang, *one)] for lang in langs for one in dict.fromkeys(asked)]


def _shared(lang: str) -> list[tuple[str, str]]:
    return [
        (group, name) for group, rows in words.shared(lang).items() if isinstance(rows, dict) for name in rows
    ]


VALUES: dict[str, list[Any]] = {
    "act": ["offer", "make", "nothing"],
    "last_act": ["hold"],
    "state": ["reported", "closed"],
    "field": ["met", "place", "obligations.due_on"],
    "difficulty": ["D2"],
    "moment": ["2026-11-24T02:15:38.193852Z", "2025-12-31T23:59:59+08:00", "yesterday"],
    "role": ["officer, chief", "nobody"],
    "part": ["personal, party"],
    "level": ["1"],
    "page": ["trays"],
}
"""What such blanks hold; any other holds a text, a number or nothing at all."""


def said() -> list[dict[str, Any]]:
    """Every sentence there is, with its blanks filled in several ways."""
    names = dict.fromkeys(name for lang in words.LANGUAGES for name in words.sentences(lang))
    found = []
    for name in [*names, "no_such_sentence"]:
        text = " ".join(words.sentences(lang).get(name, "") for lang in words.LANGUAGES)
        blanks = sorted({piece.split("}")[0] for piece in text.split("{")[1:]})
        for turn in range(3):
            rng = Random(f"said/{name}/{turn}")
            values = {
                blank: rng.choice(VALUES.get(blank, ["萨仁", 7, 0, ""]))
                for blank in blanks
                if rng.random() < 0.9
            }
            kind = rng.choice(["", "dispute", "visit", "nothing"])
            one = Sentence(name=name, values=values, kind=kind)
            found.append(
                {
                    "said": plain(one),
                    **{lang: words.sentence(lang, one) for lang in (*words.LANGUAGES, "mvf")},
                }
            )
    return found

"""Writes what the server's own code says, for the phone's code to be compared with: `python vectors.py FOLDER`.

Every generated case with its verdict, random histories of two devices with the digest of their standing, clocks,
canonical forms, chains and trees, envelopes, and the tables themselves. From fixed seeds.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "urtuu.config.settings")
os.environ.setdefault("URTUU_VAR", str(Path(sys.argv[1]) / "var"))  # it goes with the folder

from clock_histories import clock_lives
from mended_days import mended_days
from odd_bodies import odd_bodies, plain
from written_values import composed, labels, said, signatures

from urtuu.base import chain, ids, merkle
from urtuu.base.canonical import canonical
from urtuu.base.workdays import working_days
from urtuu.kinds import clocks
from urtuu.kinds.cases import GeneratedCase, filled, generated
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.dispute.rules import tier
from urtuu.kinds.entries import write_line
from urtuu.kinds.export import kinds_json
from urtuu.kinds.fields import Choice
from urtuu.kinds.fold import Standing, begin, fold
from urtuu.kinds.judging import Answer, judge
from urtuu.kinds.registry import shelf

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HISTORIES, INTERLEAVINGS = 400, 25
"""Histories of two devices, and orders of each: 10,000 interleavings."""


def cases() -> list[dict[str, Any]]:
    found = []
    for case in generated(shelf()):
        verdict = judge(case.entry, case.standing, dict(case.parts), shelf())
        sentence = verdict.sentence
        found.append(
            {
                "name": case.name,
                "entry": plain(case.entry),
                "standing": plain(case.standing) if case.standing else None,
                "parts": plain(dict(case.parts)),
                "answer": str(verdict.answer),
                "why": str(verdict.why or ""),
                "sentence": sentence.name if sentence else "",
                "field": str(sentence.values.get("field", "")) if sentence else "",
                "guarded": case.guarded,
                "after": _after(case),
            }
        )
    return found


def _after(case: GeneratedCase) -> str:
    """The digest of the record with the entry folded in, whatever the door said to it; odd bodies are not folded."""
    if case.answer is Answer.RETURNED and case.name.endswith(("foreign field", "missing", "wrong")):
        return ""
    standing = begin(case.entry)
    if case.standing:
        standing = msgspec.json.decode(msgspec.json.encode(case.standing), type=Standing)
        standing.before = shelf()[case.entry.kind].states[0]
    return fold(standing, case.entry, shelf()[case.entry.kind], case.entry.occurred_at).digest()


def history(rng: Random, kind_name: str) -> list[Any]:
    """The beginning of a record by one device, then acts of two that know more or less of each other."""
    kind = shelf()[kind_name]
    first = rng.choice(kind.beginnings)
    entries = []
    record = str(ids.new_id(START, rng.randbytes(10)))
    seqs = {"phone-a": 0, "phone-b": 0}
    for n in range(rng.randint(3, 9)):
        act = first if n == 0 else rng.choice([a for a in kind.acts if not a.begins])
        body, parts = filled(act, rng, wishes=rng.random() < 0.6)
        device = "phone-a" if n == 0 else rng.choice(["phone-a", "phone-b"])
        seqs[device] += 1
        at = START + timedelta(minutes=17 * n, microseconds=rng.choice([0, 0, 120_000, 123_456]))
        hand = Hand(
            device=device,
            seq=seqs[device],
            # The second device is a desk: two people write with it, and one need not see what the other wrote.
            actor=f"staff-{device}{rng.choice(['', '-other']) if device == 'phone-b' else ''}",
            occurred_at=at,
            recorded_at=at,
            noise=rng.randbytes,
        )
        deed = Deed(
            kind=kind.name,
            act=act.name,
            fields={**body, **{k: v for part in parts.values() for k, v in part.items()}},
            record=record,
            grid="near",
            station="shuangsheng",
            saw=rng.randint(0, n),
        )
        entries.append(compose(kind, act, deed, hand)[0])
    return entries


def interleaved(rng: Random, entries: list[Any]) -> list[Any]:
    """Another order in which the server may have taken them: each device's own order stays."""
    queues = [[e for e in entries if e.device == device] for device in ("phone-a", "phone-b")]
    order = [entries[0]]
    queues[0] = queues[0][1:]
    while any(queues):
        queue = rng.choice([q for q in queues if q])
        order.append(queue.pop(0))
    return order


def folds() -> list[dict[str, Any]]:
    found = []
    names = [kind.name for kind in shelf() if not kind.desk_only]
    for seed in range(HISTORIES):
        rng = Random(f"fold/{seed}")
        entries = history(rng, names[seed % len(names)])
        orders = []
        for _ in range(INTERLEAVINGS):
            order = interleaved(rng, entries)
            standing = begin(order[0])
            for entry in order:
                fold(standing, entry, shelf()[entry.kind], entry.occurred_at)
            orders.append({"order": [entries.index(e) for e in order], "digest": standing.digest()})
        found.append({"lines": [write_line(e).decode() for e in entries], "orders": orders})
    return found


def clock_faces() -> list[dict[str, Any]]:
    found = []
    days = working_days()
    names = [kind.name for kind in shelf() if kind.clocks]
    for seed in range(400):
        rng = Random(f"clock/{seed}")
        entries = history(rng, names[seed % len(names)])
        shift = timedelta(days=rng.randint(0, 400), hours=rng.randint(0, 23))
        standing = begin(entries[0])
        for entry in entries:
            fold(standing, entry, shelf()[entry.kind], entry.occurred_at - shift)
        now = START - shift + timedelta(hours=rng.randint(1, 900))
        faces = clocks.running(standing, shelf()[standing.kind], now, days)
        found.append(
            {
                "standing": plain(standing),
                "now": now.isoformat(),
                "faces": [
                    {
                        "name": f.name,
                        "state": f.state,
                        "due": f.due_at.timestamp() if f.due_at else None,
                        "warns": f.warns_at.timestamp() if f.warns_at else None,
                        "stopped": f.stopped_at.timestamp() if f.stopped_at else None,
                        "minutes": f.remaining_minutes,
                        "doubt": f.doubt.name if f.doubt else "",
                    }
                    for f in faces
                ],
            }
        )
    return found


def values() -> dict[str, Any]:
    rng = Random("values")
    plains = [
        {"b": 1, "a": [True, None, '井\u180eᠮ\n"\\'], "é": {}, "\U0001f411": 2, "\ufffd": 3, "\x7f\x01": ""},
        "".join(map(chr, range(32))) + "\x7f\x80\u2028\u2029\ufeff\ufffe",
        {"\ue000": 1, "\U00010000": 2, "\ud7ff": 3, "a": 4, "": 5, "ab": 6},
        [],
        "",
        -(2**53) + 1,
        {"nested": [{"z": 1, "a": {"k": "v"}}]},
    ]
    leaves = [f"line {n}".encode() for n in range(13)]
    frontiers, frontier, size = [], (), 0
    for one in leaves:
        frontier, size = merkle.grown(frontier, size, [merkle.leaf(one)])
        frontiers.append({"packed": merkle.packed(frontier).hex(), "root": merkle.root(frontier).hex()})
    noises = [rng.randbytes(10) for _ in range(8)]
    return {
        "canonical": [{"value": one, "text": canonical(one).decode()} for one in plains],
        "chain": {
            "genesis": chain.genesis("a-device").hex(),
            "after": [head.hex() for head in chain.heads(chain.genesis("a-device"), leaves)],
        },
        "merkle": frontiers,
        "sealed": {
            "salt": "00ff" * 8,
            "body": plains[-1],
            "digest": chain.sealed_digest("00ff" * 8, plains[-1]),
        },
        "ids": [{"noise": n.hex(), "id": str(ids.new_id(START, n))} for n in noises],
        "at": START.isoformat(),
    }


def envelopes() -> dict[str, str]:
    """A station's key, so that the phone's envelopes can be opened by the server's code: see test_field_vectors."""
    import django

    django.setup()
    from urtuu.journal import envelopes as sealing

    return {"point": base64.b64encode(sealing.station_point()).decode()}


def tiers() -> list[list[str]]:
    """Question, answer and tier, for every single answer to the safety questions."""
    asked = shelf()["dispute"].act["safety_questions"].wishes
    choices = {name: field for name, field in asked.items() if isinstance(field, Choice)}
    return [[name, one, tier({name: one})] for name, field in choices.items() for one in field.options]


def main(folder: Path) -> int:
    """Writes every file; 0."""
    (folder / "kinds.json").write_bytes(kinds_json(shelf()))
    made = {
        "cases": cases, "folds": folds, "clocks": clock_faces, "values": values, "sentences": said, "labels": labels,
        "envelopes": envelopes, "odd": odd_bodies, "lives": clock_lives, "composed": composed, "signatures": signatures,
        "mended": mended_days, "tiers": tiers,
    }  # fmt: skip
    for name, make in made.items():
        (folder / f"{name}.json").write_text(json.dumps(make(), ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""Bodies that a table may well refuse, and what the server's door says to each.

For every field of every act: what lies just inside and just outside its bounds, and what people, old phones and bad
imports write. Then bodies with several faults at once: both sides must name the same one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import msgspec

from urtuu.kinds.cases import MORNING, Body, Parts, filled, replace_body, standing_in, value_of
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.entries import Entry
from urtuu.kinds.fields import Choice, Count, Day, Field, Many, Moment, Photo, Place, Words
from urtuu.kinds.fold import Done, Standing
from urtuu.kinds.judging import judge
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Act, Kind

SHEEP = "\U0001f411"
ID = "01a20b56-59d1-76c5-a522-4a58b791f1d8"
GACHA = "150421102204"
PICTURE = {"sha256": "f" * 64, "size": 1, "mime": "image/jpeg"}
ANYTHING: list[Any] = [
    None, True, False, 0, -1, 2**53 - 1, "", " ", "\n", "\u3000", "\ufeff", "\u200b", "\u180e", "\x85", "\x1c", "\u2028",
    "\xa0", "a\n", "x", [], {}, [[]], [None], [{}], ["a", "a"], {"a": 1}, "１３８０４", "required property",
]  # fmt: skip
DAYS = [
    "2026-02-29", "2024-02-29", "2026-02-30", "2026-00-10", "2026-1-1", "2026-11-24\n", " 2026-11-24", "２０２６-11-24",
    "2100-02-29", "20261124", "2026-11-24T00:00:00Z", "0000-01-01", "0001-01-01", "1899-12-31", "1900-01-01", "2199-12-31",
    "2200-01-01", "9999-12-31",
]  # fmt: skip
MOMENTS = [
    "2026-11-24T20:30:00+08:00", "2026-11-24T20:30:00Z", "2026-11-24T24:00:00Z", "2026-11-24T23:59:60Z",
    "2026-11-24T12:30:60Z", "2026-11-24T20:60:00Z", "2026-02-30T20:30:00Z", "2026-11-24T20:30:00+24:00",
    "2026-11-24T20:30:00+23:59", "2026-11-24T20:30:00.1Z", "2026-11-24T20:30:00.123456789012Z", "2026-11-24t20:30:00z",
    "2026-11-24T20:30:00+0800", "2026-11-24T20:30Z", "2026-11-24T20:30:00+08:60", "2026-11-24T07:59:60+08:00",
    "2026-11-24", "2026-13-24T20:30:00Z", "2026-11-24T20:30:00.Z", "2026-11-24T20:30:00", "2026-11-24 20:30:00Z",
    "0001-01-01T00:00:00+08:00", "1900-01-01T00:00:00Z", "2199-12-31T23:59:59-23:59", "9999-12-31T23:59:59-08:00",
]  # fmt: skip
SPELT: dict[str, list[Any]] = {
    "phone": [
        "13804760000",
        "+8613804760000",
        "138 0476-0000",
        "12",
        "123",
        "1" * 19,
        "1" * 20,
        "+12",
        "+123",
        "1a3",
    ],
    "household": [ID, ID.upper(), f"{ID}\n", ID.replace("-", ""), f" {ID}"],
}


def near(field: Field, rng: Random) -> list[Any]:
    """What lies on both sides of a field's bounds."""
    made = next((make(field, rng) for kind_of_field, make in _NEAR if isinstance(field, kind_of_field)), None)
    return made or SPELT.get(field.widget, SPELT["household"])


def _words(field: Words, _: Random) -> list[Any]:
    sizes = sorted({max(0, field.min - 1), field.min, field.max, field.max + 1})
    return [letter * size for letter in ("x", "井", SHEEP) for size in sizes]


def _count(field: Count, _: Random) -> list[Any]:
    return [field.min - 1, field.min, field.max, field.max + 1, str(field.min), [field.min]]


def _choice(field: Choice, _: Random) -> list[Any]:
    options, none = list(field.options), "no such option"
    return [*options, options, [options[0]], [options[0]] * 2, [*options, none], [none], none]


def _photo(field: Photo, _: Random) -> list[Any]:
    wrong: list[Body] = [{"size": 0}, {"size": 5_000_001}, {"size": True}, {"size": "1"}, {"x": 1}]
    wrong += [{"mime": "image/gif"}, {"sha256": "F" * 64}, {"sha256": 7}]
    lacking = [{key: PICTURE[key] for key in PICTURE if key != name} for name in PICTURE]
    rows = [*({**PICTURE, **one} for one in wrong), *lacking]
    return [[PICTURE] * field.most, [PICTURE] * (field.most + 1), *([row] for row in rows), PICTURE]


def _place(_field: Place, _: Random) -> list[Any]:
    spots = [{"spot": one} for one in ("", " ", "x" * 80, "x" * 81, SHEEP * 80, 1, None)]
    gachas = [{"gacha": one} for one in (GACHA, GACHA[:-1], f"{GACHA}\n", None, 150421102204)]
    return [*gachas, *({"gacha": GACHA, **one} for one in (*spots, {"x": 1})), {"spot": "a"}, GACHA]


def _rows(field: Many, rng: Random) -> Iterator[Any]:
    row = {name: value_of(inner, rng) for name, inner in field.of.items()}
    yield from ([row] * size for size in (field.min, field.max, field.max + 1) if size)
    yield [{**row, "no_such_column": 1}]
    for name, inner in field.of.items():
        yield [{key: row[key] for key in row if key != name}]
        yield from ([row, {**row, name: one}] for one in (*near(inner, rng)[:40], None, 7, "", " ", True, {}))


_NEAR: tuple[tuple[type[Field], Callable[[Any, Random], list[Any]]], ...] = (
    (Words, _words),
    (Count, _count),
    (Choice, _choice),
    (Day, lambda _field, _rng: DAYS),
    (Moment, lambda _field, _rng: MOMENTS),
    (Photo, _photo),
    (Place, _place),
    (Many, lambda field, rng: list(_rows(field, rng))),
)


def odd_bodies() -> dict[str, Any]:
    """An act a row: a good body, and the answer to each odd value put into it; answers are told by number."""
    answers: dict[str, int] = {}
    acts = [_act(kind, act, answers) for kind in shelf() for act in kind.acts]
    return {"answers": [json.loads(one) for one in answers], "acts": acts, "strange": list(_strange())}


def _act(kind: Kind, act: Act, answers: dict[str, int]) -> dict[str, Any]:
    rng = Random(f"odd/{kind.name}/{act.name}")
    state = "" if act.begins else act.after[0] if act.after[0] in kind.states else kind.states[0]
    body, parts = filled(act, rng)
    entry = _entry(kind, act, body, parts, rng)
    standing = standing_in(kind, state, entry) if state else None

    def answer(body: Body, parts: Parts) -> int:
        told = verdict(replace_body(entry, body), standing, parts)
        return answers.setdefault(json.dumps(told), len(answers))

    def with_one(name: str, field: Field, value: Any) -> int:
        if not field.part:
            return answer({**body, name: value}, parts)
        return answer(body, {**parts, field.part: {**parts[field.part], name: value}})

    values = {name: [*near(field, rng), *ANYTHING] for name, field in act.fields.items()}
    return {
        "kind": kind.name,
        "act": act.name,
        "entry": plain(entry),
        "parts": plain(parts),
        "standing": plain(standing) if standing else None,
        "guarded": bool(act.guard),
        "values": values,
        "odd": {n: [with_one(n, act.fields[n], one) for one in row] for n, row in values.items()},
        "several": [(*faulty, answer(*faulty)) for faulty in _several(act, values, rng)],
    }


def _several(act: Act, values: dict[str, list[Any]], rng: Random) -> Iterator[tuple[Body, Parts]]:
    """Bodies with several faults, their fields in any order."""
    for _ in range(24 if act.fields else 0):
        body, parts = filled(act, rng, wishes=rng.random() < 0.5)
        for name in rng.choices(list(act.fields), k=rng.randint(2, 5)):
            part = act.fields[name].part
            where = parts.setdefault(part, {}) if part else body
            if rng.random() < 0.4:
                where.pop(name, None)
            else:
                where[name] = rng.choice(values[name])
            if rng.random() < 0.2:
                where[
                    rng.choice(["zz", "aa", "草/场~", "%23 %", "__proto__", "constructor", "\uffee", SHEEP])
                ] = 1
        yield dict(rng.sample(list(body.items()), len(body))), parts


def _strange() -> Iterator[dict[str, Any]]:
    """Kinds, versions, acts, parts and persons that the door asks about before and after the body."""
    kind = next(one for one in shelf() if not one.desk_only)
    rng = Random("strange")
    act = kind.beginnings[0]
    good = _entry(kind, act, *filled(act, rng), rng)
    changed = [{"kind": name} for name in ("nothing", "constructor", "__proto__", "toString", "")]
    changed += [{"v": 99}, {"v": 0}, {"act": "nothing"}, {"act": "constructor"}, {"act": ""}]
    changed += [
        {"sealed": [{"part": part, "key": good.record, "digest": "0" * 64}]} for part in ("nowhere", "")
    ]
    for one in changed:
        entry = msgspec.convert({**plain(good), **one}, Entry)
        yield {"entry": plain(entry), "standing": None, "parts": {}, "verdict": verdict(entry, None, {})}
    yield from _second_persons()


def _second_persons() -> Iterator[dict[str, Any]]:
    """Whoever did the one may not do the other; and whoever saw more than there is waits."""
    for kind in shelf():
        for act in kind.acts:
            if act.begins:
                continue
            rng = Random(f"second/{kind.name}/{act.name}")
            body, parts = filled(act, rng)
            entry = _entry(kind, act, body, parts, rng)
            for state in kind.states:
                standing = standing_in(kind, state, entry)
                ahead = msgspec.structs.replace(entry, saw=7)
                yield _told(ahead, standing, parts)
            standing = standing_in(
                kind, act.after[0] if act.after[0] in kind.states else kind.states[0], entry
            )
            for name in act.not_by:
                done = Done(
                    entry="e",
                    act=name,
                    actor=entry.actor,
                    device="d",
                    at=entry.occurred_at,
                    state=standing.state,
                )
                yield _told(entry, msgspec.structs.replace(standing, acts=[*standing.acts, done]), parts)


def _told(entry: Entry, standing: Standing, parts: Parts) -> dict[str, Any]:
    told = verdict(entry, standing, parts)
    return {"entry": plain(entry), "standing": plain(standing), "parts": plain(parts), "verdict": told}


def _entry(kind: Kind, act: Act, body: Body, parts: Parts, rng: Random) -> Entry:
    hand = Hand(
        device="phone", seq=1, actor="bataar", occurred_at=MORNING, recorded_at=MORNING, noise=rng.randbytes
    )
    fields = {**body, **{name: one for part in parts.values() for name, one in part.items()}}
    deed = Deed(
        kind=kind.name, act=act.name, fields=fields, record=ID, grid="near", station="shuangsheng", saw=1
    )
    return replace_body(compose(kind, act, deed, hand)[0], body)


def verdict(entry: Entry, standing: Standing | None, parts: Parts) -> list[str]:
    """Answer, why, the sentence's name and its field."""
    said = judge(entry, standing, parts, shelf())
    sentence = said.sentence
    named = [sentence.name, str(sentence.values.get("field", ""))] if sentence else ["", ""]
    return [str(said.answer), str(said.why or ""), *named]


def plain(value: Any) -> Any:
    """A struct as it travels."""
    return json.loads(msgspec.json.encode(value))

"""Writing an entry: fields as a form gives them become an open line and the sealed parts beside it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from urtuu.base.chain import sealed_digest
from urtuu.base.ids import new_id
from urtuu.kinds.entries import Entry, Seal, SealedBody, seal_key
from urtuu.kinds.fields import Days
from urtuu.kinds.vocabulary import Act, Kind

Noise = Callable[[int], bytes]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What somebody does, before it is an entry. `saw` is the record's version that they were shown.

    `occurred_at`: when it was done, where that is known and another moment than that of writing.
    """

    kind: str
    act: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    record: str = ""
    grid: str = ""
    station: str = ""
    gacha: str = ""
    saw: int = 0
    training: bool = False
    occurred_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who writes, with what, and when. `noise` gives random bytes; a seeded one makes entries repeatable."""

    device: str
    seq: int
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    noise: Noise = secrets.token_bytes


def compose(kind: Kind, act: Act, deed: Deed, hand: Hand) -> tuple[Entry, list[SealedBody]]:
    """The entry of a deed and its sealed parts. Fields the table does not know stay open."""
    ident = str(new_id(hand.recorded_at, hand.noise(10)))
    record = deed.record or str(new_id(hand.recorded_at, hand.noise(10)))
    open_body: dict[str, Any] = {}
    closed: dict[str, dict[str, Any]] = {}
    for name, value in deed.fields.items():
        part = act.fields[name].part if name in act.fields else ""
        (closed.setdefault(part, {}) if part else open_body)[name] = value
    open_body |= gathered(act, deed.fields)
    sealed = [_seal(ident, record, part, body, open_body, hand.noise) for part, body in closed.items()]
    entry = Entry(
        id=ident,
        device=hand.device,
        seq=hand.seq,
        kind=kind.name,
        v=kind.version,
        act=act.name,
        record=record,
        actor=hand.actor,
        occurred_at=deed.occurred_at or hand.occurred_at,
        recorded_at=hand.recorded_at,
        grid=deed.grid,
        saw=deed.saw,
        station=deed.station,
        gacha=deed.gacha,
        body=open_body,
        sealed=tuple(Seal(s.part, s.key, sealed_digest(s.salt, s.body)) for s in sealed),
        training=deed.training,
    )
    return entry, sealed


def gathered(act: Act, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The open fields that are read off the rows of a sealed group, unless they were given."""
    found: dict[str, Any] = {}
    for name, asked in act.fields.items():
        if isinstance(asked, Days) and name not in fields:
            group, _, column = asked.gathers.partition(".")
            rows = fields.get(group)
            if rows and all(isinstance(row, Mapping) and row.get(column) for row in rows):
                found[name] = [row[column] for row in rows]
    return found


def _seal(
    ident: str, record: str, part: str, body: dict[str, Any], beside: Mapping[str, Any], noise: Noise
) -> SealedBody:
    key = seal_key(record, part, str(beside.get("party", "")))
    return SealedBody(sealed_of=ident, part=part, key=key, salt=noise(16).hex(), body=body)

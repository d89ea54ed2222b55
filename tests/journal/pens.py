"""Devices that write and push without any wire: straight to the door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from cast import Cast, Person
from urtuu.base.chain import genesis, heads
from urtuu.base.signing import ED25519, key_from_seed, public_text, sign
from urtuu.journal import intake
from urtuu.journal.push import Push, Receipt, Reply
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.entries import SealedBody, write_line
from urtuu.kinds.registry import shelf
from urtuu.places.models import Device

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
REPORT = {
    "how_found": "visit",
    "category": "NEI",
    "place": {"gacha": "150421102204"},
    "people": 2,
    "hurt_or_threatened": "no",
    "size": "small",
    "summary": "两家为草场边界争吵",
}
NEED = {"topic": "water", "heading": "机井不出水", "said": "宝音说井干了三天"}
VISIT = {"met": "met", "card_left": True, "label": "第三家"}


class Pen:
    """A person's device with its chain; `written` keeps every line it ever wrote."""

    def __init__(self, person: Person, cast: Cast) -> None:
        self.person, self.cast = person, cast
        self.device = str(uuid4())
        self.key = key_from_seed(uuid4().bytes * 2)
        Device.objects.create(
            id=self.device, staff=person.staff, alg=ED25519, public_key=public_text(self.key), enrolled_at=NOW
        )
        self.written: list[bytes] = []
        self.sealed: list[SealedBody] = []
        self.ids: list[str] = []

    def write(
        self,
        kind: str,
        act: str,
        fields: dict[str, Any] | None = None,
        record: str = "",
        saw: int = 0,
        at: datetime = NOW,
    ) -> str:
        """One more line in the chain; the record's id."""
        place = {"grid": self.person.grid or "near", "station": "shuangsheng"}
        deed = Deed(kind=kind, act=act, fields=fields or {}, record=record, saw=saw, **place)
        hand = Hand(
            device=self.device,
            seq=len(self.written) + 1,
            actor=self.person.id,
            occurred_at=at,
            recorded_at=at,
        )
        entry, sealed = compose(shelf()[kind], shelf()[kind].act[act], deed, hand)
        self.written.append(write_line(entry))
        self.sealed += sealed
        self.ids.append(entry.id)
        return entry.record

    def send(self, first: int = 0, last: int | None = None, now: datetime = NOW) -> Reply:
        """Pushes the lines `first` to `last`, as often as one likes."""
        lines = self.written[first:last]
        chain = [genesis(self.device), *heads(genesis(self.device), self.written)]
        sig = sign(self.key, chain[first + len(lines)])
        push = Push(self.device, first + 1, chain[first], lines, ED25519, sig, self.sealed, clock=now)
        return intake.take(push, now)

    def do(
        self, kind: str, act: str, fields: dict[str, Any] | None = None, record: str = "", saw: int = 0
    ) -> Receipt:
        """Writes one line and sends it at once."""
        self.write(kind, act, fields, record, saw)
        return self.send(len(self.written) - 1).receipts[0]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in here never happened."""
    with transaction.atomic():
        point = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(point)


def said(receipts: Sequence[Receipt]) -> list[str]:
    return [str(receipt.answer) for receipt in receipts]

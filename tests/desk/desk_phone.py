"""A phone that sends what somebody did without knowing what was done meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from cast import Person
from urtuu.base.chain import genesis, heads
from urtuu.base.signing import ED25519, key_from_seed, public_text, sign
from urtuu.journal import intake
from urtuu.journal.push import Push, Receipt
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.entries import SealedBody, write_line
from urtuu.kinds.registry import shelf
from urtuu.places import services
from urtuu.places.models import Device, Grid, Staff


class Phone:
    """One enrolled phone with its chain."""

    def __init__(self, owner: Person, by: Staff, seed: int = 7) -> None:
        self.owner = owner
        self.key = key_from_seed(bytes([seed]) * 32)
        code = services.make_card(owner.staff, by, timezone.now())
        self.device: Device = services.enrol(code, public_text(self.key), ED25519, "phone", timezone.now())
        self.seq, self.head = 0, genesis(str(self.device.pk))

    def sends(
        self, kind: str, act: str, grid: Grid, *, record: str = "", saw: int = 0, **fields: Any
    ) -> Receipt:
        """One act, sent at once."""
        now = timezone.now()
        table = shelf()[kind]
        deed = Deed(
            kind=kind, act=act, fields=fields, record=record, grid=grid.pk, station=grid.station_id, saw=saw
        )
        entry, sealed = compose(table, table.act[act], deed, self._hand(now))
        return self.pushes(write_line(entry), sealed)

    def pushes(self, line: bytes, sealed: list[SealedBody] | None = None) -> Receipt:
        """One line, whatever it holds."""
        head = list(heads(self.head, [line]))[-1]
        push = Push(
            str(self.device.pk),
            self.seq + 1,
            self.head,
            [line],
            ED25519,
            sign(self.key, head),
            sealed=sealed or [],
        )
        reply = intake.take(push, timezone.now())
        self.seq, self.head = self.seq + 1, head
        return reply.receipts[0]

    def forks(self, line: bytes) -> None:
        """Another line under a number that was used."""
        first = genesis(str(self.device.pk))
        head = list(heads(first, [line]))[-1]
        intake.take(
            Push(str(self.device.pk), 1, first, [line], ED25519, sign(self.key, head)), timezone.now()
        )

    def _hand(self, now: datetime) -> Hand:
        return Hand(
            device=str(self.device.pk),
            seq=self.seq + 1,
            actor=self.owner.id,
            occurred_at=now,
            recorded_at=now,
        )

"""A banner for the benchmarks of sync: grids, officers, phones that write and sign, all invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.utils import timezone

from urtuu.base.chain import genesis, heads
from urtuu.base.signing import ED25519, key_from_seed, public_text, sign
from urtuu.journal.push import Push
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.entries import SealedBody, write_line
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.places.models import Device, Grid, Post, Region, Staff, Station

BANNER, SUMU = "150421", "150421102"
VISIT = ("visit", "make", {"met": "met", "card_left": True})
NEED = ("need", "hear", {"topic": "water", "heading": "机井不出水", "said": "井干了三天"})


def build(phones: int, grids: int = 8, seed: str = "") -> list[Writer]:
    """Tables, places and so many enrolled phones, spread over the grids; writers with empty chains."""
    call_command("migrate", verbosity=0, skip_checks=True)
    if not Station.objects.exists():
        _places(grids)
    return [_writer(f"{seed}{n}", f"g{n % grids}") for n in range(phones)]


def _places(grids: int) -> None:
    Region.objects.create(code=BANNER, name="阿鲁科尔沁旗", level="banner")
    Region.objects.create(code=SUMU, name="双胜镇", level="sumu", parent_id=BANNER)
    Station.objects.create(id="bench", name="双胜镇工作站", banner_id=BANNER)
    for n in range(grids):
        gacha = Region.objects.create(code=f"{SUMU}{200 + n}", name=f"第{n}村", level="gacha", parent_id=SUMU)
        Grid.objects.create(id=f"g{n}", name=f"第{n}网格", station_id="bench").gachas.add(gacha)


def _writer(number: str, grid: str) -> Writer:
    seed = sha256(f"bench {number}".encode()).digest()
    now = timezone.now()
    staff = Staff.objects.create(username=f"officer{number}", name=f"网格员{number}")
    Post.objects.create(
        staff=staff, role=Role.OFFICER.value, grid_id=grid, from_on=date(now.year - 1, 1, 1), until_on=None
    )
    device = str(UUID(bytes=seed[:16], version=4))
    Device.objects.create(
        id=device,
        staff=staff,
        alg=ED25519,
        public_key=public_text(key_from_seed(seed)),
        enrolled_at=now,
    )
    return Writer(device, str(staff.pk), grid, seed)


@dataclass
class Writer:
    """A phone's chain, without the phone: whole pushes, made and signed beforehand."""

    device: str
    staff: str
    grid: str
    seed: bytes
    seq: int = 0
    head: bytes = b""
    sealed_share: int = 0
    """Of a hundred entries, how many are needs with a sealed part; the others are visits."""
    now: datetime = field(default_factory=timezone.now)

    def push(self, count: int, photos: Sequence[dict[str, Any]] = ()) -> Push:
        """So many new entries, each beginning a record of its own; the first ones name these pictures."""
        lines: list[bytes] = []
        sealed: list[SealedBody] = []
        for n in range(count):
            more = {"photo": [photos[n]]} if n < len(photos) else {}
            line, parts = self._line(NEED if n % 100 < self.sealed_share else VISIT, n, more)
            lines.append(line)
            sealed += parts
        before = self.head or genesis(self.device)
        after = list(heads(before, lines))[-1]
        pushed = Push(
            self.device, self.seq + 1, before, lines, ED25519,
            sign(key_from_seed(self.seed), after), sealed, clock=self.now,
        )  # fmt: skip
        self.seq, self.head = self.seq + count, after
        return pushed

    def _line(
        self, deed: tuple[str, str, dict[str, Any]], n: int, more: dict[str, Any]
    ) -> tuple[bytes, list[SealedBody]]:
        kind, act, fields = deed
        if kind == "visit":
            more = {"label": f"第{self.seq + n + 1}家", **more}
        asked = Deed(kind=kind, act=act, fields=fields | more, grid=self.grid, station="bench")
        hand = Hand(
            device=self.device,
            seq=self.seq + n + 1,
            actor=self.staff,
            occurred_at=self.now,
            recorded_at=self.now,
        )
        entry, parts = compose(shelf()[kind], shelf()[kind].act[act], asked, hand)
        return write_line(entry), parts


def raw_rows(push: Push) -> list[tuple[str, str, int, bytes]]:
    """The lines of a push as rows of a plain table: a key, device, number, line."""
    return [
        (f"{push.device[:8]}-{push.base_seq + n}", push.device, push.base_seq + n, line)
        for n, line in enumerate(push.lines)
    ]

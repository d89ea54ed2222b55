"""The phones of the demonstration: they write, chain, sign and push like any other phone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from urtuu.base.chain import genesis, link
from urtuu.base.signing import ED25519, key_from_seed, sign
from urtuu.interfaces.demo.chance import dice, ident, key_seed
from urtuu.interfaces.demo.tally import Tally
from urtuu.journal import intake
from urtuu.journal.push import Push
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.entries import SealedBody, write_line
from urtuu.kinds.registry import shelf

MOST_LINES = 500
"""Entries a push."""


@dataclass
class Phone:
    """One officer's phone. `skew` is how far its clock runs ahead of ours."""

    number: int
    staff: str
    seed: int
    skew: timedelta = timedelta(0)
    lines: list[bytes] = field(default_factory=list)
    sealed: list[list[SealedBody]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.device = ident(self.seed, "device", self.number)
        self.key = key_from_seed(key_seed(self.seed, "device", self.number))
        self.noise = dice(self.seed, "noise", self.number).randbytes
        self.head = self.sent_head = genesis(self.device)
        self.sent = 0

    @property
    def waiting(self) -> int:
        """How many entries it has not sent."""
        return len(self.lines)

    def write(self, deed: Deed, when: datetime) -> str:
        """One act written down where there is no signal; the id of its entry."""
        kind = shelf()[deed.kind]
        seq = self.sent + len(self.lines) + 1
        shown = when + self.skew
        hand = Hand(
            device=self.device,
            seq=seq,
            actor=self.staff,
            occurred_at=shown,
            recorded_at=shown,
            noise=self.noise,
        )
        entry, sealed = compose(kind, kind.act[deed.act], deed, hand)
        line = write_line(entry)
        self.head = link(self.head, line)
        self.lines.append(line)
        self.sealed.append(sealed)
        return entry.id

    def push(self, now: datetime, tally: Tally, most: int = 0) -> None:
        """Sends what waits; with `most` a weak signal lets only so many lines through."""
        while self.lines:
            self._push_some(most or MOST_LINES, now, tally)
            if most:
                break

    def _push_some(self, count: int, now: datetime, tally: Tally) -> None:
        lines = self.lines[:count]
        head = self.sent_head
        for line in lines:
            head = link(head, line)
        push = Push(
            device=self.device,
            base_seq=self.sent + 1,
            prev=self.sent_head,
            lines=lines,
            alg=ED25519,
            sig=sign(self.key, head),
            sealed=[one for sealed in self.sealed[:count] for one in sealed],
            clock=now + self.skew,
            queue_len=len(self.lines),
        )
        reply = intake.take(push, now)
        tally.count(reply, lines)
        self.sent, self.sent_head = self.sent + len(lines), head
        del self.lines[:count], self.sealed[:count]


def digest_of(phones: Iterable[Phone]) -> str:
    """One digest over every line every phone wrote: each chain's head stands for all its lines."""
    found = hashlib.sha256()
    for phone in phones:
        found.update(phone.head)
    return found.hexdigest()

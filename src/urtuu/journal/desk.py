"""Acts made at the desk: composed, signed and taken through the same door as those of the phones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from urtuu.base.chain import genesis, heads
from urtuu.base.sentences import say
from urtuu.base.signing import ED25519, sign
from urtuu.journal import intake, services, store
from urtuu.journal.push import NotTaken, Push, Receipt
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.entries import SealedBody, write_line
from urtuu.kinds.judging import Answer
from urtuu.kinds.registry import shelf

__all__ = ["NotTaken", "perform", "perform_all", "submit"]


def perform(actor: str, deed: Deed, now: datetime) -> Receipt:
    """One act of a person at the desk. Raises NotTaken with the sentence of the refusal."""
    return perform_all(actor, [deed], now)[0]


def perform_all(actor: str, deeds: Sequence[Deed], now: datetime) -> list[Receipt]:
    """Several acts, all or none. Raises NotTaken with the first refusal."""
    with transaction.atomic():
        receipts = submit(actor, deeds, now)
        for receipt in receipts:
            if receipt.answer is not Answer.TAKEN:
                raise NotTaken(receipt.sentence or say("not_taken"))
    return receipts


def submit(actor: str, deeds: Sequence[Deed], now: datetime, device: str = "") -> list[Receipt]:
    """Acts written into the desk's chain, or another desk's (`device`), whatever the answer to each."""
    device = device or services.site(now).desk_device
    with transaction.atomic():
        chain = store.lock_chain(device, genesis(device))
        lines: list[bytes] = []
        sealed: list[SealedBody] = []
        for offset, deed in enumerate(deeds, start=1):
            hand = Hand(device=device, seq=chain.seq + offset, actor=actor, occurred_at=now, recorded_at=now)
            line, parts = _written(deed, hand)
            lines.append(line)
            sealed += parts
        previous = bytes(chain.head)
        signature = sign(services.desk_key(device), list(heads(previous, lines))[-1])
        push = Push(device, chain.seq + 1, previous, lines, ED25519, signature, sealed=sealed)
        return intake.take(push, now).receipts


def _written(deed: Deed, hand: Hand) -> tuple[bytes, list[SealedBody]]:
    kind = shelf().get(deed.kind)
    act = kind.act.get(deed.act) if kind else None
    if kind is None or act is None:
        raise NotTaken(say("unknown_act", kind=deed.kind, name=deed.act))
    entry, sealed = compose(kind, act, deed, hand)
    return write_line(entry), sealed

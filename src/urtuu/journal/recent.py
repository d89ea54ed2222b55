"""The newest batches looked at again: a check for every day, where `verifying` reads the whole journal."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum

from urtuu.base import chain
from urtuu.base.signing import signed_by
from urtuu.journal.models import Batch, Chain, EntryRow
from urtuu.places.models import Device


def faults(batches: int) -> Iterator[str]:
    """What does not hold among the newest batches. Their number bounds the work, not the journal's length."""
    newest = list(Batch.objects.order_by("-id")[:batches])
    named = {batch.device for batch in newest}
    devices = {str(device.pk): device for device in Device.objects.filter(pk__in=named)}
    ends = {row.device: row for row in Chain.objects.filter(device__in=named)}
    for batch in newest:
        yield from _batch(batch, devices.get(batch.device))
    for device in sorted(named):
        yield from _end(device, ends.get(device), [batch for batch in newest if batch.device == device])


def lines() -> int:
    """How many lines all chains hold, whatever was answered to them. Costs one row a device."""
    return Chain.objects.aggregate(total=Sum("seq"))["total"] or 0


def _batch(batch: Batch, device: Device | None) -> Iterator[str]:
    last = batch.base_seq + batch.count - 1
    where = f"device {batch.device} numbers {batch.base_seq}-{last}"
    rows = EntryRow.objects.filter(device=batch.device, seq__range=(batch.base_seq - 1, last)).order_by("seq")
    found = [(seq, bytes(line), bytes(head)) for seq, line, head in rows.values_list("seq", "line", "head")]
    head = found.pop(0)[2] if found and found[0][0] < batch.base_seq else chain.genesis(batch.device)
    if len(found) != batch.count:
        yield f"{where}: {batch.count - len(found)} lines are missing"
        return
    for seq, line, stored in found:
        head = chain.link(head, line)
        if head != stored:
            yield f"device {batch.device} number {seq}: altered or out of order"
            return
    if device is None or not signed_by(batch.alg, device.public_key, head, batch.sig):
        yield f"{where}: the signature does not hold"


def _end(device: str, end: Chain | None, batches: list[Batch]) -> Iterator[str]:
    newest = max(batches, key=lambda batch: batch.base_seq)
    if end is None or (end.seq, bytes(end.head)) != (newest.base_seq + newest.count - 1, bytes(newest.head)):
        yield f"device {device}: its chain does not end where it is said to"

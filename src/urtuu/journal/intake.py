"""The one door. A push is judged once, in one transaction; what is answered is stored, nothing is dropped.

Order of locks, the same for everyone: the device's chain, the standings touched (by record), the feeds (by
name). The feeds come last, so a reader of a feed always sees a prefix without holes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec
from django.db import transaction
from django.db.models import QuerySet

from urtuu.base import chain as chains
from urtuu.base.sentences import Sentence, say
from urtuu.base.signing import signed_by
from urtuu.journal import assembling, reactions, recording, services, store
from urtuu.journal.models import Chain, EntryRow, Strange
from urtuu.journal.push import NotADevice, NotSigned, Push, Receipt, Reply
from urtuu.journal.sitting import Item, Sender, Sitting
from urtuu.journal.soundness import read_sound, seals_misnamed
from urtuu.kinds.entries import BadLine, Entry, SealedBody
from urtuu.kinds.judging import Answer, Verdict, Why
from urtuu.kinds.registry import shelf
from urtuu.places import queries as places
from urtuu.places.models import Device


def take(push: Push, now: datetime) -> Reply:
    """Judges and stores a push.

    Raises NotADevice and NotSigned; every other trouble is an answer. Sending the same push again is
    answered with the same receipts, marked known.
    """
    device = places.device(push.device)
    if device is None or str(device.pk) != push.device:  # one spelling, one chain
        raise NotADevice(push.device)
    with transaction.atomic():
        chain = store.lock_chain(push.device, chains.genesis(push.device))
        heads = list(chains.heads(push.prev, push.lines))
        signed = push.alg == device.alg and bool(heads)
        if heads and not (signed and signed_by(device.alg, device.public_key, heads[-1], push.sig)):
            raise NotSigned(push.device)
        if push.base_seq > chain.seq + 1:
            return _gap(chain)
        overlap = chain.seq - push.base_seq + 1
        known = _known(push, heads, overlap)
        if known is None or (overlap == 0 and push.prev != bytes(chain.head) and heads):
            return _fork(push, chain, now)
        items = _items(push, heads, overlap)
        if items:
            _sit(items, push, device, chain, now)
        return Reply(
            receipts=known + [_receipt(item) for item in items], seq=chain.seq, head=bytes(chain.head)
        )


def _gap(chain: Chain) -> Reply:
    return Reply(
        seq=chain.seq, head=bytes(chain.head), expected_seq=chain.seq + 1, sentence=say("chain_broken")
    )


def _fork(push: Push, chain: Chain, now: datetime) -> Reply:
    """The device's past differs from what it once sent: two phones with one identity, or a tampered one.

    The bytes are kept aside for a person to look at; none of them is believed.
    """
    raw = b"\n".join(push.lines)
    if not Strange.objects.filter(device=push.device, raw=raw).exists():
        Strange.objects.create(device=push.device, reason="chain_forked", raw=raw, received_at=now)
    return Reply(
        seq=chain.seq, head=bytes(chain.head), expected_seq=chain.seq + 1, sentence=say("chain_forked")
    )


def _known(push: Push, heads: Sequence[bytes], overlap: int) -> list[Receipt] | None:
    """Receipts of lines that were sent before; nothing if they differ from what was sent then."""
    if overlap <= 0:
        return []
    last = push.base_seq + min(overlap, len(push.lines)) - 1
    rows = list(EntryRow.objects.filter(device=push.device, seq__range=(push.base_seq, last)).order_by("seq"))
    if len(rows) != last - push.base_seq + 1:
        return None  # Numbers begin at 1: who counts from below has no line of ours.
    receipts = []
    for row, head in zip(rows, heads, strict=False):
        if bytes(row.head) != head:
            return None
        receipts.append(_known_receipt(row))
    return receipts


def _known_receipt(row: EntryRow) -> Receipt:
    return Receipt(
        seq=row.seq,
        id=row.id,
        answer=Answer.KNOWN,
        why=row.why,
        sentence=read_sentence(row.sentence),
        feed=row.feed or "",
        pos=row.pos or 0,
        first_answer=row.answer,
    )


def read_sentence(stored: str) -> Sentence | None:
    """A sentence as it was stored with an entry."""
    return msgspec.json.decode(stored, type=Sentence) if stored else None


def _items(push: Push, heads: Sequence[bytes], overlap: int) -> list[Item]:
    """The fresh lines, read; a line that is no entry is an item all the same."""
    beside: dict[str, list[SealedBody]] = {}
    once = {(sealed.sealed_of, sealed.part): sealed for sealed in push.sealed}
    for sealed in once.values():
        beside.setdefault(sealed.sealed_of, []).append(sealed)
    items = []
    for offset in range(max(overlap, 0), len(push.lines)):
        seq = push.base_seq + offset
        items.append(_item(push, seq, push.lines[offset], heads[offset], beside))
    _no_id_twice(items)
    return items


def _item(push: Push, seq: int, line: bytes, head: bytes, beside: dict[str, list[SealedBody]]) -> Item:
    try:
        entry = read_sound(line)
    except BadLine as bad:
        # No column is filled from it: only the line itself is kept.
        found = Item(seq, _own_id(push.device, str(seq)), line, head, None, device=push.device)
        return _returned(found, say("malformed_line", problem=str(bad)[:200]))
    item = Item(seq, entry.id, line, head, entry, device=push.device, sealed=beside.get(entry.id, []))
    if entry.device != push.device or entry.seq != seq:
        return _returned(_renamed(item, str(seq)), say("wrong_device"))
    return item


def _own_id(device: str, why: str) -> str:
    """The id of a line that brings none of its own, the same each time it is sent."""
    return str(uuid5(UUID(device), why))


def _renamed(item: Item, why: str) -> Item:
    """An item whose id is not its own to have; its sealed parts go with it."""
    item.id = _own_id(item.device, why)
    item.sealed = [msgspec.structs.replace(sealed, sealed_of=item.id) for sealed in item.sealed]
    return item


def _returned(item: Item, sentence: Sentence) -> Item:
    item.verdict = Verdict(Answer.RETURNED, sentence)
    return item


def _no_id_twice(items: Sequence[Item]) -> None:
    """An id that was used before names another line: returned under an id of its own."""
    fresh = [item.id for item in items]
    used = {ident for (ident,) in store.select(EntryRow, ("id",), "id", fresh)}
    for item in items:
        if item.id in used and item.entry is not None:
            _returned(_renamed(item, f"again {item.seq}"), say("id_used_before"))
        used.add(item.id)


def _sit(items: list[Item], push: Push, device: Device, chain: Chain, now: datetime) -> None:
    skew = now - push.clock if push.clock else timedelta(0)
    staff = str(device.staff_id) if device.staff_id else ""
    sender = Sender(push.device, staff, skew, device.revoked_at)
    entries = [item.entry for item in items if item.entry is not None]
    if any(reactions.writes(entry.kind, entry.act) for entry in entries):
        desk = services.site(now).desk_device
        store.lock_chain(desk, chains.genesis(desk))  # chains come first, in everybody's order
    sitting = Sitting(assembling.room(entries, now), assembling.waiting(entries))
    for item in items:
        _check_seals(item)
        sitting.hear(item, sender)
    chain.seq, chain.head = items[-1].seq, items[-1].head
    recording.write_push(sitting, items, push, chain, now)


def _check_seals(item: Item) -> None:
    """A sealed part that is not what the line commits to is a malformed entry, kept as it came."""
    if item.entry is None:
        return
    if seals_misnamed(item.entry) or not assembling.seals_fit(item.entry, item.sealed):
        item.sealed = []
        if item.verdict is None:
            _returned(item, say("sealed_body_differs"))


def _receipt(item: Item) -> Receipt:
    assert item.verdict is not None  # every item was heard
    return Receipt(
        seq=item.seq,
        id=item.id,
        answer=item.verdict.answer,
        why=item.verdict.why or "",
        sentence=item.verdict.sentence,
        feed=item.feed,
        pos=item.pos,
    )


def let_through(entry_id: str, ruling: Entry, now: datetime) -> bool:
    """Folds a held entry after all, on a person's word. False when it is not held, or not in their station.

    The word covers that the record had moved on, or that the phone was revoked: nothing else. What its author
    may not do, what needs a second person, what a guard refuses or has not the shape of its act goes back
    with that sentence.
    """
    row = store.for_update(_ruled_on(entry_id, ruling)).first()
    if row is None:
        return False
    item = assembling.stored_item(row)
    entry: Entry | None = item.entry
    if entry is None:
        return False
    sitting = Sitting(assembling.room([entry], now), assembling.waiting([entry], leave_out=entry_id))
    item.verdict = sitting.weighed(item, overruled=True)
    if item.verdict.answer is Answer.RETURNED and item.verdict.sentence:
        return set_aside(entry_id, ruling, item.verdict.sentence)
    if item.verdict.answer is not Answer.TAKEN:
        return False
    item.settled_by = ruling.id
    sitting.take(item)
    recording.write_sitting(sitting, [], now)
    return True


def hear_newer(now: datetime) -> int:
    """Hears again what was held for a newer server: asked after an update. How many are held no more."""
    with transaction.atomic():
        rows = store.for_update(
            EntryRow.objects.filter(answer=Answer.HELD, why=Why.NEWER).order_by("device", "seq")
        )
        known = [item for row in rows if (item := assembling.stored_item(row)).entry is not None]
        known = [item for item in known if item.entry and _is_known_now(item.entry)]
        if not known:
            return 0
        entries = [item.entry for item in known if item.entry is not None]
        sitting = Sitting(assembling.room(entries, now), assembling.waiting(entries))
        for item in known:
            device = places.device(item.device)
            staff = str(device.staff_id) if device and device.staff_id else ""
            revoked = device.revoked_at if device else None
            sitting.hear(item, Sender(item.device, staff, revoked_at=revoked))
        recording.write_sitting(sitting, [], now)
    return len(known)


def _is_known_now(entry: Entry) -> bool:
    kind = shelf().get(entry.kind)
    return kind is not None and entry.v <= kind.version


def set_aside(entry_id: str, ruling: Entry, sentence: Sentence) -> bool:
    """Returns a held entry to its author with a person's reason. False when it is not held, or not theirs."""
    changed = _ruled_on(entry_id, ruling).update(
        answer=Answer.RETURNED, why="", sentence=msgspec.json.encode(sentence).decode(), settled_by=ruling.id
    )
    return bool(changed)


def _ruled_on(entry_id: str, ruling: Entry) -> QuerySet[EntryRow]:
    """The held entry of a ruling: permission was asked for its station, so it must be the entry's too."""
    return EntryRow.objects.filter(id=entry_id, answer=Answer.HELD, station=ruling.station)

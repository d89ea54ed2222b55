"""Checking a site's own journal: the stranger's checks, and those that only the site can make.

The chain, signature and root checks are those of `tools/verify_export.py`, made here on the rows themselves.
Beyond them: the columns must say what the line says, the sealed parts must be what their lines commit to, and
what stands must follow from what was taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from urtuu.base import chain, merkle
from urtuu.base.signing import signed_by
from urtuu.journal import replay, sealing
from urtuu.journal.models import Batch, Chain, EntryRow, Feed, FeedRoot, Pointer, SealedPart, SealKey
from urtuu.kinds.entries import BadLine, Entry, SealedBody, read_entry
from urtuu.places.models import Device

PAGE = 5000


def faults() -> Iterator[str]:
    """Every fault, each in a line that names the device and number, or the feed and position."""
    yield from chains()
    yield from feeds()
    yield from columns()
    yield from seals()
    try:
        for found in replay.differences():
            yield f"{found.kind} {found.record}: the standing {found.what}"
    except BadLine as bad:
        yield f"the journal cannot be folded again: {bad}"


def chains() -> Iterator[str]:
    """Gaps, altered lines and unsigned batches, device by device."""
    devices = {str(device.pk): device for device in Device.objects.all()}
    named = {row.device: row for row in Chain.objects.all()}
    strays = EntryRow.objects.exclude(device__in=named).values_list("device", flat=True).distinct()
    for stray in strays:
        yield f"device {stray}: lines without a chain"
    for row in named.values():
        if row.device not in devices:
            yield f"device {row.device}: a chain of a device that is not known"
        else:
            yield from _chain(row, devices[row.device])


def _chain(row: Chain, device: Device) -> Iterator[str]:
    head, expected = chain.genesis(row.device), 0
    heads: dict[int, bytes] = {}
    lines = EntryRow.objects.filter(device=row.device).order_by("seq").values_list("seq", "line", "head")
    for seq, line, stored in lines.iterator(chunk_size=PAGE):
        expected += 1
        head = chain.link(head, bytes(line))
        heads[seq] = head
        if seq != expected or bytes(stored) != head:
            yield f"device {row.device} number {expected}: missing, altered or out of order"
            break
    if row.seq != expected or bytes(row.head) != head:
        yield f"device {row.device}: its chain does not end where it is said to"
    reached = 0
    for batch in Batch.objects.filter(device=row.device).order_by("base_seq"):
        last = batch.base_seq + batch.count - 1
        if batch.base_seq != reached + 1 or not signed_by(
            batch.alg, device.public_key, heads.get(last, b""), batch.sig
        ):
            yield f"device {row.device} numbers {batch.base_seq}-{last}: the signature does not hold"
        reached = last
    if reached != row.seq:
        yield f"device {row.device}: numbers after {reached} are in no signed batch"


def feeds() -> Iterator[str]:
    """Holes and altered roots, feed by feed."""
    names = set(Feed.objects.values_list("name", flat=True))
    names |= {
        feed or "" for feed in EntryRow.objects.exclude(feed=None).values_list("feed", flat=True).distinct()
    }
    for name in sorted(name for name in names if not name.startswith("number:")):
        yield from _feed(name)


def _feed(name: str) -> Iterator[str]:
    roots = dict(FeedRoot.objects.filter(feed=name).values_list("pos", "root"))
    frontier: merkle.Frontier = ()
    expected = 0
    for pos, line in _placed(name):
        if pos != expected + 1:
            yield f"feed {name} position {expected + 1}: missing or doubled"
            return
        frontier, expected = merkle.grown(frontier, expected, [merkle.leaf(line)])
        if pos in roots and roots[pos] != merkle.root(frontier).hex():
            yield f"feed {name} position {pos}: the lines up to here are not those its root was made of"
            return
    stored = Feed.objects.filter(name=name).first()
    if stored is None or stored.pos != expected or bytes(stored.frontier) != merkle.packed(frontier):
        yield f"feed {name} position {expected}: the feed does not end where it is said to"


def _placed(name: str) -> list[tuple[int, bytes]]:
    home = EntryRow.objects.filter(feed=name).values_list("pos", "line")
    found = [(pos or 0, bytes(line)) for pos, line in home.iterator(chunk_size=PAGE)]
    pointers = list(Pointer.objects.filter(feed=name).values_list("pos", "entry"))
    for start in range(0, len(pointers), PAGE):
        page = pointers[start : start + PAGE]
        lines = dict(EntryRow.objects.filter(id__in=[e for _, e in page]).values_list("id", "line"))
        found += [(pos, bytes(lines.get(entry, b""))) for pos, entry in page]
    return sorted(found)


def columns() -> Iterator[str]:
    """Rows whose columns say something else than their line."""
    rows = EntryRow.objects.order_by("device", "seq")
    for row in rows.iterator(chunk_size=PAGE):
        try:
            entry = read_entry(bytes(row.line))
        except BadLine:
            if row.answer != "returned":
                yield f"device {row.device} number {row.seq}: a line that is no entry, yet it is {row.answer}"
            continue
        if row.answer != "returned" and not _says_the_same(row, entry):
            yield f"device {row.device} number {row.seq}: the columns and the line differ"


def _says_the_same(row: EntryRow, entry: Entry) -> bool:
    line = (entry.id, entry.device, entry.seq, entry.kind, entry.act, entry.record, entry.actor)
    return line == (row.id, row.device, row.seq, row.kind, row.act, row.record, row.actor)


def seals() -> Iterator[str]:
    """Sealed parts that were altered: they open with no key, or are not what their line commits to."""
    alive = set(SealKey.objects.filter(wrapped__isnull=False).values_list("name", flat=True))
    rows = SealedPart.objects.order_by("id").values_list("entry", "part", "key")
    page: list[tuple[str, str, str]] = []
    for row in rows.iterator(chunk_size=PAGE):
        page.append(row)
        if len(page) == PAGE:
            yield from _seals(page, alive)
            page = []
    yield from _seals(page, alive)


def _seals(page: list[tuple[str, str, str]], alive: set[str]) -> Iterator[str]:
    ids = {entry for entry, _, _ in page}
    lines = dict(EntryRow.objects.filter(id__in=ids).values_list("id", "line"))
    opened = {(s.sealed_of, s.part): s for s in sealing.opened_of_entries(ids, {part for _, part, _ in page})}
    for ident, part, key in page:
        sealed = opened.get((ident, part))
        if key not in alive:
            yield f"entry {ident}: the part {part} has lost its key without being erased"
        elif sealed is None or not _committed(lines.get(ident), sealed):
            yield f"entry {ident}: the sealed part {part} is not what the line commits to"


def _committed(line: bytes | memoryview | None, sealed: SealedBody) -> bool:
    """Whether a line is there, is readable, and commits to this part."""
    try:
        return line is not None and sealing.fits(read_entry(bytes(line)), sealed)
    except BadLine:
        return False

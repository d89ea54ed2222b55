"""Lines of any bytes at all: each is kept as it came and has an answer, and nothing standing is harmed."""

from __future__ import annotations

import random
import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from cast import Cast
from faults.mutating import SEED, TIMES, mutated
from journal.pens import REPORT
from phone.raw import NEED, VISIT, Raw, head_of, kept, written
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.kinds.entries import SealedBody, write_line
from urtuu.kinds.registry import shelf

pytestmark = pytest.mark.usefixtures("everything_holds")
SEALED = b'{"sealed_of":'
ACTS = (("visit", "make", VISIT), ("need", "hear", NEED), ("dispute", "report", REPORT))
A_BATCH, LOOKED_AT = 20, 40


def good_lines(raw: Raw, chance: random.Random, ahead: int) -> tuple[bytes, list[SealedBody]]:
    """A line that would be taken at this number, with its sealed parts."""
    kind, act, fields = chance.choice(ACTS)
    entry, sealed = raw.entry(kind, act, fields, ahead=ahead)
    return write_line(entry), list(sealed)


def send_mutated(raw: Raw, chance: random.Random) -> None:
    """A batch of mutated lines with a good one at its end, under good signatures."""
    lines: list[bytes] = []
    beside: list[bytes | SealedBody] = []
    while len(lines) < A_BATCH:
        line, sealed = good_lines(raw, chance, len(lines) + 1)
        line = mutated(chance, line)
        if line and not line.startswith(SEALED):
            lines.append(line)
            beside += sealed if chance.random() < 0.7 else []
    lines.append(raw.line(ahead=len(lines) + 1))
    before = raw.seq
    receipts = raw.push(*lines, beside=beside)
    assert [one["seq"] for one in receipts] == list(range(before + 1, before + len(lines) + 1))
    assert {one["answer"] for one in receipts} <= {"taken", "held", "returned"}
    assert all(one.get("sentence") for one in receipts if one["answer"] != "taken")
    assert receipts[-1]["answer"] == "taken"
    assert kept(raw)[-len(lines) :] == lines


def mutated_seals(raw: Raw, chance: random.Random) -> None:
    """A good line with mutated sealed parts: refused as a request, or taken in, and never half."""
    entry, sealed = raw.entry("need", "hear", NEED)
    beside = [mutated(chance, written(one)) for one in sealed for _ in range(chance.choice((1, 1, 2)))]
    count = len(kept(raw))
    sent = raw.post([write_line(entry)], [one for one in beside if one.startswith(SEALED)])
    assert sent.status in (200, 400), sent.content
    if sent.status == 400:
        assert len(kept(raw)) == count
        return
    raw.seq, raw.head = head_of(sent)["acked"][0], bytes.fromhex(head_of(sent)["acked"][1])
    assert len(kept(raw)) == count + 1


def look_at_everything(cast: Cast, raw: Raw) -> None:
    """Whatever was kept can be pulled, and be shown at the desk."""
    assert raw.post([], cursors={"grid:near": 0}).status == 200
    desk = Client()
    desk.force_login(cast.saran.staff)
    with override_settings(ROOT_URLCONF="urtuu.config.urls"):
        pages = [reverse("desk:home"), reverse("desk:trays"), reverse("desk:audit")]
        pages += [reverse("desk:records", args=[kind.name]) for kind in shelf()]
        standing = StandingRow.objects.order_by("-record")[:LOOKED_AT]
        pages += [reverse("desk:record", args=[row.kind, row.record]) for row in standing]
        pages += [reverse("desk:entry", args=[row.pk]) for row in EntryRow.objects.order_by("id")[:LOOKED_AT]]
        found = {page: desk.get(page).status_code for page in pages}
    assert set(found.values()) <= {200, 302, 403, 404}, found
    assert list(found.values()).count(200) > len(found) // 3, found


def fuzz(cast: Cast, raw: Raw, seed: int, batches: int) -> None:
    chance = random.Random(seed)
    for _ in range(batches):
        send_mutated(raw, chance)
        for _ in range(4):
            mutated_seals(raw, chance)
    look_at_everything(cast, raw)


def test_mutated_lines(cast: Cast, raw: Raw) -> None:
    fuzz(cast, raw, SEED, batches=10)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_mutated_lines_for_long(cast: Cast, raw: Raw, part: int) -> None:
    fuzz(cast, raw, SEED + 1 + part, batches=100 * TIMES)


@pytest.mark.parametrize("offset", [b"+23:59", b"-16:00", b"+15:01"])
def test_a_clock_that_is_nowhere_on_earth_stops_nobody(raw: Raw, offset: bytes) -> None:
    """Found here: PostgreSQL refused the moment, and with it every push of that phone for ever."""
    whole = raw.line()
    line = re.sub(rb'("occurred_at":"[^"]*?)(Z|[+-]\d\d:\d\d)"', rb"\g<1>" + offset + b'"', whole)
    assert line != whole
    assert [one["answer"] for one in raw.push(line, raw.line(ahead=2))] == ["returned", "taken"]
    assert kept(raw)[0] == line

"""Sealed parts that are not what their line commits to, or come too late, or twice.

docs/bad-input.md lists every case with its sentence and its test.
"""

from __future__ import annotations

import msgspec
import pytest
from django.utils import timezone

from phone.raw import NEED, Raw, said, sentence_of
from urtuu.base.chain import sealed_digest
from urtuu.journal import sealing
from urtuu.journal.models import SealedPart, StandingRow
from urtuu.kinds.entries import Seal, write_line

pytestmark = pytest.mark.usefixtures("everything_holds")


def test_sealed_part_that_differs(raw: Raw) -> None:
    entry, sealed = raw.entry("need", "hear", NEED)
    other = msgspec.structs.replace(sealed[0], body={"said": "别的话"})
    assert said(raw.push(write_line(entry), beside=[other])[0]) == ("returned", "sealed_body_differs")
    assert not SealedPart.objects.exists()


def test_sealed_part_under_another_records_key(raw: Raw, other: Raw) -> None:
    """Its erasure would destroy what is not its own, and its own could not be erased."""
    victim = raw.push_entry("need", "hear", NEED) and StandingRow.objects.get().record
    entry, sealed = other.entry("need", "hear", NEED)
    stolen = msgspec.structs.replace(sealed[0], key=victim)
    seal = Seal(stolen.part, victim, sealed_digest(stolen.salt, stolen.body))
    line = write_line(msgspec.structs.replace(entry, sealed=(seal,)))
    assert said(other.push(line, beside=[stolen])[0]) == ("returned", "sealed_body_differs")


def test_sealed_part_with_long_names(raw: Raw) -> None:
    entry, _ = raw.entry("need", "hear", {"topic": "water", "heading": "机井不出水"})
    for part, key in (("p" * 200, entry.record), ("personal", f"{entry.record}/{'k' * 300}")):
        seal = Seal(part, key, "0" * 64)
        line = write_line(msgspec.structs.replace(entry, seq=raw.seq + 1, sealed=(seal,)))
        assert said(raw.push(line)[0])[0] == "returned"


def test_sealed_part_twice(raw: Raw) -> None:
    entry, sealed = raw.entry("need", "hear", NEED)
    assert said(raw.push(write_line(entry), beside=[*sealed, *sealed])[0]) == ("taken", "")
    assert SealedPart.objects.count() == 1


def test_sealed_part_of_no_entry(raw: Raw, other: Raw) -> None:
    entry, _ = raw.entry()
    _, stray = other.entry("need", "hear", NEED)
    assert said(raw.push(write_line(entry), beside=list(stray))[0]) == ("taken", "")
    assert not SealedPart.objects.exists()


def test_sealed_part_for_an_erased_key(raw: Raw) -> None:
    entry, sealed = raw.entry("need", "hear", NEED)
    sealing.erase(entry.record, timezone.now())
    assert said(raw.push(write_line(entry), beside=list(sealed))[0]) == ("taken", "")
    assert not SealedPart.objects.exists()


@pytest.mark.parametrize("text", [b'{"sealed_of":', b'{"sealed_of":1}', b'{"sealed_of":"\xff"}'])
def test_sealed_part_unreadable(raw: Raw, text: bytes) -> None:
    assert sentence_of(raw.post([raw.line()], [text])) == (400, "sealed_unreadable")
    assert said(raw.push(raw.line())[0]) == ("taken", "")

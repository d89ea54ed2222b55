"""Fifty phones within two minutes, each with forty entries and ten pictures, against the served site.

Every phone comes at a moment of its own, sends its text in one push, then the pictures that are asked for,
in pieces of 256 KB. The text must not wait for anybody's pictures. Pictures are 280 KB of chance behind the
first bytes of a JPEG; entries are signed beforehand. `BENCH_DEVICES` and `BENCH_SECONDS` make it smaller.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from benchmarks._apart import INSIDE, run_apart

if TYPE_CHECKING:
    from benchmarks._sync_site import Writer

DEVICES = int(os.environ.get("BENCH_DEVICES", "50"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "120"))
ENTRIES, PICTURES, PICTURE_BYTES, PIECE = 40, 10, 280 * 1024, 256 * 1024
LIMIT_SECONDS = 5.0


def main() -> None:
    """Run it in a process and a data folder of its own."""
    run_apart(__file__)


@dataclass
class Handed:
    """What one phone hands in, and what became of it."""

    writer: Writer
    at: float
    pictures: dict[str, bytes]
    request: tuple[bytes, dict[str, str]] = (b"", {})
    text_seconds: float = 0.0
    all_seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def inside() -> None:
    """Serve, let them come, count."""
    import django

    django.setup()
    from benchmarks._sync_served import request, site
    from benchmarks._sync_site import build

    chance = random.Random(131)
    phones = [_handed(writer, chance) for writer in build(DEVICES)]
    for one in phones:
        told = [{"sha256": d, "size": PICTURE_BYTES, "mime": "image/jpeg"} for d in one.pictures]
        one.request = request(one.writer, one.writer.push(ENTRIES, told), photos=1)
    with site() as served:
        threads = [threading.Thread(target=_come, args=(one, served.port)) for one in phones]
        before, began = served.cpu(), time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        spent, cpu = time.perf_counter() - began, served.cpu() - before
    _print(phones, spent, cpu)


def _handed(writer: Writer, chance: random.Random) -> Handed:
    bodies = [b"\xff\xd8\xff\xe0" + chance.randbytes(PICTURE_BYTES - 4) for _ in range(PICTURES)]
    return Handed(writer, chance.uniform(0, SECONDS), {sha256(body).hexdigest(): body for body in bodies})


def _come(one: Handed, port: int) -> None:
    """The text, timed by itself; then each picture that the answer asks for."""
    from benchmarks._sync_served import Road

    time.sleep(one.at)
    try:
        road, began = Road(port), time.perf_counter()
        sent = road.send("POST", "/sync", *one.request)
        one.text_seconds = time.perf_counter() - began
        answer = msgspec.json.decode(sent.text.partition(b"\n")[0])
        taken = sum(receipt["answer"] == "taken" for receipt in answer.get("receipts", ()))
        if sent.status != 200 or taken != ENTRIES:
            one.wrong.append(f"text: {sent.status}, {taken} taken")
        wanted = answer.get("want_blobs", [])
        if sorted(wanted) != sorted(one.pictures):
            one.wrong.append(f"{len(wanted)} pictures wanted")
        for digest in wanted:
            _send(one, road, digest)
        one.all_seconds = time.perf_counter() - began
        road.close()
    except Exception as error:  # whatever it was, it is counted
        one.wrong.append(repr(error))


def _send(one: Handed, road: Any, digest: str) -> None:
    from urtuu.base.signing import key_from_seed, sign

    body, key = one.pictures[digest], key_from_seed(one.writer.seed)
    for offset in range(0, len(body), PIECE):
        piece = body[offset : offset + PIECE]
        said = f"urtuu-blob:PATCH:{digest}:{offset}:{sha256(piece).hexdigest()}".encode()
        headers = {
            "Content-Type": "application/offset+octet-stream",
            "Urtuu-Device": one.writer.device,
            "Urtuu-Proof": sign(key, said),
            "Upload-Offset": str(offset),
        }
        sent = road.send("PATCH", f"/sync/blobs/{digest}", piece, headers)
        if sent.status != 204:
            one.wrong.append(f"picture: {sent.status}")


def _print(phones: list[Handed], spent: float, cpu: float) -> None:
    from benchmarks._sync_table import Row, share, show
    from urtuu.journal.models import Blob, EntryRow

    texts = [one.text_seconds for one in phones]
    wrong = [line for one in phones for line in one.wrong]
    show([
        Row(f"{DEVICES} phones, text: p95", [share(texts, 0.95)], "s", most=LIMIT_SECONDS),
        Row("  median", [share(texts, 0.5)], "s"),
        Row("  longest", [max(texts)], "s"),
        Row(f"  with its {PICTURES} pictures: p95", [share([one.all_seconds for one in phones], 0.95)], "s"),
        Row("  errors", [len(wrong)], "", most=0),
        Row("  all of it", [spent], "s"),
        Row("  processor time of the server", [cpu], "s"),
    ])  # fmt: skip
    entries, arrived = EntryRow.objects.count(), Blob.objects.exclude(arrived_at=None).count()
    print(f"stored: {entries:,} of {DEVICES * ENTRIES:,} entries")
    print(f"stored: {arrived:,} of {DEVICES * PICTURES:,} pictures")
    for line in wrong[:5]:
        print(f"  {line}")


if __name__ == "__main__":
    if sys.argv[1:2] == [INSIDE]:
        inside()
    else:
        main()

"""The site as it is served, a road to it that counts bytes, and the processor time of a process tree."""

from __future__ import annotations

import gzip
import http.client
import os
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from benchmarks._sync_site import Writer
    from urtuu.journal.push import Push

WAITS_SECONDS = 120


@dataclass
class Sent:
    """An answer; bytes each way with the header lines of HTTP."""

    status: int
    body: bytes
    bytes_out: int
    bytes_back: int

    @property
    def text(self) -> bytes:
        """The body, unpacked."""
        return gzip.decompress(self.body) if self.body[:2] == b"\x1f\x8b" else self.body


class Road:
    """One kept connection. Header lines are counted as they travel, chunk marks are not."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=WAITS_SECONDS)

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Sent:
        """One request and its answer."""
        told = {"Host": "127.0.0.1", "Content-Length": str(len(body)), **(headers or {})}
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in told.items()) + "\r\n"
        self._line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in told.items():
            self._line.putheader(name, value)
        self._line.endheaders(body or None)
        answer = self._line.getresponse()
        content = answer.read()
        back = 17 + sum(len(k) + len(v) + 4 for k, v in answer.getheaders()) + len(content)
        return Sent(answer.status, content, len(head) + len(body), back)

    def close(self) -> None:
        """Hang up."""
        self._line.close()


class Served:
    """A running server and what it has cost so far."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def cpu(self) -> float:
        """Seconds of processor time of the process and all below it."""
        return cpu_of([self.process.pid])


def cpu_of(roots: Sequence[int]) -> float:
    """Seconds of processor time of these processes and of those below them, those that ended included."""
    below: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        below.setdefault(int(fields[1]), []).append(int(folder.name))
        spent[int(folder.name)] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    waiting, total = list(roots), 0.0
    while waiting:
        one = waiting.pop()
        total += spent.get(one, 0.0)
        waiting += below.get(one, [])
    return total


@contextmanager
def running(
    command: Sequence[str], port: int, path: str, *, env: Mapping[str, str], log: Path
) -> Iterator[Served]:
    """A server, once it answers at all at this path; ended afterwards, whatever happened."""
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=dict(env), stdout=said, stderr=said)
    try:
        _wait(process, port, path, log)
        yield Served(process, port)
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _wait(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    ends_at = time.monotonic() + WAITS_SECONDS
    while time.monotonic() < ends_at and process.poll() is None:
        try:
            Road(port).send("GET", path)
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def site() -> Iterator[Served]:
    """`urtuu serve` on the data folder and database of this process."""
    port = free_port()
    command = [sys.executable, "-m", "urtuu.interfaces.cli.main", "serve", "--port", str(port)]
    log = Path(os.environ["URTUU_VAR"]) / "served.log"
    with running(command, port, "/static/nothing-here", env=os.environ, log=log) as served:
        yield served


def free_port() -> int:
    """A port nobody answers on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def packed(lines: Sequence[bytes]) -> bytes:
    """Lines as a phone sends them."""
    packer = zlib.compressobj(level=6, wbits=31)
    return packer.compress(b"\n".join(lines) + b"\n") + packer.flush()


def request(writer: Writer, push: Push | None = None, **header: Any) -> tuple[bytes, dict[str, str]]:
    """Body and headers of one synchronisation; `header` names more of the first line, such as cursors."""
    from urtuu.base.signing import key_from_seed, sign

    first: dict[str, Any] = {"device": writer.device, "schema": "bench", "clock": writer.now, **header}
    lines: list[bytes] = []
    if push is not None:
        first |= {"base_seq": push.base_seq, "prev": push.prev.hex(), "sig": push.sig, "alg": push.alg}
        lines = [*push.lines, *map(msgspec.json.encode, push.sealed)]
    head = msgspec.json.encode(first)
    proof = sign(key_from_seed(writer.seed), b"urtuu-sync:" + head)
    told = {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip", "Urtuu-Proof": proof}
    return packed([head, *lines]), told


def held_of(answer: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What a phone says next time: cursors, roots it was shown, epoch."""
    cursors, shown = dict(before.get("cursors", {})), dict(before.get("shown", {}))
    for name, feed in answer.get("feeds", {}).items():
        cursors[name] = feed["to"]
        if feed.get("root"):
            shown[name] = [feed["head"], feed["root"]]
    cursors |= {name: ref["digest"] for name, ref in answer.get("refs", {}).items()}
    return {"cursors": cursors, "shown": shown, "epoch": answer["epoch"]}


def synchronise(
    road: Road, writer: Writer, held: dict[str, Any], push: Push | None = None
) -> tuple[dict[str, Any], Sent]:
    """One request; what the phone holds afterwards, and the answer. Raises when it is not heard."""
    body, headers = request(writer, push, **held)
    sent = road.send("POST", "/sync", body, headers)
    if sent.status != 200:
        raise RuntimeError(f"{sent.status}: {sent.body[:300]!r}")
    return held_of(msgspec.json.decode(sent.text.partition(b"\n")[0]), held), sent


def up_to_date(road: Road, writer: Writer, held: dict[str, Any]) -> dict[str, Any]:
    """Asks until nothing more comes."""
    for _ in range(500):
        after, _sent = synchronise(road, writer, held)
        if after == held:
            return held
        held = after
    raise RuntimeError("there was no end to it")

"""Two networks of their own with one cable between them that can be pulled; they end with the test."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

SERVER, PHONES = "10.77.0.1", "10.77.0.2"
_NETWORK = 0x40000000  # CLONE_NEWNET


class NotAllowed(Exception):
    """This machine lets nobody make a network; the message says why."""


class Cable:
    """The link between the network of the server and that of the phones."""

    def __init__(self, name: str) -> None:
        self.server, self.phones = f"{name}-s", f"{name}-p"

    def lay(self) -> None:
        """Makes both networks. Raises NotAllowed."""
        for space in (self.server, self.phones):
            _ip("netns", "add", space)
            _ip("-n", space, "link", "set", "lo", "up")
        ends = ("link", "add", "cable", "netns", self.server, "type", "veth")
        _ip(*ends, "peer", "name", "cable", "netns", self.phones)
        for space, address in ((self.server, SERVER), (self.phones, PHONES)):
            _ip("-n", space, "address", "add", f"{address}/24", "dev", "cable")
        self.join()

    def cut(self) -> None:
        """Whatever is on its way is lost."""
        _ip("-n", self.phones, "link", "set", "cable", "down")

    def join(self) -> None:
        """Put together again."""
        for space in (self.server, self.phones):
            _ip("-n", space, "link", "set", "cable", "up")

    def take_away(self) -> None:
        for space in (self.server, self.phones):
            subprocess.run(["ip", "netns", "del", space], capture_output=True, check=False)


@contextmanager
def cable() -> Iterator[Cable]:
    """A cable and its two networks. Raises NotAllowed."""
    one = Cable(f"urtuu{os.getpid()}")
    try:
        one.lay()
        yield one
    finally:
        one.take_away()


def _ip(*words: str) -> None:
    try:
        done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise NotAllowed("there is no `ip`") from None
    if done.returncode:
        raise NotAllowed(done.stderr.strip())


def enter(space: str) -> None:
    """This thread, and it alone, uses that network from now on."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path(f"/var/run/netns/{space}").open() as opened:
        if libc.setns(opened.fileno(), _NETWORK):
            raise NotAllowed(os.strerror(ctypes.get_errno()))


def within(space: str, work: Callable[[], Any]) -> Any:
    """What the work answers when it is done in that network."""
    found: list[Any] = []

    def there() -> None:
        enter(space)
        found.append(work())

    thread = Thread(target=there)
    thread.start()
    thread.join()
    assert found, "it failed there"
    return found[0]

"""A road between a phone and the site: shut, slowed, cut again and again; it counts what passes."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

SLICE = 512


class Road:
    """A TCP proxy on loopback.

    bits_per_second  both directions share it, as they do on a bad mast; 0 is without limit
    cut_after        seconds after which every connection is cut; 0 is never
    drop_replies     requests arrive, answers do not
    """

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.bits_per_second = 0
        self.cut_after = 0.0
        self.drop_replies = False
        self.open = True
        self.up = self.down = self.cuts = 0
        self._lock = threading.Lock()
        self._free_at = 0.0
        self._began = time.monotonic()
        self._sockets: set[socket.socket] = set()
        self._listener = self._listen(0)
        self.port = self._listener.getsockname()[1]

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), backlog=64)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def passed(self) -> int:
        """Bytes in both directions."""
        return self.up + self.down

    def shut(self) -> None:
        """No signal: connections are refused, those that stand are cut."""
        self.open = False
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._cut()

    def reopen(self) -> None:
        """Signal again, under the same address."""
        self.open = True
        self._listener = self._listen(self.port)

    def close(self) -> None:
        """The test is over."""
        if self.open:
            self.shut()

    def slow(self, bits_per_second: int, cut_after: float) -> None:
        """So many bits a second from now on, and every connection cut each `cut_after` seconds."""
        self.bits_per_second, self.cut_after = bits_per_second, cut_after
        self.up = self.down = self.cuts = 0
        self._began = time.monotonic()
        self._free_at = 0.0
        threading.Thread(target=self._cutting, args=(self._began,), daemon=True).start()

    def smooth(self) -> None:
        """As it was at first."""
        self.bits_per_second, self.cut_after = 0, 0.0

    def _cutting(self, began: float) -> None:
        turn = 1
        while self.cut_after and self._began == began:
            time.sleep(max(0.0, began + turn * self.cut_after - time.monotonic()))
            if self.cut_after and self._began == began:
                self.cuts += self._cut()
            turn += 1

    def _cut(self) -> int:
        with self._lock:
            standing, self._sockets = self._sockets, set()
        for one in standing:
            _end(one)
        return len(standing) // 2

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                phone, _ = listener.accept()
            except OSError:
                if self._listener is listener and self.open:
                    continue  # this one was given up before it was taken; the next may come
                return
            try:
                site = socket.create_connection(self.target)
            except OSError:
                _end(phone)
                continue
            with self._lock:
                self._sockets |= {phone, site}
            for source, sink, up in ((phone, site, True), (site, phone, False)):
                threading.Thread(target=self._carry, args=(source, sink, up), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, up: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(SLICE if self.bits_per_second else 65_536):
                if not up and self.drop_replies:
                    break
                self._pace(len(piece))
                sink.sendall(piece)
                if up:
                    self.up += len(piece)
                else:
                    self.down += len(piece)
        for one in (source, sink):
            _end(one)
            with self._lock:
                self._sockets.discard(one)

    def _pace(self, size: int) -> None:
        if not self.bits_per_second:
            return
        with self._lock:
            begins = max(self._free_at, time.monotonic())
            self._free_at = begins + size * 8 / self.bits_per_second
            wait = self._free_at - time.monotonic()
        if wait > 0:
            time.sleep(wait)


def _end(one: socket.socket) -> None:
    """Both directions at once: closing alone wakes no waiting thread, and tells the other side nothing."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()

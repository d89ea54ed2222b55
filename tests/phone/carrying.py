"""Phones for tests: carried over Django's test client, or over a road on which things get lost."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from django.test import Client
from django.utils import timezone

from cast import Person
from urtuu.base.sentences import say
from urtuu.interfaces.phone.client import Sent, Transport, Unreachable
from urtuu.interfaces.phone.phone import Phone
from urtuu.places.services import make_card

ADDRESSES = "phone.addresses"
"""Only the wire: these tests do not need the desk."""


class Carried:
    """A transport that calls the application in the same process; a traceback there fails the test."""

    def __init__(self) -> None:
        self.client = Client()
        self.requests: list[tuple[str, bytes, dict[str, str]]] = []

    def __call__(self, path: str, body: bytes, headers: Mapping[str, str]) -> Sent:
        self.requests.append((path, body, dict(headers)))
        more = {k: v for k, v in headers.items() if k != "Content-Type"}
        response = self.client.post(path, body, content_type=headers["Content-Type"], headers=more)
        content = response.content
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return Sent(response.status_code, content, response.headers.get("Retry-After", ""))


class Killed(BaseException):
    """The phone loses its power here."""


class Rough:
    """A road: of what is sent and answered, things are lost, doubled, cut, late; or the phone dies on it."""

    TROUBLES = (
        "lost_request", "lost_reply", "doubled", "torn_request", "torn_reply", "late_reply",
        "killed_before", "killed_after",
    )  # fmt: skip

    def __init__(self, carry: Transport, chance: random.Random, share: float = 0.5) -> None:
        self.carry, self.chance, self.share = carry, chance, share
        self.earlier: list[Sent] = []
        self.met: list[str] = []

    def __call__(self, path: str, body: bytes, headers: Mapping[str, str]) -> Sent:
        if path != "/sync" or self.chance.random() >= self.share:
            return self._kept(self.carry(path, body, headers))
        trouble = self.chance.choice(self.TROUBLES)
        self.met.append(trouble)
        return getattr(self, f"_{trouble}")(path, body, headers)

    def _kept(self, sent: Sent) -> Sent:
        self.earlier.append(sent)
        return sent

    def _lost_request(self, *_request: object) -> Sent:
        raise Unreachable(say("server_unreachable", problem="lost"))

    def _lost_reply(self, *request: object) -> Sent:
        self.carry(*request)
        raise Unreachable(say("server_unreachable", problem="lost"))

    def _doubled(self, *request: object) -> Sent:
        first = self.carry(*request)
        second = self.carry(*request)
        return self._kept(self.chance.choice((first, second)))

    def _torn_request(self, path: str, body: bytes, headers: Mapping[str, str]) -> Sent:
        return self.carry(path, body[: self.chance.randrange(len(body))], headers)

    def _torn_reply(self, *request: object) -> Sent:
        sent = self.carry(*request)
        return Sent(sent.status, sent.content[: self.chance.randrange(max(1, len(sent.content)))])

    def _late_reply(self, *request: object) -> Sent:
        """The answer to an earlier request arrives instead of this one's."""
        sent = self._kept(self.carry(*request))
        return self.chance.choice(self.earlier[-4:]) if self.earlier else sent

    def _killed_before(self, *_request: object) -> Sent:
        raise Killed

    def _killed_after(self, *request: object) -> Sent:
        self.carry(*request)
        raise Killed


def card_for(person: Person) -> str:
    """A fresh card's code."""
    return make_card(person.staff, person.staff, timezone.now())


def phone_of(person: Person, folder: Path, send: Transport | None = None, **more: object) -> Phone:
    """A person's phone, enrolled."""
    phone = Phone(folder, send=send or Carried(), **more)
    phone.enrol("http://testserver", card_for(person))
    return phone


def packed(*lines: bytes) -> bytes:
    """A body as a phone sends it."""
    packer = zlib.compressobj(wbits=31)
    return packer.compress(b"\n".join(lines) + b"\n") + packer.flush()


def in_seconds(seconds: float) -> Callable[[], object]:
    """A clock that is so far off."""
    from datetime import timedelta

    return lambda: timezone.now() + timedelta(seconds=seconds)

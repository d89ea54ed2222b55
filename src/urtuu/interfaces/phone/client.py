"""The phone's way to the server: one address to enrol, one to synchronise, and four ways to fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from urtuu.base.sentences import Sentence, say
from urtuu.base.signing import sign
from urtuu.interfaces.phone.wire import PROOF, Answer, Asking, Enrolled, Told, Torn, packed, read_answer

_ENCODE = msgspec.json.Encoder().encode
CONNECT_SECONDS, READ_SECONDS = 10.0, 60.0


class Failed(Exception):
    """The phone could not do it; `sentence` says why, to its owner."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.name)
        self.sentence = sentence


class Unreachable(Failed):
    """No answer, or not a whole one: what the server did is not known. The same is sent again."""


class Busy(Failed):
    """The server asks for time."""

    def __init__(self, sentence: Sentence, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class Refused(Failed):
    """The server answered no."""

    def __init__(self, sentence: Sentence, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Sent:
    """What came back: the HTTP status, the unpacked body, and how long to wait if the server says so."""

    status: int
    content: bytes
    retry_after: str = ""


class Transport(Protocol):
    """Carries one request. Raises Unreachable."""

    def __call__(self, path: str, body: bytes, headers: Mapping[str, str]) -> Sent:
        """Post a body."""
        ...


class Web:
    """Carries requests over HTTP."""

    def __init__(self, server: str) -> None:
        times = httpx.Timeout(CONNECT_SECONDS, read=READ_SECONDS)
        self._client = httpx.Client(base_url=server.rstrip("/"), timeout=times, trust_env=False)

    def __call__(self, path: str, body: bytes, headers: Mapping[str, str]) -> Sent:
        """Post a body."""
        try:
            response = self._client.post(path, content=body, headers=dict(headers))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(say("server_unreachable", problem=str(error) or type(error).__name__)) from None
        return Sent(response.status_code, response.content, response.headers.get("Retry-After", ""))


def enrol(send: Transport, code: str, device: str, public_key: str, label: str) -> Enrolled:
    """A card's code and a public key become a device. Raises Failed."""
    asked: dict[str, Any] = {
        "code": code,
        "public_key": public_key,
        "alg": "ed25519",
        "label": label,
        "device": device,
    }
    sent = send("/sync/enrol", _ENCODE(asked), {"Content-Type": "application/json"})
    _raise_for(sent, 201)
    try:
        return msgspec.json.decode(sent.content, type=Enrolled)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _torn(error) from None


def exchange(send: Transport, key: Ed25519PrivateKey, asking: Asking, lines: list[bytes]) -> Answer:
    """One request and its answer. Raises Failed."""
    first = _ENCODE(asking)
    headers = {
        "Content-Type": "application/x-ndjson",
        "Content-Encoding": "gzip",
        "Urtuu-Proof": sign(key, PROOF + first),
    }
    sent = send("/sync", packed([first, *lines]), headers)
    _raise_for(sent, 200)
    try:
        return read_answer(sent.content)
    except Torn as error:
        raise _torn(error) from None


def _torn(error: Exception) -> Unreachable:
    return Unreachable(say("answer_torn", problem=str(error)[:200]))


def _raise_for(sent: Sent, expected: int) -> None:
    if sent.status == expected:
        return
    try:
        sentence = msgspec.json.decode(sent.content, type=Told).sentence
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise Unreachable(say("server_answered_otherwise", status=sent.status)) from None
    if sent.status == 503:
        raise Busy(sentence, int(sent.retry_after) if sent.retry_after.isdigit() else 20)
    raise Refused(sentence, sent.status)

"""A push and its answer, as values: what the wire, the desk and the demonstration all hand to the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from urtuu.base.sentences import Sentence
from urtuu.kinds.entries import SealedBody
from urtuu.kinds.judging import Answer


@dataclass(frozen=True)
class Push:
    """Lines `base_seq`, `base_seq + 1`, ... of one device, signed over the chain head after the last.

    `prev` is the chain head before the first line. `clock` is the device's clock when it sent, `queue_len`
    how many entries it declares to hold still, this push included.
    """

    device: str
    base_seq: int
    prev: bytes
    lines: Sequence[bytes]
    alg: str
    sig: str
    sealed: Sequence[SealedBody] = ()
    clock: datetime | None = None
    queue_len: int | None = None


@dataclass(frozen=True)
class Receipt:
    """The answer to one line. `feed` and `pos` are there when it is taken."""

    seq: int
    id: str
    answer: Answer
    why: str = ""
    sentence: Sentence | None = None
    feed: str = ""
    pos: int = 0
    first_answer: str = ""


@dataclass(frozen=True)
class Reply:
    """What a push is answered with; `expected_seq` when the chain did not fit and nothing was stored."""

    receipts: list[Receipt] = field(default_factory=list)
    seq: int = 0
    head: bytes = b""
    expected_seq: int | None = None
    sentence: Sentence | None = None


class NotTaken(Exception):
    """The door did not take it; nothing was stored, and the person is told why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.name)
        self.sentence = sentence


class NotSigned(Exception):
    """The batch does not carry the device's signature: nothing in it can be trusted, nothing was stored."""


class NotADevice(Exception):
    """No such device, or one whose right to send has ended."""

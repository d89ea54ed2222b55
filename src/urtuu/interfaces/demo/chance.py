"""Chance that comes out the same again: everything drawn here follows from one seed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from random import Random
from typing import TypeVar
from uuid import UUID, uuid5

SEED = 131
_NAMESPACE = UUID("6d1f2c1e-0131-5131-8131-150421102204")
T = TypeVar("T")


class Dice(Random):
    """A source of chance for one purpose."""

    def happens(self, chance: float) -> bool:
        """Whether something of this chance (0-1) happens now."""
        return self.random() < chance

    def times(self, mean: float) -> int:
        """A whole number whose mean is `mean`: the whole part, and one more by the chance of the rest."""
        whole = int(mean)
        return whole + self.happens(mean - whole)

    def weighted(self, options: Sequence[T], weights: Sequence[float]) -> T:
        """One of the options, by weight."""
        return self.choices(options, weights)[0]


def dice(*purpose: object) -> Dice:
    """The dice of a purpose: the same words, the same throws."""
    return Dice(hashlib.sha256(_words(purpose)).digest())


def key_seed(*purpose: object) -> bytes:
    """32 bytes from which a demonstration phone makes its key. Never a secret: anyone can compute it."""
    return hashlib.sha256(b"key/" + _words(purpose)).digest()


def ident(*purpose: object) -> str:
    """The id of something invented."""
    return str(uuid5(_NAMESPACE, _words(purpose).decode()))


def _words(purpose: Sequence[object]) -> bytes:
    return "/".join(map(str, purpose)).encode()

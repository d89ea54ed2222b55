"""A sentence for the person who is refused, told or asked: a name and its values, worded later."""

from __future__ import annotations

from typing import Any

import msgspec


class Sentence(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sentence to be said. `name` is a key of `kinds/sentences/*.toml`; `values` fill its blanks.

    `kind` says whose words explain values such as states, acts and fields.
    """

    name: str
    values: dict[str, Any] = {}
    kind: str = ""


def say(name: str, /, kind: str = "", **values: Any) -> Sentence:
    """A sentence with its values."""
    return Sentence(name=name, values=values, kind=kind)

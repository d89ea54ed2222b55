"""A sentence in a language: its words from `kinds/sentences`, its blanks filled with words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from urtuu import kinds
from urtuu.base.sentences import Sentence

FOLDER = Path(kinds.__file__).parent / "sentences"
FIRST = "zh-hans"
_WORDED = ("role", "page", "part", "level")
"""Blanks whose value is a name, or several with commas, that has words of its own: `role_chief`."""


@cache
def words_of(lang: str) -> Mapping[str, str]:
    """All words of a language; of the first language when it has no file."""
    path = FOLDER / f"{lang}.toml"
    if not path.exists():
        path = FOLDER / f"{FIRST}.toml"
    return {name: str(text) for name, text in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def word(name: str, lang: str) -> str:
    """One word by name; a name without a word stands for itself, so that a gap is seen."""
    return words_of(lang).get(name, name)


def said(sentence: Sentence, lang: str) -> str:
    """The sentence as it is said. A blank without a value stays empty."""
    blanks = _Blanks({name: _worded(name, value, lang) for name, value in sentence.values.items()})
    return word(sentence.name, lang).format_map(blanks)


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _worded(name: str, value: Any, lang: str) -> Any:
    if name not in _WORDED or not isinstance(value, str):
        return value
    comma = "、" if lang == FIRST else ", "
    known = words_of(lang)
    return comma.join(known.get(f"{name}_{one}", one) for one in value.split(", "))

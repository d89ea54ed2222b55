"""How kinds, states, acts, fields and refusals are worded, per language: from word files, never from code.

A word is looked for in the kind's own file, then in the shared one, then in the next language: traditional
Mongolian falls back to Chinese, so that its files may hold attested words only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from urtuu.base.sentences import Sentence
from urtuu.kinds.registry import Shelf, shelf

FIRST = "zh-hans"
LANGUAGES = ("zh-hans", "en")
_HERE = Path(__file__).parent
_LOCAL = ZoneInfo("Asia/Shanghai")
_INSIDE = {
    "acts": ("acts", "label"),
    "done": ("acts", "done"),
    "hints": ("acts", "hint"),
    "fields": ("fields", "label"),
    "field_hints": ("fields", "hint"),
}
_SILENT = ("hints", "field_hints")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LISTED = {"role": "role_", "page": "page_", "part": "part_", "level": "level_"}
_LINES = {
    "act": "acts",
    "last_act": "acts",
    "state": "states",
    "field": "fields",
    "difficulty": "choices.difficulty",
    "item": "choices.legality",
}


def label(
    lang: str, kind: str, group: str, name: str, default: str | None = None, on: Shelf | None = None
) -> str:
    """One word. `on`: the shelf, unless it is the running one.

    Groups: `kind` (one, many, intro), `states`, `acts`, `done` (its line in a timeline), `hints` (of an act),
    `fields`, `field_hints` (a column of a group: `obligations.due_on`), `choices.<field>`, `clocks`, `units`,
    `roles`, `parts`, `answers` (yes, no), `terms`. Without a word: the default, else nothing for a hint and
    the bare name for the rest, so that a gap is seen.
    """
    found = find(lang, kind, group, name, on)
    if found is not None:
        return found
    return default if default is not None else "" if group in _SILENT else name


def find(lang: str, kind: str, group: str, name: str, on: Shelf | None = None) -> str | None:
    """The word, or nothing."""
    books = (on or shelf()).words
    for step in _chain(lang):
        for book in (books.get(step, {}).get(kind, {}), shared(step)):
            word = in_book(book, group, name)
            if word is not None:
                return word
        if group in ("roles", "parts"):
            word = sentences(step).get(f"{group[:-1]}_{name}")
            if word is not None:
                return word
    return None


def choice(lang: str, kind: str, field: str, option: str, on: Shelf | None = None) -> str:
    """One option of a field, worded."""
    return label(lang, kind, f"choices.{field}", option, on=on)


def yes_or_no(lang: str, value: bool) -> str:
    """A truth value, worded."""
    return label(lang, "", "answers", "yes" if value else "no")


def sentence(lang: str, said: Sentence, on: Shelf | None = None) -> str:
    """A sentence in a language.

    States, acts, fields, roles and moments among its values are worded; staff ids and places are the
    caller's: put the name in before. A blank without a value stays empty.
    """
    text = _sentence_text(lang, said.name)
    blanks = {name: _worded(lang, said.kind, name, value, on) for name, value in said.values.items()}
    if said.kind:
        blanks.setdefault("kind", label(lang, said.kind, "kind", "one", on=on))
    return text.format_map(_Blanks(blanks))


def moment(lang: str, at: datetime) -> str:
    """A moment on the banner's clock, as it is written."""
    here = at.astimezone(_LOCAL)
    if _chain(lang)[0] == "en":
        return f"{here.day} {_MONTHS[here.month - 1]} {here.year}, {here:%H:%M}"
    return f"{here.year}年{here.month}月{here.day}日{here:%H:%M}"


@cache
def shared(lang: str) -> Mapping[str, Any]:
    """The words all kinds share."""
    return _read(_HERE / "words" / f"{lang}.toml")


@cache
def sentences(lang: str) -> Mapping[str, str]:
    """All sentences of a language."""
    return {name: str(text) for name, text in _read(_HERE / "sentences" / f"{lang}.toml").items()}


def _read(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _chain(lang: str) -> tuple[str, ...]:
    return (lang, FIRST) if lang != FIRST else (FIRST,)


def _sentence_text(lang: str, name: str) -> str:
    return next((sentences(step)[name] for step in _chain(lang) if name in sentences(step)), name)


def in_book(book: Mapping[str, Any], group: str, name: str) -> str | None:
    """A word in one file, or nothing."""
    if group == "kind":
        return _text(book.get(name))
    if group.startswith("choices."):
        options = book.get("choices", {}).get(group.removeprefix("choices."), {})
        return _text(options.get(name, book.get("answers", {}).get(name)))
    table, inside = _INSIDE.get(group, (group, ""))
    rows = book.get(table, {})
    row = rows.get(name, rows.get(name.rpartition(".")[2]) if table == "fields" else None)
    if isinstance(row, Mapping):
        return _text(row.get(inside))
    return None if inside in ("hint", "done") else _text(row)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _worded(lang: str, kind: str, name: str, value: Any, on: Shelf | None) -> Any:
    if not isinstance(value, str):
        return value
    if name in _LINES:
        return label(lang, kind, _LINES[name], value, on=on)
    if name in _LISTED:
        return _joined(
            lang, [_sentence_text(lang, f"{_LISTED[name]}{one}") for one in value.split(", ")], name
        )
    return _moment_or(lang, value) if name == "moment" else value


def _joined(lang: str, words: list[str], name: str) -> str:
    plain = [word.removeprefix(_LISTED[name]) for word in words]
    return (", " if _chain(lang)[0] == "en" else "、").join(plain)


def _moment_or(lang: str, value: str) -> str:
    try:
        return moment(lang, datetime.fromisoformat(value))
    except ValueError:
        return value


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""

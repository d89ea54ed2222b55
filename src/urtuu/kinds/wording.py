"""Which words a kind lacks in a language, and which words of its files nothing asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from urtuu.kinds import words
from urtuu.kinds.fields import Choice, Count, Field, Many
from urtuu.kinds.registry import Shelf
from urtuu.kinds.vocabulary import Kind

Asked = tuple[str, str]


def missing_words(kind: Kind, shelf: Shelf) -> Iterator[str]:
    """Words that a kind must have in every language of the interface, and has not."""
    for lang in words.LANGUAGES:
        for group, name in asked_words(kind):
            if not _worded(lang, kind.name, group, name, shelf):
                yield f"no {lang} word for {group}.{name}"


def _worded(lang: str, kind: str, group: str, name: str, shelf: Shelf) -> bool:
    """In that very language: falling back to Chinese is for Mongolian only."""
    for book in (shelf.words.get(lang, {}).get(kind, {}), words.shared(lang)):
        if words.in_book(book, group, name):
            return True
    return False


def asked_words(kind: Kind) -> Iterator[Asked]:
    """Every word the interface asks for, as (group, name)."""
    yield from (("kind", name) for name in ("one", "many", "intro"))
    yield from (("states", state) for state in kind.states)
    yield from (("clocks", clock.name) for clock in kind.clocks)
    for act in kind.acts:
        yield "acts", act.name
        yield "done", act.name
        for name, field in act.fields.items():
            yield from _of_field(name, field)
        for name in act.sets:
            if isinstance(act.sets[name], str) and act.sets[name]:
                yield f"choices.{name}", str(act.sets[name])


def _of_field(name: str, field: Field) -> Iterator[Asked]:
    yield "fields", name
    if isinstance(field, Choice):
        yield from ((f"choices.{name}", option) for option in field.options)
    if isinstance(field, Count) and field.unit:
        yield "units", field.unit
    if isinstance(field, Many):
        for column, inner in field.of.items():
            yield from (
                (group, f"{name}.{n}" if group == "fields" else n) for group, n in _of_field(column, inner)
            )


def unused_words(kind: Kind, shelf: Shelf) -> Iterator[str]:
    """Words of a kind's files that no state, act, field, option or clock asks for: mostly a typing error."""
    asked = set(asked_words(kind)) | {("fields", name) for act in kind.acts for name in act.sets}
    for lang, books in sorted(shelf.words.items()):
        for group, name in _held(books.get(kind.name, {})):
            if (group, name) not in asked:
                yield f"{lang} word {group}.{name} is used by nothing"


def _held(book: Mapping[str, Any]) -> Iterator[Asked]:
    for group, value in book.items():
        if isinstance(value, str):
            yield "kind", group
        elif group == "choices":
            yield from (
                (f"choices.{field}", option) for field, options in value.items() for option in options
            )
        else:
            yield from ((group, name) for name in value)

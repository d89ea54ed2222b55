"""Every sentence the code can say has words in both languages, and the same blanks."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import urtuu

SOURCE = Path(urtuu.__file__).parent
LANGUAGES = ("zh-hans", "en")
SAYERS = {"say", "BadRequest", "_no"}


def words(lang: str) -> dict[str, str]:
    return tomllib.loads((SOURCE / "kinds" / "sentences" / f"{lang}.toml").read_text(encoding="utf-8"))


def said() -> Iterator[tuple[str, str]]:
    """Every name that stands as a literal in a `say(...)`, a guard's `_no(...)` or a `BadRequest(...)`."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYERS and node.args:
                for name in literals(node.args[0]):
                    yield name, f"{path.relative_to(SOURCE)}:{node.lineno}"


def literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(name)):
            yield name
        case ast.IfExp(body=body, orelse=orelse):
            yield from literals(body)
            yield from literals(orelse)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_has_words(lang: str) -> None:
    there = words(lang)
    missing = sorted({f"{name} ({where})" for name, where in said() if name not in there})
    assert missing == []


def test_the_search_finds_sentences_of_every_floor() -> None:
    found = {name for name, _ in said()}
    assert {"chain_forked", "broken_gzip", "no_longer_possible", "not_your_grid", "lease_over"} <= found


def test_both_languages_have_the_same_sentences_and_blanks() -> None:
    chinese, english = (words(lang) for lang in LANGUAGES)
    assert set(chinese) == set(english)
    differing = [name for name in chinese if not blanks(chinese[name]) <= blanks(english[name]) | {"kind"}]
    assert differing == []


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}

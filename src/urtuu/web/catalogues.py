"""Compiles the words of every app: `locale/<language>/LC_MESSAGES/django.po` becomes `django.mo` beside it.

Run at setup; compiled files are not committed. Babel does it, so no gettext tools are needed on the machine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

Text = str | tuple[str, ...]
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "gettext_noop": None,
}
PATTERN = "**/locale/*/LC_MESSAGES/*.po"


def read_catalogue(source: Path) -> Catalog:
    """The wording of one file. The locale is left out: CLDR's names know no `mvf`."""
    with source.open("rb") as opened:
        return read_po(opened, domain=source.stem)


def compile_one(source: Path) -> Path:
    """Write the compiled file beside its source: whole or not at all, for a half one stops the site."""
    target = source.with_suffix(".mo")
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(source))
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    beside.write_bytes(compiled.getvalue())
    beside.replace(target)
    return target


def is_stale(source: Path) -> bool:
    """Whether the compiled file is missing, empty or older than its source."""
    target = source.with_suffix(".mo")
    if not target.exists() or not target.stat().st_size:
        return True
    return target.stat().st_mtime < source.stat().st_mtime


def compile_all(root: Path) -> list[Path]:
    """Compile every stale catalogue under a folder; returns the files written."""
    return [compile_one(source) for source in sorted(root.glob(PATTERN)) if is_stale(source)]


def texts_of(app: Path) -> set[tuple[str | None, Text]]:
    """Every text an app's own code and templates ask for, with its context."""
    files = [*app.rglob("*.py"), *app.rglob("*.html"), *app.rglob("*.txt")]
    return {found for file in files for found in _texts_of_file(file)}


def _texts_of_file(file: Path) -> Iterator[tuple[str | None, Text]]:
    source = file.read_text("utf-8")
    if file.suffix != ".py":
        source = templatize(source)
    for _, found, _, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        yield context, found if isinstance(found, str) else tuple(found)


def missing_words(app: Path, language: str = "zh_Hans") -> list[str]:
    """The texts an app asks for that its catalogue does not word."""
    catalogue = read_catalogue(app / "locale" / language / "LC_MESSAGES" / "django.po")
    worded = {(m.context, _key(m.id)) for m in catalogue if m.id and m.string and not m.fuzzy}
    asked = {(context, _key(text)) for context, text in texts_of(app)}
    return sorted(text for _, text in asked - worded)


def _key(text: object) -> str:
    """A message with a plural is known by its singular."""
    return str(text[0] if isinstance(text, list | tuple) else text)


def untranslated(source: Path) -> list[str]:
    """The texts of a catalogue that have no wording yet."""
    messages = (message for message in read_catalogue(source) if message.id)
    return [str(message.id) for message in messages if not message.string or message.fuzzy]


if __name__ == "__main__":
    written = compile_all(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
    sys.stdout.write(f"catalogues: {len(written)} compiled.\n")

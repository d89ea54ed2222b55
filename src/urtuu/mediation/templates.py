"""Templates of the papers: ours, made from the forms, unless an office has put its own into the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from urtuu.base.sentences import Sentence
from urtuu.documents import docx
from urtuu.documents.blocks import Lang
from urtuu.mediation.forms import BY_CODE
from urtuu.mediation.papers import blank

LANGS: tuple[Lang, ...] = ("zh-hans", "en")


def folder() -> Path:
    """Where an office keeps its own templates."""
    return Path(settings.VAR) / "templates"


def name_of(code: str, lang: Lang) -> str:
    """The file of one template: `M10.zh-hans.docx`."""
    return f"{code}.{lang}.docx"


def template_for(code: str, lang: Lang) -> bytes:
    """The office's template where there is one, else ours. Mongolian has none and reads as Chinese."""
    lang = lang if lang in LANGS else "zh-hans"
    own = folder() / name_of(code, lang)
    return own.read_bytes() if own.is_file() else docx.default_template(blank(code, lang))


def write_all(target: Path) -> list[Path]:
    """Ours into a folder, for an office to edit; what is there already is left alone. What was written."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for code in BY_CODE:
        for lang in LANGS:
            file = target / name_of(code, lang)
            if not file.exists():
                file.write_bytes(docx.default_template(blank(code, lang)))
                written.append(file)
    return written


def problems(target: Path) -> Iterator[tuple[str, Sentence]]:
    """What is wrong with the templates of a folder, file by file."""
    for code in BY_CODE:
        for lang in LANGS:
            file = target / name_of(code, lang)
            if file.is_file():
                yield from ((file.name, fault) for fault in docx.lint(file.read_bytes(), blank(code, lang)))

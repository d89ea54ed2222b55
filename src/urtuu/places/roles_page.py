"""docs/roles.md: the permission table and the kinds' acts joined, so that a role can be read in one place."""

from __future__ import annotations

from typing import Any

from urtuu.kinds.registry import Shelf, shelf
from urtuu.kinds.roles import Role
from urtuu.places.role_table import ANY_KIND, TABLE, Row
from urtuu.places.saying import word


def roles_page(lang: str = "en") -> str:
    """The page as Markdown in a language that has a file of sentences."""
    say = _Words(lang)
    parts = [f"# {say('roles_page_title')}", say("roles_page_lead"), _summary(say)]
    parts += [_role(role, row, say) for role, row in TABLE.items()]
    return "\n\n".join(parts) + "\n"


class _Words:
    """Words of a language by name, and the kinds' own labels."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, name: str) -> str:
        return word(name, self.lang)

    def label(self, shelf: Shelf, kind: str, act: str = "") -> str:
        """The label of a kind or act from its own words, else its name."""
        words = shelf.words.get(self.lang, {}).get(kind, {})
        found: Any = words.get("acts", {}).get(act) if act else words.get("name")
        return found if isinstance(found, str) else act or kind


def _summary(say: _Words) -> str:
    heads = ("role", "post_at", "acts_in", "reads_in")
    rows = [
        f"| {say(f'role_{role}')} (`{role}`) | {say(f'level_{row.at}')} | {say(f'extent_{row.acts}')}"
        f" | {_reading(row, say)} |"
        for role, row in TABLE.items()
    ]
    head = "| " + " | ".join(say(f"roles_page_{name}") for name in heads) + " |"
    return "\n".join([head, "|---|---|---|---|", *rows])


def _reading(row: Row, say: _Words) -> str:
    own = f" + {say('extent_own_records')}" if row.own and row.reads != "own_records" else ""
    return say(f"extent_{row.reads}") + own


def _role(role: Role, row: Row, say: _Words) -> str:
    lines = [f"## {say(f'role_{role}')} (`{role}`)", ""]
    pages = ", ".join(say(f"page_{page}") for page in row.pages) or say("roles_page_none")
    lines.append(f"- {say('roles_page_pages')}: {pages}")
    lines.append(f"- {say('roles_page_sealed')}: {_sealed(row, say)}")
    lines += [f"- {line}" for line in _acts(role, say)] or [f"- {say('roles_page_no_acts')}"]
    return "\n".join(lines)


def _sealed(row: Row, say: _Words) -> str:
    if not row.sealed:
        return say("roles_page_none")
    return "; ".join(
        f"{say('roles_page_any_kind') if kind == ANY_KIND else say.label(shelf(), kind)}: "
        f"{say(f'part_{part}')} ({say(f'sealed_{how}')})"
        for (kind, part), how in row.sealed.items()
    )


def _acts(role: Role, say: _Words) -> list[str]:
    found = []
    for kind in shelf():
        acts = [say.label(shelf(), kind.name, act.name) for act in kind.acts if role in act.by]
        if acts:
            found.append(f"**{say.label(shelf(), kind.name)}**: {', '.join(acts)}")
    return found

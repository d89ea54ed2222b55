"""docs/roles.md: the permission table and the kinds' acts joined, so that a role can be read in one place."""

from __future__ import annotations

from urtuu.base.sentences import say
from urtuu.kinds import words
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.places.role_table import ANY_KIND, TABLE, Row


def roles_page(lang: str = "en") -> str:
    """The page as Markdown in a language that has a file of sentences."""
    word = _Words(lang)
    parts = [f"# {word('roles_page_title')}", word("roles_page_lead"), _summary(word)]
    parts += [_role(role, row, word) for role, row in TABLE.items()]
    return "\n\n".join(parts) + "\n"


class _Words:
    """Words of a language by name, and the kinds' own labels."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, name: str) -> str:
        return words.sentence(self.lang, say(name))

    def kind(self, name: str) -> str:
        """What a kind is called."""
        return words.label(self.lang, name, "kind", "one", default=name)

    def act(self, kind: str, name: str) -> str:
        """What an act of a kind is called."""
        return words.label(self.lang, kind, "acts", name)


def _summary(word: _Words) -> str:
    heads = ("role", "post_at", "acts_in", "reads_in")
    rows = [
        f"| {word(f'role_{role}')} (`{role}`) | {word(f'level_{row.at}')} | {word(f'extent_{row.acts}')}"
        f" | {_reading(row, word)} |"
        for role, row in TABLE.items()
    ]
    head = "| " + " | ".join(word(f"roles_page_{name}") for name in heads) + " |"
    return "\n".join([head, "|---|---|---|---|", *rows])


def _reading(row: Row, word: _Words) -> str:
    own = f" + {word('extent_own_records')}" if row.own and row.reads != "own_records" else ""
    return word(f"extent_{row.reads}") + own


def _role(role: Role, row: Row, word: _Words) -> str:
    lines = [f"## {word(f'role_{role}')} (`{role}`)", ""]
    pages = ", ".join(word(f"page_{page}") for page in row.pages) or word("roles_page_none")
    lines.append(f"- {word('roles_page_pages')}: {pages}")
    lines.append(f"- {word('roles_page_sealed')}: {_sealed(row, word)}")
    lines += [f"- {line}" for line in _acts(role, word)] or [f"- {word('roles_page_no_acts')}"]
    return "\n".join(lines)


def _sealed(row: Row, word: _Words) -> str:
    if not row.sealed:
        return word("roles_page_none")
    return "; ".join(
        f"{word('roles_page_any_kind') if kind == ANY_KIND else word.kind(kind)}: "
        f"{word(f'part_{part}')} ({word(f'sealed_{how}')})"
        for (kind, part), how in row.sealed.items()
    )


def _acts(role: Role, word: _Words) -> list[str]:
    found = []
    for kind in shelf():
        acts = [word.act(kind.name, act.name) for act in kind.acts if role in act.by]
        if acts:
            found.append(f"**{word.kind(kind.name)}**: {', '.join(acts)}")
    return found

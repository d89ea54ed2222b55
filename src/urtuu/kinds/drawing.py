"""The kinds as a page and as state drawings, generated into `docs/`; a test compares them with the tables.

`python -m urtuu.kinds.drawing docs` writes `docs/kinds.md` and `docs/states/<kind>.md` (Mermaid).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from urtuu.kinds import words
from urtuu.kinds.clock_words import length, only
from urtuu.kinds.registry import Shelf, shelf
from urtuu.kinds.vocabulary import ANY, BACK, Act, Kind

LINE = "\n"


def pages(on: Shelf) -> dict[str, str]:
    """Every generated page by its path under `docs/`."""
    drawn = {f"states/{kind.name}.md": _state_page(kind, on) for kind in on}
    return {"kinds.md": _kinds_page(on), **drawn}


def drawing(kind: Kind, on: Shelf) -> str:
    """One kind's states and acts as a Mermaid state diagram, both languages in each label."""
    lines = ["stateDiagram-v2", "    direction TB"]
    lines += [f'    state "{_both(kind, "states", state, on)}" as {state}' for state in kind.states]
    for (start, end), acts in _edges(kind).items():
        lines.append(
            f"    {start} --> {end} : {'、'.join(_both(kind, 'acts', act.name, on) for act in acts)}"
        )
    lines += [f"    {state} --> [*]" for state in kind.ends]
    return LINE.join(lines)


def _edges(kind: Kind) -> dict[tuple[str, str], list[Act]]:
    edges: dict[tuple[str, str], list[Act]] = {}
    for act in kind.acts:
        for start in _starts(act, kind):
            for end in _ends(act, start, kind):
                edges.setdefault((start, end), []).append(act)
    return edges


def _starts(act: Act, kind: Kind) -> tuple[str, ...]:
    if act.is_fact:
        return ()
    return ("[*]",) if act.begins else kind.states if ANY in act.after else act.after


def _ends(act: Act, start: str, kind: Kind) -> tuple[str, ...]:
    if not isinstance(act.leads_to, str):
        return tuple(dict.fromkeys(act.leads_to.values()))
    if act.leads_to != BACK:
        return (act.leads_to,)
    stops = [other for other in kind.acts if other.always and other.leads_to == start]
    return tuple(dict.fromkeys(state for stop in stops for state in stop.after))


def _both(kind: Kind, group: str, name: str, on: Shelf) -> str:
    chinese, english = (words.label(lang, kind.name, group, name, on=on) for lang in words.LANGUAGES)
    return f"{chinese} {english}"


def _state_page(kind: Kind, on: Shelf) -> str:
    title = _both(kind, "kind", "one", on)
    return LINE.join([f"# {title}", "", *_notes(kind, on), "", "```mermaid", drawing(kind, on), "```", ""])


def _notes(kind: Kind, on: Shelf) -> Iterator[str]:
    for lang in words.LANGUAGES:
        yield words.label(lang, kind.name, "kind", "intro", on=on)
        facts = [words.label(lang, kind.name, "acts", act.name, on=on) for act in kind.acts if act.is_fact]
        if facts:
            yield f"{_term(lang, 'fact')}: {_comma(lang).join(facts)}"
        yield ""


def _kinds_page(on: Shelf) -> str:
    lines = []
    for lang in words.LANGUAGES:
        lines += [f"# {_term(lang, 'page_title')}", "", _term(lang, "page_lead"), ""]
        for kind in on:
            lines += _kind_section(kind, lang, on)
    return LINE.join(lines)


def _kind_section(kind: Kind, lang: str, on: Shelf) -> Iterator[str]:
    word = _Word(kind, lang, on)
    yield f"## {word('kind', 'one')} `{kind.name}`"
    yield ""
    yield word("kind", "intro")
    yield ""
    yield f"{_term(lang, 'states')}: [{word.all('states', kind.states)}](states/{kind.name}.md)"
    yield f"{_term(lang, 'ends')}: {word.all('states', kind.ends)}"
    yield ""
    yield from _table(
        _heads(lang, "act after leads_to by needs wishes"), [_act_row(a, word) for a in kind.acts]
    )
    if kind.clocks:
        yield from _table(
            _heads(lang, "clocks length starts stops pauses"),
            [
                [
                    word("clocks", clock.name),
                    length(clock, kind, lang, on) + only(clock, kind, lang, on),
                    word.acts(clock.starts),
                    word.acts(clock.stops),
                    word.all("states", clock.pauses),
                ]
                for clock in kind.clocks
            ],
        )


def _heads(lang: str, names: str) -> list[str]:
    return [_term(lang, name) for name in names.split()]


def _act_row(act: Act, word: _Word) -> list[str]:
    target = act.leads_to if isinstance(act.leads_to, str) else ""
    leads_to = {"": _term(word.lang, "stays"), BACK: _term(word.lang, "back")}.get(target)
    if not isinstance(act.leads_to, str):
        leads_to = word.all("states", tuple(act.leads_to.values()))
    after = word.states(act.after) or _term(word.lang, "begins")
    return [
        f"**{word('acts', act.name)}** `{act.name}`{_marks(act, word.lang)}",
        after,
        leads_to or word("states", target),
        word.all("roles", tuple(role.value for role in act.by)),
        word.fields(act, tuple(act.needs)),
        word.fields(act, tuple(act.wishes)),
    ]


def _marks(act: Act, lang: str) -> str:
    marks = {
        "always": act.always,
        "second_person": bool(act.not_by),
        "guard": bool(act.guard),
        "offline": act.offline,
    }
    told = [_term(lang, name) for name, there in marks.items() if there]
    return "<br>" + _comma(lang).join(told) if told else ""


class _Word:
    """One kind's words in one language."""

    def __init__(self, kind: Kind, lang: str, on: Shelf) -> None:
        self.kind, self.lang, self.on = kind, lang, on

    def __call__(self, group: str, name: str) -> str:
        return words.label(self.lang, self.kind.name, group, name, on=self.on)

    def all(self, group: str, names: tuple[str, ...]) -> str:
        return _comma(self.lang).join(self(group, name) for name in names)

    def states(self, names: tuple[str, ...]) -> str:
        return _term(self.lang, "any_state") if ANY in names else self.all("states", names)

    def acts(self, names: tuple[str, ...]) -> str:
        return "*" if ANY in names else self.all("acts", names)

    def fields(self, act: Act, names: tuple[str, ...]) -> str:
        return _comma(self.lang).join(self._field(act, name) for name in names)

    def _field(self, act: Act, name: str) -> str:
        field = act.fields[name]
        mark = "restricted" if field.restricted else "sealed" if field.part else ""
        return self("fields", name) + (f"（{_term(self.lang, mark)}）" if mark else "")


def _table(heads: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |"
    yield ""


def _term(lang: str, name: str) -> str:
    return words.label(lang, "", "terms", name)


def _comma(lang: str) -> str:
    return ", " if lang == "en" else "、"


def write(folder: Path) -> None:
    """Writes every page under a folder."""
    for name, text in pages(shelf()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))

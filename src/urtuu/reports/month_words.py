"""The official month in words: its rows in their order, and the records behind each."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from urtuu.kinds import words
from urtuu.kinds.dispute.codes import LEVELS, SOURCES
from urtuu.reports import saying
from urtuu.reports.escalations import SORTS
from urtuu.reports.honest_words import percent
from urtuu.reports.official import Line, Month
from urtuu.reports.official_rows import OFFICIAL

SOURCE_WORDS: dict[str, str | Promise] = {
    "own": gettext_lazy("Committee's own motion"),
    "applied": gettext_lazy("Applied for"),
    "entrusted": gettext_lazy("Entrusted or transferred"),
}
PREVENTED_WORDS: dict[str, str | Promise] = {
    "criminal": gettext_lazy("Kept from turning criminal"),
    "group": gettext_lazy("Kept from a group petition"),
    "self_harm": gettext_lazy("Kept from self-harm (no official row)"),
}
Row = tuple[str, str, int, str]
"""Key, words, count, share."""


def yuan(fen: int) -> str:
    """An amount in yuan."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def part_of(n: int, of: int) -> str:
    """A share of the whole, one digit."""
    return percent(round(100 * n / of, 1) if of else None)


def lines(line: Line) -> list[Row]:
    """Every row of the official table."""
    taken, agreed = len(line.accepted), len(line.agreed)
    return [
        ("accepted", _("Taken on"), taken, ""),
        ("agreed", _("Agreed"), agreed, percent(line.share)),
        *sources(line),
        *types(line),
    ]


def sources(line: Line) -> list[Row]:
    """Where cases came from."""
    return [_row(line, f"source-{name}", str(SOURCE_WORDS[name]), line.sources[name]) for name in SOURCES]


def types(line: Line) -> list[Row]:
    """Of what class they were."""
    return [_row(line, f"type-{code}", saying.class_name(code), line.types[code]) for code in OFFICIAL]


def _row(line: Line, key: str, told: str, records: list[str]) -> Row:
    return key, told, len(records), part_of(len(records), len(line.accepted))


def escalations(line: Line) -> list[tuple[str, str, int, int | None]]:
    """Key, words, cases, and persons where they are counted: what was kept from getting worse or not."""
    return [
        *(
            (f"prevented-{name}", str(PREVENTED_WORDS[name]), len(line.prevented[name]), line.persons[name])
            for name in SORTS
        ),
        ("turned", _("Turned criminal"), len(line.turned_criminal), None),
        ("unconfirmed", _("Not yet confirmed by a second person; not counted"), len(line.unconfirmed), None),
    ]


def heading(key: str) -> str:
    """What a figure is called."""
    named = {told_key: told for told_key, told, _n, _s in lines(Line())}
    named |= {told_key: told for told_key, told, _n, _p in escalations(Line())}
    return named.get(key, _("Amount in agreements (yuan)"))


def behind(line: Line, key: str) -> list[str] | None:
    """The records behind a figure; nothing for a figure that is none."""
    sort, _dash, name = key.partition("-")
    tables = {"source": line.sources, "type": line.types, "prevented": line.prevented}
    if sort in tables:
        return tables[sort].get(name)
    return {
        "accepted": line.accepted,
        "agreed": line.agreed,
        "amount": line.amounts,
        "turned": line.turned_criminal,
        "unconfirmed": line.unconfirmed,
    }.get(key)


def occurring(found: Month) -> list[str]:
    """The classes of which there was a case in the month, in the official order."""
    return [code for code in OFFICIAL if found.whole.types[code]]


def level_word(level: str) -> str:
    """A level in words."""
    return words.choice(saying.lang(), "dispute", "level", level) if level in LEVELS else level

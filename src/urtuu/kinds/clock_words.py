"""A clock's length and condition in words: "3 working days", "only when Size: Small"."""

from __future__ import annotations

from urtuu.kinds import words
from urtuu.kinds.registry import Shelf
from urtuu.kinds.vocabulary import Clock, Kind


def length(clock: Clock, kind: Kind, lang: str, on: Shelf | None = None) -> str:
    """How long it runs."""
    if clock.tonight:
        return _term(lang, "tonight")
    if clock.until:
        field = words.label(lang, kind.name, "fields", clock.until, on=on)
        return _term(lang, "until").format(field=field)
    number = clock.hours or clock.days or clock.working_days
    unit = "hours" if clock.hours else "days" if clock.days else "working_days"
    return f"{number}{' ' if lang == 'en' else ''}{_term(lang, unit)}"


def only(clock: Clock, kind: Kind, lang: str, on: Shelf | None = None) -> str:
    """When it runs at all; empty when always."""
    told = [
        f"{words.label(lang, kind.name, 'fields', name, on=on)}: {_values(kind, lang, name, values, on)}"
        for name, values in clock.only.items()
    ]
    if not told:
        return ""
    opened, closed = (" (", ")") if lang == "en" else ("（", "）")
    return f"{opened}{_term(lang, 'only')} {'; '.join(told)}{closed}"


def _values(kind: Kind, lang: str, name: str, values: tuple[object, ...], on: Shelf | None) -> str:
    comma = ", " if lang == "en" else "、"
    return comma.join(words.label(lang, kind.name, f"choices.{name}", str(value), on=on) for value in values)


def _term(lang: str, name: str) -> str:
    return words.label(lang, "", "terms", name)

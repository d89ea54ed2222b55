"""What was typed becomes the fields of an act, and these become what a form shows: both by the table.

Whether a value fits is the door's to say; here only what cannot be read at all and what was left empty is
named, so that a person sees all gaps at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.fields import Choice, Count, Days, Field, Link, Many, Moment, Photo, Place, Words, YesNo
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Act, Kind

FEN = "yuan_fen"
MACHINE_MADE = 32
"""A text of a fixed length beyond this is a digest: nobody types it."""
ID = 36
Pairs = list[tuple[str, str]]


class Unreadable(ValueError):
    """What was typed is no value of the field."""


@dataclass(frozen=True)
class Given:
    """What was typed: values by field, and a sentence for each field that cannot be used as it is."""

    values: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Sentence] = field(default_factory=dict)


def is_machine_made(of: Field) -> bool:
    """Whether a field takes a digest, which is shown and handed back, never typed."""
    return isinstance(of, Words) and of.min == of.max > MACHINE_MADE


def names_entry(of: Field) -> bool:
    """Whether a field holds the id of one entry: the act in a history that is meant."""
    return isinstance(of, Words) and of.min == of.max == ID


def by_hand(kind: Kind, act: Act) -> bool:
    """Whether a person can fill in a new form of it at the desk: no digest and no picture is needed, and the
    record is none that the house writes whole.
    """
    needed = act.needs.values()
    return not written_whole(kind) and not any(is_machine_made(of) or isinstance(of, Photo) for of in needed)


def written_whole(kind: Kind) -> bool:
    """Whether a record begins out of the house's own bookkeeping, as a route out of a plan: the pages of the
    plan write and replace it, or it would be gone without a successor.
    """
    needed = [of for act in kind.beginnings for of in act.needs.values() if isinstance(of, Link)]
    return any(shelf()[to].desk_only for of in needed for to in of.to)


def read(kind: Kind, act: Act, data: QueryDict) -> Given:
    """All fields of an act as they were typed; what was left empty is absent."""
    given = Given()
    for name, of in act.fields.items():
        if isinstance(of, Days):
            continue  # read off the rows of its group when the entry is written
        try:
            value = value_of(of, name, data)
        except Unreadable:
            given.wrong[name] = say("field_wrong", kind=kind.name, act=act.name, field=name)
            continue
        if value is not None:
            given.values[name] = value
        elif name in act.needs:
            given.wrong[name] = say("field_missing", kind=kind.name, act=act.name, field=name)
    return given


def value_of(of: Field, name: str, data: QueryDict) -> Any:
    """One value; nothing when it was left empty. Raises Unreadable."""
    match of:
        case Choice(many=True):
            return [one for one in data.getlist(name) if one] or None
        case Place():
            parts = {"gacha": _text(data, f"{name}__gacha"), "spot": _text(data, f"{name}__spot")}
            return {part: value for part, value in parts.items() if value} or None
        case Many():
            return [row for number in numbers(name, data) if (row := _row(of, name, number, data))] or None
        case Photo():
            return None
    text = _text(data, name)
    return _read(of, text) if text else None


def _text(data: QueryDict, name: str) -> str:
    return data.get(name, "").replace("\r\n", "\n").strip()


def _read(of: Field, text: str) -> Any:
    match of:
        case YesNo():
            if text not in ("yes", "no"):
                raise Unreadable(text)
            return text == "yes"
        case Count():
            return _number(text, hundredths=of.unit == FEN)
        case Moment():
            return _moment(text)
    return text


def _number(text: str, *, hundredths: bool) -> int:
    try:
        value = Decimal(text.replace(",", "")) * (100 if hundredths else 1)
        if value != int(value):
            raise Unreadable(text)
        return int(value)
    except (InvalidOperation, ValueError, OverflowError):
        raise Unreadable(text) from None


def _moment(text: str) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable(text) from None
    return (at if at.tzinfo else at.replace(tzinfo=LOCAL)).isoformat(timespec="seconds")


def numbers(name: str, data: QueryDict) -> list[int]:
    """The numbers of the rows of a group that were sent, in order."""
    row = re.compile(rf"{re.escape(name)}-([0-9]{{1,3}})-")
    return sorted({int(found[1]) for key in data if (found := row.match(key))})


def _row(of: Many, name: str, number: int, data: QueryDict) -> dict[str, Any]:
    """One row of a group; empty when nothing was typed into it."""
    values = {column: value_of(inner, f"{name}-{number}-{column}", data) for column, inner in of.of.items()}
    return {column: value for column, value in values.items() if value is not None}


def typed(fields: Mapping[str, Field], values: Mapping[str, Any]) -> QueryDict:
    """Values as a form would send them: the way back of `read`."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        of = fields.get(name)
        for key, text in pairs(of, name, value) if of else ():
            data.appendlist(key, text)
    return data


def pairs(of: Field, name: str, value: Any) -> Pairs:
    """One value as the names and texts of its inputs."""
    match of:
        case Choice(many=True):
            return [(name, str(one)) for one in value]
        case Place():
            return [(f"{name}__{part}", str(value[part])) for part in ("gacha", "spot") if value.get(part)]
        case Many():
            return [
                pair
                for number, row in enumerate(value)
                for column, inner in of.of.items()
                if column in row
                for pair in pairs(inner, f"{name}-{number}-{column}", row[column])
            ]
        case Photo():
            return []
    return [(name, _typed(of, value))]


def _typed(of: Field, value: Any) -> str:
    match of:
        case YesNo():
            return "yes" if value else "no"
        case Count(unit="yuan_fen"):
            return f"{Decimal(value) / 100:.2f}"
        case Moment():
            return f"{datetime.fromisoformat(value).astimezone(LOCAL):%Y-%m-%dT%H:%M:%S}"
    return str(value)


def without_unchanged(act: Act, values: dict[str, Any], there: Mapping[str, Any]) -> dict[str, Any]:
    """A correction names only what it changes: writing the rest again would look like a second opinion."""
    return {name: value for name, value in values.items() if name in act.needs or there.get(name) != value}

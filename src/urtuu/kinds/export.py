"""All kinds as one JSON value: what the field app reads, and `urtuu export kinds` writes.

Canonical, so that it has one digest; the server's tables and a phone's can be compared by it. `python -m
urtuu.kinds.export tests/kinds/tables.json` writes the tables alone, for the test that watches them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from urtuu.base.canonical import canonical
from urtuu.base.workdays import working_days
from urtuu.kinds import words
from urtuu.kinds.fields import Choice, Count, Days, Field, Link, Many, Officer, Photo, Words
from urtuu.kinds.registry import Shelf
from urtuu.kinds.registry import shelf as running
from urtuu.kinds.vocabulary import ANY, BACK, Act, Clock, Kind

FORMAT = 1
"""Raised when the shape of this file changes; the version of a kind is its own."""

_made: list[tuple[Shelf, bytes, str]] = []


def kinds_json(shelf: Shelf) -> bytes:
    """The canonical bytes, without a line feed."""
    return _once(shelf)[0]


def kinds_digest(shelf: Shelf) -> str:
    """SHA-256 of those bytes, hexadecimal."""
    return _once(shelf)[1]


def _once(shelf: Shelf) -> tuple[bytes, str]:
    """Made once a shelf: every sync asks for the digest."""
    for known, body, digest in _made:
        if known is shelf:
            return body, digest
    body = canonical(described(shelf))
    _made[:] = [(shelf, body, sha256(body).hexdigest())]
    return body, _made[0][2]


def described(shelf: Shelf) -> dict[str, Any]:
    """All kinds as plain values."""
    return {
        "format": FORMAT,
        "any": ANY,
        "back": BACK,
        "languages": list(words.LANGUAGES),
        "kinds": {kind.name: _kind(kind, shelf) for kind in shelf},
        "shared": {lang: words.shared(lang) for lang in words.LANGUAGES},
        "sentences": {lang: words.sentences(lang) for lang in words.LANGUAGES},
        "workdays": _workdays(),
    }


def _workdays() -> dict[str, Any]:
    """The working-day tables by year: a phone reckons legal periods without signal."""
    return {
        str(year): {
            "free": [str(day) for day in sorted(table.free)],
            "worked": [str(day) for day in sorted(table.worked)],
        }
        for year, table in sorted(working_days().years.items())
    }


def _kind(kind: Kind, shelf: Shelf) -> dict[str, Any]:
    return {
        "name": kind.name,
        "version": kind.version,
        "icon": kind.icon,
        "home": kind.home,
        "holder": kind.holder,
        "held_from": list(kind.held_from),
        "team": list(kind.team),
        "week": kind.week,
        "title": list(kind.title),
        "columns": list(kind.columns),
        "states": list(kind.states),
        "ends": list(kind.ends),
        "desk_only": kind.desk_only,
        "acts": [act_row(act) for act in kind.acts],
        "clocks": [clock_row(clock) for clock in kind.clocks],
        "labels": {lang: shelf.words.get(lang, {}).get(kind.name, {}) for lang in words.LANGUAGES},
    }


def act_row(act: Act) -> dict[str, Any]:
    """One act as a plain value."""
    return {
        "name": act.name,
        "after": list(act.after),
        "leads_to": act.leads_to if isinstance(act.leads_to, str) else dict(act.leads_to),
        "decided_by": act.decided_by,
        "by": [role.value for role in act.by],
        "needs": list(act.needs),
        "wishes": list(act.wishes),
        "fields": {name: _field(field) for name, field in act.fields.items()},
        "schemas": {part: act.schema(part) for part in ("", *act.parts)},
        "guard": act.guard,
        "always": act.always,
        "offline": act.offline,
        "not_by": list(act.not_by),
        "sets": dict(act.sets),
        "corrects": act.corrects,
        "counts": act.counts,
        "joins": act.joins,
        "begins": act.begins,
        "fact": act.is_fact,
    }


def _field(field: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"widget": field.widget, "part": field.part}
    match field:
        case Words():
            told |= {"min": field.min, "max": field.max}
        case Count():
            told |= {"min": field.min, "max": field.max, "unit": field.unit}
        case Choice():
            told |= {"options": list(field.options), "many": field.many}
            told |= {"tells": dict(field.tells)} if field.tells else {}
        case Officer():
            told |= {"role": field.role}
        case Link():
            told |= {"to": list(field.to)}
        case Photo():
            told |= {"most": field.most}
        case Days():
            told |= {"gathers": field.gathers}
        case Many():
            told |= _group(field)
    return told


def _group(field: Many) -> dict[str, Any]:
    inside: Mapping[str, Field] = field.of
    return {
        "of": {name: _field(column) for name, column in inside.items()},
        "order": list(inside),
        "wishes": list(field.wishes),
        "takes_out": field.takes_out,
        "min": field.min,
        "max": field.max,
    }


def clock_row(clock: Clock) -> dict[str, Any]:
    """One clock as a plain value."""
    return {
        "name": clock.name,
        "starts": list(clock.starts),
        "stops": list(clock.stops),
        "hours": clock.hours,
        "days": clock.days,
        "working_days": clock.working_days,
        "tonight": clock.tonight,
        "until": clock.until,
        "each": clock.each,
        "since": list(clock.since),
        "legal": clock.legal,
        "pauses": list(clock.pauses),
        "warns": clock.warns,
        "only": {name: list(values) for name, values in clock.only.items()},
        "stops_if": {name: list(values) for name, values in clock.stops_if.items()},
        "names": clock.names,
        "in_rounds": list(clock.in_rounds),
        "nth": clock.nth,
        "outlives": clock.outlives,
        "lapses": clock.lapses,
        "source": clock.source,
    }


def tables(shelf: Shelf) -> dict[str, Any]:
    """The rows of the tables by name, without words: what the snapshot in the tests holds, a row a line."""
    rows: dict[str, Any] = {}
    for kind in shelf:
        whole = _kind(kind, shelf)
        rows[kind.name] = {key: whole[key] for key in whole if key not in ("labels", "acts", "clocks")}
        rows |= {f"{kind.name} act {row['name']}": row for row in whole["acts"]}
        rows |= {f"{kind.name} clock {row['name']}": row for row in whole["clocks"]}
        rows[f"{kind.name} order"] = [act.name for act in kind.acts]
    return rows


def snapshot(shelf: Shelf) -> str:
    """The tables as JSON, a row a line."""
    rows = (f"{json.dumps(name)}: {canonical(row).decode()}" for name, row in tables(shelf).items())
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(snapshot(running()), encoding="utf-8")

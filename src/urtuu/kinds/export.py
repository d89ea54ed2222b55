"""All kinds as one JSON value: what the field app reads, and `urtuu export kinds` writes.

Canonical, so that it has one digest; the server's tables and a phone's can be compared by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from urtuu.base.canonical import canonical
from urtuu.kinds import words
from urtuu.kinds.fields import Choice, Count, Field, Link, Many, Officer, Photo, Words
from urtuu.kinds.registry import Shelf
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
    }


def _kind(kind: Kind, shelf: Shelf) -> dict[str, Any]:
    return {
        "name": kind.name,
        "version": kind.version,
        "icon": kind.icon,
        "home": kind.home,
        "holder": kind.holder,
        "held_from": list(kind.held_from),
        "week": kind.week,
        "title": list(kind.title),
        "columns": list(kind.columns),
        "states": list(kind.states),
        "ends": list(kind.ends),
        "desk_only": kind.desk_only,
        "acts": [_act(act) for act in kind.acts],
        "clocks": [_clock(clock) for clock in kind.clocks],
        "labels": {lang: shelf.words.get(lang, {}).get(kind.name, {}) for lang in words.LANGUAGES},
    }


def _act(act: Act) -> dict[str, Any]:
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
        case Officer():
            told |= {"role": field.role}
        case Link():
            told |= {"to": list(field.to)}
        case Photo():
            told |= {"most": field.most}
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


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "name": clock.name,
        "starts": list(clock.starts),
        "stops": list(clock.stops),
        "hours": clock.hours,
        "days": clock.days,
        "working_days": clock.working_days,
        "tonight": clock.tonight,
        "until": clock.until,
        "legal": clock.legal,
        "pauses": list(clock.pauses),
        "warns": clock.warns,
        "only": {name: list(values) for name, values in clock.only.items()},
    }

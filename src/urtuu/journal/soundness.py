"""What a line may hold so that it can be kept, folded and digested on both databases."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from urtuu.base.canonical import LARGEST
from urtuu.kinds.entries import BadLine, Entry, read_entry

DEEPEST = 20
FIRST_YEAR, LAST_YEAR = 1900, 9000
"""Any clock a device can have lies between them; moments outside cannot be reckoned with."""
FURTHEST = timedelta(hours=15)
"""From UTC: no clock on earth is further, and PostgreSQL keeps no moment from sixteen hours on."""
LONGEST = {"kind": 40, "act": 40, "actor": 36, "grid": 40, "station": 40, "gacha": 12}
"""Characters of what names something else: as much as its column keeps."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
"""The one spelling: an id in capitals would be another id."""
LONGEST_PART, LONGEST_KEY = 40, 120


def read_sound(line: bytes) -> Entry:
    """The entry of a line that can be kept, folded and digested. Raises BadLine."""
    entry = read_entry(line)
    problem = _unsound(entry)
    if problem:
        raise BadLine(problem)
    return entry


def _unsound(entry: Entry) -> str:
    """What is wrong with an entry's values, for whoever mends the app that wrote it; else nothing."""
    if not _is_id(entry.id) or not _is_id(entry.record):
        return "an id that is none"
    if any(not _is_sayable(moment) for moment in (entry.occurred_at, entry.recorded_at)):
        return "a moment outside the years 1900 to 9000, or of a clock that is nowhere on earth"
    if any(len(getattr(entry, name)) > most for name, most in LONGEST.items()):
        return "a name that is too long"
    texts = [getattr(entry, name) for name in LONGEST]
    return _wrong(texts) or _wrong([entry.v, entry.saw]) or _wrong(entry.body)


def _is_id(text: str) -> bool:
    return _UUID.fullmatch(text) is not None


def _is_sayable(moment: datetime) -> bool:
    return FIRST_YEAR <= moment.year <= LAST_YEAR and abs(moment.utcoffset() or timedelta(0)) <= FURTHEST


def _wrong(value: Any, depth: int = 0) -> str:
    """Fractions and huge numbers have no one spelling; PostgreSQL keeps no NUL; nothing asks such depth."""
    match value:
        case str():
            return "the character NUL" if "\0" in value else ""
        case float():
            return "a fraction"
        case int():
            return "a number that is too large" if abs(value) > LARGEST else ""
        case _ if depth > DEEPEST:
            return "too many values inside one another"
        case dict():
            inside = [*value, *value.values()]
        case list():
            inside = value
        case _:
            inside = []
    return next((wrong for wrong in (_wrong(one, depth + 1) for one in inside) if wrong), "")


def seals_misnamed(entry: Entry) -> bool:
    """Whether a sealed part names a key that is not its record's own: erasing it would reach into another."""
    return any(
        len(seal.part) > LONGEST_PART
        or len(seal.key) > LONGEST_KEY
        or not (seal.key == entry.record or seal.key.startswith(f"{entry.record}/"))
        or "\0" in seal.part + seal.key
        for seal in entry.sealed
    )

"""Which cases came back within 180 days: worked out when asked, thrown away afterwards, kept of nobody.

disputes.md 7.8, 7.10: the same pair of households and the same subject. A dispute holds no such pair; what it
holds is the chair's word that it is an old one opened again, and the visit on which it was found, which names
one door. So a repeat is the first, or the same door, gacha and subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from urtuu.journal.queries import RecordRow

WITHIN = timedelta(days=180)
Key = tuple[str, str, str]


def repeats(found: Iterable[RecordRow], every: Iterable[RecordRow], doors: Mapping[str, str]) -> list[str]:
    """The records of `found` that repeat one of `every` begun at most 180 days before them.

    `doors`: the household of a visit, by the visit's record.
    """
    began = {one.row.record: one.row.began_at for one in every}
    at_door: dict[Key, list[datetime]] = {}
    for one in every:
        key = _key(one, doors)
        if key:
            at_door.setdefault(key, []).append(one.row.began_at)
    return [one.row.record for one in found if _repeats(one, began, at_door, doors)]


def _repeats(
    one: RecordRow,
    began: Mapping[str, datetime],
    at_door: Mapping[Key, list[datetime]],
    doors: Mapping[str, str],
) -> bool:
    again = began.get(str(one.standing.body.get("again", "")))
    key = _key(one, doors)
    earlier = [*([again] if again else []), *(at_door.get(key, []) if key else [])]
    return any(timedelta(0) < one.row.began_at - at <= WITHIN for at in earlier)


def _key(one: RecordRow, doors: Mapping[str, str]) -> Key | None:
    body = one.standing.body
    door = doors.get(str(body.get("visit", "")), "")
    subject = str(body.get("grassland") or body.get("category") or "")
    return (one.row.gacha, subject, door) if door and subject not in ("", "unknown") else None

"""Names of parties across the cases of one station: a search for a purpose, and the same two sides again.

Names are sealed; they are opened here for the time of an answer and kept nowhere. Each search is an entry,
and so is the reading of every case it found (disputes.md 7.8). Nobody searches across stations.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from urtuu.base.sentences import say
from urtuu.journal import sealing
from urtuu.journal.desk import NotTaken, perform
from urtuu.journal.models import StandingRow
from urtuu.journal.queries import RecordRow, RecordView, rows, standings, today
from urtuu.kinds.composing import Deed
from urtuu.kinds.fold import Standing
from urtuu.places.permissions import Who

KIND = "dispute"
MOST = 20
"""More found cases than this are not shown: the name must be given more exactly."""
LEAST_LETTERS = 2
AT_ONCE = 1000
AGAIN_WITHIN = timedelta(days=180)
AGAIN = "same sides and subject at triage"
"""The purpose under which a look for the same two sides is journaled."""


def folded(name: str) -> str:
    """A name as it is compared: width, case and blanks make no difference."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def by_name(asking: Who, name: str, purpose: str, now: datetime) -> list[RecordRow]:
    """The cases of one's own station in which a party's name contains this one, the newest first.

    Raises NotTaken with the sentence: too short, no purpose, no station, or too many.
    """
    wanted = folded(name)
    if len(wanted) < LEAST_LETTERS:
        raise NotTaken(say("name_too_short", least=LEAST_LETTERS))
    found = _of_station(asking, now).order_by("-began_at", "record")
    names = names_of(found.values_list("record", flat=True))
    hits = {record for record, sides in names.items() if any(wanted in folded(one) for one in sides.values())}
    chosen = [one for one in found if one.record in hits]
    with transaction.atomic():
        _note_search(asking, purpose, len(chosen), now)
        if len(chosen) <= MOST:
            _note_readings(asking, chosen, purpose, now)
    if len(chosen) > MOST:
        raise NotTaken(say("too_many_names", most=MOST))
    return rows(chosen)


def same_sides(asking: Who, view: RecordView, now: datetime) -> list[RecordRow]:
    """Cases of the last 180 days with the same two sides and the same subject: shown, and not kept.

    Raises NotTaken with the sentence where this person works at no station.
    """
    row = view.row
    since = now - AGAIN_WITHIN
    found = _of_station(asking, now).filter(
        station=row.station, began_at__gte=since, began_at__lt=row.began_at
    )
    alike = [one for one in rows(found) if _subject(one.standing) == _subject(view.standing)]
    names = names_of([row.record, *(one.row.record for one in alike)])
    pair = _sides(view.standing, names.get(row.record, {}))
    again = [one for one in alike if _meet(pair, _sides(one.standing, names.get(one.row.record, {})))]
    with transaction.atomic():
        _note_readings(asking, [row, *(one.row for one in again)], AGAIN, now)
    return again


def names_of(records: Iterable[str]) -> dict[str, dict[str, str]]:
    """Names of parties by record and label, as far as they are readable. Two queries a thousand records."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    asked = list(records)
    for start in range(0, len(asked), AT_ONCE):
        for key, body in sealing.opened_of_records(asked[start : start + AT_ONCE], "party"):
            record, _part, label = key.split("/", 2)
            if name := body.get("name"):
                found[record][label] = str(name)
    return found


def _of_station(asking: Who, now: datetime) -> QuerySet[StandingRow]:
    """Cases at the stations where this person holds a post; a post for the whole banner opens none."""
    stations = {post.station for post in asking.now(today(now)) if post.station and not post.grid}
    if not stations:
        raise NotTaken(say("no_station_to_search"))
    return standings(asking, KIND, today(now)).filter(station__in=stations).exclude(state="void")


def _subject(standing: Standing) -> tuple[str, str]:
    return str(standing.body.get("category", "")), str(standing.body.get("grassland", ""))


def _sides(standing: Standing, names: dict[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """The folded names of both sides."""
    sides: dict[str, set[str]] = {"a": set(), "b": set()}
    for done in standing.all_of("add_party"):
        label, side = done.body["party"], done.body["side"]
        if side in sides and label in names:
            sides[side].add(folded(names[label]))
    return frozenset(sides["a"]), frozenset(sides["b"])


def _meet(one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether somebody of each side stands on opposite sides again, whichever side was which."""
    straight = bool(one[0] & other[0]) and bool(one[1] & other[1])
    return straight or (bool(one[0] & other[1]) and bool(one[1] & other[0]))


def _note_search(asking: Who, purpose: str, found: int, now: datetime) -> None:
    post = next(post for post in asking.now(today(now)) if post.station and not post.grid)
    fields = {"kind": KIND, "part": "party", "purpose": purpose, "found": found}
    perform(asking.staff, Deed(kind="reading", act="search", fields=fields, station=post.station), now)


def _note_readings(asking: Who, found: Iterable[StandingRow], purpose: str, now: datetime) -> None:
    for row in found:
        fields = {"kind": row.kind, "about": row.record, "part": "party", "purpose": purpose}
        deed = Deed(kind="reading", act="read", fields=fields, station=row.station, grid=row.grid)
        perform(asking.staff, deed, now)

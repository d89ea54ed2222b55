"""A word back from the desk to whoever wrote an act on a phone, and what became of those given before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from urtuu.interfaces.desk import wording
from urtuu.interfaces.desk.asking import asking, today_of, word
from urtuu.interfaces.desk.beginning import STATION
from urtuu.interfaces.desk.history import StepShown
from urtuu.journal.queries import RecordRow, RecordView
from urtuu.kinds.registry import shelf
from urtuu.places import permissions
from urtuu.places.queries import names_of

KIND = "feedback"


@dataclass(frozen=True)
class Way:
    """One way to write back: its button, and where the form is sent."""

    label: str
    url: str


@dataclass(frozen=True)
class Offer:
    """What the small forms in a history send along beside the words. `steps`: the acts that have one."""

    ways: list[Way]
    spot: str
    about: str
    steps: frozenset[str]


@dataclass(frozen=True)
class Given:
    """A word that was given, to whom, and how it stands."""

    title: str
    person: str
    at: datetime
    url: str
    state: Mapping[str, str]


def offered(request: HttpRequest, view: RecordView, steps: Sequence[StepShown]) -> Offer | None:
    """The forms beside the acts that somebody else wrote on a phone; nothing where none may be sent."""
    kind, who, on = shelf().get(KIND), asking(request), today_of(request)
    if kind is None or view.kind.desk_only or view.kind.name == KIND:
        return None
    ways = [
        Way(word(KIND, "acts", act.name), reverse("desk:begin", args=[KIND, act.name]))
        for act in kind.beginnings
        if permissions.refusal(who, act, kind, view.where, on) is None
    ]
    open_to = frozenset(step.id for step in steps if not step.from_desk and step.actor != who.staff)
    if not ways or not open_to:
        return None
    return Offer(ways, view.row.grid or f"{STATION}{view.row.station}", view.row.record, open_to)


def given(linked: Sequence[RecordRow]) -> list[Given]:
    """What was given about a record, of the records that name it; the newest first."""
    found = [one for one in linked if one.row.kind == KIND]
    people = names_of({one.row.holder for one in found}) if found else {}
    return [
        Given(
            title=word(KIND, "acts", one.standing.acts[0].act),
            person=people.get(one.row.holder, one.row.holder),
            at=one.row.began_at,
            url=reverse("desk:record", args=[KIND, one.row.record]),
            state=wording.state_chip(one.kind, one.row.state),
        )
        for one in found
    ]

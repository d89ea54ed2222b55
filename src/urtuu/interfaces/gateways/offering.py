"""Which acts are offered as forms, and what such a form asks: read off the kinds' tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from urtuu.kinds.fields import Choice, Count, Day, Field, Household, Phone, Photo, Place, Words, YesNo
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Act, Kind
from urtuu.places import permissions, queries
from urtuu.places.permissions import Who

OFFERED = (("visit", "make"), ("need", "hear"), ("publicity", "hold_now"))
"""Facts and beginnings only: what becomes of a record is done where its standing is seen."""
ASKABLE = (Choice, Count, Day, Household, Phone, Photo, Place, Words, YesNo)
"""A form cannot ask for another record, for a colleague, or for rows in rows: those fields are left out."""
MOST_PHOTOS = 3


@dataclass(frozen=True)
class Form:
    """One act as a form."""

    kind: Kind
    act: Act

    @property
    def id(self) -> str:
        """Its id for other programs; also the name of the element that holds the answers' form id."""
        return f"urtuu-{self.kind.name}-{self.act.name}"

    @property
    def fields(self) -> Mapping[str, Field]:
        """What it asks, in the table's order."""
        return {name: of for name, of in self.act.fields.items() if isinstance(of, ASKABLE)}


def forms() -> Iterator[Form]:
    """Every form there is on this site."""
    for kind_name, act_name in OFFERED:
        kind = shelf().get(kind_name)
        act = kind.act.get(act_name) if kind else None
        if kind and act:
            yield Form(kind, act)


def form_of(form_id: str) -> Form | None:
    """The form of an id, or nothing."""
    return next((one for one in forms() if one.id == form_id), None)


def grids_of(who: Who, form: Form, on: date) -> list[str]:
    """The grids in which this person may do it: those whose doors their phone holds, or of their station."""
    stations = {post.station for post in who.now(on) if post.station and not post.grid}
    known = [feed.removeprefix("ref:places:") for feed in permissions.feeds(who, on) if "ref:places:" in feed]
    known += [grid.pk for station in sorted(stations) for grid in queries.grids_of(station)]
    places = queries.where_many(known)
    return [
        grid
        for grid in dict.fromkeys(known)
        if f"grid:{grid}" in places
        and permissions.refusal(who, form.act, form.kind, places[f"grid:{grid}"], on) is None
    ]


def photo_names(name: str, of: Photo) -> list[str]:
    """The questions of a field of photographs: one each."""
    return [f"{name}_{number}" for number in range(1, min(of.most, MOST_PHOTOS) + 1)]

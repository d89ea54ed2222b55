"""Where a new record may begin: the grids in reach, or the station as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from urtuu.interfaces.desk.asking import asking, today_of
from urtuu.kinds.vocabulary import Act, Kind
from urtuu.places import offers
from urtuu.places.permissions import Where

STATION = "station:"
"""Before the id of a station, where a grid's id would stand."""


@dataclass(frozen=True)
class Spot:
    """A place to begin at: its value in the form, its name, and where it is."""

    value: str
    name: str
    where: Where
    gacha: str = ""


def places_for(request: HttpRequest, kind: Kind, act: Act) -> list[Spot]:
    """Every place at which this person may begin such a record. Two queries at most."""
    who, on = asking(request), today_of(request)
    spots = [
        Spot(
            grid.pk,
            f"{grid.station.name} · {grid.name}",
            Where(grid.station.banner_id, grid.station_id, grid.pk),
        )
        for grid in offers.grids_to_begin(who, kind, act, on)
    ]
    if kind.home != "station":
        return spots
    whole = _("%(station)s as a whole")
    return [
        *(
            Spot(f"{STATION}{one.pk}", whole % {"station": one.name}, Where(one.banner_id, one.pk, ""))
            for one in offers.stations_to_begin(who, kind, act, on)
        ),
        *spots,
    ]


def chosen_of(request: HttpRequest, spots: Sequence[Spot]) -> Spot | None:
    """The place chosen, or the only one there is."""
    asked = request.POST.get("grid") or request.GET.get("grid") or ""
    found = next((spot for spot in spots if spot.value == asked), None)
    return found or (spots[0] if len(spots) == 1 else None)


def spot_of(where: Where, gacha: str) -> Spot:
    """A place that was chosen before, for the hidden field of a form."""
    value = where.grid or f"{STATION}{where.station}"
    return Spot(value, "", where, gacha)

"""The matrix of travel seconds between places, each leg with what it rests on. Pure.

A typed time goes before the roads, the roads before the estimate. A leg is never missing: the planner
must always get a number, and whoever reads it must always see how good it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.task.kind import WAY_BASES
from urtuu.rounds.travel.estimate import (
    UNKNOWN_SECONDS,
    Basis,
    Pace,
    Pair,
    Season,
    Usual,
    fitted,
    fitted_sheet,
)
from urtuu.rounds.travel.ground import WITHIN_KM, Ground, Spot, straight_km
from urtuu.rounds.travel.keys import PlaceKey

Network = Sequence[Sequence[float | None]]
"""Seconds over the roads from each place to each; nothing where there is no way or no road near."""


@dataclass(frozen=True)
class Typed:
    """A time that somebody typed: minutes one way; the way back takes as long until it is typed too."""

    start: PlaceKey
    end: PlaceKey
    minutes: int
    season: str = ""


@dataclass(frozen=True)
class Legs:
    """Travel times between places, in the order in which the places were asked for.

    seconds[a][b]  whole seconds from place a to place b; 0 within a place: that is in the minutes of a visit
    basis[a][b]    what it rests on: "typed", "network" or "estimate"
    spots[a]       where the place lies, and how that is known
    pace           what the estimates were reckoned with
    warning        why the roads or the speeds of the site could not be used; nothing when they were
    """

    places: tuple[PlaceKey, ...]
    seconds: tuple[tuple[int, ...], ...]
    basis: tuple[tuple[Basis, ...], ...]
    spots: tuple[Spot, ...]
    pace: Pace
    warning: Sentence | None = None

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """A sentence for each place that has no point of its own, in the order of the places."""
        return tuple(note for spot in self.spots if (note := note_of(spot)))

    @property
    def shares(self) -> Mapping[Basis, int]:
        """How many legs rest on what; the diagonal is no leg."""
        found: dict[Basis, int] = dict.fromkeys(WAY_BASES, 0)
        for at, row in enumerate(self.basis):
            for to, basis in enumerate(row):
                if at != to:
                    found[basis] += 1
        return found


def note_of(spot: Spot) -> Sentence | None:
    """What is to be said of a place without a point of its own; nothing when it has one."""
    if spot.by == "own":
        return None
    place = spot.key.group or spot.key.gacha or spot.key.grid
    match spot.by:
        case "gacha":
            return say("travel_point_gacha", place=place)
        case "sheet":
            return say("travel_point_sheet", place=place)
    return say("travel_point_nowhere", place=place, minutes=UNKNOWN_SECONDS // 60)


@dataclass(frozen=True)
class Known:
    """What a matrix is reckoned from, all of one station, season and day."""

    ground: Ground
    usual: Usual = field(default_factory=Usual)
    season: Season = "summer"
    slower: float = 1.0
    typed: Sequence[Typed] = ()
    network_pairs: Sequence[Pair] = ()

    def pace(self) -> Pace:
        """The pace of the station in this season."""
        own = [self._pair(one) for one in self.typed if one.season in ("", self.season)]
        return fitted(
            self.usual.pace(self.season),
            typed=[one for one in own if one],
            network=self.network_pairs,
        )

    def _pair(self, typed: Typed) -> Pair | None:
        """A typed time as a pair, between places with points only: a schematic sheet measures nothing."""
        one, other = self.ground.spot(typed.start), self.ground.spot(typed.end)
        if one.by != "own" or other.by != "own" or not one.point or not other.point:
            return None
        km = straight_km(one, other, self.usual.sheet)
        return Pair(km, typed.minutes * 60) if km else None


def legs(places: Sequence[PlaceKey], known: Known, network: Network | None = None) -> Legs:
    """The matrix for places; a place may stand in it more than once."""
    spots = tuple(known.ground.spot(key) for key in places)
    pace = known.pace()
    sheet_km = fitted_sheet(known.usual.sheet, known.ground.sheet_pairs())
    told = typed_seconds(known.typed, known.season)
    here = _Here(pace, sheet_km, known.slower)
    rows: list[tuple[int, ...]] = []
    bases: list[tuple[Basis, ...]] = []
    for at, one in enumerate(spots):
        row: list[int] = []
        basis: list[Basis] = []
        for to, other in enumerate(spots):
            if one.key == other.key:
                found: tuple[int, Basis] = (0, "estimate")
            elif (one.key, other.key) in told:
                found = (told[one.key, other.key], "typed")
            else:
                found = _reckoned(one, other, network[at][to] if network else None, here)
            row.append(found[0])
            basis.append(found[1])
        rows.append(tuple(row))
        bases.append(tuple(basis))
    return Legs(tuple(places), tuple(rows), tuple(bases), spots, pace)


@dataclass(frozen=True)
class _Here:
    """What an estimate is reckoned with here and now."""

    pace: Pace
    sheet_km: float
    slower: float

    def seconds(self, one: Spot, other: Spot) -> int:
        km = straight_km(one, other, self.sheet_km)
        return round(UNKNOWN_SECONDS * self.slower) if km is None else self.pace.seconds(km, self.slower)


def _reckoned(one: Spot, other: Spot, over: float | None, here: _Here) -> tuple[int, Basis]:
    """Over the roads where both places stand on them.

    Where a gacha stands in for a group whose point is not known, the roads between the gachas are still the
    better guess, and called a guess.
    """
    if over is None:
        return here.seconds(one, other), "estimate"
    if one.by == other.by == "own":
        return round(over), "network"
    return max(round(over), here.pace.seconds(WITHIN_KM, here.slower)), "estimate"


def typed_seconds(typed: Iterable[Typed], season: Season) -> dict[tuple[PlaceKey, PlaceKey], int]:
    """Typed seconds by direction: of this season before all year, of this direction before the way back."""
    fitting = [one for one in typed if one.season in ("", season)]
    found: dict[tuple[PlaceKey, PlaceKey], int] = {}
    for back in (True, False):
        for one in sorted(fitting, key=lambda one: one.season):
            pair = (one.end, one.start) if back else (one.start, one.end)
            found[pair] = one.minutes * 60
    return found

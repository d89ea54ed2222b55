"""One officer's day mended on the road: late, a stop cancelled, a stop added, a stop that takes longer.

The phone does the same without signal (field/src/rounds/repair.ts): the two are held together by shared
vectors, so everything here is whole seconds and ties are broken by the order of the stops. Unlike a plan, a
mended day may be late: what was promised or pinned is never dropped for that, it is begun as early as it can
be, and told. Timing is by driving on from now, not by joined segments, which know no lateness.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from urtuu.rounds.planning.inserting import SURCHARGE
from urtuu.rounds.planning.model import KINDS, Kind, OfficerDay

Why = Literal["cancelled", "too_late", "no_room"]
Ways = Sequence[Sequence[int]]
"""Seconds from place to place, by index; need not be the same back."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One stop of the day, in seconds since midnight.

    service  seconds at the place
    opens    begins from then on
    closes   begins by then
    kind     its class
    fixed    pinned to the day; a promise is so without it
    """

    id: str
    place: int
    service: int
    opens: int
    closes: int
    kind: Kind
    fixed: bool = False

    @property
    def stays(self) -> bool:
        """Promised or pinned: cancelled by a person only."""
        return self.fixed or self.kind == "promise"


@dataclass(frozen=True)
class Here:
    """Where the officer is when the day is mended.

    now    seconds since midnight from which the officer can drive on
    place  by index
    left   when the day began; nothing before it did
    """

    now: int
    place: int
    left: int | None = None


@dataclass(frozen=True)
class Kept:
    """A stop of the mended day. `late`: seconds after its window; more than nothing for what stays only."""

    id: str
    arrives: int
    begins: int
    ends: int
    late: int


@dataclass(frozen=True)
class Left:
    """A stop that is no more in the day.

    why    `cancelled` by the officer; `too_late`: it could not be begun in its window, or not be driven back
           from in time, even if it came next; `no_room` beside what is kept
    extra  for `no_room`, seconds that the day would be too long with it; 0 when a window is in the way
    """

    id: str
    why: Why
    extra: int


@dataclass(frozen=True)
class Mended:
    """The rest of the day. `over`: seconds that it is longer than the day allows, for what stays only."""

    leaves: int
    back: int
    over: int
    stops: tuple[Kept, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True)
class _Driven:
    """An order of stops as it is driven. `fits`: only what stays is late."""

    leaves: int
    back: int
    over: int
    stops: tuple[Kept, ...]
    fits: bool

    @property
    def late(self) -> tuple[int, int]:
        """How many are late, and by how many seconds together."""
        late = [one.late for one in self.stops if one.late]
        return len(late), sum(late)

    @property
    def harm(self) -> tuple[int, int, int]:
        """What is worse is more: stops late, seconds late, seconds over."""
        return (*self.late, self.over)


@dataclass(frozen=True)
class _Rest:
    """What is left of a day: from which moment and place, and the order in which the stops were known."""

    day: OfficerDay
    ways: Ways
    here: Here
    known: Sequence[str]

    def driven(self, order: Sequence[Asked]) -> _Driven:
        """Every stop as early as it may be.

        Who has not left yet leaves for the first door in time and not before, and later only for the duty: a
        promise is not put off to the end of its window to save waiting elsewhere.
        """
        now, place = self.start, self.here.place
        waited, slack = 0, self.day.latest
        kept: list[tuple[Asked, int, int]] = []
        for stop in order:
            arrives = now + self.ways[place][stop.place]
            begins = max(arrives, stop.opens)
            waited += begins - arrives
            slack = min(slack, waited + max(stop.closes - begins, 0))
            kept.append((stop, arrives, begins))
            now, place = begins + stop.service, stop.place
        back = now + self.ways[place][self.day.end]
        first = kept[0][2] - kept[0][1] if kept else 0
        spare = min(slack, waited, max(first, back - self.start - self.day.duty))
        return self._told(kept, back, spare if self.here.left is None else 0)

    @property
    def start(self) -> int:
        """The moment from which the officer can drive."""
        return max(self.here.now, self.day.earliest) if self.here.left is None else self.here.now

    def _told(self, kept: Sequence[tuple[Asked, int, int]], back: int, spare: int) -> _Driven:
        """The stops with the leaving put off by `spare` seconds, which waiting swallows on the way."""
        stops, shift = [], spare
        for stop, reached, ready in kept:
            arrives, shift = reached + shift, max(shift - (ready - reached), 0)
            begins = ready + shift
            late = max(begins - stop.closes, 0)
            stops.append(Kept(stop.id, arrives, begins, begins + stop.service, late))
        leaves = self.start + spare
        began = leaves if self.here.left is None else self.here.left
        over = max(back - min(self.day.latest, began + self.day.duty), 0)
        fits = all(one.late == 0 or stop.stays for one, (stop, _, _) in zip(stops, kept, strict=True))
        return _Driven(leaves, back, over, tuple(stops), fits)

    def turned(self, order: Sequence[Asked], at: int) -> bool:
        """Whether the stop at a position stands before or after one that it did not before."""
        if (rank := self._rank(order[at])) < 0:
            return False
        before = any(self._rank(one) > rank for one in order[:at])
        return before or any(0 <= self._rank(one) < rank for one in order[at + 1 :])

    def _rank(self, stop: Asked) -> int:
        return self.known.index(stop.id) if stop.id in self.known else -1


def mended(
    day: OfficerDay,
    stops: Sequence[Asked],
    ways: Ways,
    here: Here,
    *,
    add: Sequence[Asked] = (),
    drop: Collection[str] = (),
) -> Mended:
    """The rest of a day, kept in its order as far as it can be.

    day    `end`, `earliest`, `latest` and `duty` count; its start is where the officer is
    stops  those not done yet, in the order of driving
    add    put in before anything that is due or routine
    drop   ids that are cancelled, promises too

    Everything stays as it is while it can be driven so. Else what stays is kept, late if it must be; then
    what was added, what is due and what is routine is put in where it costs least, or told why it cannot be.
    """
    rest = _Rest(day, ways, here, [one.id for one in stops])
    going = [one for one in stops if one.id not in drop]
    gone = [Left(one.id, "cancelled", 0) for one in stops if one.id in drop]
    order = _as_it_was(rest, going, add)
    if order is None:
        order = _anew(rest, going, add)
    kept = {one.id for one in order}
    gone += [_reason(rest, order, one) for one in (*going, *add) if one.id not in kept]
    found = rest.driven(order)
    return Mended(found.leaves, found.back, found.over, found.stops, tuple(gone))


def _as_it_was(rest: _Rest, going: Sequence[Asked], add: Sequence[Asked]) -> list[Asked] | None:
    """The known order with what was added, when nothing in it is late and the day is not too long."""
    order = list(going)
    for stop in add:
        place = _best_place(rest, order, stop)
        if place is None:
            return None
        order.insert(place[1], stop)
    found = rest.driven(order)
    return order if found.fits and found.harm == (0, 0, 0) else None


def _anew(rest: _Rest, going: Sequence[Asked], add: Sequence[Asked]) -> list[Asked]:
    """What stays first, then what was added, then class by class."""
    order = [one for one in going if one.stays]
    for stop in add:
        if stop.stays:
            place = _best_place(rest, order, stop)
            order.insert(len(order) if place is None else place[1], stop)
    order = _least_late(rest, order)
    _fill(rest, order, [one for one in add if not one.stays])
    for kind in KINDS:
        _fill(rest, order, [one for one in going if not one.stays and one.kind == kind])
    return order


def _least_late(rest: _Rest, order: list[Asked]) -> list[Asked]:
    """One stop moved at a time, as long as less is late."""
    while (harm := rest.driven(order).harm) > (0, 0, 0):
        moved = _moved(order)
        found = min(((rest.driven(one).harm, n) for n, one in enumerate(moved)), default=(harm, 0))
        if found[0] >= harm:
            break
        order = moved[found[1]]
    return order


def _moved(order: Sequence[Asked]) -> list[list[Asked]]:
    """Every order with one stop at another position."""
    return [
        [*without[:to], order[at], *without[to:]]
        for at in range(len(order))
        for to in range(len(order))
        if to != at and (without := [*order[:at], *order[at + 1 :]])
    ]


def _fill(rest: _Rest, order: list[Asked], wanted: Sequence[Asked]) -> None:
    """Puts in as many as fit, the cheapest first."""
    waiting = list(wanted)
    while waiting:
        places = [(place, n) for n, one in enumerate(waiting) if (place := _best_place(rest, order, one))]
        if not places:
            return
        (_, at), n = min(places, key=lambda one: (one[0][0], one[1]))
        order.insert(at, waiting.pop(n))


def _best_place(rest: _Rest, order: Sequence[Asked], stop: Asked) -> tuple[int, int] | None:
    """Price in seconds and position of the cheapest gap that harms nothing; nothing when there is none."""
    before, best = rest.driven(order), None
    for at in range(len(order) + 1):
        tried = [*order[:at], stop, *order[at:]]
        found = rest.driven(tried)
        if not found.fits or found.stops[at].late or found.harm > before.harm:
            continue
        price = found.back - before.back + (SURCHARGE if rest.turned(tried, at) else 0)
        if best is None or price < best[0]:
            best = (price, at)
    return best


def _reason(rest: _Rest, order: Sequence[Asked], stop: Asked) -> Left:
    """Why a stop could not be put into the day as it is now."""
    alone = rest.driven([stop])
    if alone.stops[0].late or alone.over:
        return Left(stop.id, "too_late", 0)
    tried = [rest.driven([*order[:at], stop, *order[at:]]) for at in range(len(order) + 1)]
    late = rest.driven(order).late
    over = [one.over for one in tried if one.fits and one.late <= late]
    return Left(stop.id, "no_room", min(over, default=0))

"""Days made by a seed, and how the server's own code mends each: windows, promises, pins, what happened."""

from __future__ import annotations

from dataclasses import asdict
from random import Random
from typing import Any

from urtuu.base.canonical import canonical
from urtuu.rounds.planning.model import KINDS, OfficerDay
from urtuu.rounds.planning.repairing import Asked, Here, Mended, mended

HOUR, MINUTE = 3600, 60
DAYS = 240


def ways(rng: Random, places: int) -> tuple[tuple[int, ...], ...]:
    """Minutes between places on a plain, and a little more on the way back."""
    spots = [(rng.uniform(0, 50), rng.uniform(0, 50)) for _ in range(places)]

    def seconds(a: int, b: int) -> int:
        (x, y), (u, v) = spots[a], spots[b]
        return round((abs(x - u) + abs(y - v)) * 75) + (30 if a > b else 0)

    return tuple(tuple(0 if a == b else seconds(a, b) for b in range(places)) for a in range(places))


def asked(rng: Random, name: str, place: int) -> Asked:
    """One stop: promises have an hour, what is due a half day, the rest most of it."""
    kind = rng.choices(KINDS, (3, 3, 6))[0]
    opens = rng.randint(8 * 4, 15 * 4) * 15 * MINUTE if kind != "routine" else 8 * HOUR
    wide = {"promise": HOUR, "due": 4 * HOUR, "routine": 9 * HOUR}[kind]
    return Asked(
        id=name,
        place=place,
        service=rng.choice((15, 20, 30, 45, 60)) * MINUTE,
        opens=opens,
        closes=opens + wide,
        kind=kind,
        fixed=rng.random() < 0.15,
    )


def case(seed: int) -> dict[str, Any]:
    """A day, what happened, and the arguments of `mended`. Every eighth day is empty, every third not begun."""
    rng = Random(f"mended/{seed}")
    many = 0 if seed % 8 == 0 else rng.randint(1, 11)
    more = rng.choice((0, 0, 1, 2))
    stops = [asked(rng, f"t{n}", n + 1) for n in range(many)]
    if rng.random() < 0.7:
        stops.sort(key=lambda one: one.opens)  # else the order makes no sense, as when an officer moved it
    begun = seed % 3 != 0
    return {
        "day": OfficerDay(
            id="o-0", officer="o", day=0, start=0, end=0, earliest=8 * HOUR,
            latest=rng.choice((17, 18)) * HOUR, duty=rng.choice((7, 8, 10)) * HOUR,
        ),
        "stops": stops,
        "ways": ways(rng, many + more + 1),
        "here": Here(
            now=rng.randint(7 * HOUR, 15 * HOUR) if begun else rng.randint(6 * HOUR, 11 * HOUR),
            place=rng.randrange(many + 1) if begun else 0,
            left=8 * HOUR + rng.randint(0, 40) * MINUTE if begun else None,
        ),
        "add": [asked(rng, f"a{n}", many + 1 + n) for n in range(more)],
        "drop": rng.sample([one.id for one in stops], rng.choice((0, 0, 1)) if many else 0),
    }  # fmt: skip


def answer(found: Mended) -> dict[str, Any]:
    """As the phone says it."""
    return {
        **asdict(found),
        "stops": [asdict(one) for one in found.stops],
        "left": [asdict(one) for one in found.left],
    }


def mended_days() -> list[dict[str, Any]]:
    """Each day as the phone is asked, with the server's answer in canonical form."""
    return [_told(case(seed)) for seed in range(DAYS)]


def _told(one: dict[str, Any]) -> dict[str, Any]:
    day: OfficerDay = one["day"]
    found = mended(day, one["stops"], one["ways"], one["here"], add=one["add"], drop=one["drop"])
    return {
        "day": {"end": day.end, "earliest": day.earliest, "latest": day.latest, "duty": day.duty},
        "stops": [asdict(stop) for stop in one["stops"]],
        "ways": one["ways"],
        "here": asdict(one["here"]),
        "add": [asdict(stop) for stop in one["add"]],
        "drop": one["drop"],
        "text": canonical(answer(found)).decode(),
    }

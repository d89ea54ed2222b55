"""Made-up lives of records around each clock, and how every clock of theirs stands at telling moments.

Begun and stopped more than once, out of order, resting in states that stop the clock, in the evening, over holidays,
into years without a table of working days; looked at just before, at and just after each end.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from odd_bodies import plain

from urtuu.base.workdays import working_days
from urtuu.kinds import clocks
from urtuu.kinds.fold import Done, Standing
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Clock, Kind

LIVES = 40
TICK = timedelta(milliseconds=1)
FIRST, SPAN = datetime(2025, 1, 1, tzinfo=UTC), 729
"""Two years have a table; lives that run out of the second meet one that has none."""


def clock_lives() -> list[dict[str, Any]]:
    """A life a row, with the moments at which it is looked at."""
    return [
        _life_told(kind, clock, Random(f"clock/{kind.name}/{clock.name}/{seed}"))
        for kind in shelf()
        for clock in kind.clocks
        for seed in range(LIVES)
    ]


def _life_told(kind: Kind, clock: Clock, rng: Random) -> dict[str, Any]:
    standing = _life(kind, clock, rng)
    received = {
        done.entry: done.at + timedelta(hours=rng.choice([0, 1, 30, 900]))
        for done in standing.acts
        if rng.random() < 0.8
    }
    looks = []
    for now in _moments(standing, kind, rng):
        faces = clocks.running(standing, kind, now, working_days(), received)
        urgent = clocks.most_urgent(faces)
        first = faces.index(urgent) if urgent else -1
        looks.append({"now": _ms(now), "faces": [_told(face) for face in faces], "urgent": first})
    heard = {entry: _ms(at) for entry, at in received.items()}
    return {"clock": clock.name, "standing": plain(standing), "received": heard, "looks": looks}


def _life(kind: Kind, clock: Clock, rng: Random) -> Standing:
    """Acts that matter to a clock, and some that do not, in about the order of their moments."""
    acts = [act.name for act in kind.acts]
    telling = [*(name for name in clock.starts if name in acts), *clock.stops] or acts
    states = [*clock.pauses, *rng.sample(kind.states, min(2, len(kind.states)))]
    at = FIRST + timedelta(
        days=rng.randrange(SPAN), hours=rng.randrange(24), milliseconds=rng.randrange(3_600_000)
    )
    at = rng.choice([at, at.replace(hour=12, minute=0, second=0, microsecond=0)])  # 20:00 at the banner
    body = _body(clock, at, rng)
    done = []
    for n in range(rng.randint(1, 6)):
        name = rng.choice(telling if rng.random() < 0.7 or n == 0 else acts)
        state = rng.choice(states if rng.random() < 0.8 else list(kind.states))
        own = _body(clock, at, rng) if rng.random() < 0.3 else {}
        one = Done(entry=f"e{n}", act=name, actor="a", device="d", at=at, state=state, body=own)
        done.append(one)
        at += timedelta(minutes=rng.choice([-50, 0, 3, 40, 300, 2_000, 9_000, 40_000]))
    standing = Standing(
        kind=kind.name, record="r", grid="g", station="s", state=done[-1].state, version=len(done)
    )
    standing.acts, standing.body = done, body
    return standing


def _body(clock: Clock, at: datetime, rng: Random) -> dict[str, Any]:
    body: dict[str, Any] = {}
    day = at + timedelta(days=rng.randrange(60))
    if clock.until and rng.random() < 0.9:
        body[clock.until] = rng.choice([str(day.date()), str(day.date()), day.isoformat()])
    for name in (*clock.since, clock.each):
        if name and rng.random() < 0.9:
            days = [
                str((day + timedelta(days=rng.randrange(-20, 40))).date()) for _ in range(rng.randint(1, 3))
            ]
            body[name] = days if name == "due_days" else days[0]
    if clock.names and rng.random() < 0.7:
        body[clock.names] = rng.randint(1, 4)
    only: Mapping[str, tuple[Any, ...]] = clock.only
    for name, values in only.items():
        body[name] = rng.choice(values) if rng.random() < 0.8 else "something else"
    for name, values in clock.stops_if.items():
        if rng.random() < 0.7:
            body[name] = rng.choice([*values, "something else"])
    return body


def _moments(standing: Standing, kind: Kind, rng: Random) -> list[datetime]:
    last = max(done.at for done in standing.acts)
    now = last + timedelta(milliseconds=rng.randrange(1, 40 * 24 * 3_600_000))
    faces = clocks.running(standing, kind, now, working_days())
    ends = [end for face in faces for end in (face.due_at, face.warns_at) if end and face.stopped_at is None]
    edges = [edge for end in ends[:2] for edge in (end, end + TICK)]
    return [now, *edges]


def _told(face: clocks.ClockFace) -> dict[str, Any]:
    return {
        "name": face.name,
        "startedAt": _ms(face.started_at),
        "dueAt": _ms(face.due_at),
        "state": face.state,
        "stoppedAt": _ms(face.stopped_at),
        "plainDueAt": _ms(face.plain_due_at),
        "warnsAt": _ms(face.warns_at),
        "remainingMinutes": face.remaining_minutes,
        "reportedLate": face.reported_late,
        "number": face.number,
        "doubt": [face.doubt.name, face.doubt.values["year"]] if face.doubt else None,
    }


def _ms(at: datetime | None) -> int | None:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // TICK if at else None

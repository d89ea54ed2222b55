"""Which promises of time run on a record, until when, and how they stand. Computed on read, never stored.

Day boundaries are the banner's (Asia/Shanghai). A clock marks; it never blocks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from urtuu.base.sentences import Sentence, say
from urtuu.base.workdays import WorkingDays, YearMissing
from urtuu.kinds.fold import Done, Standing
from urtuu.kinds.vocabulary import ANY, Clock, Kind

LOCAL = ZoneInfo("Asia/Shanghai")
EVENING = time(20)
MORNING = time(8)
ROUND = timedelta(days=7)
State = Literal["ok", "warn", "breached", "done", "done_late", "paused", "unknown"]


@dataclass(frozen=True, kw_only=True)
class ClockFace:
    """One run of one clock.

    `due_at` is nothing where no working-day table tells it; `doubt` then says so, and the state is `unknown`.
    `plain_due_at` is a legal period's end before it moves off a rest day; warnings go by it. `reported_late`:
    it was done in time, but the server heard of it only after the end. `number`: which of the days of a clock
    with a run for each; 0 for others. `since`: the day from which it counts, where that is not the act's.
    `stopped_by`: the act that ended the run; not every end is what was promised.
    """

    name: str
    started_at: datetime
    due_at: datetime | None
    state: State
    stopped_at: datetime | None = None
    stopped_by: str = ""
    plain_due_at: datetime | None = None
    warns_at: datetime | None = None
    remaining_minutes: int = 0
    reported_late: bool = False
    doubt: Sentence | None = None
    number: int = 0
    since: date | None = None


@dataclass
class _Run:
    clock: Clock
    start: Done
    body: Mapping[str, Any]
    number: int = 0
    stop: Done | None = None
    stopped_at: datetime | None = None
    stops: list[Done] = field(default_factory=list)

    def heard(self, done: Done) -> None:
        """An act that may stop it; done earlier but arrived later, it counts from when it was done."""
        if not self._stopped_by(done):
            return
        self.stops.append(done)
        self.stop = min(self._ends(), key=lambda stop: stop.at, default=None)
        self.stopped_at = max(self.stop.at, self.start.at) if self.stop else None

    def _ends(self) -> list[Done]:
        """What would end it: the first act of the nth round, and whatever is not counted in rounds."""
        counted = [stop for stop in self.stops if stop.act in self.clock.in_rounds]
        others = [stop for stop in self.stops if stop.act not in self.clock.in_rounds]
        return others + _firsts(counted)[self.clock.nth - 1 :][:1]

    def _stopped_by(self, done: Done) -> bool:
        clock = self.clock
        if done.act not in clock.stops:
            return False
        named = done.body.get(clock.names) if clock.names else None
        if named is not None and self.number and named != self.number:
            return False
        return all(done.body.get(name, values[0]) in values for name, values in clock.stops_if.items())


def _firsts(acts: Iterable[Done]) -> list[Done]:
    """The first act of each round: whoever is asked within a week of it is asked in that round."""
    found: list[Done] = []
    for done in sorted(acts, key=lambda done: done.at):
        if not found or _local_day(done.at) - _local_day(found[-1].at) >= ROUND:
            found.append(done)
    return found


@dataclass(frozen=True)
class _Due:
    at: datetime | None
    plain: datetime | None
    doubt: Sentence | None = None


def running(
    standing: Standing,
    kind: Kind,
    now: datetime,
    days: WorkingDays,
    received: Mapping[str, datetime] | None = None,
    *,
    names: Collection[str] = (),
) -> list[ClockFace]:
    """Every run of every clock of a record, stopped ones too, in the order of the table.

    `received`: when the server got an entry, by its id; without it nothing is called reported late.
    `names`: only the clocks of these names; all, where none is named.
    """
    rests = _rests(standing, now)
    return [
        _face(run, standing, now, days, rests, received or {})
        for clock in kind.clocks
        if not names or clock.name in names
        for run in _runs(clock, standing, kind)
    ]


def going(
    standing: Standing,
    kind: Kind,
    now: datetime,
    days: WorkingDays,
    received: Mapping[str, datetime] | None = None,
) -> list[ClockFace]:
    """What still runs and is owed. A record that needs nothing more owes only what outlives it, and a right
    that has lapsed is owed by nobody.
    """
    named = {clock.name: clock for clock in kind.clocks}
    ended = standing.state in kind.ends
    return [
        face
        for face in running(standing, kind, now, days, received)
        if face.stopped_at is None
        and (named[face.name].outlives or not ended)
        and not (named[face.name].lapses and face.state == "breached")
    ]


def stood_still(face: ClockFace, clock: Clock, standing: Standing, now: datetime) -> timedelta:
    """How long a run was paused until it stopped, or until now."""
    return _paused(clock, face.started_at, face.stopped_at or now, _rests(standing, now))


def most_urgent(faces: Iterable[ClockFace]) -> ClockFace | None:
    """The running clock that ends first, breached ones before all."""
    open_ones = [face for face in faces if face.due_at and face.stopped_at is None and face.state != "paused"]
    return min(open_ones, key=lambda face: face.due_at or face.started_at, default=None)


def _runs(clock: Clock, standing: Standing, kind: Kind) -> list[_Run]:
    if ANY in clock.starts:
        return _since_last(clock, standing, kind)
    rounds: list[list[_Run]] = []
    for done in standing.acts:
        going = rounds[-1] if rounds else []
        for run in going:
            run.heard(done)
        if done.act in clock.starts and all(run.stopped_at is not None for run in going):
            body = {**standing.body, **done.body}
            if _fits(clock, body):
                rounds.append(_begun(clock, done, body))
    return [run for runs in rounds for run in runs]


def _begun(clock: Clock, start: Done, body: Mapping[str, Any]) -> list[_Run]:
    """One run, or one for each of the days it names."""
    count = len(body[clock.each]) if clock.each else 0
    return [_Run(clock, start, body, number) for number in range(1, count + 1)] or [_Run(clock, start, body)]


def _since_last(clock: Clock, standing: Standing, kind: Kind) -> list[_Run]:
    """A clock from each act to the next: only its last run counts, and none once the record has ended."""
    if not standing.acts or standing.state in kind.ends:
        return []
    return [_Run(clock, max(standing.acts, key=lambda done: done.at), standing.body)]


def _fits(clock: Clock, body: Mapping[str, Any]) -> bool:
    if not all(body.get(name) for name in (clock.until, clock.each, *clock.since) if name):
        return False
    return all(body.get(name) in values for name, values in clock.only.items())


def _rests(standing: Standing, now: datetime) -> list[tuple[str, datetime, datetime]]:
    """The states the record was in, each from when to when; the last until now."""
    changes = [
        done for i, done in enumerate(standing.acts) if i == 0 or done.state != standing.acts[i - 1].state
    ]
    ends = [*(done.at for done in changes[1:]), now]
    return [(done.state, done.at, end) for done, end in zip(changes, ends, strict=True)]


def _face(
    run: _Run,
    standing: Standing,
    now: datetime,
    days: WorkingDays,
    rests: list[tuple[str, datetime, datetime]],
    received: Mapping[str, datetime],
) -> ClockFace:
    clock, until = run.clock, run.stopped_at or now
    paused = _paused(clock, run.start.at, until, rests)
    due = _due(clock, run, paused, days)
    warns_at = due.plain - timedelta(hours=clock.warns) if due.plain else None
    resting = run.stopped_at is None and standing.state in clock.pauses
    heard_at = received.get(run.stop.entry) if run.stop else None
    return ClockFace(
        name=clock.name,
        started_at=run.start.at,
        due_at=due.at,
        plain_due_at=due.plain,
        stopped_at=run.stopped_at,
        stopped_by=run.stop.act if run.stop else "",
        warns_at=warns_at,
        state=_state(due, warns_at, run.stopped_at, now, resting=resting),
        remaining_minutes=_minutes(due.at - until) if due.at else 0,
        reported_late=bool(
            due.at and run.stopped_at and run.stopped_at <= due.at and heard_at and heard_at > due.at
        ),
        doubt=due.doubt,
        number=run.number,
        since=_latest(run),
    )


def _state(
    due: _Due, warns_at: datetime | None, stopped_at: datetime | None, now: datetime, *, resting: bool
) -> State:
    if due.at is None or warns_at is None:
        return "unknown" if stopped_at is None else "done"
    if stopped_at:
        return "done" if stopped_at <= due.at else "done_late"
    if resting:
        return "paused"
    if now > due.at:
        return "breached"
    return "warn" if now >= warns_at else "ok"


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _paused(
    clock: Clock, start: datetime, until: datetime, rests: list[tuple[str, datetime, datetime]]
) -> timedelta:
    overlaps = (min(end, until) - max(begin, start) for state, begin, end in rests if state in clock.pauses)
    return sum((span for span in overlaps if span > timedelta(0)), timedelta(0))


def _due(clock: Clock, run: _Run, paused: timedelta, days: WorkingDays) -> _Due:
    started = run.start.at.astimezone(LOCAL)
    if clock.tonight:
        return _plain(_tonight(started))
    if clock.hours:
        return _plain(started + timedelta(hours=clock.hours) + paused)
    try:
        return _due_on(clock, run, paused, days)
    except YearMissing as missing:
        return _Due(None, None, say("no_day_table", year=missing.year))


def _due_on(clock: Clock, run: _Run, paused: timedelta, days: WorkingDays) -> _Due:
    """The end of a clock that counts days. Raises YearMissing."""
    started = _local_day(run.start.at)
    if clock.working_days:
        return _plain(_end_of(days.after(started, clock.working_days) + _whole_days(paused)))
    if clock.until:
        return _until(str(run.body[clock.until]), clock, paused, days)
    if clock.each:
        return _until(str(run.body[clock.each][run.number - 1]), clock, paused, days)
    first = _latest(run) or started
    return _last_day(first + timedelta(days=clock.days) + _whole_days(paused), clock, days)


def _latest(run: _Run) -> date | None:
    """The latest of the days from which it counts; nothing: from the day of the act."""
    found = [run.body[name] for name in run.clock.since]
    texts = [text for value in found for text in (value if isinstance(value, list) else [value])]
    return max((date.fromisoformat(text) for text in texts), default=None)


def _until(text: str, clock: Clock, paused: timedelta, days: WorkingDays) -> _Due:
    if "T" in text:
        return _plain(datetime.fromisoformat(text).astimezone(LOCAL) + paused)
    return _last_day(date.fromisoformat(text) + _whole_days(paused), clock, days)


def _last_day(day: date, clock: Clock, days: WorkingDays) -> _Due:
    """The first day is not counted; a legal period that ends on a rest day ends on the next worked one."""
    if not clock.legal:
        return _plain(_end_of(day))
    try:
        return _Due(_end_of(days.next_working(day)), _end_of(day))
    except YearMissing as missing:
        # The unmoved day is the earlier one: shown with its doubt, it can only warn too soon.
        return _Due(_end_of(day), _end_of(day), say("no_day_table", year=missing.year))


def _plain(at: datetime) -> _Due:
    return _Due(at, at)


def _tonight(started: datetime) -> datetime:
    """小事不过夜: 24:00 of the day; begun at 20:00 or later, 08:00 of the next morning."""
    if started.time() >= EVENING:
        return datetime.combine(started.date() + timedelta(days=1), MORNING, LOCAL)
    return _end_of(started.date())


def _local_day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), LOCAL)


def _whole_days(paused: timedelta) -> timedelta:
    return timedelta(days=paused.days + (paused.seconds > 0))

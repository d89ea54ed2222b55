"""What a station should do in a week, and why: promises, silence, reports, campaigns, doors long unseen.

Everything proposed here names a matter, a door or a campaign and says its reason in numbers. Nothing is known
about a person, and nothing is graded: what waits longest or falls due first comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from urtuu.rounds.known import Door, Drive, Due, Matter, Scope

MOST_TITLE, MOST_REASON = 80, 200
MINUTES: Mapping[str, int] = {
    "visit": 30,
    "follow_up": 40,
    "dispute_first_contact": 60,
    "publicity": 60,
    "need": 40,
    "referral": 30,
}
"""A first guess, to be corrected by whoever knows the way."""
SOURCES = ("clock", "follow_up", "report", "silent", "campaign", "unvisited")
"""In this order when two reasons speak for one matter: a promise of time before anything else."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A task that a person may deal out. `officer` is who serves the grid; empty when the post is vacant."""

    what: str
    title: str
    source: str
    reason: str
    minutes: int
    window: tuple[date, date]
    grid: str
    gacha: str = ""
    spot: str = ""
    household: str = ""
    about: str = ""
    officer: str = ""
    order: tuple[int, str] = field(default=(0, ""))

    @property
    def subject(self) -> str:
        """What it is about: one task a week is enough for it."""
        return subject_of(self.about, self.household, self.grid, self.title)


def subject_of(about: str, household: str, grid: str, title: str) -> str:
    """The same for a proposal and for the task it became, so that nothing is proposed twice."""
    if about:
        return f"about:{about}"
    return f"door:{household}" if household else f"{grid}:{title}"


def proposals(
    scope: Scope,
    matters: Iterable[Matter],
    doors: Iterable[Door],
    drives: Iterable[Drive],
    taken: Collection[str] = (),
) -> list[Proposal]:
    """The week as it should be proposed: one task a subject, the first due and the longest waiting first.

    `taken` are the subjects that have a task already.
    """
    doors = list(doors)
    found = [
        *(one for matter in matters for one in _about_matter(scope, matter)),
        *_wished(scope, doors),
        *_sessions(scope, drives),
    ]
    chosen = _one_a_subject(found, taken)
    visits = _unvisited(scope, doors, {*taken, *(one.subject for one in chosen)})
    return sorted([*chosen, *visits], key=_place_in_line)


def _one_a_subject(found: Iterable[Proposal], taken: Collection[str]) -> list[Proposal]:
    chosen: dict[str, Proposal] = {}
    for one in sorted(found, key=lambda p: (SOURCES.index(p.source), p.window[1], p.title)):
        if one.subject not in taken:
            chosen.setdefault(one.subject, one)
    return list(chosen.values())


def _place_in_line(one: Proposal) -> tuple[object, ...]:
    first = 0 if one.source in ("clock", "follow_up", "report") else 1
    when = one.window[1] if first == 0 else date.max
    return first, when, SOURCES.index(one.source), one.order, one.grid, one.title, one.subject


# --- matters ----------------------------------------------------------------------------------------

_WHAT = {"need": "need", "referral": "referral", "publicity": "publicity"}


def _about_matter(scope: Scope, matter: Matter) -> Iterator[Proposal]:
    what = "dispute_first_contact" if matter.untouched and matter.kind == "dispute" else ""
    what = what or _WHAT.get(matter.kind, "follow_up")
    due = matter.due
    if due and due.last_day <= scope.week.sunday:
        yield _for_matter(scope, matter, what, "clock", clock_reason(due, scope.today), due.last_day)
    if matter.promised_on and matter.promised_on <= scope.week.sunday:
        said = f"已答应群众{_day(matter.promised_on)}答复或办理"
        yield _for_matter(scope, matter, what, "follow_up", said, matter.promised_on)
    if matter.untouched:
        said = f"{_day(matter.began_on)}登记，尚未联系当事人"
        yield _for_matter(scope, matter, what, "report", said)
    quiet = (scope.today - matter.moved_on).days
    if quiet >= scope.silent_days and not matter.resting:
        yield _for_matter(scope, matter, what, "silent", f"已 {quiet} 天没有进展")


def _for_matter(
    scope: Scope, matter: Matter, what: str, source: str, reason: str, by: date | None = None
) -> Proposal:
    verb = {"dispute_first_contact": "首次联系", "need": "办理诉求", "referral": "跟进移交"}.get(what, "跟进")
    return Proposal(
        what=what,
        title=f"{verb}：{matter.heading}"[:MOST_TITLE],
        source=source,
        reason=reason[:MOST_REASON],
        minutes=MINUTES[what],
        window=_window(scope, by),
        grid=matter.grid,
        gacha=matter.gacha,
        spot=matter.spot,
        household=matter.household,
        about=matter.record,
        officer=scope.officers.get(matter.grid, ""),
    )


def _window(scope: Scope, by: date | None) -> tuple[date, date]:
    """The field days up to the day it is due. What falls due before them must be done at once."""
    first, last = scope.window
    if by is None:
        return first, last
    now = min(max(scope.today, scope.week.monday), scope.week.sunday)
    end = max(now, min(by, scope.week.sunday))
    return (first, end) if first <= end else (now, end)


def _on(scope: Scope, day: date) -> tuple[date, date]:
    """A day agreed with a household is that day; one that has gone by is made good as soon as may be."""
    return (day, day) if day in scope.field_days and day >= scope.today else _window(scope, day)


def clock_reason(due: Due, today: date) -> str:
    """A promise of time in words, the days in numbers."""
    late = (today - due.last_day).days
    if late > 0:
        return f"“{due.label}”时限已超过 {late} 天"
    at = f"{due.ends_at:%H:%M}" if due.last_day == due.ends_at.date() else "24:00"
    return f"“{due.label}”时限{_day(due.last_day)} {at} 到"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


# --- doors and campaigns ----------------------------------------------------------------------------


def _wished(scope: Scope, doors: Iterable[Door]) -> Iterator[Proposal]:
    for door in doors:
        if door.wished_on and door.wished_on <= scope.week.sunday:
            reason = f"上次走访约定{_day(door.wished_on)}再来"
            yield _for_door(scope, door, "follow_up", reason, door.wished_on)


def _unvisited(scope: Scope, doors: Iterable[Door], taken: Collection[str]) -> list[Proposal]:
    """Doors nobody knocked at for longer than the gap, the longest-waiting first, up to the cap of a grid."""
    latest = scope.today - timedelta(weeks=scope.gap_weeks)
    waiting = [door for door in doors if door.visited_on is None or door.visited_on < latest]
    found, dealt = [], dict.fromkeys(scope.officers.values(), 0)
    for door in sorted(waiting, key=lambda d: (d.visited_on or date.min, d.grid, d.label, d.household)):
        officer = scope.officers.get(door.grid, "")
        one = _for_door(scope, door, "unvisited", unvisited_reason(door.visited_on, scope.today))
        if officer and dealt[officer] < scope.most_visits and one.subject not in taken:
            dealt[officer] += 1
            found.append(one)
    return found


def unvisited_reason(visited_on: date | None, today: date) -> str:
    """How long nobody was there; the planner looks back two years."""
    return f"已 {(today - visited_on).days} 天未走访" if visited_on else "近两年没有走访记录"


def _for_door(scope: Scope, door: Door, source: str, reason: str, by: date | None = None) -> Proposal:
    verb, what = ("回访", "follow_up") if source == "follow_up" else ("走访", "visit")
    return Proposal(
        what=what,
        title=f"{verb}：{door.label}"[:MOST_TITLE],
        source=source,
        reason=reason,
        minutes=MINUTES[what],
        window=_on(scope, by) if by else _window(scope, None),
        grid=door.grid,
        gacha=door.gacha,
        household=door.household,
        officer=scope.officers.get(door.grid, ""),
        order=(1, (door.visited_on or date.min).isoformat()),
    )


def _sessions(scope: Scope, drives: Iterable[Drive]) -> Iterator[Proposal]:
    """A campaign that touches the week asks every grid that somebody serves for its sessions."""
    for drive in drives:
        if drive.until_on < scope.week.monday or drive.from_on > scope.week.sunday:
            continue
        for grid in scope.grids:
            if scope.officers.get(grid):
                yield from (_session(scope, drive, grid, nth) for nth in range(1, drive.per_grid + 1))


def _session(scope: Scope, drive: Drive, grid: str, nth: int) -> Proposal:
    counted = f"（第 {nth} 场）" if drive.per_grid > 1 else ""
    return Proposal(
        what="publicity",
        title=f"{drive.title}{counted}"[:MOST_TITLE],
        source="campaign",
        reason=f"专项宣传{_day(drive.from_on)}至{_day(drive.until_on)}，每片每周 {drive.per_grid} 场",
        minutes=MINUTES["publicity"],
        window=scope.window,
        grid=grid,
        officer=scope.officers[grid],
        order=(0, drive.title),
    )

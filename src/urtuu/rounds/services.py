"""What is done on Monday: drawing up, dealing out, sending, putting back, carrying over, cancelling.

Each is a set of acts through the journal's door, all or none. Whoever may not is told in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from urtuu.base.ids import new_id
from urtuu.base.sentences import Sentence
from urtuu.base.weeks import Week, week_of
from urtuu.journal import queries as journal
from urtuu.journal.desk import perform_all
from urtuu.journal.queries import RecordRow
from urtuu.kinds.composing import Deed
from urtuu.places import queries as places
from urtuu.places.permissions import Who
from urtuu.rounds import queries, rules
from urtuu.rounds.dealing import tasks_seen
from urtuu.rounds.facts import facts, scope_of
from urtuu.rounds.loads import IN_HAND, UNDEALT
from urtuu.rounds.models import Attendance
from urtuu.rounds.reading import Names, read_tasks
from urtuu.rounds.refusals import (
    NO_OFFICER,
    NO_SUCH_TASK,
    NOBODY_SERVES,
    NOTHING_THERE,
    WEEK_IS_OVER,
    Refused,
)
from urtuu.rounds.rules import Proposal


def draw_up(asking: Who, station: str, week: Week, now: datetime) -> int:
    """Proposes the week by the rules, in one push; says how many tasks are new. Doing it again adds none."""
    ensure_may_deal(asking, station, week, now)
    with transaction.atomic():
        known = facts(asking, station, week, now)
        found = rules.proposals(known.scope, known.matters, known.doors, known.drives, known.taken)
        return perform(asking, [_proposed(one, station, week) for one in found], now)


def _proposed(one: Proposal, station: str, week: Week) -> Deed:
    fields: dict[str, Any] = {
        "what": one.what,
        "title": one.title,
        "source": one.source,
        "reason": one.reason,
        "week": str(week),
        "minutes": one.minutes,
        "window_from": one.window[0].isoformat(),
        "window_to": one.window[1].isoformat(),
        "household": one.household,
        "about": one.about,
        "suggested": one.officer,
        "place": _place(one.gacha, one.spot),
    }
    return _begin(station, one.grid, one.gacha, fields)


def _begin(station: str, grid: str, gacha: str, fields: Mapping[str, Any]) -> Deed:
    filled = {name: value for name, value in fields.items() if value not in ("", None, {})}
    return Deed(kind="task", act="propose", fields=filled, station=station, grid=grid, gacha=gacha)


def _place(gacha: str, spot: str) -> dict[str, str]:
    return {"gacha": gacha, **({"spot": spot} if spot else {})} if gacha else {}


def propose(
    asking: Who,
    station: str,
    week: Week,
    fields: Mapping[str, Any],
    now: datetime,
    *,
    grid: str = "",
    officer: str = "",
) -> str:
    """One task by hand, dealt at once when an officer is named; says its record.

    `fields` are those of the act `task.propose`; the week is added here.
    """
    ensure_may_deal(asking, station, week, now)
    gacha = (fields.get("place") or {}).get("gacha", "")
    begun = replace(_begin(station, grid, gacha, {**fields, "week": str(week)}), record=str(new_id(now)))
    deeds = [begun]
    if officer:
        _serves(station, week, officer, now)
        dealt = {"officer": officer}
        deeds.append(replace(begun, act="assign", fields=dealt, saw=1))
    perform(asking, deeds, now)
    return begun.record


def _serves(station: str, week: Week, officer: str, now: datetime) -> None:
    """Raises Refused when somebody is no grid officer of the station."""
    on = max(journal.today(now), week.monday)
    if officer not in {str(one.pk) for one in places.officers_of(station, on)}:
        raise Refused(NO_OFFICER)


def assign(asking: Who, station: str, week: Week, records: Sequence[str], officer: str, now: datetime) -> int:
    """Deals tasks to one officer of the station, whoever's grid they lie in: a neighbour may help."""
    ensure_may_deal(asking, station, week, now)
    _serves(station, week, officer, now)
    found, window = _tasks(asking, station, records, now), _window(station, week, now)
    return perform(asking, [_assigned(one, officer, week, window) for one in found], now)


def assign_suggested(
    asking: Who, station: str, week: Week, now: datetime, records: Sequence[str] = ()
) -> int:
    """Deals each waiting task, or those named, to whom it is suggested: the officer of its grid."""
    ensure_may_deal(asking, station, week, now)
    names = _names(station, week, now)
    waiting = _undealt(asking, station, week, now)
    chosen = [one for one in waiting if not records or one.row.record in set(records)]
    fitting = {task.record: task.suggested for task in tasks_seen(chosen, names, {}) if task.suggested}
    if chosen and not fitting:
        raise Refused(NOBODY_SERVES)
    window = _window(station, week, now)
    deeds = [
        _assigned(one, fitting[one.row.record], week, window) for one in chosen if one.row.record in fitting
    ]
    return perform(asking, deeds, now)


def _undealt(asking: Who, station: str, week: Week, now: datetime) -> list[RecordRow]:
    found = read_tasks(asking, station, week, now)
    return [one for one in found.of_week if one.row.state in UNDEALT]


def _names(station: str, week: Week, now: datetime) -> Names:
    served = places.officers_by_grid(station, max(journal.today(now), week.monday))
    by_grid = {grid: str(staff.pk) for grid, staff in served.items()}
    return Names(by_grid, {str(staff.pk): staff.name for staff in served.values()}, {}, {})


def _assigned(one: RecordRow, officer: str, week: Week, window: Mapping[str, str]) -> Deed:
    fields = {"officer": officer}
    if one.row.week != str(week):
        # Left undealt by an earlier week: from now on it is this week's, with this week's days.
        fields |= {"week": str(week), **window}
    return _act(one, "assign", fields)


def _window(station: str, week: Week, now: datetime) -> dict[str, str]:
    """The field days that are left of a week, as an act says them."""
    first, last = scope_of(station, week, now).window
    return {"window_from": first.isoformat(), "window_to": last.isoformat()}


def _act(one: RecordRow, act: str, fields: Mapping[str, Any] | None = None) -> Deed:
    row = one.row
    return Deed(
        kind="task", act=act, fields=fields or {}, record=row.record, grid=row.grid, station=row.station,
        saw=row.version,
    )  # fmt: skip


def put_back(asking: Who, station: str, week: Week, records: Sequence[str], now: datetime) -> int:
    """Takes dealt tasks back before they are sent."""
    ensure_may_deal(asking, station, week, now)
    return perform(asking, [_act(one, "put_back") for one in _tasks(asking, station, records, now)], now)


def cancel(asking: Who, station: str, week: Week, records: Sequence[str], why: str, now: datetime) -> int:
    """Cancels tasks with a reason; they stay readable."""
    ensure_may_deal(asking, station, week, now)
    found = _tasks(asking, station, records, now)
    return perform(asking, [_act(one, "cancel", {"why_cancelled": why}) for one in found], now)


def issue(asking: Who, station: str, week: Week, records: Sequence[str], now: datetime) -> int:
    """Sends dealt tasks to the officers' phones: each receives them when it next speaks to the server."""
    ensure_may_deal(asking, station, week, now)
    return perform(asking, [_act(one, "issue") for one in _tasks(asking, station, records, now)], now)


def issue_all(asking: Who, station: str, week: Week, now: datetime) -> int:
    """Sends everything that is dealt out."""
    ensure_may_deal(asking, station, week, now)
    found = read_tasks(asking, station, week, now).of_week
    return perform(asking, [_act(one, "issue") for one in found if one.row.state == "assigned"], now)


def carry_over(
    asking: Who, station: str, week: Week, why: str, now: datetime, records: Sequence[str] = ()
) -> int:
    """Moves tasks of earlier weeks that are still in hand into this one, with a reason."""
    ensure_may_deal(asking, station, week, now)
    earlier = read_tasks(asking, station, week, now).earlier
    chosen = _tasks(asking, station, records, now) if records else earlier
    fields = {"why_carried": why, "week": str(week), **_window(station, week, now)}
    return perform(
        asking, [_act(one, "carry_over", fields) for one in chosen if one.row.state in IN_HAND], now
    )


def mark_attendance(asking: Who, station: str, week: Week, present: Iterable[str], now: datetime) -> int:
    """Notes who of the station's officers came to the briefing; says how many did."""
    ensure_may_deal(asking, station, week, now)
    came = set(present)
    officers = places.officers_of(station, max(journal.today(now), week.monday))
    for officer in officers:
        Attendance.objects.update_or_create(
            week=str(week),
            station_id=station,
            staff=officer,
            defaults={"present": str(officer.pk) in came, "marked_by_id": asking.staff, "marked_at": now},
        )
    return sum(str(officer.pk) in came for officer in officers)


def ensure_may_deal(asking: Who, station: str, week: Week, now: datetime) -> None:
    """Raises Refused: for whoever may not deal there, and for a week that is over."""
    on = journal.today(now)
    refused: Sentence | None = queries.deal_refused(asking, places.where_of("", station), on)
    if refused:
        raise Refused(refused)
    if week < week_of(on):
        raise Refused(WEEK_IS_OVER)


def _tasks(asking: Who, station: str, records: Sequence[str], now: datetime) -> list[RecordRow]:
    """Tasks of a station by id, as far as this person sees them. Raises Refused when one is not there."""
    wanted = set(records)
    found = journal.counted(asking, queries.PAGE, journal.today(now)).filter(
        kind="task", station=station, record__in=wanted
    )
    rows = journal.rows(found.order_by("began_at", "record"))
    if not wanted:
        raise Refused(NOTHING_THERE)
    if len(rows) != len(wanted):
        raise Refused(NO_SUCH_TASK)
    return rows


def perform(asking: Who, deeds: Sequence[Deed], now: datetime) -> int:
    if deeds:
        perform_all(asking.staff, deeds, now)
    return len(deeds)

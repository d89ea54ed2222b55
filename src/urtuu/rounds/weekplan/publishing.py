"""A draft becomes the week: tasks dealt, put on a day and sent, a route for each phone, the plan kept.

All of it is one push through the journal's door, all or none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from urtuu.base.ids import new_id
from urtuu.journal import queries as journal
from urtuu.journal.queries import RecordRow
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.composing import Deed
from urtuu.places.permissions import Who
from urtuu.rounds import services
from urtuu.rounds.loads import UNDEALT
from urtuu.rounds.planning.aims import counts
from urtuu.rounds.planning.checking import faults
from urtuu.rounds.planning.model import Visit, Week
from urtuu.rounds.planning.moments import Day, Stop, moments
from urtuu.rounds.refusals import NOT_DRIVABLE, Refused
from urtuu.rounds.rules import MOST_REASON, MOST_TITLE
from urtuu.rounds.weekplan import routes
from urtuu.rounds.weekplan.drafts import Draft, Request, as_decided, packed, pinned, publication
from urtuu.rounds.weekplan.inputs import Ground
from urtuu.rounds.weekplan.wishes import Wish, day_of, officer_of

OTHERS = "计划调整，本周未排入"
"""Why a task left the plan, in stored words; a person may write another reason on it."""


@dataclass
class _Written:
    """The deeds of one record so far: each next act has seen those before."""

    visit: str
    row: RecordRow | None
    deeds: list[Deed] = field(default_factory=list)

    def add(self, deed: Deed) -> None:
        """One act more."""
        saw = (self.row.row.version if self.row else 0) + len(self.deeds)
        self.deeds.append(replace(deed, saw=saw))


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What is to be published: the draft with the week it is of."""

    ground: Ground
    week: Week
    request: Request
    draft: Draft
    why: str = ""

    @property
    def days(self) -> tuple[Day, ...]:
        """Every officer-day as it is driven."""
        return moments(self.week, self.draft.plan)

    @property
    def pinned(self) -> set[str]:
        """Visits by id that stay on their day."""
        return pinned(self.request, self.draft)


def publish(asking: Who, said: Publication, now: datetime) -> int:
    """Publishes and sends; says how many stops. Raises Refused and NotTaken; then nothing was written."""
    ground = said.ground
    services.ensure_may_deal(asking, ground.station.pk, ground.week, now)
    if faults(as_decided(said.week, said.draft), said.draft.plan):
        raise Refused(NOT_DRIVABLE)
    rows = _rows(asking, ground, now)
    found = _stops(said, rows, now)
    plan = str(new_id(now))
    deeds = [deed for one in found for deed in one.deeds]
    deeds += list(_unplanned(said, rows, {one.deeds[0].record for one in found}))
    deeds += [_replace(row) for row in rows.values() if row.row.kind in ("plan", "route")]
    deeds += _plan(said, plan)
    tasks = {one.visit: one.deeds[0].record for one in found}
    deeds += routes.deeds(said.week, said.request, ground, tasks, plan, said.days, said.pinned)
    services.perform(asking, deeds, now)
    return len(found)


def _rows(asking: Who, ground: Ground, now: datetime) -> dict[str, RecordRow]:
    """The open tasks of the station, and what was published for this week."""
    found = journal.counted(asking, "board", journal.today(now)).filter(
        station=ground.station.pk, kind__in=("task", "plan", "route"), open__in=[True]
    )
    rows = {row.row.record: row for row in journal.rows(found)}
    here = str(ground.week)
    return {record: one for record, one in rows.items() if one.row.kind == "task" or one.row.week == here}


# --- stops -------------------------------------------------------------------------------------------


def _stops(said: Publication, rows: dict[str, RecordRow], now: datetime) -> list[_Written]:
    """One for each planned visit, in the order of the plan; a task that is over by now is left in peace."""
    wishes, found = said.ground.by_id, []
    for day in said.days:
        place = next(one.start for one in said.week.days if one.id == day.day)
        for stop in day.stops:
            visit = said.week.visits[stop.visit]
            wish = wishes.get(visit.id)
            if wish and (not wish.task or wish.task in rows):
                when = _when(said, visit, day, stop, place)
                written = _Written(visit.id, rows.get(wish.task))
                found.append(_stop(said.ground, wish, officer_of(day.day), when, written, now))
            place = visit.place
    return found


def _stop(
    ground: Ground, wish: Wish, officer: str, when: dict[str, Any], written: _Written, now: datetime
) -> _Written:
    row, record = written.row, wish.task or str(new_id(now))
    base = Deed(kind="task", act="", record=record, grid=wish.grid, station=ground.station.pk)
    state, has = (row.row.state, row.standing.body.get("officer")) if row else ("", "")
    sent = state not in ("", *UNDEALT, "assigned")
    if row is None:
        written.add(_proposed(ground, wish, officer, base))
    if sent and has != officer:
        written.add(replace(base, act="hand_over", fields={"officer": officer}))
    elif not sent and (state != "assigned" or has != officer):
        written.add(_assigned(ground, row, officer, base))
    written.add(replace(base, act="schedule", fields=when))
    if not sent:
        written.add(replace(base, act="issue"))
    return written


def _proposed(ground: Ground, wish: Wish, officer: str, base: Deed) -> Deed:
    fields: dict[str, Any] = {
        "what": "visit",
        "title": f"走访：{wish.title}"[:MOST_TITLE],
        "source": "unvisited",
        "reason": wish.note[:MOST_REASON],
        "week": str(ground.week),
        "minutes": wish.minutes,
        "household": wish.household,
        "suggested": officer,
        "place": {"gacha": wish.place.gacha},
        **_window(ground),
    }
    return replace(base, act="propose", fields=fields, gacha=wish.place.gacha)


def _window(ground: Ground) -> dict[str, str]:
    return {"window_from": ground.days[0].isoformat(), "window_to": ground.days[-1].isoformat()}


def _assigned(ground: Ground, row: RecordRow | None, officer: str, base: Deed) -> Deed:
    fields: dict[str, Any] = {"officer": officer}
    if row and row.row.week != str(ground.week):
        fields |= {"week": str(ground.week), **_window(ground)}
    return replace(base, act="assign", fields=fields)


def _when(said: Publication, visit: Visit, day: Day, stop: Stop, place: int) -> dict[str, Any]:
    on = day_of(day.day)
    begins = datetime.combine(on, time(), LOCAL) + timedelta(seconds=stop.begins)
    fields: dict[str, Any] = {
        "on_day": on.isoformat(),
        "begins": begins.isoformat(),
        "way_minutes": -(-said.week.travel[place][visit.place] // 60),
        "promised": visit.kind == "promise",
        "pinned": visit.id in said.pinned,
    }
    if place != visit.place:
        fields["way_basis"] = said.request.basis_of(place, visit.place)
    return fields


# --- what was before ---------------------------------------------------------------------------------


def _unplanned(said: Publication, rows: dict[str, RecordRow], planned: set[str]) -> Iterator[Deed]:
    """Tasks that stood in the plan before and do not any more: no phone may show an hour that is off."""
    for record, row in rows.items():
        body = row.standing.body
        if row.row.kind != "task" or row.row.week != str(said.ground.week) or not body.get("on_day"):
            continue
        if record not in planned and row.row.state in ("assigned", "issued", "acknowledged"):
            yield _act(row, "unschedule", {"why_unplanned": said.why or OTHERS})


def _replace(row: RecordRow) -> Deed:
    return _act(row, "replace", {})


def _act(row: RecordRow, act: str, fields: dict[str, Any]) -> Deed:
    one = row.row
    return Deed(
        kind=one.kind, act=act, fields=fields, record=one.record, grid=one.grid, station=one.station,
        saw=one.version,
    )  # fmt: skip


def _plan(said: Publication, record: str) -> list[Deed]:
    found = counts(said.week, said.draft.plan)
    promised = next(one for one in found if one.kind == "promise")
    text = publication(said.draft)
    first, *rest = packed(text)
    visited = sum(one.planned for one in found)
    fields: dict[str, Any] = {
        "week": str(said.ground.week),
        "text": first,
        "pieces": 1 + len(rest),
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "engine": said.draft.engine,
        "visits": visited,
        "left_out": sum(one.wished for one in found) - visited,
        "promises": promised.wished,
        "promises_kept": promised.planned,
        **({"why": said.why} if said.why else {}),
    }
    base = Deed(
        kind="plan", act="publish", fields=fields, record=record, station=said.ground.station.pk, saw=0
    )
    more = [
        replace(base, act="add_text", fields={"nth": nth, "text": piece}, saw=nth - 1)
        for nth, piece in enumerate(rest, start=2)
    ]
    return [base, *more]

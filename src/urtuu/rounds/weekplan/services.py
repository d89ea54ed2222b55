"""What the chief does with a plan: asks, moves, locks, leaves out, takes a slot, publishes.

Each is refused with a sentence for whoever may not deal out tasks there, and for a week that is over.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from urtuu.base.weeks import Week as IsoWeek
from urtuu.places import queries as places
from urtuu.places.permissions import Who
from urtuu.rounds import queries, services
from urtuu.rounds.models import Absence, Measure, PlanJob
from urtuu.rounds.planning.changes import assignments
from urtuu.rounds.planning.writing import week_of_text
from urtuu.rounds.refusals import (
    ALREADY_PUBLISHED,
    DAY_TOO_SHORT,
    NO_OFFICER,
    NO_PLAN_YET,
    NO_SUCH_SLOT,
    NO_SUCH_STOP,
    PLAN_CHANGED,
    PLAN_IN_WORK,
    TOO_LONG_AWAY,
    Refused,
)
from urtuu.rounds.seen import Board
from urtuu.rounds.weekplan import jobs, publishing
from urtuu.rounds.weekplan.drafts import Draft, Request, moved, read_asked, read_draft
from urtuu.rounds.weekplan.inputs import Ground, ground
from urtuu.rounds.weekplan.publishing import Publication
from urtuu.rounds.weekplan.wishes import Asked

LONGEST_AWAY = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """How a station plans: minutes since midnight, minutes, weeks."""

    day_begins: int
    day_ends: int
    lunch_minutes: int
    gap_weeks: int
    neighbours_help: bool


def ground_of(asking: Who, board: Board) -> Ground:
    """The week of a board as it may be planned now."""
    return ground(asking, board.station, board.week, board.now, board.tasks)


def ask(asking: Who, board: Board) -> PlanJob:
    """Asks for a plan, or for a better one around what was decided on the last."""
    services.ensure_may_deal(asking, board.station, board.week, board.now)
    return _ask(asking, board, _decided(board.station, board.week))


def _ask(asking: Who, board: Board, asked: Asked) -> PlanJob:
    found = jobs.draft_job(board.station, str(board.week))
    before = assignments(week_of_text(found.problem), read_draft(found.result).plan) if found else {}
    return jobs.ask(ground_of(asking, board), asked, asking.staff, before)


def _decided(station: str, week: IsoWeek) -> Asked:
    """The newest decisions, also of a plan that was called off before it was there."""
    found = jobs.decided_job(station, str(week))
    return read_asked(found.asked).asked if found else Asked()


def stop(asking: Who, station: str, week: IsoWeek, now: datetime) -> int:
    """Calls off what is being worked out."""
    services.ensure_may_deal(asking, station, week, now)
    return jobs.stop(station, str(week))


def move(asking: Who, station: str, week: IsoWeek, visit: str, to: str, now: datetime) -> Draft:
    """Moves a visit to an officer-day, or out of the plan when `to` is empty; it is locked there.

    Raises drafts.Cannot when it fits nowhere there.
    """
    with transaction.atomic():
        job, request, draft = _draft(asking, station, week, now)
        changed = moved(week_of_text(job.problem), draft, visit, to)
        asked = request.asked
        locks = {name: day for name, day in asked.locks.items() if name != visit}
        left = asked.left - {visit} if to else asked.left | {visit}
        asked = replace(asked, locks={**locks, visit: to} if to else locks, left=left)
        _keep(job, replace(request, asked=asked), changed, now)
    return changed


def lock(asking: Who, station: str, week: IsoWeek, visit: str, now: datetime, *, on: bool) -> None:
    """Pins a visit to where it stands, or lets it go."""
    with transaction.atomic():
        job, request, draft = _draft(asking, station, week, now)
        stands = assignments(week_of_text(job.problem), draft.plan)
        if visit not in stands:
            raise Refused(NO_SUCH_STOP)
        locks = {name: day for name, day in request.asked.locks.items() if name != visit}
        locks |= {visit: stands[visit]} if on else {}
        _keep(job, replace(request, asked=replace(request.asked, locks=locks)), draft, now)


def take_back(asking: Who, station: str, week: IsoWeek, visit: str, now: datetime) -> None:
    """What was left out by hand is wished for again, from the next asking on."""
    with transaction.atomic():
        job, request, draft = _draft(asking, station, week, now)
        asked = replace(request.asked, left=request.asked.left - {visit})
        _keep(job, replace(request, asked=asked), draft, now)


def take_slot(asking: Who, board: Board, visit: str, slot: tuple[str, int, int]) -> PlanJob:
    """A promise agreed anew with the household; the week is asked for again around it."""
    with transaction.atomic():
        _job, request, draft = _draft(asking, board.station, board.week, board.now)
        offered = [one for broken in draft.impossible if broken.visit == visit for one in broken.slots]
        if slot not in [(one.day, one.begins, one.ends) for one in offered]:
            raise Refused(NO_SUCH_SLOT)
        asked = replace(request.asked, slots={**request.asked.slots, visit: slot})
        return _ask(asking, board, asked)


def publish(
    asking: Who, station: str, week: IsoWeek, now: datetime, *, shown: str = "", why: str = ""
) -> int:
    """Publishes the draft and sends the week; says how many stops. Raises Refused and NotTaken.

    `shown`: the mark of the draft that the person looked at. The week is read after the draft is locked:
    whoever waited for somebody else's publication must not work on what was true before it.
    """
    with transaction.atomic():
        job, request, draft = _draft(asking, station, week, now)
        if shown and shown != mark_of(job):
            raise Refused(PLAN_CHANGED)
        if job.published_at:
            raise Refused(ALREADY_PUBLISHED)
        found = ground_of(asking, queries.board(asking, station, week, now))
        said = Publication(
            ground=found, week=week_of_text(job.problem), request=request, draft=draft, why=why
        )
        count = publishing.publish(asking, said, now)
        PlanJob.objects.filter(pk=job.pk).update(published_at=now)
    return count


def mark_of(job: PlanJob) -> str:
    """A few letters that change with every change of a draft."""
    return hashlib.sha256(f"{job.pk} {job.asked} {job.result}".encode()).hexdigest()[:12]


def note_absence(asking: Who, board: Board, staff: str, first: date, last: date) -> None:
    """Days on which an officer is not on the round; noting them again changes nothing."""
    services.ensure_may_deal(asking, board.station, board.week, board.now)
    if staff not in {str(one.pk) for one in places.officers_of(board.station, board.week.monday)}:
        raise Refused(NO_OFFICER)
    if last - first > LONGEST_AWAY:
        raise Refused(TOO_LONG_AWAY)
    Absence.objects.get_or_create(
        staff_id=staff, from_on=first, until_on=last, defaults={"noted_by_id": asking.staff}
    )


def set_measure(asking: Who, board: Board, said: Measured) -> None:
    """How a station plans, from the next asking on. Raises Refused when a day would be shorter than lunch."""
    services.ensure_may_deal(asking, board.station, board.week, board.now)
    if said.day_ends - said.day_begins <= said.lunch_minutes:
        raise Refused(DAY_TOO_SHORT)
    Measure.objects.update_or_create(
        station_id=board.station,
        defaults={
            "day_begins": said.day_begins,
            "day_ends": said.day_ends,
            "lunch_minutes": said.lunch_minutes,
            "gap_weeks": said.gap_weeks,
            "neighbours_help": said.neighbours_help,
        },
    )


def forget_absence(asking: Who, board: Board, absence: int) -> None:
    """Takes such days back."""
    services.ensure_may_deal(asking, board.station, board.week, board.now)
    officers = [one.pk for one in places.officers_of(board.station, board.week.monday)]
    Absence.objects.filter(pk=absence, staff__in=officers).delete()


def _draft(asking: Who, station: str, week: IsoWeek, now: datetime) -> tuple[PlanJob, Request, Draft]:
    """The draft of a week, locked for a change. Raises Refused."""
    services.ensure_may_deal(asking, station, week, now)
    found = jobs.draft_job(station, str(week))
    if found is None:
        raise Refused(NO_PLAN_YET)
    if jobs.is_open(station, str(week)):
        raise Refused(PLAN_IN_WORK)  # it would come without what is decided now
    job = PlanJob.objects.select_for_update().get(pk=found.pk)
    return job, read_asked(job.asked), read_draft(job.result)


def _keep(job: PlanJob, request: Request, draft: Draft, now: datetime) -> None:
    """A changed draft is one that was not published yet."""
    PlanJob.objects.filter(pk=job.pk).update(
        asked=request.text, result=draft.text, published_at=None, decided_at=now
    )

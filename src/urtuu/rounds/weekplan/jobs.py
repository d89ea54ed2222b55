"""The queue of plans: asked for at the desk, worked on by `urtuu work`, one at a time for each week.

Claiming is one conditional update, so that two workers never take the same one, on either database. A worker
that died is noticed by its silence, and its job is taken up again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone

from urtuu.rounds.models import PlanJob
from urtuu.rounds.planning.changes import with_published
from urtuu.rounds.planning.pipeline import Progress, Settings, planned
from urtuu.rounds.planning.writing import week_of_text, week_text
from urtuu.rounds.weekplan.drafts import Request, drafted
from urtuu.rounds.weekplan.inputs import Ground, problem
from urtuu.rounds.weekplan.wishes import Asked

ITERATIONS, SEED = 2_000, 131
SILENCE = timedelta(minutes=2)
PATIENCE = 20
"""Seconds that a job may wait before the page says that nobody works through the queue."""
EVERY = 0.5
"""Seconds between two words on how far it is: each is one small write."""
log = logging.getLogger(__name__)


def ask(ground: Ground, asked: Asked, by: str, before: Mapping[str, str]) -> PlanJob:
    """A plan of a week into the queue; one of the same week that still waits is called off.

    `before`: the officer-day of each visit in the plan that stands; changing it is priced.
    """
    stop(ground.station.pk, str(ground.week))
    week = problem(ground, asked)
    known = {**{visit.id: visit.published for visit in week.visits if visit.published}, **before}
    return PlanJob.objects.create(
        week=str(ground.week),
        station=ground.station,
        asked_by_id=by,
        asked_at=ground.now,
        decided_at=ground.now,
        asked=_request(ground, asked, known).text,
        problem=week_text(with_published(week, known)),
    )


def _request(ground: Ground, asked: Asked, known: dict[str, str]) -> Request:
    return Request(
        asked=asked,
        before=known,
        places=tuple(key.text for key in ground.places),
        basis=tuple("".join(basis[0] for basis in row) for row in ground.legs.basis),
    )


def stop(station: str, week: str) -> int:
    """Calls off what waits or is worked on. A worker hears of it within a second."""
    found = PlanJob.objects.filter(station=station, week=week)
    waiting = found.filter(state=PlanJob.QUEUED).update(state=PlanJob.CANCELLED, ended_at=timezone.now())
    return waiting + found.filter(state=PlanJob.RUNNING).update(cancel_asked=True)


def latest(station: str, week: str) -> PlanJob | None:
    """The newest job of a week, whatever became of it. One query."""
    return PlanJob.objects.filter(station=station, week=week).order_by("-asked_at", "-pk").first()


def decided_job(station: str, week: str) -> PlanJob | None:
    """The job with the newest decisions, whatever became of it. One query."""
    return PlanJob.objects.filter(station=station, week=week).order_by("-decided_at", "-pk").first()


def is_open(station: str, week: str) -> bool:
    """Whether a plan waits or is worked on. One query."""
    open_states = (PlanJob.QUEUED, PlanJob.RUNNING)
    return PlanJob.objects.filter(station=station, week=week, state__in=open_states).exists()


def waiting() -> int:
    """How many plans nobody works on yet. One query."""
    return PlanJob.objects.filter(state=PlanJob.QUEUED).count()


def draft_job(station: str, week: str) -> PlanJob | None:
    """The newest job with a plan. One query."""
    found = PlanJob.objects.filter(station=station, week=week).exclude(result="")
    return found.order_by("-asked_at", "-pk").first()


def claim(now: datetime) -> PlanJob | None:
    """The longest-waiting job, from now on this worker's; nothing when none waits."""
    silent = Q(state=PlanJob.RUNNING) & (Q(alive_at__lt=now - SILENCE) | Q(alive_at=None))
    for one in PlanJob.objects.filter(Q(state=PlanJob.QUEUED) | silent).order_by("asked_at", "pk"):
        mine = PlanJob.objects.filter(pk=one.pk, state=one.state, worker=one.worker, alive_at=one.alive_at)
        if mine.update(state=PlanJob.RUNNING, worker=uuid4(), alive_at=now, stage="", done=0, of=0):
            one.refresh_from_db()
            return one
    return None


def work_once(settings: Settings | None = None) -> PlanJob | None:
    """Takes one job and finishes it; nothing when none waits. A failure is written on the job."""
    job = claim(timezone.now())
    if job is None:
        return None
    try:
        _plan(job, settings or Settings(seed=SEED, iterations=ITERATIONS))
    except Exception as failure:
        # Whatever went wrong, the chief must see it on the page and the next job must not wait for it.
        log.exception("a plan could not be worked out")
        _end(job, PlanJob.FAILED, failure=f"{type(failure).__name__}: {failure}"[:500])
    return job


def _plan(job: PlanJob, settings: Settings) -> None:
    week = week_of_text(job.problem)
    outcome = planned(week, settings, _teller(job))
    _end(job, PlanJob.DONE, result=drafted(week, settings, outcome).text)


def _teller(job: PlanJob) -> Callable[[Progress], bool]:
    """Writes down how far it is, twice a second, and hears whether somebody called it off."""
    last, wanted = 0.0, True

    def goes_on(progress: Progress) -> bool:
        nonlocal last, wanted
        if monotonic() - last < EVERY and progress.done < progress.of:
            return wanted
        last = monotonic()
        mine = PlanJob.objects.filter(pk=job.pk, state=PlanJob.RUNNING, worker=job.worker)
        mine.update(stage=progress.stage, done=progress.done, of=progress.of, alive_at=timezone.now())
        wanted = mine.filter(cancel_asked=False).exists()
        return wanted

    return goes_on


def _end(job: PlanJob, state: str, *, result: str = "", failure: str = "") -> None:
    """Only whoever still holds the job may end it: one taken up again belongs to the other worker."""
    PlanJob.objects.filter(pk=job.pk, state=PlanJob.RUNNING, worker=job.worker).update(
        state=state, result=result, failure=failure, ended_at=timezone.now()
    )
    job.refresh_from_db()

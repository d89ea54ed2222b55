"""Work through the queue: plans that were asked for at the desk, and once a day what was kept long enough."""

import logging
import os
import signal
import time
from datetime import date
from typing import Annotated

import typer
from django.db import DatabaseError, connections
from django.utils import timezone

from urtuu.interfaces.cli import running
from urtuu.interfaces.cli.refusal import Refused
from urtuu.mediation import keeping
from urtuu.places import sessions, tries
from urtuu.rounds.models import PlanJob
from urtuu.rounds.planning.pipeline import Settings
from urtuu.rounds.weekplan import jobs

log = logging.getLogger(__name__)
PAUSE = 1.0
TROUBLED_PAUSE = 10.0


def command(
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing waits any more.")] = False,
    iterations: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="How long the search for one plan goes on.")
    ] = jobs.ITERATIONS,
    beside: Annotated[int, typer.Option(hidden=True, help="Stop when this process is gone.")] = 0,
) -> None:
    """Work through the queue of plans and, once a day, destroy the names that the schedule lets go without a
    person's judgement; `urtuu serve` starts this beside itself. Ctrl-C stops it.
    """
    if beside:  # `urtuu serve` holds the lock for both
        _work(once=once, iterations=iterations, beside=beside)
        return
    with running.as_site():
        _work(once=once, iterations=iterations)


def _work(*, once: bool, iterations: int, beside: int = 0) -> None:
    let_go_on: date | None = None
    settings = Settings(seed=jobs.SEED, iterations=iterations)
    signal.signal(signal.SIGTERM, _rest)
    try:
        # A site that was killed leaves its worker to the system; the worker must not outlive it.
        while not beside or os.getppid() == beside:
            if let_go_on != timezone.localdate():
                let_go_on = timezone.localdate()
                _let_go()
                _swept()
            job, answered = _worked(settings)
            if job:
                typer.echo(f"{job.station_id} {job.week}: {job.state}")
            elif once and not answered:
                raise Refused("The database does not answer; the log says more. What waits, waits on.")
            elif once:
                return
            else:
                connections.close_all()  # nothing is held open through a quiet night
                time.sleep(PAUSE if answered else TROUBLED_PAUSE)
    except KeyboardInterrupt:
        typer.echo("The queue rests.")


def _worked(settings: Settings) -> tuple[PlanJob | None, bool]:
    """One job, and whether the database answered: a full disk or its restart must not end the queue."""
    try:
        return jobs.work_once(settings), True
    except DatabaseError:
        log.exception("the queue could not be read or written; it is tried again")
        return None, False


def _let_go() -> None:
    """What could not be done today is done tomorrow: plans must not wait for it."""
    try:
        gone = keeping.let_go_unasked(timezone.now())
    except DatabaseError:
        log.exception("what was kept long enough could not be let go")
    else:
        if gone:
            typer.echo(f"Kept long enough and destroyed: {gone}.")


def _swept() -> None:
    """Sessions that ended and tries that count no more; no list grows for ever."""
    try:
        sessions.sweep(timezone.now())
        tries.sweep(timezone.now())
    except DatabaseError:
        log.exception("ended sessions could not be swept away")


def _rest(_signal: int, _frame: object) -> None:
    """Told to stop: what is being worked out is taken up by the next worker."""
    raise KeyboardInterrupt

"""Work through the queue: plans that were asked for at the desk."""

import os
import signal
import time
from typing import Annotated

import typer
from django.db import connections

from urtuu.rounds.planning.pipeline import Settings
from urtuu.rounds.weekplan import jobs

PAUSE = 1.0


def command(
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing waits any more.")] = False,
    iterations: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="How long the search for one plan goes on.")
    ] = jobs.ITERATIONS,
    beside: Annotated[int, typer.Option(hidden=True, help="Stop when this process is gone.")] = 0,
) -> None:
    """Work through the queue of plans; `urtuu serve` starts this beside itself. Ctrl-C stops it."""
    settings = Settings(seed=jobs.SEED, iterations=iterations)
    signal.signal(signal.SIGTERM, _rest)
    try:
        # A site that was killed leaves its worker to the system; the worker must not outlive it.
        while not beside or os.getppid() == beside:
            job = jobs.work_once(settings)
            if job:
                typer.echo(f"{job.station_id} {job.week}: {job.state}")
            elif once:
                return
            else:
                connections.close_all()  # nothing is held open through a quiet night
                time.sleep(PAUSE)
    except KeyboardInterrupt:
        typer.echo("The queue rests.")


def _rest(_signal: int, _frame: object) -> None:
    """Told to stop: what is being worked out is taken up by the next worker."""
    raise KeyboardInterrupt

"""Published planning problems: whoever doubts the planner gives it a file of their own and a budget."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from urtuu.interfaces.cli.refusal import Refused
from urtuu.rounds.planning import engine, prizes, published
from urtuu.rounds.planning.checking import faults
from urtuu.rounds.planning.pipeline import Settings, planned

LAST = 0.95
"""Of the budget goes to the search; the rest is for judging."""
ENDLESS = 10**9
"""Iterations: the budget ends the search."""


def command(
    file: Annotated[Path, typer.Argument(help="A TOPTW file (Solomon, Cordeau) or a PCVRPTW file (VRPLIB).")],
    seconds: Annotated[float, typer.Option(min=0.1, help="CPU seconds, reading and judging included.")] = 30,
    tours: Annotated[int, typer.Option(min=1, max=20, help="Tours of a TOPTW file.")] = 2,
    seed: Annotated[int, typer.Option(min=0, help="Of the search.")] = 1,
) -> None:
    """Plan a published problem under a CPU budget and print what an independent checker finds it worth."""
    began = time.process_time()

    def goes_on(_progress: object) -> bool:
        return time.process_time() - began < LAST * seconds

    text = _text(file)
    try:
        lines = (
            _prizes(file, seed, goes_on)
            if "NODE_COORD_SECTION" in text
            else _toptw(file, text, tours, seed, goes_on)
        )
    except (published.Unread, engine.Absent) as error:
        raise Refused(f"{file}: {error}") from None
    for line in (*lines, f"CPU seconds: {time.process_time() - began:.1f}"):
        typer.echo(line)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{file} is no text file.") from None


def _toptw(file: Path, text: str, tours: int, seed: int, goes_on: Callable[[object], bool]) -> list[str]:
    week = published.toptw_week(text, tours)
    outcome = planned(week, Settings(seed=seed, iterations=ENDLESS), goes_on)
    _judged(faults(week, outcome.plan))
    known = published.published_value(file, tours)
    beside = f", published {known}, ratio {outcome.value / known:.4f}" if known else ""
    return [
        *(" ".join(["tour:", *(week.visits[one].id for one in route)]) for route in outcome.plan.routes),
        f"TOPTW, {tours} tours, {outcome.engine}: checked value {outcome.value}{beside}",
    ]


def _prizes(file: Path, seed: int, goes_on: Callable[[object], bool]) -> list[str]:
    instance = prizes.instance_of(file)
    found = prizes.toured(file, seed, goes_on)
    _judged(prizes.faults_of(instance, found))
    cost, known = prizes.cost_of(instance, found), prizes.best_known(file)
    least = prizes.cost_of(instance, known) if known else 0
    beside = f", best known {least}, gap {100 * (cost / least - 1):.2f} %" if least else ""
    return [
        *(" ".join(["tour:", *map(str, tour)]) for tour in found),
        f"PCVRPTW, {engine.version()}: checked cost {cost}{beside}",
    ]


def _judged(said: list[str]) -> None:
    if said:
        raise Refused(f"The budget was too small for an answer that may be driven: {said[0]}.")

"""Load the demonstration banner, or let fifty phones play its current week."""

import os
from collections import Counter
from datetime import datetime
from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from urtuu.base.weeks import Week, read_week
from urtuu.interfaces.cli import database
from urtuu.interfaces.cli.refusal import Refused
from urtuu.interfaces.demo import marks
from urtuu.interfaces.demo.building import Built, Size, build
from urtuu.interfaces.demo.live import Line, make_cards, play
from urtuu.interfaces.demo.marks import State
from urtuu.interfaces.demo.people import ACCOUNTS, PASSWORD, everybody
from urtuu.interfaces.demo.plans import whole_banner

OTHER = (
    "This database holds data that is not the demonstration's, so nothing was loaded. "
    "Name another data folder: URTUU_VAR=FOLDER urtuu demo"
)


def command(
    fresh: Annotated[bool, typer.Option("--fresh", help="Load anew; what was added to it is lost.")] = False,
    small: Annotated[bool, typer.Option("--small", help="One station, six grids, four weeks.")] = False,
    week: Annotated[str, typer.Option(help="The current week, 2026-W48. Default: this week.")] = "",
    live: Annotated[
        bool, typer.Option("--live", help="Let the officers' phones play the week against a running site.")
    ] = False,
    server: Annotated[str, typer.Option(help="Where the site answers, for --live.")] = "",
) -> None:
    """Load the demonstration banner once, and print one account a role."""
    screen = Console(highlight=False)
    database.refuse_half_restored()
    if live:
        _live(screen, server or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
        return
    wanted = _week(week)
    if _must_load(fresh=fresh):
        _load(screen, "small" if small else "full", wanted)
    _accounts(screen)


def _week(text: str) -> Week | None:
    found = read_week(text) if text else None
    if text and found is None:
        raise Refused(f"{text} is no week. Write it like 2026-W48.")
    return found


def _must_load(*, fresh: bool) -> bool:
    """Whether there is nothing to show yet. Refuses a database with other data."""
    if marks.torn():
        marks.start_over()
    database.refuse_damaged()
    database.migrate_if_needed()
    found = marks.state()
    if found is State.OTHER:
        raise Refused(OTHER)
    if found is State.LOADING:
        marks.start_over()
    elif found is State.THERE and fresh:
        marks.clear()
    return found is not State.THERE or fresh


def _load(screen: Console, size: Size, week: Week | None) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen) as bars, marks.under_way(size=size):
        bar = bars.add_task("", total=None)

        def tell(done: int, of: int, what: str) -> None:
            bars.update(bar, description=what, completed=done, total=of)

        built = build(size, now=timezone.localtime(), week=week, progress=tell, say=screen.print)
    _said(screen, built)


def _said(screen: Console, built: Built) -> None:
    counts = Counter(built.counts)
    screen.print(
        f"{built.entries:,} entries were heard in {built.pushes:,} pushes: {counts['visits']:,} visits, "
        f"{counts['dispute.report']:,} disputes, {counts['need.hear']:,} needs, "
        f"{counts['sessions']:,} sessions with {counts['people']:,} people, {counts['tasks']:,} tasks. "
        f"The current week is {built.week}."
    )
    screen.print("Codes and names of places are real; every person and household is invented.")


def _accounts(screen: Console) -> None:
    chinese = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").lower().startswith("zh")
    names = {person.username: person.name for person in everybody(whole_banner())}
    table = Table("account", "name", "what it is for", title=f"password of all accounts: {PASSWORD}")
    for username, (zh, en) in ACCOUNTS.items():
        table.add_row(username, names[username], zh if chinese else en)
    screen.print(table)


def _live(screen: Console, server: str) -> None:
    now: datetime = timezone.now()
    cards = make_cards(now)
    if not cards:
        raise Refused("No demonstration is loaded here. Run: urtuu demo")
    going: dict[str, Line] = {}
    with Live(_table(going, len(cards)), console=screen, refresh_per_second=4) as shown:

        def watch(line: Line) -> None:
            going[line.name] = line
            shown.update(_table(going, len(cards)))

        lines = play(cards, server, watch)
    failed = [line for line in lines if line.trouble]
    for reason, count in Counter(line.trouble for line in failed).items():
        screen.print(f"{count} phones could not go on: {reason}")
    if failed:
        raise typer.Exit(1)


_SHOWN = {
    "visits": "visit.make",
    "disputes": "dispute.report",
    "sessions": "publicity.hold_now",
    "tasks": "task.done",
    "pulled": "lines",
    "sent": "sent",
    "receipts": "receipts",
    "held": "held",
    "returned": "returned",
}
"""Headings and what is counted under them."""


def _table(going: dict[str, Line], of: int) -> Table:
    """One row a station, one for all."""
    lines = list(going.values())
    done = sum(line.stage in "✓✗" for line in lines)
    table = Table("station", "phones", *_SHOWN, title=f"{done} of {of} phones are back")
    for station in sorted({line.station for line in lines}):
        _row(table, station, [line for line in lines if line.station == station])
    table.add_section()
    _row(table, "all", lines)
    return table


def _row(table: Table, name: str, lines: list[Line]) -> None:
    counts = sum((line.counts for line in lines), Counter[str]())
    table.add_row(name, str(len(lines)), *(str(counts[key]) for key in _SHOWN.values()))

"""Dated cases of a file, and when each of their clocks ends: for whoever tries the rules without code."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from urtuu.interfaces.cli.refusal import Refused
from urtuu.interfaces.cli.terminal import terminal_language

TONES = {"breached": "red", "done_late": "red", "warn": "yellow", "ok": "green", "done": "green"}


def command(
    file: Annotated[
        Path, typer.Argument(help="JSON or CSV: cases with dated acts; see docs/mediator/clocks.md.")
    ],
    now: Annotated[str, typer.Option(help="As if it were then, e.g. 2027-01-10 or 2026-11-24T21:00.")] = "",
    lang: Annotated[str, typer.Option(help="Language of the answer: zh-hans or en.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Values instead of a table.")] = False,
) -> None:
    """Print each clock of dated cases with its last day, its warning day and the reason."""
    from django.utils import timezone  # late: Django is set up when a command runs

    from urtuu.kinds import trying, words
    from urtuu.kinds.registry import shelf

    said = lang or terminal_language()
    try:
        at = trying.moment(now) if now else timezone.now()
        cases = trying.read_cases(_content(file), shelf())
    except trying.BadCase as bad:
        raise Refused(words.sentence(said, bad.sentence)) from None
    if as_json:
        found = [{"case": case.name, "clocks": trying.clock_rows(case, at, said)} for case in cases]
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print(cases, at, said)


def _print(cases: list[Any], at: datetime, lang: str) -> None:
    """A line a clock with its days, and under it why."""
    from urtuu.kinds import trying, words

    screen = Console(highlight=False, soft_wrap=False)

    def term(name: str) -> str:
        return words.label(lang, "", "terms", name)

    for case in cases:
        rows = trying.clock_rows(case, at, lang)
        state = words.label(lang, case.kind.name, "states", case.standing.state)
        screen.print(Text(f"\n{case.name} · {state}", style="bold"))
        for row in rows:
            days = [(name, row[name]) for name in ("last_day", "warning_day") if row[name]]
            told = "  ".join(f"{term(name)} {day}" for name, day in days)
            head = Text.assemble(
                ("■ ", TONES.get(row["state"], "dim")),
                (row["clock"], "bold"),
                f"  {told}  ",
                row["state_words"],
            )
            screen.print(head)
            screen.print(
                Padding(
                    Text(
                        f"{row['length']} · {row['reason']} · {term('source')} {row['source']}", style="dim"
                    ),
                    (0, 0, 0, 2),
                )
            )
        if not rows:
            screen.print(term("no_clocks"), markup=False)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None

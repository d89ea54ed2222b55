"""Look over the site and say what is well, what needs care and what is broken."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console

from urtuu.interfaces.cli import checks

SIGNS = {"ok": "[green]ok  [/]", "warn": "[yellow]warn[/]", "fail": "[red]FAIL[/]"}
EXIT = {"ok": 0, "fail": 1, "warn": 2}


def command(
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON, for other programs.")] = False,
) -> None:
    """Look over the site: database, chain, disk, clock, working-day tables, waiting entries, backup.

    Ends with 0 when all is well, 2 when something needs care, 1 when something is broken.
    """
    now = timezone.localtime()
    findings = {name: checks.look(name, now) for name in checks.CHECKS}
    level = checks.worst(findings.values())
    if as_json:
        told = [{"name": name, **asdict(found)} for name, found in findings.items()]
        typer.echo(json.dumps({"at": now.isoformat(timespec="seconds"), "level": level, "checks": told}))
    else:
        _show(findings)
    raise typer.Exit(EXIT[level])


def _show(findings: dict[str, checks.Finding]) -> None:
    screen = Console(highlight=False, soft_wrap=True)
    for name, found in findings.items():
        screen.print(f"{SIGNS[found.level]}  {name:<13}", end="")
        screen.print(found.says, markup=False)

"""Look over the site and say what is well, what needs care and what is broken."""

import typer
from django.utils import timezone
from rich.console import Console

from urtuu.interfaces.cli import checks

SIGNS = {"ok": "[green]ok  [/]", "warn": "[yellow]warn[/]", "fail": "[red]FAIL[/]"}


def command() -> None:
    """Look over the site: database, disk, clock, working-day tables, waiting entries."""
    now = timezone.localtime()
    screen = Console(highlight=False, soft_wrap=True)
    findings = {name: checks.look(name, now) for name in checks.CHECKS}
    for name, found in findings.items():
        screen.print(f"{SIGNS[found.level]}  {name:<13}", end="")
        screen.print(found.says, markup=False)
    if any(found.level == "fail" for found in findings.values()):
        raise typer.Exit(1)

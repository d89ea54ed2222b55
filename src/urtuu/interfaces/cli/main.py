"""Which commands there are, and what someone sees when one of them fails."""

import importlib
import os
import sys
from importlib.util import find_spec

import typer

COMMANDS = (
    "demo",
    "serve",
    "import",
    "export",
    "replay",
    "verify",
    "backup",
    "restore",
    "move",
    "rescue",
    "phone",
    "check",
    "clocks",
    "templates",
    "work",
    "plan",
    "account",
)


def not_built() -> None:
    """Not built yet."""
    typer.echo("This command is not built yet.", err=True)
    raise typer.Exit(1)


def build() -> typer.Typer:
    """The command line with every command whose module is there."""
    line = typer.Typer(
        name="urtuu",
        help="Casework and public service of one banner: the server, its data and its checks.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    line.callback()(lambda: None)  # keeps the command's name even if only one is there
    for name in COMMANDS:
        place = f"urtuu.interfaces.cli.cmd_{name}"
        if find_spec(place):
            line.command(name)(importlib.import_module(place).command)
        else:
            line.command(name, hidden=True)(not_built)
    return line


def main() -> None:
    """Run one command; a failure is one sentence and exit code 1, a traceback only under URTUU_DEBUG=1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "urtuu.config.settings")
    try:
        # Django first: the commands' modules may import models.
        import django

        django.setup()
        build()()
    except Exception as failure:
        if os.environ.get("URTUU_DEBUG") == "1":
            raise
        typer.echo(sentence(failure), err=True)
        sys.exit(1)


def sentence(failure: Exception) -> str:
    """A failure in one line. A database error quotes the row it refused, so only its first line is kept."""
    said = next(iter(str(failure).strip().splitlines()), "") or "nothing more is known"
    if type(failure).__name__ in {"Refused", "ImproperlyConfigured"}:
        return said
    return f"This did not work ({type(failure).__name__}): {said}. URTUU_DEBUG=1 shows where."


if __name__ == "__main__":
    main()

"""Take in lists that offices keep: regions, grids, staff, posts, households."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from urtuu.interfaces.cli.refusal import Refused
from urtuu.interfaces.cli.terminal import terminal_language
from urtuu.places import imports

List = StrEnum("List", {name: name for name in imports.WHAT})  # type: ignore[misc]  # mypy wants the names written out


def command(
    what: Annotated[List, typer.Argument(help="Which list it is.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV or XLSX files.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at every row and write nothing.")] = False,
    banner: Annotated[str, typer.Option(help="Regions only: keep the codes that begin so.")] = "",
    lang: Annotated[str, typer.Option(help="Language of the answer: zh-hans or en.")] = "",
) -> None:
    """Import lists: all rows of all files, or nothing and every row that is to be put right."""
    if banner and what != "regions":
        raise Refused("--banner goes with regions only.")
    screen = Console(highlight=False, soft_wrap=True)
    report = _watched(what, files, dry_run=dry_run, banner=banner, lang=lang or terminal_language())
    for line in report.errors:
        screen.print(line, markup=False)
    screen.print(report.summary, markup=False)
    if report.problems:
        raise typer.Exit(1)


def _watched(what: str, files: list[Path], *, dry_run: bool, banner: str, lang: str) -> imports.Report:
    """The import with a bar on the error channel, so that the answer can be piped."""
    contents = [(path.name, _content(path)) for path in files]
    with Progress(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(what, total=None)
        return imports.run_files(
            what,
            contents,
            dry_run=dry_run,
            lang=lang,
            banner=banner,
            progress=lambda done, of: bars.update(bar, completed=done, total=of),
        )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None

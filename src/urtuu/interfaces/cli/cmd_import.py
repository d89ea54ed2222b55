"""Take in lists that offices keep (regions, grids, staff, posts, households, points) and a road extract."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from urtuu.base.sentences import say
from urtuu.interfaces.cli.refusal import Refused
from urtuu.interfaces.cli.terminal import terminal_language
from urtuu.kinds.words import sentence
from urtuu.places import imports
from urtuu.rounds.travel import store

List = StrEnum("List", {name: name for name in (*imports.WHAT, "roads")})  # type: ignore[misc]  # mypy wants the names written out


def command(
    what: Annotated[List, typer.Argument(help="Which list it is.")],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="CSV or XLSX files; for roads one .osm.pbf.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at every row and write nothing.")] = False,
    banner: Annotated[str, typer.Option(help="Regions only: keep the codes that begin so.")] = "",
    lang: Annotated[str, typer.Option(help="Language of the answer: zh-hans or en.")] = "",
) -> None:
    """Import lists: all rows of all files, or nothing and every row that is to be put right."""
    if banner and what != "regions":
        raise Refused("--banner goes with regions only.")
    screen = Console(highlight=False, soft_wrap=True)
    if what == "roads":
        _roads(files, screen, dry_run=dry_run, lang=lang or terminal_language())
        return
    report = _watched(what, files, dry_run=dry_run, banner=banner, lang=lang or terminal_language())
    for line in report.errors:
        screen.print(line, markup=False)
    screen.print(report.summary, markup=False)
    if report.problems:
        raise typer.Exit(1)


def _roads(files: list[Path], screen: Console, *, dry_run: bool, lang: str) -> None:
    """A road extract in the place of the last one."""
    if len(files) != 1:
        raise Refused(sentence(lang, say("roads_one_file")))
    taken = store.take_roads(files[0], dry_run=dry_run)
    screen.print(sentence(lang, taken.sentence), markup=False)
    if not taken.done:
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
            marked=imports.Marked(on=timezone.localdate()),
            progress=lambda done, of: bars.update(bar, completed=done, total=of),
        )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None

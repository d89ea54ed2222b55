"""Templates of the papers for an office to edit, and whether what it edited can be filled."""

from pathlib import Path
from typing import Annotated

import typer

from urtuu.interfaces.cli.refusal import Refused
from urtuu.interfaces.cli.terminal import terminal_language


def command(
    folder: Annotated[Path, typer.Argument(help="Folder of DOCX templates.")],
    check: Annotated[bool, typer.Option("--check", help="Only say what is wrong with them.")] = False,
    lang: Annotated[str, typer.Option(help="Language of the answer: zh-hans or en.")] = "",
) -> None:
    """Write our DOCX templates of all papers into a folder to be edited, or check edited ones."""
    from urtuu.kinds import words  # late: Django is set up when a command runs
    from urtuu.mediation import templates

    if not check:
        written = templates.write_all(folder)
        typer.echo(f"{len(written)} templates were written to {folder}; what was there was left alone.")
        typer.echo(f"Put what you edit into {templates.folder()} and check it with --check.")
        return
    said = lang or terminal_language()
    faults = [f"{name}: {words.sentence(said, fault)}" for name, fault in templates.problems(folder)]
    for line in faults:
        typer.echo(line)
    if faults:
        raise Refused(f"{len(faults)} faults were found.")
    typer.echo("Every template there can be filled and has every field.")

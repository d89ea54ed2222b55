"""Write the journal, the kinds or the roles to a file that other programs can read."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from urtuu.interfaces.cli.refusal import Refused

WHAT = ("journal", "kinds", "roles")


def command(
    what: Annotated[str, typer.Argument(help="journal, kinds or roles")],
    file: Annotated[Path, typer.Argument(help="the file to write; .gz for a compressed journal")],
    force: Annotated[bool, typer.Option("--force", help="overwrite the file")] = False,
) -> None:
    """Write the journal, the kinds or the roles to a file."""
    if what not in WHAT:
        raise Refused(f"There is no export named {what}; choose one of {', '.join(WHAT)}.")
    if file.exists() and not force:
        raise Refused(f"{file} is there already; --force overwrites it.")
    # Written aside first: a cut-off export must not look like a whole one.
    aside = file.with_name(file.name + ".part")
    said = {"journal": _journal, "kinds": _kinds, "roles": _roles}[what](aside, file.suffix == ".gz")
    aside.replace(file)
    typer.echo(f"{file}: {said}")


def _journal(aside: Path, packed: bool) -> str:
    import gzip  # late: only one of three exports needs it

    from urtuu.journal import exporting  # late: models need the settings

    with gzip.open(aside, "wb") if packed else aside.open("wb") as to:
        count = exporting.write_journal(to, timezone.now())  # type: ignore[arg-type]  # gzip's file is a binary file
    return f"{count} entries. Sealed parts are not in it. tools/verify_export.py checks it."


def _kinds(aside: Path, _packed: bool) -> str:
    from urtuu.kinds.export import kinds_json  # late: the tables are read from disk
    from urtuu.kinds.registry import shelf

    text = kinds_json(shelf())
    aside.write_bytes(text)
    return f"{len(shelf().kinds)} kinds, {len(text)} bytes."


def _roles(aside: Path, _packed: bool) -> str:
    from urtuu.places.permissions import roles_page  # late: joins the kinds' tables

    aside.write_text(roles_page(), encoding="utf-8")
    return "the table of roles."

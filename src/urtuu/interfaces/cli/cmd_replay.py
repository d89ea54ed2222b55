"""Fold the journal again and compare, or rebuild what stands from it."""

from typing import Annotated

import typer

from urtuu.interfaces.cli.refusal import Refused

SHOWN = 20


def command(
    repair: Annotated[
        bool, typer.Option("--repair", help="write every standing anew from its entries")
    ] = False,
) -> None:
    """Fold every entry again and compare with what stands; --repair writes the standings anew."""
    from urtuu.journal import replay  # late: models need the settings

    if repair:
        typer.echo(f"{replay.rebuild()} records were folded and written anew.")
        return
    different = 0
    for found in replay.differences():
        different += 1
        if different <= SHOWN:
            typer.echo(f"{found.kind} {found.record}: {found.what}")
    if different:
        raise Refused(f"{different} records differ from their entries; urtuu replay --repair mends them.")
    typer.echo("Every record is what its entries fold to.")

"""Check this site's journal: chains, signatures, positions, roots, columns, sealed parts and standings."""

import typer

from urtuu.interfaces.cli.refusal import Refused

SHOWN = 50


def command() -> None:
    """Check every chain, signature, position and root of this site's journal."""
    from urtuu.journal import verifying  # late: models need the settings

    faults = 0
    for fault in verifying.faults():
        faults += 1
        if faults <= SHOWN:
            typer.echo(fault)
    if faults:
        raise Refused(f"{faults} faults were found.")
    typer.echo("Every chain, signature, position, root, sealed part and standing holds.")

"""Move a site's data from one database into another: from SQLite to PostgreSQL, or back."""

from typing import Annotated

import typer

from urtuu.interfaces.cli import database, moving, running
from urtuu.interfaces.cli.refusal import Refused


def command(
    source: Annotated[
        str,
        typer.Argument(help="Where the data is now, as DATABASE_URL: sqlite:////srv/urtuu/urtuu.sqlite3"),
    ],
) -> None:
    """Copy all data from SOURCE into the empty database that DATABASE_URL names, and compare.

    Phones notice nothing: chains, positions and the epoch stay as they are. Signed-in people sign in again.
    """
    with running.alone():
        database.refuse_half_restored()
        opened = moving.opened(source)
        moving.refuse_behind(opened)
        database.migrate_if_needed()
        if filled := moving.filled():
            raise Refused(f"The database to move into holds data already ({filled}). Choose an empty one.")
        moved = moving.move()
    typer.echo(f"{moved.rows} rows of {moved.tables} tables were moved and counted.")
    typer.echo(f"Both databases fold to the same: {moved.digest}")
    typer.echo("Start the site anew. Keep the old database until the first backup of the new one.")

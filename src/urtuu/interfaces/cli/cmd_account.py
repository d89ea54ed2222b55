"""Help somebody back in from the server itself: the way left when the last administrator is locked out."""

from typing import Annotated

import typer
from django.utils import timezone

from urtuu.interfaces.cli.refusal import Refused


def command(
    name: Annotated[str, typer.Argument(help="The name they sign in with.")],
    password: Annotated[
        bool, typer.Option("--password", help="Draw a new password; it is shown once.")
    ] = False,
    steps: Annotated[
        bool, typer.Option("--second-step", help="Take app, passkeys and recovery codes away.")
    ] = False,
    sessions: Annotated[
        bool, typer.Option("--sessions", help="Sign them out everywhere; the others do so too.")
    ] = False,
) -> None:
    """Help somebody back into their account, or out of it; without an option, say how it stands. What is done
    is shown to those who read the audit.
    """
    from urtuu.places import accounts  # late: models need the settings
    from urtuu.places.models import Staff

    found = Staff.objects.filter(username=name).first()
    if found is None:
        raise Refused(f"There is no account {name}.")
    now = timezone.now()
    if steps:
        gone = accounts.reset_factors(found, None, now)
        typer.echo("The second steps are taken away." if gone else "There was no second step.")
    if sessions:
        typer.echo(f"Sessions ended: {accounts.end_sessions(found, None, now)}.")
    if password:
        typer.echo(f"New password: {accounts.new_password(found, None, now)}")
    if not (steps or sessions or password):
        told = "with a second step" if accounts.with_factors([found]) else "by password alone"
        closed = "" if found.is_active else "; the account is closed"
        typer.echo(f"{found.username} ({found.name}) signs in {told}{closed}.")

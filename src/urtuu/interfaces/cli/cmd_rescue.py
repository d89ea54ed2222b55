"""Take in what a phone could not send: the rescue file it saved, as at the desk's page of phones."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from urtuu.interfaces.cli.refusal import Refused
from urtuu.kinds import words


def command(file: Annotated[Path, typer.Argument(help="A file that a phone saved (.urtuu).")]) -> None:
    """Take in a phone's rescue file. Handed in twice, nothing is counted twice."""
    from urtuu.journal import handover  # late: models need the settings

    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    try:
        with file.open("rb") as opened:
            report = handover.take_file(handover.read(opened, whole=False), timezone.now())
    except handover.NotTaken as refused:
        raise Refused(words.sentence("en", refused.sentence)) from None
    told = ", ".join(f"{many} {answer}" for answer, many in report.answers.items())
    typer.echo(f"Entries: {told}. Pictures arrived: {report.pictures}.")
    for sentence in report.sentences:
        typer.echo(words.sentence("en", sentence))
    if report.missing:
        raise Refused(f"Missing or damaged: {report.missing}. What was whole was taken in.")

"""What is done at the desk in the demonstration, through the same door as at any desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from urtuu.interfaces.demo.tally import Tally
from urtuu.journal import desk
from urtuu.kinds.composing import Deed


def submit(actor: str, deeds: Sequence[Deed], now: datetime, tally: Tally) -> None:
    """What one person does in one sitting."""
    if deeds:
        tally.desk(desk.submit(actor, deeds, now), [f"{actor} {deed}" for deed in deeds])

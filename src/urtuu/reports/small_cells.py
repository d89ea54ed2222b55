"""What readers of counts see: no figure of 1 to 4 below the whole, and none that follows by subtraction.

A line of figures is published beside its known total. Whoever knows this rule must still not be able to tell
any hidden figure of 1 to 4 (checked in the tests by trying every line).
"""

from __future__ import annotations

from collections.abc import Sequence

SMALLEST = 5
COVER = 10
"""Where something is hidden, everything below this is: small figures need company of their size."""
Cell = int | None
"""A figure, or nothing where it is hidden."""


def protected(line: Sequence[int]) -> list[Cell]:
    """A line whose total is known, with small figures hidden, and what must go with them to keep them so."""
    if not any(0 < value < SMALLEST for value in line):
        return list(line)
    hidden = {at for at, value in enumerate(line) if value < COVER}
    if len(hidden) == 1:
        # All that are equally small: a choice between them would tell which of the two is the company.
        least = min((value for at, value in enumerate(line) if at not in hidden), default=0)
        hidden |= {at for at, value in enumerate(line) if value == least}
    return [None if at in hidden else value for at, value in enumerate(line)]

"""The official table for readers of counts: whole finished years, by level and source, in protected form.

Why not by month, nor by quarter. Readers of counts also have the page of the year. Its months are made of
weeks, those of the official table of days: the agreements of its November less those of the official one are
the agreements of two or three days, a figure of 1 to 4 that nobody published. With months of weeks it would
be no better: the year counts every case in which an agreement was made, the official table those whose
agreement stands, and the difference is the agreements undone in a month. So one window only, the year of
weeks that the page of the year has itself.

Why not by class, nor by committee. The page of the year has the disputes found by class and by station. Less
those taken on, summed since the beginning, they are the disputes of a class or place that never were taken
on. Level and source are no lines of that page, so nothing below the whole can be subtracted.

The whole is shown as the page of the year shows it, only that here it, too, is withheld below 5. What follows
from two wholes is a whole again (the agreements undone in a year, in the banner), as there. A finished year
still moves when an entry comes late or an agreement is undone, as the page of the year does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from urtuu.base.weeks import Week, week_of
from urtuu.journal.queries import today
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.dispute.codes import LEVELS, SOURCES
from urtuu.places.permissions import Who
from urtuu.reports.official import PAGE, NotYours, table
from urtuu.reports.scopes import Scope, refusal
from urtuu.reports.small_cells import SMALLEST, UNDER, WITHHELD, Published, Shown, protected_table


@dataclass(frozen=True)
class ProtectedYear:
    """A finished year of weeks: what was taken on, by level (rows) and source (columns), and agreed."""

    year: int
    first: Week
    last: Week
    scope: Scope
    taken_on: Published
    agreed: Shown
    amount_fen: Shown

    @property
    def share(self) -> float | None:
        """Agreed per hundred taken on; nothing where one of them is withheld or nothing was taken on."""
        whole = self.taken_on.whole
        if not (isinstance(whole, int) and isinstance(self.agreed, int) and whole):
            return None
        return round(100 * self.agreed / whole, 1)

    @property
    def withheld(self) -> bool:
        """Whether anything is, so that the reader must be told."""
        return self.taken_on.withheld or not isinstance(self.amount_fen, int)


def last_finished(now: datetime) -> int:
    """The last year of weeks that is over."""
    return week_of(today(now)).year - 1


def protected_year(asking: Who, scope: Scope, year: int, now: datetime) -> ProtectedYear:
    """A finished year. Raises NotYours, and ValueError for a year that is not over."""
    if year > last_finished(now):
        raise ValueError(f"{year} is not over")
    refused = refusal(asking, scope, PAGE, today(now))
    if refused:
        raise NotYours(refused)
    first, after = Week(year, 1), Week(year + 1, 1)
    begins, ends = (datetime.combine(week.monday, time(0), LOCAL) for week in (first, after))
    whole, rows = table(asking, scope, begins, ends, now)
    counts = {level: [0] * len(SOURCES) for level in LEVELS}
    for (_unit, level), line in rows.items():
        counts[level] = [n + len(line.sources[s]) for n, s in zip(counts[level], SOURCES, strict=True)]
    few = 0 < len(whole.agreed) < SMALLEST
    return ProtectedYear(
        year=year,
        first=first,
        last=after.shifted(-1),
        scope=scope,
        taken_on=protected_table([list(counts.values())]),
        agreed=UNDER if few else len(whole.agreed),
        # A sum of few agreements says too much of each of them.
        amount_fen=WITHHELD if few or 0 < len(whole.amounts) < SMALLEST else whole.amount_fen,
    )

"""The tasks of a week, read from the journal: those of the week, those that left it, those before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from urtuu.base.weeks import Week, week_of
from urtuu.journal import queries as journal
from urtuu.journal.queries import RecordRow
from urtuu.kinds.entries import read_entry
from urtuu.places.permissions import Who
from urtuu.rounds.loads import IN_HAND, UNDEALT

PAGE = "board"
_NAMES_A_WEEK = ("propose", "assign", "carry_over")


@dataclass(frozen=True)
class Names:
    """Words for ids: people of the station, its grids and gachas, and who serves which grid."""

    officers_by_grid: Mapping[str, str]
    staff: Mapping[str, str]
    grids: Mapping[str, str]
    gachas: Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """Tasks by how they stand to a week, and what became of the week before."""

    of_week: list[RecordRow]
    earlier: list[RecordRow]
    last_done: int
    last_total: int


def read_tasks(asking: Who, station: str, week: Week, now: datetime) -> Found:
    """The tasks a board needs: five queries, however many there are.

    A task that was carried on belongs to the week it left as well: there it was, and was not done.
    """
    this_week = week_of(journal.today(now))
    last = week.shifted(-1)
    left = _left(asking, (last, week), now)
    rows = _rows(asking, station, (last, week), left, now)
    before = [one for one in rows if one.row.week == str(last) or one.row.record in left[str(last)]]
    counted = [one for one in before if one.row.state != "cancelled"]
    return Found(
        of_week=[one for one in rows if _of(one, week, left[str(week)], now_on=this_week)],
        earlier=[one for one in rows if _still_in_hand(one, week, this_week)],
        last_done=sum(one.row.state == "done" and one.row.week == str(last) for one in counted),
        last_total=len(counted),
    )


def _rows(
    asking: Who, station: str, weeks: Sequence[Week], left: Mapping[str, set[str]], now: datetime
) -> list[RecordRow]:
    """Tasks of these weeks, those that left them, and all that are open.

    Three questions, each with an index of its own, instead of one with three conditions: over ten years
    the one costs half a second. The station is looked at afterwards, or the reach's index would not be taken.
    """
    tasks = journal.counted(asking, PAGE, journal.today(now)).filter(kind="task")
    found = [
        *tasks.filter(week__in=[str(week) for week in weeks]),
        *tasks.filter(record__in={record for records in left.values() for record in records}),
        *tasks.filter(open__in=[True], station=station),  # a list, because a bare column takes no index
    ]
    own = {row.record: row for row in found if row.station == station}
    return sorted(journal.rows(own.values()), key=lambda one: (one.row.began_at, one.row.number))


def _of(one: RecordRow, week: Week, left: set[str], *, now_on: Week) -> bool:
    """Of the week, carried out of it, or left undealt by a week before it."""
    row = one.row
    if row.week == str(week) or row.record in left:
        return True
    return row.week < str(week) and row.state in UNDEALT and week == now_on


def _still_in_hand(one: RecordRow, week: Week, now_on: Week) -> bool:
    return week == now_on and one.row.week < str(week) and one.row.state in IN_HAND


def _left(asking: Who, weeks: Sequence[Week], now: datetime) -> dict[str, set[str]]:
    """The records that were carried out of a week, by week. Two queries.

    Read from the lines themselves: a standing only knows the week it is in now.
    """
    left: dict[str, set[str]] = {str(week): set() for week in weeks}
    acts = journal.entries(asking, PAGE, journal.today(now)).filter(kind="task")
    spans = [*left, str(weeks[-1].shifted(1))]
    moved = list(acts.filter(act="carry_over", week__in=spans).values_list("record", flat=True))
    lines = acts.filter(act__in=_NAMES_A_WEEK, record__in=moved).order_by("record", "pos")
    weeks_of: dict[str, list[str]] = {}
    for record, line in lines.values_list("record", "line"):
        named = read_entry(bytes(line)).body.get("week")
        if named:
            weeks_of.setdefault(record, []).append(str(named))
    for record, named_weeks in weeks_of.items():
        for was in set(named_weeks) - {named_weeks[-1]}:
            left.get(was, set()).add(record)
    return left

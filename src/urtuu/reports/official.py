"""The official monthly table of people's mediation (disputes.md 4.1): what was taken on and agreed, from
where, of what class, and what was kept from getting worse; by committee and level.

Taken on: `accept` or a sitting on the spot, on the day the act counts from. Agreed: the agreement that stands
now, in the month it was made in, whenever the case was taken on. Void and training records are in neither.
Readers of counts do not have it by month (`protected_year` says why).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial

from urtuu.base.sentences import Sentence, say
from urtuu.journal import queries
from urtuu.journal.queries import RecordRow
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.dispute.codes import LEVELS, MADE, SOURCE_OF, SOURCES, TAKEN_ON
from urtuu.kinds.entries import read_entry
from urtuu.kinds.fold import Done
from urtuu.places import permissions
from urtuu.places.permissions import Who
from urtuu.places.rules import BANNER, CODE_DIGITS, GACHA, SUMU
from urtuu.reports import agreements, escalations
from urtuu.reports.agreements import Said
from urtuu.reports.figures import GONE
from urtuu.reports.official_rows import OFFICIAL, official_row
from urtuu.reports.scopes import Scope, refusal

PAGE = "year"
_UNIT = {"L1": GACHA, "L2": SUMU, "L3": BANNER}
"""Whose committee mediates at a level: the gacha's, the sumu's, the banner's (disputes.md 7.5)."""
_COUNTED = (*TAKEN_ON, *MADE, "defuse", "confirm_defused", "turned_criminal")

Place = tuple[str, str]
"""A committee: the code of its unit (the station where a record names no gacha), and its level."""


@dataclass
class Line:
    """One row of the table: every column, and the records behind each."""

    accepted: list[str] = field(default_factory=list)
    agreed: list[str] = field(default_factory=list)
    amount_fen: int = 0
    amounts: list[str] = field(default_factory=list)
    """The records whose agreements name an amount."""
    sources: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in SOURCES})
    types: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in OFFICIAL})
    prevented: dict[str, list[str]] = field(default_factory=lambda: {n: [] for n in escalations.SORTS})
    persons: dict[str, int] = field(default_factory=lambda: dict.fromkeys(escalations.SORTS, 0))
    unconfirmed: list[str] = field(default_factory=list)
    turned_criminal: list[str] = field(default_factory=list)

    @property
    def share(self) -> float | None:
        """Agreed per hundred taken on; nothing where nothing was taken on."""
        return round(100 * len(self.agreed) / len(self.accepted), 1) if self.accepted else None


@dataclass(frozen=True)
class Month:
    """The table of one month: the whole, each committee in the order of codes: a sumu before its gacha."""

    first: date
    scope: Scope
    whole: Line
    rows: dict[Place, Line]


class NotYours(Exception):
    """The figures are not this person's; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.name)
        self.sentence = sentence


def month(asking: Who, scope: Scope, year: int, number: int, now: datetime) -> Month:
    """The table of a month. Raises NotYours."""
    on = queries.today(now)
    refused = refusal(asking, scope, PAGE, on)
    if refused is None and permissions.reach(asking, PAGE, on).counts_only:
        refused = say("month_not_for_counts")
    if refused:
        raise NotYours(refused)
    first, after = moments(year, number)
    whole, rows = table(asking, scope, first, after, now)
    return Month(first.date(), scope, whole, rows)


def moments(year: int, number: int, months: int = 1) -> tuple[datetime, datetime]:
    """The first moment of a month and that of the next (or of so many months on), on the local calendar."""
    first = datetime.combine(date(year, number, 1), time(0), LOCAL)
    index = year * 12 + number - 1 + months
    return first, datetime.combine(date(index // 12, index % 12 + 1, 1), time(0), LOCAL)


def table(
    asking: Who, scope: Scope, first: datetime, after: datetime, now: datetime
) -> tuple[Line, dict[Place, Line]]:
    """The whole and its committees between two moments. The caller has asked whether it may be seen."""
    found = cases(asking, scope, first, after, now)
    said = _said(asking, found, now)
    whole, rows = Line(), dict[Place, Line]()
    for one in found:
        for act, add in _events(one, said):
            if first <= act.at < after:
                row = rows.setdefault(_place(one, act, said), Line())
                add(whole)
                add(row)
    return whole, dict(sorted(rows.items()))


def cases(
    asking: Who,
    scope: Scope,
    first: datetime,
    after: datetime,
    now: datetime,
    acts: Sequence[str] = _COUNTED,
) -> list[RecordRow]:
    """The disputes in which something that is counted was done in between. One query."""
    on = queries.today(now)
    done = queries.entries(asking, PAGE, on).filter(
        scope.acts, kind="dispute", act__in=acts, counted_at__gte=first, counted_at__lt=after
    )
    found = queries.counted(asking, PAGE, on).filter(
        scope.records, kind="dispute", record__in=done.values("record")
    )
    return queries.rows(found.exclude(state__in=GONE).order_by("record"))


def _said(asking: Who, found: Iterable[RecordRow], now: datetime) -> Said:
    """What the moving acts of some cases said, from their exact lines. One query."""
    records = [one.row.record for one in found]
    acts = queries.entries(asking, PAGE, queries.today(now)).filter(
        kind="dispute", act__in=agreements.MOVING, record__in=records
    )
    return {entry: read_entry(bytes(line)).body for entry, line in acts.values_list("pk", "line")}


def _place(one: RecordRow, act: Done, said: Said) -> Place:
    """The committee that had the case when an act was done."""
    level = agreements.level_at(one.standing, act, said)
    level = level if level in LEVELS else agreements.FIRST_LEVEL
    return one.row.gacha[: CODE_DIGITS[_UNIT[level]]] or one.row.station, level


Event = tuple[Done, Callable[[Line], None]]


def _events(one: RecordRow, said: Said) -> Iterator[Event]:
    """Everything of a case that is counted: the act in whose month it counts, and what it adds to a line."""
    record, standing = one.row.record, one.standing
    taken = next(iter(standing.all_of(*TAKEN_ON)), None)
    if taken:  # a case is taken on once
        yield taken, lambda line: _take_on(line, one)
    agreed = agreements.agreement_of(standing)
    if agreed:
        yield agreed, partial(_agree, record=record, fen=agreements.amount_of(agreed, said))
    for kept in escalations.kept(standing):
        yield kept.by, partial(_keep, record=record, kept=kept)
    for waiting in escalations.unconfirmed(standing):
        yield waiting, lambda line: _once(line.unconfirmed, record)
    turned = escalations.turned_criminal(standing)
    if turned:
        yield turned, lambda line: _once(line.turned_criminal, record)


def _take_on(line: Line, one: RecordRow) -> None:
    body, record = one.standing.body, one.row.record
    line.accepted.append(record)
    line.sources[SOURCE_OF.get(str(body.get("how_found")), "own")].append(record)
    line.types[official_row(str(body.get("category")), str(body.get("grassland", "")))].append(record)


def _agree(line: Line, record: str, fen: int) -> None:
    line.agreed.append(record)
    line.amount_fen += fen
    if fen:
        line.amounts.append(record)


def _keep(line: Line, record: str, kept: escalations.Kept) -> None:
    """A case in which two escalations of a sort ended calm in a month is one case, of as many persons."""
    if record not in line.prevented[kept.sort]:
        line.prevented[kept.sort].append(record)
        line.persons[kept.sort] += kept.persons


def _once(records: list[str], record: str) -> None:
    if record not in records:
        records.append(record)

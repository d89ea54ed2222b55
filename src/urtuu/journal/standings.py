"""A folded standing and its row: the columns are read off the standing, never kept beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from urtuu.base.weeks import week_of
from urtuu.journal.models import StandingRow
from urtuu.kinds.fields import Words
from urtuu.kinds.fold import Standing, team_of
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Kind
from urtuu.places.permissions import Where

LOCAL = ZoneInfo("Asia/Shanghai")
_READ = msgspec.json.Decoder(Standing)
_WRITE = msgspec.json.Encoder()


def standing_of(row: StandingRow) -> Standing:
    """The standing a row holds."""
    return standing_from(row.body)


def standing_from(body: str) -> Standing:
    """The standing of a row's body."""
    return _READ.decode(body)


def week_at(moment: datetime) -> str:
    """The ISO week of a moment, on the local calendar."""
    return str(week_of(moment.astimezone(LOCAL).date()))


def row_of(standing: Standing, kind: Kind, number: str) -> tuple[Any, ...]:
    """A standing's row in the order of `store.STANDING_COLUMNS`; `number` is the server's own, given once."""
    first, last = standing.acts[0], standing.acts[-1]
    began = min(done.at for done in standing.acts)
    ended = _ended_at(standing, kind)
    return (
        standing.record, standing.kind, number, standing.state, ended is None, standing.station,
        standing.grid, standing.gacha, standing.holder, first.actor, _week(standing, kind, first.at),
        _title(standing, kind), _amount(standing, kind), home_feed(kind, standing), standing.version,
        _WRITE.encode(standing).decode(), began, max(began, last.at), ended,
        standing.training, bool(standing.unsettled()),
    )  # fmt: skip


def where_at(row: StandingRow, place: Where) -> Where:
    """Where a record is, as the permission table asks: its place, and who has a part in it."""
    team = team_of(standing_of(row), shelf()[row.kind]) if row.kind in shelf() else frozenset[str]()
    return Where(place.banner, row.station, row.grid, row.holder, row.author, team)


def named_rows(standing: Standing, kind: Kind) -> list[tuple[str, str, str]]:
    """Key, record and staff of everybody named to a record: what lists of one's own ask."""
    team = sorted(team_of(standing, kind))
    return [(f"{standing.record}/{staff}", standing.record, staff) for staff in team]


def home_feed(kind: Kind, standing: Standing) -> str:
    """The one feed in which a record's entries live; what has no grid lives with its station."""
    return f"grid:{standing.grid}" if kind.home == "grid" and standing.grid else f"station:{standing.station}"


def _ended_at(standing: Standing, kind: Kind) -> datetime | None:
    """Since when it has needed nothing more: the act that ended it, not what was said afterwards."""
    ended = None
    for done in reversed(standing.acts):
        if done.state not in kind.ends:
            break
        ended = done.at
    return ended


def _week(standing: Standing, kind: Kind, began: datetime) -> str:
    named = standing.body.get(kind.week) if kind.week else None
    return str(named) if named else week_at(began)


def _title(standing: Standing, kind: Kind) -> str:
    """The first title field that has words; a choice is worded when it is shown, in the reader's language."""
    for name in kind.title:
        value = standing.body.get(name)
        if value and isinstance(kind.open_fields.get(name), Words):
            return str(value)[:120]
    return ""


def _amount(standing: Standing, kind: Kind) -> int:
    """What the reports add up: the counted field as it stands now, corrections included."""
    for act in kind.acts:
        value: Any = standing.body.get(act.counts) if act.counts else None
        if isinstance(value, int):
            return value
    return 0

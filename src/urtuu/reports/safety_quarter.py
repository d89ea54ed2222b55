"""Safety in figures: for a whole banner and a whole quarter, and never below (disputes.md 7.10).

No list opens behind them here: whoever may read safety records has their own page, with its own log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from urtuu.base.workdays import working_days
from urtuu.journal.queries import RecordRow
from urtuu.kinds.clocks import running
from urtuu.kinds.dispute import rules
from urtuu.places.permissions import Who
from urtuu.reports.official import cases, moments
from urtuu.reports.scopes import Scope
from urtuu.reports.shares import Share

_OFFERED = ("offer", "take_back", "settle_at_once")
_HOLD_CLOCKS = ("safety_hour", "safety_hours")


@dataclass(frozen=True)
class SafetyQuarter:
    """One quarter of a banner.

    screened  cases offered mediation in which each party must be asked alone; those asked before the offer
    holds     safety holds; those answered within the hour, or the four
    """

    year: int
    number: int
    screened: Share
    holds: Share


def quarter(asking: Who, scope: Scope, year: int, month: int, now: datetime) -> SafetyQuarter | None:
    """The quarter a month lies in; nothing below a banner. The caller has asked whether it may be seen."""
    if scope.level != "banner":
        return None
    number = (month - 1) // 3 + 1
    first, after = moments(year, 3 * number - 2, months=3)
    found = cases(asking, scope, first, after, now, acts=("hold", *_OFFERED))
    return SafetyQuarter(year, number, _screened(found, first, after), _holds(found, first, after, now))


def _screened(found: Iterable[RecordRow], first: datetime, after: datetime) -> Share:
    share = Share()
    for one in found:
        offered = next(iter(one.standing.all_of(*_OFFERED)), None)
        if offered and first <= offered.at < after and rules.questions_due(one.standing.body):
            share.of += 1
            before = [done for done in one.standing.acts if done.at <= offered.at]
            then = msgspec.structs.replace(one.standing, acts=before)
            share.records += [] if rules.questions_open(then, then.body) else [one.row.record]
    return share


def _holds(found: Iterable[RecordRow], first: datetime, after: datetime, now: datetime) -> Share:
    share = Share()
    for one in found:
        for face in running(one.standing, one.kind, now, working_days()):
            if face.name in _HOLD_CLOCKS and first <= face.started_at < after:
                share.of += 1
                share.records += [one.row.record] if face.state == "done" else []
    return share

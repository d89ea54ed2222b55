"""A week's report beside the week as it is now: what was frozen, who signed it, what arrived since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from urtuu.journal import queries
from urtuu.journal.queries import RecordRow
from urtuu.kinds.fold import Done, Standing
from urtuu.reports.asked import Asked
from urtuu.reports.figures import FIGURES

HANDED_IN = "handed_in"


@dataclass(frozen=True)
class Change:
    """A figure that is no longer what the report says."""

    name: str
    then: int
    now: int

    @property
    def more(self) -> int:
        """By how much."""
        return self.now - self.then


@dataclass(frozen=True)
class Remark:
    """What somebody wrote beside the figures."""

    staff: str
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """The last report drawn up for a scope and week.

    `arrived` counts the entries received since it was drawn; `digest` was frozen, `live_digest` is of now.
    """

    record: str
    number: str
    state: str
    version: int
    drawn_by: str
    drawn_at: datetime
    signed_by: str
    signed_at: datetime | None
    why_returned: str
    remarks: list[Remark]
    figures: Mapping[str, int]
    changes: list[Change]
    digest: str
    live_digest: str
    arrived: int

    @property
    def signed(self) -> bool:
        """Whether it is frozen for good."""
        return self.state == "signed"

    @property
    def same(self) -> bool:
        """Whether the week still is what the report was drawn from."""
        return self.digest == self.live_digest


def digest(asked: Asked) -> str:
    """The digest of every taken entry of the weeks in scope: id and exact line of each."""
    return queries.line_digest(asked.acts)


@dataclass(frozen=True)
class HandedIn:
    """An officer's own word on the week, with the counts as the phone knew them; no figure is made of it."""

    staff: str
    at: datetime
    text: str
    counts: Mapping[str, int]


def reports_in(asked: Asked) -> list[RecordRow]:
    """The week's reports in scope, of every level, the newest first. One query."""
    found = asked.standings.filter(kind="week_report", week=str(asked.last)).order_by("-began_at", "-record")
    return queries.rows(found)


def handed_in(asked: Asked, rows: Sequence[RecordRow]) -> list[HandedIn]:
    """What officers of the scope handed in from their phones; of two from one officer the later one."""
    found: dict[str, HandedIn] = {}
    for row in rows:
        body, scope = row.standing.body, asked.scope
        staff = str(body.get("officer", ""))
        if row.standing.state != HANDED_IN or (scope.level == "officer" and staff != scope.ident):
            continue
        counts = {f.name: int(body[f.name]) for f in FIGURES if f.name in body}
        done = row.standing.acts[0]
        if done.actor == staff:  # nobody hands in for another
            found.setdefault(staff, HandedIn(staff, done.at, str(body.get("text", "")), counts))
    return list(found.values())


def report_of(
    asked: Asked, live: Mapping[str, int], rows: Sequence[RecordRow] | None = None
) -> Report | None:
    """The report of a scope and week, if one was drawn up. One query, three more when there is one."""
    fitting = [row for row in (reports_in(asked) if rows is None else rows) if _fits(asked, row.standing)]
    replaced = {row.standing.body.get("replaces") for row in fitting}
    standing = [row for row in fitting if row.row.record not in replaced]
    return _report(asked, standing[0], live) if standing else None


def _fits(asked: Asked, standing: Standing) -> bool:
    body, scope = standing.body, asked.scope
    if body.get("level") != scope.level or standing.state == HANDED_IN:
        return False  # what an officer handed in stands beside the report
    return scope.level != "officer" or body.get("officer") == scope.ident


def _report(asked: Asked, found: RecordRow, live: Mapping[str, int]) -> Report:
    standing = found.standing
    drawn = standing.last("draw_up", "draw_again") or standing.acts[0]
    signed = standing.last("sign") if standing.state == "signed" else None
    frozen = {f.name: int(standing.body.get(f.name, 0)) for f in FIGURES if f.weekly}
    return Report(
        record=standing.record,
        number=found.row.number,
        state=standing.state,
        version=standing.version,
        drawn_by=drawn.actor,
        drawn_at=drawn.at,
        signed_by=signed.actor if signed else "",
        signed_at=signed.at if signed else None,
        why_returned=str(standing.body.get("why_returned", "")) if standing.state == "returned" else "",
        remarks=[_remark(done) for done in standing.all_of("remark")],
        figures=frozen,
        changes=[Change(name, then, live[name]) for name, then in frozen.items() if live[name] != then],
        digest=str(standing.body["digest"]),
        live_digest=digest(asked),
        arrived=asked.acts.filter(received_at__gt=drawn.at).count(),
    )


def _remark(done: Done) -> Remark:
    return Remark(done.actor, done.at, str(done.body.get("text", "")))

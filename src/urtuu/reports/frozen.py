"""A week's report beside the week as it is now: what was frozen, who signed it, what arrived since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from urtuu.journal import queries
from urtuu.journal.queries import RecordRow
from urtuu.kinds.fold import Done, Standing
from urtuu.reports.asked import Asked
from urtuu.reports.figures import FIGURES


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


def report_of(asked: Asked, live: Mapping[str, int]) -> Report | None:
    """The report of a scope and week, if one was drawn up. One query, three more when there is one."""
    found = asked.standings.filter(kind="week_report", week=str(asked.last)).order_by("-began_at", "-record")
    fitting = [row for row in queries.rows(found) if _fits(asked, row.standing)]
    replaced = {row.standing.body.get("replaces") for row in fitting}
    standing = [row for row in fitting if row.row.record not in replaced]
    return _report(asked, standing[0], live) if standing else None


def _fits(asked: Asked, standing: Standing) -> bool:
    body, scope = standing.body, asked.scope
    if body.get("level") != scope.level:
        return False
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

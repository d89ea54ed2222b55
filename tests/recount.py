"""The figures counted a second time, naively: every stored entry is read, and walked through in Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from urtuu.base.weeks import Week, week_of
from urtuu.journal.models import EntryRow
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.entries import Entry, read_entry


@dataclass
class Life:
    """A record as the list of its taken entries."""

    first: Entry
    entries: list[tuple[EntryRow, Entry]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.first.kind

    @property
    def gone(self) -> bool:
        return any(entry.act in ("strike", "void") for _, entry in self.entries)

    def did(self, acts: set[str], weeks: set[str], **said: Any) -> int:
        """How often an act was done in the weeks, saying so."""
        return sum(
            entry.act in acts
            and _week(row.counted_at) in weeks
            and all(entry.body.get(name) in values for name, values in said.items())
            for row, entry in self.entries
        )

    def last_said(self, name: str) -> Any:
        found = None
        for _, entry in self.entries:
            found = entry.body.get(name, found)
        return found

    def ended_at(self) -> datetime | None:
        ends = [row.counted_at for row, entry in self.entries if entry.act in ("close_out", "void")]
        return min(ends) if ends else None


def _week(moment: datetime) -> str:
    return str(week_of(moment.astimezone(LOCAL).date()))


def lives() -> list[Life]:
    """Every record."""
    found: dict[str, Life] = {}
    for row in EntryRow.objects.filter(answer="taken", training=False).order_by(
        "counted_at", "device", "seq"
    ):
        entry = read_entry(bytes(row.line))
        found.setdefault(entry.record, Life(entry)).entries.append((row, entry))
    return list(found.values())


def figures(fits: Callable[[Entry], bool], weeks: list[Week], until: datetime) -> dict[str, int]:
    """All figures but those of devices, for the records that fit."""
    wanted = {str(week) for week in weeks}
    every = [life for life in lives() if fits(life.first)]
    there = [life for life in every if not life.gone]

    def begun(*kinds: str) -> int:
        return sum(life.kind in kinds and _week(life.entries[0][0].counted_at) in wanted for life in there)

    def done(kind: str, *acts: str, **said: Any) -> int:
        return sum(life.kind == kind and life.did(set(acts), wanted, **said) > 0 for life in there)

    held = [life for life in there if life.kind == "publicity" and life.did({"hold", "hold_now"}, wanted)]
    disputes = [life for life in there if life.kind == "dispute"]
    return {
        "visits": begun("visit"),
        "matters_found": begun("dispute", "need"),
        "disputes_opened": begun("dispute"),
        "disputes_settled": done("dispute", "agree", "settle_at_once"),
        "disputes_referred": sum(
            bool(life.did({"refer"}, wanted) or life.did({"safety_decide"}, wanted, decision={"refer"}))
            for life in disputes
        ),
        "disputes_pending": sum(
            life.entries[0][0].counted_at <= until and (life.ended_at() is None or life.ended_at() > until)
            for life in disputes
        ),
        "sessions": len(held),
        "people_reached": sum(life.last_said("people") for life in held),
        "needs_heard": begun("need"),
        "needs_met": done("need", "met"),
        "tasks_done": done("task", "done"),
        "tasks_carried": done("task", "carry_over"),
        "tasks_cancelled": done("task", "cancel"),
        "late_entries": sum(
            row.late and _week(row.counted_at) in wanted for life in every for row, _ in life.entries
        ),
        "escalations_defused": done("dispute", "confirm_defused", afterwards={"calm"}),
        "escalations_unconfirmed": sum(
            life.did({"defuse"}, wanted) > 0 and not any(e.act == "confirm_defused" for _, e in life.entries)
            for life in disputes
        ),
        "turned_criminal": done("dispute", "turned_criminal"),
        "follow_ups": sum(life.did({"follow_up"}, wanted) for life in disputes),
        "sessions_mn": sum(life.last_said("language") in ("mn", "both") for life in held),
    }

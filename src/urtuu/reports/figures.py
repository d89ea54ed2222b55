"""What is counted, from what: one table for the sheet, the year, the lists behind a number and the tests.

A record struck or voided since is not counted anywhere; training records never were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from urtuu.kinds.week_report.kind import FIGURES as WEEKLY

GONE = ("struck", "void")
"""States in which a record is no longer counted."""
NO_WORK = ("week_report", "feedback", "reading", "ruling", "grant", "erasure")
"""Kinds in which the house writes about itself: no figure and no digest of a week's work contains them.

Thanks for a week that is signed must not make it look as if something had arrived since.
"""

Words = Mapping[str, tuple[str, ...]]


class Source(StrEnum):
    """Where a figure comes from.

    BEGUN    records that began in the weeks
    DONE     records to which one of the acts was done in the weeks, each once; or every act when `each`
    STANDING such records as they stand now: those that fit, or what they add up
    PENDING  records begun and not ended at a moment
    LATE     entries received more than a day after they were made, or out of order
    DEVICES  phones, and what they say still waits on them
    """

    BEGUN = "begun"
    DONE = "done"
    STANDING = "standing"
    PENDING = "pending"
    LATE = "late"
    DEVICES = "devices"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number.

    saying   acts that count only if their body says one of these words, by act and field
    lacking  an act that must not have been done to the record, ever
    spoken   only records whose `language` is one of these
    """

    name: str
    source: Source
    kinds: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    saying: Mapping[str, Words] = field(default_factory=dict)
    each: bool = False
    lacking: str = ""
    spoken: tuple[str, ...] = ()

    @property
    def weekly(self) -> bool:
        """Whether it stands in a week's report."""
        return self.name in WEEKLY


def _begun(name: str, *kinds: str) -> Figure:
    return Figure(name=name, source=Source.BEGUN, kinds=kinds)


def _done(
    name: str, kind: str, *acts: str, saying: Mapping[str, Words] | None = None, each: bool = False
) -> Figure:
    return Figure(name=name, source=Source.DONE, kinds=(kind,), acts=acts, saying=saying or {}, each=each)


_HELD = ("hold", "hold_now")

FIGURES: tuple[Figure, ...] = (
    _begun("visits", "visit"),
    _begun("matters_found", "dispute", "need"),
    _begun("disputes_opened", "dispute"),
    _done("disputes_settled", "dispute", "agree", "settle_at_once"),
    _done("disputes_referred", "dispute", "refer", saying={"safety_decide": {"decision": ("refer",)}}),
    Figure(name="disputes_pending", source=Source.PENDING, kinds=("dispute",)),
    _done("sessions", "publicity", *_HELD),
    Figure(name="people_reached", source=Source.STANDING, kinds=("publicity",), acts=_HELD),
    _begun("needs_heard", "need"),
    _done("needs_met", "need", "met"),
    _done("tasks_done", "task", "done"),
    _done("tasks_carried", "task", "carry_over"),
    _done("tasks_cancelled", "task", "cancel"),
    Figure(name="late_entries", source=Source.LATE),
    Figure(name="devices_silent", source=Source.DEVICES),
    Figure(name="queue_declared", source=Source.DEVICES),
    # Confirmed seven days on by somebody outside the case, and calm (disputes.md 7.10).
    _done("escalations_defused", "dispute", saying={"confirm_defused": {"afterwards": ("calm",)}}),
    Figure(
        name="escalations_unconfirmed",
        source=Source.DONE,
        kinds=("dispute",),
        acts=("defuse",),
        lacking="confirm_defused",
    ),
    _done("turned_criminal", "dispute", "turned_criminal"),
    _done("follow_ups", "dispute", "follow_up", each=True),
    Figure(
        name="sessions_mn", source=Source.STANDING, kinds=("publicity",), acts=_HELD, spoken=("mn", "both")
    ),
)
FIGURE: Mapping[str, Figure] = {figure.name: figure for figure in FIGURES}
SUMMED = frozenset({"people_reached", "queue_declared"})
"""Figures whose rows each carry an amount; all others count their rows."""

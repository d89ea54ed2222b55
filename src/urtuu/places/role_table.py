"""The one permission table: what each role reaches, opens and reads (disputes.md 7.2 and 7.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from urtuu.kinds.roles import Role
from urtuu.places.postings import Level


class Extent(StrEnum):
    """How far a role acts or reads, measured from its post."""

    GRID = "own_grid"
    STATION = "own_station"
    BANNER = "whole_banner"
    OWN = "own_records"
    COUNTS = "counts_only"
    NONE = "none"
    EVERYTHING = "everything"


class Sealed(StrEnum):
    """Which records' sealed part a role reads."""

    HELD = "while_held"  # what one found, until it is handed over
    CASE = "on_the_case"  # what one holds, began, or was named to
    REACH = "in_reach"


ANY_KIND = "*"
PAGES = (
    "board",
    "routing",
    "records",
    "trays",
    "sheet",
    "year",
    "attendance",
    "doors",
    "window",
    "safety",
    "search",
    "archive",
    "audit",
    "retention",
    "devices",
    "places",
    "points",
    "staff",
    "import",
    "health",
)
MACHINE_PAGES = frozenset({"devices", "places", "points", "staff", "import", "health"})
"""Pages that show no case: how far they reach follows the post alone."""

Parts = Mapping[tuple[str, str], Sealed]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One role.

    at      where its post stands
    acts    how far it acts
    reads   how far it reads the open part of records
    own     whether it also acts on and reads what it holds or began elsewhere
    pages   the pages it opens
    sealed  the sealed parts it reads, by (kind or ANY_KIND, part)
    """

    at: Level
    acts: Extent
    reads: Extent
    own: bool = False
    pages: tuple[str, ...] = ()
    sealed: Parts = field(default_factory=dict)

    def opens(self, kind: str, part: str) -> Sealed | None:
        """On which records it reads a sealed part of a kind; nothing: on none."""
        return self.sealed.get((kind, part)) or self.sealed.get((ANY_KIND, part))


_FOUND: Parts = {
    (ANY_KIND, "personal"): Sealed.HELD,
    (ANY_KIND, "party"): Sealed.HELD,
}
_ON_CASE: Parts = {
    (ANY_KIND, "personal"): Sealed.CASE,
    (ANY_KIND, "party"): Sealed.CASE,
}
_DISPUTES: Parts = {
    ("dispute", "personal"): Sealed.REACH,
    ("dispute", "party"): Sealed.REACH,
}
_WEEK = (
    "board",
    "routing",
    "records",
    "trays",
    "sheet",
    "year",
    "attendance",
    "devices",
    "places",
    "points",
)
"""Accounts and posts are the administrator's alone: whoever could import posts could appoint himself."""

TABLE: Mapping[Role, Row] = {
    Role.OFFICER: Row(
        at=Level.GRID,
        acts=Extent.GRID,
        reads=Extent.GRID,
        own=True,
        pages=("board", "records", "trays", "sheet", "doors", "places"),
        # A need outlives its officer's term: the next officer of the grid must be able to answer it.
        sealed={**_FOUND, ("need", "personal"): Sealed.REACH},
    ),
    Role.ASSISTANT: Row(
        at=Level.GRID,
        acts=Extent.GRID,
        reads=Extent.GRID,
        own=True,
        pages=("records", "trays", "doors"),
        sealed=_FOUND,
    ),
    Role.MEDIATOR: Row(
        at=Level.STATION,
        acts=Extent.STATION,
        reads=Extent.STATION,
        own=True,
        pages=("records", "trays"),
        sealed={**_ON_CASE, ("dispute", "notes"): Sealed.CASE},
    ),
    Role.CHAIR: Row(
        at=Level.STATION,
        acts=Extent.STATION,
        reads=Extent.STATION,
        pages=("records", "trays", "year", "search"),
        sealed={**_ON_CASE, **_DISPUTES},
    ),
    Role.REGISTRAR: Row(
        at=Level.STATION,
        acts=Extent.STATION,
        reads=Extent.STATION,
        pages=("records", "trays", "search"),
        sealed={**_ON_CASE, **_DISPUTES},
    ),
    Role.CHIEF: Row(
        at=Level.STATION,
        acts=Extent.STATION,
        reads=Extent.STATION,
        pages=(*_WEEK, "doors"),
        # Of a dispute the chief reads number and initials only; what is sent to the station he must read.
        sealed={
            ("task", "personal"): Sealed.REACH,
            ("need", "personal"): Sealed.REACH,
            ("referral", "personal"): Sealed.REACH,
            ("feedback", "personal"): Sealed.REACH,
        },
    ),
    Role.JUDICIAL: Row(
        at=Level.STATION,
        acts=Extent.STATION,
        reads=Extent.STATION,
        pages=("records", "trays", "year"),
        sealed=_ON_CASE,
    ),
    Role.COORDINATOR: Row(
        at=Level.BANNER,
        acts=Extent.BANNER,
        reads=Extent.BANNER,
        pages=_WEEK,
        sealed=_ON_CASE,
    ),
    Role.SAFETY: Row(
        at=Level.BANNER,
        acts=Extent.BANNER,
        reads=Extent.BANNER,
        pages=("records", "trays", "safety"),
        sealed={
            **_DISPUTES,
            ("referral", "personal"): Sealed.REACH,
            ("feedback", "personal"): Sealed.CASE,  # one's own words, and what was explained in answer
            (ANY_KIND, "safety"): Sealed.REACH,
            (ANY_KIND, "minor"): Sealed.REACH,
        },
    ),
    Role.CLERK: Row(
        at=Level.STATION,
        acts=Extent.STATION,
        reads=Extent.STATION,
        own=True,
        pages=("records", "trays", "doors", "window"),
        sealed={**_ON_CASE, ("need", "personal"): Sealed.REACH},
    ),
    Role.ARCHIVIST: Row(
        at=Level.BANNER,
        acts=Extent.BANNER,
        reads=Extent.BANNER,
        pages=("records", "archive"),
        sealed=_DISPUTES,
    ),
    Role.STATISTICIAN: Row(at=Level.BANNER, acts=Extent.NONE, reads=Extent.COUNTS, pages=("year",)),
    Role.PRIVACY: Row(
        at=Level.BANNER,
        acts=Extent.BANNER,
        reads=Extent.BANNER,
        pages=("records", "audit", "retention"),
    ),
    Role.AUDITOR: Row(
        at=Level.BANNER,
        acts=Extent.BANNER,
        reads=Extent.BANNER,
        pages=("records", "year", "audit"),
    ),
    Role.INTERPRETER: Row(
        at=Level.STATION,
        acts=Extent.STATION,
        reads=Extent.OWN,
        own=True,
        pages=("records",),
    ),
    Role.ADMIN: Row(
        at=Level.BANNER,
        acts=Extent.NONE,
        reads=Extent.NONE,
        pages=("devices", "places", "points", "staff", "import", "health"),
    ),
    Role.HOUSE: Row(at=Level.BANNER, acts=Extent.EVERYTHING, reads=Extent.EVERYTHING),
}

ROLES_AT: Mapping[Level, tuple[Role, ...]] = {
    level: tuple(role for role, row in TABLE.items() if row.at == level and role != Role.HOUSE)
    for level in Level
}
"""The roles whose posts stand at each level; nobody can be appointed to be the house."""

"""Who someone is by their posts, where a record is, and how far a list may go. Pure values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from urtuu.kinds.roles import Role
from urtuu.places.rules import in_force


class Level(StrEnum):
    """What a post is at, and how far it can reach."""

    GRID = "grid"
    STATION = "station"
    BANNER = "banner"


@dataclass(frozen=True)
class Posting:
    """A post, with the places above it filled in; those below it are empty."""

    role: Role
    banner: str
    station: str
    grid: str
    from_on: date
    until_on: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it is held on a day."""
        return in_force(self.from_on, self.until_on, on)


@dataclass(frozen=True)
class Who:
    """A person as the permission table sees them: the id of a member of staff, a name, and posts."""

    staff: str
    name: str
    postings: tuple[Posting, ...] = ()

    def now(self, on: date) -> tuple[Posting, ...]:
        """The posts held on a day."""
        return tuple(posting for posting in self.postings if posting.holds(on))

    def roles(self, on: date) -> frozenset[Role]:
        """The roles held on a day."""
        return frozenset(posting.role for posting in self.now(on))


HOUSE_ID = "house"
HOUSE = Who(staff=HOUSE_ID, name="", postings=(Posting(Role.HOUSE, "", "", "", date.min),))
"""The server itself, acting by a rule that a person set. No account can have this id."""


@dataclass(frozen=True)
class Where:
    """Where a record is: its places, who holds it now, who began it, and who else was named to it."""

    banner: str
    station: str
    grid: str
    holder: str = ""
    author: str = ""
    team: frozenset[str] = frozenset()

    def has_part_in(self, staff: str) -> bool:
        """Whether a person holds it, began it, or was named to it."""
        return bool(staff) and (staff in (self.holder, self.author) or staff in self.team)


@dataclass(frozen=True)
class Reach:
    """A filter for lists. `own_of`: records this person holds or began show wherever they are."""

    everything: bool = False
    banners: frozenset[str] = field(default_factory=frozenset)
    stations: frozenset[str] = field(default_factory=frozenset)
    grids: frozenset[str] = field(default_factory=frozenset)
    own_of: str = ""
    counts_only: bool = False

    @property
    def nothing(self) -> bool:
        """Whether it covers nothing at all, not even counts."""
        return not (self.everything or self.banners or self.stations or self.grids or self.own_of)

    def covers(self, where: Where) -> bool:
        """Whether a record may show in the list. Counts cover no record."""
        if self.counts_only:
            return False
        return (
            self.everything
            or where.banner in self.banners
            or where.station in self.stations
            or where.grid in self.grids
            or where.has_part_in(self.own_of)
        )

"""Who may do what, see which lists and read which part: three questions answered from one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.roles import FIELD_ROLES, Role
from urtuu.kinds.vocabulary import Act, Kind
from urtuu.places.postings import HOUSE, HOUSE_ID, Level, Posting, Reach, Where, Who
from urtuu.places.role_table import (
    MACHINE_PAGES,
    PAGES,
    ROLES_AT,
    TABLE,
    Extent,
    Row,
    Sealed,
)
from urtuu.places.roles_page import roles_page

__all__ = [
    "HOUSE",
    "HOUSE_ID",
    "PAGES",
    "ROLES_AT",
    "TABLE",
    "Extent",
    "Level",
    "Posting",
    "Reach",
    "Row",
    "Sealed",
    "Where",
    "Who",
    "feeds",
    "may_open",
    "may_read",
    "must_prove_twice",
    "reach",
    "refusal",
    "roles_page",
]


def refusal(who: Who, act: Act, kind: Kind, where: Where, on: date) -> Sentence | None:
    """Why this person may not do this act to a record there on that day; nothing when they may.

    `on` is the day the act was done, so that what was done in office stays done. For an act that begins a
    record, `where` is where it is begun; holding and authorship then give no right.
    """
    fitting = [posting for posting in who.now(on) if posting.role in act.by]
    if not fitting:
        return _no_fitting_post(who, act, kind, on)
    if any(_acts_there(who, posting, act, where) for posting in fitting):
        return None
    if all(TABLE[posting.role].acts == Extent.NONE for posting in fitting):
        return say("sees_no_case", role=_listed(posting.role for posting in fitting))
    return _elsewhere(fitting, {TABLE[posting.role].acts for posting in fitting}, where)


def _acts_there(who: Who, posting: Posting, act: Act, where: Where) -> bool:
    row = TABLE[posting.role]
    if _within(row.acts, posting, where):
        return True
    if row.acts == Extent.NONE:
        return False
    if act.begins:
        # Records of the station as a whole have no grid; whoever may begin them here may do so.
        return not where.grid and _same(posting.station, where.station)
    if act.always and _same(posting.banner, where.banner):
        return True  # A stop or a safety hold must not wait for the right person.
    return row.own and where.has_part_in(who.staff)


def _within(extent: Extent, posting: Posting, where: Where) -> bool:
    match extent:
        case Extent.EVERYTHING:
            return True
        case Extent.BANNER:
            return _same(posting.banner, where.banner)
        case Extent.STATION:
            return _same(posting.station, where.station)
        case Extent.GRID:
            return _same(posting.grid, where.grid)
        case _:
            return False


def _same(own: str, other: str) -> bool:
    """An unknown place is nobody's place."""
    return bool(own) and own == other


def _no_fitting_post(who: Who, act: Act, kind: Kind, on: date) -> Sentence:
    past = [p for p in who.postings if p.role in act.by and p.until_on and p.until_on < on]
    if past:
        last = max(past, key=lambda posting: posting.until_on or date.min)
        return say("post_ended", role=last.role.value, day=str(last.until_on))
    coming = [p for p in who.postings if p.role in act.by and p.from_on > on]
    if coming:
        first = min(coming, key=lambda posting: posting.from_on)
        return say("post_not_begun", role=first.role.value, day=str(first.from_on))
    if not who.now(on):
        return say("no_post", day=str(on))
    return say("not_your_role", kind=kind.name, act=act.name, role=_listed(act.by))


def _elsewhere(fitting: Sequence[Posting], extents: set[Extent], where: Where) -> Sentence:
    if Extent.BANNER in extents:
        own = sorted({posting.banner for posting in fitting if posting.banner})
        return say("not_your_banner", banner=where.banner, own=", ".join(own))
    if Extent.STATION in extents:
        own = sorted({posting.station for posting in fitting if posting.station})
        return say("not_your_station", station=where.station, own=", ".join(own))
    if Extent.GRID not in extents:
        return say("not_your_record")
    own = sorted({posting.grid for posting in fitting if posting.grid})
    return say("not_your_grid", grid=where.grid, own=", ".join(own))


def _listed(roles: Iterable[Role]) -> str:
    return ", ".join(dict.fromkeys(role.value for role in roles))


def reach(who: Who, page_or_kind: str, on: date) -> Reach:
    """How far a list may go: a page's, or the records of a kind (of every kind alike)."""
    found = [(posting, _extent(posting.role, page_or_kind)) for posting in who.now(on)]
    own = any(TABLE[p.role].own and e != Extent.NONE for p, e in found) and page_or_kind not in MACHINE_PAGES
    full = Reach(
        everything=any(extent == Extent.EVERYTHING for _, extent in found),
        banners=frozenset(p.banner for p, extent in found if extent == Extent.BANNER and p.banner),
        stations=frozenset(p.station for p, extent in found if extent == Extent.STATION and p.station),
        grids=frozenset(p.grid for p, extent in found if extent == Extent.GRID and p.grid),
        own_of=who.staff if own else "",
    )
    if not full.nothing:
        return full
    counted = frozenset(p.banner for p, extent in found if extent == Extent.COUNTS and p.banner)
    return Reach(banners=counted, counts_only=bool(counted))


_BY_POST = {Level.GRID: Extent.GRID, Level.STATION: Extent.STATION, Level.BANNER: Extent.BANNER}


def _extent(role: Role, page_or_kind: str) -> Extent:
    row = TABLE[role]
    if page_or_kind not in PAGES or role == Role.HOUSE:
        return row.reads
    if page_or_kind not in row.pages:
        return Extent.NONE
    return _BY_POST[row.at] if page_or_kind in MACHINE_PAGES else row.reads


def may_open(who: Who, page: str, on: date) -> Sentence | None:
    """Why this person may not open a page; nothing when they may."""
    if any(page in TABLE[role].pages for role in who.roles(on)):
        return None
    if not who.now(on):
        return say("no_post", day=str(on))
    openers = [role for role, row in TABLE.items() if page in row.pages]
    return say("page_closed", page=page, role=_listed(openers))


def may_read(who: Who, kind: str, part: str, where: Where, on: date) -> Sentence | None:
    """Why this person may not read a part ("" is the open one) of a record there; nothing when they may."""
    if not part:
        return None if reach(who, kind, on).covers(where) else _unread(who, where, on)
    if any(_reads_sealed(who, posting, (kind, part), where) for posting in who.now(on)):
        return None
    readers = [role for role, row in TABLE.items() if row.opens(kind, part)]
    return say("part_closed", kind=kind, part=part, role=_listed(readers))


def must_prove_twice(who: Who, on: date) -> bool:
    """Whether somebody holds a post that reads any sealed part, or may open a way in for others."""
    return any(TABLE[role].sealed or "staff" in TABLE[role].pages for role in who.roles(on))


def _reads_sealed(who: Who, posting: Posting, sealed_part: tuple[str, str], where: Where) -> bool:
    row = TABLE[posting.role]
    match row.opens(*sealed_part):
        case Sealed.REACH:
            return _within(row.reads, posting, where)
        case Sealed.CASE:
            there = row.own or _within(row.reads, posting, where)
            return there and where.has_part_in(who.staff)
        case Sealed.HELD:
            return bool(who.staff) and who.staff == (where.holder or where.author)
        case _:
            return False


def _unread(who: Who, where: Where, on: date) -> Sentence:
    now = who.now(on)
    if not now:
        return say("no_post", day=str(on))
    extents = {TABLE[posting.role].reads for posting in now}
    if extents <= {Extent.NONE, Extent.COUNTS}:
        name = "counts_only" if Extent.COUNTS in extents else "sees_no_case"
        return say(name, role=_listed(posting.role for posting in now))
    return _elsewhere(now, extents, where)


def feeds(who: Who, on: date) -> tuple[str, ...]:
    """The feeds a phone of this person may pull: own grids' open work and places, own notices, the kinds."""
    now = who.now(on)
    grids = sorted({p.grid for p in now if p.role in FIELD_ROLES and p.grid})
    if not now or who.roles(on) <= {Role.ADMIN, Role.STATISTICIAN, Role.HOUSE}:
        return ()
    places = tuple(f"ref:places:{grid}" for grid in grids)
    return (*(f"grid:{grid}" for grid in grids), f"officer:{who.staff}", *places, "ref:kinds")

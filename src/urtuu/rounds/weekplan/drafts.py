"""A plan between asking and publishing: what was found, and what the chief changed by hand. Pure.

A draft is always one that may be published: a move that fits nowhere is refused with its reason.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import msgspec

from urtuu.base.canonical import canonical
from urtuu.kinds.fold import Standing
from urtuu.kinds.plan.kind import MOST_TEXT
from urtuu.kinds.task.kind import WAY_BASES
from urtuu.rounds.planning import writing
from urtuu.rounds.planning.inserting import plan_of, routes_of
from urtuu.rounds.planning.model import Plan, Visit, Week
from urtuu.rounds.planning.pipeline import Outcome, Settings
from urtuu.rounds.planning.telling import Impossible, LeftOut, impossible, left_out_of
from urtuu.rounds.travel.estimate import Basis
from urtuu.rounds.weekplan.wishes import Asked

Why = Literal["no_such_visit", "no_such_day", "not_the_officer", "no_skill", "other_day", "no_time", "pinned"]


class Cannot(Exception):
    """A change that would make a plan nobody can drive. `why` is one of Why."""

    def __init__(self, why: Why, visit: str) -> None:
        super().__init__(f"{visit}: {why}")
        self.why, self.visit = why, visit


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for, with what the solver need not know.

    places  what the indices of the week mean, as `PlaceKey.text`
    basis   what each leg rests on, a row of letters for each place: n, e, t
    before  the plan that stood before: for each visit the officer-day
    """

    asked: Asked
    places: tuple[str, ...]
    basis: tuple[str, ...]
    before: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """As it is stored with its job: sets in a fixed order."""
        asked = self.asked
        value = {"locks": dict(asked.locks), "left": sorted(asked.left), "slots": dict(asked.slots)}
        more = {"places": self.places, "basis": self.basis, "before": self.before}
        return canonical({"asked": value, **more}).decode()

    def basis_of(self, one: int, other: int) -> Basis:
        """What the leg from a place to another rests on."""
        return _BASES[self.basis[one][other]]


_BASES: dict[str, Basis] = {basis[0]: basis for basis in WAY_BASES}


@dataclass(frozen=True, kw_only=True)
class Move:
    """One change by hand: a visit to an officer-day, or out of the plan when that is empty."""

    visit: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A plan with what is told beside it. `moves` are those of the chief, in their order.

    reckoned  the plan as it was found, in the form that can be reckoned again (planning.writing)
    """

    plan: Plan
    engine: str
    fell_back: bool
    cancelled: bool
    seed: int
    iterations: int
    impossible: tuple[Impossible, ...]
    left_out: tuple[LeftOut, ...]
    reckoned: str
    moves: tuple[Move, ...] = ()

    @property
    def text(self) -> str:
        """As it is stored with its job."""
        return msgspec.json.encode(self).decode()


def read_draft(text: str) -> Draft:
    """A draft as it was stored."""
    return msgspec.json.decode(text, type=Draft)


def read_asked(text: str) -> Request:
    """What was asked for, as it was stored."""
    return msgspec.json.decode(text, type=Request)


def drafted(week: Week, settings: Settings, outcome: Outcome) -> Draft:
    """What the planner found, as a draft."""
    return Draft(
        plan=outcome.plan,
        engine=outcome.engine,
        fell_back=outcome.fell_back,
        cancelled=outcome.cancelled,
        seed=outcome.seed,
        iterations=outcome.iterations,
        impossible=outcome.impossible,
        left_out=outcome.left_out,
        reckoned=writing.published_text(week, settings, outcome),
    )


def moved(week: Week, draft: Draft, visit: str, to: str) -> Draft:
    """The draft with a visit moved to an officer-day, at its cheapest place, or out of it. Raises Cannot."""
    plan = _with(week, draft.plan, visit, to)
    return replace(
        draft,
        plan=plan,
        moves=(*draft.moves, Move(visit=visit, to=to)),
        impossible=_impossible(week, plan),
        left_out=left_out_of(week, plan),
    )


def _impossible(week: Week, plan: Plan) -> tuple[Impossible, ...]:
    """Slots are asked for beside the promises of this plan: a visit taken out of it is named again."""
    index = [at for at, visit in enumerate(week.visits) if visit.kind == "promise"]
    alone = replace(week, visits=tuple(week.visits[at] for at in index))
    kept = Plan(tuple(tuple(index.index(at) for at in route if at in index) for route in plan.routes))
    return impossible(alone, kept, kept.visited)


def _with(week: Week, plan: Plan, visit: str, to: str) -> Plan:
    index = next((at for at, one in enumerate(week.visits) if one.id == visit), -1)
    if index < 0:
        raise Cannot("no_such_visit", visit)
    without = Plan(tuple(tuple(at for at in route if at != index) for route in plan.routes))
    return _put(week, without, index, to) if to else without


def _put(week: Week, plan: Plan, index: int, to: str) -> Plan:
    """A lock is the chief's own: a move by hand goes before it."""
    one = week.visits[index]
    free = replace(one, locked="")
    freed = replace(week, visits=(*week.visits[:index], free, *week.visits[index + 1 :]))
    at = next((n for n, day in enumerate(week.days) if day.id == to), -1)
    if at < 0:
        raise Cannot("no_such_day", one.id)
    routes = routes_of(freed, plan)
    place = routes[at].best_place(index)
    if place is None:
        raise Cannot(_why(freed, free, at), one.id)
    routes[at].put(index, place)
    return plan_of(routes)


def _why(week: Week, visit: Visit, at: int) -> Why:
    day = week.days[at]
    if visit.officer and visit.officer != day.officer:
        return "not_the_officer"
    if not visit.needs <= day.skills:
        return "no_skill"
    return "no_time" if any(window.day == day.day for window in visit.windows) else "other_day"


def choices(week: Week, draft: Draft, visit: str) -> dict[str, int]:
    """Officer-days that could take a visit, with the extra seconds there; its own is left out."""
    index = next((at for at, one in enumerate(week.visits) if one.id == visit), -1)
    if index < 0:
        return {}
    without = Plan(tuple(tuple(at for at in route if at != index) for route in draft.plan.routes))
    found = {}
    for day, route, now in zip(week.days, routes_of(week, without), draft.plan.routes, strict=True):
        place = route.best_place(index)
        if place is not None and index not in now:
            found[day.id] = place.extra
    return found


def pinned(request: Request, draft: Draft) -> set[str]:
    """Visits that stay where they are: locked by the chief, or put there by hand."""
    return set(request.asked.locks) | {move.visit for move in draft.moves if move.to}


def as_decided(week: Week, draft: Draft) -> Week:
    """The week in which what was moved by hand is pinned to where it was moved: for the checker."""
    to = {one.visit: one.to for one in draft.moves}
    return replace(week, visits=tuple(replace(one, locked=to.get(one.id, one.locked)) for one in week.visits))


# --- publication -------------------------------------------------------------------------------------


def publication(draft: Draft) -> str:
    """Everything that is needed to reckon the published plan again: what was found, then each move."""
    said: dict[str, Any] = {
        "reckoned": draft.reckoned,
        "moves": [[one.visit, one.to] for one in draft.moves],
    }
    return canonical(said).decode()


def packed(text: str) -> list[str]:
    """A text in letters and digits, short enough for lines of the journal: zlib (RFC 1950), base 64."""
    letters = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
    return [letters[at : at + MOST_TEXT] for at in range(0, len(letters), MOST_TEXT)]


def unpacked(pieces: Iterable[str]) -> str:
    """The text of its pieces in their order. Raises writing.Unreadable."""
    try:
        return zlib.decompress(base64.b64decode("".join(pieces), validate=True)).decode()
    except (ValueError, zlib.error) as error:
        raise writing.Unreadable(f"The pieces of a plan do not fit together: {error}.") from error


def text_of(standing: Standing) -> str:
    """The publication that a record of kind `plan` keeps."""
    more = {done.body["nth"]: done.body["text"] for done in standing.all_of("add_text")}
    return unpacked([standing.body["text"], *(more[nth] for nth in sorted(more))])


def reckoned_again(text: str) -> tuple[Week, Plan]:
    """The week and the plan of a publication, reckoned anew. Raises writing.Unreadable and Cannot."""
    said = msgspec.json.decode(text)
    found = msgspec.json.decode(said["reckoned"])
    week, plan = writing.week_of_text(canonical(found["week"]).decode()), writing.replayed(said["reckoned"])
    for visit, to in said["moves"]:
        plan = _with(week, plan, visit, to)
    return week, plan

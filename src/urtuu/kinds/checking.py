"""What is wrong with a shelf of kinds: states nobody reaches, acts without words, clocks that name nothing.

A table is data, and data has typing errors; this reads it as a careful colleague would. An empty list is the
only good answer, in the tests and in `urtuu check`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from urtuu.base.forbidden import forbidden_field
from urtuu.kinds.fields import Choice, Count, Day, Days, Field, Many, Moment, Officer, Words, YesNo
from urtuu.kinds.registry import Shelf
from urtuu.kinds.vocabulary import ANY, BACK, Act, Clock, Kind
from urtuu.kinds.wording import missing_words, unused_words
from urtuu.kinds.words import LANGUAGES, sentences

ICONS = ("scales", "door", "megaphone", "heart-hand", "send", "clipboard", "list", "lock", "shield")


def faults(shelf: Shelf) -> list[str]:
    """Everything that is wrong, one plain line each, in the order of the kinds."""
    found = [line for kind in shelf for check in _CHECKS for line in check(kind)]
    found += [line for kind in shelf for line in _guards(kind, shelf)]
    for kind in shelf:
        found += [f"{kind.name}: {line}" for line in missing_words(kind, shelf)]
        found += [f"{kind.name}: {line}" for line in unused_words(kind, shelf)]
    return found + [line for kind in shelf for line in _links(kind, shelf)]


def _states(kind: Kind) -> Iterator[str]:
    if not kind.beginnings:
        yield f"{kind.name}: no act begins it"
    for act in kind.acts:
        for state in act.after:
            if state not in kind.states and state != ANY:
                yield f"{kind.name}.{act.name}: there is no state {state}"
        if act.begins and not act.leads_to:
            yield f"{kind.name}.{act.name}: it begins a record and leads to no state"
    for state in (*kind.ends, *kind.held_from):
        if state not in kind.states:
            yield f"{kind.name}: ends or held_from name {state}, which is no state"
    for state in kind.states:
        if state not in _reachable(kind):
            yield f"{kind.name}: no act reaches {state}"
        if state not in kind.ends and not any(act.offered_in(state) and act.leads_to for act in kind.acts):
            yield f"{kind.name}: nothing leads out of {state}, and it is no end"


def _targets(act: Act) -> tuple[str, ...]:
    targets = (act.leads_to,) if isinstance(act.leads_to, str) else tuple(act.leads_to.values())
    return tuple(target for target in targets if target and target != BACK)


def _reachable(kind: Kind) -> set[str]:
    reached = {state for act in kind.beginnings for state in _targets(act)}
    while True:
        more = {
            state
            for act in kind.acts
            if ANY in act.after or reached & set(act.after)
            for state in _targets(act)
        }
        if more <= reached:
            return reached
        reached |= more


def _names(kind: Kind) -> Iterator[str]:
    names = [act.name for act in kind.acts]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{kind.name}: there are two acts named {name}"
    for act in kind.acts:
        for name in act.not_by:
            if name not in names:
                yield f"{kind.name}.{act.name}: second person of {name}, which is no act"
        if not act.by:
            yield f"{kind.name}.{act.name}: nobody may do it"
        for name in (n for f in (act.fields, _columns(act)) for n in f):
            if forbidden_field(name):
                yield f"{kind.name}.{act.name}: a field must not be named {name}"
    if kind.icon not in ICONS:
        yield f"{kind.name}: there is no icon {kind.icon}"


def _columns(act: Act) -> dict[str, Field]:
    return {name: inner for f in act.fields.values() if isinstance(f, Many) for name, inner in f.of.items()}


def _moves(kind: Kind) -> Iterator[str]:
    for act in kind.acts:
        yield from (f"{kind.name}.{act.name}: {line}" for line in _move(act))


def _move(act: Act) -> Iterator[str]:
    if not isinstance(act.leads_to, str):
        field = act.needs.get(act.decided_by)
        if not isinstance(field, Choice) or field.part:
            yield f"leads_to is decided by {act.decided_by or 'nothing'}, which is no open choice it needs"
        elif set(field.options) != set(act.leads_to):
            yield f"leads_to does not name the options of {act.decided_by}"
    elif act.decided_by:
        yield "decided_by without a table of states"
    if act.always and (not act.leads_to or not act.offline):
        yield "what always counts must move the record and work offline"
    if act.corrects and (act.leads_to or act.begins):
        yield "a correction changes no state"
    if act.counts and not isinstance(act.needs.get(act.counts), Count):
        yield f"it counts {act.counts}, which is no count that it needs"
    for name, field in act.fields.items():
        if isinstance(field, Choice):
            yield from (
                f"{name} tells {said} at {one}" for one, said in field.tells.items() if _mute(field, one)
            )
        if isinstance(field, Days) and not _gathers(act, field):
            yield f"{name} gathers {field.gathers}, which is no day of a group here"
    if "party" in act.parts and not _is_open_words(act.needs.get("party")):
        yield "a part under a party's key needs the open field party"


def _mute(field: Choice, option: str) -> bool:
    """Whether no form could say it: no option of one choice, or no sentence in every language."""
    worded = all(field.tells[option] in sentences(lang) for lang in LANGUAGES)
    return field.many or option not in field.options or not worded


def _gathers(act: Act, field: Days) -> bool:
    group, _, column = field.gathers.partition(".")
    rows = act.fields.get(group)
    return isinstance(rows, Many) and isinstance(rows.of.get(column), Day) and not field.part


def _is_open_words(field: Field | None) -> bool:
    return isinstance(field, Words) and not field.part


def _row(kind: Kind) -> Iterator[str]:
    for name in kind.columns:
        if name not in kind.open_fields and name not in _set(kind):
            yield f"{kind.name}: column {name} is no open field"
    for name in kind.title:
        if name not in kind.open_fields:
            yield f"{kind.name}: title {name} is no open field"
    if kind.holder and not isinstance(kind.open_fields.get(kind.holder), Officer):
        yield f"{kind.name}: the holder {kind.holder} is no officer field"
    if bool(kind.holder) != bool(kind.held_from):
        yield f"{kind.name}: holder and held_from go together"
    for name in kind.team:
        group, _, column = name.partition(".")
        found = kind.open_fields.get(group)
        inside = found.of.get(column) if isinstance(found, Many) else found
        if not isinstance(inside, Officer):
            yield f"{kind.name}: {name} names nobody to the record"
    if kind.week and not isinstance(kind.open_fields.get(kind.week), Words):
        yield f"{kind.name}: the week {kind.week} is no text field"


def _set(kind: Kind) -> set[str]:
    return {name for act in kind.acts for name in act.sets}


def _shapes(kind: Kind) -> Iterator[str]:
    """A name means one thing in one kind: the standing keeps one value under it."""
    known: dict[str, Field] = {}
    for act in kind.acts:
        for name, field in act.fields.items():
            if act.is_fact and not act.corrects:
                continue
            other = known.setdefault(name, field)
            if (type(other), other.part) != (type(field), field.part):
                yield f"{kind.name}.{act.name}: {name} is another type of field elsewhere"


def _clocks(kind: Kind) -> Iterator[str]:
    for clock in kind.clocks:
        yield from (f"{kind.name}: clock {clock.name}: {line}" for line in _clock(clock, kind))


def _clock(clock: Clock, kind: Kind) -> Iterator[str]:
    for name in (*clock.starts, *clock.stops):
        if name not in kind.act and name != ANY:
            yield f"{name} is no act"
    yield from _rounds(clock)
    lengths = (clock.hours, clock.days, clock.working_days, clock.tonight, clock.until, clock.each)
    if sum(map(bool, lengths)) != 1:
        yield "it needs exactly one length"
    if clock.each and not isinstance(kind.open_fields.get(clock.each), Days):
        yield f"each {clock.each}, which are no days"
    if clock.since and not clock.days:
        yield "since which day means something for a number of days only"
    for name in clock.since:
        if not isinstance(kind.open_fields.get(name), Day | Days):
            yield f"since {name}, which is no open day"
    if clock.names and not any(
        isinstance(kind.act[stop].fields.get(clock.names), Count) for stop in clock.stops if stop in kind.act
    ):
        yield f"no act that stops it counts {clock.names}"
    if clock.until and not isinstance(kind.open_fields.get(clock.until), Day | Moment):
        yield f"until {clock.until}, which is no open day or moment"
    for state in clock.pauses:
        if state not in kind.states:
            yield f"it pauses in {state}, which is no state"
    for name, values in (*clock.only.items(), *clock.stops_if.items()):
        yield from _only(name, values, kind)


def _rounds(clock: Clock) -> Iterator[str]:
    if not set(clock.in_rounds) <= set(clock.stops):
        yield "it counts rounds of what does not stop it"
    if clock.nth > 1 and not clock.in_rounds:
        yield "it waits for a round of nothing"


def _only(name: str, values: tuple[Any, ...], kind: Kind) -> Iterator[str]:
    field = kind.open_fields.get(name)
    if not isinstance(field, Choice | YesNo):
        yield f"only {name}, which is no open choice"
    elif isinstance(field, Choice):
        options = {o for act in kind.acts for o in getattr(act.fields.get(name), "options", ())}
        for value in values:
            if value not in options:
                yield f"only {name} = {value}, which is no option"


def _guards(kind: Kind, shelf: Shelf) -> Iterator[str]:
    for act in kind.acts:
        if act.guard and act.guard not in shelf.guards.get(kind.name, {}):
            yield f"{kind.name}.{act.name}: there is no guard {act.guard}"


def _links(kind: Kind, shelf: Shelf) -> Iterator[str]:
    for act in kind.acts:
        for name, field in act.fields.items():
            for to in getattr(field, "to", ()):
                if to not in shelf:
                    yield f"{kind.name}.{act.name}: {name} links to {to}, which is no kind"


_CHECKS: tuple[Callable[[Kind], Iterator[str]], ...] = (_states, _names, _moves, _row, _shapes, _clocks)

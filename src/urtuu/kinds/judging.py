"""The door's pure part: what a table says to an entry against a standing. Four answers, no loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import jsonschema_rs

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.entries import Entry
from urtuu.kinds.fold import Standing
from urtuu.kinds.registry import Shelf
from urtuu.kinds.vocabulary import Act, Kind


class Answer(StrEnum):
    """What intake says to an entry."""

    TAKEN = "taken"
    KNOWN = "known"
    HELD = "held"
    RETURNED = "returned"


class Why(StrEnum):
    """Why an entry is held: it waits for another entry, for a person, or for a newer server."""

    WAITS = "waits"
    CONFLICT = "conflict"
    REVOKED = "revoked"
    NEWER = "newer"


@dataclass(frozen=True)
class Verdict:
    """The answer to one entry, with the sentence for its author unless it is simply taken."""

    answer: Answer
    sentence: Sentence | None = None
    why: Why | None = None


TAKEN = Verdict(Answer.TAKEN)
Parts = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Case:
    """What a guard is shown: the entry, the record before it, and the sealed parts that came along."""

    entry: Entry
    standing: Standing | None
    parts: Parts


def judge(
    entry: Entry, standing: Standing | None, parts: Parts, shelf: Shelf, *, overruled: bool = False
) -> Verdict:
    """The table's answer. Permission is asked elsewhere; this knows no people.

    `overruled`: a person let it through although the record had moved on; all else is asked as ever.
    """
    kind = shelf.get(entry.kind)
    if kind is None:
        return _held(Why.NEWER, say("unknown_kind", name=entry.kind))
    if entry.v > kind.version:
        return _held(Why.NEWER, say("newer_version", kind=kind.name, version=entry.v))
    act = kind.act.get(entry.act)
    if act is None:
        return _returned(say("unknown_act", kind=kind.name, name=entry.act))
    wrong = _misfit(kind, act, entry, parts)
    if wrong:
        return _returned(wrong)
    stands = _by_standing(kind, act, entry, standing)
    if overruled and standing is not None and stands and stands.answer is Answer.HELD:
        stands = None
    return (
        stands
        or _by_second_person(act, entry, standing)
        or _by_guard(kind, act, Case(entry, standing, parts), shelf)
    )


def _held(why: Why, sentence: Sentence) -> Verdict:
    return Verdict(Answer.HELD, sentence, why)


def _returned(sentence: Sentence) -> Verdict:
    return Verdict(Answer.RETURNED, sentence)


def _misfit(kind: Kind, act: Act, entry: Entry, parts: Parts) -> Sentence | None:
    """The first thing in the body that the table does not allow."""
    if {seal.part for seal in entry.sealed} - set(act.parts):
        return say("unknown_part", kind=kind.name, act=act.name)
    for part in ("", *act.parts):
        body = entry.body if part == "" else parts.get(part)
        if body is None and any(seal.part == part for seal in entry.sealed):
            continue  # Erased or still on its way: the digest in the line stands for it.
        error = _first_error(kind, act, part, body or {})
        if error:
            return error
    return None


def _first_error(kind: Kind, act: Act, part: str, body: Mapping[str, Any]) -> Sentence | None:
    """Of all faults the one in the field that the table asks for first: no two validators name another."""
    errors = _validator(_Shape(kind.name, act, part)).iter_errors(dict(body))
    faults = [(*_fault(error), str(error.message)) for error in errors]
    if not faults:
        return None
    place = {name: n for n, name in enumerate(act.fields)}
    # What the table does not know comes last; within a field a wrong value before a missing one.
    first = min(faults, key=lambda fault: (place.get(fault[0], len(place)), *fault[:2]))
    field, missing, problem = first
    return say(
        "field_missing" if missing else "field_wrong",
        kind=kind.name,
        act=act.name,
        field=field,
        problem=problem[:200],
    )


def _fault(error: Any) -> tuple[str, bool]:
    """The field of the body that an error is in, and whether something is merely missing."""
    missing = error.kind.name == "required"
    if error.instance_path:
        return str(error.instance_path[0]), missing
    return (error.kind.property, True) if missing else (min(error.kind.unexpected), False)


@dataclass(frozen=True)
class _Shape:
    """A cache key that holds the table row itself: another shelf's act of the same name is another shape."""

    kind: str
    act: Act
    part: str

    def __hash__(self) -> int:
        return hash((self.kind, id(self.act), self.part))


@cache
def _validator(shape: _Shape) -> Any:
    return jsonschema_rs.Draft202012Validator(shape.act.schema(shape.part), validate_formats=True)


def _by_standing(kind: Kind, act: Act, entry: Entry, standing: Standing | None) -> Verdict | None:
    if act.begins:
        return _returned(say("already_begun", kind=kind.name)) if standing else None
    if standing is None:
        return _held(Why.WAITS, say("waits_for_beginning", kind=kind.name))
    if act.always or act.is_fact or act.offered_in(standing.state):
        return None
    if entry.saw > standing.version:
        return _held(Why.WAITS, say("waits_for_earlier", kind=kind.name))
    last = standing.acts[-1]
    return _held(
        Why.CONFLICT,
        say(
            "no_longer_possible",
            kind=kind.name,
            act=act.name,
            state=standing.state,
            last_act=last.act,
            staff=last.actor,
            moment=last.at.isoformat(),
        ),
    )


def _by_second_person(act: Act, entry: Entry, standing: Standing | None) -> Verdict | None:
    if standing is None or not act.not_by:
        return None
    if any(done.actor == entry.actor for done in standing.all_of(*act.not_by)):
        return _returned(say("second_person", kind=entry.kind, act=act.name))
    return None


def _by_guard(kind: Kind, act: Act, case: Case, shelf: Shelf) -> Verdict:
    if not act.guard:
        return TAKEN
    sentence = shelf.guard(kind.name, act.guard)(case)
    return _returned(sentence) if sentence else TAKEN

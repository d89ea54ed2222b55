"""What a record is now: folded from its taken entries in their order, and never refused.

Facts keep what they said; transitions move the state; corrections and transitions write the record's own
values. When two authors wrote the same value without knowing of each other, the first stays and the second
stands beside it as a proposal: both remain retrievable.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from urtuu.base.canonical import canonical, digest
from urtuu.kinds.entries import Entry
from urtuu.kinds.fields import Many
from urtuu.kinds.vocabulary import Act, Kind


class Done(msgspec.Struct, omit_defaults=True):
    """One taken act in a record's life. `body` is kept for facts and for what nothing blocks: two may stop
    it, and each says who. Other acts write the record itself.
    """

    entry: str
    act: str
    actor: str
    device: str
    at: datetime
    state: str
    late: bool = False
    body: dict[str, Any] = {}


class Proposal(msgspec.Struct):
    """A value that came second: the field, the value, and the entry that brought it."""

    field: str
    value: Any
    entry: str
    actor: str


class Standing(msgspec.Struct, omit_defaults=True):
    """A record as it stands. `version` counts its taken entries; `wrote` says who wrote a value, and when."""

    kind: str
    record: str
    grid: str
    station: str
    gacha: str = ""
    state: str = ""
    before: str = ""
    version: int = 0
    holder: str = ""
    body: dict[str, Any] = {}
    wrote: dict[str, tuple[int, str]] = {}
    acts: list[Done] = []
    proposals: list[Proposal] = []
    training: bool = False

    def digest(self) -> str:
        """The digest that every folder of the same entries must arrive at."""
        return digest(msgspec.to_builtins(self, str_keys=True))

    def last(self, *names: str) -> Done | None:
        """The last act of these names, or nothing."""
        return next((done for done in reversed(self.acts) if done.act in names), None)

    def unsettled(self) -> list[Proposal]:
        """Second values that nobody has chosen for or against: a later writing of the field settles it."""
        came = {done.entry: version for version, done in enumerate(self.acts, start=1)}
        return [
            proposal
            for proposal in self.proposals
            if self.wrote.get(proposal.field, (0, ""))[0] <= came.get(proposal.entry, 0)
        ]

    def all_of(self, *names: str) -> list[Done]:
        """Every act of these names, in order."""
        return [done for done in self.acts if done.act in names]


def begin(entry: Entry) -> Standing:
    """A record before its first entry is folded in."""
    return Standing(
        kind=entry.kind,
        record=entry.record,
        grid=entry.grid,
        station=entry.station,
        gacha=entry.gacha,
        training=entry.training,
        body={},
        wrote={},
        acts=[],
        proposals=[],
    )


def fold(standing: Standing, entry: Entry, kind: Kind, at: datetime) -> Standing:
    """The standing with one more taken entry, changed in place. `at` is the moment the entry counts from.

    An act the table no longer has is kept as a fact: rules change, what happened does not.
    """
    act = kind.act.get(entry.act) or Act(name=entry.act, after=("*",))
    standing.version += 1
    unaware = standing.version - 1 > entry.saw and any(
        _is_anothers(done, entry) for done in standing.acts[entry.saw :]
    )
    late = unaware and not act.is_fact and not act.begins
    _move(standing, act, entry)
    if not act.is_fact or act.corrects:
        _write(standing, act, entry)
    standing.body.update(act.sets)
    _hand_over(standing, kind, entry)
    standing.acts.append(
        Done(
            entry=entry.id,
            act=entry.act,
            actor=entry.actor,
            device=entry.device,
            at=at.astimezone(UTC),  # one spelling of a moment, so one digest
            state=standing.state,
            late=late,
            body=dict(entry.body) if act.is_fact or act.always else {},
        )
    )
    return standing


def team_of(standing: Standing, kind: Kind) -> frozenset[str]:
    """Who else has a part in it: whom its team fields name, and who took it on by an act that joins."""
    found = {done.actor for done in standing.acts if (act := kind.act.get(done.act)) and act.joins}
    for name in kind.team:
        group, _, column = name.partition(".")
        value = standing.body.get(group)
        found.update(row[column] for row in value or () if row.get(column)) if column else found.update(
            [value] if value else []
        )
    return frozenset(found)


def _move(standing: Standing, act: Act, entry: Entry) -> None:
    """A stop keeps the state it interrupted; a stop in a state it does not interrupt is only a fact."""
    if act.always and not (act.offered_in(standing.state)):
        return
    target = act.leads_from(standing.state, entry.body, standing.before)
    if act.always and target != standing.state:
        standing.before = standing.state
    standing.state = target


def _write(standing: Standing, act: Act, entry: Entry) -> None:
    for name, value in entry.body.items():
        kind_of_field = act.fields.get(name)
        if isinstance(kind_of_field, Many):
            _merge(standing, kind_of_field.takes_out or name, value, out=bool(kind_of_field.takes_out))
        elif _someone_wrote_meanwhile(standing, name, value, entry):
            standing.proposals.append(Proposal(field=name, value=value, entry=entry.id, actor=entry.actor))
        else:
            standing.body[name] = value
            standing.wrote[name] = (standing.version, entry.device)


def _someone_wrote_meanwhile(standing: Standing, name: str, value: Any, entry: Entry) -> bool:
    written = standing.wrote.get(name)
    if written is None or standing.body.get(name) == value:
        return False
    version, _device = written
    return version > entry.saw and _is_anothers(standing.acts[version - 1], entry)


def _is_anothers(done: Done, entry: Entry) -> bool:
    """Whether an act was written where this one's author need not have seen it: on another phone, or by
    somebody else at the desk, which is one device for all.
    """
    return (done.device, done.actor) != (entry.device, entry.actor)


def _merge(standing: Standing, name: str, rows: list[Any], *, out: bool) -> None:
    there = {canonical(row): row for row in standing.body.get(name, [])}
    for row in rows:
        if out:
            there.pop(canonical(row), None)
        else:
            there.setdefault(canonical(row), row)
    standing.body[name] = list(there.values())


def _hand_over(standing: Standing, kind: Kind, entry: Entry) -> None:
    """Whose phone holds it: named by the holder field once the table says that it is handed out."""
    if kind.holder and standing.state in kind.held_from:
        standing.holder = standing.body.get(kind.holder, "")
    elif kind.holder:
        standing.holder = ""
    else:
        standing.holder = standing.holder or entry.actor

"""What was done to a record, step by step, and what is known of it, as a page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from urtuu.base.ids import read_id
from urtuu.interfaces.desk import forms, wording
from urtuu.interfaces.desk.asking import word
from urtuu.interfaces.desk.names import Names, Wanted
from urtuu.interfaces.desk.wording import Fact
from urtuu.journal.queries import RecordRow, RecordView, Step
from urtuu.kinds.fields import Field
from urtuu.kinds.vocabulary import Act

WHOSE = ("asked_of", "given_to", "party")
"""Open fields that say whom an act with a restricted part was about."""


@dataclass(frozen=True)
class StepShown:
    """One act in words."""

    title: str
    who: str
    at: datetime
    received_at: datetime
    late: bool
    from_desk: bool
    facts: list[Fact]
    id: str
    feed: str
    pos: int
    actor: str
    entries: list[tuple[str, str]]
    """Acts of another record that this one names: in words, and their ids."""


@dataclass(frozen=True)
class PartShown:
    """A sealed part that this person reads."""

    title: str
    facts: list[Fact]


@dataclass(frozen=True)
class Choice:
    """Two values for one field: the first stands, the second was written without knowing of it."""

    label: str
    first: str
    first_by: str
    second: str
    second_by: str
    keep: forms.Pairs
    take: forms.Pairs
    field: str


def fields_of(view: RecordView) -> dict[str, Field]:
    """All fields of a kind by name, sealed ones too."""
    return {name: of for act in view.kind.acts for name, of in act.fields.items()}


def wanted_by(view: RecordView) -> Wanted:
    """The ids a record's page will show."""
    wanted, fields = Wanted(), fields_of(view)
    wanted.row(RecordRow(view.row, view.standing))
    wanted.places.add(view.row.gacha)
    wanted.body(fields, view.standing.body)
    for body in view.parts.values():
        wanted.body(fields, body)
    for step in view.steps:
        wanted.staff.add(step.actor)
        wanted.body(fields, step.entry.body)
    for proposal in view.standing.proposals:
        wanted.staff.add(proposal.actor)
        wanted.value(fields.get(proposal.field), proposal.value)
    return wanted


def open_facts(view: RecordView, names: Names) -> list[Fact]:
    """The open values of a record."""
    # An entry's id says nothing to a person; the act that names one links to it.
    fields = {name: of for name, of in view.kind.open_fields.items() if not forms.names_entry(of)}
    body = {name: value for name, value in view.standing.body.items() if name in fields}
    return wording.facts(view.kind, fields, body, names)


def parts_shown(view: RecordView, names: Names) -> list[PartShown]:
    """The sealed parts that were opened, each party's under its mark; a restricted one act by act."""
    fields = fields_of(view)
    restricted = {f"{view.row.record}/{part}" for part in view.opened}
    shared = [
        PartShown(part_title(view, key), wording.facts(view.kind, fields, body, names))
        for key, body in view.parts.items()
        if body and key not in restricted
    ]
    return [*shared, *(_opened(view, step, part, names) for part in view.opened for step in view.steps
                       if part in step.parts)]  # fmt: skip


def _opened(view: RecordView, step: Step, part: str, names: Names) -> PartShown:
    """What one act says in a restricted part, with whom it was about and who wrote it down."""
    about = next((str(step.entry.body[name]) for name in WHOSE if step.entry.body.get(name)), "")
    said = (part_name(part), word(view.row.kind, "done", step.act), about, names.person(step.actor))
    title = " · ".join(one for one in said if one)
    return PartShown(title, wording.facts(view.kind, fields_of(view), step.parts[part], names))


def part_title(view: RecordView, key: str) -> str:
    """The name of a part in words, from the name of its key."""
    rest = key.removeprefix(view.row.record).strip("/") or "personal"
    part, _slash, party = rest.partition("/")
    said = part_name(part)
    return f"{said} · {party}" if party else said


def part_name(part: str) -> str:
    """A sealed part in words."""
    return word("", "parts", part)


def steps_shown(view: RecordView, names: Names, desks: set[str]) -> list[StepShown]:
    """All acts, the first first."""
    return [_step(view, step, names, step.device in desks) for step in view.steps]


def _step(view: RecordView, step: Step, names: Names, from_desk: bool) -> StepShown:
    act = view.kind.act.get(step.act) or Act(name=step.act)
    body: dict[str, Any] = dict(step.entry.body)
    for sealed in step.parts.values():
        body.update(sealed)
    return StepShown(
        title=word(view.row.kind, "done", step.act),
        who=names.person(step.actor) if step.actor != "house" else _("the system"),
        at=step.at,
        received_at=step.received_at,
        late=step.late,
        from_desk=from_desk,
        facts=wording.facts(view.kind, _without_digests(act.fields), _without(act, body), names),
        id=step.id,
        feed=names.place(step.feed.partition(":")[2]),
        pos=step.pos,
        actor=step.actor,
        entries=[
            (wording.label(view.kind, name), str(body[name]))
            for name, of in act.fields.items()
            if forms.names_entry(of) and read_id(str(body.get(name, "")))
        ],
    )


def _without_digests(fields: Mapping[str, Field]) -> dict[str, Field]:
    return {name: of for name, of in fields.items() if not forms.is_machine_made(of)}


def _without(act: Act, body: Mapping[str, Any]) -> dict[str, Any]:
    machine = {name for name, of in act.fields.items() if forms.is_machine_made(of)}
    return {name: value for name, value in body.items() if name not in machine}


def choices(view: RecordView, names: Names) -> list[Choice]:
    """Fields with a second value that nobody has decided on."""
    fields, authors = fields_of(view), {step.id: step.actor for step in view.steps}
    found = []
    for proposal in view.standing.unsettled():
        of = fields.get(proposal.field)
        first = view.standing.body.get(proposal.field)
        if of is None or first is None:
            continue
        wrote = view.standing.wrote.get(proposal.field, (0, ""))[0]
        writer = authors.get(view.standing.acts[wrote - 1].entry, "") if wrote else ""
        found.append(
            Choice(
                label=wording.label(view.kind, proposal.field),
                first=wording.shown(view.kind, proposal.field, of, first, names).text,
                first_by=names.person(writer),
                second=wording.shown(view.kind, proposal.field, of, proposal.value, names).text,
                second_by=names.person(proposal.actor),
                keep=forms.pairs(of, proposal.field, first),
                take=forms.pairs(of, proposal.field, proposal.value),
                field=proposal.field,
            )
        )
    return found

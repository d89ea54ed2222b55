"""Stories and short records told to the door: who does what, and what the tables answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from urtuu.kinds.cases import filled
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.dispute.codes import LEGALITY
from urtuu.kinds.entries import Entry
from urtuu.kinds.fields import Days, Field, Many, Officer
from urtuu.kinds.fold import Standing, begin, fold
from urtuu.kinds.judging import Answer, Verdict, judge
from urtuu.kinds.registry import Shelf
from urtuu.kinds.vocabulary import Act

BEGIN = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
RECORD = "01932f00-0000-7000-8000-00000000cafe"

AGREEMENT = {
    "form": "written",
    "legality": list(LEGALITY),
    "use_unchanged": True,
    "issuer_agrees": True,
    "obligations": [
        {"by": "A1", "to": "B1", "what": "修围栏", "due_on": "2026-12-01"},
        {"by": "B1", "to": "A1", "what": "付一半工钱", "due_on": "2026-12-10"},
    ],
}


def person(name: str) -> str:
    """The id of one of the cast."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urtuu-cast:{name}"))


@dataclass
class Telling:
    """One record, told act by act. What is not said is filled in with something valid."""

    shelf: Shelf
    kind: str
    standing: Standing | None = None
    rng: Random = field(default_factory=lambda: Random(131))
    at: datetime = BEGIN

    def does(self, who: str, act: str, knew: int | None = None, **said: Any) -> Verdict:
        """Judges an act and folds it if it is taken."""
        self.at += timedelta(minutes=5)
        entry, parts = self.entry(who, self.shelf[self.kind].act[act], said, knew)
        verdict = judge(entry, self.standing, parts, self.shelf)
        if verdict.answer is Answer.TAKEN:
            standing = self.standing or begin(entry)
            self.standing = fold(standing, entry, self.shelf[self.kind], entry.occurred_at)
        return verdict

    def entry(
        self, who: str, act: Act, said: dict[str, Any], knew: int | None
    ) -> tuple[Entry, dict[str, dict[str, Any]]]:
        """The entry of an act, filled, and its parts."""
        open_body, parts = filled(act, self.rng, wishes=False)
        fields = {**open_body, **{name: value for part in parts.values() for name, value in part.items()}}
        fields |= {name: _with_people(act.fields.get(name), value) for name, value in said.items()}
        if "legality" in fields and "legality" not in said:
            fields["legality"] = list(LEGALITY)
        gathered = {name for name, asked in act.fields.items() if isinstance(asked, Days)} - set(said)
        fields = {name: value for name, value in fields.items() if name not in gathered}
        version = self.standing.version if self.standing else 0
        deed = Deed(
            kind=self.kind,
            act=act.name,
            fields=fields,
            record=RECORD,
            grid="grid-1",
            station="station-1",
            saw=version if knew is None else knew,
        )
        hand = Hand(
            device=f"phone-of-{who}",
            seq=version + 1,
            actor=person(who),
            occurred_at=self.at,
            recorded_at=self.at,
            noise=self.rng.randbytes,
        )
        entry, sealed = compose(self.shelf[self.kind], act, deed, hand)
        return entry, {part.part: part.body for part in sealed}

    @property
    def state(self) -> str:
        """Where the record stands now."""
        return self.standing.state if self.standing else ""


def _with_people(asked: Field | None, value: Any) -> Any:
    if isinstance(asked, Officer) and isinstance(value, str):
        return person(value)
    if isinstance(asked, Many):
        return [{name: _with_people(asked.of.get(name), v) for name, v in row.items()} for row in value]
    return value

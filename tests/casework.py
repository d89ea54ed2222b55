"""Disputes driven through the journal's own door by everybody who may have a hand in one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cast import Cast, Person, person, post_place
from urtuu.base.ids import new_id
from urtuu.journal import desk, lookups
from urtuu.journal.push import NotTaken
from urtuu.journal.standings import standing_of
from urtuu.kinds.cases import filled
from urtuu.kinds.composing import Deed
from urtuu.kinds.dispute.codes import LEGALITY
from urtuu.kinds.fold import Standing
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role

KIND = shelf()["dispute"]
REPORT = {
    "how_found": "visit",
    "category": "NEI",
    "people": 2,
    "hurt_or_threatened": "no",
    "size": "small",
    "summary": "两家为排水沟争执。",
    "close_ties": "no",
}
ACCEPT = {"difficulty": "D2", "notice_given": True, "no_objection": True, "conflict_clear": True}
PARTIES = {"A1": ("a", "宝音"), "B1": ("b", "朝鲁")}


def agreement(*days: str, **more: Any) -> dict[str, Any]:
    """A written agreement with an obligation a day."""
    rows = [
        {"by": "A1", "to": "B1", "what": "疏通排水沟", "due_on": day, "how": "自费请工"}
        for day in days or ("2026-12-20",)
    ]
    said = {"form": "written", "legality": list(LEGALITY), "obligations": rows, "facts": "沟被填了一半。"}
    return {**said, "issues": "谁疏通、何时疏通", **more}


@dataclass
class Casework:
    """One dispute in the near grid, and whoever acts on it by role. The clock goes on five minutes an act."""

    cast: Cast
    people: dict[Role, Person]
    at: datetime
    record: str = ""
    told: list[str] = field(default_factory=list)

    def does(self, who: Role | Person, act: str, **said: Any) -> str:
        """An act that must be taken; the id of its entry. What is not said is filled in validly."""
        self.at += timedelta(minutes=5)
        by = self.people[who] if isinstance(who, Role) else who
        deed = self._deed(act, said)
        return desk.perform(by.id, deed, self.at).id

    def refuses(self, who: Role | Person, act: str, **said: Any) -> str:
        """The name of the sentence by which an act is not taken."""
        try:
            self.does(who, act, **said)
        except NotTaken as answer:
            return answer.sentence.name
        return ""

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return standing_of(lookups.record_states([self.record])[self.record])

    def _deed(self, act: str, said: dict[str, Any]) -> Deed:
        row = KIND.act[act]
        open_body, parts = filled(row, Random(131), wishes=False)
        sealed = {name: value for part in parts.values() for name, value in part.items()}
        fields = {**open_body, **sealed, **said}
        begins = row.begins
        if begins:
            self.record = str(new_id(self.at))
        grid = self.cast.near
        return Deed(
            kind="dispute", act=act, fields=fields, record=self.record, grid=grid.pk, station=grid.station_id,
            gacha=grid.gachas.all()[0].pk, saw=0 if begins else self.standing.version,
        )  # fmt: skip

    def reported(self, **more: Any) -> Casework:
        """Found on a visit, both sides named."""
        place = {"gacha": self.cast.near.gachas.all()[0].pk, "spot": "村部东侧"}
        self.does(Role.OFFICER, "report", **{**REPORT, "place": place, **more})
        for party, (side, name) in PARTIES.items():
            self.does(Role.OFFICER, "add_party", party=party, side=side, capacity="adult", name=name)
        return self

    def agreeing(self, to: str = "mediation") -> Casework:
        """Each asked alone, each agrees."""
        for party in PARTIES:
            self.does(Role.OFFICER, "consent", party=party, to=to, answer="agrees", asked_alone=True)
        return self

    def accepted(self, **more: Any) -> Casework:
        """Offered, agreed to, taken on by the registrar."""
        self.reported().does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
        accept = {**ACCEPT, "mediator": self.people[Role.MEDIATOR].id, **more}
        self.agreeing().does(Role.REGISTRAR, "accept", **accept)
        return self

    def mediating(self, **more: Any) -> Casework:
        """Rights told, begun."""
        self.accepted(**more).does(Role.MEDIATOR, "start", rights_told=True)
        return self

    def agreed(self, *days: str, **more: Any) -> Casework:
        """An agreement, signed and not yet sealed."""
        self.mediating().does(Role.MEDIATOR, "agree", **agreement(*days, **more))
        return self


def everyone_of(cast: Cast) -> dict[Role, Person]:
    """One person of each role, at home."""
    known = {
        Role.OFFICER: cast.bataar, Role.CHIEF: cast.saran, Role.CLERK: cast.li, Role.CHAIR: cast.wang,
        Role.SAFETY: cast.gao,
    }  # fmt: skip
    more = [role for role in Role if role not in known and role is not Role.HOUSE]
    return known | {role: person(role.value, role.value, role, post_place(cast, role)) for role in more}

"""Ten thousand random lives of a dispute: two devices, late sync, legal and illegal acts in any order.

Whatever is tried, no illegal state is reached, a stop and a hold always win, and what the invariants of the
specification forbid is never taken from somebody who could know better (disputes.md 7.11).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from kinds_telling import person

from urtuu.kinds.cases import value_of
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.dispute import rules
from urtuu.kinds.dispute.codes import LEGALITY
from urtuu.kinds.entries import Entry
from urtuu.kinds.fields import Choice, Day, Days, Field, Many, Officer, Words, YesNo
from urtuu.kinds.fold import Done, Standing, begin, fold
from urtuu.kinds.judging import Answer, judge
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act

LIVES, ACTS = 10_000, 24
KIND = shelf()["dispute"]
START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PEOPLE = ("bataar", "qiqige", "mediator", "second", "wang", "saran", "gao", "judge", "registrar")
PARTIES = ("A1", "B1")
_LABELS = frozenset(("party", "asked_of", "stopped_by", "refused_by", "given_to", "withdrawn_by", "by", "to"))
NEXT = {
    "offered": ("accept",),
    "accepted": ("start", "start", "extend", "stop"),
    "mediating": ("agree", "agree", "session", "pause", "terminate"),
    "paused": ("resume", "resume", "stop"),
    "agreed": (
        "begin_performing",
        "begin_performing",
        "seal",
        "performed",
        "send_back",
        "follow_up",
        "close",
    ),
    "performing": ("performed", "follow_up", "close", "close", "reopen"),
    "safety_hold": ("release", "release", "safety_decide", "void"),
    "terminated": ("close_out",),
    "not_accepted": ("close_out",),
    "referred": ("feedback", "close_out", "take_back"),
    "closed": ("archive", "confirm_defused", "hold"),
}
"""What a case usually needs next: a wholly random walk seldom gets past the door."""


_SENSIBLE: tuple[tuple[type[Field], str, Any], ...] = (
    (YesNo, "", lambda life: life.rng.random() < 0.9),
    (Officer, "", lambda life: person(life.rng.choice(("mediator", "second")))),
    (Choice, "answer", lambda life: life.rng.choice(("agrees",) * 5 + ("refuses", "wants_time"))),
    (Choice, "to", lambda life: life.rng.choice(("mediation", "mediation", "separate_only", "escalation"))),
    (Choice, "legality", lambda life: list(LEGALITY) if life.rng.random() < 0.9 else ["capacity"]),
    (Choice, "side", lambda life: life.rng.choice(("a", "b"))),
    (Choice, "difficulty", lambda life: life.rng.choice(("D1", "D2"))),
    (Choice, "category", lambda life: life.rng.choice(("NEI", "CTR", "FAM", "HSE"))),
    (Choice, "performance", lambda life: life.rng.choice(("in_full", "in_full", "in_part", "waived"))),
    (Day, "", lambda life: str((life.at + timedelta(days=life.rng.choice((-1, 0, 3, 20)))).date())),
)
"""What a person would write, and now and then what they would not."""


@dataclass
class Device:
    """A phone or the desk: what it knows of the record, and what it has not sent."""

    name: str
    knows: int = 0
    waiting: list[tuple[Entry, dict[str, Any], Act]] = field(default_factory=list)


@dataclass
class Life:
    """One dispute lived at random."""

    rng: Random
    standing: Standing | None = None
    taken: list[tuple[Entry, datetime]] = field(default_factory=list)
    at: datetime = START
    seen: Counter[str] = field(default_factory=Counter)

    def live(self) -> None:
        """Acts written on two devices, arriving in any order that each device's own order allows."""
        devices = [Device("phone"), Device("desk")]
        self.arrives(*self.written(devices[0], KIND.act["report"]), KIND.act["report"])
        for device in devices:
            device.knows = 1
        for _ in range(ACTS):
            device = self.rng.choice(devices)
            act, said = self.chosen()
            entry, parts = self.written(device, act, said)
            device.waiting.append((entry, parts, act))
            device.knows += 1
            if self.rng.random() < 0.6:  # a signal: everything goes out, everything comes in
                for entry_, parts_, act_ in device.waiting:
                    self.arrives(entry_, parts_, act_)
                device.waiting.clear()
                device.knows = self.standing.version if self.standing else 0
        for device in self.rng.sample(devices, 2):
            for entry, parts, act in device.waiting:
                self.arrives(entry, parts, act)

    def chosen(self) -> tuple[Act, dict[str, Any]]:
        """Mostly what the case needs, sometimes what is open, sometimes anything; with what is said."""
        assert self.standing is not None
        draw = self.rng.random()
        if draw < 0.6:
            return self.needed(self.standing)
        if draw < 0.85:
            offered = [act for act in KIND.acts if act.offered_in(self.standing.state)]
            return self.rng.choice(offered or list(KIND.acts)), {}
        return self.rng.choice([act for act in KIND.acts if not act.begins]), {}

    def needed(self, standing: Standing) -> tuple[Act, dict[str, Any]]:
        """The next step, with the party it is about."""
        named, asked = rules.parties(standing), rules.asked(standing)
        for party, side in (("A1", "a"), ("B1", "b")):
            if party not in named:
                return KIND.act["add_party"], {"party": party, "side": side}
            if party not in asked and rules.questions_due(standing.body):
                return KIND.act["safety_questions"], {"asked_of": party}
        if standing.state == "reported":
            return KIND.act[self.rng.choice(("offer", "offer", "settle_at_once", "refer", "not_accept"))], {}
        lacking = rules.consent_lacking(standing)
        if lacking and standing.state in ("offered", "mediating"):
            return KIND.act["consent"], {"party": lacking[1] or "A1", "to": "mediation"}
        return KIND.act[self.rng.choice(NEXT.get(standing.state, ("note",)))], {}

    def written(
        self, device: Device, act: Act, said: dict[str, Any] | None = None
    ) -> tuple[Entry, dict[str, Any]]:
        """An act as somebody who may do it writes it, mostly sensible."""
        self.at += timedelta(minutes=self.rng.choice((3, 40, 600, 2_000)))
        fields = {
            name: self.value(name, asked)
            for name, asked in act.fields.items()
            if not isinstance(asked, Days) and (name in act.needs or self.rng.random() < 0.3)
        } | (said or {})
        deed = Deed(
            kind="dispute", act=act.name, fields=fields, record="r", grid="g", station="s", saw=device.knows
        )  # fmt: skip
        who = person(self.rng.choice(PEOPLE))
        hand = Hand(
            device=device.name, seq=1, actor=who, occurred_at=self.at, recorded_at=self.at,
            noise=self.rng.randbytes,
        )  # fmt: skip
        entry, sealed = compose(KIND, act, deed, hand)
        return entry, {part.part: part.body for part in sealed}

    def value(self, name: str, asked: Field) -> Any:
        """A value that a person would write, and now and then one that they would not."""
        rng = self.rng
        if name in _LABELS and isinstance(asked, Words):
            return rng.choice(PARTIES)
        if isinstance(asked, Many):
            return [{column: self.value(column, inner) for column, inner in asked.of.items()}]
        for kind_of_field, named, choose in _SENSIBLE:
            if isinstance(asked, kind_of_field) and named in ("", name):
                return choose(self)
        return value_of(asked, rng)

    def arrives(self, entry: Entry, parts: dict[str, Any], act: Act) -> None:
        """At the station: judged, folded if taken, and every invariant looked at."""
        before = self.standing
        verdict = judge(entry, before, parts, shelf())
        self.seen[str(verdict.answer)] += 1
        if act.always:
            assert verdict.answer is Answer.TAKEN, (act.name, before.state if before else "")
        if verdict.answer is not Answer.TAKEN:
            return
        state = before.state if before else ""
        known = list(before.acts[: entry.saw]) if before else []
        if before:
            self.allowed(entry, before, state, known)
        self.standing = fold(before or begin(entry), entry, KIND, entry.occurred_at)
        self.taken.append((entry, entry.occurred_at))
        self.seen[f"in {self.standing.state}"] += 1
        assert self.standing.state in KIND.states

    def allowed(self, entry: Entry, before: Standing, state: str, known: list[Done]) -> None:
        """What must hold of an act that is about to be folded."""
        act = KIND.act[entry.act]
        if act.leads_to and not act.always:
            assert act.offered_in(state), (act.name, state)
        if entry.act in ("agree", "settle_at_once"):
            assert rules.consent_lacking(before) is None
            assert not rules.stop_stands(before, before.acts) or entry.act == "settle_at_once"
            assert set(entry.body["legality"]) == set(LEGALITY)
            assert entry.body["due_days"]
        if state == "safety_hold" and act.leads_to and not act.always:
            assert entry.act in ("release", "safety_decide", "void")
            assert set(act.by) <= {Role.SAFETY, Role.CHIEF}
        if entry.act == "session" and entry.body["manner"] == "joint":
            assert not rules.joint_barred(before, known)
        if entry.act in ("close", "close_unperformed", "close_out", "lift", "confirm_defused", "void"):
            acted = {done.actor for done in before.all_of(*act.not_by)}
            assert entry.actor not in acted, act.name
        if entry.act == "accept":
            assert not rules.conflicted(before, entry.body["mediator"])
        if entry.act == "raise_level":
            assert rules.consent_lacking(before, to=("escalation",), since="raise_level") is None
        if entry.act == "offer":
            assert before.body.get("grassland") != "GRS-02"


def test_ten_thousand_lives_reach_no_illegal_state_and_stop_and_hold_always_win():
    seen: Counter[str] = Counter()
    for seed in range(LIVES):
        life = Life(Random(seed))
        life.live()
        seen += life.seen
        if seed % 10 == 0:
            again: Standing | None = None
            for entry, at in life.taken:
                again = fold(again or begin(entry), entry, KIND, at)
            assert again is not None
            assert life.standing is not None
            assert again.digest() == life.standing.digest()
    # The walk is worth something only if it gets everywhere and is refused often.
    assert {f"in {state}" for state in KIND.states} - set(seen) == set()
    assert min(seen["returned"], seen["held"], seen["taken"]) > LIVES

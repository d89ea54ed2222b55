"""Weeks of work for the tests of figures: acts of the cast, at the desk and from phones, through the door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cast import FAR_GACHA, GACHA, NEXT_GACHA, Cast, Person, person
from urtuu.base.chain import genesis, heads
from urtuu.base.signing import ED25519, public_text, sign
from urtuu.base.weeks import Week
from urtuu.journal import desk, intake
from urtuu.journal.push import Push
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.dispute.codes import LEGALITY
from urtuu.kinds.entries import read_entry, write_line
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.places.models import Device, Region

ZONE = ZoneInfo("Asia/Shanghai")
WEEK = Week(2026, 48)
GACHAS = {"near": GACHA, "next-door": NEXT_GACHA, "far": FAR_GACHA}


def at(day: int, hour: int = 10, minute: int = 0, week: Week = WEEK) -> datetime:
    """A moment of a weekday (1 is Monday) of a week."""
    start = datetime.combine(week.monday, datetime.min.time(), ZONE)
    return start + timedelta(days=day - 1, hours=hour, minutes=minute)


@dataclass
class Handset:
    """A person's phone with a chain of its own; what is recorded waits until it is pushed."""

    who: Person
    device: Device
    key: Ed25519PrivateKey
    seq: int = 0
    head: bytes = b""
    lines: list[bytes] = field(default_factory=list)
    sealed: list[Any] = field(default_factory=list)

    def record(self, deed: Deed, moment: datetime) -> str:
        """Writes an act offline; the record's id."""
        kind = shelf()[deed.kind]
        seq = self.seq + len(self.lines) + 1
        hand = Hand(
            device=str(self.device.pk), seq=seq, actor=self.who.id, occurred_at=moment, recorded_at=moment
        )
        entry, parts = compose(kind, kind.act[deed.act], deed, hand)
        self.lines.append(write_line(entry))
        self.sealed += parts
        return entry.record

    def push(self, now: datetime) -> list[str]:
        """Sends everything; the answers."""
        device = str(self.device.pk)
        previous = self.head or genesis(device)
        signature = sign(self.key, list(heads(previous, self.lines))[-1])
        push = Push(device, self.seq + 1, previous, self.lines, ED25519, signature, sealed=self.sealed)
        reply = intake.take(push, now)
        self.seq, self.head = reply.seq, reply.head
        self.lines, self.sealed = [], []
        self.device.last_seen_at = now
        self.device.save(update_fields=["last_seen_at"])
        return [str(receipt.answer) for receipt in reply.receipts]


def handset(who: Person, enrolled_at: datetime | None = None, **more: Any) -> Handset:
    """A new phone of somebody."""
    key = Ed25519PrivateKey.generate()
    device = Device.objects.create(
        staff=who.staff,
        kind=Device.PHONE,
        alg=ED25519,
        public_key=public_text(key),
        enrolled_at=enrolled_at or at(1, 8, week=WEEK.shifted(-8)),
        label=f"{who.name}的手机",
        **more,
    )
    return Handset(who, device, key)


@dataclass
class Work:
    """The cast at work. Every method takes the moment and returns the record."""

    cast: Cast
    mediator: Person
    coordinator: Person

    def do(self, who: Person, kind: str, act: str, moment: datetime, record: str = "", **fields: Any) -> str:
        """One act at the desk, which must be taken."""
        place = self.place(fields.pop("grid", who.grid or "near"))
        saw = fields.pop("saw", 99 if record else 0)
        deed = Deed(kind=kind, act=act, fields=fields, record=record, saw=saw, **place)
        receipt = desk.perform(who.id, deed, moment)
        return read_entry(_line(receipt.id)).record

    def place(self, grid: str) -> dict[str, str]:
        """Where a record of a grid is begun."""
        station = self.cast.away if grid == "far" else self.cast.home
        return {"grid": grid, "station": station.pk, "gacha": GACHAS.get(grid, "")}

    def officer(self, grid: str) -> Person:
        """Who serves a grid."""
        return {"near": self.cast.bataar, "next-door": self.cast.qiqige, "far": self.cast.dorji}[grid]

    def chief(self, grid: str) -> Person:
        """Whose station a grid belongs to."""
        return self.cast.nasan if grid == "far" else self.cast.saran

    def visit(self, grid: str, moment: datetime) -> str:
        """A household visited."""
        fields = {"label": "宝音家", "met": "met", "card_left": True}
        return self.do(self.officer(grid), "visit", "make", moment, **fields)

    def need(self, grid: str, moment: datetime) -> str:
        """A need heard."""
        fields = {"topic": "water", "heading": "机井不出水", "said": "井干了三天"}
        return self.do(self.officer(grid), "need", "hear", moment, **fields)

    def need_met(self, grid: str, record: str, moment: datetime) -> None:
        """A need met."""
        self.do(self.officer(grid), "need", "met", moment, record, how_met="水务站已修好")

    def session(self, grid: str, moment: datetime, people: int = 12, language: str = "zh") -> str:
        """A session of publicity."""
        place = {"gacha": GACHAS[grid], "spot": "文化室"}
        fields = {"topics": ["fraud"], "people": people, "language": language, "place": place}
        return self.do(self.officer(grid), "publicity", "hold_now", moment, **fields)

    def planned(self, grid: str, moment: datetime) -> str:
        """A session that is only planned."""
        fields = {"topics": ["fire"], "planned_on": "2026-12-01", "place": {"gacha": GACHAS[grid]}}
        return self.do(self.officer(grid), "publicity", "plan", moment, **fields)

    def dispute(self, grid: str, moment: datetime, by: Person | None = None, **more: Any) -> str:
        """A dispute reported."""
        return self.do(by or self.officer(grid), "dispute", "report", moment, **report(grid, **more))

    def settle(self, grid: str, moment: datetime) -> str:
        """A small dispute found and settled on the spot by the mediator."""
        by = self.mediator
        record = self.do(by, "dispute", "report", moment, grid=grid, **report(grid))
        for party, side in (("A", "a"), ("B", "b")):
            fields = {"party": party, "side": side, "capacity": "adult", "name": f"当事人{party}"}
            self.do(by, "dispute", "add_party", moment, record, **fields)
            asked = {"party": party, "to": "mediation", "answer": "agrees", "asked_alone": True}
            self.do(by, "dispute", "consent", moment, record, **asked)
        due = (moment + timedelta(days=3)).date().isoformat()
        row = {"by": "A", "to": "B", "what": "修好围栏", "due_on": due}
        flags = ("all_present", "questions_clear", "notice_given", "rights_told")
        fields = {
            "mediator": by.id, "delegation": "调委会授权", "difficulty": "D1", "form": "oral",
            "legality": list(LEGALITY), "obligations": [row], **dict.fromkeys(flags, True),
        }  # fmt: skip
        self.do(by, "dispute", "settle_at_once", moment, record, **fields)
        return record

    def refer(self, grid: str, record: str, moment: datetime) -> None:
        """A dispute handed on by the chief."""
        fields = {"receiver": "court", "why_referred": "标的较大", "sent": "案由", "basis": "consent"}
        self.do(self.chief(grid), "dispute", "refer", moment, record, **fields)

    def safety(self, grid: str, record: str, moment: datetime, decision: str) -> None:
        """A hold, and what the safety lead decides."""
        self.do(self.officer(grid), "dispute", "hold", moment, record, answer_within="four_hours")
        fields = {"decision": decision, "help_listed": True, "reason": "当事人要求先得到帮助"}
        more = {"receiver": "civil_affairs"} if decision == "refer" else {}
        self.do(self.cast.gao, "dispute", "safety_decide", moment, record, **fields, **more)

    def void(self, record: str, moment: datetime) -> None:
        """A dispute of the home station that was written down by mistake."""
        self.do(self.cast.wang, "dispute", "ask_void", moment, record, why_void="重复录入了一次")
        self.do(self.cast.saran, "dispute", "void", moment, record, void_kind="entry_error")

    def close_out(self, record: str, moment: datetime) -> None:
        """The end of a dispute of the home station that was ended after a hold."""
        fields = {"notice_given": True, "outcome": "terminated"}
        self.do(self.cast.wang, "dispute", "close_out", moment, record, **fields)

    def defuse(self, grid: str, record: str, moment: datetime) -> None:
        """Signs of an escalation, and what was done about them."""
        fields = {"signs": ["threat"], "done_about_it": "当场分开双方并守到平静"}
        self.do(self.officer(grid), "dispute", "defuse", moment, record, **fields)

    def confirm(self, record: str, moment: datetime, afterwards: str = "calm") -> None:
        """What a second person found a week later."""
        self.do(self.cast.gao, "dispute", "confirm_defused", moment, record, afterwards=afterwards)

    def task(self, grid: str, moment: datetime, week: Week = WEEK) -> str:
        """A task on an officer's phone."""
        chief = self.chief(grid)
        fields = {
            "what": "visit",
            "title": "走访宝音家",
            "source": "chief",
            "reason": "站长交办",
            "week": str(week),
        }
        record = self.do(chief, "task", "propose", moment, grid=grid, **fields)
        self.do(chief, "task", "assign", moment, record, officer=self.officer(grid).id)
        self.do(chief, "task", "issue", moment, record)
        return record

    def task_end(self, grid: str, record: str, moment: datetime, how: str) -> None:
        """A task done, carried over or cancelled."""
        if how == "done":
            self.do(self.officer(grid), "task", "done", moment, record, outcome="done")
        elif how == "carry_over":
            later = str(WEEK.shifted(1))
            self.do(self.officer(grid), "task", "carry_over", moment, record, why_carried="road", week=later)
        else:
            self.do(self.chief(grid), "task", "cancel", moment, record, why_cancelled="已由他人办理")

    def strike(self, grid: str, kind: str, record: str, moment: datetime) -> None:
        """A record that should not exist."""
        self.do(self.officer(grid), kind, "strike", moment, record, reason="记错了")


def report(grid: str, **more: Any) -> dict[str, Any]:
    """The fields of a dispute's report."""
    return {
        "how_found": "visit", "category": "NEI", "place": {"gacha": GACHAS[grid]}, "people": 2,
        "hurt_or_threatened": "no", "size": "small", "summary": "邻里排水", **more,
    }  # fmt: skip


def at_work(cast: Cast) -> Work:
    """The cast with a mediator and a coordinator beside them."""
    banner = Region.objects.get(level="banner")
    return Work(
        cast=cast,
        mediator=person("mandakh", "满都拉", Role.MEDIATOR, cast.home),
        coordinator=person("tuya", "图雅", Role.COORDINATOR, banner),
    )


def _line(entry: str) -> bytes:
    from urtuu.journal.models import EntryRow  # the tests look at what was stored

    return bytes(EntryRow.objects.values_list("line", flat=True).get(pk=entry))


def in_bulk(work: Work, many: int) -> None:
    """So many visits, disputes and sessions of the near grid from one phone, and tasks carried over."""
    phone, place = handset(work.cast.bataar), work.place("near")
    session = {"topics": ["fraud"], "people": 9, "language": "mn", "place": {"gacha": GACHA}}
    fields: dict[tuple[str, str], dict[str, Any]] = {
        ("visit", "make"): {"label": "宝音家", "met": "met", "card_left": True},
        ("dispute", "report"): report("near"),
        ("publicity", "hold_now"): session,
    }
    for n in range(many):
        for (kind, act), body in fields.items():
            phone.record(Deed(kind=kind, act=act, fields=body, **place), at(3, 9, n))
    phone.push(at(5, 9))
    task = {"what": "visit", "title": "走访", "source": "chief", "reason": "站长交办", "week": str(WEEK)}
    deeds = [Deed(kind="task", act="propose", fields=task, **place) for _ in range(many)]
    ids = [read_entry(_line(done.id)).record for done in desk.perform_all(work.cast.saran.id, deeds, at(1))]
    later = {"why_carried": "road", "week": str(WEEK.shifted(1))}
    steps: list[tuple[str, dict[str, Any]]] = [
        ("assign", {"officer": work.cast.bataar.id}),
        ("carry_over", later),
    ]
    for act, body in steps:
        acts = [Deed(kind="task", act=act, fields=body, record=ident, saw=9) for ident in ids]
        desk.perform_all(work.cast.saran.id, acts, at(5))

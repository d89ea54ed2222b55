"""A phone: enrols with a card, records without signal, synchronises, and turns green by receipt only."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from urtuu.base.chain import link
from urtuu.base.ids import read_id
from urtuu.base.sentences import Sentence, say
from urtuu.base.signing import key_from_seed, public_text, sign
from urtuu.interfaces.phone import client, looking, offering
from urtuu.interfaces.phone.client import Refused, Transport, Web
from urtuu.interfaces.phone.looking import Message, Seen
from urtuu.interfaces.phone.store import Own, Store
from urtuu.interfaces.phone.taking import Taken, take_in
from urtuu.kinds.composing import Deed, Hand, Noise, compose
from urtuu.kinds.entries import LONGEST_LINE, write_line
from urtuu.kinds.judging import Answer, judge
from urtuu.kinds.registry import Shelf, shelf
from urtuu.kinds.vocabulary import Act, Kind

MOST_ROUNDS = 2000

Clock = Callable[[], datetime]


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Recorded:
    """An act as it was written on the phone."""

    seq: int
    id: str
    record: str
    state: str


@dataclass
class Synced:
    """What a synchronisation did."""

    sent: int = 0
    receipts: int = 0
    lines: int = 0
    rounds: int = 0
    problems: list[Sentence] = field(default_factory=list)


class Phone:
    """One phone in one folder. Not for two threads at once."""

    def __init__(
        self,
        folder: Path,
        *,
        send: Transport | None = None,
        now: Clock = _clock,
        noise: Noise = secrets.token_bytes,
        tables: Shelf | None = None,
        most_lines: int = offering.MOST_LINES,
    ) -> None:
        self.store = Store(folder)
        self.now, self.noise = now, noise
        self._send = send
        self._tables = tables
        self._most_lines = most_lines

    @property
    def shelf(self) -> Shelf:
        """The kinds this phone knows."""
        return self._tables or shelf()

    @property
    def device(self) -> str:
        """Its id; empty before enrolment."""
        return self.store.fact("device")

    # -- enrolling

    def enrol(self, server: str, code: str, label: str = "") -> None:
        """Becomes somebody's phone by a one-time card. Raises Failed; then nothing has changed."""
        if self.store.fact("staff"):
            raise Refused(say("phone_enrolled_already"))
        seed, device = secrets.token_bytes(32), str(uuid4())
        send = self._send or Web(server)
        told = client.enrol(send, code, device, public_text(key_from_seed(seed)), label)
        with self.store.writing():
            self.store.tell(
                server=server,
                seed=seed.hex(),
                device=told.device,
                staff=told.staff,
                name=told.name,
                epoch=told.epoch,
                receipt_key=told.receipt_key,
                lease_until=told.lease_until.isoformat() if told.lease_until else "",
            )

    def _ready(self) -> None:
        """Raises Refused unless the phone may be written on."""
        if not self.store.fact("staff"):
            raise Refused(say("phone_not_enrolled"))
        if self.store.fact("revoked") or not self.store.fact("seed"):
            raise Refused(say("phone_revoked"))

    def _unlocked(self) -> None:
        lease = self.store.fact("lease_until")
        if lease and self.now() > datetime.fromisoformat(lease):
            raise Refused(say("lease_over"))
        if self.store.fact("forked"):
            raise Refused(say("chain_forked"))

    # -- recording

    def record(  # noqa: PLR0913 - an act has this many circumstances, all but two optional
        self,
        kind: str,
        act: str,
        fields: Mapping[str, Any] | None = None,
        record: str = "",
        *,
        grid: str = "",
        station: str = "",
        occurred_at: datetime | None = None,
        training: bool = False,
    ) -> Recorded:
        """Writes one act, without any network. Raises Refused with the sentence the server would say."""
        self._ready()
        self._unlocked()
        table, row = self._row(kind, act)
        if record and (ident := read_id(record)):
            record = str(ident)
        seen = self.seen(record) if record else None
        if seen and seen.standing.kind != kind:
            raise Refused(say("record_of_other_kind", kind=seen.standing.kind))
        grid, station = self._place(seen, grid, station)
        deed = Deed(
            kind=kind,
            act=act,
            fields=fields or {},
            record=record,
            grid=grid,
            station=station,
            gacha=_gacha(fields or {}),
            saw=seen.standing.version if seen else 0,
            training=training,
        )
        return self._written(table, row, deed, occurred_at)

    def _row(self, kind: str, act: str) -> tuple[Kind, Act]:
        table = self.shelf.get(kind)
        if table is None:
            raise Refused(say("no_such_kind", name=kind, known=", ".join(k.name for k in self.shelf)))
        row = table.act.get(act)
        if row is None:
            raise Refused(say("unknown_act", kind=kind, name=act))
        if table.desk_only or not row.offline:
            raise Refused(say("needs_the_desk", kind=kind, act=act))
        return table, row

    def _place(self, seen: Seen | None, grid: str, station: str) -> tuple[str, str]:
        """A known record's own place; else the grid named, or the only one this phone serves."""
        if seen:
            return seen.standing.grid, seen.standing.station
        own = [name.removeprefix("grid:") for name in self.store.feeds() if name.startswith("grid:")]
        if not grid and not station:
            if len(own) != 1:
                raise Refused(say("which_grid", grids=", ".join(own)))
            grid = own[0]
        rows = self.store.ref_rows(f"ref:places:{grid}")
        return grid, station or next((str(r["station"]) for r in rows if r.get("is") == "grid"), "")

    def _written(self, kind: Kind, act: Act, deed: Deed, occurred_at: datetime | None) -> Recorded:
        """Composed, judged and appended in one transaction: two recordings never take one number."""
        now = self.now()
        with self.store.writing():
            last = offering.last(self.store)
            hand = Hand(
                device=self.device,
                seq=last[0] + 1,
                actor=self.store.fact("staff"),
                occurred_at=occurred_at or now,
                recorded_at=now,
                noise=self.noise,
            )
            entry, sealed = compose(kind, act, deed, hand)
            seen = self.seen(entry.record)
            verdict = judge(
                entry, seen.standing if seen else None, {s.part: s.body for s in sealed}, self.shelf
            )
            if verdict.answer is not Answer.TAKEN:
                raise Refused(verdict.sentence or say("not_taken"))
            line = write_line(entry)
            if len(line) > LONGEST_LINE:
                raise Refused(say("too_long", bytes=len(line), most=LONGEST_LINE))
            self.store.append(entry.seq, entry, line, link(last[1], line), sealed)
            state = self.seen(entry.record)
        return Recorded(entry.seq, entry.id, entry.record, state.state if state else "")

    # -- synchronising

    def sync(self, *, push: bool = True, pull: bool = True) -> Synced:
        """Pushes what has no receipt and pulls what is new, until both are done. Raises Failed.

        Whatever fails on the way, calling it again goes on where it stopped: the same lines are sent again
        and known by the server. `push` alone stops when every line has its receipt, `pull` alone sends none.
        """
        self._ready()
        done = Synced()
        idle = 0
        while done.rounds < MOST_ROUNDS:
            before = (self.store.fact("acked"), self._unanswered())
            batch = offering.batch(self.store, self._most_lines) if push else []
            found = self._round(batch, done)
            waits = push and self._unanswered() > 0 and not self.store.fact("forked")
            idle = 0 if (self.store.fact("acked"), self._unanswered()) != before else idle + 1
            if idle > 1 and waits:
                raise Refused(say("nothing_moves"))
            if not waits and not (pull and found.goes_on and self.store.fact("seed")):
                return done
        raise Refused(say("nothing_moves"))

    def _round(self, batch: list[Own], done: Synced) -> Taken:
        send = self._send or Web(self.store.fact("server"))
        key = key_from_seed(bytes.fromhex(self.store.fact("seed")))
        asking = offering.asking(self.store, batch, self.now())
        if batch:
            asking.sig = sign(key, batch[-1].head)
        lines = [line for own in batch for line in (own.line, *self.store.parts_of_entry(own.id))]
        try:
            answer = client.exchange(send, key, asking, lines)
        except Refused as refused:
            if refused.status != 413 or len(batch) < 2:
                raise
            self._most_lines = max(1, len(batch) // 2)
            return Taken()
        found = take_in(self.store, self.shelf, {own.seq for own in batch}, answer, self.now())
        done.rounds += 1
        done.sent += len(batch)
        done.receipts += found.receipts
        done.lines += found.lines
        done.problems += found.problems
        return found

    def _unanswered(self) -> int:
        return offering.unanswered(self.store)

    # -- looking

    def seen(self, record: str) -> Seen | None:
        """One record, own pending acts included; nothing when it is not on the phone."""
        return looking.seen(self.store, self.shelf, record)

    def records(self) -> list[Seen]:
        """Every record on the phone."""
        found = (self.seen(record) for record in self.store.records())
        return [one for one in found if one]

    def inbox(self) -> list[Message]:
        """What was held or returned, and warnings."""
        return looking.inbox(self.store)

    def status(self, seq: int) -> str:
        """pending, taken, held or returned; empty when the line left the phone long after its receipt."""
        own = self.store.own("WHERE seq = ?", seq)
        return (own[0].answer or "pending") if own else ""

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()


def _gacha(fields: Mapping[str, Any]) -> str:
    place = fields.get("place")
    return str(place.get("gacha", "")) if isinstance(place, Mapping) else ""

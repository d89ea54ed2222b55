"""A device that can send anything at all, well or badly formed, under a good identity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.utils import timezone

from cast import Cast, Person
from phone.carrying import Carried, card_for, packed
from urtuu.base.chain import genesis, heads
from urtuu.base.signing import ED25519, key_from_seed, public_text, sign
from urtuu.interfaces.phone.client import Sent
from urtuu.journal.models import EntryRow
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.entries import Entry, SealedBody, write_line
from urtuu.kinds.registry import shelf

VISIT = {"met": "met", "card_left": True, "label": "第三家"}
NEED = {"topic": "water", "heading": "机井不出水", "said": "井干了三天"}
_made = iter(range(1, 1_000_000))


class Raw:
    """Keeps the chain by itself; every part of a request can be replaced."""

    def __init__(self, cast: Cast, person: Person, carried: Carried) -> None:
        self.cast, self.person, self.carried = cast, person, carried
        self.key = key_from_seed(next(_made).to_bytes(32, "big"))
        asked = {"code": card_for(person), "public_key": public_text(self.key), "alg": ED25519}
        sent = carried("/sync/enrol", msgspec.json.encode(asked), {"Content-Type": "application/json"})
        self.device = str(msgspec.json.decode(sent.content)["device"])
        self.seq, self.head = 0, genesis(self.device)

    def entry(
        self,
        kind: str = "visit",
        act: str = "make",
        fields: dict[str, Any] | None = None,
        record: str = "",
        *,
        saw: int = 0,
        at: datetime | None = None,
        ahead: int = 1,
        **changed: Any,
    ) -> tuple[Entry, list[SealedBody]]:
        """An entry of this device, the `ahead`-th after its last, with anything about it changed."""
        now = at or timezone.now()
        hand = Hand(
            device=self.device, seq=self.seq + ahead, actor=self.person.id, occurred_at=now, recorded_at=now
        )
        place = {"grid": self.person.grid or "near", "station": "shuangsheng"}
        deed = Deed(
            kind=kind, act=act, fields=VISIT if fields is None else fields, record=record, saw=saw, **place
        )
        table = shelf()[kind]
        entry, sealed = compose(table, table.act[act], deed, hand)
        return msgspec.structs.replace(entry, **changed), sealed

    def line(self, *act: Any, **more: Any) -> bytes:
        """The line of an entry without sealed parts."""
        return write_line(self.entry(*act, **more)[0])

    def changed(self, **values: Any) -> bytes:
        """The line of a visit with any values of the entry itself replaced."""
        return write_line(msgspec.structs.replace(self.entry()[0], **values))

    def post(
        self,
        lines: list[bytes],
        beside: Sequence[bytes | SealedBody] = (),
        *,
        headers: dict[str, str] | None = None,
        **changed: Any,
    ) -> Sent:
        """A request with these lines; `changed` replaces values of the header."""
        last = [self.head, *heads(self.head, lines)][-1]
        header = {
            "device": self.device,
            "base_seq": self.seq + 1,
            "prev": self.head.hex(),
            "sig": sign(self.key, last),
            "alg": ED25519,
            "clock": timezone.now(),
            **changed,
        }
        first = msgspec.json.encode({name: value for name, value in header.items() if value is not None})
        return self.post_text([first, *lines, *(written(one) for one in beside)], headers)

    def post_text(self, lines: list[bytes], headers: dict[str, str] | None = None) -> Sent:
        """Any lines at all, the first of them signed as the header."""
        usual = {
            "Content-Type": "application/x-ndjson",
            "Content-Encoding": "gzip",
            "Urtuu-Proof": sign(self.key, b"urtuu-sync:" + lines[0]),
        }
        return self.carried("/sync", packed(*lines), usual | (headers or {}))

    def push(
        self, *lines: bytes, beside: list[bytes | SealedBody] = (), **changed: Any
    ) -> list[dict[str, Any]]:
        """Receipts of lines; the chain goes on behind them."""
        sent = self.post(list(lines), beside, **changed)
        assert sent.status == 200, sent.content
        answer = head_of(sent)
        self.seq, self.head = answer["acked"][0], bytes.fromhex(answer["acked"][1])
        return answer.get("receipts", [])

    def push_entry(self, *act: Any, **more: Any) -> dict[str, Any]:
        """The receipt of one entry with its sealed parts."""
        entry, sealed = self.entry(*act, **more)
        return self.push(write_line(entry), beside=list(sealed))[0]


def written(beside: bytes | SealedBody) -> bytes:
    return beside if isinstance(beside, bytes) else msgspec.json.encode(beside)


def head_of(sent: Sent) -> dict[str, Any]:
    """The header of an answer."""
    return msgspec.json.decode(sent.content.split(b"\n")[0])


def sentence_of(sent: Sent) -> tuple[int, str]:
    """Status and sentence of a refusal; both languages must have words for it."""
    told = msgspec.json.decode(sent.content)
    name = told["sentence"]["name"]
    assert all(text and text != name for text in told["text"].values()), told
    return sent.status, name


def said(receipt: dict[str, Any]) -> tuple[str, str]:
    """Answer and sentence of a receipt."""
    return receipt["answer"], (receipt.get("sentence") or {}).get("name", "")


def kept(raw: Raw) -> list[bytes]:
    """The lines of a device as they are stored."""
    rows = EntryRow.objects.filter(device=raw.device).order_by("seq")
    return [bytes(line) for line in rows.values_list("line", flat=True)]

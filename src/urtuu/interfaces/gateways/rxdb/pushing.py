"""What a client did offline: each row becomes an act, whatever happened meanwhile, and none is dropped.

A row says what the client has and what it believed the server had. The difference is an act of the kind's
table: a beginning, a correction, a change of state, a striking. The journal judges it by the version that was
seen: takes it, keeps it beside the first value, holds or returns it. Where the server's document is not what
the client now has, the client is sent the server's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from urtuu.base.canonical import canonical
from urtuu.interfaces.gateways import keys
from urtuu.interfaces.gateways.models import GatewayKey
from urtuu.interfaces.gateways.offering import Form
from urtuu.interfaces.gateways.once import once
from urtuu.interfaces.gateways.rxdb.documents import STRUCK, Document, document, fields_of, tombstone
from urtuu.journal import desk
from urtuu.journal.push import Receipt
from urtuu.kinds.composing import Deed
from urtuu.kinds.judging import Answer
from urtuu.places import queries
from urtuu.places.permissions import Who

GATEWAY = "rxdb"
MOST_ROWS = 200
DEEPEST = 12
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


class Unreadable(Exception):
    """Not the rows of a push; nothing was kept, and the client keeps all."""


@dataclass(frozen=True)
class Row:
    """One document as it was changed."""

    new: Document
    assumed: Document | None

    @property
    def id(self) -> str:
        """The document's id, which is the record's."""
        return str(self.new["id"])


def read_rows(told: Any) -> list[Row]:
    """The rows of a request. Raises Unreadable."""
    if not isinstance(told, list) or len(told) > MOST_ROWS:
        raise Unreadable(f"a list of at most {MOST_ROWS} rows is wanted")
    return [_row(one) for one in told]


def _row(one: Any) -> Row:
    new = one.get("newDocumentState") if isinstance(one, Mapping) else None
    assumed = one.get("assumedMasterState") if isinstance(one, Mapping) else None
    for state in (new, assumed):
        if state is not None and (not isinstance(state, dict) or _depth(state) > DEEPEST):
            raise Unreadable("a row's states are objects")
    if new is None or not isinstance(new.get("id"), str) or not _ID.fullmatch(new["id"]):
        raise Unreadable("a document's id is a UUID in small letters")
    if assumed is not None and assumed.get("id") != new["id"]:
        raise Unreadable("both states of a row are of one document")
    return Row(new, assumed)


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(one) for one in inner), default=0)


def push(key: GatewayKey, who: Who, form: Form, rows: Sequence[Row], now: datetime) -> list[Document]:
    """Does what the rows say; the server's documents where they differ from what the client now has."""
    conflicts = []
    for row in rows:
        before = document(who, form, row.id, now)
        receipts = _done(key, form, row, before, now)
        after = document(who, form, row.id, now)
        if after is None:
            conflicts.append(tombstone(row.id))
        elif not _same(form, row, after, receipts):
            conflicts.append(after)
    return conflicts


def _same(form: Form, row: Row, after: Document, receipts: Sequence[Receipt]) -> bool:
    """Whether the client has what the server has, but for the version that its own act gave it."""
    if any(one.answer is not Answer.TAKEN for one in receipts):
        return False
    told = ("grid", "_deleted", *fields_of(form))
    return all(row.new.get(name, False) == after.get(name, False) for name in told if name in after)


def _done(key: GatewayKey, form: Form, row: Row, before: Document | None, now: datetime) -> list[Receipt]:
    """The receipts of what the row says; none when it says nothing new."""
    deeds = _deeds(form, row, before, now)
    if not deeds:
        return []
    content = canonical({"kind": form.kind.name, "new": _plain(row.new), "assumed": _plain(row.assumed)})
    name = f"{row.id}:{sha256(content).hexdigest()[:32]}"
    device, author = keys.device_of(key, now), str(key.person.pk)
    return once(GATEWAY, key.person, name, content, lambda: desk.submit(author, deeds, now, device), now=now)


def _plain(value: Any) -> Any:
    """Numbers that have no one spelling, as text: they are only compared."""
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return repr(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _deeds(form: Form, row: Row, before: Document | None, now: datetime) -> list[Deed]:
    if row.assumed is None or before is None:
        # What is there already, or belongs to others, is not begun again: the door says so, and keeps it.
        return [_deed(form, row, form.act.name, _fields(form, row.new), 0, now)]
    saw = row.assumed.get("version")
    version = saw if type(saw) is int and 0 <= saw < 2**31 else 0
    act = "strike" if row.new.get("_deleted") else _leading(form, row)
    if act:
        return [_deed(form, row, act, _given(form, row, act), version, now)]
    told = _fields(form, row.new)
    changed = {name: value for name, value in told.items() if row.assumed.get(name) != value}
    return [_deed(form, row, "correct", changed, version, now)] if changed else []


def _leading(form: Form, row: Row) -> str:
    """The act that leads to the state which the client set, where the table has exactly one; else nothing."""
    before, state = (row.assumed or {}).get("state"), row.new.get("state")
    if state in (before, STRUCK):
        return ""
    fitting = [act.name for act in form.kind.acts if act.leads_to == state and before in act.after]
    return fitting[0] if len(fitting) == 1 else ""


def _fields(form: Form, told: Document) -> dict[str, Any]:
    return {name: told[name] for name in fields_of(form) if told.get(name) is not None}


def _given(form: Form, row: Row, act: str) -> dict[str, Any]:
    """The fields of an act that the document brings; a program may send those that no document keeps."""
    named = form.kind.act[act].fields if act in form.kind.act else {}
    return {name: row.new[name] for name in named if row.new.get(name) is not None}


def _deed(form: Form, row: Row, act: str, fields: Mapping[str, Any], saw: int, now: datetime) -> Deed:
    grid = row.new.get("grid")
    place = queries.where_of(grid) if isinstance(grid, str) else None
    return Deed(
        kind=form.kind.name,
        act=act,
        fields=fields,
        record=row.id,
        grid=grid if isinstance(grid, str) else "",
        station=place.station if place else "",
        saw=saw,
        occurred_at=_occurred(row.new.get("occurred_at"), now),
    )


def _occurred(told: Any, now: datetime) -> datetime | None:
    """When it was done, where the document says so in a way that can be read; never later than now."""
    try:
        found = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    offset = found.utcoffset() if found else None
    if found is None or offset is None or abs(offset) > timedelta(hours=15) or found.year < 1900:
        return None
    return min(found, now)

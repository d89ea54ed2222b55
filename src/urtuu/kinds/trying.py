"""Dated cases from a file, told to the tables: so that a lawyer can try the clocks without code.

JSON: a list of `{"case": "A", "kind": "dispute", "acts": [{"act": "report", "at": "2026-11-24 20:30",
"size": "small"}, …]}`. CSV: a row an act, with the columns `case`, `act`, `at`, and one for each field used;
`kind` and `received_at` may be added to either. A moment without its offset is the banner's. Acts are
folded in the order of the file, as the journal would; what the tables do not allow is refused by a sentence.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema_rs

from urtuu.base.sentences import Sentence, say
from urtuu.base.workdays import working_days
from urtuu.kinds import clock_words, words
from urtuu.kinds.clocks import ClockFace, running
from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.fields import Choice, Count, Days, Field, YesNo
from urtuu.kinds.fold import Standing, begin, fold
from urtuu.kinds.registry import Shelf
from urtuu.kinds.vocabulary import Act, Clock, Kind

LOCAL = ZoneInfo("Asia/Shanghai")
KIND = "dispute"
_OWN = ("case", "kind", "act", "at", "received_at")
_TRUTH = {
    "true": True,
    "yes": True,
    "1": True,
    "是": True,
    "false": False,
    "no": False,
    "0": False,
    "否": False,
}


class BadCase(Exception):
    """The file cannot be tried; `sentence` says where and why."""

    def __init__(self, name: str, /, kind: str = "", **values: Any) -> None:
        super().__init__(name)
        self.sentence: Sentence = say(name, kind=kind, **values)


@dataclass(frozen=True)
class Tried:
    """One case as it stands after its acts, and when the server heard of each."""

    name: str
    kind: Kind
    standing: Standing
    received: Mapping[str, datetime] = field(default_factory=dict)


def read_cases(content: bytes, shelf: Shelf) -> list[Tried]:
    """Every case of a file, in order. Raises BadCase."""
    text = _text(content)
    told = _json(text) if text.lstrip()[:1] in ("[", "{") else _csv(text)
    found = [_tried(name, kind, rows, shelf) for name, kind, rows in told]
    if not found:
        raise BadCase("try_empty")
    return found


def moment(text: str) -> datetime:
    """A moment as it is typed; a day alone is its noon. Raises BadCase."""
    return _moment(text, "-", 0)


def clock_rows(case: Tried, now: datetime, lang: str) -> list[dict[str, str]]:
    """Every clock of a case in words, in the order of the table, with its state by name as well."""
    named = {clock.name: clock for clock in case.kind.clocks}
    faces = running(case.standing, case.kind, now, working_days(), case.received)
    return [_row(face, named[face.name], case, now, lang) for face in faces]


def _row(face: ClockFace, clock: Clock, case: Tried, now: datetime, lang: str) -> dict[str, str]:
    name = words.label(lang, case.kind.name, "clocks", face.name)
    return {
        "name": face.name,
        "clock": f"{name} {face.number}" if face.number else name,
        "length": clock_words.length(clock, case.kind, lang),
        "last_day": clock_words.last_day(face.due_at) if face.due_at else "",
        "plain_last_day": clock_words.last_day(face.plain_due_at) if face.plain_due_at else "",
        "warning_day": clock_words.warning(face.warns_at) if face.warns_at else "",
        "state": face.state,
        "state_words": words.label(lang, "", "terms", face.state),
        "reason": clock_words.reason(face, clock, case.standing, lang, now),
        "source": clock.source or words.label(lang, "", "terms", "own_rule"),
    }


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadCase("try_no_text")


_Told = tuple[str, str, list[dict[str, Any]]]


def _json(text: str) -> Iterator[_Told]:
    try:
        cases = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadCase("try_no_json", problem=str(error)[:120]) from None
    cases = cases.get("cases") if isinstance(cases, dict) and "cases" in cases else cases
    for number, case in enumerate(cases if isinstance(cases, list) else [cases], start=1):
        acts = case.get("acts") if isinstance(case, dict) else None
        if not isinstance(acts, list) or not acts or not all(isinstance(row, dict) for row in acts):
            raise BadCase("try_no_acts", case=_name(case, number))
        yield _name(case, number), str(case.get("kind") or KIND), acts


def _name(case: Any, number: int) -> str:
    return str(case.get("case") or number) if isinstance(case, dict) else str(number)


def _csv(text: str) -> Iterator[_Told]:
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    lacking = [name for name in ("case", "act", "at") if name not in (reader.fieldnames or ())]
    if lacking:
        raise BadCase("try_no_column", column=lacking[0])
    cases: dict[str, _Told] = {}
    for row in reader:
        if None in row:
            raise BadCase("try_row_long", line=reader.line_num)
        cells = {name: (value or "").strip() for name, value in row.items() if name}
        filled = {name: value for name, value in cells.items() if value}
        if filled:
            name = cells["case"] or "1"
            cases.setdefault(name, (name, cells.get("kind") or KIND, []))[2].append(filled)
    yield from cases.values()


def _tried(name: str, kind_name: str, rows: Iterable[Mapping[str, Any]], shelf: Shelf) -> Tried:
    kind = shelf.get(kind_name)
    if kind is None:
        raise BadCase("try_no_kind", case=name, name=kind_name)
    standing: Standing | None = None
    received: dict[str, datetime] = {}
    for number, row in enumerate(rows, start=1):
        at = _moment(row.get("at"), name, number)
        act = _act(row, kind, standing, name, number)
        fields = {key: _value(act, kind, key, value, name) for key, value in row.items() if key not in _OWN}
        hand = Hand(device="file", seq=number, actor=str(number), occurred_at=at, recorded_at=at, noise=bytes)
        deed = Deed(kind=kind.name, act=act.name, fields=fields, saw=number - 1, record=name)
        entry, _sealed = compose(kind, act, deed, hand)
        standing = fold(standing or begin(entry), entry, kind, at)
        standing.acts[-1].entry = str(number)
        if row.get("received_at"):
            received[str(number)] = _moment(row["received_at"], name, number)
    assert standing is not None  # a case without acts was refused
    return Tried(name, kind, standing, received)


def _act(row: Mapping[str, Any], kind: Kind, standing: Standing | None, case: str, number: int) -> Act:
    """The act of a row, if it may follow what went before."""
    act = kind.act.get(str(row.get("act", "")))
    if act is None:
        raise BadCase(
            "try_no_act", case=case, number=number, name=str(row.get("act", "")), known=", ".join(kind.act)
        )
    if act.begins != (standing is None):
        raise BadCase(
            "try_begins" if standing is None else "try_begun", kind=kind.name, case=case, act=act.name
        )
    if standing and not (act.always or act.is_fact or act.offered_in(standing.state)):
        raise BadCase("try_not_now", kind=kind.name, case=case, act=act.name, state=standing.state)
    return act


def _moment(value: Any, case: str, number: int) -> datetime:
    """A moment; a day alone is its noon, so that no clock of the evening is touched by chance."""
    text = str(value or "").strip()
    try:
        at = datetime.fromisoformat(f"{text}T12:00" if len(text) == 10 else text)
        at = at if at.tzinfo else at.replace(tzinfo=LOCAL)
        if not 1900 <= at.year <= 2199:
            raise ValueError(text)
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadCase("try_no_moment", case=case, number=number, value=text[:40]) from None


def _value(act: Act, kind: Kind, name: str, value: Any, case: str) -> Any:
    asked = act.fields.get(name)
    if asked is None:
        known = ", ".join(act.fields) or "-"
        raise BadCase("try_no_field", kind=kind.name, case=case, act=act.name, name=name, known=known)
    read = _read(asked, value) if isinstance(value, str) else value
    if not jsonschema_rs.is_valid(asked.schema(), read, validate_formats=True):
        told = {"kind": kind.name, "case": case, "act": act.name, "field": name, "value": str(value)[:60]}
        raise BadCase("try_wrong", **told, options=", ".join(getattr(asked, "options", ())) or "-")
    return read


def _read(asked: Field, text: str) -> Any:
    """A cell of a table as the value it stands for."""
    match asked:
        case Days() | Choice(many=True):
            return [
                part
                for part in text.replace("；", ";").replace("、", ";").replace(" ", ";").split(";")
                if part
            ]
        case YesNo():
            return _TRUTH.get(text.lower(), text)
        case Count():
            return int(text) if text.lstrip("-").isdigit() else text
        case _:
            return json.loads(text) if text[:1] in ("[", "{") and _is_json(text) else text


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True

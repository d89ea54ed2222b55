"""The reference phone on the command line: enrol, record without signal, synchronise, look."""

from __future__ import annotations

import json
import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from urtuu.base.sentences import Sentence
from urtuu.interfaces.cli.refusal import Refused
from urtuu.interfaces.phone.client import Failed
from urtuu.interfaces.phone.looking import Seen
from urtuu.interfaces.phone.phone import Phone, Synced
from urtuu.interfaces.phone.typing_in import fields_of
from urtuu.kinds import words
from urtuu.kinds.registry import shelf

ENGLISH_ENDS = ("en", "en_us", "en_gb", "c", "posix", "")
EXAMPLES = """Examples:

urtuu phone enrol http://127.0.0.1:8000 K3QX-7P2M-91TD --folder bataar

urtuu phone record visit make met=met card_left=yes label="第三家" --folder bataar

urtuu phone record need answer reply="下周修" --record 0193… --folder bataar

urtuu phone sync --folder bataar

urtuu phone show 0193… --folder bataar --json"""


class Verb(StrEnum):
    """What the phone is to do."""

    ENROL = "enrol"
    RECORD = "record"
    SYNC = "sync"
    PUSH = "push"
    PULL = "pull"
    SHOW = "show"
    INBOX = "inbox"


def command(  # noqa: PLR0913, PLR0917 - the options of one command line
    verb: Annotated[Verb, typer.Argument(help="enrol, record, sync, push, pull, show or inbox.")],
    rest: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[...]",
            help="enrol: SERVER CODE · record: KIND ACT field=value … or one JSON object · show: [RECORD]",
        ),
    ] = None,
    folder: Annotated[Path, typer.Option(help="The folder this phone lives in.")] = Path("phone"),
    record: Annotated[str, typer.Option(help="record: the record it is about; without it a new one.")] = "",
    grid: Annotated[str, typer.Option(help="record: the grid, if this phone serves several.")] = "",
    at: Annotated[str, typer.Option(help="record: when it happened, 2026-11-24T20:30:00+08:00.")] = "",
    label: Annotated[str, typer.Option(help="enrol: a name for the device.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON, for other programs.")] = False,
    lang: Annotated[str, typer.Option(help="Language of the answer: zh-hans or en.")] = "",
) -> None:
    """Be an officer's phone: record without signal, synchronise when there is some.

    State lies in one SQLite file in --folder. Until the server has given its receipt an entry is pending;
    synchronising again never doubles or loses it.
    """
    said = _Said(lang or _language(), as_json)
    given = rest or []
    if verb is not Verb.ENROL and not (folder / "phone.sqlite3").exists():
        raise Refused(
            f"There is no phone in {folder}. `urtuu phone enrol SERVER CODE --folder {folder}` makes one."
        )
    phone = Phone(folder)
    try:
        match verb:
            case Verb.ENROL:
                _enrol(phone, given, label, said)
            case Verb.RECORD:
                _record(phone, given, record, grid, at, said)
            case Verb.SYNC | Verb.PUSH | Verb.PULL:
                _synced(phone.sync(push=verb is not Verb.PULL, pull=verb is not Verb.PUSH), said)
            case Verb.SHOW:
                _show(phone, given, said)
            case Verb.INBOX:
                _inbox(phone, said)
    except Failed as failed:
        raise Refused(said.worded(failed.sentence, phone)) from None
    finally:
        phone.close()


command.__doc__ = f"{command.__doc__}\n{EXAMPLES}\n"


class _Said:
    """Answers, in a language or as JSON."""

    def __init__(self, lang: str, as_json: bool) -> None:
        self.lang, self.as_json = lang, as_json
        self.screen = Console(highlight=False, soft_wrap=True)

    def tell(self, text: str, /, **values: Any) -> None:
        """One line, or its values as JSON."""
        self.screen.print(json.dumps(values, ensure_ascii=False) if self.as_json else text, markup=False)

    def worded(self, sentence: Sentence, phone: Phone) -> str:
        """A sentence with people's names for their ids, as far as the phone knows them."""
        names = _names(phone)
        values = {k: names.get(v, v) if isinstance(v, str) else v for k, v in sentence.values.items()}
        return words.sentence(self.lang, Sentence(sentence.name, values, sentence.kind))

    def word(self, kind: str, group: str, name: str) -> str:
        """A word of a kind."""
        return words.label(self.lang, kind, group, name)


def _names(phone: Phone) -> dict[str, str]:
    refs = phone.store.refs()
    rows = (row for name in refs if name.startswith("ref:places:") for row in phone.store.ref_rows(name))
    return {str(row["id"]): str(row["name"]) for row in rows if row.get("is") == "officer"}


def _enrol(phone: Phone, given: list[str], label: str, said: _Said) -> None:
    if len(given) != 2:
        raise Refused("urtuu phone enrol SERVER CODE --folder FOLDER")
    phone.enrol(given[0], given[1], label)
    name = phone.store.fact("name")
    said.tell(f"{name}: {phone.device}", device=phone.device, name=name)


def _record(phone: Phone, given: list[str], record: str, grid: str, at: str, said: _Said) -> None:
    if len(given) < 2:
        raise Refused("urtuu phone record KIND ACT [field=value …] [--record RECORD]")
    kind = shelf().get(given[0])
    act = kind.act.get(given[1]) if kind else None
    fields = fields_of(kind, act, given[2:]) if kind and act else {}
    done = phone.record(given[0], given[1], fields, record, grid=grid, occurred_at=_moment(at))
    state = said.word(given[0], "states", done.state)
    text = f"{done.seq}  {done.record}  {state}"
    said.tell(text, seq=done.seq, id=done.id, record=done.record, state=done.state, answer="pending")


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}” is no moment. Write it as 2026-11-24T20:30:00+08:00.") from None
    return moment if moment.tzinfo else moment.astimezone()


def _synced(done: Synced, said: _Said) -> None:
    problems = [words.sentence(said.lang, problem) for problem in done.problems]
    said.tell(
        f"sent {done.sent}, receipts {done.receipts}, new lines {done.lines}, requests {done.rounds}",
        sent=done.sent,
        receipts=done.receipts,
        lines=done.lines,
        rounds=done.rounds,
        problems=problems,
    )
    if problems:
        raise Refused("\n".join(problems))


def _show(phone: Phone, given: list[str], said: _Said) -> None:
    found = [phone.seen(record) for record in given] if given else phone.records()
    if None in found:
        raise Refused(words.sentence(said.lang, Sentence("no_such_record")))
    there = [seen for seen in found if seen]
    if said.as_json:
        typer.echo(json.dumps([_plain(seen) for seen in there], ensure_ascii=False))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("record", "kind", "state", "pending"):
        table.add_column(heading)
    for seen in there:
        kind = seen.standing.kind
        row = (said.word(kind, "kind", "one"), said.word(kind, "states", seen.state), str(seen.pending or ""))
        table.add_row(seen.standing.record, *row)
    said.screen.print(table)
    if given:
        for seen in there:
            said.screen.print_json(data=_plain(seen))


def _plain(seen: Seen) -> dict[str, Any]:
    one = seen.standing
    return {
        "record": one.record,
        "kind": one.kind,
        "state": one.state,
        "version": one.version,
        "holder": one.holder,
        "pending": seen.pending,
        "body": one.body,
        "words": seen.words,
        "proposals": [{"field": p.field, "value": p.value, "actor": p.actor} for p in one.proposals],
    }


def _inbox(phone: Phone, said: _Said) -> None:
    for message in phone.inbox():
        text = said.worded(message.sentence, phone) if message.sentence else ""
        said.tell(
            f"{message.answer or message.about}  {message.seq or ''}  {text}",
            about=message.about,
            seq=message.seq,
            answer=message.answer,
            record=message.record,
            act=message.act,
            text=text,
        )
    pending = phone.store.count("WHERE answer = ''")
    if not said.as_json:
        said.tell(f"pending: {pending}")


def _language() -> str:
    """English on an English terminal, else Chinese."""
    told = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").partition(".")[0].lower()
    return "en" if told in ENGLISH_ENDS else "zh-hans"

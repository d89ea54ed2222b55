"""Values as a person reads them: choices, amounts, days, people, doors and linked records in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from urtuu.base.weeks import read_week
from urtuu.base.workdays import working_days
from urtuu.interfaces.desk.asking import language, word
from urtuu.interfaces.desk.names import Names
from urtuu.journal.queries import RecordRow
from urtuu.kinds import clocks, words
from urtuu.kinds.clocks import LOCAL, ClockFace
from urtuu.kinds.fields import (
    Choice,
    Count,
    Day,
    Days,
    Field,
    Household,
    Link,
    Many,
    Moment,
    Officer,
    Photo,
    Place,
)
from urtuu.kinds.vocabulary import Kind
from urtuu.web.dates import long_day_words, moment_words, stretch_words, week_words

FEN = "yuan_fen"
_PART_OF_A_DIGEST = 16


@dataclass(frozen=True)
class Shown:
    """A value in words, with the address it leads to, if any; `rows` are the lines of a repeated group."""

    text: str
    url: str = ""
    rows: tuple[tuple[tuple[str, Shown], ...], ...] = ()

    def __str__(self) -> str:
        return self.text


Fact = tuple[str, Shown]


def code() -> str:
    """The language of dates."""
    return translation.get_language() or "zh-hans"


def shown(kind: Kind, name: str, of: Field | None, value: Any, names: Names) -> Shown:
    """One value of a field in words."""
    match of:
        case Link():
            return linked(names.records.get(str(value)))
        case Many():
            rows = tuple(tuple(facts(kind, of.of, row, names, within=name)) for row in value)
            return Shown(_lines(rows), rows=rows)
        case Officer() | Household() | Place():
            return Shown(_named(of, value, names))
    return Shown(_plain(kind, name, of, value))


def _plain(kind: Kind, name: str, of: Field | None, value: Any) -> str:
    match of:
        case Choice():
            return _options(kind, name, value)
        case Count():
            return amount(of, value)
        case Day() | Moment():
            return _when(str(value))
        case Days():
            return _("; ").join(_when(str(day)) for day in value)
        case Photo():
            return ngettext("%(n)d picture", "%(n)d pictures", len(value)) % {"n": len(value)}
    return _text(kind, name, value)


def _named(of: Officer | Household | Place, value: Any, names: Names) -> str:
    match of:
        case Officer():
            return names.person(str(value))
        case Household():
            return names.doors.get(str(value), _("a household"))
    return _place(value, names)


def facts(
    kind: Kind, fields: Mapping[str, Field], body: Mapping[str, Any], names: Names, *, within: str = ""
) -> list[Fact]:
    """A body as label and value, in the order of the table."""
    order = [*(name for name in fields if name in body), *(name for name in body if name not in fields)]
    return [
        (
            label(kind, f"{within}.{name}" if within else name),
            shown(kind, name, fields.get(name), body[name], names),
        )
        for name in order
        if body[name] not in ("", [], None)
    ]


def label(kind: Kind, name: str) -> str:
    """The name of a field in words."""
    return words.label(language(), kind.name, "fields", name)


def _options(kind: Kind, name: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return comma().join(words.choice(language(), kind.name, name, str(one)) for one in values)


def comma() -> str:
    """What stands between words of a list."""
    return ", " if language() == "en" else "、"


def amount(of: Count, value: Any) -> str:
    """A count with its unit; money in yuan."""
    if not isinstance(value, int):
        return str(value)
    if of.unit == FEN:
        return _("%(amount)s yuan") % {"amount": f"{value // 100:,}.{value % 100:02d}"}
    unit = words.label(language(), "", "units", of.unit) if of.unit else ""
    return f"{value:,} {unit}".strip()


def _when(text: str) -> str:
    try:
        if "T" in text:
            return moment_words(datetime.fromisoformat(text).astimezone(LOCAL), code())
        return long_day_words(date.fromisoformat(text), code())
    except ValueError:
        return text


def _place(value: Any, names: Names) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return " · ".join(
        part for part in (names.place(str(value.get("gacha", ""))), value.get("spot", "")) if part
    )


def _text(kind: Kind, name: str, value: Any) -> str:
    week = read_week(str(value)) if name == kind.week else None
    if week:
        return week_words(week.year, week.number, code())
    if isinstance(value, bool):
        return words.yes_or_no(language(), value)
    known = words.find(language(), kind.name, f"choices.{name}", str(value))
    return known or str(value)


def _lines(rows: Iterable[Iterable[Fact]]) -> str:
    return "; ".join(", ".join(f"{name} {value.text}" for name, value in row) for row in rows)


def linked(one: RecordRow | None) -> Shown:
    """A link to a record in reach; one out of reach is only said to be there."""
    if one is None:
        return Shown(_("a record outside your reach"))
    url = reverse("desk:record", args=[one.row.kind, one.row.record])
    return Shown(f"{one.row.number} {title(one)}".strip(), url)


def title(one: RecordRow) -> str:
    """What a record is headed with: its own words, else its first choice in words, else its kind."""
    if one.row.title:
        return str(one.row.title)
    for name in one.kind.title:
        value = one.standing.body.get(name)
        if value:
            return shown(one.kind, name, one.kind.open_fields.get(name), value, Names()).text
    return word(one.row.kind, "kind", "one")


def state_chip(kind: Kind, state: str) -> dict[str, str]:
    """A state in words; grass when nothing more is needed."""
    ended = state in kind.ends
    text = word(kind.name, "states", state)
    return {"text": text, "tone": "" if ended else "sky", "icon": "check" if ended else ""}


def urgent_chip(one: RecordRow, now: datetime) -> dict[str, str] | None:
    """The clock that ends first, for a row of a list; quiet ones do not show there."""
    if not one.row.open:
        return None
    face = clocks.most_urgent(clocks.running(one.standing, one.kind, now, working_days()))
    return clock_chip(one.kind, face, now) if face and face.state in ("warn", "breached") else None


def clock_chips(one: RecordRow, now: datetime) -> list[dict[str, str]]:
    """All running clocks of a record as chips, the first to end first."""
    faces = clocks.going(one.standing, one.kind, now, working_days())
    faces.sort(key=lambda face: (face.due_at is None, face.due_at or face.started_at))
    return [clock_chip(one.kind, face, now) for face in faces]


def clock_chip(kind: Kind, face: ClockFace, now: datetime) -> dict[str, str]:
    """A clock in words: what it promises and how long is left."""
    tone = {"breached": "ember", "warn": "ochre"}.get(face.state, "")
    icon = "timer" if tone else "clock"
    name = clock_name(kind, face.name, face.number)
    return {"text": f"{name} · {clock_left(face, now)}", "tone": tone, "icon": icon}


def clock_name(kind: Kind, name: str, number: int = 0) -> str:
    """A clock in words, with the number of its day where it has a run for each."""
    said = words.label(language(), kind.name, "clocks", name)
    return _("%(clock)s no. %(n)d") % {"clock": said, "n": number} if number else said


def clock_left(face: ClockFace, now: datetime) -> str:
    """How long it still runs, or by how much it is over."""
    if face.state == "paused":
        return _("standing still")
    if face.due_at is None:
        return words.sentence(language(), face.doubt) if face.doubt else _("end not known")
    left = face.due_at - now
    if left < timedelta(0):
        return _("over by %(time)s") % {"time": stretch_words(-left, code())}
    if left < timedelta(hours=48):
        return _("%(time)s left") % {"time": stretch_words(left, code())}
    last = (face.due_at - timedelta(seconds=1)).astimezone(LOCAL).date()
    return _("until %(day)s") % {"day": long_day_words(last, code())}

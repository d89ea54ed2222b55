"""The fields of an act as controls of the page kit: which input suits which type, and what it offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from urtuu.interfaces.desk import forms, wording
from urtuu.interfaces.desk.asking import language
from urtuu.journal import lookups, queries
from urtuu.kinds import words
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
    Phone,
    Photo,
    Place,
    Words,
    YesNo,
)
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Act, Kind
from urtuu.places import offers
from urtuu.places import queries as places
from urtuu.places.permissions import Where, Who

RADIO_MOST = 5
LINE_MOST = 80
"""Longer texts get more than one line."""
SPARE_ROWS = 2
_SEALED = ("personal", "party")
Option = tuple[str, str]
Control = dict[str, Any]


@dataclass(frozen=True)
class Offer:
    """What a form may offer: read once a form, and only what its fields ask for."""

    gachas: Sequence[Option] = ()
    doors: Sequence[Option] = ()
    people: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    records: Mapping[tuple[str, ...], Sequence[Option]] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """An act to be filled in: what was typed so far, and what is wrong with it."""

    kind: Kind
    act: Act
    data: QueryDict
    offer: Offer
    errors: Mapping[str, str] = field(default_factory=dict)

    def controls(self) -> list[Control]:
        """The controls in the order of the table."""
        return [
            one
            for name, of in self.act.fields.items()
            if not isinstance(of, Days)
            for one in _controls(self, name, of, needed=name in self.act.needs)
        ]


def all_fields(act: Act) -> list[Field]:
    """The fields of an act with those inside its groups."""
    found: list[Field] = []
    for of in act.fields.values():
        found += [of, *(of.of.values() if isinstance(of, Many) else ())]
    return found


def offer_for(act: Act, asking: Who, where: Where, now: datetime) -> Offer:
    """What the fields of an act may be filled with there. One or two queries a type of field."""
    on = queries.today(now)
    fields = all_fields(act)
    roles = {of.role for of in fields if isinstance(of, Officer)}
    links = {_targets(of) for of in fields if isinstance(of, Link)}
    asks_place = any(isinstance(of, Place) for of in fields)
    asks_door = any(isinstance(of, Household) for of in fields) and where.grid
    doors = places.households(asking, where.grid, on) if asks_door else []
    return Offer(
        gachas=[(one.pk, one.short_name) for one in offers.gachas(where.grid, where.station)]
        if asks_place
        else (),
        doors=[(str(door.pk), _door(door.group_name, door.label)) for door in doors],
        people={
            role: [(str(one.pk), one.name) for one in offers.people(where.station, role, on)]
            for role in roles
        },
        records={
            kinds: [
                (one.row.record, f"{one.row.number} {wording.title(one)}")
                for one in lookups.recent(asking, kinds, now, station=where.station)
            ]
            for kinds in links
        },
    )


def _targets(of: Link) -> tuple[str, ...]:
    return of.to or tuple(kind.name for kind in shelf() if not kind.desk_only)


def _door(group: str, label: str) -> str:
    return " · ".join(part for part in (group, label) if part)


def _controls(form: Form, name: str, of: Field, *, needed: bool) -> list[Control]:
    match of:
        case Photo():
            said = _("Pictures are taken on the phone; the desk takes none yet.")
            return [{"shape": "note", "label": _label(form, name), "text": said}] if needed else []
        case Words() if forms.is_machine_made(of):
            return [
                {
                    "shape": "fixed",
                    "label": _label(form, name),
                    "name": name,
                    "value": form.data.get(name, ""),
                }
            ]
        case Place():
            return [_place(form, name, of, needed=needed)]
        case Many():
            return [_group(form, name, of, needed=needed)]
        case Household() if not needed and not form.offer.doors and not form.data.get(name):
            return []
    return [{"shape": "one", "one": control(form, name, of, needed=needed)}]


def control(form: Form, name: str, of: Field, *, needed: bool, key: str = "", within: str = "") -> Control:
    """One input. `key`: its name in the form when it differs; `within`: the group it stands in."""
    key = key or name
    value = form.data.get(key, "")
    one: Control = {
        "id": f"id_{key}",
        "name": key,
        "label": _label(form, f"{within}.{name}" if within else name),
        "hint": _hint(form, f"{within}.{name}" if within else name, of),
        "errors": [form.errors[key]] if key in form.errors else [],
        "value": value,
        "required": needed,
    }
    return one | _sort(form, name, of, value, key=key, needed=needed)


def _sort(form: Form, name: str, of: Field, value: str, *, key: str, needed: bool) -> Control:
    match of:
        case Words():
            week = name == form.kind.week or (of.min, of.max, name) == (8, 8, "week")
            return {"type": "week" if week else "textarea" if of.max > LINE_MOST else "text", "rows": 3}
        case Count():
            return _count(of)
        case YesNo() | Choice():
            return _choice(form, name, of, key=key, needed=needed)
        case Household() | Officer() | Link():
            return _select(_offered(form.offer, of), value)
    return _PLAIN.get(type(of), {"type": "text"})


_PLAIN: Mapping[type[Field], Control] = {
    Phone: {"type": "tel", "autocomplete": "off"},
    Day: {"type": "date"},
    Moment: {"type": "datetime-local", "step": 1},
}


def _offered(offer: Offer, of: Household | Officer | Link) -> Sequence[Option]:
    match of:
        case Officer():
            return offer.people.get(of.role, ())
        case Link():
            return offer.records.get(_targets(of), ())
    return offer.doors


def _count(of: Count) -> Control:
    if of.unit == forms.FEN:
        return {"type": "number", "min": 0, "step": "0.01", "unit": _("yuan")}
    unit = words.label(language(), "", "units", of.unit) if of.unit else ""
    return {"type": "number", "min": of.min, "max": of.max, "unit": unit}


def _choice(form: Form, name: str, of: YesNo | Choice, *, key: str, needed: bool) -> Control:
    if isinstance(of, YesNo):
        answers = (("yes", True), ("no", False))
        return _radio([(said, words.yes_or_no(language(), value)) for said, value in answers], needed=needed)
    options = [(one, words.choice(language(), form.kind.name, name, one)) for one in of.options]
    if of.many:
        return {"type": "checks", "choices": options, "value": form.data.getlist(key), "required": needed}
    if len(options) <= RADIO_MOST:
        return _radio(options, needed=needed)
    return _select(options, form.data.get(key, ""))


def _radio(options: Sequence[Option], *, needed: bool) -> Control:
    return {"type": "radio", "choices": [*options, *([] if needed else [("", _("leave open"))])]}


def _select(options: Sequence[Option], value: str) -> Control:
    """A list to choose from; what was chosen before stays choosable."""
    more = [(value, value)] if value and value not in dict(options) else []
    return {"type": "select", "choices": [("", _("please choose")), *options, *more]}


def _label(form: Form, name: str) -> str:
    return words.label(language(), form.kind.name, "fields", name)


def _hint(form: Form, name: str, of: Field) -> str:
    """The word file's hint, the least length, and who will read it when it is sealed."""
    own = words.label(language(), form.kind.name, "field_hints", name)
    said = [own]
    if isinstance(of, Words) and of.max > of.min > 1:
        said.append(
            ngettext("At least %(n)d character.", "At least %(n)d characters.", of.min) % {"n": of.min}
        )
    if of.part in _SEALED and not own:
        said.append(_("Sealed: read only by those entitled."))
    elif of.part and of.part not in _SEALED:
        said.append(_("Restricted: every reading is recorded."))
    return ("; " if language() == "en" else "；").join(part.rstrip("。.") for part in said if part)


def _place(form: Form, name: str, of: Place, *, needed: bool) -> Control:
    gacha, spot = f"{name}__gacha", f"{name}__spot"
    error = [form.errors[name]] if name in form.errors else []
    options = form.offer.gachas
    chosen = form.data.get(gacha, "")
    if not chosen and needed and len(options) == 1:
        chosen = options[0][0]
    one = {
        "name": gacha,
        "id": f"id_{name}",
        "label": _label(form, name),
        "value": chosen,
        "required": needed,
    }
    two = {"name": spot, "id": f"id_{spot}", "label": _label(form, "spot"), "value": form.data.get(spot, "")}
    return {
        "shape": "pair",
        "one": {**one, "errors": error, "hint": _hint(form, name, of), **_select(options, chosen)},
        "two": {**two, "type": "text", "hint": _("In words, as people say it there.")},
    }


def _group(form: Form, name: str, of: Many, *, needed: bool) -> Control:
    sent = forms.numbers(name, form.data)
    first = max(sent, default=-1) + 1
    spare = max(SPARE_ROWS if not sent else 1, of.min - len(sent))
    shown = [*sent, *range(first, first + spare)][: max(of.max, len(sent))]
    return {
        "shape": "many",
        "id": f"id_{name}",
        "name": name,
        "label": _label(form, name),
        "hint": _hint(form, name, of),
        "required": needed,
        "errors": [form.errors[name]] if name in form.errors else [],
        "rows": [_columns(form, name, of, str(number)) for number in shown],
        "blank": _columns(form, name, of, "__n__"),
        "total": max(shown, default=-1) + 1,
    }


def _columns(form: Form, name: str, of: Many, number: str) -> list[Control]:
    return [
        control(form, column, inner, needed=False, key=f"{name}-{number}-{column}", within=name)
        for column, inner in of.of.items()
    ]

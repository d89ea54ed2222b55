"""An instance as it was handed in, read into a deed by the table of its form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from urtuu.interfaces.gateways.offering import Form, form_of, photo_names
from urtuu.interfaces.gateways.openrosa.xform import OPENROSA, names_in, version_of
from urtuu.kinds.composing import Deed
from urtuu.kinds.fields import Choice, Count, Field, Photo, Place, YesNo

LARGEST = 256 * 1024
"""Bytes of an instance: many times what any form can hold."""
LONGEST_ID = 120
_ID = re.compile(r"[\w:.@-]+", re.ASCII)


class Unreadable(Exception):
    """Not an instance of a form of ours; `problem` is for whoever mends the program that sent it."""


class OldForm(Unreadable):
    """Filled in by a form that has changed since, in a way that matters."""


@dataclass(frozen=True)
class Instance:
    """One filled form: its id, when it was begun, its values, and the names of its pictures by field."""

    form: Form
    id: str
    begun: datetime | None
    grid: str
    values: Mapping[str, Any] = field(default_factory=dict)
    photos: Mapping[str, list[str]] = field(default_factory=dict)

    def deed(self, now: datetime, photos: Mapping[str, list[dict[str, Any]]], station: str) -> Deed:
        """What it says was done, with the pictures that can be read."""
        begun = min(self.begun, now) if self.begun else now
        fields = {**self.values, **{name: told for name, told in photos.items() if told}}
        kind, act = self.form.kind.name, self.form.act.name
        return Deed(kind=kind, act=act, fields=fields, grid=self.grid, station=station, occurred_at=begun)


def read(xml: bytes) -> Instance | None:
    """The instance; nothing when no form has its id. Raises Unreadable."""
    if len(xml) > LARGEST:
        raise Unreadable(f"more than {LARGEST // 1024} KB")
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(f"{type(error).__name__} {str(error)[:120]}") from error
    form = form_of(root.get("id", ""))
    if form is None:
        return None
    texts = _texts(root, form)
    photos = {
        name: [texts[one] for one in photo_names(name, of) if one in texts]
        for name, of in form.fields.items()
        if isinstance(of, Photo)
    }
    return Instance(
        form=form,
        id=_instance_id(root),
        begun=_begun(texts.get("when", "")),
        grid=texts.get("grid", ""),
        values=_values(form, texts),
        photos=photos,
    )


def _instance_id(root: Element) -> str:
    found = root.findtext(f"{{{OPENROSA}}}meta/{{{OPENROSA}}}instanceID", "").strip()
    if not found or len(found) > LONGEST_ID or not _ID.fullmatch(found):
        raise Unreadable("no instanceID")
    return found


def _texts(root: Element, form: Form) -> dict[str, str]:
    """What was answered, by the name of the question; whatever else is there is named and refused."""
    known, found = set(names_in(form)), dict[str, str]()
    problem = Unreadable if root.get("version") == version_of(form) else OldForm
    for element in root:
        name = element.tag.rpartition("}")[2]
        if name == "meta":
            continue
        if name not in known or name in found or len(element):
            raise problem(f"there is no question {name[:60]}")
        if text := (element.text or "").strip():
            found[name] = text
    return found


def _begun(text: str) -> datetime | None:
    """The moment in the form's clock; one that is none, or has no offset, is as good as none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = found.utcoffset()
    return found if offset is not None and abs(offset) <= timedelta(hours=15) and found.year >= 1900 else None


def _values(form: Form, texts: Mapping[str, str]) -> dict[str, Any]:
    """Values as the kind's table wants them. Whether they fit is the door's to say."""
    found = {}
    for name, of in form.fields.items():
        if isinstance(of, Place):
            parts = {"gacha": texts.get(f"{name}_gacha"), "spot": texts.get(f"{name}_spot")}
            place = {part: value for part, value in parts.items() if value}
            if place:
                found[name] = place
        elif name in texts and not isinstance(of, Photo):
            found[name] = _value(of, texts[name])
    return found


def _value(of: Field, text: str) -> Any:
    match of:
        case Choice(many=True):
            return text.split()
        case YesNo() if text in ("yes", "no"):
            return text == "yes"
        case Count() if re.fullmatch(r"-?\d{1,15}", text, re.ASCII):
            return int(text)
    return text

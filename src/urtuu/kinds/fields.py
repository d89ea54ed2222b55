"""What an act may ask for: a dozen types of field, each with its JSON Schema.

Every field may be `personal` (sealed under the record's key, or under a party's key when it is "party") or
`restricted` to a compartment (sealed under that compartment's own key). Values are canonical: whole numbers,
text, truth values, lists and tables. Nothing here can hold an identity number, a face, a voice, a track of
positions or an attribute of a person that the product refuses to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

JsonSchema = dict[str, Any]
# Clocks add days and months to what is written: at the edge of the calendar there is no day after it.
_YEAR = "(19|20|21)[0-9]{2}"
_DAY = rf"^{_YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
# Leap seconds and offsets past a day are read in one way here and in another on a phone: no clock shows them.
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_MOMENT = rf"^{_YEAR}-[0-9]{{2}}-[0-9]{{2}}T{_CLOCK}:[0-5][0-9](\.[0-9]+)?(Z|[+-]{_CLOCK})$"
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_GACHA = r"^[0-9]{12}$"
_VISIBLE = r"\S"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing an act asks for."""

    personal: bool | Literal["party"] = False
    restricted: str = ""
    widget: ClassVar[str] = "text"

    @property
    def part(self) -> str:
        """Which part of the entry holds it: "" in the open line, else the name of a sealed part."""
        if self.restricted:
            return self.restricted
        if self.personal == "party":
            return "party"
        return "personal" if self.personal else ""

    def schema(self) -> JsonSchema:
        """The JSON Schema (2020-12) of its values."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Words(Field):
    """Free text of `min` to `max` characters; never only blanks."""

    max: int = 500
    min: int = 1
    widget: ClassVar[str] = "words"

    def schema(self) -> JsonSchema:
        return {"type": "string", "minLength": self.min, "maxLength": self.max, "pattern": _VISIBLE}


@dataclass(frozen=True, kw_only=True)
class Phone(Field):
    """A telephone number as it is dialled. Always personal."""

    personal: bool | Literal["party"] = True
    widget: ClassVar[str] = "phone"

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": r"^\+?[0-9][0-9 \-]{2,18}$"}


@dataclass(frozen=True, kw_only=True)
class Count(Field):
    """A whole number, `min` to `max`, of `unit` (a word key: people, minutes, mu, yuan_fen ...)."""

    max: int = 1_000_000
    min: int = 0
    unit: str = ""
    widget: ClassVar[str] = "count"

    def schema(self) -> JsonSchema:
        return {"type": "integer", "minimum": self.min, "maximum": self.max}


@dataclass(frozen=True, kw_only=True)
class YesNo(Field):
    """Yes or no."""

    widget: ClassVar[str] = "yesno"

    def schema(self) -> JsonSchema:
        return {"type": "boolean"}


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of named options, or several when `many`. `tells`: by option, the sentence that a form
    says as soon as it is chosen.
    """

    options: tuple[str, ...]
    many: bool = False
    tells: Mapping[str, str] = field(default_factory=dict)
    widget: ClassVar[str] = "choice"

    def schema(self) -> JsonSchema:
        one: JsonSchema = {"type": "string", "enum": list(self.options)}
        return {"type": "array", "items": one, "uniqueItems": True, "minItems": 1} if self.many else one


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    """A calendar day of the years 1900 to 2199, `2026-11-24`."""

    widget: ClassVar[str] = "day"

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": _DAY, "format": "date"}


@dataclass(frozen=True, kw_only=True)
class Days(Field):
    """The days of a sealed group's rows, in their order. Gathered when an entry is written, typed by nobody:
    a promise of time must be reckoned by those who may not read what was promised. `gathers`: `group.column`.
    """

    gathers: str
    max: int = 20
    widget: ClassVar[str] = "days"

    def schema(self) -> JsonSchema:
        return {"type": "array", "items": Day().schema(), "minItems": 1, "maxItems": self.max}


@dataclass(frozen=True, kw_only=True)
class Moment(Field):
    """A moment of the years 1900 to 2199 with its offset, `2026-11-24T20:30:00+08:00`."""

    widget: ClassVar[str] = "moment"

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": _MOMENT, "format": "date-time"}


@dataclass(frozen=True, kw_only=True)
class Place(Field):
    """A gacha or village by its national code (12 digits) and, in words, where in it. Never coordinates."""

    widget: ClassVar[str] = "place"

    def schema(self) -> JsonSchema:
        return {
            "type": "object",
            "properties": {
                "gacha": {"type": "string", "pattern": _GACHA},
                "spot": {"type": "string", "minLength": 1, "maxLength": 80, "pattern": _VISIBLE},
            },
            "required": ["gacha"],
            "additionalProperties": False,
        }


@dataclass(frozen=True, kw_only=True)
class Household(Field):
    """A household, by its id: a door, not a dossier."""

    widget: ClassVar[str] = "household"

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": _UUID}


@dataclass(frozen=True, kw_only=True)
class Officer(Field):
    """A member of staff, by id; `role` narrows the choice shown."""

    role: str = ""
    widget: ClassVar[str] = "officer"

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": _UUID}


@dataclass(frozen=True, kw_only=True)
class Link(Field):
    """Another record, by id; of one of `to` kinds."""

    to: tuple[str, ...] = ()
    widget: ClassVar[str] = "link"

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": _UUID}


@dataclass(frozen=True, kw_only=True)
class Photo(Field):
    """Photographs, by digest; the bytes travel apart and later. Re-encoded on the phone, without metadata."""

    most: int = 6
    widget: ClassVar[str] = "photo"

    def schema(self) -> JsonSchema:
        one: JsonSchema = {
            "type": "object",
            "properties": {
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "size": {"type": "integer", "minimum": 1, "maximum": 5_000_000},
                "mime": {"type": "string", "enum": ["image/jpeg", "image/png", "image/webp"]},
            },
            "required": ["sha256", "size", "mime"],
            "additionalProperties": False,
        }
        return {"type": "array", "items": one, "minItems": 1, "maxItems": self.most}


@dataclass(frozen=True, kw_only=True)
class Many(Field):
    """A repeated group of plain fields, `min` to `max` rows; sets of rows merge, they never overwrite.

    `wishes` names the columns that may stay empty; `takes_out` the set from which these rows are removed.
    """

    of: Mapping[str, Field]
    wishes: tuple[str, ...] = field(default=())
    takes_out: str = ""
    max: int = 20
    min: int = 1
    widget: ClassVar[str] = "many"

    def schema(self) -> JsonSchema:
        row: JsonSchema = {
            "type": "object",
            "properties": {name: inner.schema() for name, inner in self.of.items()},
            "required": [name for name in self.of if name not in self.wishes],
            "additionalProperties": False,
        }
        return {"type": "array", "items": row, "minItems": self.min, "maxItems": self.max}

"""What somebody types becomes the fields of an act: one JSON object, or `field=value` by the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from urtuu.base.sentences import say
from urtuu.interfaces.phone.client import Refused
from urtuu.kinds.fields import Choice, Count, Field, Many, Photo, Place, YesNo
from urtuu.kinds.vocabulary import Act, Kind

YES, NO = ("yes", "true", "1", "是"), ("no", "false", "0", "否")


def fields_of(kind: Kind, act: Act, words: Sequence[str]) -> dict[str, Any]:
    """The fields in words as they were typed. Raises Refused.

    `place` is written `150421102204` or `150421102204:by the well`, several choices `a,b`, groups as JSON.
    """
    if len(words) == 1 and words[0].lstrip().startswith("{"):
        return _table(words[0])
    found = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name:
            raise Refused(say("input_unreadable", text=word[:80]))
        if name not in act.fields:
            known = ", ".join(act.fields)
            raise Refused(say("no_such_field", kind=kind.name, act=act.name, field=name, known=known))
        found[name] = _value(name, act.fields[name], value)
    return found


def _table(text: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError):
        raise Refused(say("input_unreadable", text=text[:80])) from None


def _value(name: str, field: Field, text: str) -> Any:
    """What cannot be read as its type stays text, for the table to refuse in its own words."""
    match field:
        case Count():
            if not text.lstrip("-").isdecimal():
                raise Refused(say("number_wanted", field=name, value=text[:40]))
            return int(text)
        case YesNo():
            return True if text.lower() in YES else False if text.lower() in NO else text
        case Choice(many=True):
            return [one.strip() for one in text.split(",") if one.strip()]
        case Place() if not text.startswith("{"):
            gacha, _, spot = text.partition(":")
            return {"gacha": gacha, "spot": spot} if spot else {"gacha": gacha}
        case Place() | Photo() | Many():
            try:
                return msgspec.json.decode(text)
            except (msgspec.MsgspecError, RecursionError):
                raise Refused(say("input_unreadable", text=text[:80])) from None
        case _:
            return text

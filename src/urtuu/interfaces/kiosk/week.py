"""A station's week in words: which weekdays its officers are in the field, which at the station."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from urtuu.base.weeks import DayPart

_NAMES = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
_PARTS = {"B": DayPart.BRIEFING, "F": DayPart.FIELD, "R": DayPart.RETURN}
_SAID = {
    DayPart.BRIEFING: _("at the station: briefing"),
    DayPart.FIELD: _("in the gachas"),
    DayPart.RETURN: _("at the station: report"),
}


@dataclass(frozen=True)
class WeekDay:
    """One weekday of the pattern that is worked."""

    name: str | Promise
    part: DayPart
    said: str | Promise


def days_of(pattern: str) -> list[WeekDay]:
    """The worked days of a pattern such as BFFFR--, Monday first."""
    return [
        WeekDay(name, _PARTS[letter], _SAID[_PARTS[letter]])
        for name, letter in zip(_NAMES, pattern, strict=False)
        if letter in _PARTS
    ]

"""A clock in words: its length, its condition, and why a run of it ends when it does."""

from __future__ import annotations

from datetime import datetime, timedelta

from urtuu.kinds import words
from urtuu.kinds.clocks import LOCAL, ClockFace, stood_still
from urtuu.kinds.fold import Standing
from urtuu.kinds.registry import Shelf
from urtuu.kinds.vocabulary import Clock, Kind


def length(clock: Clock, kind: Kind, lang: str, on: Shelf | None = None) -> str:
    """How long it runs."""
    if clock.tonight:
        return _term(lang, "tonight")
    for term, name in (("until", clock.until), ("each", clock.each)):
        if name:
            return _term(lang, term).format(field=words.label(lang, kind.name, "fields", name, on=on))
    number = clock.hours or clock.days or clock.working_days
    unit = "hours" if clock.hours else "days" if clock.days else "working_days"
    told = f"{number}{' ' if lang == 'en' else ''}{_term(lang, unit)}"
    return f"{_since(clock, kind, lang, on)}{told}"


def _since(clock: Clock, kind: Kind, lang: str, on: Shelf | None) -> str:
    """From which day it counts, where that is not the day of the act."""
    if not clock.since:
        return ""
    named = [words.label(lang, kind.name, "fields", name, on=on) for name in clock.since]
    field = (" / " if lang == "en" else "、").join(named)
    return _term(lang, "since").format(field=field) + (": " if lang == "en" else "")


def reason(face: ClockFace, clock: Clock, standing: Standing, lang: str, now: datetime) -> str:
    """Why a run ends when it does: from when it counts, what moved it, what stopped it, what is not known."""
    told = [_from(face, clock, lang)]
    if clock.days or clock.working_days:
        told.append(_term(lang, "first_not_counted"))
    if still := stood_still(face, clock, standing, now):
        told.append(_term(lang, "paused_for").format(time=_stretch(still, lang)))
    if face.plain_due_at and face.due_at != face.plain_due_at:
        told.append(_term(lang, "moved").format(day=_last_day(face.plain_due_at)))
    if face.stopped_at:
        told.append(_term(lang, "stopped_at").format(moment=words.moment(lang, face.stopped_at)))
    if face.reported_late:
        told.append(_term(lang, "late_report"))
    if face.doubt:
        told.append(words.sentence(lang, face.doubt))
    return ("; " if lang == "en" else "；").join(told)


def last_day(moment: datetime) -> str:
    """The last day of a period that ends at 24:00, else the moment: `2027-03-04`, `2026-11-25 08:00`."""
    local = moment.astimezone(LOCAL)
    return _last_day(moment) if (local.hour, local.minute) == (0, 0) else f"{local:%Y-%m-%d %H:%M}"


def warning(moment: datetime) -> str:
    """From when it warns: a day where it begins with one, else the moment."""
    local = moment.astimezone(LOCAL)
    return str(local.date()) if (local.hour, local.minute) == (0, 0) else f"{local:%Y-%m-%d %H:%M}"


def _last_day(end: datetime) -> str:
    return str((end.astimezone(LOCAL) - timedelta(seconds=1)).date())


def _from(face: ClockFace, clock: Clock, lang: str) -> str:
    if face.since:
        return _term(lang, "from_day").format(day=face.since)
    if clock.until or clock.each:
        return _term(lang, "as_written")
    return _term(lang, "from_moment").format(moment=words.moment(lang, face.started_at))


def _stretch(span: timedelta, lang: str) -> str:
    days = span.days + (span.seconds > 0)
    return f"{days}{' ' if lang == 'en' else ''}{_term(lang, 'days')}"


def own_rule(lang: str) -> str:
    """What stands in the place of a law where there is none."""
    return _term(lang, "own_rule")


def only(clock: Clock, kind: Kind, lang: str, on: Shelf | None = None) -> str:
    """When it runs at all; empty when always."""
    told = [
        f"{words.label(lang, kind.name, 'fields', name, on=on)}: {_values(kind, lang, name, values, on)}"
        for name, values in clock.only.items()
    ]
    if not told:
        return ""
    opened, closed = (" (", ")") if lang == "en" else ("（", "）")
    return f"{opened}{_term(lang, 'only')} {'; '.join(told)}{closed}"


def _values(kind: Kind, lang: str, name: str, values: tuple[object, ...], on: Shelf | None) -> str:
    comma = ", " if lang == "en" else "、"
    return comma.join(words.label(lang, kind.name, f"choices.{name}", str(value), on=on) for value in values)


def _term(lang: str, name: str) -> str:
    return words.label(lang, "", "terms", name)

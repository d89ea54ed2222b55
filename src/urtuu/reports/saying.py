"""Figures in the reader's language: what the components of the page kit and the workbooks are given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from urtuu.base.weeks import DayPart
from urtuu.kinds import words
from urtuu.kinds.clocks import LOCAL
from urtuu.reports.pending import BANDS, Pending
from urtuu.reports.sheet import Sheet
from urtuu.reports.small_cells import SMALLEST, Cell
from urtuu.web.dates import weekday_name

GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (gettext_lazy("Visits and matters found"), ("visits", "matters_found")),
    (
        gettext_lazy("Disputes"),
        ("disputes_opened", "disputes_settled", "disputes_referred", "disputes_pending"),
    ),
    (gettext_lazy("Publicity"), ("sessions", "people_reached")),
    (gettext_lazy("Needs of residents"), ("needs_heard", "needs_met")),
    (gettext_lazy("Tasks"), ("tasks_done", "tasks_carried", "tasks_cancelled")),
    (gettext_lazy("How complete"), ("late_entries", "devices_silent", "queue_declared")),
)
"""The figures of a week as a table reads them."""
_MORE: Mapping[str, str | Promise] = {
    "escalations_defused": gettext_lazy("Escalations defused"),
    "escalations_unconfirmed": gettext_lazy("Escalations not yet confirmed"),
    "turned_criminal": gettext_lazy("Turned criminal"),
    "follow_ups": gettext_lazy("Follow-ups made"),
    "sessions_mn": gettext_lazy("Sessions in Mongolian"),
}
_BASIS: Mapping[str, str | Promise] = {
    "visits": gettext_lazy("visits recorded, met or not"),
    "matters_found": gettext_lazy("disputes and needs written down"),
    "disputes_opened": gettext_lazy("reported in the week"),
    "disputes_settled": gettext_lazy("an agreement was made"),
    "disputes_referred": gettext_lazy("handed to another body"),
    "disputes_pending": gettext_lazy("begun and not closed at the end of the week"),
    "sessions": gettext_lazy("held in the week"),
    "people_reached": gettext_lazy("counted at those sessions"),
    "needs_heard": gettext_lazy("heard in the week"),
    "needs_met": gettext_lazy("met in the week"),
    "tasks_done": gettext_lazy("reported done"),
    "tasks_carried": gettext_lazy("carried over with a reason"),
    "tasks_cancelled": gettext_lazy("cancelled by the chief"),
    "late_entries": gettext_lazy("received more than a day later, or out of order"),
    "devices_silent": gettext_lazy("not heard from since the day of return"),
    "queue_declared": gettext_lazy("entries that the phones say they still hold"),
}
_ICONS = {
    "visits": ("door", "sky"),
    "disputes_opened": ("scales", "ochre"),
    "disputes_settled": ("check-circle", "grass"),
    "sessions": ("megaphone", "sky"),
    "needs_met": ("heart-hand", "grass"),
    "disputes_pending": ("clock", "quiet"),
}
OUTCOMES: Mapping[str, str | Promise] = {
    "settled": gettext_lazy("Settled"),
    "referred": gettext_lazy("Referred"),
    "refused": gettext_lazy("Refused or ended"),
    "pending": gettext_lazy("Pending"),
}
STATES: tuple[tuple[str, str | Promise], ...] = (
    ("breached", gettext_lazy("overdue")),
    ("warn", gettext_lazy("close")),
    ("ok", gettext_lazy("in time")),
    ("none", gettext_lazy("resting")),
)


def lang() -> str:
    """The language of the words of kinds."""
    return translation.get_language() or words.FIRST


def label(name: str) -> str:
    """A figure by name."""
    if name in _MORE:
        return str(_MORE[name])
    return words.label(lang(), "week_report", "fields", name)


def basis(name: str) -> str:
    """What exactly is counted, in a few words."""
    return str(_BASIS.get(name, ""))


def class_name(code: str) -> str:
    """A class of dispute by code."""
    return words.choice(lang(), "dispute", "category", code)


def cell(value: Cell) -> str:
    """A figure, or that it is withheld."""
    return f"<{SMALLEST}" if value is None else f"{value:,}"


def month_name(month: tuple[int, int]) -> str:
    """11月, 2025-11 where the year matters."""
    year, number = month
    return f"{year}-{number:02d}"


def tiles(sheet: Sheet, url: str) -> list[dict[str, Any]]:
    """Six figures at the top, each opening its list. `url`: the address of the sheet."""
    figures = sheet.figures
    units = {
        "sessions": _("%(people)s people") % {"people": f"{figures['people_reached']:,}"},
        "needs_met": _("of %(heard)d heard") % {"heard": figures["needs_heard"]},
        "disputes_pending": _overdue(sheet.pending),
    }
    return [
        {
            "label": label(name),
            "value": f"{figures[name]:,}",
            "unit": units.get(name, ""),
            "icon": icon,
            "tone": tone,
            "value_tone": "ember" if name == "disputes_pending" and sheet.pending.state("breached") else "",
            "url": f"{url}figure/{name}/",
        }
        for name, (icon, tone) in _ICONS.items()
    ]


def _overdue(pending: Pending) -> str:
    late = pending.state("breached")
    return ngettext("%(n)d overdue", "%(n)d overdue", late) % {"n": late} if late else ""


def legs(sheet: Sheet, board_url: str) -> list[dict[str, Any]]:
    """The 1·3·1 with the return filled: this is its page."""
    here = sheet.asked_at.astimezone(LOCAL).date()
    days = sorted(sheet.days.items())
    found = []
    for part, url in ((DayPart.BRIEFING, board_url), (DayPart.FIELD, ""), (DayPart.RETURN, "")):
        mine = [day for day, what in days if what is part]
        said = [_day(sheet, day, part, day == here) for day in mine] or [_no_day(part)]
        found.append(
            {"number": len(mine), "now": part is DayPart.RETURN, "progress": None, "url": url, "days": said}
        )
    return found


def _day(sheet: Sheet, day: date, part: DayPart, now: bool) -> dict[str, Any]:
    done = sheet.by_day.get(day, {})
    names = {DayPart.BRIEFING: _("briefing"), DayPart.FIELD: "", DayPart.RETURN: _("return")}
    title = weekday_name(day, lang())
    return {
        "title": f"{title} · {names[part]}" if names[part] else title,
        "note": _did(done) or (_("report, sign, carry over") if part is DayPart.RETURN else "—"),
        "now": now or part is DayPart.RETURN,
    }


def _did(done: Mapping[str, int]) -> str:
    said = {
        "visits": ngettext("%(n)d visit", "%(n)d visits", done.get("visits", 0)),
        "sessions": ngettext("%(n)d session", "%(n)d sessions", done.get("sessions", 0)),
        "tasks": ngettext("%(n)d task issued", "%(n)d tasks issued", done.get("tasks", 0)),
        "disputes": ngettext("%(n)d settled", "%(n)d settled", done.get("disputes", 0)),
    }
    return " · ".join(text % {"n": done[name]} for name, text in said.items() if done.get(name))


def _no_day(part: DayPart) -> dict[str, Any]:
    names = {
        DayPart.BRIEFING: _("No briefing"),
        DayPart.FIELD: _("No days in the field"),
        DayPart.RETURN: _("No day of return"),
    }
    return {"title": names[part], "note": _("the week is shorter"), "now": part is DayPart.RETURN}


def bands() -> list[str]:
    """Ages of open disputes, in words."""
    first, second, third = BANDS
    return [
        _("up to %(days)d days") % {"days": first},
        _("%(from)d to %(to)d days") % {"from": first + 1, "to": second},
        _("%(from)d to %(to)d days") % {"from": second + 1, "to": third},
        _("over %(days)d days") % {"days": third},
    ]


def overdue_clocks(pending: Pending) -> list[str]:
    """Which promises are overdue, and how often."""
    named = [(words.label(lang(), "dispute", "clocks", name), n) for name, n in pending.overdue.most_common()]
    return [f"{name} {n}" for name, n in named]


def hour(moment: datetime) -> str:
    """A moment on the banner's clock, sortable: for workbooks."""
    return f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}"

"""What stands beside the official figures, in words: the name of each figure and what exactly it counts."""

from __future__ import annotations

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from urtuu.reports.honest import Honest
from urtuu.reports.shares import Share, Spread

Word = str | Promise
SHARES: dict[str, tuple[Word, Word]] = {
    "agreed": (
        gettext_lazy("Agreed"),
        gettext_lazy("Cases taken on in the month in which an agreement stands today, performed or not."),
    ),
    "refused": (
        gettext_lazy("Refused or stopped"),
        gettext_lazy("Cases taken on in the month that ended because somebody refused, stopped or gave up."),
    ),
    "referred": (
        gettext_lazy("Referred"),
        gettext_lazy("Cases taken on in the month that were handed to another body."),
    ),
    "open": (
        gettext_lazy("Still open"),
        gettext_lazy("Cases taken on in the month that are neither agreed nor ended today."),
    ),
    "performed_30": (
        gettext_lazy("Performed in full 30 days after the last due day"),
        gettext_lazy("Of standing agreements last due 30 days ago or more: everything performed by then."),
    ),
    "performed_90": (
        gettext_lazy("Performed in full 90 days after the last due day"),
        gettext_lazy("Of standing agreements last due 90 days ago or more: everything performed by then."),
    ),
    "confirmed": (
        gettext_lazy("Confirmed by a court"),
        gettext_lazy("Of standing agreements: those that a court has confirmed."),
    ),
    "follow_ups": (
        gettext_lazy("Follow-ups made in time"),
        gettext_lazy("Of the rounds due by today (7 and 30 days, hard cases also 90): made by the due day."),
    ),
    "answered": (
        gettext_lazy("Asked whether content, and answered"),
        gettext_lazy("Of agreements that were asked after: those in which somebody said whether content."),
    ),
    "content": (
        gettext_lazy("Content, of those who answered"),
        gettext_lazy("Of those who answered: whose last answer was yes."),
    ),
    "mongolian": (
        gettext_lazy("Sessions in Mongolian or both languages"),
        gettext_lazy("Of the sessions held in these cases: those in Mongolian, or in both languages."),
    ),
    "repeats": (
        gettext_lazy("Came back within 180 days"),
        gettext_lazy(
            "Cases opened again by the chair, or found at the same door in the same matter, at most 180 days "
            "after the earlier one was found. Worked out each time; nothing of it is stored."
        ),
    ),
    "late": (
        gettext_lazy("Entries that came late"),
        gettext_lazy("Of all entries of these cases: received more than a day later, or out of order."),
    ),
    "void": (
        gettext_lazy("Void, of those found in the month"),
        gettext_lazy("Records written by mistake or as a test, of all disputes found in the month."),
    ),
}
"""By name: what it is called, and what is counted."""
SPREADS: dict[str, tuple[Word, Word]] = {
    "to_contact": (
        gettext_lazy("From report to first contact"),
        gettext_lazy("From the report to the first time that somebody spoke with a party."),
    ),
    "to_acceptance": (
        gettext_lazy("From report to acceptance"),
        gettext_lazy("From the report to the day on which the committee took the case on."),
    ),
    "to_agreement": (
        gettext_lazy("From acceptance to agreement"),
        gettext_lazy("From taking on to the agreement that stands today."),
    ),
}
SAFETY: dict[str, tuple[Word, Word]] = {
    "screened": (
        gettext_lazy("Every party asked alone before mediation was offered"),
        gettext_lazy("Of cases offered mediation in the quarter in which every party must be asked alone."),
    ),
    "holds": (
        gettext_lazy("Safety holds answered in time"),
        gettext_lazy("Of the holds set in the quarter: answered within one hour, or within four."),
    ),
}


def percent(value: float | None) -> str:
    """A share; a line where there is none of."""
    return "—" if value is None else f"{value:.1f} %"


def span(value: timedelta | None) -> str:
    """A span as hours below two days, else days."""
    if value is None:
        return "—"
    hours = value.total_seconds() / 3600
    return _("%(n).1f h") % {"n": hours} if hours < 48 else _("%(n).1f days") % {"n": hours / 24}


def spread_words(spread: Spread) -> str:
    """Median and ninetieth percentile."""
    return _("half within %(median)s, nine of ten within %(p90)s") % {
        "median": span(spread.median),
        "p90": span(spread.p90),
    }


def behind(honest: Honest, name: str) -> list[str] | None:
    """The records that made a figure, each once; nothing for a figure that is none."""
    share: Share | None = honest.shares.get(name)
    return list(dict.fromkeys(share.records)) if share else None

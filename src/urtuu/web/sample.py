"""Invented people and matters for the page that shows every component. No record is read.

The words are English here and Chinese in the catalogue, like every text of the interface.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from urtuu.web import sample_board


class SampleForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(
        label=gettext_lazy("In one line"),
        max_length=40,
        help_text=gettext_lazy("What happened, without names."),
    )
    told = forms.CharField(
        label=gettext_lazy("What was told"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    people = forms.IntegerField(label=gettext_lazy("People reached"), min_value=0)
    grade = forms.ChoiceField(
        label=gettext_lazy("How urgent"),
        widget=forms.RadioSelect,
        choices=[("small", gettext_lazy("Small: today")), ("large", gettext_lazy("Large: by tomorrow"))],
    )
    village = forms.ChoiceField(
        label=gettext_lazy("Village"),
        choices=[("a", gettext_lazy("Bayan-Undur")), ("b", gettext_lazy("Har-Gent"))],
    )
    agreed = forms.BooleanField(label=gettext_lazy("Both were asked alone and want it"), required=False)


class PartyForm(forms.Form):
    """One of a repeating group."""

    party = forms.CharField(label=gettext_lazy("Party"), max_length=40)
    phone = forms.CharField(label=gettext_lazy("Telephone"), required=False)


def everything(params: QueryDict) -> dict[str, Any]:
    """The context of `web/style.html`."""
    return {
        **_frame(),
        **sample_board.board(),
        **sample_board.drawings(),
        **_record(),
        **_forms(),
        **_list(params),
    }


def _frame() -> dict[str, Any]:
    items = [
        (_("This week"), "calendar", 11),
        (_("Projects"), "clipboard", None),
        (_("Disputes"), "scales", 37),
        (_("Village map"), "map", None),
        (_("Grid officers"), "people", 50),
        (_("Outreach"), "megaphone", None),
        (_("One window"), "window", None),
        (_("Library"), "books", None),
        (_("Reports"), "bars", None),
    ]
    nav = [
        {"label": label, "icon": icon, "count": count, "url": "#", "current": not at}
        for at, (label, icon, count) in enumerate(items)
    ]
    return {
        "nav": nav,
        "place_name": _("Han-Ula station"),
        "account": {"name": _("Saran")},
        "logout_url": "#",
        "printed_at": _at(9, 40),
    }


def _record() -> dict[str, Any]:
    return {
        "facts": [
            (_("Number"), "U26-03117"),
            (_("Kind"), _("Pasture border")),
            (_("Village"), _("Bayan-Undur")),
            (_("Reported"), _("by telephone, 21:40")),
        ],
        "timeline": [
            {
                "at": _at(21, 40, 22),
                "title": _("Reported"),
                "who": _("duty desk"),
                "text": _("Both sides stand at the fence."),
            },
            {
                "at": _at(9, 35),
                "title": _("Dealt to Qiqige"),
                "who": _("Saran"),
                "tone": "ochre",
                "chip": {"text": _("small, today"), "tone": "ember", "icon": "timer"},
            },
            {
                "at": _at(11, 5),
                "title": _("First contact"),
                "who": _("Qiqige"),
                "tone": "grass",
                "text": _("Each side heard alone; a day agreed for walking the border."),
                "note": _("Written without signal, received 14:22."),
            },
        ],
        "held": {
            "title": _("Agreement sealed"),
            "at": _at(8, 12),
            "who": _("Sud"),
            "sentence": _("Waits for the dispute it belongs to; that phone has not synced yet."),
        },
        "returned": {
            "title": _("Visit"),
            "at": _at(7, 55),
            "who": _("Naren"),
            "returned": True,
            "sentence": _("This dispute was already closed by Saran on 3 March."),
        },
        "open_entry": [{"label": _("See the record"), "url": "#"}],
        "said": [
            {"level_tag": "success", "text": _("96 tasks were sent to 47 phones.")},
            {"level_tag": "warning", "text": _("3 phones have not synced since Friday.")},
            {"level_tag": "error", "text": _("The planner stopped: no road is known to Dalart.")},
            {"level_tag": "info", "text": _("The word of the day is ᠥᠷᠲᠡᠭᠡ, the relay station.")},
        ],
        "tabs": [
            {"label": _("Open"), "url": "#", "count": 37, "current": True},
            {"label": _("Closed"), "url": "#", "count": 412},
            {"label": _("Carried over"), "url": "#"},
        ],
    }


def _forms() -> dict[str, Any]:
    bad = SampleForm(
        {"title": "", "day": "2026-11-23", "people": "-2", "grade": "small", "village": "a"}, auto_id="bad_%s"
    )
    parties = forms.formset_factory(PartyForm, extra=2)(prefix="parties")
    return {
        "form": SampleForm(initial={"grade": "small", "people": 30}),
        "bad_form": bad,
        "parties": parties,
        "search": {
            "id": "q",
            "name": "q",
            "label": _("Search"),
            "type": "search",
            "placeholder": _("Number or words"),
        },
        "pick": {
            "id": "village",
            "name": "village",
            "label": _("Village"),
            "type": "select",
            "value": "",
            "choices": [("", _("All")), ("a", _("Bayan-Undur")), ("b", _("Har-Gent"))],
        },
        "topics": {
            "id": "topics",
            "name": "topics",
            "label": _("Topics"),
            "type": "checks",
            "value": ["fraud"],
            "hint": _("As many as were spoken of."),
            "choices": [("fraud", _("Fraud")), ("traffic", _("Traffic")), ("fire", _("Fire"))],
        },
    }


def _list(params: QueryDict) -> dict[str, Any]:
    asked = params.get("page", "3")
    return {"page": Paginator(range(412), 20).get_page(asked), "params": params}


def _at(hour: int, minute: int, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=timezone.get_current_timezone())

"""Invented matters and people of the Monday board, for the page that shows every component."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from urtuu.web.charts import Place, Series, area_map, bar_chart


def board() -> dict[str, Any]:
    """The ribbon, the tiles, the tasks and the officers."""
    field_days = [
        {"title": _("Tuesday"), "note": _("118 visits · 9 talks")},
        {"title": _("Wednesday"), "note": _("104 visits · 12 mediations")},
        {"title": _("Thursday"), "note": _("96 visits · 21 follow-ups")},
    ]
    return {
        "legs": [
            {
                "number": 1,
                "now": True,
                "progress": 90,
                "days": [{"title": _("Monday · briefing"), "note": _("96 of 107 dealt"), "now": True}],
            },
            {"number": 3, "progress": None, "days": field_days},
            {
                "number": 1,
                "progress": None,
                "days": [{"title": _("Friday · return"), "note": _("14:00 report and carry over")}],
            },
        ],
        "tiles": [
            _tile(_("To be dealt"), 11, _("tasks"), "inbox", "sky"),
            _tile(_("Small: today"), 2, _("due tonight"), "moon", "ember", "ember"),
            _tile(_("Large: by tomorrow"), 1, _("due tomorrow morning"), "sun", "ochre", "ochre"),
            _tile(_("Closed last week"), 37, "/ 39", "check-circle", "grass", "grass"),
            _tile(_("Phones not synced"), 3, _("phones"), "cloud-off", "quiet"),
        ],
        "ways": [
            {"label": _("By time"), "url": "#", "icon": "timer", "current": True},
            {"label": _("By area"), "url": "#", "icon": "pin"},
        ],
        "work": _work(),
        "people": _people(),
        "kinds": _kinds(),
        "deal": {"label": _("Deal to"), "url": "#"},
        "deal_now": {"label": _("Deal to"), "url": "#", "primary": True},
    }


def _tile(*parts: Any) -> dict[str, Any]:
    names = ("label", "value", "unit", "icon", "tone", "value_tone")
    return dict(zip(names, parts, strict=False))


def _kinds() -> list[dict[str, str]]:
    return [
        {"label": _("Disputes"), "tone": "sky"},
        {"label": _("Visits"), "tone": "grass"},
        {"label": _("Talks"), "tone": "ochre"},
    ]


def _work() -> list[dict[str, Any]]:
    own = _("own area · has %(count)d")
    rows: list[tuple[str, str, str, str, str, str, str, str]] = [
        (
            _("Quarrel over a pasture fence, both are there now"),
            _("Bayan-Undur · called 21:40 last night · U26-03117"),
            "alarm",
            _("on site by 24:00"),
            "ember",
            "timer",
            _("Qiqige"),
            own % {"count": 6},
        ),
        (
            _("Sheep grazed across the border, no agreement yet"),
            _("Har-Gent · small, today · U26-03119"),
            "alarm",
            _("14 h 20 min left"),
            "ember",
            "timer",
            _("Sud"),
            own % {"count": 4},
        ),
        (
            _("Fodder money unpaid, third request"),
            _("Han-Sum · large, by tomorrow · U26-03102"),
            "hand",
            _("tomorrow 09:00"),
            "ochre",
            "clock",
            _("open"),
            _("two could take it"),
        ),
        (
            _("Well rota, follow-up after mediation"),
            _("Tsagaan-Nuur · carried over · U26-03088"),
            "drop",
            _("by Wednesday"),
            "ochre",
            "clock",
            _("Wang Xiulan"),
            own % {"count": 5},
        ),
        (
            _("Four talks on winter fires and fraud"),
            _("four villages · plan of the week"),
            "megaphone",
            _("Tuesday to Thursday"),
            "",
            "calendar",
            _("4 officers"),
            _("by area"),
        ),
        (
            _("Heating and medicine for someone living alone"),
            _("Sain-Tala · a resident's request · U26-03121"),
            "heart-hand",
            _("Tuesday"),
            "",
            "calendar",
            _("Gerel"),
            own % {"count": 3},
        ),
        (
            _("House plot border, village committee as witness"),
            _("Burin-Hot · U26-03079"),
            "home",
            _("Thursday"),
            "",
            "calendar",
            _("Buhe"),
            own % {"count": 7},
        ),
    ]
    return [
        {
            "title": title,
            "meta": meta,
            "icon": icon,
            "hot": tone == "ember",
            "url": "#",
            "strong": strong,
            "side": side,
            "chip": {"text": due, "tone": tone, "icon": mark},
        }
        for title, meta, icon, due, tone, mark, strong, side in rows
    ]


def _people() -> list[dict[str, Any]]:
    taken = {"text": _("has the week"), "tone": "grass"}
    rows: list[tuple[str, str, tuple[int, int, int], dict[str, str]]] = [
        (_("Qiqige"), _("Bayan-Undur"), (3, 2, 1), taken),
        (_("Sud"), _("Har-Gent"), (2, 1, 1), taken),
        (_("Wang Xiulan"), _("Tsagaan-Nuur"), (2, 2, 1), taken),
        (_("Gerel"), _("Sain-Tala"), (1, 1, 1), {"text": _("phone not here"), "tone": "ochre"}),
        (_("Buhe"), _("Burin-Hot"), (4, 2, 1), taken),
        (_("Naren"), _("Han-Sum"), (1, 1, 1), {"text": _("2 not sent"), "tone": "ember"}),
        (_("Li Jianguo"), _("Dalart"), (2, 1, 2), taken),
        (_("Gaowa"), _("Ulan-Had"), (2, 2, 1), taken),
    ]
    return [
        {
            "name": name,
            "note": village,
            "whole": 9,
            "total": sum(load),
            "chip": chip,
            "url": "#",
            "parts": [{**kind, "value": value} for kind, value in zip(_kinds(), load, strict=True)],
        }
        for name, village, load, chip in rows
    ]


def drawings() -> dict[str, Any]:
    """The two charts and the list beside them."""
    weeks = [_("Week %(number)d") % {"number": n} for n in (44, 45, 46, 47)]
    found = Series(_("Found"), (41, 36, 44, 39), "pale")
    closed = Series(_("Closed"), (38, 35, 40, 37), "sky")
    tonight, this_week = _("tonight"), _("this week")
    places = [
        Place(_("Station"), 120.42, 43.92, centre=True),
        Place(_("Bayan-Undur"), 119.96, 44.06, "ember", tonight),
        Place(_("Har-Gent"), 120.26, 44.14, "ember", tonight),
        Place(_("Han-Sum"), 120.56, 44.02, "ochre", this_week),
        Place(_("Tsagaan-Nuur"), 120.42, 43.76, "ochre", this_week),
        Place(_("Sain-Tala"), 120.1, 43.84),
        Place(_("Burin-Hot"), 120.76, 43.83),
        Place(_("Dalart"), 119.9, 43.66),
        Place(_("Ulan-Had"), 120.95, 43.64),
        Place(_("Sharbur"), 120.84, 44.13),
    ]
    return {
        "chart": bar_chart(_("Four weeks · found and closed"), weeks, [found, closed], width=400, height=200),
        "area": area_map(_("Where the villages lie"), places),
        "area_legend": [{"label": tonight, "tone": "ember"}, {"label": this_week, "tone": "ochre"}],
        "note_head": [_("Due")],
        "carried_columns": [
            {"label": _("Matter")},
            {"label": _("Village")},
            {"label": _("Waiting"), "num": True},
        ],
        "carried": [
            [{"text": _("Well rota"), "url": "#"}, _("Tsagaan-Nuur"), _("9 days")],
            [{"text": _("Fodder money unpaid"), "url": "#"}, _("Han-Sum"), _("6 days")],
            [{"text": _("Grazing subsidy, question"), "url": "#"}, _("Ulan-Had"), _("4 days")],
        ],
    }

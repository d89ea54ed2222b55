"""The menu: what this person may open, with what waits there, and where the day begins for a role."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from urtuu.interfaces.desk.asking import asking, now_of, today_of, word
from urtuu.journal import lookups
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.places import offers
from urtuu.places.permissions import Who, may_open
from urtuu.web.icons import ICONS

_Page = tuple[str, str, str | Promise, str]
"""Page of the permission table, name of the address, label, icon."""
_FIRST: tuple[_Page, ...] = (
    ("board", "week", _("This week 1·3·1"), "calendar"),
    ("trays", "trays", _("To be decided"), "inbox"),
    ("records", "clocks", _("Clocks"), "timer"),
    ("search", "search", _("Find by name"), "search"),
    ("window", "counter", _("At the counter"), "window"),
)
_LAST: tuple[_Page, ...] = (
    ("sheet", "sheet", _("Friday sheet"), "bars"),
    ("year", "year", _("The year"), "flag"),
    ("devices", "devices", _("Phones"), "phone"),
    ("devices", "accounts", _("Accounts"), "people"),
    ("places", "places", _("Places and people"), "map"),
    ("points", "points", _("Points and ways"), "route"),
    ("audit", "audit", _("Readings"), "eye"),
    ("retention", "retention", _("Retention"), "shield"),
)
_MINE: _Page = ("", "account", _("My account"), "user")
_LATER = ("feedback",)
_ELSEWHERE = ("plan", "route", "waypoint")
"""Kinds with a page of their own: as a list they say little."""
_BEGINS_AT: Mapping[Role, tuple[str, ...]] = {
    Role.STATISTICIAN: ("year",),
    Role.ADMIN: ("devices",),
    Role.PRIVACY: ("audit",),
    Role.AUDITOR: ("audit",),
    Role.SAFETY: ("trays",),
    Role.CLERK: ("records",),
}
"""Where the day begins for a role; for all others at the first of the menu that they may open."""


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The items of the menu, in the order of a week."""
    who, on = asking(request), today_of(request)
    if not who.now(on):
        return []
    pages = {page: may_open(who, page, on) is None for page in ("board", "records", *_names())}
    held = lookups.waiting_for_person(who, now_of(request)) if pages["trays"] else 0
    items = [_item(request, page, held) for page in _FIRST if pages[page[0]]]
    if pages["records"]:
        items += _kinds(request)
    items += [_item(request, page, 0) for page in _LAST if pages[page[0]]]
    items.append(_item(request, _MINE, 0))
    return [item for item in items if item["url"]]


def _names() -> list[str]:
    return [page for page, *_rest in (*_FIRST, *_LAST)]


def _item(request: HttpRequest, page: _Page, held: int) -> dict[str, Any]:
    url = address(page[1])
    return {
        "url": url,
        "label": str(page[2]),
        "icon": page[3],
        "count": held if page[0] == "trays" else 0,
        "current": bool(url) and request.path.startswith(url),
    }


def _kinds(request: HttpRequest) -> list[dict[str, Any]]:
    # What comes to the station before what the station says of it: a small screen shows the first few.
    listed = (kind for kind in shelf() if not kind.desk_only and kind.name not in _ELSEWHERE)
    shown = sorted(listed, key=lambda kind: kind.name in _LATER)
    waiting = lookups.open_counts(asking(request), [kind.name for kind in shown], now_of(request))
    items = []
    for kind in shown:
        url = reverse("desk:records", args=[kind.name])
        items.append(
            {
                "url": url,
                "label": word(kind.name, "kind", "many"),
                "icon": kind.icon if kind.icon in ICONS else "clipboard",
                "count": waiting.get(kind.name, 0),
                "current": request.path.startswith(url),
            }
        )
    return items


def address(name: str) -> str:
    """An address of the desk by name; nothing while no page has it."""
    try:
        return reverse(f"desk:{name}")
    except NoReverseMatch:
        return ""


def begins_at(who: Who, on: date) -> str:
    """The address where this person's day begins; nothing without a post."""
    wanted = [page for role in sorted(who.roles(on)) for page in _BEGINS_AT.get(role, ())]
    order: dict[str, str] = {}
    for page, name, *_rest in (*_FIRST, *_LAST):
        order.setdefault(page, name)
    if who.roles(on) - set(_BEGINS_AT):
        wanted = ["board", "records", *wanted]
    for page in (*wanted, "records", *order):
        url = reverse("desk:records", args=[_busiest()]) if page == "records" else address(order[page])
        if url and may_open(who, page, on) is None:
            return url
    return ""


def _busiest() -> str:
    """The list that opens first: disputes, where there are any on the shelf."""
    return "dispute" if "dispute" in shelf() else next(kind.name for kind in shelf() if not kind.desk_only)


def place_name(who: Who, on: date) -> str:
    """The station or banner of the first post. Two queries at most."""
    held = who.now(on)
    place = next((posting.station or posting.banner for posting in held), "")
    return offers.names_of_places([place]).get(place, "")

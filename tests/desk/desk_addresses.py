"""Every address of the site and whom it is for: pages of the permission table, and what lies outside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ANYBODY = "anybody"  # no sign-in: signing in itself, words, the pages shown to the public
DEVICES = "devices that sign"  # no session: each request is judged by its signature or card, in tests/sync
SIGNED_IN = "signed in"  # leads on, or judges in the page itself

# A new address fails by its name until it says here whom it is for: a page of the table, or one of the three.
FOR: dict[str, str] = {
    "web:set_language": ANYBODY,
    "web:style": ANYBODY,
    "field:app": ANYBODY,
    **dict.fromkeys(("kiosk:index", "kiosk:verify", "kiosk:gacha"), ANYBODY),
    **dict.fromkeys(("sync:sync", "sync:enrol", "sync:sealed", "sync:blob"), DEVICES),
    **dict.fromkeys(("gateways:keys", "gateways:end_key"), SIGNED_IN),
    # A key instead of a session, in tests/gateways.
    **{
        f"gateways:openrosa:{name}": DEVICES
        for name in ("form_list", "form", "manifest", "media", "submission")
    },
    **{f"gateways:rxdb:{name}": DEVICES for name in ("answers", "schema", "pull", "push")},
    "watch:metrics": ANYBODY,  # asks for its own token; without it the page is not there
    **dict.fromkeys(("desk:home", "desk:week", "desk:week_stations"), SIGNED_IN),
    **dict.fromkeys(("desk:sign_in", "desk:sign_out"), ANYBODY),
    # The second step: opens nothing to whoever did not give the password; a passkey proves itself.
    **dict.fromkeys(("desk:second_step", "desk:passkey_ask", "desk:passkey_enter"), ANYBODY),
    **dict.fromkeys(
        ("desk:set_up_app", "desk:passkey_begin", "desk:passkey_add", "desk:recovery_codes"), SIGNED_IN
    ),
    "desk:remove_factor": SIGNED_IN,
    **dict.fromkeys(
        ("desk:account", "desk:new_password", "desk:end_others", "desk:end_session"), SIGNED_IN
    ),  # each about the one who asks, and nobody else
}
PAGE_OF = {
    "records": "records export begin record read_part picture approve erase do papers dossier paper "
    "issue_paper legality entry give_receipt clocks clocks_export",
    "board": "week_board week_print week_add week_attendance week_plan week_plan_state week_plan_do week_do",
    "sheet": "sheet sheet_week "
    + " ".join(
        f"sheet_{level}{rest}"
        for level in ("station", "officer", "banner")
        for rest in ("", "_do", "_workbook", "_figure")
    ),
    "year": "year year_workbook year_figure year_number year_number_workbook year_number_figure "
    "official official_year official_month official_file official_behind",
    "points": "points points_geojson points_of points_mark points_click points_legs points_seasons",
    "search": "search same_sides",
    "retention": "retention let_go",
    "window": "counter",
    "trays": "trays rule",
    "devices": "devices card rescue revoke accounts end_sessions",
    "staff": "reset_password reset_factors",
    "places": "places",
    "import": "imports",
    "audit": "audit account_acts",
}
FOR |= {f"desk:{name}": page for page, names in PAGE_OF.items() for name in names.split()}
ARGUMENTS: dict[str, Any] = {
    "kind": "dispute", "act": "report", "ending": "csv", "part": "safety", "picture": 0, "code": "agreement",
    "number": 2026, "month": 7, "key": "a", "name": "a", "week": "2026-W30", "station": "a", "ident": "a",
    "deed": "a", "digest": "a", "sha256": "0" * 64,
}  # fmt: skip


def addresses(of: Any = None, space: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each name with its space, and the converters of its arguments."""
    for one in (of or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}", one.pattern.converters


def address(name: str, converters: dict[str, Any], /, **given: Any) -> str:
    """The address, about things nobody knows unless they are given."""
    unknown = {one: UUID(int=1) for one, how in converters.items() if type(how).__name__ == "UUIDConverter"}
    wanted = ARGUMENTS | unknown | given
    return reverse(name, kwargs={one: wanted[one] for one in converters})


def asked(client: Client, path: str, said: dict[str, str] | None = None) -> dict[str, HttpResponse]:
    """What each method is answered with; `said` is posted."""
    return {"GET": client.get(path), "POST": client.post(path, said or {})}  # type: ignore[dict-item]


ADDRESSES = dict(addresses())
GATED = {name: page for name, page in FOR.items() if page not in (ANYBODY, DEVICES, SIGNED_IN)}

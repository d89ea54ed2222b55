"""Every address, for every role and for nobody: opened or refused as the permission table says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from desk_doings import SignedIn, dispute
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.html import escape

from cast import Cast, Person
from urtuu.base.sentences import say
from urtuu.kinds import words
from urtuu.kinds.roles import Role
from urtuu.places.permissions import TABLE

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
            yield from addresses(one, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}", one.pattern.converters


def address(name: str, converters: dict[str, Any], **given: Any) -> str:
    """The address, about things nobody knows unless they are given."""
    unknown = {one: UUID(int=1) for one, how in converters.items() if type(how).__name__ == "UUIDConverter"}
    wanted = ARGUMENTS | unknown | given
    return reverse(name, kwargs={one: wanted[one] for one in converters})


def asked(client: Client, path: str) -> dict[str, HttpResponse]:
    return {"GET": client.get(path), "POST": client.post(path)}  # type: ignore[dict-item]


def door(page: str) -> str:
    """What the door itself says, as it stands on the page of a refusal."""
    openers = [role.value for role, row in TABLE.items() if page in row.pages]
    return escape(words.sentence("en", say("page_closed", page=page, role=", ".join(openers))))


def turned_away(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse("desk:sign_in"))


ADDRESSES = dict(addresses())
GATED = {name: page for name, page in FOR.items() if page not in (ANYBODY, DEVICES, SIGNED_IN)}


def test_every_address_says_whom_it_is_for() -> None:
    assert sorted(set(ADDRESSES) - set(FOR)) == [], "new: say whom it is for"
    assert sorted(set(FOR) - set(ADDRESSES)) == [], "gone, and still in the list"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(n for n in ADDRESSES if FOR.get(n, "") not in (ANYBODY, DEVICES)))
def test_nobody_signed_in_is_sent_to_sign_in(name: str) -> None:
    for method, answer in asked(Client(), address(name, ADDRESSES[name])).items():
        assert answer.status_code == 405 or turned_away(answer), (method, answer.status_code)


def test_a_role_without_the_page_is_refused_and_with_it_is_not_stopped_at_the_door(
    everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    wrong = []
    for role, who in everyone.items():
        client = signed_in(who)
        for name, page in GATED.items():
            for method, answer in asked(client, address(name, ADDRESSES[name])).items():
                refused, allowed = answer.status_code == 403, page in TABLE[role].pages
                if not allowed and answer.status_code not in (403, 405):
                    wrong.append((role.value, name, method, answer.status_code))
                if not allowed and method == "GET" and refused and door(page) not in answer.content.decode():
                    wrong.append((role.value, name, method, "marker"))
                # The door's own refusal names the page; what stands behind it may refuse for its own reasons.
                if allowed and refused and door(page) in answer.content.decode():
                    wrong.append((role.value, name, method, "refused"))
    assert wrong == []


def test_a_record_out_of_reach_opens_nowhere(cast: Cast, signed_in: SignedIn) -> None:
    record = UUID(str(dispute(cast.bataar, cast.near)))
    pages = [n for n in GATED if "record" in ADDRESSES[n]]
    own = signed_in(cast.bataar).get(reverse("desk:record", args=["dispute", record]))
    assert own.status_code == 200
    foreign = signed_in(cast.dorji)
    reached = [
        (name, method, answer.status_code)
        for name in pages
        for method, answer in asked(foreign, address(name, ADDRESSES[name], record=record)).items()
        if answer.status_code not in (403, 404, 405)
    ]
    assert reached == []

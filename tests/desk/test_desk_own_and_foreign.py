"""Every address that names something: open to those it concerns, shut to the same roles elsewhere.

Each address is asked for something real of the home station. Whoever has the page at another station, grid or
banner must be refused; and at home somebody must be let in, or the refusal would prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import time_machine
from desk_addresses import ADDRESSES, GATED, address, asked
from desk_doings import SignedIn, held
from desk_phone import Phone
from django.test import Client
from django.utils import timezone

from casework import Casework
from cast import GACHA, Cast, Person, person
from full_case import told
from phone.carrying import Carried
from phone.raw import NEED, Raw
from sync.handing import PIXEL
from urtuu.base.weeks import week_of
from urtuu.journal import pictures
from urtuu.journal.models import Blob, EntryRow
from urtuu.kinds.roles import Role
from urtuu.places.models import Grid, PlacePoint, Region, Station
from urtuu.places.permissions import TABLE, Level

NAMES = {"record", "entry", "device", "station", "ident", "picture", "staff"}
"""Arguments that name something which belongs to somebody."""
RULE = "desk:rule"
SHUT = (403, 404, 405)
SAID = {
    "desk:give_receipt": {"party": "A1"},
    "desk:points_mark": {"place": GACHA},
    RULE: {"act": "set_aside", "why": "双方都说了"},
    **{f"desk:sheet_{level}_do": {"act": "draw_up"} for level in ("station", "officer")},
}
"""What is posted where an empty form would be refused before anybody asks whose it is."""
Given = dict[str, Any]


def answers_of(client: Client, name: str, given: Given) -> list[tuple[str, int]]:
    """What each method was answered with."""
    found = asked(client, address(name, ADDRESSES[name], **given), SAID.get(name))
    return [(method, answer.status_code) for method, answer in found.items()]


@pytest.fixture
def elsewhere(cast: Cast) -> dict[Role, Person]:
    """The same roles at another grid, station or banner, and nobody of them at home."""
    other = Region.objects.create(code="150422", name="巴林左旗", level="banner")
    at: dict[Level, Grid | Station | Region] = {
        Level.GRID: cast.far, Level.STATION: cast.away, Level.BANNER: other,
    }  # fmt: skip
    return {
        role: person(f"{role.value}-else", f"{role.value}-外", role, at[TABLE[role].at])
        for role in Role
        if role is not Role.HOUSE
    }


@pytest.fixture
def things(
    cast: Cast, everyone: dict[Role, Person], settings: Any, tmp_path: Path
) -> Iterator[dict[str, Given]]:
    """What each address is asked for; under "" what most of them name. The clock stands after the case."""
    settings.VAR, settings.BLOBS = tmp_path, tmp_path / "blobs"
    case = told(Casework(cast, everyone, datetime.fromisoformat("2026-11-24T09:00:00+08:00")))
    with time_machine.travel(case.at, tick=False):
        entry = EntryRow.objects.filter(record=case.record).order_by("pos").values_list("id", flat=True)[0]
        week = str(week_of(timezone.localdate()))
        usual: Given = {
            "record": case.record, "entry": entry, "station": cast.home.pk, "week": week,
            "ident": cast.home.pk, "staff": cast.bataar.id,
            "device": Phone(cast.bataar, cast.saran.staff).device.pk,
        }  # fmt: skip
        yield {"": usual} | _particular(cast)


def _particular(cast: Cast) -> dict[str, Given]:
    """Where an address wants more, or another thing than most."""
    PlacePoint.objects.create(gacha_id=GACHA, lon_micro=120_100_000, lat_micro=43_900_000, source="csv")
    officers = {f"desk:sheet_officer{rest}": {"ident": cast.bataar.id} for rest in ("", "_do", "_workbook")}
    return officers | {
        "desk:picture": _picture(cast),
        "desk:give_receipt": {"party": "A1"},
        "desk:points_mark": {"place": GACHA},
        RULE: {"entry": held(cast)[1]},
        "desk:do": {"act": "correct"},
        "desk:paper": {"code": "M01", "ending": "docx"},
        "desk:issue_paper": {"code": "M01"},
        "desk:week_do": {"deed": "draw-up"},
        "desk:week_plan_do": {"deed": "ask"},
        "desk:legality": {"act": "agree"},
        "desk:sheet_officer_figure": {"ident": cast.bataar.id, "name": "people_reached"},
        "desk:sheet_station_figure": {"name": "people_reached"},
    }


def _picture(cast: Cast) -> Given:
    """A need whose picture has arrived."""
    phone = Raw(cast, cast.bataar, Carried())
    said = [{"sha256": sha256(PIXEL).hexdigest(), "size": len(PIXEL), "mime": "image/jpeg"}]
    phone.push_entry("need", "hear", {**NEED, "photo": said})
    pictures.take_whole(phone.device, said[0]["sha256"], PIXEL, timezone.now())
    blob = Blob.objects.get()
    return {"kind": "need", "record": blob.record, "picture": blob.pk}


OWNED = sorted(name for name in GATED if NAMES & set(ADDRESSES[name]))


def test_there_is_much_to_ask_for() -> None:
    assert len(OWNED) > 35


def test_what_belongs_to_others_opens_nowhere_and_what_is_ones_own_opens(
    everyone: dict[Role, Person], elsewhere: dict[Role, Person], things: dict[str, Given], signed_in: SignedIn
) -> None:
    given = {name: things[""] | things.get(name, {}) for name in OWNED}

    def let_in(who: Person, names: list[str]) -> list[tuple[str, str, str, int]]:
        client = signed_in(who)
        answers = [(name, *one) for name in names for one in answers_of(client, name, given[name])]
        return [(who.staff.username, *one) for one in answers if one[2] not in SHUT]

    def is_held() -> bool:
        return EntryRow.objects.filter(pk=given[RULE]["entry"], answer="held", settled_by="").exists()

    # A ruling on what one cannot see is answered as if somebody had ruled already; so the entry is looked at.
    assert [one for who in elsewhere.values() for one in let_in(who, OWNED) if one[1] != RULE] == []
    assert is_held()
    opened: set[str] = set()
    for role, who in everyone.items():
        mine = [name for name in OWNED if GATED[name] in TABLE[role].pages and name not in opened]
        opened |= {name for _, name, *_ in let_in(who, mine)}
    assert sorted(set(OWNED) - opened) == []
    assert not is_held()

"""The banner's plain tables: regions, stations, grids, people, doors and phones. No acts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from urtuu.base.signing import ED25519, public_text
from urtuu.interfaces.demo.doors import Door
from urtuu.interfaces.demo.people import PASSWORD, Person, everybody
from urtuu.interfaces.demo.phones import Phone
from urtuu.interfaces.demo.plans import BannerPlan
from urtuu.kinds.roles import Role
from urtuu.places import imports, services
from urtuu.places.models import Device, Grid, Household, Post, Region, Staff, Station
from urtuu.places.permissions import TABLE
from urtuu.places.rules import BANNER, GACHA, SUMU

FILES = ("im-areas.csv", "im-streets.csv", "im-villages.csv")
BATCH = 500


def data_folder() -> Path | None:
    """Where the national division codes lie, if they do: URTUU_DATA, or beside the repository."""
    given = os.environ.get("URTUU_DATA", "").strip()
    beside = Path(__file__).resolve().parents[4].parent / "shared" / "data"
    folder = Path(given) if given else beside
    return folder / "places" if all((folder / "places" / name).is_file() for name in FILES) else None


def load_banner(plan: BannerPlan, doors: Iterable[Door], since: date) -> None:
    """Everything but the phones."""
    load_regions(plan)
    _load_grids(plan)
    _load_people(plan, since)
    Household.objects.bulk_create([_household(door) for door in doors], batch_size=BATCH)


def load_regions(plan: BannerPlan, folder: Path | None = None) -> None:
    """Regions from the national files where they are, else from our own list of the same facts."""
    folder = folder or data_folder()
    if folder:
        contents = [(name, (folder / name).read_bytes()) for name in FILES]
        imports.run_files("regions", contents, dry_run=False, lang="en", banner=plan.code)
    else:
        Region.objects.bulk_create(_regions(plan))
    sheet = plan.sheet()
    found = list(Region.objects.filter(pk__in=sheet))
    for region in found:
        region.map_x, region.map_y = sheet[region.pk]
    Region.objects.bulk_update(found, ["map_x", "map_y"], batch_size=BATCH)


def _regions(plan: BannerPlan) -> list[Region]:
    levels = {6: BANNER, 9: SUMU, 12: GACHA}
    parents = {9: 6, 12: 9}
    return [
        Region(
            code=code,
            name=name,
            level=levels[len(code)],
            parent_id=code[: parents[len(code)]] if len(code) in parents else None,
        )
        for code, name in plan.names().items()
    ]


def _load_grids(plan: BannerPlan) -> None:
    for one in plan.stations:
        station = Station.objects.create(
            id=one.id,
            name=one.name,
            banner_id=plan.code,
            phone=one.phone,
            supervision_phone=one.supervision_phone,
        )
        grids = [Grid(id=grid.id, name=grid.name, station=station) for grid in one.grids]
        Grid.objects.bulk_create(grids)
    through = Grid.gachas.through
    through.objects.bulk_create(
        [through(grid_id=grid.id, region_id=code) for grid in plan.grids for code in grid.gachas]
    )


def _load_people(plan: BannerPlan, since: date) -> None:
    # Hashed once: they all share one password that is printed for everyone.
    password = make_password(PASSWORD)
    people = everybody(plan)
    Staff.objects.bulk_create([_staff(person, password) for person in people], batch_size=BATCH)
    Post.objects.bulk_create(
        [_post(person, role, place, since) for person in people for role, place in person.posts],
        batch_size=BATCH,
    )


def _staff(person: Person, password: str) -> Staff:
    return Staff(
        id=UUID(person.id),
        username=person.username,
        name=person.name,
        phone=person.phone,
        password=password,
        languages="mn-mong,zh-hans" if person.mongolian else "zh-hans",
    )


def _post(person: Person, role: Role, place: str, since: date) -> Post:
    at: dict[str, Any] = {f"{TABLE[role].at.value}_id": place}
    return Post(staff_id=UUID(person.id), role=role.value, from_on=since, **at)


def _household(door: Door) -> Household:
    return Household(
        id=UUID(door.id),
        label=door.label,
        gacha_id=door.gacha,
        grid_id=door.grid,
        group_name=door.group,
        landmark=door.landmark,
        language=door.language,
        access_needs=door.access,
        invented=True,
    )


def enrol_phones(phones: Sequence[Phone], now: datetime) -> dict[str, Device]:
    """The devices by id: each phone becomes its officer's through a card, as any phone does."""
    by = Staff.objects.get(username="admin")
    people = Staff.objects.in_bulk([UUID(phone.staff) for phone in phones])
    devices = {}
    for phone in phones:
        card = services.make_card(people[UUID(phone.staff)], by, now)
        key = public_text(phone.key)
        ident = UUID(phone.device)
        devices[phone.device] = services.enrol(card, key, ED25519, f"手机 {phone.number:02d}", now, ident)
    return devices

"""The officers of a scope and their phones: who has not been heard of, and what still waits on a phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from urtuu.base.weeks import DayPart, Week, day_parts
from urtuu.base.workdays import WorkingDays, YearMissing
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.roles import Role
from urtuu.places.models import Device, Post
from urtuu.reports.scopes import Scope

FRIDAY = 4
SKEW_SECONDS = 600
"""A clock that is further off than this changes the day on which acts count."""


@dataclass
class Phone:
    """A person's phone. `heard_at` is the last time it spoke to us, its enrolment included."""

    device: str
    staff: str
    name: str
    label: str
    heard_at: datetime
    queue: int
    skew_seconds: int
    silent: bool
    grids: list[str] = field(default_factory=list)
    stations: list[str] = field(default_factory=list)


@dataclass
class Serving:
    """Who served each grid in the week, and all phones of the scope."""

    officers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """By grid: id and name."""
    phones: dict[str, Phone] = field(default_factory=dict)

    @property
    def silent(self) -> list[Phone]:
        """Phones from which the week may still hold something."""
        return [phone for phone in self.phones.values() if phone.silent]

    @property
    def waiting(self) -> list[Phone]:
        """Phones that said that something still waits on them."""
        return [phone for phone in self.phones.values() if phone.queue]

    @property
    def skewed(self) -> list[Phone]:
        """Phones whose clock is wrong by more than it may be."""
        return [phone for phone in self.phones.values() if abs(phone.skew_seconds) > SKEW_SECONDS]

    @property
    def declared(self) -> int:
        """How many entries the phones say they still hold."""
        return sum(phone.queue for phone in self.phones.values())


def return_day(week: Week, days: WorkingDays) -> date:
    """The day on which the officers come back; Friday where no table tells, or the whole week is free."""
    try:
        parts = day_parts(week, days)
    except YearMissing:
        parts = {}
    returns = [day for day, part in parts.items() if part is DayPart.RETURN]
    return returns[0] if returns else week.monday + timedelta(days=FRIDAY)


def heard_since(week: Week, days: WorkingDays, now: datetime) -> datetime:
    """Since when a phone must have spoken: the day of return, or today while the week still runs."""
    here = now.astimezone(LOCAL).date()
    return datetime.combine(min(return_day(week, days), here), time(0), LOCAL)


def serving(scope: Scope, first: Week, last: Week, since: datetime) -> Serving:
    """Officers and phones of a scope in some weeks. One query."""
    found = Serving()
    for row in _posts(scope, first, last):
        if row["role"] == Role.OFFICER.value and row["grid"]:
            _note_officer(found, row["grid"], str(row["staff_id"]), row["staff__name"])
        if row["staff__devices__kind"] == Device.PHONE and row["staff__devices__revoked_at"] is None:
            _note_phone(found, row, since)
    return found


_PHONE = "staff__devices__"
_COLUMNS = (
    "role",
    "grid",
    "station",
    "grid__station",
    "staff_id",
    "staff__name",
    f"{_PHONE}pk",
    f"{_PHONE}kind",
    f"{_PHONE}label",
    f"{_PHONE}last_seen_at",
    f"{_PHONE}enrolled_at",
    f"{_PHONE}queue_len",
    f"{_PHONE}clock_skew_seconds",
    f"{_PHONE}revoked_at",
)


def _posts(scope: Scope, first: Week, last: Week) -> QuerySet[Any]:
    held = Q(from_on__lte=last.sunday) & (Q(until_on=None) | Q(until_on__gte=first.monday))
    if scope.level == "officer":
        place = Q(staff=scope.ident)
    elif scope.grids:
        place = Q(grid__in=scope.grids)
    else:
        place = Q(grid__station__in=scope.stations) | Q(station__in=scope.stations)
    rows: QuerySet[Any] = Post.objects.filter(held, place, staff__is_active=True)
    return rows.order_by("grid", "from_on", "id", "staff__devices__pk").values(*_COLUMNS)


def _note_officer(found: Serving, grid: object, staff: str, name: object) -> None:
    there = found.officers.setdefault(str(grid), [])
    if (staff, str(name)) not in there:
        there.append((staff, str(name)))


def _note_phone(found: Serving, row: dict[str, Any], since: datetime) -> None:
    ident = str(row["staff__devices__pk"])
    phone = found.phones.get(ident) or _phone(row, ident, since)
    found.phones[ident] = phone
    if row["grid"] and row["grid"] not in phone.grids:
        phone.grids.append(str(row["grid"]))
    station = str(row["station"] or row["grid__station"] or "")
    if station not in phone.stations:
        phone.stations.append(station)


def _phone(row: dict[str, Any], ident: str, since: datetime) -> Phone:
    enrolled, seen = row["staff__devices__enrolled_at"], row["staff__devices__last_seen_at"]
    assert isinstance(enrolled, datetime)  # the column is never empty
    heard = max(enrolled, seen) if isinstance(seen, datetime) else enrolled
    return Phone(
        device=ident,
        staff=str(row["staff_id"]),
        name=str(row["staff__name"]),
        label=str(row["staff__devices__label"]),
        heard_at=heard,
        queue=int(str(row["staff__devices__queue_len"])),
        skew_seconds=int(str(row["staff__devices__clock_skew_seconds"])),
        silent=heard < since,
    )

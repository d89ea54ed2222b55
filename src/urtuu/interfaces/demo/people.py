"""Who works in the demonstration banner: invented names, one account a role to sign in with. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from urtuu.interfaces.demo.chance import ident
from urtuu.interfaces.demo.plans import BannerPlan, StationPlan
from urtuu.kinds.roles import Role

PASSWORD = "urtuu-demo-131"  # noqa: S105 -- printed for everyone; a demonstration holds no secret
_FILE = Path(__file__).parent / "names.toml"
_SAID: Mapping[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
MONGOLIAN: tuple[str, ...] = tuple(_SAID["mongolian"].split())
HAN: tuple[str, ...] = tuple(_SAID["han"].split())
ACCOUNTS: Mapping[str, tuple[str, str]] = _SAID["accounts"]
"""One account a role, and what it is for, in Chinese and in English."""


@dataclass(frozen=True)
class Person:
    """Somebody invented, with posts: role and the place's id (a grid, a station or the banner)."""

    username: str
    name: str
    posts: tuple[tuple[Role, str], ...]
    phone: str = ""
    mongolian: bool = False

    @property
    def id(self) -> str:
        """The id; the same in every demonstration, so that a demonstration is recognised as one."""
        return ident("staff", self.username)


@dataclass(frozen=True)
class Team:
    """Who works at a station beside its officers."""

    chief: Person
    chair: Person
    registrar: Person
    clerk: Person
    judicial: Person
    mediators: tuple[Person, ...]
    others: tuple[Person, ...] = ()

    @property
    def all(self) -> tuple[Person, ...]:
        """Everybody of the team."""
        named = (self.chief, self.chair, self.registrar, self.clerk, self.judicial)
        return (*named, *self.mediators, *self.others)


_BANNER_ROLES = (
    ("coordinator", "包晓红", Role.COORDINATOR),
    ("safety", "高兰", Role.SAFETY),
    ("archivist", "白玉山", Role.ARCHIVIST),
    ("statistician", "周敏", Role.STATISTICIAN),
    ("privacy", "金花", Role.PRIVACY),
    ("auditor", "韩正", Role.AUDITOR),
    ("admin", "宝鲁尔", Role.ADMIN),
)


def banner_people(plan: BannerPlan) -> list[Person]:
    """Those whose posts are at the banner."""
    return [Person(username, name, ((role, plan.code),)) for username, name, role in _BANNER_ROLES]


@cache
def team(station: StationPlan, number: int) -> Team:
    """The team of the banner's n-th station; usernames of the first carry no number."""
    names = _SAID["stations"][station.id].split()
    tail = "" if number == 1 else str(number)

    def somebody(username: str, name: str, role: Role) -> Person:
        return Person(username + tail, name, ((role, station.id),))

    mediators = [
        Person(f"mediator{tail}{letter}", name, ((Role.MEDIATOR, station.id),))
        for letter, name in zip(("", "-b", "-c"), names[5:8], strict=True)
    ]
    return Team(
        chief=somebody("chief", names[0], Role.CHIEF),
        chair=somebody("chair", names[1], Role.CHAIR),
        registrar=somebody("registrar", names[2], Role.REGISTRAR),
        clerk=somebody("clerk", names[3], Role.CLERK),
        judicial=somebody("judicial", names[4], Role.JUDICIAL),
        mediators=tuple(mediators),
        others=(somebody("interpreter", names[8], Role.INTERPRETER),),
    )


def officers(plan: BannerPlan) -> Iterator[Person]:
    """One full-time officer a grid; half of them are appointed mediators, too."""
    for grid in plan.grids:
        mongolian = grid.number % 2 == 1
        name = (MONGOLIAN if mongolian else HAN)[(grid.number - 1) // 2]
        username = "officer" if grid.number == 1 else f"officer{grid.number:02d}"
        mediates = ((Role.MEDIATOR, grid.station),) if grid.number % 4 in (1, 2) else ()
        posts = ((Role.OFFICER, grid.id), *mediates)
        yield Person(username, name, posts, f"0476-0001{grid.number:03d}", mongolian)


def assistants(plan: BannerPlan) -> Iterator[Person]:
    """Village assistants, in the first grid of each station."""
    for number, station in enumerate(plan.stations, 1):
        tail = "" if number == 1 else str(number)
        grid = station.grids[0]
        yield Person(
            f"assistant{tail}", _SAID["assistants"].split()[number - 1], ((Role.ASSISTANT, grid.id),)
        )


def everybody(plan: BannerPlan) -> list[Person]:
    """All staff of the demonstration."""
    teams = [team(station, n).all for n, station in enumerate(plan.stations, 1)]
    return [*banner_people(plan), *(p for one in teams for p in one), *officers(plan), *assistants(plan)]

"""The desk's part of a week: whoever's turn it is, station by station, then the banner."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from urtuu.interfaces.demo.cases import Case
from urtuu.interfaces.demo.desks import submit
from urtuu.interfaces.demo.world import World
from urtuu.journal import queries
from urtuu.kinds.composing import Deed
from urtuu.kinds.roles import Role
from urtuu.mediation import keeping
from urtuu.places.queries import who_of

PURPOSE = "判断是否继续安全暂停"
LATER = 60
"""Minutes from which a step in the same sitting is done in a second one."""


def sit(world: World, day: date, moment: datetime) -> None:
    """Chief, registrar, mediators, chair and clerk of each station, then those at the banner."""
    for number, team in enumerate(world.teams.values()):
        start = moment + timedelta(minutes=4 * number)
        turns = (team.chief, team.registrar, *team.mediators, team.chair, team.judicial, team.clerk)
        for n, person in enumerate(turns):
            _turn(world, person.id, day, start + timedelta(minutes=n))
    for role in (Role.SAFETY, Role.COORDINATOR, Role.ARCHIVIST):
        _turn(world, world.banner[role].id, day, moment + timedelta(minutes=25))
    let_go(world, day, moment + timedelta(minutes=40))


def let_go(world: World, day: date, moment: datetime) -> None:
    """Every fourth week the privacy officer destroys what has been kept long enough."""
    if day.isocalendar().week % 4 != 1:
        return
    who = who_of(world.banner[Role.PRIVACY].id)
    for _erasure in range(2 * keeping.let_go(who.staff, keeping.due(who, day), world.heard(moment))):
        world.tally.taken_at_desk()


def answer_holds(world: World, day: date, moment: datetime) -> None:
    """The safety lead reads what was seen, which is journaled, and answers what was held today."""
    lead = world.banner[Role.SAFETY].id
    for case in world.docket.look(lead):
        if case.ready(day):
            queries.open_restricted(who_of(lead), case.record, "safety", PURPOSE, world.heard(moment))
            world.tally.taken_at_desk()
    _turn(world, lead, day, moment + timedelta(minutes=5))


def _turn(world: World, person: str, day: date, moment: datetime) -> None:
    cases = world.docket.draw(person, day)
    if not cases:
        return
    now: list[Deed] = []
    later: list[Deed] = []
    for case in cases:
        _collect(world, case, day, (now, later))
    submit(person, now, world.heard(moment), world.tally)
    submit(person, later, world.heard(moment + timedelta(minutes=LATER + 35)), world.tally)
    for case in cases:
        world.docket.put(case)


def _collect(world: World, case: Case, day: date, into: tuple[list[Deed], list[Deed]]) -> None:
    for step, deed in case.sitting(day):
        into[step.gap >= LATER].append(deed)
        world.more(f"{deed.kind}.{deed.act}")

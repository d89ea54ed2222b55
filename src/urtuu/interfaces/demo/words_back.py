"""What the chiefs wrote back to their officers after the last finished week: thanks, a word, a wish."""

from __future__ import annotations

from datetime import timedelta

from urtuu.interfaces.demo.calendar import WorkedWeek, at
from urtuu.interfaces.demo.chance import dice
from urtuu.interfaces.demo.desks import submit
from urtuu.interfaces.demo.plans import StationPlan
from urtuu.interfaces.demo.world import World, record_id
from urtuu.journal import queries
from urtuu.kinds.composing import Deed
from urtuu.places.queries import who_of

SAID = (
    ("thank", "报得及时，写得也清楚，辛苦了。"),
    ("comment", "已转水利站，他们答复后会告诉你，请先跟牧户说一声。"),
    ("ask_correction", "是北边的机井还是南边的？请核对后更正。"),
)


def write_back(world: World, worked: WorkedWeek) -> None:
    """One of each a station, about needs that different officers heard; phones have the answers to give."""
    if worked.last is None:
        return
    for number, station in enumerate(world.plan.stations):
        moment = world.heard(at(worked.last, 18, 5 * number))
        chief = world.teams[station.id].chief.id
        submit(chief, _deeds(world, worked, station, chief), moment, world.tally)


def _deeds(world: World, worked: WorkedWeek, station: StationPlan, chief: str) -> list[Deed]:
    moment = at(worked.last or worked.week.monday, 18)
    found = queries.entries(who_of(chief), "sheet", moment.date())
    heard = found.filter(kind="need", act="hear", week=str(worked.week), station=station.id)
    rows = {row.actor: row for row in heard.order_by("-counted_at", "pk")}  # the first of each officer
    return [
        Deed(
            kind="feedback",
            act=act,
            fields={"about": row.record, "about_entry": row.id, "officer": row.actor, "text": text},
            record=record_id(dice(world.seed, "word back", station.id, act), moment + timedelta(minutes=n)),
            grid=row.grid,
            station=station.id,
        )
        for n, (row, (act, text)) in enumerate(zip(rows.values(), SAID, strict=False))
    ]

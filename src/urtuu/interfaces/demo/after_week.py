"""What ends a week: each station's report drawn up by the house from the journal, and signed by its chief."""

from __future__ import annotations

from datetime import timedelta

from urtuu.base.workdays import WorkingDays
from urtuu.interfaces.demo.calendar import WorkedWeek, at
from urtuu.interfaces.demo.chance import dice
from urtuu.interfaces.demo.desks import submit
from urtuu.interfaces.demo.world import World, record_id
from urtuu.kinds.composing import Deed
from urtuu.places.permissions import HOUSE_ID
from urtuu.places.queries import who_of
from urtuu.reports.frozen import digest
from urtuu.reports.scopes import station_scope
from urtuu.reports.sheet import ask, live_figures

REMARK = "带班所长已阅。未同步的手机下周一补录。"


def freeze(world: World, worked: WorkedWeek, days: WorkingDays) -> None:
    """Week reports of the stations. What late phones bring arrives after the signature, and shows."""
    if worked.last is None:
        return
    for number, station in enumerate(world.plan.stations):
        moment = world.heard(at(worked.last, 17, 30 + number))
        scope = station_scope(station.id)
        if scope is None:
            continue
        chief = world.teams[station.id].chief.id
        asked = ask(who_of(chief), scope, worked.week, moment)
        said = {"week": str(worked.week), "level": "station", "digest": digest(asked)}
        record = record_id(dice(world.seed, "report", station.id, worked.week), moment)
        report = Deed(kind="week_report", act="draw_up", record=record, station=station.id)
        figures = live_figures(asked, days)
        submit(HOUSE_ID, [_with(report, "draw_up", {**said, **figures})], moment, world.tally)
        signing = [_with(report, "remark", {"text": REMARK}, 1)] if world.throw.happens(0.2) else []
        sign = _with(report, "sign", {"digest": said["digest"]}, 1 + len(signing))
        submit(chief, [*signing, sign], world.heard(moment + timedelta(minutes=20)), world.tally)


def _with(deed: Deed, act: str, fields: dict[str, object], saw: int = 0) -> Deed:
    return Deed(kind=deed.kind, act=act, fields=fields, record=deed.record, station=deed.station, saw=saw)

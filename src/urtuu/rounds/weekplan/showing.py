"""A plan as the chief's page shows it: officers in the order of their grids, days as strips, in words.

Load is shown so that nobody gets too much; nobody is ranked by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from urtuu.kinds import words
from urtuu.rounds.models import PlanJob
from urtuu.rounds.planning.aims import counts
from urtuu.rounds.planning.model import OfficerDay, Visit, Week
from urtuu.rounds.planning.moments import Day, Stop, moments
from urtuu.rounds.planning.writing import week_of_text
from urtuu.rounds.saying import lang
from urtuu.rounds.weekplan.drafts import Draft, Request, pinned, read_asked, read_draft
from urtuu.rounds.weekplan.explaining import TONES, BrokenSeen, LeftSeen, Reasons, class_chip, clock, title_of
from urtuu.rounds.weekplan.inputs import Ground
from urtuu.rounds.weekplan.wishes import day_id, day_of
from urtuu.web.dates import day_words, stretch_words, weekday_name

STRIP, THICK = 300, 26
"""Units of a day's strip, across and down."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A stop on a strip."""

    x: float
    width: float
    tone: str
    number: int


@dataclass(frozen=True, kw_only=True)
class StopSeen:
    """A stop as it is listed."""

    visit: str
    number: int
    time: str
    title: str
    where: str
    note: str
    chip: Mapping[str, str]
    way: str
    locked: bool
    task: str


@dataclass(frozen=True, kw_only=True)
class DaySeen:
    """One officer on one day; away when the officer is not on the round."""

    id: str
    title: str
    away: bool = False
    leaves: str = ""
    back: str = ""
    line: tuple[float, float] = (0, 0)
    blocks: Sequence[Block] = ()
    stops: Sequence[StopSeen] = ()
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficerRow:
    """An officer's three days, with how much of the duty they take."""

    staff: str
    name: str
    days: Sequence[DaySeen]
    stops: int
    time: str
    share: int


@dataclass(frozen=True, kw_only=True)
class PlanSeen:
    """The draft of a week."""

    job: PlanJob
    week: Week
    request: Request
    draft: Draft
    ground: Ground
    rows: Sequence[OfficerRow] = ()
    left: Sequence[LeftSeen] = ()
    broken: Sequence[BrokenSeen] = ()
    changed: Sequence[Mapping[str, str]] = ()
    new: Sequence[str] = ()
    tiles: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    day_choices: Sequence[tuple[str, str]] = ()


def seen(job: PlanJob, ground: Ground) -> PlanSeen:
    """Everything the page says of a draft."""
    week, request, draft = week_of_text(job.problem), read_asked(job.asked), read_draft(job.result)
    maker = _Maker(week, request, draft, ground)
    why = Reasons(week, request, draft, ground)
    return PlanSeen(
        job=job, week=week, request=request, draft=draft, ground=ground, rows=maker.rows(), left=why.left(),
        broken=why.broken(), changed=why.changed(), new=why.new(), tiles=maker.tiles(),
        day_choices=maker.day_choices(),
    )  # fmt: skip


def day_title(day: date) -> str:
    """周二 11月24日."""
    return day_words(day, lang())


class _Maker:
    """One draft, looked at from each side."""

    def __init__(self, week: Week, request: Request, draft: Draft, ground: Ground) -> None:
        self.week, self.request, self.draft, self.ground = week, request, draft, ground
        self.wishes = ground.by_id
        self.days: Mapping[str, tuple[OfficerDay, Day]] = {
            frame.id: (frame, day) for frame, day in zip(week.days, moments(week, draft.plan), strict=True)
        }
        self.locked = pinned(request, draft)

    # --- officers and days

    def rows(self) -> list[OfficerRow]:
        """Officers in the order of their grids."""
        staff = [one.staff for one in self.ground.rounders]
        staff += sorted({day.officer for day in self.week.days} - set(staff))
        return [self._row(one) for one in staff]

    def _row(self, staff: str) -> OfficerRow:
        found = [self._day(staff, day) for day in self._dates()]
        own = [pair for pair in self.days.values() if pair[0].officer == staff]
        away = sum(day.back - day.leaves for _frame, day in own)
        duty = sum(frame.duty for frame, _day in own)
        return OfficerRow(
            staff=staff,
            name=self.ground.names.get(staff, staff),
            days=found,
            stops=sum(len(day.stops) for _frame, day in own),
            time=stretch_words(timedelta(seconds=away), lang()),
            share=round(100 * away / duty) if duty else 0,
        )

    def _dates(self) -> list[date]:
        return sorted({day_of(day.id) for day in self.week.days})

    def _day(self, staff: str, on: date) -> DaySeen:
        pair = self.days.get(day_id(staff, on))
        if pair is None:
            return DaySeen(id="", title=day_title(on), away=True)
        frame, day = pair
        stops = self._stops(frame, day)
        said = ngettext("%(n)d stop", "%(n)d stops", len(stops)) % {"n": len(stops)}
        return DaySeen(
            id=frame.id,
            title=day_title(on),
            leaves=clock(day.leaves),
            back=clock(day.back),
            line=(self._x(day.leaves), self._x(day.back)),
            blocks=[self._block(number, stop) for number, stop in enumerate(day.stops, start=1)],
            stops=stops,
            said=f"{said}, {clock(day.leaves)}–{clock(day.back)}" if stops else _("nothing planned"),
        )

    def _x(self, seconds: int) -> float:
        begins, ends = self.ground.hours.begins * 60, self.ground.hours.ends * 60
        return round(STRIP * min(max((seconds - begins) / (ends - begins), 0), 1), 1)

    def _block(self, number: int, stop: Stop) -> Block:
        left, right = self._x(stop.begins), self._x(stop.ends)
        tone = TONES[self.week.visits[stop.visit].kind]
        return Block(x=left, width=max(right - left, 2), tone=tone, number=number)

    def _stops(self, frame: OfficerDay, day: Day) -> list[StopSeen]:
        place, found = frame.start, []
        for number, stop in enumerate(day.stops, start=1):
            visit = self.week.visits[stop.visit]
            found.append(self._stop(number, visit, stop, place))
            place = visit.place
        return found

    def _stop(self, number: int, visit: Visit, stop: Stop, place: int) -> StopSeen:
        wish = self.wishes.get(visit.id)
        return StopSeen(
            visit=visit.id,
            number=number,
            time=f"{clock(stop.begins)}–{clock(stop.ends)}",
            title=title_of(wish),
            where=wish.where if wish else "",
            note=wish.note if wish else "",
            chip=class_chip(visit.kind),
            way=self._way(place, visit.place),
            locked=visit.id in self.locked or bool(visit.locked),
            task=wish.task if wish else "",
        )

    def _way(self, place: int, to: int) -> str:
        if place == to:
            return _("same place")
        minutes = -(-self.week.travel[place][to] // 60)
        basis = words.choice(lang(), "task", "way_basis", self.request.basis_of(place, to))
        return _("way %(n)d min · %(basis)s") % {"n": minutes, "basis": basis}

    # --- figures

    def tiles(self) -> list[dict[str, Any]]:
        """Planned and wished for, class by class, and the time on the road."""
        found = []
        for one in counts(self.week, self.draft.plan):
            chip = class_chip(one.kind)
            late = "ember" if one.kind == "promise" and one.planned < one.wished else ""
            said = f"/ {one.wished}"
            found.append(_tile(chip["text"], one.planned, said, ICONS[one.kind], chip["tone"], late))
        hours = round(self._driven() / 3600)
        found.append(_tile(_("On the way"), hours, _("hours"), "route", "sky"))
        return found

    def _driven(self) -> int:
        away = sum(day.back - day.leaves for _frame, day in self.days.values())
        return away - sum(stop.ends - stop.begins for _f, day in self.days.values() for stop in day.stops)

    def day_choices(self) -> list[tuple[str, str]]:
        """Every officer-day, for the list behind a stop."""
        return [
            (day.id, f"{self.ground.names.get(day.officer, '')} {weekday_name(day_of(day.id), lang())}")
            for day in self.week.days
        ]


ICONS = {"promise": "check-circle", "due": "timer", "routine": "door"}


def _tile(*said: Any) -> dict[str, Any]:
    names = ("label", "value", "unit", "icon", "tone", "value_tone")
    return {**dict.fromkeys(names, ""), **dict(zip(names, said, strict=False))}

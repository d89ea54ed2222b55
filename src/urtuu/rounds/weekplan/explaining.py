"""Why a plan is as it is: what stays out, which promise cannot be kept, what changed since the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from urtuu.kinds import words
from urtuu.rounds.planning.changes import Change, assignments, changes
from urtuu.rounds.planning.model import KINDS, Week
from urtuu.rounds.planning.telling import LeftOut
from urtuu.rounds.saying import lang
from urtuu.rounds.weekplan.drafts import Draft, Request, pinned
from urtuu.rounds.weekplan.inputs import Ground
from urtuu.rounds.weekplan.wishes import Wish, day_of, officer_of
from urtuu.web.dates import weekday_name

TONES = {"promise": "ember", "due": "ochre", "routine": "grass"}


@dataclass(frozen=True, kw_only=True)
class LeftSeen:
    """What is not in the plan, and why."""

    visit: str
    title: str
    where: str
    chip: Mapping[str, str]
    why: str
    by_hand: bool = False
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class BrokenSeen:
    """A promise that cannot be kept, with the slots that can be offered: (value, words)."""

    visit: str
    title: str
    where: str
    slots: Sequence[tuple[str, str]]


def clock(seconds: int) -> str:
    """Seconds since midnight as a clock shows them."""
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def class_chip(kind: str) -> dict[str, str]:
    """The class of a stop, in words and tone."""
    return {"text": words.choice(lang(), "route", "class", kind), "tone": TONES[kind]}


def title_of(wish: Wish | None) -> str:
    if wish is None:
        return _("no longer needed")
    return _("Visit: %(door)s") % {"door": wish.title} if wish.household else wish.title


class Reasons:
    """The reasons of one draft."""

    def __init__(self, week: Week, request: Request, draft: Draft, ground: Ground) -> None:
        self.week, self.request, self.draft, self.ground = week, request, draft, ground
        self.wishes = ground.by_id
        self.days = {day.id for day in week.days}
        self.locked = pinned(request, draft)

    # --- what is not in it

    def left(self) -> list[LeftSeen]:
        """What is due or routine and stays out, what is due first; then what the chief left out."""
        found = sorted(self.draft.left_out, key=lambda one: KINDS.index(self._kind(one.visit)))
        seen_ = [self._left(one) for one in found if one.visit not in self.request.asked.left]
        by_hand = [
            LeftSeen(
                visit=one, title=title_of(self.wishes.get(one)), where=self._where(one),
                chip=class_chip(self._kind(one)), why=_("left out by hand"), by_hand=True,
            )
            for one in sorted(self.request.asked.left)
            if one in self.wishes
        ]  # fmt: skip
        return seen_ + by_hand

    def _kind(self, visit: str) -> Any:
        known = next((one.kind for one in self.week.visits if one.id == visit), None)
        wish = self.wishes.get(visit)
        return known or (wish.kind if wish else "routine")

    def _where(self, visit: str) -> str:
        wish = self.wishes.get(visit)
        return wish.where if wish else ""

    def _left(self, one: LeftOut) -> LeftSeen:
        return LeftSeen(
            visit=one.visit,
            title=title_of(self.wishes.get(one.visit)),
            where=self._where(one.visit),
            chip=class_chip(self._kind(one.visit)),
            why=self._why(one),
        )

    def _why(self, one: LeftOut) -> str:
        if one.reason == "no_slot":
            wish = self.wishes.get(one.visit)
            if wish and wish.last and self.ground.days and wish.last < self.ground.days[0]:
                return _("has to be done before the field days")
            return _("no slot within its window")
        at = {"n": -(-one.extra_seconds // 60), "who": self._who(one.day)}
        return _("would cost %(who)s %(n)d more minutes, past the end of the day") % at

    def _who(self, officer_day: str) -> str:
        name = self.ground.names.get(officer_of(officer_day), "")
        return f"{name} {weekday_name(day_of(officer_day), lang())}"

    def broken(self) -> list[BrokenSeen]:
        """Promises that cannot be kept."""
        return [
            BrokenSeen(
                visit=one.visit,
                title=title_of(self.wishes.get(one.visit)),
                where=self._where(one.visit),
                slots=[
                    (
                        f"{slot.day}|{slot.begins}|{slot.ends}",
                        f"{self._who(slot.day)} {clock(slot.begins)}–{clock(slot.ends)}",
                    )
                    for slot in one.slots
                ],
            )
            for one in self.draft.impossible
        ]

    # --- what changed

    def changed(self) -> list[dict[str, str]]:
        """Against the plan that stood before; nothing when there was none."""
        if not self.request.before:
            return []
        now = assignments(self.week, self.draft.plan)
        return [self._change(one) for one in changes(self.request.before, now)]

    def _change(self, one: Change) -> dict[str, str]:
        before = self._who(one.before) if one.before else _("not planned")
        after = self._who(one.after) if one.after else _("not planned")
        return {
            "title": title_of(self.wishes.get(one.visit)), "before": before, "after": after,
            "why": self._why_changed(one),
        }  # fmt: skip

    def _why_changed(self, one: Change) -> str:
        asked = self.request.asked
        reasons = (
            (one.visit in asked.left, _("left out by hand")),
            (one.visit in asked.slots, _("agreed anew with the household")),
            (one.visit in self.locked, _("moved or locked by the chief")),
            (not one.before, _("new, or now there is room")),
            (one.before not in self.days, _("the officer is not on the round that day")),
            (one.visit not in self.wishes, _("no longer needed")),
            (not one.after, _("made room for something more pressing")),
        )
        return next((why for holds, why in reasons if holds), _("a shorter way"))

    def new(self) -> list[str]:
        """What came after the plan was asked for."""
        known = {visit.id for visit in self.week.visits} | set(self.request.asked.left)
        return [
            wish.title
            for wish in self.ground.wishes
            if wish.task and wish.id not in known and f"door:{wish.door}" not in known
        ]

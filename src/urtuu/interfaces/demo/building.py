"""Builds the demonstration: the plain tables, the finished year through intake, and the current week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction

from urtuu.base.weeks import Week, week_of
from urtuu.interfaces.demo import roads
from urtuu.interfaces.demo.calendar import HERE, Say, at, days_or_guess, worked_week
from urtuu.interfaces.demo.chance import SEED
from urtuu.interfaces.demo.loading import enrol_phones, load_banner
from urtuu.interfaces.demo.phones import digest_of
from urtuu.interfaces.demo.plans import small_banner, whole_banner
from urtuu.interfaces.demo.plots import year_plots
from urtuu.interfaces.demo.tally import Unexpected
from urtuu.interfaces.demo.this_week import play_this_week
from urtuu.interfaces.demo.weeks import play_week
from urtuu.interfaces.demo.words_back import write_back
from urtuu.interfaces.demo.world import Progress, World, silent
from urtuu.journal import services

Size = Literal["full", "quarter", "small"]
WEEKS: dict[Size, int] = {"full": 52, "quarter": 13, "small": 4}
"""`quarter`: the whole banner for a season, so that every landing tries what a year does."""


@dataclass(frozen=True)
class Built:
    """What was built. `digest` is one over every line the phones wrote, sent or not."""

    week: Week
    digest: str
    counts: dict[str, int]
    answers: dict[str, int]
    phone_entries: int
    desk_entries: int
    pushes: int

    @property
    def entries(self) -> int:
        """All entries heard."""
        return self.phone_entries + self.desk_entries


def build(
    size: Size = "full",
    *,
    now: datetime,
    week: Week | None = None,
    seed: int = SEED,
    progress: Progress = silent,
    say: Say = lambda _sentence: None,
) -> Built:
    """Builds into an empty database. Another week than that of `now` stands at its Monday noon."""
    current = week or week_of(now.astimezone(HERE).date())
    moment = now if current == week_of(now.astimezone(HERE).date()) else at(current.monday, 12)
    world = World(small_banner() if size == "small" else whole_banner(), seed, moment)
    weeks = [current.shifted(n - WEEKS[size]) for n in range(WEEKS[size])]
    set_up(world, weeks[0])
    days = days_or_guess([*weeks, current], say)
    plots = year_plots(len(weeks), len(world.officers))
    for n, past in enumerate(weeks):
        progress(n, len(weeks) + 1, str(past))
        worked = worked_week(past, days)
        # What was planned for a free week happens in the next one that is worked.
        due = [one for one in plots if one.week <= n] if worked.field else []
        plots = [one for one in plots if one not in due]
        with transaction.atomic():
            play_week(world, worked, due, days)
    progress(len(weeks), len(weeks) + 1, str(current))
    with transaction.atomic():
        write_back(world, worked_week(weeks[-1], days))
        play_this_week(world, worked_week(current, days))
    if world.tally.staged:
        raise Unexpected("an answer other than taken was meant, and did not come")
    progress(len(weeks) + 1, len(weeks) + 1, str(current))
    return _built(world, current)


def set_up(world: World, first: Week) -> None:
    """The banner as it was on the Friday before the first week: everybody in office, every phone enrolled."""
    friday = first.monday - timedelta(days=3)
    with transaction.atomic():
        doors = [door for officer in world.officers for door in officer.doors]
        load_banner(world.plan, doors, friday - timedelta(days=30))
        monday = week_of(world.now.astimezone(HERE).date()).monday
        roads.lay_out(world.plan, doors, world.seed, monday)
        services.site(at(friday, 8))
        world.devices = enrol_phones(world.phones, at(friday, 15))


def _built(world: World, week: Week) -> Built:
    tally = world.tally
    return Built(
        week=week,
        digest=digest_of(world.phones),
        counts=dict(sorted(world.counts.items())),
        answers=dict(tally.answers),
        phone_entries=tally.phone_entries,
        desk_entries=tally.desk_entries,
        pushes=tally.phone_pushes + tally.desk_pushes,
    )

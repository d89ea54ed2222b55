"""Every figure equals a naive recount, and opens exactly what it counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

import recount
from cast import BANNER, GACHA, Cast
from mixed_weeks import random_weeks
from urtuu.base.weeks import Week
from urtuu.kinds.entries import Entry
from urtuu.places.permissions import Who
from urtuu.reports import scopes
from urtuu.reports.asked import Asked
from urtuu.reports.behind import behind, first_weeks
from urtuu.reports.counting import tally
from urtuu.reports.figures import FIGURES, SUMMED, WEEKLY, Source
from urtuu.reports.scopes import Scope
from urtuu.reports.sheet import live_figures
from weeks_of_work import WEEK, Work, at, handset, in_bulk

NOW = at(5, 16)
BEFORE = WEEK.shifted(-1)
COUNTED = [figure for figure in FIGURES if figure.source is not Source.DEVICES]
Fits = Callable[[Entry], bool]


def everywhere(work: Work) -> list[tuple[Scope, Who, Fits]]:
    """Every scope of the banner, with somebody who may have it, and what belongs to it."""
    cast = work.cast
    found: list[tuple[Scope | None, Who, Fits]] = [
        (scopes.officer_scope(cast.bataar.id, WEEK), cast.bataar.who, lambda e: e.grid == "near"),
        (scopes.station_scope("shuangsheng"), cast.saran.who, lambda e: e.station == "shuangsheng"),
        (scopes.station_scope("kundu"), cast.nasan.who, lambda e: e.station == "kundu"),
        (scopes.banner_scope(BANNER), work.coordinator.who, lambda _: True),
        (scopes.gacha_scope(GACHA), cast.saran.who, lambda e: e.gacha == GACHA),
    ]
    return [(scope, who, fits) for scope, who, fits in found if scope]


def asked(who: Who, scope: Scope, first: Week = WEEK, last: Week = WEEK) -> Asked:
    return Asked(asking=who, scope=scope, first=first, last=last, now=NOW)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_is_what_a_naive_recount_finds(work: Work, seed: int) -> None:
    random_weeks(work, seed, [WEEK.shifted(-2), BEFORE, WEEK], each=9)
    for weeks in ([WEEK], [BEFORE], [WEEK.shifted(-2), BEFORE, WEEK]):
        for scope, who, fits in everywhere(work):
            what = asked(who, scope, weeks[0], weeks[-1])
            counted = tally(what)
            naive = recount.figures(fits, weeks, what.until)
            assert {f.name: counted.total(f.name) for f in COUNTED} == naive, (scope.level, weeks)


def test_the_mixture_holds_something_of_everything(work: Work) -> None:
    random_weeks(work, 2026, [WEEK.shifted(-2), BEFORE, WEEK], each=32)
    scope = scopes.banner_scope(BANNER)
    assert scope
    counted = tally(asked(work.coordinator.who, scope, WEEK.shifted(-2), WEEK))
    assert [figure.name for figure in COUNTED if not counted.total(figure.name)] == []


@pytest.mark.parametrize("seed", [5, 6])
def test_every_figure_opens_exactly_what_it_counted(work: Work, seed: int) -> None:
    random_weeks(work, seed, [BEFORE, WEEK], each=11)
    for scope, who, _ in everywhere(work):
        what = asked(who, scope, BEFORE, WEEK)
        counted = tally(what)
        for figure in COUNTED:
            rows = list(behind(what, figure.name))
            added = sum(row["counts"] for row in rows) if figure.name in SUMMED else len(rows)
            assert added == counted.total(figure.name), (scope.level, figure.name)
            if not figure.each and figure.source is not Source.LATE:
                assert len({row["record"] for row in rows}) == len(rows)


def test_the_parts_of_a_station_add_up_to_it(work: Work) -> None:
    random_weeks(work, 7, [WEEK], each=12)
    scope = scopes.station_scope("shuangsheng")
    assert scope
    counted = tally(asked(work.cast.saran.who, scope))
    for figure in COUNTED:
        grids = sum(counted.of(figure.name, grid=grid) for grid in ("near", "next-door", ""))
        assert grids == counted.total(figure.name)


def test_the_months_of_a_figure_add_up_to_it(work: Work) -> None:
    random_weeks(work, 8, [BEFORE, WEEK], each=9)
    scope = scopes.banner_scope(BANNER)
    assert scope
    what = asked(work.coordinator.who, scope, BEFORE, WEEK)
    assert len(list(first_weeks(what, "disputes_settled"))) == tally(what).total("disputes_settled")


def test_a_weeks_report_names_the_figures_of_its_kind_in_their_order(work: Work) -> None:
    scope = scopes.station_scope("shuangsheng")
    assert scope
    assert tuple(live_figures(asked(work.cast.saran.who, scope))) == WEEKLY


def test_what_is_struck_or_voided_is_counted_nowhere(work: Work) -> None:
    record = work.settle("near", at(2))
    visit = work.visit("near", at(2))
    scope = scopes.station_scope("shuangsheng")
    assert scope
    what = asked(work.cast.saran.who, scope)
    before = tally(what)
    work.void(record, at(3))
    work.strike("near", "visit", visit, at(3))
    after = tally(asked(work.cast.saran.who, scope))
    assert (before.total("disputes_settled"), before.total("visits")) == (1, 1)
    assert [
        after.total(name) for name in ("disputes_opened", "disputes_settled", "disputes_pending", "visits")
    ] == [0] * 4


def test_a_session_counts_in_the_week_in_which_it_was_held(work: Work) -> None:
    record = work.planned("near", at(2, week=BEFORE))
    fields = {"topics": ["fire"], "people": 30, "language": "mn", "place": {"gacha": GACHA}}
    work.do(work.cast.bataar, "publicity", "hold", at(2), record, **fields)
    scope = scopes.station_scope("shuangsheng")
    assert scope
    planned, held = (tally(asked(work.cast.saran.who, scope, week, week)) for week in (BEFORE, WEEK))
    assert [planned.total(name) for name in ("sessions", "people_reached")] == [0, 0]
    assert [held.total(name) for name in ("sessions", "people_reached", "sessions_mn")] == [1, 30, 1]


def test_pending_is_what_had_not_ended_then(work: Work) -> None:
    record = work.dispute("near", at(1, week=BEFORE))
    work.safety("near", record, at(2, week=BEFORE), "end")
    work.close_out(record, at(2))
    scope = scopes.station_scope("shuangsheng")
    assert scope
    then, now = (tally(asked(work.cast.saran.who, scope, week, week)) for week in (BEFORE, WEEK))
    assert (then.total("disputes_pending"), now.total("disputes_pending")) == (1, 0)


def test_an_escalation_counts_only_when_a_second_person_found_it_calm(work: Work) -> None:
    calm, tense, alone = (work.dispute("near", at(1, hour, week=BEFORE)) for hour in (8, 9, 10))
    for record in (calm, tense, alone):
        work.defuse("near", record, at(1, 11, week=BEFORE))
    work.confirm(calm, at(3))
    work.confirm(tense, at(3), "tense")
    scope = scopes.station_scope("shuangsheng")
    assert scope
    both = tally(asked(work.cast.saran.who, scope, BEFORE, WEEK))
    assert (both.total("escalations_defused"), both.total("escalations_unconfirmed")) == (1, 1)


def test_training_is_not_counted(work: Work, cast: Cast) -> None:
    from urtuu.journal import desk
    from urtuu.kinds.composing import Deed

    fields = {"label": "练习", "met": "met", "card_left": True}
    deed = Deed(kind="visit", act="make", fields=fields, training=True, **work.place("near"))
    desk.perform(cast.bataar.id, deed, at(2))
    scope = scopes.station_scope("shuangsheng")
    assert scope
    assert tally(asked(cast.saran.who, scope)).total("visits") == 0


def test_late_entries_are_those_received_a_day_after(work: Work, cast: Cast) -> None:
    phone = handset(cast.bataar)
    from urtuu.kinds.composing import Deed

    for day in (2, 4):
        fields = {"label": "宝音家", "met": "met", "card_left": True}
        phone.record(Deed(kind="visit", act="make", fields=fields, **work.place("near")), at(day, 15))
    phone.push(at(5, 9))
    scope = scopes.station_scope("shuangsheng")
    assert scope
    what = asked(cast.saran.who, scope)
    assert tally(what).total("late_entries") == 1
    assert [row["record"] for row in behind(what, "late_entries")] != []


@pytest.mark.parametrize("many", [1, 3, 40])
def test_the_number_of_queries_does_not_grow(
    work: Work, django_assert_num_queries: Callable[[int], object], many: int
) -> None:
    in_bulk(work, many)
    for scope, who, _ in everywhere(work):
        # A banner's reader is first asked for the stations of the banner: for records and for acts.
        with django_assert_num_queries(8 if scope.level == "banner" else 6):
            live_figures(asked(who, scope))


def test_a_category_narrows_a_figure_to_one_class(work: Work) -> None:
    work.dispute("near", at(2), category="LND")
    work.dispute("near", at(3), category="NEI")
    scope = scopes.station_scope("shuangsheng")
    assert scope
    what = asked(work.cast.saran.who, scope)
    assert len(behind(what, "disputes_opened", "LND")) == 1
    assert len(behind(what, "disputes_pending", "HSE")) == 0


def test_a_week_that_still_runs_counts_what_is_pending_now(work: Work) -> None:
    scope = scopes.station_scope("shuangsheng")
    assert scope
    running = asked(work.cast.saran.who, scope)
    over = Asked(asking=work.cast.saran.who, scope=scope, first=WEEK, last=WEEK, now=NOW + timedelta(days=9))
    assert running.until == NOW
    assert over.until == at(8, 0)

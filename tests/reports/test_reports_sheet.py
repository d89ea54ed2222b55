"""The sheet: who may have it, what it lacks, what it freezes, and what it shows when more arrives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from cast import BANNER, Cast, person
from urtuu.base.workdays import WorkingDays
from urtuu.journal import desk
from urtuu.kinds.composing import Deed
from urtuu.kinds.roles import Role
from urtuu.places.models import Device, Region
from urtuu.places.permissions import Who
from urtuu.reports import scopes
from urtuu.reports.frozen import digest, report_of
from urtuu.reports.scopes import Scope
from urtuu.reports.sheet import NotYours, Sheet, ask, live_figures, sheet
from weeks_of_work import WEEK, Work, at, handset, in_bulk

NOW = at(5, 16)


def station(name: str = "shuangsheng") -> Scope:
    found = scopes.station_scope(name)
    assert found
    return found


def of(who: Who, scope: Scope | None = None) -> Sheet:
    return sheet(who, scope or station(), WEEK, NOW)


def sentence(who: Who, scope: Scope | None) -> str:
    assert scope
    with pytest.raises(NotYours) as refused:
        sheet(who, scope, WEEK, NOW)
    return refused.value.sentence.name


# --- who may have it ---------------------------------------------------------------------------------


def test_a_chief_has_the_own_station_and_nothing_of_another(work: Work, cast: Cast) -> None:
    work.visit("near", at(2))
    work.visit("far", at(2))
    assert of(cast.saran.who).figures["visits"] == 1
    assert of(cast.nasan.who, station("kundu")).figures["visits"] == 1
    assert sentence(cast.saran.who, station("kundu")) == "not_your_station"
    assert sentence(cast.nasan.who, station()) == "not_your_station"


def test_an_officer_has_the_own_sheet_and_no_colleagues(work: Work, cast: Cast) -> None:
    work.visit("near", at(2))
    work.visit("next-door", at(3))
    own = scopes.officer_scope(cast.bataar.id, WEEK)
    assert own
    assert of(cast.bataar.who, own).figures["visits"] == 1
    assert sentence(cast.bataar.who, scopes.officer_scope(cast.qiqige.id, WEEK)) == "not_your_grid"
    assert sentence(cast.bataar.who, station()) == "not_your_grid"
    assert sentence(cast.bataar.who, scopes.banner_scope(BANNER)) == "page_closed"


def test_the_banner_is_for_those_who_read_all_of_it(work: Work, cast: Cast) -> None:
    work.visit("near", at(2))
    work.visit("far", at(2))
    banner = scopes.banner_scope(BANNER)
    assert banner
    assert of(work.coordinator.who, banner).figures["visits"] == 2
    assert sentence(cast.saran.who, banner) == "page_closed"
    assert sentence(cast.wang.who, station()) == "page_closed"
    assert sentence(cast.stranger.who, station()) == "no_post"


def test_a_reader_of_counts_gets_no_sheet(cast: Cast) -> None:
    counts = person("narisu", "纳日苏", Role.STATISTICIAN, Region.objects.get(pk=BANNER))
    assert sentence(counts.who, station()) == "page_closed"


# --- what it says ------------------------------------------------------------------------------------


def test_its_rows_are_grids_in_their_order_and_compare_no_settlements(work: Work, cast: Cast) -> None:
    for _ in range(3):
        work.settle("next-door", at(2))
    work.visit("near", at(2))
    rows = of(cast.saran.who).rows
    assert [row.ident for row in rows] == ["near", "next-door"]
    assert all("disputes_settled" not in row.figures for row in rows)
    assert rows[0].officers == [(cast.bataar.id, "巴特尔")]


def test_tasks_that_go_over_have_an_owner_and_a_date(work: Work, cast: Cast) -> None:
    work.task_end("near", work.task("near", at(1)), at(5), "carry_over")
    left = work.task("next-door", at(1))
    found = of(cast.saran.who)
    carried = found.carried[0]
    assert (carried.owner_name, carried.to_week, carried.why) == ("巴特尔", WEEK.shifted(1), "road")
    assert [(one.record, one.owner_name) for one in found.unfinished] == [(left, "其其格")]


def test_open_disputes_stand_by_age_and_promise(work: Work, cast: Cast) -> None:
    work.dispute("near", at(5, 15), size="big")
    work.dispute("near", at(1, week=WEEK.shifted(-6)))
    pending = of(cast.saran.who).pending
    assert pending.total == 2
    assert [sum(row.values()) for row in pending.table] == [1, 0, 1, 0]
    assert pending.state("breached") == 1
    assert pending.overdue["silence"] == 1


def test_disputes_are_classed_as_they_are_classed_now(work: Work, cast: Cast) -> None:
    record = work.dispute("near", at(2), category="NEI")
    work.do(cast.saran, "dispute", "classify", at(3), record, category="LND")
    assert of(cast.saran.who).classes == [("LND", 1)]


# --- what it lacks -----------------------------------------------------------------------------------


def test_a_phone_not_heard_of_since_the_return_is_named(work: Work, cast: Cast) -> None:
    handset(cast.bataar, last_seen_at=at(4, 20), queue_len=3)
    handset(cast.qiqige, last_seen_at=at(5, 9))
    handset(cast.dorji, last_seen_at=at(1), queue_len=9)
    found = of(cast.saran.who)
    assert [phone.name for phone in found.gaps.silent] == ["巴特尔"]
    assert (found.gaps.known, found.gaps.declared) == (found.entries, 3)
    assert (found.figures["devices_silent"], found.figures["queue_declared"]) == (1, 3)
    assert [row.silent for row in found.rows] == [True, False]


def test_a_revoked_phone_is_no_gap(work: Work, cast: Cast) -> None:
    phone = handset(cast.bataar, last_seen_at=at(1))
    Device.objects.filter(pk=phone.device.pk).update(revoked_at=at(2))
    assert not of(cast.saran.who).gaps.any


def test_a_wrong_clock_and_a_missing_table_are_named(work: Work, cast: Cast) -> None:
    handset(cast.bataar, last_seen_at=at(5, 9), clock_skew_seconds=-4000)
    found = sheet(cast.saran.who, station(), WEEK, NOW, days=WorkingDays({}))
    assert [phone.name for phone in found.gaps.skewed] == ["巴特尔"]
    assert found.gaps.no_table == 2026


# --- what it freezes ---------------------------------------------------------------------------------


def draw(work: Work, act: str = "draw_up", **more: object) -> None:
    asked = ask(work.coordinator.who, station(), WEEK, NOW)
    fields = {**live_figures(asked), "digest": digest(asked), **more}
    if act == "draw_up":
        fields |= {"week": str(WEEK), "level": "station"}
    desk.perform("house", Deed(kind="week_report", act=act, fields=fields, station="shuangsheng"), NOW)


def sign(work: Work) -> None:
    report = of(work.cast.saran.who).report
    assert report
    fields = {"digest": report.digest}
    deed = Deed(kind="week_report", act="sign", fields=fields, record=report.record, saw=report.version)
    desk.perform(work.cast.saran.id, deed, NOW)


def test_what_arrives_after_signing_shows_beside_what_was_signed(work: Work, cast: Cast) -> None:
    work.visit("near", at(2))
    phone = handset(cast.qiqige)
    draw(work)
    sign(work)
    before = of(cast.saran.who).report
    assert before
    assert before.signed
    assert before.same
    assert (before.changes, before.arrived) == ([], 0)
    for day in (2, 3):
        fields = {"label": "其木格家", "met": "met", "card_left": True}
        phone.record(Deed(kind="visit", act="make", fields=fields, **work.place("next-door")), at(day, 11))
    assert phone.push(NOW + timedelta(hours=2)) == ["taken", "taken"]
    after = of(cast.saran.who).report
    assert after
    assert not after.same
    assert after.arrived == 2
    assert [(c.name, c.then, c.now, c.more) for c in after.changes] == [
        ("visits", 1, 3, 2),
        ("late_entries", 0, 2, 2),
        ("devices_silent", 1, 0, -1),
    ]
    assert after.figures["visits"] == 1


def test_the_report_itself_does_not_change_the_week(work: Work, cast: Cast) -> None:
    work.visit("near", at(2))
    before = digest(ask(cast.saran.who, station(), WEEK, NOW))
    draw(work)
    assert digest(ask(cast.saran.who, station(), WEEK, NOW)) == before


def test_the_digest_is_of_the_week_and_the_scope(work: Work, cast: Cast) -> None:
    asked = ask(cast.saran.who, station(), WEEK, NOW)
    before = digest(asked)
    work.visit("far", at(2))
    work.visit("near", at(2, week=WEEK.shifted(-1)))
    assert digest(replace(asked)) == before
    work.visit("near", at(2))
    assert digest(replace(asked)) != before


def test_an_officers_report_is_not_the_stations(work: Work, cast: Cast) -> None:
    draw(work)
    own = scopes.officer_scope(cast.bataar.id, WEEK)
    assert own
    assert of(cast.bataar.who, own).report is None
    assert of(cast.saran.who).report is not None


def test_the_newest_report_is_the_one_that_counts(work: Work, cast: Cast) -> None:
    draw(work)
    first = of(cast.saran.who).report
    assert first
    sign(work)
    work.visit("near", at(2))
    asked = ask(cast.saran.who, station(), WEEK, NOW)
    fields = {**live_figures(asked), "digest": digest(asked), "week": str(WEEK), "level": "station"}
    deed = Deed(
        kind="week_report",
        act="draw_up",
        fields=fields | {"replaces": first.record},
        station="shuangsheng",
    )
    desk.perform("house", deed, NOW + timedelta(hours=1))
    report = report_of(asked, live_figures(asked))
    assert report
    assert (report.state, report.figures["visits"]) == ("drawn", 1)


@pytest.mark.parametrize("many", [1, 3, 40])
def test_the_whole_sheet_takes_the_same_queries_for_any_size(
    work: Work, cast: Cast, django_assert_num_queries: Callable[[int], object], many: int
) -> None:
    in_bulk(work, many)
    work.task("next-door", at(1))
    draw(work)
    with django_assert_num_queries(20):
        of(cast.saran.who)

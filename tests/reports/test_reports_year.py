"""The year: ours beside the published figures, what became of what was found, what readers of counts see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pytest

from cast import BANNER, GACHA, Cast, Person, person
from mixed_weeks import random_weeks
from urtuu.base.weeks import Week
from urtuu.kinds.roles import Role
from urtuu.places.models import Region
from urtuu.places.permissions import Who
from urtuu.reports import scopes
from urtuu.reports.cohorts import month_of, outcome
from urtuu.reports.scopes import Scope
from urtuu.reports.sheet import NotYours
from urtuu.reports.year import BY_STATION, PUBLISHED, Year, finished, year
from weeks_of_work import WEEK, Work, at, in_bulk

NOW = at(5, 16)
FIRST = WEEK.shifted(-7)


@pytest.fixture
def counts(cast: Cast) -> Person:
    return person("narisu", "纳日苏", Role.STATISTICIAN, Region.objects.get(pk=BANNER))


def of(who: Who, scope: Scope | None = None, first: Week = FIRST, last: Week = WEEK) -> Year:
    found = scope or scopes.banner_scope(BANNER)
    assert found
    return year(who, first, last, found, NOW)


def test_months_classes_and_outcomes_add_up_to_what_was_found(work: Work) -> None:
    random_weeks(work, 3, [FIRST, WEEK.shifted(-3), WEEK], each=9)
    found = of(work.coordinator.who)
    opened = found.figures["disputes_opened"]
    assert sum(row.found or 0 for row in found.months) == opened
    assert sum(row.found or 0 for row in found.classes) == opened
    assert found.whole.found == opened
    assert sum(row.settled or 0 for row in found.months) == found.figures["disputes_settled"]
    assert sum(row.figures["visits"] or 0 for row in found.stations) == found.figures["visits"]


def test_every_published_figure_has_ours_beside_it(work: Work) -> None:
    assert set(PUBLISHED) <= set(of(work.coordinator.who).figures)


def test_a_code_without_an_official_row_is_counted_as_other_and_named(work: Work) -> None:
    work.dispute("near", at(2), category="VIL")
    found = of(work.coordinator.who)
    assert found.classes[-1].code == "OTH"
    assert found.classes[-1].found == 1
    assert found.own_codes == {"VIL": 1}


def test_a_grassland_matter_is_found_in_the_row_of_land_or_business(work: Work) -> None:
    work.dispute("near", at(2), category="NEI", grassland="GRS-07")
    work.dispute("near", at(2), category="DMG", grassland="GRS-11")
    found = of(work.coordinator.who)
    assert {row.code: row.found for row in found.classes if row.found} == {"LND": 1, "BIZ": 1}
    assert found.own_codes == {}


def test_what_a_year_is_split_by_is_not_what_the_protected_official_year_is_split_by() -> None:
    """Level and source stay off this page: `protected_year` rests on it that they cannot be subtracted."""
    parts = {field.name for field in fields(Year) if str(field.type).startswith("list[")}
    assert parts == {"months", "classes", "stations"}


@pytest.mark.parametrize(
    ("state", "named", "became"),
    [
        ("mediating", "", "pending"),
        ("safety_hold", "", "pending"),
        ("agreed", "", "settled"),
        ("closed", "performed", "settled"),
        ("archived", "not_performed", "settled"),
        ("closed", "terminated", "refused"),
        ("not_accepted", "", "refused"),
        ("archived", "referred", "referred"),
    ],
)
def test_what_became_of_a_dispute_is_its_state_or_what_it_was_closed_with(
    state: str, named: str, became: str
) -> None:
    assert outcome(state, named) == became


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    assert month_of(Week(2026, 1)) == (2026, 1)
    assert month_of(Week(2026, 53)) == (2026, 12)
    assert month_of(Week(2026, 40)) == (2026, 10)


# --- who may have it ---------------------------------------------------------------------------------


def test_each_has_the_own_part_and_no_other(work: Work, cast: Cast) -> None:
    work.visit("near", at(2))
    work.visit("far", at(2))
    home, away = scopes.station_scope("shuangsheng"), scopes.station_scope("kundu")
    assert of(cast.saran.who, home).figures["visits"] == 1
    assert of(cast.nasan.who, away).figures["visits"] == 1
    for who, scope in (
        (cast.saran.who, away),
        (cast.nasan.who, home),
        (cast.nasan.who, scopes.gacha_scope(GACHA)),
    ):
        with pytest.raises(NotYours):
            of(who, scope)
    with pytest.raises(NotYours):
        of(cast.bataar.who, home)


def test_a_reader_of_counts_has_the_banner_only(work: Work, cast: Cast, counts: Person) -> None:
    work.visit("near", at(2))
    assert of(counts.who).figures["visits"] == 1
    for scope in (scopes.station_scope("shuangsheng"), scopes.gacha_scope(GACHA)):
        with pytest.raises(NotYours):
            of(counts.who, scope)


def test_a_reader_of_counts_sees_no_small_figure_below_the_whole(work: Work, counts: Person) -> None:
    random_weeks(work, 4, [FIRST, WEEK.shifted(-3), WEEK], each=12)
    full, found = of(work.coordinator.who), of(counts.who)
    assert found.figures == full.figures
    for name in BY_STATION:
        line = [row.figures[name] for row in found.stations]
        assert not any(cell is not None and 0 < cell < 5 for cell in line)
        assert line.count(None) != 1
    for column in ("found", "settled", "needs_met"):
        cells = [getattr(row, column) for row in found.months]
        assert not any(cell is not None and 0 < cell < 5 for cell in cells)
        assert cells.count(None) != 1
    assert all(row.cohort is None for row in (*found.months, *found.classes))
    assert found.own_codes == {}


def test_one_small_station_hides_its_neighbour_too(work: Work, counts: Person) -> None:
    for n in range(12):
        work.visit("near", at(2, 9, n))
    work.visit("far", at(2))
    found = of(counts.who)
    assert found.figures["visits"] == 13
    assert [row.figures["visits"] for row in found.stations] == [None, None]
    assert [row.figures["visits"] for row in of(work.coordinator.who).stations] == [1, 12]


# --- which weeks -------------------------------------------------------------------------------------


def test_the_usual_year_is_the_last_52_finished_weeks(cast: Cast) -> None:
    assert finished(cast.saran.who, NOW, None) == (WEEK.shifted(-52), WEEK.shifted(-1))


def test_the_running_year_ends_with_the_last_finished_week(cast: Cast) -> None:
    assert finished(cast.saran.who, NOW, 2026) == (Week(2026, 1), WEEK.shifted(-1))
    assert finished(cast.saran.who, NOW, 2025) == (Week(2025, 1), Week(2025, 52))


def test_windows_of_a_reader_of_counts_move_by_quarters_and_hold_no_part_of_a_year(counts: Person) -> None:
    quarter = (Week(2025, 40), Week(2026, 39))
    assert finished(counts.who, NOW, None) == quarter
    assert finished(counts.who, NOW, 2026) == quarter
    assert finished(counts.who, at(5, 16, week=Week(2026, 52)), None) == quarter
    assert finished(counts.who, NOW, 2025) == (Week(2025, 1), Week(2025, 52))
    assert finished(counts.who, at(1, week=Week(2027, 1)), None)[1] == Week(2026, 53)


@pytest.mark.parametrize("many", [1, 3, 40])
def test_a_year_takes_the_same_queries_for_any_size(
    work: Work, django_assert_num_queries: Callable[[int], object], many: int
) -> None:
    in_bulk(work, many)
    scope = scopes.banner_scope(BANNER)
    with django_assert_num_queries(11):
        of(work.coordinator.who, scope)

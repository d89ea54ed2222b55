"""Our table of working days against a second source, and counting by it."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from urtuu.base.workdays import YearMissing, working_days

DAYS = working_days()


@pytest.mark.parametrize("year", range(2020, 2027))
def test_every_day_of_the_year_agrees_with_a_second_source(year):
    day = date(year, 1, 1)
    differ = []
    while day.year == year:
        if DAYS.is_working(day) != chinese_calendar.is_workday(day):
            differ.append(day)
        day += timedelta(days=1)
    assert differ == []


def test_a_year_without_a_table_is_an_error_with_a_sentence():
    with pytest.raises(YearMissing, match=r"2031.toml"):
        DAYS.is_working(date(2031, 5, 5))


def test_the_first_day_is_not_counted():
    assert DAYS.after(date(2026, 11, 24), 1) == date(2026, 11, 25)
    assert DAYS.after(date(2026, 11, 24), 0) == date(2026, 11, 24)


def test_counting_goes_over_holidays_and_stops_on_make_up_days():
    assert DAYS.after(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert DAYS.after(date(2026, 2, 13), 1) == date(2026, 2, 14)


def test_a_rest_day_moves_to_the_next_worked_day_and_a_worked_day_stays():
    assert DAYS.next_working(date(2026, 10, 1)) == date(2026, 10, 8)
    assert DAYS.next_working(date(2026, 11, 24)) == date(2026, 11, 24)


def test_a_count_into_a_missing_year_is_never_a_guess():
    with pytest.raises(YearMissing):
        DAYS.after(date(2026, 12, 31), 1)

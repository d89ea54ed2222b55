"""ISO weeks, and which day of a week is for what."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from urtuu.base.weeks import DayPart, Week, day_parts, read_week, week_of, weeks_of_year
from urtuu.base.workdays import working_days

DAYS = working_days()
B, F, R = DayPart.BRIEFING, DayPart.FIELD, DayPart.RETURN


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_day_lies_in_its_week_and_the_week_reads_back(day):
    week = week_of(day)
    assert week.monday <= day <= week.sunday
    assert week.monday.weekday() == 0
    assert read_week(str(week)) == week


def test_odd_texts_are_no_weeks():
    for text in ("", "2026", "2026-W54", "2025-W53", "2026-W00", "W48-2026", "2026-48", "x-Wy"):
        assert read_week(text) is None


def test_weeks_at_the_ends_of_the_calendar_are_no_weeks():
    for text in ("0001-W01", "1899-W52", "2200-W01", "9999-W52"):
        assert read_week(text) is None
    assert (read_week("1900-W01"), read_week("2199-W52")) == (Week(1900, 1), Week(2199, 52))


def test_a_year_has_52_or_53_weeks():
    assert len(list(weeks_of_year(2026))) == 53
    assert len(list(weeks_of_year(2025))) == 52
    assert [str(week) for week in weeks_of_year(2026)][-1] == "2026-W53"


def test_weeks_shift_over_the_turn_of_the_year():
    assert Week(2026, 53).shifted(1) == Week(2027, 1)
    assert Week(2026, 1).shifted(-1) == Week(2025, 52)


def test_a_usual_week_is_one_three_one():
    assert list(day_parts(read_week("2026-W48"), DAYS).values()) == [B, F, F, F, R]


def test_a_week_shortened_by_a_holiday_keeps_its_two_ends():
    parts = day_parts(week_of(date(2026, 6, 19)), DAYS)  # Dragon Boat on Friday
    assert list(parts.values()) == [B, F, F, R]
    assert max(parts) == date(2026, 6, 18)


def test_a_free_week_has_no_parts_and_a_make_up_day_lengthens_the_field():
    assert day_parts(week_of(date(2026, 2, 18)), DAYS) == {}
    parts = day_parts(week_of(date(2026, 10, 10)), DAYS)  # 8, 9 and the Saturday 10 October are worked
    assert parts == {date(2026, 10, 8): B, date(2026, 10, 9): F, date(2026, 10, 10): R}


def test_another_pattern_is_laid_as_it_is_written():
    parts = day_parts(read_week("2026-W48"), DAYS, "BFFRR--")
    assert list(parts.values()) == [B, F, F, R, R]


def test_every_week_of_two_years_begins_with_the_briefing_and_ends_with_the_return():
    for year in (2025, 2026):
        for week in list(weeks_of_year(year))[1:-1]:
            parts = list(day_parts(week, DAYS).values())
            assert not parts or parts[0] == B
            assert len(parts) < 2 or parts[-1] == R
            assert week.sunday - week.monday == timedelta(days=6)

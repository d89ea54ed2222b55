"""What an officer has, and what is known of a telephone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from urtuu.rounds.loads import Load, Phone, class_of, phone_state

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FRIDAY, TODAY = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)
SENT, SENT_LATER = datetime(2026, 11, 23, 10, tzinfo=UTC), datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phones", "sent_at", "state"),
    [
        ([], None, "none"),
        ([], SENT, "none"),
        ([Phone(None, 0)], None, "silent"),
        ([Phone(FRIDAY, 0)], SENT, "silent"),
        ([Phone(FRIDAY, 2)], SENT, "unsent_before"),
        ([Phone(TODAY, 2)], SENT, "unsent"),
        ([Phone(TODAY, 0)], None, "heard"),
        ([Phone(TODAY, 0)], SENT, "has_week"),
        ([Phone(TODAY, 0)], SENT_LATER, "waiting"),
        ([Phone(FRIDAY, 0), Phone(TODAY, 0)], SENT, "has_week"),
    ],
)
def test_a_phone_in_one_word(phones: list[Phone], sent_at: datetime | None, state: str) -> None:
    assert phone_state(phones, sent_at, MONDAY, NOW) == state


@pytest.mark.parametrize(
    ("what", "household", "name"),
    [
        ("dispute_first_contact", "", "dispute"),
        ("follow_up", "", "dispute"),
        ("follow_up", "h1", "visit"),
        ("visit", "h1", "visit"),
        ("publicity", "", "publicity"),
        ("errand", "", "other"),
        ("need", "", "other"),
    ],
)
def test_the_class_of_a_task(what: str, household: str, name: str) -> None:
    assert class_of(what, household) == name


def test_a_load_adds_up() -> None:
    load = Load().plus("visit", 30).plus("visit", 30).plus("dispute", 60)
    assert (load.visit, load.dispute, load.total, load.minutes) == (2, 1, 3, 120)

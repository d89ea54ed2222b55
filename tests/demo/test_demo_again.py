"""The same seed and week give the same lines; other surroundings are said or refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from cast import build_cast
from demo.conftest import TUESDAY
from phone.carrying import ADDRESSES, Carried
from urtuu.base.weeks import Week
from urtuu.interfaces.cli.cmd_demo import _must_load, _table
from urtuu.interfaces.cli.refusal import Refused
from urtuu.interfaces.demo import marks
from urtuu.interfaces.demo.building import Built, build
from urtuu.interfaces.demo.calendar import HERE, days_or_guess
from urtuu.interfaces.demo.live import Line, make_cards, play_one
from urtuu.interfaces.demo.marks import State


def _once(now: datetime, seed: int = 131) -> Built:
    with transaction.atomic():
        built = build("small", now=now, seed=seed)
        transaction.set_rollback(True)
    return built


@pytest.mark.django_db
def test_the_same_seed_and_week_give_the_same_phone_lines():
    first, second = _once(TUESDAY), _once(TUESDAY)
    assert first.digest == second.digest
    assert first.counts == second.counts
    assert _once(TUESDAY, seed=132).digest != first.digest


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-1, 0, 2, 3, 4])
def test_it_can_be_built_on_any_day_of_the_week(days: int):
    built = _once(TUESDAY + timedelta(days=days))
    assert built.answers["held"] == 2


@pytest.mark.django_db
def test_another_week_stands_at_its_monday():
    built = build("small", now=TUESDAY, week=Week(2026, 30))
    assert str(built.week) == "2026-W30"


def test_a_year_without_a_table_is_said_once_and_taken_without_holidays():
    said: list[str] = []
    days = days_or_guess([Week(2031, 1), Week(2031, 2)], said.append)
    assert [sentence[:32] for sentence in said] == [
        "There is no working-day table fo",
        "There is no working-day table fo",
    ]
    assert days.is_working(Week(2031, 2).monday)


@pytest.mark.django_db
def test_an_empty_database_is_loaded_and_a_loaded_one_is_left_alone():
    assert marks.state() is State.EMPTY
    build("small", now=TUESDAY)
    assert marks.state() is State.THERE
    assert _must_load(fresh=False) is False


@pytest.mark.django_db
def test_a_load_that_broke_off_is_seen(settings, tmp_path: Path):
    settings.VAR = tmp_path
    (tmp_path / "demo-under-way.json").write_text("{}", encoding="utf-8")
    assert marks.state() is State.LOADING


@pytest.mark.django_db
@pytest.mark.parametrize("fresh", [False, True])
def test_a_database_with_other_data_is_refused(fresh: bool):
    build_cast()
    assert marks.state() is State.OTHER
    with pytest.raises(Refused, match="not the demonstration's"):
        _must_load(fresh=fresh)


@pytest.mark.django_db
def test_a_reference_phone_plays_its_week_and_every_line_has_a_receipt(settings, tmp_path: Path):
    settings.ROOT_URLCONF = ADDRESSES
    build("small", now=datetime.now(HERE))
    cards = make_cards(datetime.now(HERE))
    assert len(cards) == 6
    line: Line = play_one(cards[1], "", tmp_path, lambda _line: None, Carried())
    assert line.trouble == ""
    assert line.counts["visit.make"] == 9
    assert line.counts["sent"] == line.counts["acts"] == line.counts["receipts"]
    assert _table({line.name: line}, 6).row_count == 2

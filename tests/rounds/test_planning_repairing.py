"""A day mended on the road: what was promised or pinned stays, the rest keeps its order, all is told."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from urtuu.rounds.planning.model import OfficerDay
from urtuu.rounds.planning.repairing import Asked, Here, Left, Mended, mended

sys.path.insert(0, str(Path(__file__).parents[2] / "field/tests"))  # the phone is tested with the same days
from mended_days import case

HOUR, MINUTE = 3600, 60
DAY = OfficerDay(
    id="bataar-1", officer="bataar", day=1, start=0, end=0, earliest=8 * HOUR, latest=18 * HOUR, duty=9 * HOUR
)
SEEDS = range(240)


def line(places: int, minutes: int = 30) -> list[list[int]]:
    """Places in a row, so many minutes apart; the station is the first."""
    return [[abs(a - b) * minutes * MINUTE for b in range(places)] for a in range(places)]


def stop(name: str, place: int, **more: Any) -> Asked:
    usual = {"service": 30 * MINUTE, "opens": 8 * HOUR, "closes": 17 * HOUR, "kind": "routine"}
    return Asked(id=name, place=place, **{**usual, **more})


THREE = [stop("far", 3), stop("middle", 2), stop("near", 1)]


def ids(day: Mended) -> list[str]:
    return [one.id for one in day.stops]


def solved(seed: int, **change: Any) -> tuple[dict[str, Any], Mended]:
    one = {**case(seed), **change}
    return one, mended(one["day"], one["stops"], one["ways"], one["here"], add=one["add"], drop=one["drop"])


def test_a_day_in_which_nothing_happened_stays_as_it_was():
    day = mended(DAY, THREE, line(4), Here(8 * HOUR, 0, 8 * HOUR))
    assert ids(day) == ["far", "middle", "near"]
    assert [one.begins for one in day.stops] == [34_200, 37_800, 41_400]  # 9:30, 10:30, 11:30
    assert (day.back, day.over, day.left) == (45_000, 0, ())  # 12:30


def test_who_has_not_left_leaves_as_late_as_the_first_window_allows():
    first = stop("promised", 1, kind="promise", opens=10 * HOUR, closes=11 * HOUR)
    day = mended(DAY, [first], line(2), Here(7 * HOUR, 0))
    assert (day.leaves, day.stops[0].arrives, day.stops[0].begins) == (34_200, 36_000, 36_000)
    on_the_way = mended(DAY, [first], line(2), Here(8 * HOUR, 0, 8 * HOUR))
    assert (on_the_way.leaves, on_the_way.stops[0].arrives) == (28_800, 30_600)  # waits at the door


def test_a_promise_is_put_off_within_its_window_only_where_the_duty_asks_for_it():
    promised = stop("promised", 1, kind="promise", opens=9 * HOUR, closes=11 * HOUR)
    pinned = stop("pinned", 2, fixed=True, opens=15 * HOUR, closes=16 * HOUR)
    early = mended(DAY, [promised, pinned], line(3), Here(7 * HOUR, 0))
    assert [one.begins for one in early.stops] == [9 * HOUR, 15 * HOUR]  # away at 8:30, back at 16:30
    short = mended(replace(DAY, duty=7 * HOUR), [promised, pinned], line(3), Here(7 * HOUR, 0))
    assert [one.begins for one in short.stops] == [10 * HOUR, 15 * HOUR]  # away at 9:30
    assert (short.back - short.leaves, short.over) == (7 * HOUR, 0)


def test_a_late_day_drops_what_is_routine_before_what_is_due():
    due = replace(THREE[0], kind="due")
    day = mended(DAY, [due, *THREE[1:]], line(4), Here(13 * HOUR, 0, 8 * HOUR))
    assert ids(day) == ["far", "middle"]  # back at 17:00, when nine hours are over
    assert day.left == (Left("near", "no_room", 30 * MINUTE),)
    first = mended(DAY, [*THREE[1:], due], line(4), Here(13 * HOUR, 0, 8 * HOUR))
    assert ids(first) == ["middle", "far"]  # the due one is far away, and still comes before the near one
    assert ids(mended(DAY, [due, *THREE[1:]], line(4), Here(13 * HOUR, 0, 9 * HOUR))) == [
        "far",
        "middle",
        "near",
    ]


def test_a_stop_that_cannot_be_reached_in_its_window_says_so():
    morning = stop("morning", 3, closes=12 * HOUR)
    day = mended(DAY, [morning, stop("near", 1)], line(4), Here(11 * HOUR, 0, 8 * HOUR))
    assert ids(day) == ["near"]
    assert day.left == (Left("morning", "too_late", 0),)


def test_a_promise_that_can_no_longer_be_kept_stays_and_says_by_how_much_it_is_late():
    promised = stop("promised", 2, kind="promise", opens=9 * HOUR, closes=10 * HOUR)
    day = mended(DAY, [promised, stop("near", 1)], line(3), Here(11 * HOUR, 0, 8 * HOUR))
    assert ids(day) == ["promised", "near"]
    assert [(one.begins, one.late) for one in day.stops] == [(43_200, 7_200), (46_800, 0)]  # 12:00 and 13:00


def test_what_is_pinned_is_moved_before_another_when_only_so_nothing_is_late():
    pinned = stop("pinned", 1, fixed=True, closes=12 * HOUR)
    day = mended(DAY, [stop("far", 3, fixed=True), pinned], line(4), Here(11 * HOUR, 0, 8 * HOUR))
    assert ids(day) == ["pinned", "far"]
    assert not any(one.late for one in day.stops)


def test_what_stays_makes_the_day_longer_and_nothing_else_does():
    pinned = stop("pinned", 3, fixed=True, service=2 * HOUR)
    day = mended(DAY, [pinned, stop("near", 1)], line(4), Here(15 * HOUR, 0, 8 * HOUR))
    assert (ids(day), day.over) == (
        ["pinned"],
        2 * HOUR + 1800 + 1800,
    )  # back at 20:00, nine hours end at 17:00
    assert day.left == (Left("near", "no_room", day.over + 1800),)


def test_a_cancelled_stop_is_out_and_an_urgent_one_comes_before_what_is_routine():
    urgent = stop("urgent", 3, service=HOUR)
    day = mended(DAY, THREE[1:], line(4), Here(13 * HOUR, 0, 8 * HOUR), add=[urgent], drop=["near"])
    assert ids(day) == ["urgent"]
    assert day.left == (Left("near", "cancelled", 0), Left("middle", "no_room", 30 * MINUTE))


@pytest.mark.parametrize("minutes", [10, 25])
def test_the_known_order_is_left_only_for_more_than_twenty_minutes(minutes: int):
    """Near before far was known; far before near is a shorter way, and something must be put in anew."""
    ways = [[0, 600, 600], [600, 0, 600], [600, 600, 0]]
    ways[1][2] = 600 + minutes * MINUTE
    late = stop("late", 0, kind="due", closes=8 * HOUR)  # so that the day is put together anew
    day = mended(DAY, [late, stop("a", 1), stop("b", 2)], ways, Here(9 * HOUR, 0, 8 * HOUR))
    assert ids(day) == (["a", "b"] if minutes < 20 else ["b", "a"])


@pytest.mark.parametrize("seed", SEEDS)
def test_what_holds_for_every_made_day(seed: int):
    one, day = solved(seed)
    asked = {each.id: each for each in (*one["stops"], *one["add"])}
    told = [*ids(day), *(left.id for left in day.left)]
    assert sorted(told) == sorted(asked)  # nothing is lost and nothing is there twice
    assert not [left for left in day.left if asked[left.id].stays and left.why != "cancelled"]
    assert not [kept for kept in day.stops if kept.late and not asked[kept.id].stays]
    now, place = day.leaves, one["here"].place
    for kept in day.stops:
        want = asked[kept.id]
        assert kept.arrives == now + one["ways"][place][want.place]
        assert kept.begins >= max(kept.arrives, want.opens)
        assert kept.late == max(kept.begins - want.closes, 0)
        now, place = kept.begins + want.service, want.place
    assert day.back == now + one["ways"][place][0]
    began = day.leaves if one["here"].left is None else one["here"].left
    assert day.over == max(day.back - min(one["day"].latest, began + one["day"].duty), 0)


def test_without_what_stays_no_day_is_too_long_or_late():
    seen = 0
    for seed in SEEDS:
        one = case(seed)
        free = [replace(each, kind="routine", fixed=False) for each in one["stops"]]
        _, day = solved(seed, stops=free, add=[])
        empty = mended(one["day"], [], one["ways"], one["here"]).over  # some begin too far away to be back
        assert day.over == empty
        assert not any(kept.late for kept in day.stops)
        seen += empty == 0
    assert seen > 200


def test_a_mended_day_is_mended_already():
    for seed in SEEDS:
        one, day = solved(seed)
        asked = {each.id: each for each in (*one["stops"], *one["add"])}
        again = mended(one["day"], [asked[name] for name in ids(day)], one["ways"], one["here"])
        if not day.over and not any(kept.late for kept in day.stops):
            assert (again.stops, again.back) == (day.stops, day.back)

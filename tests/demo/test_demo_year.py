"""The finished year has the article's orders of magnitude (week.md)."""

from __future__ import annotations

import pytest

from demo.conftest import TUESDAY
from urtuu.interfaces.demo.building import build
from urtuu.journal.models import StandingRow
from urtuu.journal.standings import standing_of
from urtuu.rounds.models import Attendance


@pytest.mark.whole_year
@pytest.mark.django_db
def test_a_quarter_of_the_year_goes_by_at_the_same_pace():
    """A season may lie a fifth below a quarter of the year."""
    built = build("quarter", now=TUESDAY)
    counts = built.counts
    assert 240 <= counts["dispute.agree"] + counts["dispute.settle_at_once"] < 500
    assert 600 <= counts["sessions"] < 1_000
    assert 12_000 <= counts["people"] < 20_000
    assert 140 <= counts["need.met"] < 225
    assert 3_000 <= counts["visits"] < 5_000
    assert built.answers == {"taken": built.entries - 3, "held": 2, "returned": 1}


@pytest.mark.long
@pytest.mark.whole_year
@pytest.mark.django_db
def test_the_year_has_the_orders_of_magnitude_of_the_article():
    built = build("full", now=TUESDAY)
    counts = built.counts
    assert (
        1_200
        <= counts["dispute.agree"] + counts["dispute.settle_at_once"]
        <= counts["dispute.report"]
        < 2_000
    )
    assert counts["dispute.confirm_defused"] == 5
    assert counts["dispute.defuse"] == 7
    assert 3_000 <= counts["sessions"] < 4_000
    assert 60_000 <= counts["people"] < 80_000
    assert 700 <= counts["need.met"] < 900
    assert 15_000 <= counts["visits"] < 20_000
    assert built.entries < 75_000
    assert built.answers == {"taken": built.entries - 3, "held": 2, "returned": 1}
    assert Attendance.objects.filter(week=str(built.week), present=True).count() == 47
    _story_was_settled_apart()


def _story_was_settled_apart() -> None:
    """Help first, loosened by the safety lead only, never joint, closed by a second person."""
    stories = [
        standing_of(row) for row in StandingRow.objects.filter(kind="dispute", body__contains='"release"')
    ]
    assert len(stories) == 1
    story = stories[0]
    assert story.state in ("closed", "archived")
    assert {done.body["manner"] for done in story.all_of("session")} == {"separate"}
    acts = [done.act for done in story.acts]
    assert acts.index("safety_decide") < acts.index("release") < acts.index("start") < acts.index("agree")
    assert story.body["mode"] == "separate_only"

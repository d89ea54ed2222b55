"""The small demonstration: everything in it came through the door, and nothing in it is anybody's."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Count

from urtuu.base.forbidden import forbidden_word
from urtuu.interfaces import demo
from urtuu.interfaces.demo.building import Built
from urtuu.interfaces.demo.doors import STORY_LABEL
from urtuu.interfaces.demo.people import ACCOUNTS, PASSWORD, everybody
from urtuu.interfaces.demo.plans import STORY_GACHA, small_banner
from urtuu.journal import replay, sealing
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.journal.standings import standing_of
from urtuu.places.models import Device, Household, Region, Staff
from urtuu.rounds.models import Attendance

pytestmark = pytest.mark.django_db
PARTS = ("personal", "party", "safety", "minor")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def test_all_but_the_staged_answers_were_taken(built: Built):
    assert built.answers == {"taken": built.entries - 3, "held": 2, "returned": 1}
    assert EntryRow.objects.count() == built.entries
    assert {row.why for row in EntryRow.objects.filter(answer="held")} == {"conflict"}
    held = set(EntryRow.objects.filter(answer="held").values_list("kind", "act"))
    assert held == {("task", "done"), ("dispute", "settle_at_once")}
    returned = EntryRow.objects.get(answer="returned")
    assert (returned.kind, json.loads(returned.sentence)["name"]) == ("visit", "not_your_grid")


def test_every_standing_is_what_its_entries_fold_to(built: Built):
    assert list(replay.differences()) == []


def test_no_forbidden_attribute_in_any_line_or_sealed_part(built: Built):
    rows = list(EntryRow.objects.all())
    bodies = [json.loads(bytes(row.line))["body"] for row in rows if b'"body"' in bytes(row.line)]
    sealed = [one.body for one in sealing.opened_of_entries([row.id for row in rows], PARTS)]
    assert len(sealed) > 100
    assert [text for text in _texts(bodies + sealed) if forbidden_word(text)] == []


def test_no_forbidden_attribute_in_any_text_that_may_be_drawn():
    folder = Path(demo.__file__).parent
    for file in folder.glob("*.toml"):
        for text in _texts(tomllib.loads(file.read_text(encoding="utf-8"))):
            assert not forbidden_word(text), (file.name, text)


def test_every_door_is_marked_as_invented_and_everybody_is_of_the_demonstration(built: Built):
    assert Household.objects.count() > 6 * 30
    assert not Household.objects.filter(invented=False).exists()
    assert set(Staff.objects.values_list("pk", flat=True)) == {
        UUID(person.id) for person in everybody(small_banner())
    }
    assert Household.objects.filter(gacha=STORY_GACHA, label=STORY_LABEL).count() == 1
    assert Region.objects.filter(level="gacha").count() == 263


def test_each_shown_account_opens_with_the_shared_password(built: Built):
    people = {person.username: person for person in Staff.objects.filter(username__in=ACCOUNTS)}
    assert set(people) == set(ACCOUNTS)
    assert len({person.password for person in Staff.objects.all()}) == 1
    assert people["chief"].check_password(PASSWORD)


def test_the_story_begins_with_the_hold_and_is_answered_by_the_safety_lead(built: Built):
    rows = StandingRow.objects.filter(kind="dispute", gacha=STORY_GACHA).order_by("began_at")
    story = next(s for s in map(standing_of, rows) if s.all_of("give_card"))
    acts = [done.act for done in story.acts]
    assert acts[:2] == ["report", "hold"]
    assert acts.index("hold") < acts.index("safety_questions") < acts.index("safety_decide")
    decided = story.last("safety_decide")
    assert decided is not None
    assert decided.actor == str(Staff.objects.get(username="safety").pk)
    held = story.last("hold")
    assert held is not None
    assert (decided.at - held.at).total_seconds() < 4 * 3600
    assert not story.all_of("session", "offer", "accept")
    read = StandingRow.objects.filter(kind="reading", body__contains=story.record)
    assert {row.author for row in read} == {decided.actor}


def test_the_board_has_a_dozen_undealt_tasks_with_last_nights_dispute_among_them(built: Built):
    undealt = StandingRow.objects.filter(kind="task", state="proposed", week=str(built.week))
    assert undealt.count() == 11
    hot = [standing_of(row).body for row in undealt if "先联系" in row.title]
    assert len(hot) == 2
    assert {body["source"] for body in hot} == {"report"}
    assert any("21:40" in body["reason"] for body in hot)
    assert StandingRow.objects.filter(kind="task", state="assigned", week=str(built.week)).count() == 3


def test_one_officer_is_missing_at_the_briefing(built: Built):
    marks = Attendance.objects.filter(week=str(built.week))
    assert (marks.filter(present=True).count(), marks.filter(present=False).count()) == (5, 1)


def test_each_finished_week_has_a_signed_report(built: Built):
    signed = StandingRow.objects.filter(kind="week_report", state="signed")
    assert signed.values("week").annotate(n=Count("record")).count() == 4


def test_words_back_wait_on_the_phones_of_different_officers(built: Built):
    rows = list(StandingRow.objects.filter(kind="feedback"))
    assert {row.state for row in rows} == {"told", "asked"}
    assert len({row.holder for row in rows}) == len(rows) > 1
    for row in rows:
        body = standing_of(row).body
        heard = EntryRow.objects.get(id=body["about_entry"])
        assert (heard.record, heard.actor) == (body["about"], row.holder)


def test_phones_were_enrolled_and_heard_of(built: Built):
    phones = Device.objects.filter(kind=Device.PHONE)
    assert phones.count() == 6
    assert not phones.filter(last_seen_at=None).exists()
    assert phones.filter(clock_skew_seconds__gt=600).count() == 1


def test_a_fair_share_came_late(built: Built):
    late = EntryRow.objects.filter(late=True).count()
    assert 0.1 < late / built.phone_entries < 0.8

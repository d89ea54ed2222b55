"""Generated cases: what a reader expects of a table, and what the door says, never differ."""

from collections import Counter
from dataclasses import fields, replace
from random import Random

import jsonschema_rs
import pytest

from urtuu.kinds.cases import filled, generated
from urtuu.kinds.export import act_row, clock_row, described, tables
from urtuu.kinds.fields import Words
from urtuu.kinds.judging import Answer, judge
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Clock, Kind


@pytest.fixture(scope="module")
def cases():
    return list(generated(shelf()))


def test_there_are_enough_cases_and_they_repeat_exactly(cases):
    assert len(cases) >= 2_000
    assert [case.entry for case in cases] == [case.entry for case in generated(shelf())]
    assert set(Counter(case.answer for case in cases)) == {Answer.TAKEN, Answer.HELD, Answer.RETURNED}
    assert {case.may for case in cases} == {True, False}
    assert {case.role for case in cases} == set(Role)


def test_the_door_answers_every_case_as_the_table_reads(cases):
    wrong = []
    for case in cases:
        answer = judge(case.entry, case.standing, case.parts, shelf()).answer
        by_guard = case.guarded and case.answer is Answer.TAKEN and answer is Answer.RETURNED
        if answer is not case.answer and not by_guard:
            wrong.append((case.name, case.answer, answer))
    assert wrong == []


def test_a_refusal_always_says_why(cases):
    verdicts = [judge(case.entry, case.standing, case.parts, shelf()) for case in cases]
    assert all(verdict.sentence for verdict in verdicts if verdict.answer is not Answer.TAKEN)


def test_filled_bodies_fit_every_schema_of_every_act():
    rng = Random(7)
    for kind in shelf():
        for act in kind.acts:
            for wishes in (True, False):
                body, parts = filled(act, rng, wishes=wishes)
                for part, inside in {"": body, **parts}.items():
                    jsonschema_rs.validate(act.schema(part), inside)


_OTHER = {
    "name": "another_name",
    "after": ("another_state",),
    "leads_to": "another_state",
    "decided_by": "another_field",
    "by": (Role.INTERPRETER, Role.ADMIN),
    "needs": {"another_field": Words()},
    "wishes": {"another_field": Words()},
    "guard": "another_guard",
    "not_by": ("another_act",),
    "sets": {"another_field": "value"},
    "counts": "another_field",
    "starts": ("another_act",),
    "stops": ("another_act",),
    "until": "another_field",
    "pauses": ("another_state",),
    "only": {"another_field": (1,)},
    "each": "another_field",
    "since": ("another_field",),
    "stops_if": {"another_field": (1,)},
    "names": "another_field",
    "in_rounds": ("another_act",),
    "source": "another law",
}


def _mutated(row):
    for inside in fields(row):
        value = getattr(row, inside.name)
        if isinstance(value, bool):
            other = not value
        elif isinstance(value, int):
            other = value + 1
        else:
            other = _OTHER[inside.name]
        yield inside.name, replace(row, **{inside.name: other})


def test_a_mutation_of_any_row_of_any_table_is_noticed_by_the_snapshot(watched):
    unnoticed = []
    for kind in shelf():
        rows = [(act, act_row, "act") for act in kind.acts] + [
            (clock, clock_row, "clock") for clock in kind.clocks
        ]
        for row, described_as, what in rows:
            for name, other in _mutated(row):
                if described_as(other) == watched[f"{kind.name} {what} {row.name}"]:
                    unnoticed.append((kind.name, row.name, name))
    assert unnoticed == []


def test_the_tables_are_the_watched_ones(watched):
    assert tables(shelf()) == watched, "run: python -m urtuu.kinds.export tests/kinds/tables.json"


def test_every_word_of_the_vocabulary_reaches_the_export():
    exported = described(shelf())["kinds"]["dispute"]
    assert {inside.name for inside in fields(Act)} <= set(exported["acts"][0])
    assert {inside.name for inside in fields(Clock)} <= set(exported["clocks"][0])
    assert {inside.name for inside in fields(Kind)} <= set(exported)

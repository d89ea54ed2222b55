"""The stories beside each table, told to the door step by step."""

import re
import tomllib
from datetime import datetime

import pytest
from kinds_telling import Telling

from urtuu.kinds.dispute import codes
from urtuu.kinds.registry import shelf
from urtuu.kinds.words import sentence, sentences


def stories():
    return list(_stories())


def _stories():
    for kind, folder in shelf().folders.items():
        for story in tomllib.loads((folder / "stories.toml").read_text(encoding="utf-8"))["story"]:
            yield pytest.param(kind, story, id=f"{kind}: {story['name']}")


@pytest.mark.parametrize(("kind", "story"), stories())
def test_a_story_goes_as_it_is_written(kind, story):
    telling = Telling(shelf(), kind)
    for step in story["step"]:
        if "at" in step:
            telling.at = datetime.fromisoformat(step["at"])
        verdict = telling.does(step["by"], step["act"], step.get("knew"), **step.get("with", {}))
        said = verdict.sentence.name if verdict.sentence else ""
        assert (verdict.answer, telling.state, said) == (step["then"], step["state"], step.get("says", "")), (
            step["when"]
        )


@pytest.mark.parametrize(("kind", "story"), stories())
def test_every_refusal_in_a_story_is_a_whole_sentence_in_both_languages(kind, story):
    telling = Telling(shelf(), kind)
    for step in story["step"]:
        if "at" in step:
            telling.at = datetime.fromisoformat(step["at"])
        verdict = telling.does(step["by"], step["act"], step.get("knew"), **step.get("with", {}))
        if verdict.sentence:
            chinese, english = (sentence(lang, verdict.sentence) for lang in ("zh-hans", "en"))
            assert chinese.endswith("。")
            assert english.endswith(".")
            assert "_" not in chinese + english
            assert "{" not in chinese + english


def test_every_kind_has_a_story():
    assert all((folder / "stories.toml").exists() for folder in shelf().folders.values())


def test_the_first_story_of_disputes_is_the_household_of_xinglonggou_and_never_joint():
    path = shelf().folders["dispute"] / "stories.toml"
    first = tomllib.loads(path.read_text(encoding="utf-8"))["story"][0]
    taken = [step for step in first["step"] if step["then"] == "taken"]
    assert "兴隆沟" in first["name"]
    assert [step["act"] for step in taken].index("hold") < [step["act"] for step in taken].index(
        "safety_questions"
    )
    assert not [step for step in taken if step.get("with", {}).get("manner") == "joint"]


def of_disputes():
    return tomllib.loads((shelf().folders["dispute"] / "stories.toml").read_text(encoding="utf-8"))["story"]


def test_disputes_have_stories_for_every_class_exit_act_and_refusal():
    told = of_disputes()
    steps = [step for story in told for step in story["step"]]
    taken = [step for step in steps if step["then"] == "taken"]
    kind = shelf()["dispute"]
    assert len(told) >= 60
    assert len({story["name"] for story in told}) == len(told)
    assert {step.get("with", {}).get("category") for step in taken} >= set(codes.CATEGORIES)
    assert {step.get("with", {}).get("grassland") for step in taken} >= set(codes.GRASSLAND)
    assert {step["state"] for step in taken} == set(kind.states)
    assert {act.name for act in kind.acts} - {step["act"] for step in taken} == set()
    for field, options in (("why_ended", codes.WHY_ENDED), ("why_not_accepted", codes.WHY_NOT_ACCEPTED)):
        assert {step.get("with", {}).get(field) for step in steps} >= set(options), field
    source = "".join(path.read_text(encoding="utf-8") for path in shelf().folders["dispute"].glob("*.py"))
    refusals = set(re.findall(r'_no\("([a-z_]+)"', source)) | set(re.findall(r'return "([a-z_]+)"', source))
    never_blocking = {"court_cannot_confirm", "amount_unclear", "facts_unwritten"}
    # Only a phone with an older table could send these: the door's schema is asked first.
    never_reached = {"a_day_is_missing", "release_unexplained"}
    said = {step.get("says") for step in steps} | never_reached
    names = {name for name in refusals if name in sentences("zh-hans")} - never_blocking
    assert names - said == set()

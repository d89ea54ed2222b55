"""Every word is there in both languages, and a sentence is a sentence."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from urtuu.base.sentences import say
from urtuu.kinds.clock_words import length, only
from urtuu.kinds.registry import shelf
from urtuu.kinds.words import choice, label, moment, sentence, sentences, yes_or_no

SRC = Path(__file__).parents[2] / "src" / "urtuu"
_SAID = re.compile(r'(?:\bsay|_no)\(\s*"([a-z_]+)"')


def test_a_word_comes_from_the_kind_then_from_the_shared_file():
    assert label("zh-hans", "task", "acts", "issue") == "下发"
    assert label("en", "visit", "fields", "place") == "Place"
    assert choice("en", "need", "to", "township") == "Sumu or town government"
    assert choice("zh-hans", "dispute", "hurt_or_threatened", "unknown") == "不清楚"


def test_mongolian_falls_back_to_chinese_and_a_gap_is_seen():
    assert label("mvf", "task", "acts", "issue") == "下发"
    assert label("en", "task", "states", "no_such_state") == "no_such_state"
    assert label("en", "task", "states", "no_such_state", default="?") == "?"
    assert label("en", "task", "hints", "issue") == ""


def test_a_column_of_a_group_has_a_word_of_its_own():
    assert label("en", "dispute", "fields", "obligations.due_on") == "By when"


def test_roles_parts_and_truth_values_are_worded():
    assert label("zh-hans", "", "roles", "chief") == "所长"
    assert label("en", "", "parts", "safety") == "safety answers"
    assert (yes_or_no("zh-hans", True), yes_or_no("en", False)) == ("是", "No")


def test_a_conflict_is_told_in_whole_words():
    told = say(
        "no_longer_possible", kind="dispute", act="agree", state="closed", last_act="close", staff="萨仁",
        moment="2026-03-03T06:00:00+00:00",
    )  # fmt: skip
    assert "萨仁已于2026年3月3日14:00办理“结案（已履行）”" in sentence("zh-hans", told)
    assert "on 3 March 2026, 14:00" in sentence("en", told)
    assert sentence("mvf", told) == sentence("zh-hans", told)


def test_a_blank_without_a_value_stays_empty_and_an_unknown_name_is_seen():
    assert sentence("en", say("too_long")).startswith("This entry is  bytes")
    assert sentence("en", say("no_such_sentence")) == "no_such_sentence"


def test_moments_are_the_banners():
    at = datetime.fromisoformat("2026-11-24T16:30:00+00:00")
    assert moment("zh-hans", at) == "2026年11月25日00:30"


def test_every_sentence_that_the_code_says_is_there_in_both_languages():
    said = {
        name
        for path in (SRC / "kinds", SRC / "journal", SRC / "base")
        for file in path.rglob("*.py")
        for name in _SAID.findall(file.read_text(encoding="utf-8"))
    }
    assert said - set(sentences("zh-hans")) == set()
    assert said - set(sentences("en")) == set()


def test_both_languages_have_the_same_sentences_and_the_same_blanks():
    assert set(sentences("zh-hans")) == set(sentences("en"))


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_clock_says_its_length(lang):
    for kind in shelf():
        for clock in kind.clocks:
            told = length(clock, kind, lang) + only(clock, kind, lang)
            assert told
            assert "_" not in told


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "field",
    ["why_referred", "why_answered", "why_sent_back", "why_reopened", "why_void", "gaps", "note"],
)
def test_open_free_words_of_a_dispute_ask_for_no_names(lang: str, field: str) -> None:
    """They stand in the line itself, which no destroyed key makes unreadable."""
    hint = label(lang, "dispute", "field_hints", field)
    assert {"zh-hans": "不要写姓名", "en": "No names here"}[lang] in hint
    assert label(lang, "dispute", "fields", field) != field

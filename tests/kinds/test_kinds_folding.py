"""What becomes of a record when acts arrive out of order, twice written, or from two phones."""

from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kinds_telling import Telling, person

from urtuu.kinds.composing import Deed, Hand, compose
from urtuu.kinds.entries import LONGEST_LINE, BadLine, Entry, read_entry, seal_key, write_line
from urtuu.kinds.fold import begin, fold
from urtuu.kinds.judging import Answer, Why, judge
from urtuu.kinds.registry import shelf
from urtuu.kinds.words import sentence


@pytest.fixture
def task():
    """A task that Bataar is doing."""
    telling = Telling(shelf(), "task")
    telling.does("saran", "propose", title="走访一户", week="2026-W48")
    telling.does("saran", "assign", officer="bataar")
    telling.does("saran", "issue")
    return telling


def test_a_task_is_on_its_officers_phone_only_while_it_is_handed_out():
    telling = Telling(shelf(), "task")
    telling.does("saran", "propose")
    telling.does("saran", "assign", officer="bataar")
    assert telling.standing.holder == ""
    telling.does("saran", "issue")
    assert telling.standing.holder == person("bataar")
    telling.does("bataar", "carry_over", week="2026-W49", why_carried="road")
    assert (telling.standing.holder, telling.standing.body["week"]) == ("", "2026-W49")


def test_a_put_back_task_belongs_to_nobody():
    telling = Telling(shelf(), "task")
    telling.does("saran", "propose")
    telling.does("saran", "assign", officer="bataar")
    telling.does("saran", "put_back")
    assert telling.standing.body["officer"] == ""


def test_two_who_correct_one_value_unknown_to_each_other_leave_a_proposal(task):
    knew = task.standing.version
    task.does("bataar", "correct", knew=knew, minutes=30)
    task.does("saran", "correct", knew=knew, minutes=60)
    assert task.standing.body["minutes"] == 30
    assert [(one.field, one.value) for one in task.standing.proposals] == [("minutes", 60)]


def test_who_knew_of_the_first_value_may_change_it(task):
    task.does("bataar", "correct", minutes=30)
    task.does("saran", "correct", minutes=60)
    assert task.standing.body["minutes"] == 60
    assert task.standing.proposals == []


def test_a_stale_but_legal_transition_is_taken_and_marked_late(task):
    knew = task.standing.version
    task.does("bataar", "acknowledge")
    verdict = task.does("saran", "cancel", knew=knew)
    assert verdict.answer is Answer.TAKEN
    assert task.standing.acts[-1].late


def test_a_fact_is_never_late_and_never_refused(task):
    task.does("saran", "cancel")
    assert (
        task.does("bataar", "correct", knew=1, made="01932f00-0000-7000-8000-00000000beef").answer == "taken"
    )
    assert not task.standing.acts[-1].late


def test_an_act_that_knows_of_more_than_has_arrived_waits(task):
    verdict = task.does("bataar", "assign", knew=9, officer="qiqige")
    assert (verdict.answer, verdict.why) == (Answer.HELD, Why.WAITS)


def test_no_record_begins_twice(task):
    verdict = task.does("saran", "propose")
    assert (verdict.answer, verdict.sentence.name) == (Answer.RETURNED, "already_begun")


def _entry(**changes):
    plain = {
        "id": "a", "device": "d", "seq": 1, "kind": "task", "v": 1, "act": "propose", "record": "r",
        "actor": "x", "occurred_at": "2026-11-24T08:00:00+08:00", "recorded_at": "2026-11-24T08:00:00+08:00",
        "grid": "g",
    }  # fmt: skip
    return msgspec.convert({**plain, **changes}, Entry)


@pytest.mark.parametrize(
    ("changes", "answer", "name"),
    [
        ({"kind": "stray"}, "held", "unknown_kind"),
        ({"v": 99}, "held", "newer_version"),
        ({"act": "fly"}, "returned", "unknown_act"),
        ({"sealed": [{"part": "safety", "key": "r", "digest": "0"}]}, "returned", "unknown_part"),
    ],
)
def test_what_the_tables_do_not_know_is_answered_with_a_sentence(changes, answer, name):
    verdict = judge(_entry(**changes), None, {}, shelf())
    assert (verdict.answer, verdict.sentence.name) == (answer, name)
    assert "{" not in sentence("en", verdict.sentence)


def test_an_unknown_kind_is_named_in_the_sentence():
    verdict = judge(_entry(kind="stray"), None, {}, shelf())
    assert "“stray”" in sentence("en", verdict.sentence)


def test_an_act_that_the_table_lost_is_kept_as_a_fact(task):
    entry = _entry(act="gone", body={"note": "x"})
    before = task.state
    fold(task.standing, entry, shelf()["task"], entry.occurred_at)
    assert (task.state, task.standing.acts[-1].body) == (before, {"note": "x"})


def test_an_erased_part_does_not_make_an_entry_unfit():
    kind = shelf()["need"]
    hand = Hand(
        device="d", seq=1, actor="x", occurred_at=_entry().occurred_at, recorded_at=_entry().occurred_at,
        noise=Random(1).randbytes,
    )  # fmt: skip
    fields = {"topic": "water", "heading": "水井", "said": "井坏了"}
    entry, sealed = compose(kind, kind.act["hear"], Deed(kind="need", act="hear", fields=fields), hand)
    assert judge(entry, None, {sealed[0].part: sealed[0].body}, shelf()).answer == "taken"
    assert judge(entry, None, {}, shelf()).answer == "taken"
    assert "井坏了" not in write_line(entry).decode()


def test_each_party_has_a_key_of_its_own():
    assert seal_key("r", "party", "A1") == "r/party/A1"
    assert seal_key("r", "personal") == "r"
    assert seal_key("r", "safety") == "r/safety"


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"null", b'{"id": 1}', b"\xff\xfe", b"[" * 5000, b"x" * (LONGEST_LINE + 1)],
)
def test_what_is_no_entry_is_said_to_be_none(line):
    with pytest.raises(BadLine):
        read_entry(line)


def test_a_line_is_read_as_it_was_written_and_takes_no_more_fields():
    entry = _entry(body={"a": 1})
    assert read_entry(write_line(entry)) == entry
    with pytest.raises(BadLine):
        read_entry(write_line(entry)[:-1] + b',"more":1}')


def test_a_moment_without_its_offset_is_no_moment():
    line = write_line(_entry()).replace(b"+08:00", b"")
    with pytest.raises(BadLine, match="offset"):
        read_entry(line)


@given(
    st.lists(st.sampled_from([act.name for act in shelf()["dispute"].acts if not act.begins]), max_size=25)
)
def test_any_order_of_acts_ends_in_a_known_state_and_drops_no_fact(names):
    telling = Telling(shelf(), "dispute")
    telling.does("bataar", "report")
    taken = 1
    for turn, name in enumerate(names):
        verdict = telling.does(f"person-{turn}", name, knew=0)
        taken += verdict.answer is Answer.TAKEN
        act = shelf()["dispute"].act[name]
        assert verdict.answer is Answer.TAKEN or act.guard or not (act.is_fact or act.always)
    assert telling.standing.version == taken == len(telling.standing.acts)
    assert telling.state in shelf()["dispute"].states


@given(st.randoms(use_true_random=False))
def test_folding_again_gives_the_same_digest(rng):
    kind = shelf()["task"]
    entries = []
    for turn in range(6):
        act = kind.acts[0] if turn == 0 else rng.choice(kind.acts)
        entries.append(
            Telling(shelf(), "task", rng=Random(turn)).entry(f"p{turn % 2}", act, {}, rng.randint(0, turn))[0]
        )

    def folded():
        standing = begin(entries[0])
        for entry in entries:
            fold(standing, entry, kind, entry.occurred_at)
        return standing.digest()

    assert folded() == folded()

"""The legality list: each item blocks or warns for its own fault, and lets an ordinary agreement through."""

import pytest

from urtuu.kinds.dispute.codes import LEGALITY
from urtuu.kinds.dispute.legality import checked, refusal

KNOWN = {"category": "NEI", "difficulty": "D2", "form": "written", "legality": list(LEGALITY)}
ROW = {"by": "A1", "to": "B1", "what": "疏通排水沟", "how": "自费请工", "due_on": "2026-12-20"}
SAID = {"obligations": [ROW], "facts": "沟被填了一半。", "issues": "谁疏通"}
PARTIES = ["A1", "B1"]


def wrong(known=(), said=(), row=(), parties=PARTIES):
    """What is wrong by item and weight."""
    words = {**SAID, **dict(said)}
    if row:
        words["obligations"] = [{**ROW, **dict(row)}]
    items = checked({**KNOWN, **dict(known)}, words, parties)
    return {item.name: (item.weight, item.sentence.name) for item in items if item.sentence}


def test_an_ordinary_agreement_has_nothing_against_it():
    assert wrong() == {}
    assert refusal(KNOWN, SAID, PARTIES) is None


@pytest.mark.parametrize("item", LEGALITY)
def test_each_attested_item_blocks_by_itself(item):
    rest = [name for name in LEGALITY if name != item]
    assert wrong({"legality": rest}) == {item: ("blocks", "legality_not_read")}


@pytest.mark.parametrize(
    ("known", "item", "sentence"),
    [
        ({"form": "oral", "difficulty": "D3", "read_by_office": True}, "written", "must_be_written"),
        ({"form": "oral", "category": "LND"}, "written", "must_be_written"),
        ({"form": "oral", "grassland": "GRS-05"}, "written", "must_be_written"),
        ({"grassland": "GRS-04"}, "issuer_agrees", "issuer_not_asked"),
        ({"grassland": "GRS-01"}, "use_unchanged", "use_clause_missing"),
        ({"grassland": "GRS-03"}, "use_unchanged", "use_clause_missing"),
        ({"difficulty": "D3"}, "read_by_office", "office_must_read"),
        ({"difficulty": "D4", "read_by_office": False}, "read_by_office", "office_must_read"),
    ],
)
def test_what_the_open_fields_tell(known, item, sentence):
    assert wrong(known) == {item: ("blocks", sentence)}


@pytest.mark.parametrize(
    "known",
    [
        {"grassland": "GRS-04", "issuer_agrees": True},
        {"grassland": "GRS-01", "use_unchanged": True},
        {"grassland": "GRS-05"},
        {"difficulty": "D3", "read_by_office": True},
        {"form": "oral", "difficulty": "D1"},
    ],
)
def test_and_what_puts_it_right(known):
    assert wrong(known) == {}


@pytest.mark.parametrize(
    "clause",
    [
        "双方今后不得报警",
        "乙方保证不起诉",
        "甲方放弃向法院起诉的权利",
        "任何一方不再信访",
        "不准向仲裁委员会申请仲裁",
        "付清后撤案方可生效，不得作证",
        "Party B shall never go to the police",
        "The parties waive any lawsuit over this matter",
    ],
)
def test_no_clause_may_bar_the_way_to_the_law(clause):
    assert wrong(row={"what": clause}).get("law_stays_open") == ("blocks", "bars_the_law")
    assert wrong(row={"how": clause}).get("law_stays_open") == ("blocks", "bars_the_law")


@pytest.mark.parametrize(
    "clause",
    [
        "双方互不追究，今后和睦相处",
        "不得再堵塞排水沟",
        "如不履行，对方可以向法院起诉",
        "不再越界放牧，越界由村委会通知",
        "If it is not paid, either may go to court",
    ],
)
def test_ordinary_clauses_are_not_mistaken_for_it(clause):
    assert "law_stays_open" not in wrong(row={"what": clause})


def test_nobody_is_bound_who_is_no_party():
    assert wrong(row={"by": "C1"})["parties_named"] == ("blocks", "obligation_of_a_stranger")
    assert "parties_named" not in wrong(row={"by": "C1"}, parties=["A1", "B1", "C1"])


def test_an_obligation_without_its_day_blocks_and_so_does_an_agreement_without_any():
    assert wrong(row={"due_on": ""})["each_due"] == ("blocks", "a_day_is_missing")
    assert wrong(said={"obligations": []})["each_due"] == ("blocks", "a_day_is_missing")


def test_warnings_warn_and_never_block():
    found = wrong(said={"facts": "", "issues": "是否离婚"}, row={"what": "赔偿医药费"})
    assert {weight for weight, _name in found.values()} == {"warns"}
    assert set(found) == {"court_may_confirm", "amounts_named", "facts_written"}
    said = {**SAID, "obligations": [{**ROW, "what": "付五百元"}]}
    assert refusal(KNOWN, said, PARTIES) is None
    assert "amounts_named" not in wrong(row={"what": "付五百元", "amount_fen": 50_000})


def test_words_that_are_not_here_are_not_asked():
    assert refusal(KNOWN, {}, PARTIES) is None
    assert refusal({**KNOWN, "form": "oral", "category": "LND"}, {}, PARTIES).name == "must_be_written"

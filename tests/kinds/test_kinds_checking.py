"""The linter of tables: our own are clean, and every fault it knows is found when it is made."""

from dataclasses import replace

import pytest

from urtuu.kinds.checking import faults
from urtuu.kinds.fields import Choice, Count, Officer, Words
from urtuu.kinds.registry import BadKind, Shelf, read_shelf, shelf
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Clock, Kind


def test_our_own_tables_have_no_fault():
    assert faults(shelf()) == []


def only(kind: Kind) -> Shelf:
    return Shelf({kind.name: kind}, {}, {})


def plain(*more: Act, **changes) -> Kind:
    acts = (
        Act(
            name="open",
            leads_to="opened",
            needs={"officer": Officer(), "people": Count(), "how": Choice(options=("a", "b"))},
        ),
        Act(name="close", after=("opened",), leads_to="closed"),
        *more,
    )
    return replace(Kind(name="thing", acts=acts, ends=("closed",)), **changes)


FAULTS = {
    "there is no state nowhere": plain(Act(name="x", after=("nowhere",), leads_to="closed")),
    "no act reaches limbo": plain(Act(name="x", after=("limbo",), leads_to="limbo")),
    "nothing leads out of opened": replace(plain(), acts=plain().acts[:1], ends=()),
    "no act begins it": replace(plain(), acts=plain().acts[1:]),
    "leads to no state": plain(Act(name="x")),
    "ends or held_from name gone": plain(ends=("closed", "gone")),
    "two acts named open": plain(Act(name="open", leads_to="opened")),
    "second person of nobody, which is no act": plain(Act(name="x", after=("opened",), not_by=("nobody",))),
    "nobody may do it": plain(Act(name="x", after=("opened",), by=())),
    "must not be named ethnicity": plain(Act(name="x", after=("opened",), wishes={"ethnicity": Words()})),
    "must not be named home_latitude": plain(
        Act(name="x", after=("opened",), wishes={"home_latitude": Words()})
    ),
    "there is no icon sword": plain(icon="sword"),
    "decided by nothing": plain(Act(name="x", after=("opened",), leads_to={"a": "closed"})),
    "does not name the options of how": plain(
        Act(
            name="x",
            after=("opened",),
            needs={"how": Choice(options=("a", "b"))},
            decided_by="how",
            leads_to={"a": "closed"},
        )
    ),
    "decided_by without a table": plain(Act(name="x", after=("opened",), decided_by="how")),
    "what always counts must": plain(Act(name="x", after=("opened",), always=True)),
    "a correction changes no state": plain(
        Act(name="x", after=("opened",), leads_to="closed", corrects=True)
    ),
    "it counts words, which is no count": plain(
        Act(name="x", after=("opened",), needs={"words": Words()}, counts="words")
    ),
    "how_bad tells nothing_known at b": plain(
        Act(
            name="x",
            after=("opened",),
            wishes={"how_bad": Choice(options=("a", "b"), tells={"b": "nothing_known"})},
        )
    ),
    "how_ill tells danger_comes_first at c": plain(
        Act(
            name="x",
            after=("opened",),
            wishes={"how_ill": Choice(options=("a", "b"), tells={"c": "danger_comes_first"})},
        )
    ),
    "needs the open field party": plain(
        Act(name="x", after=("opened",), needs={"name": Words(personal="party")})
    ),
    "column gone is no open field": plain(columns=("gone",)),
    "title secret is no open field": plain(
        Act(name="x", after=("opened",), needs={"secret": Words(personal=True)}), title=("secret",)
    ),
    "the holder people is no officer field": plain(holder="people", held_from=("opened",)),
    "holder and held_from go together": plain(holder="officer"),
    "the week people is no text field": plain(week="people"),
    "people is another type of field": plain(
        Act(name="x", after=("opened",), leads_to="closed", needs={"people": Words()})
    ),
    "clock c: gone is no act": plain(clocks=(Clock(name="c", starts=("gone",), stops=("close",), hours=1),)),
    "it counts rounds of what does not stop it": plain(
        clocks=(Clock(name="c", starts=("open",), stops=("close",), hours=1, in_rounds=("open",)),)
    ),
    "it waits for a round of nothing": plain(
        clocks=(Clock(name="c", starts=("open",), stops=("close",), hours=1, nth=2),)
    ),
    "exactly one length": plain(clocks=(Clock(name="c", starts=("open",), stops=("close",)),)),
    "until people, which is no open day": plain(
        clocks=(Clock(name="c", starts=("open",), stops=("close",), until="people"),)
    ),
    "it pauses in gone": plain(
        clocks=(Clock(name="c", starts=("open",), stops=("close",), hours=1, pauses=("gone",)),)
    ),
    "only people, which is no open choice": plain(
        clocks=(Clock(name="c", starts=("open",), stops=("close",), hours=1, only={"people": (1,)}),)
    ),
    "only how = z, which is no option": plain(
        clocks=(Clock(name="c", starts=("open",), stops=("close",), hours=1, only={"how": ("z",)}),)
    ),
    "there is no guard watch": plain(Act(name="x", after=("opened",), guard="watch")),
    "no zh-hans word for acts.open": plain(),
    "no en word for states.opened": plain(),
}


@pytest.mark.parametrize("line", FAULTS)
def test_a_fault_is_found(line):
    assert any(line in found for found in faults(only(FAULTS[line])))


def test_a_plain_thing_lacks_nothing_but_words():
    assert all(" word for " in found for found in faults(only(plain())))


def test_a_word_too_many_is_found():
    kind = shelf()["grant"]
    fewer = replace(kind, acts=kind.acts[:1], clocks=())
    found = faults(Shelf({"grant": fewer}, {"grant": shelf().folders["grant"]}, {}))
    assert "grant: en word acts.close is used by nothing" in found


def test_a_link_to_no_kind_is_found():
    assert any("links to task, which is no kind" in found for found in faults(only(shelf()["visit"])))


KIND_PY = '''"""A lost animal. 走失牲畜"""
from urtuu.kinds.fields import Place, Words
from urtuu.kinds.vocabulary import Act, Kind
KIND = Kind(name="stray", ends=("home",), acts=(
    Act(name="report", leads_to="missing", needs={"animal": Words(max=40), "place": Place()}),
    Act(name="found", after=("missing",), leads_to="home", needs={"finder": Words(max=40)}%s),
))
'''


def folder(tmp_path, text, name="stray"):
    made = tmp_path / name
    made.mkdir()
    (made / "kind.py").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_kind_from_another_folder_is_on_the_shelf(tmp_path):
    found = read_shelf(folder(tmp_path, KIND_PY % ""))
    assert found["stray"].states == ("missing", "home")
    assert set(found.kinds) == {*shelf().kinds, "stray"}


def test_a_kind_without_its_guard_is_refused_by_name(tmp_path):
    with pytest.raises(BadKind, match=r"there is no guards.py"):
        read_shelf(folder(tmp_path, KIND_PY % ', guard="watch"'))


def test_a_kind_must_have_the_name_of_its_folder(tmp_path):
    with pytest.raises(BadKind, match="name of its folder"):
        read_shelf(folder(tmp_path, KIND_PY % "", name="other"))


def test_there_cannot_be_two_of_a_name(tmp_path):
    with pytest.raises(BadKind, match="already a kind named task"):
        read_shelf(folder(tmp_path, KIND_PY.replace('"stray"', '"task"') % "", name="task"))


def test_no_kind_asks_for_what_the_product_refuses_to_know():
    names = {name for kind in shelf() for act in kind.acts for name in act.fields}
    assert not names & {"ethnicity", "religion", "income", "id_number", "political_status", "face", "score"}


def test_every_act_is_for_people_except_the_houses_own():
    for kind in shelf():
        for act in kind.acts:
            assert Role.ADMIN not in act.by
            assert Role.STATISTICIAN not in act.by

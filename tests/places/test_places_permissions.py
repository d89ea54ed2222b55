"""Who may do what, where and when; each rule with a case in which the wrong answer would leak."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cast import TODAY
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Kind
from urtuu.places import permissions
from urtuu.places.permissions import HOUSE, TABLE, Extent, Level, Posting, Sealed, Where, Who
from urtuu.places.role_table import ANY_KIND, PAGES

NEAR = Where("b", "s", "near")
NEXT = Where("b", "s", "next")
FAR = Where("b", "t", "far")
ABROAD = Where("c", "u", "abroad")
STATION = Where("b", "s", "")
NOWHERE = Where("", "", "")
SINCE = date(2026, 1, 1)
SEEN = Act(name="seen", after=("open",))
BEGUN = Act(name="begin", leads_to="open")
STOP = Act(name="stop", after=("open",), leads_to="stopped", always=True)
CASE = Kind(name="dispute", acts=(BEGUN, SEEN, STOP))


def at(role: Role, staff: str = "me", *, until: date | None = None, since: date = SINCE) -> Who:
    """Somebody of a role beside the near grid."""
    level = TABLE[role].at
    station = "" if level == Level.BANNER else "s"
    return Who(
        staff, "Me", (Posting(role, "b", station, "near" if level == Level.GRID else "", since, until),)
    )


def may(who: Who, act: Act, where: Where, on: date = TODAY) -> str:
    """The name of the refusal, or "" when it is allowed; the act is open to the person's own roles."""
    open_act = Act(
        name=act.name,
        after=act.after,
        leads_to=act.leads_to,
        always=act.always,
        by=tuple(posting.role for posting in who.postings) or (Role.OFFICER,),
    )
    refused = permissions.refusal(who, open_act, CASE, where, on)
    return refused.name if refused else ""


def with_holder(where: Where, holder: str = "", author: str = "", team: str = "") -> Where:
    """The same place, of somebody."""
    return Where(where.banner, where.station, where.grid, holder, author, frozenset({team} - {""}))


@pytest.mark.parametrize(
    ("role", "where", "refused"),
    [
        (Role.OFFICER, NEAR, ""),
        (Role.OFFICER, NEXT, "not_your_grid"),
        (Role.OFFICER, FAR, "not_your_grid"),
        (Role.ASSISTANT, NEXT, "not_your_grid"),
        (Role.CHIEF, NEXT, ""),
        (Role.CHIEF, FAR, "not_your_station"),
        (Role.CHAIR, FAR, "not_your_station"),
        (Role.SAFETY, FAR, ""),
        (Role.SAFETY, ABROAD, "not_your_banner"),
        (Role.COORDINATOR, ABROAD, "not_your_banner"),
        (Role.ADMIN, NEAR, "sees_no_case"),
        (Role.STATISTICIAN, NEAR, "sees_no_case"),
        (Role.OFFICER, NOWHERE, "not_your_grid"),
        (Role.CHIEF, NOWHERE, "not_your_station"),
        (Role.SAFETY, NOWHERE, "not_your_banner"),
    ],
)
def test_an_act_reaches_as_far_as_its_role(role: Role, where: Where, refused: str) -> None:
    assert may(at(role), SEEN, where) == refused


def test_a_role_that_the_act_does_not_name_is_refused_in_its_own_place() -> None:
    act = Act(name="seen", after=("open",), by=(Role.CHIEF,))
    refused = permissions.refusal(at(Role.OFFICER), act, CASE, NEAR, TODAY)
    assert refused
    assert refused.name == "not_your_role"
    assert refused.values == {"act": "seen", "role": "chief"}
    assert refused.kind == "dispute"


def test_two_posts_are_not_mixed_into_a_wider_one() -> None:
    """An officer here and a chief elsewhere is no chief here."""
    both = Who("me", "Me", (*at(Role.OFFICER).postings, Posting(Role.CHIEF, "b", "t", "", SINCE)))
    act = Act(name="seen", after=("open",), by=(Role.CHIEF,))
    assert permissions.refusal(both, act, CASE, FAR, TODAY) is None
    refused = permissions.refusal(both, act, CASE, NEAR, TODAY)
    assert refused
    assert refused.name == "not_your_station"


def test_an_officer_follows_a_record_held_elsewhere_and_a_chief_does_not() -> None:
    held = with_holder(FAR, holder="me")
    assert may(at(Role.OFFICER), SEEN, held) == ""
    assert may(at(Role.OFFICER, staff="other"), SEEN, held) == "not_your_grid"
    assert may(at(Role.CHIEF), SEEN, held) == "not_your_station"


def test_to_begin_a_record_elsewhere_is_refused_although_its_author_is_oneself() -> None:
    assert may(at(Role.OFFICER), BEGUN, with_holder(FAR, holder="me", author="me")) == "not_your_grid"
    assert may(at(Role.OFFICER), BEGUN, NEAR) == ""


def test_a_record_of_the_station_is_begun_by_its_officers_and_continued_by_its_author() -> None:
    assert may(at(Role.OFFICER), BEGUN, STATION) == ""
    assert may(at(Role.OFFICER), BEGUN, Where("b", "t", "")) == "not_your_grid"
    assert may(at(Role.OFFICER), SEEN, STATION) == "not_your_grid"
    assert may(at(Role.OFFICER), SEEN, with_holder(STATION, author="me")) == ""


def test_a_stop_crosses_grids_and_stations_but_not_the_banner() -> None:
    assert may(at(Role.OFFICER), STOP, FAR) == ""
    assert may(at(Role.CHIEF), STOP, FAR) == ""
    assert may(at(Role.OFFICER), STOP, ABROAD) == "not_your_grid"
    assert may(at(Role.ADMIN), STOP, NEAR) == "sees_no_case"


def test_what_was_done_in_office_stays_done_and_what_came_after_does_not() -> None:
    last = date(2026, 6, 30)
    gone = at(Role.OFFICER, until=last)
    assert may(gone, SEEN, NEAR, last) == ""
    assert may(gone, SEEN, NEAR, last + timedelta(days=1)) == "post_ended"
    assert may(gone, SEEN, NEAR, SINCE) == ""
    assert may(gone, SEEN, NEAR, SINCE - timedelta(days=1)) == "post_not_begun"
    assert may(Who("me", "Me"), SEEN, NEAR) == "no_post"


def test_the_house_does_only_what_a_table_gives_it() -> None:
    proposed = Act(name="propose", by=(Role.HOUSE,))
    assert permissions.refusal(HOUSE, proposed, CASE, FAR, TODAY) is None
    assert permissions.refusal(HOUSE, Act(name="seen"), CASE, FAR, TODAY)
    assert permissions.refusal(at(Role.CHIEF), proposed, CASE, NEAR, TODAY)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_answered_for_every_act_of_every_kind(role: Role) -> None:
    """Both ways: an act that names the role is open in its place, one that does not is not."""
    who = HOUSE if role == Role.HOUSE else at(role)
    for kind in shelf():
        for act in kind.acts:
            refused = permissions.refusal(who, act, kind, NEAR, TODAY)
            allowed = role in act.by and TABLE[role].acts != Extent.NONE
            assert (refused is None) == allowed, (kind.name, act.name, refused)


def test_no_act_is_given_to_a_role_that_acts_on_nothing() -> None:
    idle = {role for role, row in TABLE.items() if row.acts == Extent.NONE}
    assert [(k.name, a.name) for k in shelf() for a in k.acts if idle.intersection(a.by)] == []


def test_lists_reach_as_far_as_the_posts() -> None:
    officer = permissions.reach(at(Role.OFFICER), "dispute", TODAY)
    assert officer.covers(NEAR)
    assert not officer.covers(NEXT)
    assert not officer.covers(STATION)
    assert officer.covers(with_holder(FAR, author="me"))
    assert not officer.covers(with_holder(FAR, author="other"))
    chief = permissions.reach(at(Role.CHIEF), "dispute", TODAY)
    assert chief.covers(NEXT)
    assert not chief.covers(with_holder(FAR, holder="me"))
    assert not permissions.reach(at(Role.OFFICER, until=SINCE), "dispute", TODAY).covers(NEAR)
    assert not permissions.reach(at(Role.ADMIN), "dispute", TODAY).covers(NEAR)
    assert permissions.reach(HOUSE, "dispute", TODAY).covers(ABROAD)


def test_counts_are_no_records() -> None:
    counts = permissions.reach(at(Role.STATISTICIAN), "year", TODAY)
    assert counts.counts_only
    assert counts.banners == {"b"}
    assert not counts.covers(NEAR)


def test_an_officer_who_also_counts_keeps_to_records_of_the_own_grid() -> None:
    both = Who("me", "Me", (*at(Role.OFFICER).postings, *at(Role.STATISTICIAN).postings))
    found = permissions.reach(both, "dispute", TODAY)
    assert found.covers(NEAR)
    assert not found.covers(NEXT)


def test_an_interpreter_lists_only_what_names_them() -> None:
    found = permissions.reach(at(Role.INTERPRETER), "dispute", TODAY)
    assert not found.covers(NEAR)
    assert found.covers(with_holder(NEAR, team="me"))


def test_a_page_reaches_nothing_for_whoever_may_not_open_it() -> None:
    assert permissions.reach(at(Role.OFFICER), "devices", TODAY).nothing
    assert permissions.may_open(at(Role.OFFICER), "devices", TODAY).name == "page_closed"
    assert permissions.may_open(at(Role.CHIEF), "devices", TODAY) is None
    assert permissions.reach(at(Role.CHIEF), "devices", TODAY).stations == {"s"}
    assert permissions.reach(at(Role.ADMIN), "devices", TODAY).banners == {"b"}
    assert permissions.may_open(at(Role.ADMIN), "records", TODAY).name == "page_closed"
    assert permissions.may_open(at(Role.CHIEF), "no-such-page", TODAY).name == "page_closed"
    assert permissions.may_open(Who("me", "Me"), "records", TODAY).name == "no_post"


@pytest.mark.parametrize(
    ("role", "part", "where", "reads"),
    [
        (Role.OFFICER, "personal", with_holder(NEAR, author="me"), True),
        (Role.OFFICER, "personal", with_holder(NEAR, author="me", holder="other"), False),
        (Role.OFFICER, "personal", with_holder(NEAR, author="other"), False),
        (Role.MEDIATOR, "personal", with_holder(NEAR, holder="me"), True),
        (Role.MEDIATOR, "personal", NEAR, False),
        (Role.CHAIR, "personal", NEAR, True),
        (Role.CHAIR, "party", NEXT, True),
        (Role.CHAIR, "personal", FAR, False),
        (Role.REGISTRAR, "personal", NEAR, True),
        (Role.CHIEF, "personal", NEAR, False),
        (Role.CHIEF, "party", NEAR, False),
        (Role.JUDICIAL, "personal", NEAR, False),
        (Role.JUDICIAL, "personal", with_holder(NEAR, team="me"), True),
        (Role.JUDICIAL, "personal", with_holder(FAR, team="me"), False),
        (Role.SAFETY, "safety", FAR, True),
        (Role.SAFETY, "safety", ABROAD, False),
        (Role.SAFETY, "personal", NEAR, True),
        (Role.ARCHIVIST, "personal", NEAR, True),
        (Role.AUDITOR, "personal", NEAR, False),
        (Role.PRIVACY, "personal", NEAR, False),
        (Role.CLERK, "personal", NEAR, False),
        (Role.ADMIN, "personal", with_holder(NEAR, author="me"), False),
        (Role.INTERPRETER, "personal", with_holder(NEAR, team="me"), False),
    ],
)
def test_sealed_parts_of_a_dispute(role: Role, part: str, where: Where, reads: bool) -> None:
    refused = permissions.may_read(at(role), "dispute", part, where, TODAY)
    assert (refused is None) == reads
    assert refused is None or refused.name == "part_closed"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SAFETY])
@pytest.mark.parametrize("part", ["safety", "minor", "no-such-part"])
def test_safety_answers_are_for_the_safety_lead_alone(role: Role, part: str) -> None:
    mine = with_holder(NEAR, holder="me", author="me", team="me")
    who = HOUSE if role == Role.HOUSE else at(role)
    assert permissions.may_read(who, "dispute", part, mine, TODAY)


def test_a_sealed_part_closes_with_the_post() -> None:
    mine = with_holder(NEAR, author="me")
    gone = at(Role.OFFICER, until=SINCE)
    assert permissions.may_read(gone, "dispute", "personal", mine, SINCE) is None
    assert permissions.may_read(gone, "dispute", "personal", mine, TODAY)


def test_a_need_is_answered_by_the_next_officer_of_the_grid() -> None:
    assert (
        permissions.may_read(at(Role.OFFICER), "need", "personal", with_holder(NEAR, author="x"), TODAY)
        is None
    )
    assert permissions.may_read(at(Role.OFFICER), "need", "personal", with_holder(NEXT, author="x"), TODAY)


@pytest.mark.parametrize(
    ("role", "where", "refused"),
    [
        (Role.OFFICER, NEAR, ""),
        (Role.OFFICER, NEXT, "not_your_grid"),
        (Role.INTERPRETER, NEAR, "not_your_record"),
        (Role.STATISTICIAN, NEAR, "counts_only"),
        (Role.ADMIN, NEAR, "sees_no_case"),
        (Role.CHIEF, FAR, "not_your_station"),
    ],
)
def test_the_open_part_is_read_as_far_as_lists_reach(role: Role, where: Where, refused: str) -> None:
    found = permissions.may_read(at(role), "dispute", "", where, TODAY)
    assert (found.name if found else "") == refused


def test_the_table_seals_only_parts_that_kinds_have() -> None:
    parts = {(kind.name, part) for kind in shelf() for act in kind.acts for part in act.parts}
    named = {pair for row in TABLE.values() for pair in row.sealed}
    any_part = {part for _, part in parts}
    assert {pair for pair in named if pair[0] != ANY_KIND} <= parts
    assert {part for kind, part in named if kind == ANY_KIND} <= any_part


def test_every_sealed_part_has_a_reader() -> None:
    parts = {(kind.name, part) for kind in shelf() for act in kind.acts for part in act.parts}
    unread = {pair for pair in parts if not any(row.opens(*pair) for row in TABLE.values())}
    assert unread == set()


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(Role)
    assert {page for row in TABLE.values() for page in row.pages} == set(PAGES)
    assert not set(PAGES) & set(shelf().kinds)
    assert {how for row in TABLE.values() for how in row.sealed.values()} == set(Sealed)


def test_a_phone_pulls_its_own_grids_and_nobody_elses() -> None:
    officer = permissions.feeds(at(Role.OFFICER), TODAY)
    assert officer == ("grid:near", "officer:me", "ref:places:near", "ref:kinds")
    assert permissions.feeds(at(Role.CHIEF), TODAY) == ("officer:me", "ref:kinds")
    assert permissions.feeds(at(Role.OFFICER, until=SINCE), TODAY) == ()
    assert permissions.feeds(at(Role.ADMIN), TODAY) == ()
    two = Who("me", "Me", (*at(Role.OFFICER).postings, Posting(Role.OFFICER, "b", "s", "next", SINCE)))
    assert permissions.feeds(two, TODAY)[:2] == ("grid:near", "grid:next")


@pytest.mark.parametrize("lang", ["en", "zh-hans"])
def test_the_page_of_roles_has_every_role_in_words(lang: str) -> None:
    page = permissions.roles_page(lang)
    for role in Role:
        assert f"(`{role}`)" in page
    for gap in ("role_", "page_", "extent_", "sealed_", "level_", "part_", "roles_page_"):
        assert gap not in page.replace("part_closed", ""), gap


def test_the_page_of_roles_tells_each_act_under_each_of_its_roles() -> None:
    page = permissions.roles_page("en")
    sections = {part.split("`")[1]: part for part in page.split("\n## ")[1:]}
    counted = sum(1 for kind in shelf() for _act in kind.acts)
    assert counted > 20
    assert "No acts." in sections["admin"]
    assert "No acts." not in sections["officer"]

"""The invariants of the specification (disputes.md 7.11), each by its number, through the journal's own door.

Numbers 13 and 17 are figures (tests/reports); more of 18 and 19 is in test_papers*.py; 21 clocks on the
printed vectors (tests/kinds/test_kinds_trying.py); the random walk (tests/kinds/test_kinds_walk.py) tries
1 to 4, 6, 10, 11 and 23.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from casework import ACCEPT, Casework, agreement
from cast import appoint, person
from urtuu.base.workdays import WorkingDays, YearTable, working_days
from urtuu.documents.blocks import Lang
from urtuu.documents.pdf import pdf
from urtuu.journal import desk, queries, verifying
from urtuu.journal.desk import NotTaken
from urtuu.journal.models import EntryRow
from urtuu.kinds.clocks import running
from urtuu.kinds.composing import Deed
from urtuu.kinds.dispute import rules
from urtuu.kinds.dispute.safety import HELD_FROM
from urtuu.kinds.fold import begin, fold
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role
from urtuu.mediation import allowing, keeping, papers, wording
from urtuu.mediation.forms import BY_CODE, OFFICIAL, labels
from urtuu.places.models import Post

KIND = shelf()["dispute"]
MEDIATOR, CHAIR, CHIEF, OFFICER = Role.MEDIATOR, Role.CHAIR, Role.CHIEF, Role.OFFICER


def test_1_nothing_is_agreed_without_one_consent_per_party_and_no_open_refusal(work: Casework):
    work.reported().does(CHIEF, "offer", level="L1", conflict_checked=True)
    accept = {**ACCEPT, "mediator": work.people[MEDIATOR].id}
    assert work.refuses(Role.REGISTRAR, "accept", **accept) == "consent_missing"
    work.does(OFFICER, "consent", party="A1", to="mediation", answer="agrees", asked_alone=True)
    assert work.refuses(Role.REGISTRAR, "accept", **accept) == "consent_missing"
    work.does(OFFICER, "consent", party="B1", to="mediation", answer="refuses", asked_alone=True)
    assert work.refuses(Role.REGISTRAR, "accept", **accept) == "party_refuses"
    work.agreeing().does(Role.REGISTRAR, "accept", **accept)
    work.does(MEDIATOR, "start", rights_told=True)
    work.does(OFFICER, "consent", party="A1", to="mediation", answer="refuses", asked_alone=True)
    assert work.refuses(MEDIATOR, "agree", **agreement()) == "party_refuses"


@pytest.mark.parametrize("state", ["accepted", "mediating"])
def test_2_a_stop_ends_joint_acts_wherever_the_case_stands(work: Casework, state: str):
    getattr(work, state)()
    work.does(OFFICER, "stop", stopped_by="B1")
    assert work.standing.state == "terminated"
    assert work.refuses(MEDIATOR, "session", manner="joint", record="一起谈") == "somebody_stopped"


def test_2_a_stop_after_an_agreement_still_bars_joint_acts(work: Casework):
    work.agreed().does(OFFICER, "stop", stopped_by="A1")
    assert work.standing.state == "agreed"
    assert work.refuses(MEDIATOR, "session", manner="joint", record="一起谈") == "somebody_stopped"


@pytest.mark.parametrize("role", [OFFICER, MEDIATOR, CHAIR, CHIEF])
def test_3_a_hold_cannot_be_left_by_anybody_but_the_safety_lead(work: Casework, role: Role):
    work.mediating().does(OFFICER, "hold", answer_within="one_hour")
    leaving = [
        act for act in KIND.acts if act.offered_in("safety_hold") and act.leads_to and act.name != "void"
    ]
    for act in leaving:
        refused = work.refuses(role, act.name, reason="十个字以上的理由说明在此", tier="concern")
        assert refused == "not_your_role", act.name
    assert work.standing.state == "safety_hold"


def test_3_a_void_out_of_a_hold_needs_two(work: Casework):
    work.reported().does(OFFICER, "hold", answer_within="one_hour")
    assert work.refuses(CHIEF, "void", void_kind="test") == "void_not_asked"


ANSWERS = {"asked_of": "A1", "asked_how": "alone", "hurt": "no"}


@pytest.mark.parametrize("told", ["weapon", "choked", "threat", "child_harmed", "happening_now"])
def test_3_a_red_answer_holds_the_case_and_the_open_line_says_no_more_than_of_any_hold(
    work: Casework, told: str
):
    work.reported(hurt_or_threatened="yes").does(OFFICER, "safety_questions", **ANSWERS, **{told: "yes"})
    held = work.standing.acts[-1]
    assert (held.act, held.actor, held.body) == ("hold", "house", {"answer_within": "one_hour"})
    assert work.standing.state == "safety_hold"
    assert work.refuses(CHIEF, "offer", level="L1", conflict_checked=True) == "no_longer_possible"
    line = bytes(EntryRow.objects.get(id=held.entry).line).decode()
    assert told not in line
    assert "A1" not in line
    work.does(OFFICER, "safety_questions", **{**ANSWERS, "asked_of": "B1"}, weapon="yes")
    assert len(work.standing.all_of("hold")) == 1
    assert list(verifying.faults()) == []


def test_3_a_concern_is_answered_within_four_hours_and_nothing_told_holds_nothing(work: Casework):
    work.reported(hurt_or_threatened="yes").does(OFFICER, "safety_questions", **ANSWERS)
    assert work.standing.state == "reported"
    work.does(OFFICER, "safety_questions", **{**ANSWERS, "afraid": "yes"})
    assert work.standing.last("hold").body == {"answer_within": "four_hours"}
    good = {"tier": "concern", "each_willing_alone": True, "trained_mediator": True}
    work.does(Role.SAFETY, "release", reason="双方单独询问，均愿意分别调解", **good)
    work.does(OFFICER, "safety_questions", **{**ANSWERS, "afraid": "yes"})
    assert work.standing.state == "reported"
    work.does(OFFICER, "safety_questions", **{**ANSWERS, "threat": "yes"})
    assert work.standing.state == "safety_hold"


def test_4_no_joint_session_in_separate_only_mode_until_two_lift_it(work: Casework):
    work.mediating().does(OFFICER, "hold", answer_within="one_hour")
    good = {"tier": "concern", "each_willing_alone": True, "trained_mediator": True}
    work.does(Role.SAFETY, "release", reason="双方单独询问，均愿意分别调解", **good)
    joint = {"manner": "joint", "record": "一起谈"}
    assert work.refuses(MEDIATOR, "session", **joint) == "separate_only_here"
    work.does(MEDIATOR, "session", manner="separate", record="分别谈")
    assert work.refuses(Role.COORDINATOR, "lift", lifted=True) == "lifting_not_asked"
    work.does(Role.SAFETY, "ask_to_lift", each_willing_alone=True, reason="半年无事，双方单独表示愿意同场")
    assert work.refuses(MEDIATOR, "session", **joint) == "separate_only_here"
    work.does(Role.COORDINATOR, "lift", lifted=True)
    work.does(MEDIATOR, "session", **joint)


def test_5_a_mediator_signs_only_while_appointed(work: Casework):
    work.mediating()
    last_day = work.at.date()
    Post.objects.filter(staff=work.people[MEDIATOR].staff, role="mediator").update(until_on=last_day)
    work.does(MEDIATOR, "session", manner="joint", record="任期最后一天")
    work.at += timedelta(days=1)
    assert work.refuses(MEDIATOR, "session", manner="joint", record="任期已过") == "post_ended"
    assert work.refuses(MEDIATOR, "agree", **agreement()) == "post_ended"
    appoint(work.people[MEDIATOR].staff, MEDIATOR, work.cast.home, from_on=work.at.date() + timedelta(days=3))
    assert work.refuses(MEDIATOR, "agree", **agreement()) in ("post_ended", "post_not_begun")


def test_6_a_mediator_in_conflict_is_not_assigned_unless_every_party_agrees_in_writing(work: Casework):
    mediator = work.people[MEDIATOR].id
    work.reported().does(CHIEF, "offer", level="L1", conflict_checked=True)
    work.agreeing().does(MEDIATOR, "disclose_conflict", about_staff=mediator, relation="kin")
    accept = {**ACCEPT, "mediator": mediator}
    assert work.refuses(Role.REGISTRAR, "accept", **accept) == "mediator_in_conflict"
    work.does(MEDIATOR, "disclose_conflict", about_staff=mediator, relation="kin", all_agree=True)
    work.does(Role.REGISTRAR, "accept", **accept)


def test_6_nor_put_in_anothers_place_later(work: Casework):
    work.mediating()
    other = person("second", "第二位", MEDIATOR, work.cast.home)
    work.does(OFFICER, "disclose_conflict", about_staff=other.id, relation="interest")
    change = {"mediator": other.id, "why_replaced": "party_asked", "no_objection": True}
    assert work.refuses(CHAIR, "replace_mediator", **change) == "mediator_in_conflict"


def test_7_a_written_agreement_takes_effect_with_the_later_of_signature_and_seal(work: Casework):
    work.agreed()
    assert rules.effect_day(work.standing) is None
    work.at = datetime.fromisoformat("2026-11-30T10:00:00+08:00")
    work.does(Role.REGISTRAR, "seal", signed_on="2026-11-24", sealed_on="2026-11-27")
    assert rules.effect_day(work.standing) == date(2026, 11, 27)
    work.does(Role.REGISTRAR, "seal", signed_on="2026-11-24", sealed_on="2026-11-29")
    assert rules.effect_day(work.standing) == date(2026, 11, 29)


def test_7_an_agreement_made_anew_is_not_in_force_by_the_seal_of_the_old_one(work: Casework):
    work.agreed()
    work.does(Role.REGISTRAR, "seal", signed_on="2026-11-24", sealed_on="2026-11-24", copies=3)
    work.does(MEDIATOR, "begin_performing")
    work.does(MEDIATOR, "reopen", why_reopened="双方愿意重新商量", both_want=True)
    work.at += timedelta(days=50)
    work.does(MEDIATOR, "agree", **agreement("2027-02-20"))
    assert rules.effect_day(work.standing) is None
    work.does(Role.REGISTRAR, "seal", signed_on="2027-01-13", sealed_on="2027-01-13")
    assert rules.effect_day(work.standing) == date(2027, 1, 13)


@pytest.mark.parametrize(
    ("signed_on", "sealed_on", "name"),
    [
        ("2026-11-23", "2026-11-24", "signed_before_talks"),
        ("2026-11-24", "2026-11-23", "signed_before_talks"),
        ("2026-11-26", "2026-11-25", ""),
        ("2026-11-24", "2026-12-24", "sealed_in_the_future"),
        ("2026-11-24", "2026-11-24", ""),
    ],
)
def test_7_nothing_is_signed_or_sealed_before_the_talks_or_in_the_future(
    work: Casework, signed_on: str, sealed_on: str, name: str
):
    work.agreed()
    work.at += timedelta(days=3)
    assert work.refuses(Role.REGISTRAR, "seal", signed_on=signed_on, sealed_on=sealed_on) == name


def test_8_confirmation_is_effect_plus_thirty_calendar_days_across_year_end_and_leap_day(work: Casework):
    days = WorkingDays(
        {**working_days().years, **{y: YearTable(frozenset(), frozenset()) for y in (2027, 2028)}}
    )
    for on, last in (
        ("2026-12-10", "2027-01-09"),
        ("2028-01-31", "2028-03-01"),
        ("2027-02-02", "2027-03-04"),
    ):
        case = Casework(work.cast, work.people, datetime.fromisoformat(f"{on}T09:00:00+08:00"))
        case.agreed(str(date.fromisoformat(on) + timedelta(days=5)))
        case.does(Role.REGISTRAR, "seal", signed_on=on, sealed_on=on)
        face = next(f for f in running(case.standing, KIND, case.at, days) if f.name == "confirmation")
        assert str((face.plain_due_at - timedelta(seconds=1)).date()) == last


def test_9_the_reply_clock_honours_holidays_and_make_up_days(work: Casework):
    for on, last in (
        ("2026-09-30", "2026-10-10"),
        ("2026-02-12", "2026-02-24"),
        ("2026-11-24", "2026-11-27"),
    ):
        case = Casework(work.cast, work.people, datetime.fromisoformat(f"{on}T09:00:00+08:00"))
        case.reported().does(CHIEF, "offer", level="L1", conflict_checked=True)
        face = next(f for f in running(case.standing, KIND, case.at, working_days()) if f.name == "reply")
        assert str((face.due_at - timedelta(seconds=1)).date()) == last


def test_10_the_same_entries_folded_again_give_the_same_state(work: Casework):
    work.agreed().does(OFFICER, "hold", answer_within="four_hours")
    view = queries.record(work.people[Role.SAFETY].who, work.record, work.at)
    assert isinstance(view, queries.RecordView)
    again = begin(view.steps[0].entry)
    for step in view.steps:
        again = fold(again, step.entry, KIND, step.at)
    assert again.digest() == work.standing.digest()


def test_11_closing_needs_a_second_person(work: Casework):
    work.agreed()
    appoint(work.people[MEDIATOR].staff, CHAIR, work.cast.home)
    work.does(OFFICER, "performed", performance="in_full")
    work.does(OFFICER, "follow_up", asked_alone=True, performance="in_full", afterwards="calm")
    assert work.refuses(MEDIATOR, "close", proof="receipts") == "second_person"
    work.does(CHAIR, "close", proof="receipts")


def test_12_a_refusers_name_is_unreadable_after_day_30_and_the_chain_still_verifies(work: Casework):
    work.reported().does(CHIEF, "offer", level="L1", conflict_checked=True)
    work.does(OFFICER, "refuse", refused_by="B1")
    for days, over in ((30, 0), (1, 1)):
        work.at += timedelta(days=days)
        assert keeping.let_go_unasked(work.at) == over
    view = queries.record(work.people[Role.SAFETY].who, work.record, work.at)
    assert isinstance(view, queries.RecordView)
    assert not any("朝鲁" in str(body) for body in view.parts.values())
    assert [step.act for step in view.steps][-2:] == ["refuse", "let_go"]
    assert list(verifying.faults()) == []


def test_14_an_agreement_with_an_obligation_without_a_day_is_refused(work: Casework):
    work.mediating()
    said = agreement()
    del said["obligations"][0]["due_on"]
    assert work.refuses(MEDIATOR, "agree", **said) == "field_missing"


def test_15_a_dispute_over_ownership_of_grassland_is_not_taken_on(work: Casework):
    work.reported(category="LND", grassland="GRS-02")
    assert work.refuses(CHIEF, "offer", level="L1", conflict_checked=True) == "ownership_is_for_government"
    work.does(CHIEF, "refer", receiver="township", why_referred="权属", sent="案由", basis="legal_duty")


def test_16_a_minors_record_read_without_approval_fails_and_is_logged(work: Casework):
    work.mediating().does(OFFICER, "add_minor", party="C1", side="a", name="其木格", guardian="宝音")
    mediator = work.people[MEDIATOR].who
    with pytest.raises(NotTaken):
        queries.open_restricted(mediator, work.record, "minor", "联系监护人", work.at)
    tried = queries.standings(work.people[Role.PRIVACY].who, "reading", work.at.date())
    assert [(row.state, row.author) for row in tried] == [("turned_away", mediator.staff)]
    approve = {
        "staff": mediator.staff,
        "about": work.record,
        "part": "minor",
        "until": "2026-12-01",
        "why": "联系",
    }
    deed = Deed(kind="grant", act="approve_reading", fields=approve, station="shuangsheng", grid="near")
    with pytest.raises(NotTaken):
        desk.perform(mediator.staff, deed, work.at)
    desk.perform(work.people[CHAIR].id, deed, work.at)
    opened = queries.open_restricted(mediator, work.record, "minor", "联系监护人", work.at)
    assert "其木格" in str(opened.parts)
    with pytest.raises(NotTaken):
        queries.open_restricted(
            mediator, work.record, "minor", "联系监护人", datetime(2026, 12, 2, tzinfo=UTC)
        )


@pytest.mark.parametrize("by", [CHAIR, Role.SAFETY, Role.COORDINATOR])
@pytest.mark.parametrize(
    ("staff", "sentence"),
    [
        (Role.AUDITOR, "not_on_the_case"),  # log only, even where the auditor put a hold on it
        (Role.PRIVACY, "not_on_the_case"),
        (CHIEF, "not_on_the_case"),
        (Role.CLERK, "not_on_the_case"),
        (MEDIATOR, ""),
    ],
)
def test_16_a_minors_record_is_approved_only_to_whoever_works_on_the_case(
    work: Casework, by: Role, staff: Role, sentence: str
):
    work.mediating().does(OFFICER, "add_minor", party="C1", side="a", name="其木格", guardian="宝音")
    work.does(Role.AUDITOR, "hold", answer_within="one_hour")
    assert approval_refused(work, by, staff) == sentence
    assert approval_refused(work, by, by) == "approved_oneself"


def approval_refused(work: Casework, by: Role, staff: Role) -> str:
    """By which sentence an approval is not taken; none when it is."""
    fields = {"staff": work.people[staff].id, "about": work.record, "part": "minor", "until": "2026-12-01"}
    where = {"station": "shuangsheng", "grid": "near"}
    deed = Deed(kind="grant", act="approve_reading", fields={**fields, "why": "联系"}, **where)
    try:
        desk.perform(work.people[by].id, deed, work.at)
    except NotTaken as answer:
        return answer.sentence.name
    return ""


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HOUSE])
def test_18_the_record_of_help_is_printed_by_the_safety_lead_for_one_person_and_by_nobody_else(
    work: Casework, role: Role
):
    work.mediating()
    asking = work.people[role].who
    refused = allowing.refusal(asking, "U06", work.at.date())
    assert (refused is None) == (role is Role.SAFETY)
    view = queries.record(work.people[Role.SAFETY].who, work.record, work.at)
    assert isinstance(view, queries.RecordView)
    for party, sentence in (("", "paper_one_party"), ("C9", "paper_no_such_party")):
        answer = allowing.party_refusal(view, "U06", party)
        assert answer is not None
        assert answer.name == sentence
    assert allowing.party_refusal(view, "U06", "B1") is None


@pytest.mark.parametrize("lang", ["zh-hans", "mn-mong", "en"])
def test_19_all_seventeen_forms_render_with_every_field(work: Casework, lang: Lang):
    work.agreed()
    view = queries.record(work.people[Role.MEDIATOR].who, work.record, work.at)
    assert isinstance(view, queries.RecordView)
    for form in OFFICIAL:
        drawn = papers.drawn(view, form.code, lang)
        read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(drawn))).pages)
        text = "".join(read.split())
        for name in labels(form):
            assert "".join(wording.label(lang, name).split()) in text, (form.code, name)


def test_20_overdue_never_blocks_a_legitimate_act(work: Casework):
    work.reported()
    work.at += timedelta(days=60)
    work.does(OFFICER, "contact", how="phone")
    work.does(CHIEF, "offer", level="L1", conflict_checked=True)
    work.at += timedelta(days=60)
    work.agreeing().does(Role.REGISTRAR, "accept", **ACCEPT, mediator=work.people[MEDIATOR].id)
    work.at += timedelta(days=200)
    work.does(MEDIATOR, "start", rights_told=True)
    work.does(MEDIATOR, "agree", **agreement(str(work.at.date())))
    faces = running(work.standing, KIND, work.at, working_days())
    assert any(face.state == "done_late" for face in faces)


@pytest.mark.parametrize(("difficulty", "more"), [("D3", 1), ("D4", 2)])
def test_22_a_hard_case_has_two_mediators_and_a_grave_one_three(work: Casework, difficulty: str, more: int):
    work.reported().does(CHIEF, "offer", level="L1", conflict_checked=True)
    work.agreeing()
    others = [person(f"m{n}", f"调解员{n}", MEDIATOR, work.cast.home).id for n in range(more)]
    accept = {**ACCEPT, "mediator": work.people[MEDIATOR].id, "difficulty": difficulty}
    fewer = {"with_mediators": [{"staff": one} for one in others[: more - 1]]} if more > 1 else {}
    assert work.refuses(Role.REGISTRAR, "accept", **accept, **fewer) == "too_few_mediators"
    work.does(Role.REGISTRAR, "accept", **accept, with_mediators=[{"staff": one} for one in others])


def test_23_no_new_level_without_renewed_consent(work: Casework):
    work.mediating().does(OFFICER, "propose_escalation", why_escalate="party_asks", to_level="L2")
    assert work.refuses(Role.JUDICIAL, "receive_escalation", why_answered="接收") == "not_handed_up"
    work.does(MEDIATOR, "answer_escalation", escalate=True, why_answered="当事人要求")
    work.does(Role.JUDICIAL, "receive_escalation", why_answered="接收")
    up = {"level": "L2", "why_raised": "当事人要求"}
    assert work.refuses(Role.JUDICIAL, "raise_level", **up) == "consent_not_renewed"
    work.agreeing("escalation").does(Role.JUDICIAL, "raise_level", **up)
    assert work.standing.body["level"] == "L2"


def test_24_what_the_police_decide_has_no_place_in_the_store(work: Casework):
    act = KIND.act["joint_application"]
    assert set(act.fields) == {"all_agree", "handed_on"}
    assert not any("penalty" in name or "police_decision" in name for one in KIND.acts for name in one.fields)
    work.agreed()
    asking = {"all_agree": True, "handed_on": "2026-11-24"}
    assert work.refuses(MEDIATOR, "joint_application", **asking) == "not_performed_yet"
    work.does(OFFICER, "performed", performance="in_full")
    work.does(MEDIATOR, "joint_application", **asking)
    view = queries.record(work.people[MEDIATOR].who, work.record, work.at)
    assert isinstance(view, queries.RecordView)
    assert view.steps[-1].entry.body == asking
    assert not view.steps[-1].entry.sealed
    # The paper asks; it has no line for an answer.
    assert set(labels(BY_CODE["U05"])) == {
        "parties", "a_name", "a_phone", "a_address", "b_name", "b_phone", "b_address", "police_station",
        "agreement_number", "performed_on", "request_text", "a_sign", "b_sign", "date_sign",
    }  # fmt: skip


def test_every_state_from_which_a_hold_wins_is_walked_in_the_kinds_own_tests():
    assert set(KIND.states) - set(HELD_FROM) == {"safety_hold", "archived", "void"}

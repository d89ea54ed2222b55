"""The safety rule and the guards of a dispute: what must never be possible, tried."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from kinds_telling import AGREEMENT, BEGIN, Telling, person

from urtuu.kinds.dispute import codes
from urtuu.kinds.dispute.rules import asked, escalation_reasons, hold_within, questions_due, tier
from urtuu.kinds.dispute.safety import HELD_FROM
from urtuu.kinds.fold import Done, Standing
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role

KIND = shelf()["dispute"]


def refused(verdict):
    """The name of the sentence that refuses."""
    return verdict.sentence.name if verdict.sentence else ""


def standing_at(state, *acts, **body):
    """A dispute in some state, as if by other hands."""
    done = [
        Done(entry=str(i), act=act, actor="x", device="d", at=BEGIN, state=state)
        for i, act in enumerate(acts)
    ]
    first = Done(entry="0", act="report", actor="x", device="d", at=BEGIN, state=state)
    return Standing(
        kind="dispute", record="r", grid="g", station="s", state=state, version=1 + len(done),
        body={"mediator": person("mediator"), **body},
        acts=[first, *done],
    )  # fmt: skip


def test_only_the_safety_lead_leaves_a_hold_and_void_needs_two():
    leaving = [act for act in KIND.acts if act.offered_in("safety_hold") and act.leads_to]
    assert {act.name for act in leaving} == {"release", "safety_decide", "void"}
    assert {role for act in leaving if act.name != "void" for role in act.by} == {Role.SAFETY}


@pytest.mark.parametrize("state", HELD_FROM)
def test_a_hold_wins_from_every_living_state_and_release_goes_back(state):
    telling = Telling(shelf(), "dispute", standing=standing_at(state))
    assert telling.does("a stranger's phone", "hold", knew=0).answer == "taken"
    assert telling.state == "safety_hold"
    telling.does("gao", "release", tier="concern", each_willing_alone=True, trained_mediator=True)
    assert telling.state == state
    assert telling.standing.body["mode"] == "separate_only"


@pytest.mark.parametrize("state", KIND.states)
def test_a_stop_is_taken_in_every_state_and_ends_joint_acts_for_good(state):
    telling = Telling(shelf(), "dispute", standing=standing_at(state))
    assert telling.does("bataar", "stop", knew=0, stopped_by="A1").answer == "taken"
    assert telling.state == ("terminated" if state in ("accepted", "mediating", "paused") else state)
    assert refused(telling.does("mediator", "session", manner="joint")) == "somebody_stopped"
    assert telling.does("mediator", "session", manner="separate").answer == "taken"


def test_a_stop_stands_until_that_party_agrees_again(performing):
    performing.does("bataar", "stop", stopped_by="B1")
    performing.does("mediator", "reopen", both_want=True)
    assert refused(performing.does("mediator", "agree", **AGREEMENT)) == "somebody_stopped"
    performing.does("bataar", "consent", party="A1", to="mediation", answer="agrees")
    assert refused(performing.does("mediator", "agree", **AGREEMENT)) == "somebody_stopped"
    performing.does("bataar", "consent", party="B1", to="mediation", answer="agrees")
    assert performing.does("mediator", "agree", **AGREEMENT).answer == "taken"


def test_two_stops_stand_each_until_that_party_agrees_again(performing):
    performing.does("bataar", "stop", stopped_by="A1")
    performing.does("bataar", "stop", stopped_by="B1")
    performing.does("mediator", "reopen", both_want=True)
    performing.does("bataar", "consent", party="B1", to="mediation", answer="agrees")
    assert refused(performing.does("mediator", "agree", **AGREEMENT)) == "somebody_stopped"
    performing.does("bataar", "consent", party="A1", to="mediation", answer="agrees")
    assert performing.does("mediator", "agree", **AGREEMENT).answer == "taken"


def test_no_joint_session_after_a_release(mediating):
    mediating.does("bataar", "hold")
    mediating.does("gao", "release", tier="concern", each_willing_alone=True, trained_mediator=True)
    assert refused(mediating.does("mediator", "session", manner="joint")) == "separate_only_here"


def test_a_release_needs_each_willing_and_a_trained_mediator(mediating):
    mediating.does("bataar", "hold")
    verdict = mediating.does(
        "gao", "release", tier="concern", each_willing_alone=True, trained_mediator=False
    )
    assert refused(verdict) == "release_conditions"


def test_a_mediator_of_the_case_cannot_release_it(mediating):
    mediating.does("bataar", "hold")
    verdict = mediating.does(
        "mediator", "release", tier="concern", each_willing_alone=True, trained_mediator=True
    )
    assert refused(verdict) == "second_person"


@pytest.mark.parametrize("name", ["weapon", "choked", "threat", "child_harmed", "happening_now"])
def test_a_red_answer_is_danger(name):
    assert tier({name: "yes", "asked_how": "alone"}) == "danger"


def test_other_answers_are_concern_or_nothing_and_never_a_sum():
    assert tier({"hurt": "yes", "afraid": "yes", "followed": "yes"}) == "concern"
    assert tier({"hurt": "no", "asked_how": "not_safely"}) == "concern"
    assert tier(dict.fromkeys(codes.BEHAVIOURS, "no")) == "none_reported"


@pytest.mark.parametrize(
    ("answers", "category", "within"),
    [
        ({"child_harmed": "yes"}, "NEI", "one_hour"),
        ({"earlier_report": "yes"}, "NEI", "four_hours"),
        ({"asked_how": "not_safely"}, "FAM", "four_hours"),
        ({"asked_how": "not_safely"}, "NEI", ""),
        ({"hurt": "not_answered"}, "FAM", ""),
    ],
)
def test_which_hold_follows_from_answers(answers, category, within):
    assert hold_within(answers, {"category": category}) == within


@pytest.mark.parametrize(
    ("body", "due"),
    [
        ({"category": "FAM"}, True),
        ({"category": "NEI", "hurt_or_threatened": "yes"}, True),
        ({"category": "NEI", "close_ties": "yes"}, True),
        ({"category": "BIZ", "grassland": "GRS-05", "close_ties": "yes"}, True),
        ({"category": "NEI", "close_ties": "no", "hurt_or_threatened": "no"}, False),
        ({"category": "CON", "close_ties": "yes"}, False),
    ],
)
def test_when_each_must_be_asked_alone(body, due):
    assert questions_due(body) is due


def test_asking_one_twice_is_not_asking_both(reported):
    reported.does("bataar", "correct", category="FAM")
    reported.does("bataar", "safety_questions", asked_of="A1")
    reported.does("bataar", "safety_questions", asked_of="A1")
    assert asked(reported.standing) == {"A1"}
    assert refused(reported.does("saran", "offer", conflict_checked=True)) == "questions_first"


def test_every_party_is_asked_by_the_label_it_is_named_by(reported):
    reported.does("bataar", "correct", category="FAM")
    reported.does("bataar", "add_party", party="B2", side="b")
    for label in ("A1", "zz", "B1"):
        reported.does("bataar", "safety_questions", asked_of=label)
        assert refused(reported.does("saran", "offer", conflict_checked=True)) == "questions_first"
    reported.does("bataar", "safety_questions", asked_of="B2")
    assert reported.does("saran", "offer", conflict_checked=True).answer == "taken"


def test_safety_answers_stand_nowhere_in_the_standing(reported):
    reported.does("bataar", "safety_questions", asked_of="A1", choked="yes", own_words="他掐我脖子")
    assert "choked" not in str(reported.standing)
    assert "掐" not in str(reported.standing)


def test_nothing_personal_or_restricted_is_an_open_field():
    for name in (*codes.BEHAVIOURS, "happening_now", "own_words", "tier"):
        assert name not in KIND.open_fields
    for name in ("summary", "name", "phone", "obligations", "guardian", "heard"):
        assert name not in KIND.open_fields


def test_acceptance_needs_every_party_and_a_later_refusal_counts(offered):
    ready = {"notice_given": True, "no_objection": True, "conflict_clear": True, "difficulty": "D2"}
    offered.does("bataar", "consent", party="B1", to="mediation", answer="refuses")
    assert refused(offered.does("wang", "accept", **ready)) == "party_refuses"
    offered.does("bataar", "consent", party="B1", to="mediation", answer="agrees")
    assert (
        refused(offered.does("wang", "accept", **{**ready, "conflict_clear": False}))
        == "acceptance_unprepared"
    )
    verdict = offered.does(
        "wang", "accept", **{**ready, "difficulty": "D4"}, with_mediators=[{"staff": "li"}]
    )
    assert refused(verdict) == "too_few_mediators"
    assert offered.does("wang", "accept", **ready).answer == "taken"


def test_one_side_alone_cannot_be_accepted(dispute):
    dispute.does("bataar", "report", category="NEI", hurt_or_threatened="no")
    dispute.does("bataar", "add_party", party="A1", side="a")
    dispute.does("saran", "offer", conflict_checked=True)
    dispute.does("bataar", "consent", party="A1", to="mediation", answer="agrees")
    ready = {"notice_given": True, "no_objection": True, "conflict_clear": True, "difficulty": "D1"}
    assert refused(dispute.does("wang", "accept", **ready)) == "a_side_is_missing"


def test_a_label_names_one_person_whichever_phone_gave_it_first(reported):
    second = {"party": "A1", "side": "a", "name": "另一人"}
    verdict = reported.does("qiqige", "add_party", knew=1, **second)
    assert (verdict.answer, refused(verdict)) == ("returned", "label_taken")
    minor = {"party": "B1", "side": "b", "name": "孩子"}
    assert refused(reported.does("qiqige", "add_minor", knew=1, **minor)) == "label_taken"
    assert reported.does("qiqige", "add_party", **{**second, "party": "A2"}).answer == "taken"
    assert reported.does("bataar", "add_party", **second, same_person=True).answer == "taken"
    reported.does("saran", "offer", level="L1", conflict_checked=True)
    for party in ("A1", "B1"):
        reported.does("bataar", "consent", party=party, to="mediation", answer="agrees")
    ready = {"notice_given": True, "no_objection": True, "conflict_clear": True, "difficulty": "D2"}
    assert refused(reported.does("wang", "accept", **ready)) == "consent_missing"


def test_a_party_may_refuse_the_offer_and_nobody_can_block_it(offered):
    assert offered.does("bataar", "refuse", knew=1, refused_by="A1").answer == "taken"
    assert offered.state == "not_accepted"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"legality": ["capacity"]}, "legality_not_read"),
        ({"due_days": ["2026-12-31", "2026-12-01"]}, "due_days_differ"),
        ({"obligations": [{"by": "A1", "to": "B1", "what": "修围栏"}]}, "field_missing"),
        ({"obligations": []}, "field_wrong"),
    ],
)
def test_an_unsound_agreement_is_returned(mediating, change, sentence):
    assert refused(mediating.does("mediator", "agree", **{**AGREEMENT, **change})) == sentence
    assert mediating.state == "mediating"


def test_grassland_is_agreed_in_writing(mediating):
    mediating.does("bataar", "correct", grassland="GRS-01")
    assert refused(mediating.does("mediator", "agree", **{**AGREEMENT, "form": "oral"})) == "must_be_written"


def test_an_agreement_that_arrives_after_a_hold_waits_for_a_person(mediating):
    knew = mediating.standing.version
    mediating.does("qiqige", "hold")
    verdict = mediating.does("mediator", "agree", knew=knew, **AGREEMENT)
    assert (verdict.answer, verdict.why) == ("held", "conflict")


def test_a_pause_needs_both_unless_an_expert_is_awaited(mediating):
    assert (
        refused(mediating.does("wang", "pause", why_paused="season", both_agree=False)) == "pause_needs_both"
    )
    assert mediating.does("wang", "pause", why_paused="survey", both_agree=False).answer == "taken"


def test_the_term_is_extended_twice_by_thirty_days_at_most(mediating):
    assert (
        refused(mediating.does("wang", "extend", extended_to="2026-12-30", all_agree=False))
        == "extension_needs_all"
    )
    assert (
        refused(mediating.does("wang", "extend", extended_to="2027-03-30", all_agree=True))
        == "extension_too_long"
    )
    assert mediating.does("wang", "extend", extended_to="2027-01-20", all_agree=True).answer == "taken"
    assert mediating.does("wang", "extend", extended_to="2027-02-19", all_agree=True).answer == "taken"
    assert (
        refused(mediating.does("wang", "extend", extended_to="2027-03-01", all_agree=True))
        == "extended_twice"
    )


def extended(telling, day):
    """What an extension by all to this day is answered; nothing when it is taken."""
    return refused(telling.does("wang", "extend", extended_to=day, all_agree=True))


def after_a_pause_of_twenty_days(telling):
    telling.does("wang", "pause", why_paused="survey", both_agree=True)
    telling.at += timedelta(days=20, minutes=-10)
    telling.does("mediator", "resume", why_resumed="reason_over")
    return telling


def test_an_extension_counts_from_the_end_that_the_pause_moved(mediating):
    paused = after_a_pause_of_twenty_days(mediating)
    assert extended(paused, "2027-01-13") == "extension_too_short"
    assert extended(paused, "2027-02-13") == "extension_too_long"
    assert extended(paused, "2027-02-12") == ""
    assert extended(paused, "2027-02-12") == "extension_too_short"


def test_the_end_of_the_term_is_told_a_week_ahead_by_the_same_day(mediating):
    standing = after_a_pause_of_twenty_days(mediating).standing
    assert "term_ends" not in escalation_reasons(standing, date(2027, 1, 5))
    assert "term_ends" in escalation_reasons(standing, date(2027, 1, 6))


def test_a_term_that_is_over_is_extended_into_the_days_to_come_and_never_into_the_past(mediating):
    mediating.at = datetime(2027, 2, 10, 1, tzinfo=UTC)
    assert extended(mediating, "2027-01-20") == "extension_too_short"
    assert extended(mediating, "2027-02-10") == "extension_too_short"
    assert extended(mediating, "2027-03-13") == "extension_too_long"
    assert extended(mediating, "2027-03-12") == ""


def test_another_level_needs_consent_again(mediating):
    assert refused(mediating.does("wang", "raise_level", level="L2")) == "consent_not_renewed"
    for party in ("A1", "B1"):
        mediating.does("bataar", "consent", party=party, to="escalation", answer="agrees")
    assert mediating.does("wang", "raise_level", level="L2").answer == "taken"
    assert mediating.standing.body["level"] == "L2"


def test_the_consent_to_one_level_is_no_consent_to_the_next(mediating):
    for level in ("L2", "L3"):
        assert refused(mediating.does("wang", "raise_level", level=level)) == "consent_not_renewed"
        for party in ("A1", "B1"):
            mediating.does("bataar", "consent", party=party, to="escalation", answer="agrees")
        assert mediating.does("wang", "raise_level", level=level).answer == "taken"


def test_a_conflict_disclosed_after_acceptance_bars_the_mediator_until_all_accept_it(mediating):
    own = {"about_staff": "mediator", "relation": "kin"}
    mediating.does("mediator", "disclose_conflict", **own)
    assert refused(mediating.does("mediator", "session", manner="separate")) == "mediator_in_conflict"
    assert refused(mediating.does("mediator", "agree", **AGREEMENT)) == "mediator_in_conflict"
    mediating.does("mediator", "disclose_conflict", all_agree=True, **own)
    assert mediating.does("mediator", "session", manner="joint").answer == "taken"
    assert mediating.does("mediator", "agree", **AGREEMENT).answer == "taken"


def test_a_session_held_before_its_mediator_could_know_of_a_change_did_happen(mediating):
    knew = mediating.standing.version
    mediating.does("wang", "replace_mediator", mediator="second", why_replaced="away", no_objection=True)
    assert mediating.does("mediator", "session", knew=knew, manner="joint").answer == "taken"
    assert refused(mediating.does("mediator", "session", manner="joint")) == "not_its_mediator"


def test_only_its_own_mediators_begin_meet_and_agree(offered):
    ready = {"notice_given": True, "no_objection": True, "conflict_clear": True, "difficulty": "D3"}
    offered.does("wang", "accept", mediator="mediator", with_mediators=[{"staff": "second"}], **ready)
    assert refused(offered.does("li", "start", rights_told=True)) == "not_its_mediator"
    assert offered.does("second", "start", rights_told=True).answer == "taken"
    assert refused(offered.does("li", "session", manner="joint")) == "not_its_mediator"
    assert refused(offered.does("li", "agree", read_by_office=True, **AGREEMENT)) == "not_its_mediator"
    assert offered.does("second", "agree", read_by_office=True, **AGREEMENT).answer == "taken"


def test_a_higher_grade_needs_its_mediators_at_the_agreement_too(mediating):
    said = {**AGREEMENT, "read_by_office": True}
    mediating.does("wang", "classify", difficulty="D4")
    assert refused(mediating.does("mediator", "agree", **said)) == "too_few_mediators"
    more = {"mediator": "mediator", "why_replaced": "more_needed", "no_objection": True}
    beside = [{"staff": "second"}, {"staff": "li"}]
    few = mediating.does("wang", "replace_mediator", **more, with_mediators=beside[:1])
    assert refused(few) == "too_few_mediators"
    assert mediating.does("wang", "replace_mediator", **more, with_mediators=beside).answer == "taken"
    assert mediating.does("mediator", "agree", **said).answer == "taken"


def test_a_replacement_leaves_as_many_mediators_as_the_grade_needs(offered):
    ready = {"notice_given": True, "no_objection": True, "conflict_clear": True, "difficulty": "D3"}
    offered.does("wang", "accept", mediator="mediator", with_mediators=[{"staff": "second"}], **ready)
    change = {"why_replaced": "away", "no_objection": True}
    assert (
        refused(offered.does("wang", "replace_mediator", mediator="second", **change)) == "too_few_mediators"
    )
    assert offered.does("wang", "replace_mediator", mediator="li", **change).answer == "taken"


def test_closing_needs_proof_a_follow_up_and_a_second_person(performing):
    assert refused(performing.does("wang", "close", proof="receipts")) == "not_proved"
    performing.does("bataar", "performed", performance="in_full")
    assert refused(performing.does("wang", "close", proof="receipts")) == "not_followed_up"
    performing.does("bataar", "follow_up", performance="in_full", afterwards="calm")
    assert refused(performing.does("mediator", "close", proof="receipts")) == "second_person"
    assert performing.does("wang", "close", proof="receipts").answer == "taken"
    assert performing.standing.body["outcome"] == "performed"


def test_what_was_performed_of_a_reopened_agreement_proves_nothing_of_the_next(performing):
    performing.does("bataar", "performed", performance="in_full")
    performing.does("mediator", "reopen", both_want=True)
    performing.does("mediator", "agree", **AGREEMENT)
    performing.does("bataar", "follow_up", performance="in_full", afterwards="calm")
    asked = {"all_agree": True, "handed_on": "2026-12-20"}
    assert refused(performing.does("wang", "close", proof="receipts")) == "not_proved"
    assert refused(performing.does("mediator", "joint_application", **asked)) == "not_performed_yet"
    performing.does("bataar", "performed", performance="in_full")
    assert performing.does("mediator", "joint_application", **asked).answer == "taken"
    assert performing.does("wang", "close", proof="receipts").answer == "taken"


def test_not_performed_only_after_fifteen_days_and_told(performing):
    said = {"reminded_on": "2026-12-05", "remedies_told": True}
    performing.at = datetime.fromisoformat("2026-12-24T10:00:00+08:00")
    assert refused(performing.does("wang", "close_unperformed", **said)) == "not_long_overdue"
    performing.at += timedelta(days=1)
    unsaid = {**said, "remedies_told": False}
    assert refused(performing.does("wang", "close_unperformed", **unsaid)) == "remedies_not_told"
    assert performing.does("wang", "close_unperformed", **said).answer == "taken"


def test_a_referral_closes_with_feedback_or_after_two_chases(reported):
    reported.does("saran", "refer", receiver="court")
    said = {"outcome": "referred", "notice_given": True}
    assert refused(reported.does("wang", "close_out", **said)) == "feedback_awaited"
    assert (
        refused(reported.does("wang", "close_out", **{**said, "outcome": "terminated"})) == "outcome_differs"
    )
    assert (
        refused(reported.does("wang", "close_out", **{**said, "notice_given": False})) == "notice_not_given"
    )
    reported.does("bataar", "chase")
    assert refused(reported.does("wang", "close_out", feedback_waived=True, **said)) == "feedback_awaited"
    reported.does("bataar", "chase")
    assert reported.does("wang", "close_out", feedback_waived=True, **said).answer == "taken"


def test_a_duplicate_names_the_other(reported):
    said = {"why_not_accepted": "duplicate", "remedies_told": True}
    assert refused(reported.does("saran", "not_accept", **said)) == "duplicate_of_what"
    other = "01932f00-0000-7000-8000-00000000beef"
    assert reported.does("saran", "not_accept", duplicate_of=other, **said).answer == "taken"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"questions_clear": False}, "not_on_the_spot"),
        ({"mediator": "li"}, "own_sitting_only"),
        ({"amount_fen": 500_001}, "amount_too_high"),
        ({"difficulty": "D2"}, "field_wrong"),
    ],
)
def test_what_is_not_small_and_clear_is_not_settled_on_the_spot(reported, change, sentence):
    for party in ("A1", "B1"):
        reported.does("bataar", "consent", party=party, to="mediation", answer="agrees")
    said = {
        "mediator": "mediator", "difficulty": "D1", "all_present": True, "questions_clear": True,
        "notice_given": True, "rights_told": True, **AGREEMENT,
        "obligations": AGREEMENT["obligations"][:1],
    }  # fmt: skip
    assert refused(reported.does("mediator", "settle_at_once", **{**said, **change})) == sentence
    assert reported.does("mediator", "settle_at_once", **said).answer == "taken"
    assert reported.standing.holder == person("mediator")


def test_a_big_matter_or_an_ownership_question_is_not_for_the_spot(reported):
    said = {
        "mediator": "mediator", "difficulty": "D1", "all_present": True, "questions_clear": True,
        "notice_given": True, "rights_told": True, **AGREEMENT,
    }  # fmt: skip
    reported.does("bataar", "correct", size="big")
    assert refused(reported.does("mediator", "settle_at_once", **said)) == "not_a_small_matter"
    reported.does("bataar", "correct", grassland="GRS-02")
    assert refused(reported.does("mediator", "settle_at_once", **said)) == "ownership_is_for_government"


@pytest.mark.parametrize(
    ("acts", "sentence"),
    [
        ([("wang", "classify", {"difficulty": "D4"})], "graded_higher"),
        ([("bataar", "correct", {"people": 40})], "too_many_people"),
        ([("bataar", "add_party", {"party": "B2", "side": "b"})], "too_many_parties"),
        (
            [("mediator", "disclose_conflict", {"about_staff": "mediator", "relation": "kin"})],
            "mediator_in_conflict",
        ),
        ([("bataar", "correct", {"category": "FAM"})], "questions_first"),
    ],
)
def test_what_the_record_already_says_is_beyond_the_spot(reported, acts, sentence):
    for who, act, said in acts:
        reported.does(who, act, **said)
    for party in ("A1", "B1"):
        reported.does("bataar", "consent", party=party, to="mediation", answer="agrees")
    said = {
        "mediator": "mediator", "difficulty": "D1", "all_present": True, "questions_clear": True,
        "notice_given": True, "rights_told": True, **AGREEMENT,
        "obligations": AGREEMENT["obligations"][:1],
    }  # fmt: skip
    assert refused(reported.does("mediator", "settle_at_once", **said)) == sentence


def test_a_defused_escalation_is_confirmed_by_somebody_else_after_a_week(reported):
    assert refused(reported.does("nasan", "confirm_defused")) == "nothing_defused"


def test_gaps_in_a_dossier_are_explained():
    telling = Telling(shelf(), "dispute", standing=standing_at("closed"))
    assert refused(telling.does("archivist", "archive", contents_complete=False)) == "gaps_unexplained"
    assert telling.does("archivist", "archive", contents_complete=False, gaps="缺回访签字").answer == "taken"


def test_the_mediator_holds_it_from_acceptance_on(offered, mediating):
    assert mediating.standing.holder == person("mediator")


def test_what_safety_sent_to_help_comes_back_through_safety_only():
    guard = shelf().guard("dispute", "offer_allowed")
    standing = Standing(kind="dispute", record="r", grid="g", station="s")
    standing.acts.append(
        Done(entry="e", act="safety_decide", actor="gao", device="d", at=datetime.now(UTC), state="referred")
    )

    def asked_by(actor: str):
        entry = SimpleNamespace(actor=actor, body={"conflict_checked": True, "level": "L1"})
        return guard(SimpleNamespace(entry=entry, standing=standing, parts={}))

    assert asked_by("saran").name == "decided_by_safety"
    assert asked_by("gao") is None
